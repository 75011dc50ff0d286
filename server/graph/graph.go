// Package graph knows who names whom across the manifests of a workspace.
//
// Each document is summarized once: the objects in it, what can be named of them, and
// what they name themselves. A Graph folds the summaries of all files and follows names
// both ways. What names what is not written here but in package relation.
//
// It deliberately reads no files, knows no protocol, and judges nothing: whether a name
// of nothing is a mistake is for package check.
//
// Offsets in a summary count from the start of its document, so that a summary outlives
// edits elsewhere in the file; a Place says where the document stands.
package graph

import (
	"hash/maphash"
	"iter"
	"maps"
	"slices"
	"sync"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/relation"
	"github.com/kubelore/kubelore/server/text"
)

// A File is the summary of a file.
type File struct {
	// Path is the path of the file, or its URI if it is not on disk.
	Path string
	// Documents are those that hold objects, in order.
	Documents []Document
}

// A Document is the summary of a document and its place in a file.
type Document struct {
	*Summary
	// Start is the offset in the file at which the document starts, in bytes.
	Start int
}

// A Place is an object in a file.
type Place struct {
	*Object
	File *File
	// Start is the offset of its document.
	Start int
}

// Shift returns a span of a summary as it stands in the file.
func (p Place) Shift(s text.Span) text.Span { return s.Shift(p.Start) }

// A Graph is the summaries of all files, folded. It is never changed.
type Graph struct {
	disk *Index
	// open is made when it is first asked for: most edits change nothing that is looked up.
	open func() *Index
	// shadowed are the files that are open, whose state on disk does not count.
	shadowed map[string]*File
	// openMeaning is the meaning of the open files, and openState differs if they say it in
	// another order or elsewhere.
	openMeaning, openState uint64
}

// New returns the graph of files on disk and of open files; the latter count where a
// file is both. Either may be nil.
func New(disk *Index, open []*File) *Graph {
	g := &Graph{disk: disk, open: sync.OnceValue(func() *Index { return NewIndex(open) }), shadowed: map[string]*File{}}
	if disk == nil {
		g.disk = NewIndex(nil)
	}
	var h maphash.Hash
	h.SetSeed(seed)
	for _, f := range open {
		g.shadowed[f.Path] = f
		h.WriteString(f.Path)
		h.WriteByte(0)
		for _, d := range f.Documents {
			g.openMeaning += d.meaning
			maphash.WriteComparable(&h, d.meaning)
		}
	}
	g.openState = h.Sum64()
	return g
}

// OpenState is equal for graphs whose open files are the same and say the same in the same
// order, and hardly ever for others. What is elsewhere in a file does not count.
func (g *Graph) OpenState() uint64 { return g.openState }

// File returns the summary of a file, or nil.
func (g *Graph) File(path string) *File {
	if f := g.shadowed[path]; f != nil {
		return f
	}
	return g.disk.File(path)
}

// hidden reports whether a file does not count, as it is open and this is its state on disk.
func (g *Graph) hidden(f *File) bool { return g.shadowed[f.Path] != nil && g.shadowed[f.Path] != f }

// Files returns the files, the open ones last.
func (g *Graph) Files() iter.Seq[*File] {
	return func(yield func(*File) bool) {
		for _, f := range g.disk.files {
			if !g.hidden(f) && !yield(f) {
				return
			}
		}
		for _, f := range g.open().files {
			if !yield(f) {
				return
			}
		}
	}
}

// Objects returns all objects.
func (g *Graph) Objects() iter.Seq[Place] {
	return func(yield func(Place) bool) {
		for f := range g.Files() {
			for p := range f.Objects() {
				if !yield(p) {
					return
				}
			}
		}
	}
}

// Objects returns the objects of a file, in order.
func (f *File) Objects() iter.Seq[Place] {
	return func(yield func(Place) bool) {
		for _, d := range f.Documents {
			for _, o := range d.Objects {
				if !yield(Place{o, f, d.Start}) {
					return
				}
			}
		}
	}
}

// OfKind returns the objects of a kind in any version.
func (g *Graph) OfKind(group, kind string) []Place {
	key := kindKey(group, kind)
	return g.both(g.disk.byKind[key], g.open().byKind[key])
}

// Named returns the objects of one of the kinds with a name, in a namespace if they are
// in any. Of objects that do not say their namespace nobody knows in which they will be,
// so they count only if no other does; so does every object if space is empty.
func (g *Graph) Named(kinds []relation.Kind, space, name string) []Place {
	return inSpace(space, slices.DeleteFunc(g.both(g.disk.byName[name], g.open().byName[name]), func(p Place) bool {
		return !p.is(kinds)
	}))
}

// inSpace returns the objects in a namespace, or else those that could be.
func inSpace(space string, all []Place) []Place {
	var exact, possible []Place
	for _, p := range all {
		switch {
		case p.Cluster || p.Namespace == space:
			exact = append(exact, p)
		case p.Namespace == "" || space == "":
			possible = append(possible, p)
		}
	}
	if len(exact) > 0 {
		return exact
	}
	return possible
}

// both returns what the two indexes have, without what is shadowed.
func (g *Graph) both(disk, open []Place) []Place {
	all := make([]Place, 0, len(disk)+len(open))
	for _, p := range disk {
		if !g.hidden(p.File) {
			all = append(all, p)
		}
	}
	return append(all, open...)
}

