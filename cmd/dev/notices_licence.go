package main

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/google/licensecheck"
)

// A licenceText is a file that must go with a component.
type licenceText struct {
	file, text string
	// ids are the licences in it, by their names in SPDX; none for notices and patents.
	ids []string
}

// permittedLicences are those that let the work be handed out in a binary under the Apache License,
// if their texts go with it.
var permittedLicences = []string{"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "ISC", "MIT"} //nolint:gochecknoglobals // a table

// licenceName matches the files that hold licences and what these ask to be handed on.
var (
	licenceName = regexp.MustCompile(`(?i)^(licen[cs]e|copying|unlicense)`)
	noticeName  = regexp.MustCompile(`(?i)^(notice|patents|authors|copyright)`)
	otherName   = regexp.MustCompile(`(?i)\.(go|docs|js|ts|json)$|\.(html|spdx)$`)
)

// licenceFiles returns the files of a folder that hold licences and notices. What concerns
// documentation only is left out: none of it is handed out.
func licenceFiles(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("look for licences: %w", err)
	}
	var files []string
	for _, e := range entries {
		name := e.Name()
		if !e.IsDir() && !otherName.MatchString(name) && (licenceName.MatchString(name) || noticeName.MatchString(name)) {
			files = append(files, filepath.Join(folder, name))
		}
	}
	return files, nil
}

// read reads the files of a component that lies in a folder; one may be named twice.
func (c *component) read(folder string, files []string) error {
	slices.Sort(files)
	for _, file := range slices.Compact(files) {
		data, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("read a licence: %w", err)
		}
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
		name, err := filepath.Rel(folder, file)
		if err != nil {
			return fmt.Errorf("read a licence: %w", err)
		}
		t := licenceText{file: filepath.ToSlash(name), text: strings.TrimSpace(string(data))}
		if licenceName.MatchString(path.Base(t.file)) {
			t.ids = classify(data)
		}
		c.texts = append(c.texts, t)
	}
	return nil
}

// mostlyLicence is how much of a file must be known text, in percent. The rest is who wrote it.
const mostlyLicence = 75

// classify returns the licences that a text consists of, or none if too much of it is unknown.
func classify(text []byte) []string {
	cover := licensecheck.Scan(text)
	if cover.Percent < mostlyLicence {
		return nil
	}
	var ids []string
	for _, m := range cover.Match {
		if !m.IsURL {
			ids = append(ids, m.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// licences are all that a component is under.
func (c *component) licences() []string {
	var ids []string
	for _, t := range c.texts {
		ids = append(ids, t.ids...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// permitted tells what keeps us from handing the component out.
func (c *component) permitted() error {
	for _, t := range c.texts {
		if licenceName.MatchString(path.Base(t.file)) && len(t.ids) == 0 {
			return fmt.Errorf("%s %s: the text of %s is not known", c.name, c.version, t.file)
		}
		for _, id := range t.ids {
			if !slices.Contains(permittedLicences, id) {
				return fmt.Errorf("%s %s: %s is under %s, which is not among the permitted licences", c.name, c.version, t.file, id)
			}
		}
	}
	if len(c.licences()) == 0 {
		return fmt.Errorf("%s %s: no known licence", c.name, c.version)
	}
	return nil
}
