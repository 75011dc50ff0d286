// Package refactor offers changes that no problem asks for: another way to write the
// same, and what usually goes with a workload.
//
// It knows what a change would write. It deliberately does not know what is wrong
// (package check) or the protocol.
package refactor

import (
	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/server/edit"
	"github.com/kubelore/kubelore/server/graph"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
	"github.com/kubelore/kubelore/server/workspace"
)

// A Kind says what sort of change an action is.
type Kind uint8

// The kinds of changes.
const (
	// Rewrite says the same in another way, or adds to a resource.
	Rewrite Kind = iota
	// Extract moves something into another resource.
	Extract
	// Create writes another resource.
	Create
)

// An Action is a change that is offered at a place.
type Action struct {
	Kind Kind
	// Title says what is done, as an order.
	Title string
	make  func() []text.Edit
}

// Make returns the edits, with spans in bytes of the file before any of them. They do
// not overlap. There are none if the change cannot be made without guessing.
func (a Action) Make() []text.Edit { return a.make() }

// At returns what is offered at an offset of a file, in bytes. World is what the other
// files say; without it nothing is created.
func At(f *manifest.File, path string, offset int, world *workspace.World) []Action {
	d := f.At(offset)
	if len(d.Problems()) > 0 || len(d.Templates()) > 0 {
		return nil // half typed, or not there yet
	}
	s := &site{file: f, doc: d, world: world, offset: offset, node: d.Document.At(offset - d.Start)}
	if s.r = d.ResourceOf(s.node); s.r == nil || s.node.IsZero() {
		return nil
	}
	if pair := s.pair(); s.r.Locate(d.Path(pair)).Node != pair {
		return nil // the key is there twice, and its path leads to the other
	}
	if world != nil && world.Loaded {
		s.find(path)
	}
	s.encoding()
	s.flow()
	s.quotes()
	s.order()
	s.container()
	s.companions()
	s.missing()
	return s.actions
}

// site is a place at which changes are offered.
type site struct {
	file   *manifest.File
	doc    manifest.Placed
	r      *manifest.Resource
	node   syntax.Node
	world  *workspace.World
	offset int
	// object is what other files see of the resource, if known says that they do.
	object graph.Place
	known  bool
	// hits are the names at the offset.
	hits    []graph.Hit
	actions []Action
}

// find finds the resource in the graph.
func (s *site) find(path string) {
	summary := s.world.File(path)
	if summary == nil {
		return
	}
	for p := range summary.Objects() {
		if p.Start == s.doc.Start && p.Span == s.r.Root.Span() {
			s.object, s.known = p, true
		}
	}
	s.hits = summary.At(s.offset)
}

// say returns a text in the language of the file.
func (s *site) say(en, ja string) string {
	return language.Text{EN: en, JA: ja}.In(s.file.Env.Language)
}

// offer adds a change of the resource. Paths are API paths from its root.
func (s *site) offer(kind Kind, title string, change func(*edit.Editor)) {
	s.actions = append(s.actions, Action{kind, title, func() []text.Edit { return s.edits(change) }})
}

// edits makes a change of the resource.
func (s *site) edits(change func(*edit.Editor)) []text.Edit {
	e := edit.Of(s.doc.Document, s.r)
	change(e)
	edits := e.Edits()
	for i := range edits {
		edits[i].Span = edits[i].Span.Shift(s.doc.Start)
	}
	return edits
}

// value returns the decoded value at keys of the resource.
func (s *site) value(keys ...string) any {
	var v any = s.doc.Object(s.r)
	for _, key := range keys {
		m, _ := v.(map[string]any)
		v = m[key]
	}
	return v
}

// pair returns the pair that the place is the key or a scalar value of, or an item of
// the value of.
func (s *site) pair() syntax.Node {
	n := s.node
	for n.Kind() != syntax.Pair && !n.IsZero() {
		n = n.Parent()
	}
	return n
}
