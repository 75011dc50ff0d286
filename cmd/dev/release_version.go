package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"golang.org/x/mod/semver"
)

// pinned matches where the documentation names the release to use.
var pinned = regexp.MustCompile(`(?:rev: |kubelore/kubelore/\.github@|kubelore/cmd/kubelore@)v([0-9][\w.+-]*)`)

// agreedVersion returns the version that everything in the tree is of, or what is of
// another. The extension says which it is.
func agreedVersion(root string) (string, error) {
	version, err := extensionVersion(root)
	if err != nil {
		return "", err
	}
	if !semver.IsValid("v" + version) {
		return "", fmt.Errorf("the version of the extension, %q, is none", version)
	}
	return version, errors.Join(
		lockedVersion(filepath.Join(root, extension, "package-lock.json"), version),
		releaseNotes(filepath.Join(root, "server", "doc", "release"), version),
		contains(filepath.Join(root, extension, "CHANGELOG.md"), "\n## "+version+"\n"),
		pinnedVersion(filepath.Join(root, "README.md"), version),
		pinnedVersion(filepath.Join(root, "server", "doc", "ci.md"), version),
	)
}

func lockedVersion(file, version string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	type named struct{ Version string }
	var lock struct {
		Version  string
		Packages map[string]named
	}
	if err := json.Unmarshal(data, &lock); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if lock.Version != version || lock.Packages[""].Version != version {
		return fmt.Errorf("%s is of %s and %s, the extension of %s; npm install --package-lock-only mends it", file, lock.Version, lock.Packages[""].Version, version)
	}
	return nil
}

// releaseNotes tells whether there are notes of the version, and none of a later one.
func releaseNotes(folder, version string) error {
	file := filepath.Join(folder, "v"+version+".md")
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read the release notes: %w", err)
	}
	if !bytes.HasPrefix(data, []byte("# v"+version+"\n")) {
		return fmt.Errorf("the title of %s is not v%s", file, version)
	}
	all, err := filepath.Glob(filepath.Join(folder, "v*.md"))
	if err != nil {
		return err
	}
	for _, other := range all {
		name := filepath.Base(other)
		if semver.Compare(name[:len(name)-len(".md")], "v"+version) > 0 {
			return fmt.Errorf("%s is of a later release than the extension, which is %s", other, version)
		}
	}
	return nil
}

func contains(file, text string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if !bytes.Contains(data, []byte(text)) {
		return fmt.Errorf("%s has no %q", file, text)
	}
	return nil
}

// pinnedVersion tells whether a page names another release where readers copy it from.
func pinnedVersion(file, version string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	for _, m := range pinned.FindAllSubmatch(data, -1) {
		if string(m[1]) != version {
			return fmt.Errorf("%s says %s where it should say v%s", file, m[0], version)
		}
	}
	return nil
}
