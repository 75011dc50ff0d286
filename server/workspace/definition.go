package workspace

import (
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/apiserver"
	"github.com/kubelore/kubelore/server/manifest"
)

// definition is where custom kinds come from: a document of an open file, or a
// file on disk as it was read.
type definition struct {
	doc  *manifest.Document
	disk string
	// read is the first of the kinds that a file on disk defines, which tells one
	// reading of it from the next.
	read *apiserver.Custom
}

// customsKey is the key under which a document remembers the kinds it defines.
type customsKey struct{}

// Customs returns the custom kinds that the documents of a file define. A
// definition that cannot be read defines nothing; what is wrong with it is reported
// where it stands.
func Customs(f *manifest.File) []*apiserver.Custom {
	var all []*apiserver.Custom
	for _, d := range f.Documents() {
		all = append(all, customsOf(d.Document)...)
	}
	return all
}

func customsOf(d *manifest.Document) []*apiserver.Custom {
	if !strings.Contains(d.Text(), "CustomResourceDefinition") {
		return nil
	}
	return manifest.Remember(d, customsKey{}, func() []*apiserver.Custom {
		var all []*apiserver.Custom
		for _, r := range d.Resources() {
			if r.Group != "apiextensions.k8s.io" || r.Version != "v1" || r.Kind != "CustomResourceDefinition" {
				continue
			}
			value, err := r.Root.Decode(nil)
			object, ok := value.(map[string]any)
			if err != nil || !ok {
				continue
			}
			if found, err := apiserver.Define(object); err == nil {
				all = append(all, found...)
			}
		}
		return all
	})
}

// Redefine looks for the custom kinds that the open files and those on disk define
// now, and reads the files anew that depend on them. It reports whether anything
// changed.
//
// It is not a part of Edit, because a definition that is being typed would change
// what every custom resource is checked against with each letter.
func (s *Session) Redefine() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []*apiserver.Custom
	var defined []definition
	open := map[string]bool{}
	snapshot := s.Snapshot()
	for _, uri := range sorted(snapshot.open) {
		open[snapshot.open[uri].Path] = true
		for _, d := range snapshot.open[uri].Documents() {
			if found := customsOf(d.Document); len(found) > 0 {
				all = append(all, found...)
				defined = append(defined, definition{doc: d.Document})
			}
		}
	}
	for _, name := range sorted(snapshot.disk.Customs) {
		if found := snapshot.disk.Customs[name]; !open[name] && len(found) > 0 {
			all = append(all, found...)
			defined = append(defined, definition{disk: name, read: found[0]})
		}
	}
	if slices.Equal(defined, s.defined) {
		return false
	}
	s.defined = defined
	s.next(func(next *Snapshot) {
		env := *next.env
		env.Customs = manifest.NewCustoms(all)
		next.use(&env)
	})
	return true
}

func sorted[T any](m map[string]T) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
