package change

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/graph"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
	"github.com/kubelore/kubelore/server/workspace"
)

// corpus are applications as their projects publish them.
const corpus = "../../../shared/oracle/apps"

// project is the files of an application, by their paths.
type project struct {
	files   map[string]*manifest.File
	summary map[string]*graph.File
}

func readProject(t *testing.T, folder string) *project {
	t.Helper()
	p := &project{map[string]*manifest.File{}, map[string]*graph.File{}}
	err := workspace.Walk(folder, nil, func(name string, size int64) error {
		data, err := os.ReadFile(name)
		if err == nil && size < 100_000 { // the large ones repeat the others
			p.set(name, string(data))
		}
		return err
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *project) set(path, content string) {
	p.files[path] = manifest.Open(text.New(content), &manifest.Env{Target: catalog.Newest})
	p.summary[path] = graph.Of(path, p.files[path])
}

func (p *project) renamer() *Renamer {
	var all []*graph.File
	for _, path := range slices.Sorted(maps.Keys(p.summary)) {
		all = append(all, p.summary[path])
	}
	return &Renamer{
		World:   workspace.NewWorld(all, nil),
		Content: func(path string) (*text.Text, error) { return p.files[path].Text, nil },
	}
}

// apply applies edits, and returns the contents before.
func (p *project) apply(edits Edits) map[string]string {
	before := map[string]string{}
	for path, all := range edits {
		content := p.files[path].Text.String()
		before[path] = content
		for _, e := range slices.Backward(all) {
			content = content[:e.Span.Start] + e.New + content[e.Span.End:]
		}
		p.set(path, content)
	}
	return before
}

// Whatever has a name is given another one, and then its own again: all files are as they
// were. In between, everything that was named still is.
func TestThereAndBack(t *testing.T) {
	if _, err := os.Stat(corpus); errors.Is(err, fs.ErrNotExist) {
		t.Skipf("SKIPPED: %s is not there, so no names in real applications are changed", corpus)
	}
	renamed, refused := 0, 0
	for _, folder := range []string{"microservices-demo", "kube-prometheus", "argo-cd/manifests/base"} {
		p := readProject(t, filepath.Join(corpus, folder))
		for _, place := range names(p) {
			if there(t, p, place) {
				renamed++
			} else {
				refused++
			}
		}
	}
	t.Logf("RENAMES %d there and back, %d refused", renamed, refused)
	if renamed < 500 {
		t.Errorf("%d names were changed, want at least 500", renamed)
	}
}

// spot is where a name is written.
type spot struct {
	path   string
	offset int
}

func names(p *project) []spot {
	var all []spot
	for _, path := range slices.Sorted(maps.Keys(p.summary)) {
		for o := range p.summary[path].Objects() {
			add := func(s text.Span) {
				if s.End > 0 {
					all = append(all, spot{path, o.Shift(s).Start})
				}
			}
			add(o.NameSpan)
			for _, x := range o.Parts {
				add(x.Span)
			}
			for _, tpl := range o.Templates {
				for _, l := range tpl.Labels {
					add(l.ValueSpan)
				}
			}
		}
	}
	return all
}

// there changes the name at a place and back. It reports whether the name can be changed.
func there(t *testing.T, p *project, at spot) bool {
	t.Helper()
	r := p.renamer()
	name, span, err := r.Prepare(at.path, at.offset)
	if err != nil {
		return false
	}
	other := "x-" + name
	if span.End-span.Start > 12 || strings.ContainsAny(name, "/_") || strings.Trim(name, "0123456789") == "" {
		other = strings.Map(func(c rune) rune {
			if c >= '1' && c <= '8' {
				return c + 1
			}
			return c
		}, name) + "9"
	}
	edits, err := r.Rename(at.path, at.offset, other)
	if err != nil {
		return false // it is too long, or no number any more
	}
	broken := dangling(r)
	before := p.apply(edits)
	if after := dangling(p.renamer()); after != broken {
		t.Errorf("%s:%d: %d names lead nowhere after %s became %s, %d before", at.path, at.offset, after, name, other, broken)
	}
	back, err := p.renamer().Rename(at.path, shifted(edits[at.path], at.offset), name)
	if err != nil {
		t.Errorf("%s:%d: %s became %s, and cannot come back: %v", at.path, at.offset, name, other, err)
		for path, content := range before {
			p.set(path, content)
		}
		return true
	}
	p.apply(back)
	for path, content := range before {
		if p.files[path].Text.String() != content {
			t.Errorf("%s:%d: after %s became %s and came back, %s differs", at.path, at.offset, name, other, path)
			p.set(path, content)
		}
	}
	return true
}

// shifted returns where an offset of a file is after edits.
func shifted(edits []Edit, offset int) int {
	for _, e := range edits {
		if e.Span.Start < offset {
			offset += len(e.New) - (e.Span.End - e.Span.Start)
		}
	}
	return offset
}

// dangling counts the references that lead nowhere.
func dangling(r *Renamer) int {
	n := 0
	for o := range r.World.Objects() {
		for i := range o.References {
			if len(r.World.Targets(graph.Use{Place: o, Reference: &o.References[i]})) == 0 {
				n++
			}
		}
	}
	return n
}
