package workspace

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/kubelore/kubelore/knowledge/concept"
	"github.com/kubelore/kubelore/knowledge/relation"
	"github.com/kubelore/kubelore/knowledge/rule"
	"github.com/kubelore/kubelore/server/config"
)

// PackFolder is where the packs of a team stand, below a workspace folder: one folder
// for each, with a pack.yaml, concepts/*.md, relations/*.yaml and rules/*.yaml (design.md section 11,
// decision 13).
const PackFolder = ".kubelore/packs"

// aboutPack is the file of a pack that says what it is.
const aboutPack = "pack.yaml"

// The limits of packs. Beyond them they are no texts to read.
const (
	largestEntry = 1 << 20 // bytes
	mostEntries  = 2000
)

// A PackProblem is something wrong in a file of a pack. What is wrong in one file
// makes no other unusable.
type PackProblem struct {
	File string
	// Line counts from 1.
	Line    int
	Message string
}

// String returns the problem as a line for people.
func (p PackProblem) String() string { return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Message) }

// Packs are what the packs of a workspace add.
type Packs struct {
	Concepts  []*concept.Concept
	Relations []*relation.Relation
	Rules     []*rule.Rule
	// ruleText is what the rules were read from. They hold compiled conditions, which
	// cannot be compared.
	ruleText string
}

// equal reports whether two packs add the same.
func (p Packs) equal(q Packs) bool {
	return p.ruleText == q.ruleText && reflect.DeepEqual(p.Concepts, q.Concepts) && reflect.DeepEqual(p.Relations, q.Relations)
}

// packReader reads packs and collects what is wrong in them.
type packReader struct {
	Packs
	problems []PackProblem
	read     int
	seen     map[string]string // the file of each ID
}

// ReadPacks reads the packs of workspace folders and those that settings name, which are
// folders of packs or packs, and what is wrong in their files. Workspace folders without
// packs have none. Links are not followed.
func ReadPacks(folders, named []string) (Packs, []PackProblem) {
	r := &packReader{seen: map[string]string{}}
	for _, folder := range folders {
		root := filepath.Join(folder, filepath.FromSlash(PackFolder))
		packs, err := readFolder(folder, PackFolder)
		if err != nil {
			if !errors.Is(err, fs.ErrNotExist) {
				r.problem(root, 1, "the packs cannot be read: "+err.Error())
			}
			continue
		}
		r.packs(root, packs)
	}
	for _, folder := range named {
		entries, err := readFolder(folder, ".")
		switch {
		case err != nil:
			r.problem(folder, 1, "the packs that the settings name cannot be read: "+err.Error())
		case slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == aboutPack }):
			r.pack(folder)
		default:
			r.packs(folder, entries)
		}
	}
	return r.Packs, r.problems
}

// packs reads the packs in a folder.
func (r *packReader) packs(folder string, entries []fs.DirEntry) {
	for _, pack := range entries {
		if pack.IsDir() {
			r.pack(filepath.Join(folder, pack.Name()))
		}
	}
}

// readFolder lists what is in a folder below another. Links are not followed out of it.
func readFolder(above, name string) ([]fs.DirEntry, error) {
	root, err := os.OpenRoot(above)
	if err != nil {
		return nil, err //nolint:wrapcheck // it names the path
	}
	defer root.Close()                 //nolint:errcheck // it is only read
	return fs.ReadDir(root.FS(), name) //nolint:wrapcheck // it names the path
}

func (r *packReader) problem(file string, line int, message string) {
	r.problems = append(r.problems, PackProblem{file, max(line, 1), message})
}

// pack reads one pack.
func (r *packReader) pack(folder string) {
	name := filepath.Join(folder, aboutPack)
	content, ok := r.file(name)
	if !ok {
		return
	}
	var about struct {
		ID      string `yaml:"id"`
		Version string `yaml:"version"`
	}
	switch err := yaml.Unmarshal([]byte(content), &about); {
	case err != nil:
		r.problem(name, 1, "this is no YAML: "+err.Error())
		return
	case about.ID == "" || strings.ContainsAny(about.ID, "/ \t\n"):
		r.problem(name, 1, "a pack needs an id, one word without a slash; the ids of its concepts begin with it")
		return
	}
	r.each(filepath.Join(folder, "concepts"), ".md", func(file string) { r.concept(about.ID, file) })
	r.each(filepath.Join(folder, "relations"), ".yaml", func(file string) { r.relations(about.ID, file) })
	r.each(filepath.Join(folder, "rules"), ".yaml", func(file string) { r.rules(about.ID, file) })
}

