package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kubelore/kubelore/server/config"
)

// A packed file is one in an archive.
type packed struct {
	mode fs.FileMode
	data []byte
}

// verifyServer tells what is wrong with a server for a platform: whether it is for
// that platform, static and of the Kubernetes that go.mod asks for.
func verifyServer(p platform, server packed) error {
	info, err := buildinfo.Read(bytes.NewReader(server.data))
	if err != nil {
		return fmt.Errorf("the server is no program of Go: %w", err)
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	for key, want := range map[string]string{"GOOS": p.os, "GOARCH": p.arch, "CGO_ENABLED": "0", "-trimpath": "true"} {
		if settings[key] != want {
			return fmt.Errorf("the server was built with %s=%s, not %s", key, settings[key], want)
		}
	}
	if server.mode.Perm()&0o111 != 0o111 {
		return fmt.Errorf("the server cannot be executed: its mode is %v", server.mode)
	}
	return nil
}

// verifyNotices tells whether the licences are there.
func verifyNotices(files map[string]packed, licence, notices string) error {
	if !bytes.Contains(files[licence].data, []byte("Apache License")) {
		return fmt.Errorf("%s is missing", licence)
	}
	for _, name := range []string{"k8s.io/kubernetes", "Go standard library"} {
		if !bytes.Contains(files[notices].data, []byte("| "+name+" |")) {
			return fmt.Errorf("%s says nothing of %s", notices, name)
		}
	}
	return nil
}

// verifyArchive tells what is wrong with an archive for a platform. It returns the
// server in it.
func verifyArchive(p platform, file string) (packed, error) {
	read := readTarGz
	if filepath.Ext(file) == ".zip" {
		read = readZip
	}
	files, err := read(file)
	if err != nil {
		return packed{}, err
	}
	server := files[p.binary()]
	if err := errors.Join(verifyServer(p, server), verifyNotices(files, "LICENSE", "THIRD-PARTY.md")); err != nil {
		return packed{}, fmt.Errorf("%s: %w", file, err)
	}
	return server, nil
}

// verifyVSIX tells what is wrong with an extension for a platform, which must hold the
// very bytes of a server.
func verifyVSIX(p platform, file, server, version string) error {
	files, err := readZip(file)
	if err != nil {
		return err
	}
	want, err := os.ReadFile(server)
	if err != nil {
		return err
	}
	fail := func(err error) error { return fmt.Errorf("%s: %w", file, err) }
	var manifest struct{ Version string }
	if err := json.Unmarshal(files["extension/package.json"].data, &manifest); err != nil {
		return fail(err)
	}
	var described struct {
		Metadata struct {
			Identity struct {
				Version        string `xml:"Version,attr"`
				TargetPlatform string `xml:"TargetPlatform,attr"`
			}
		}
	}
	if err := xml.Unmarshal(files["extension.vsixmanifest"].data, &described); err != nil {
		return fail(err)
	}
	is := described.Metadata.Identity
	if manifest.Version != version || is.Version != version || is.TargetPlatform != p.target {
		return fail(fmt.Errorf("it is %s and %s for %s, not %s for %s", manifest.Version, is.Version, is.TargetPlatform, version, p.target))
	}
	for name := range files {
		if strings.HasPrefix(name, "extension/bin/") && name != "extension/bin/"+p.binary() {
			return fail(fmt.Errorf("%s does not belong there", name))
		}
	}
	inside := files["extension/bin/"+p.binary()]
	if !bytes.Equal(inside.data, want) {
		return fail(fmt.Errorf("the server in it is not %s", server))
	}
	if err := errors.Join(verifyServer(p, inside), verifyNotices(files, "extension/LICENSE.txt", "extension/THIRD-PARTY.md"), verifySchema(files)); err != nil {
		return fail(err)
	}
	if !bytes.Contains(files["extension/THIRD-PARTY.md"].data, []byte("| vscode-languageclient |")) {
		return fail(errors.New("its notices say nothing of what it is bundled with"))
	}
	return nil
}

// verifySchema tells whether an extension brings the schema of .kubelore.yaml along, where
// it tells the YAML extension to look for it.
func verifySchema(files map[string]packed) error {
	var manifest struct {
		Contributes struct {
			YAMLValidation []struct{ FileMatch, URL string }
		}
	}
	if err := json.Unmarshal(files["extension/package.json"].data, &manifest); err != nil {
		return err
	}
	all := manifest.Contributes.YAMLValidation
	if len(all) != 1 || all[0].FileMatch != config.FileName {
		return fmt.Errorf("yamlValidation is not about %s alone: %+v", config.FileName, all)
	}
	want, err := settingsSchema()
	if err != nil {
		return err
	}
	if got := files[path.Join("extension", all[0].URL)].data; string(got) != want {
		return fmt.Errorf("%s is not the schema of %s", all[0].URL, config.FileName)
	}
	return nil
}

// verifyDebian tells what is wrong with a package for Debian.
func verifyDebian(p platform, file, version string) error {
	fail := func(err error) error { return fmt.Errorf("%s: %w", file, err) }
	out, err := exec.Command("dpkg-deb", "-f", file, "Package", "Version", "Architecture").Output()
	if err != nil {
		return fail(fmt.Errorf("dpkg-deb: %w", err))
	}
	// What comes before a release sorts before it with a tilde.
	want := fmt.Sprintf("Package: kubelore\nVersion: %s\nArchitecture: %s\n", strings.Replace(version, "-", "~", 1), p.arch)
	if string(out) != want {
		return fail(fmt.Errorf("it says\n%swhere it should say\n%s", out, want))
	}
	content, err := exec.Command("dpkg-deb", "--fsys-tarfile", file).Output()
	if err != nil {
		return fail(fmt.Errorf("dpkg-deb: %w", err))
	}
	files, err := readTar(bytes.NewReader(content))
	if err != nil {
		return fail(err)
	}
	const doc = "usr/share/doc/kubelore/"
	if err := errors.Join(verifyServer(p, files["usr/bin/kubelore"]), verifyNotices(files, doc+"copyright", doc+"THIRD-PARTY.md")); err != nil {
		return fail(err)
	}
	return nil
}

// verifySBOM tells whether a list of parts names the Kubernetes that is linked.
func verifySBOM(file, version, kubernetes string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	type part struct{ Name, Version string }
	var bom struct {
		Metadata   struct{ Component part }
		Components []part
	}
	if err := json.Unmarshal(data, &bom); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if bom.Metadata.Component.Version != version {
		return fmt.Errorf("%s: it is of %s, not of %s", file, bom.Metadata.Component.Version, version)
	}
	if !slices.Contains(bom.Components, part{"k8s.io/kubernetes", kubernetes}) {
		return fmt.Errorf("%s: it does not name k8s.io/kubernetes %s", file, kubernetes)
	}
	return nil
}

// verifyChecksums tells which files are not what their checksums say, or have none.
func verifyChecksums(list string) error {
	data, err := os.ReadFile(list)
	if err != nil {
		return err
	}
	sums := map[string]string{}
	for line := range strings.Lines(string(data)) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		sums[name] = sum
	}
	for _, pattern := range []string{"*.tar.gz", "*.zip", "*.deb", "*.sbom.json", "*.vsix"} {
		files, err := filepath.Glob(filepath.Join(filepath.Dir(list), pattern))
		if err != nil {
			return err
		}
		for _, file := range files {
			sum, err := checksum(file)
			if err != nil {
				return err
			}
			if name := filepath.Base(file); sums[name] != sum {
				return fmt.Errorf("%s: the checksum of %s is %s, not %q", list, name, sum, sums[name])
			}
		}
	}
	return nil
}

func checksum(file string) (string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}

func readTarGz(file string) (map[string]packed, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return readTar(z)
}

func readTar(r io.Reader) (map[string]packed, error) {
	files := map[string]packed{}
	for t := tar.NewReader(r); ; {
		head, err := t.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read an archive: %w", err)
		}
		data, err := io.ReadAll(t)
		if err != nil {
			return nil, fmt.Errorf("read an archive: %w", err)
		}
		files[strings.TrimPrefix(strings.TrimPrefix(head.Name, "."), "/")] = packed{head.FileInfo().Mode(), data}
	}
}

func readZip(file string) (map[string]packed, error) {
	z, err := zip.OpenReader(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	defer z.Close() //nolint:errcheck // it was only read
	files := map[string]packed{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		data, err := io.ReadAll(r)
		if err := errors.Join(err, r.Close()); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		files[f.Name] = packed{f.Mode(), data}
	}
	return files, nil
}
