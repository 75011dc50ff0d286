package marker

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"

	"github.com/kubelore/kubelore/server/text"
)

// An Archive is a marker test as it is read; see the package comment.
type Archive struct {
	// Files are what the editor opens, in order.
	Files []File
	Marks []*Mark
	// Settings and Capabilities are JSON objects, or nil if there is no such entry.
	Settings, Capabilities json.RawMessage

	// Advice says that the archive tests what rules advise.
	Advice bool

	source *txtar.Archive
	golden map[string]*golden
}

// A File is an entry without its markers.
type File struct {
	Name string
	Text *text.Text
}

// A golden is an expected text of the archive.
type golden struct {
	entry int // index in source.Files
	line  int // of its header in the archive, from 1
	used  bool
}

// Read reads an archive. Its errors start with the line of the archive that they mean.
func Read(data []byte) (*Archive, error) {
	a := &Archive{source: txtar.Parse(data), golden: map[string]*golden{}}
	heads := a.heads()
	flags, err := a.flags(heads)
	if err != nil {
		return nil, err
	}
	a.Advice = slices.Contains(flags, "-advice")
	seen := map[string]bool{}
	for i, entry := range a.source.Files {
		if seen[entry.Name] {
			return nil, fmt.Errorf("line %d: a second entry is called %s", heads[i], entry.Name)
		}
		seen[entry.Name] = true
		if err := a.read(i, heads[i], flags); err != nil {
			return nil, err
		}
	}
	if len(a.Marks) == 0 {
		return nil, errors.New("line 1: the archive has no markers, so it tests nothing")
	}
	return a, nil
}

// heads returns the line of the header of each entry, from 1.
func (a *Archive) heads() []int {
	heads := make([]int, len(a.source.Files))
	line := 1 + strings.Count(string(a.source.Comment), "\n")
	for i, entry := range a.source.Files {
		heads[i] = line
		line += 1 + strings.Count(string(entry.Data), "\n")
	}
	return heads
}

// flags returns the entry "flags", wherever it stands.
func (a *Archive) flags(heads []int) ([]string, error) {
	for i, entry := range a.source.Files {
		if entry.Name != "flags" {
			continue
		}
		flags := strings.Fields(string(entry.Data))
		for _, f := range flags {
			if f != "-crlf" && f != "-cut" && f != "-advice" {
				return nil, fmt.Errorf("line %d: no flag is called %s", heads[i], f)
			}
		}
		return flags, nil
	}
	return nil, nil
}

// read takes in one entry, whose header stands on the given line.
func (a *Archive) read(i, line int, flags []string) error {
	entry := a.source.Files[i]
	if name, ok := strings.CutPrefix(entry.Name, "@"); ok {
		a.golden[name] = &golden{entry: i, line: line}
		return nil
	}
	switch entry.Name {
	case "flags":
		return nil
	case "settings.json", "capabilities.json":
		var object map[string]any
		if err := json.Unmarshal(entry.Data, &object); err != nil {
			return fmt.Errorf("line %d: %s: %w", line, entry.Name, err)
		}
		if entry.Name == "settings.json" {
			a.Settings = entry.Data
		} else {
			a.Capabilities = entry.Data
		}
		return nil
	}
	content, marks, err := Strip(entry.Name, string(entry.Data), line+1)
	if err != nil {
		return err
	}
	if slices.Contains(flags, "-cut") {
		content = strings.TrimSuffix(content, "\n")
	}
	if slices.Contains(flags, "-crlf") {
		content = strings.ReplaceAll(content, "\n", "\r\n")
	}
	a.Files = append(a.Files, File{Name: entry.Name, Text: text.New(content)})
	a.Marks = append(a.Marks, marks...)
	return nil
}

// Golden returns the golden entry of that name and notes that it is used.
func (a *Archive) Golden(name string) (string, bool) {
	g, ok := a.golden[name]
	if !ok {
		return "", false
	}
	g.used = true
	return string(a.source.Files[g.entry].Data), true
}

// SetGolden changes a golden entry, or adds one to the end, and notes that it is used.
func (a *Archive) SetGolden(name, content string) {
	g := a.golden[name]
	if g == nil {
		a.source.Files = append(a.source.Files, txtar.File{Name: "@" + name})
		g = &golden{entry: len(a.source.Files) - 1}
		a.golden[name] = g
	}
	g.used = true
	a.source.Files[g.entry].Data = []byte(content)
}

// Unused returns an error for each golden entry that was not used, which starts
// with its line.
func (a *Archive) Unused() []string {
	var found []string
	for name, g := range a.golden {
		if !g.used {
			found = append(found, fmt.Sprintf("line %d: no marker uses @%s", g.line, name))
		}
	}
	slices.Sort(found)
	return found
}

// Format returns the archive as it is written to disk.
func (a *Archive) Format() []byte { return txtar.Format(a.source) }