// each reads the files with an ending in a folder of a pack, if there is one.
func (r *packReader) each(folder, ending string, read func(file string)) {
	entries, err := readFolder(filepath.Dir(folder), filepath.Base(folder))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		r.problem(folder, 1, "this cannot be read: "+err.Error())
	}
	for _, entry := range entries {
		if entry.Type().IsRegular() && filepath.Ext(entry.Name()) == ending {
			read(filepath.Join(folder, entry.Name()))
		}
	}
}

// concept reads one entry of the pack with the given ID.
func (r *packReader) concept(pack, name string) {
	content, ok := r.file(name)
	if !ok {
		return
	}
	c, err := concept.Parse(content)
	if err != nil {
		line, message := 1, err.Error()
		if e, ok := errors.AsType[*concept.Error](err); ok {
			line, message = e.Line, e.Message
		}
		r.problem(name, line, message)
		return
	}
	if r.claim(pack, name, c.ID) {
		r.Concepts = append(r.Concepts, c)
	}
}

// relations reads the relations of the pack with the given ID.
func (r *packReader) relations(pack, name string) {
	content, ok := r.file(name)
	if !ok {
		return
	}
	all, err := relation.Parse(content)
	if err != nil {
		line := 1
		if _, after, ok := strings.Cut(err.Error(), "line "); ok {
			_, _ = fmt.Sscan(after, &line) // not every error names one
		}
		r.problem(name, line, err.Error())
		return
	}
	for _, x := range all {
		if r.claim(pack, name, x.ID) {
			r.Relations = append(r.Relations, x)
		}
	}
}

// rules reads the rules of the pack with the given ID.
func (r *packReader) rules(pack, name string) {
	content, ok := r.file(name)
	if !ok {
		return
	}
	all, err := rule.Parse(content)
	if err != nil {
		line, message := 1, err.Error()
		if e, ok := errors.AsType[*rule.Error](err); ok {
			line, message = e.Line, e.Message
		}
		r.problem(name, line, message)
		return
	}
	for _, x := range all {
		if r.claim(pack, name, x.ID) {
			r.Rules = append(r.Rules, x)
			r.ruleText += name + ":" + x.ID + "\n" + content
		}
	}
}

// claim reports whether a file of a pack may use an ID, and tells why not.
func (r *packReader) claim(pack, name, id string) bool {
	switch before, twice := r.seen[id]; {
	case !strings.HasPrefix(id, pack+"/"):
		r.problem(name, 2, fmt.Sprintf("the id must begin with that of the pack: %s/%s", pack, id))
	case twice:
		r.problem(name, 2, fmt.Sprintf("the id %s is taken by %s", id, before))
	default:
		r.seen[id] = name
		return true
	}
	return false
}

// file returns the content of a file of a pack. What is missing or too large is told.
func (r *packReader) file(name string) (string, bool) {
	if r.read++; r.read > mostEntries {
		if r.read == mostEntries+1 {
			r.problem(name, 1, fmt.Sprintf("only the first %d files of packs are read", mostEntries))
		}
		return "", false
	}
	info, err := os.Lstat(name)
	switch {
	case err != nil:
		r.problem(name, 1, "this cannot be read: "+err.Error())
		return "", false
	case !info.Mode().IsRegular():
		r.problem(name, 1, "this is no file; links are not followed")
		return "", false
	case info.Size() > largestEntry:
		r.problem(name, 1, fmt.Sprintf("this is larger than %d bytes, so it is not read", largestEntry))
		return "", false
	}
	data, err := os.ReadFile(name)
	if err != nil {
		r.problem(name, 1, "this cannot be read: "+err.Error())
		return "", false
	}
	return string(data), true
}

// SetPacks says what packs add to what is built in. It reports whether that changes
// anything.
func (s *Session) SetPacks(packs Packs) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if packs.equal(s.packs) {
		return false
	}
	s.packs = packs
	s.next(func(next *Snapshot) {
		env := *next.env
		env.Concepts = concept.BuiltIn().With(packs.Concepts)
		env.Relations = relation.BuiltIn().With(packs.Relations)
		env.Rules = Rules(next.Settings, packs)
		next.use(&env)
	})
	return true
}

// Rules returns the rules to look for with settings and packs, or nil for those that
// there are without any.
func Rules(settings *config.Settings, packs Packs) *rule.Set {
	if len(packs.Rules) == 0 && len(settings.Rules) == 0 {
		return nil
	}
	return rule.BuiltIn().With(packs.Rules).For(settings.Severity)
}
