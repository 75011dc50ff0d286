package workspace

import (
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/apiserver"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
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
	if !mayDefine(d) {
		return nil
	}
	return manifest.Remember(d, customsKey{}, func() []*apiserver.Custom {
		return definedBy(d, func() *manifest.Document { return d })
	})
}

// detachedCustoms is Customs for a file that is not kept: of a document that defines
// kinds its text is, which is read again when one of them is needed.
func detachedCustoms(f *manifest.File) []*apiserver.Custom {
	var all []*apiserver.Custom
	for _, d := range f.Documents() {
		if !mayDefine(d.Document) {
			continue
		}
		content, env := strings.Clone(d.Text()), f.Env
		all = append(all, definedBy(d.Document, func() *manifest.Document {
			return manifest.Open(text.New(content), env).Documents()[0].Document
		})...)
	}
	return all
}

// mayDefine reports whether a document looks as if it defined custom kinds.
func mayDefine(d *manifest.Document) bool {
	return strings.Contains(d.Text(), "CustomResourceDefinition")
}

// definedBy returns the custom kinds that a document defines. Their schemas are read from
// what again returns, which is an equal document, when they are needed.
func definedBy(d *manifest.Document, again func() *manifest.Document) []*apiserver.Custom {
	var all []*apiserver.Custom
	for i, r := range d.Resources() {
		if r.Group != "apiextensions.k8s.io" || r.Version != "v1" || r.Kind != "CustomResourceDefinition" {
			continue
		}
		head := decoded(r, withoutSchemas(r))
		if head == nil {
			continue
		}
		whole := func() map[string]any {
			if same := again().Resources(); i < len(same) {
				return decoded(same[i], nil)
			}
			return nil
		}
		if found, err := apiserver.Define(head, whole); err == nil {
			all = append(all, found...)
		}
	}
	return all
}

// decoded returns a resource as an object, or nil if it cannot be one.
func decoded(r *manifest.Resource, instead map[syntax.Node]any) map[string]any {
	value, err := r.Root.Decode(instead)
	if err != nil {
		return nil
	}
	object, _ := value.(map[string]any)
	return object
}

// withoutSchemas returns what to decode of a definition instead of its schemas: nothing.
func withoutSchemas(r *manifest.Resource) map[syntax.Node]any {
	instead := map[syntax.Node]any{}
	for item := range r.Root.Get("spec").Target().Get("versions").Target().Children() {
		if s := item.Value().Target().Get("schema"); !s.IsZero() {
			instead[s] = syntax.LeaveOut{}
		}
	}
	return instead
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