// An Index finds objects and references by name. It is never changed.
type Index struct {
	files  []*File
	byPath map[string]*File
	byName map[string][]Place
	byKind map[string][]Place
	// naming are the references by the name of the object or part they name.
	naming map[string][]Use
	// selecting are the references that select by labels in the namespace of their object,
	// by that, and wide those that select in others too or in none.
	selecting map[string][]Use
	wide      []Use
	// making are the objects that make Pods, or are one, by their namespace.
	making map[string][]Place
	// labelled are the same objects by a label of their Pods, and selected the names of the
	// kinds that references select.
	labelled map[label][]Place
	selected map[string]bool
	// custom are the objects of kinds that Kubernetes does not have, by their namespace.
	custom map[string][]Place
	// meaning is equal for indexes that say the same.
	meaning uint64
}

// NewIndex folds the summaries of files.
func NewIndex(files []*File) *Index {
	x := &Index{
		files: files, byPath: make(map[string]*File, len(files)),
		byName: map[string][]Place{}, byKind: map[string][]Place{}, naming: map[string][]Use{},
		selecting: map[string][]Use{}, making: map[string][]Place{}, custom: map[string][]Place{},
		labelled: map[label][]Place{}, selected: map[string]bool{},
	}
	for _, f := range files {
		x.byPath[f.Path] = f
		for _, d := range f.Documents {
			x.meaning += d.meaning // the order of files is no part of it
		}
		for p := range f.Objects() {
			x.add(p)
		}
	}
	return x
}

// File returns the summary of a file, or nil.
func (x *Index) File(path string) *File {
	if x == nil {
		return nil
	}
	return x.byPath[path]
}

func (x *Index) add(p Place) {
	if p.Name != "" {
		x.byName[p.Name] = append(x.byName[p.Name], p)
	}
	key := kindKey(p.Group, p.Kind)
	x.byKind[key] = append(x.byKind[key], p)
	if !catalog.BuiltIn(p.Group) {
		x.custom[p.Namespace] = append(x.custom[p.Namespace], p)
	}
	if len(p.Templates) > 0 {
		x.making[p.Namespace] = append(x.making[p.Namespace], p)
		x.label(p)
	}
	for i := range p.References {
		r := &p.References[i]
		u := Use{p, r}
		if r.Selector != nil {
			for _, k := range r.Kinds {
				x.selected[k.Name] = true
			}
			if r.Selector.Spaces != nil || r.Relation.Cluster || p.Cluster {
				x.wide = append(x.wide, u)
			} else {
				x.selecting[p.Namespace] = append(x.selecting[p.Namespace], u)
			}
			continue
		}
		if r.Name != "" {
			x.naming[r.Name] = append(x.naming[r.Name], u)
		}
		if r.Member != "" && r.Member != r.Name {
			x.naming[r.Member] = append(x.naming[r.Member], u)
		}
		for _, resource := range r.Resources {
			x.naming[resource] = append(x.naming[resource], u)
		}
	}
}

// label notes an object by the labels of its Pods.
func (x *Index) label(p Place) {
	for _, t := range p.Templates {
		for _, l := range t.Labels {
			key := label{l.Key, l.Value}
			all := x.labelled[key]
			if len(all) == 0 || all[len(all)-1].Object != p.Object { // several of its Pods can have it
				x.labelled[key] = append(all, p)
			}
		}
	}
}

// A label is the key of an index.
type label struct{ key, value string }

func kindKey(group, kind string) string { return kind + "." + group }

// Meaning is equal for graphs that say the same, wherever it is written, and hardly ever
// for others.
func (g *Graph) Meaning() uint64 {
	sum := g.disk.meaning + g.openMeaning
	for path := range g.shadowed {
		if f := g.disk.File(path); f != nil {
			for _, d := range f.Documents {
				sum -= d.meaning
			}
		}
	}
	return sum
}

// Making returns the objects in a namespace that make Pods, or are one. Those that do not
// say where they are can be in any, and an empty namespace means all.
func (g *Graph) Making(space string) []Place { return slices.Collect(g.making(space)) }

func (g *Graph) making(space string) iter.Seq[Place] {
	return func(yield func(Place) bool) {
		for _, in := range spaces(space, g.disk.making, g.open().making) {
			for _, p := range g.disk.making[in] {
				if !g.hidden(p.File) && !yield(p) {
					return
				}
			}
			for _, p := range g.open().making[in] {
				if !yield(p) {
					return
				}
			}
		}
	}
}

// Custom returns the objects of custom kinds that say that they are in a namespace.
func (g *Graph) Custom(space string) []Place {
	return g.both(g.disk.custom[space], g.open().custom[space])
}

// spaces returns the keys of two maps by namespace that can mean a namespace.
func spaces[T any](space string, a, b map[string][]T) []string {
	if space != "" {
		return []string{space, ""}
	}
	all := slices.AppendSeq(slices.Collect(maps.Keys(a)), maps.Keys(b))
	slices.Sort(all)
	return slices.Compact(all)
}

// selectors yields the references by label that can select something in a namespace.
func (g *Graph) selectors(space string) iter.Seq[Use] {
	return func(yield func(Use) bool) {
		if !g.each(g.disk.wide, g.open().wide, yield) {
			return
		}
		for _, in := range spaces(space, g.disk.selecting, g.open().selecting) {
			if !g.each(g.disk.selecting[in], g.open().selecting[in], yield) {
				return
			}
		}
	}
}

// each yields the references that the two indexes have, without what is shadowed. It
// reports whether more is wanted.
func (g *Graph) each(disk, open []Use, yield func(Use) bool) bool {
	for _, u := range disk {
		if !g.hidden(u.File) && !yield(u) {
			return false
		}
	}
	for _, u := range open {
		if !yield(u) {
			return false
		}
	}
	return true
}
