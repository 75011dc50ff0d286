// Package hover finds what is under the cursor and what there is to say about it.
//
// It knows which part of the text a card explains, and what other files say of it. What
// stands on the card is for package card. It deliberately knows no protocol.
package hover

import (
	"github.com/kubelore/kubelore/knowledge/card"
	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/concept"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
	"github.com/kubelore/kubelore/server/workspace"
)

// At returns the card for offset, in bytes of the file, and the span that it
// explains, or nil if there is nothing to say. World is what the other files say, and
// path the name of the file in it; without world only the file counts.
func At(f *manifest.File, path string, offset int, world *workspace.World) (*card.Card, text.Span) {
	d := f.At(offset)
	n := d.Document.At(offset - d.Start)
	switch n.Kind() {
	case syntax.Scalar, syntax.Alias:
	case syntax.NoNode, syntax.Mapping, syntax.Pair, syntax.Sequence, syntax.Item, syntax.Null, syntax.Error:
		return nil, text.Span{}
	}
	x := &look{View: f.Env.View(), doc: d.Document, world: world, path: path, start: d.Start}
	if x.r = x.doc.ResourceOf(n); x.r == nil {
		return nil, text.Span{}
	}
	c := x.of(n)
	if c == nil {
		return nil, text.Span{}
	}
	c.Here = append(c.Here, x.named(offset)...)
	return c, n.Span().Shift(d.Start)
}

// look is one look at a document.
type look struct {
	card.View
	doc *manifest.Document
	r   *manifest.Resource
	// world is what the other files say, or nil; path and start are where in it the
	// document is.
	world *workspace.World
	path  string
	start int
}

// of returns the card of a key or a value.
func (x *look) of(n syntax.Node) *card.Card {
	pair := pairOf(n)
	if pair.Parent() == x.r.Root {
		switch pair.Key().Text() {
		case "kind":
			return x.kind(false)
		case "apiVersion":
			return x.kind(true)
		}
	}
	for p := pair; !p.IsZero(); p = pairOf(p.Parent()) {
		f := x.doc.FieldOf(p)
		if f == nil {
			if !x.ofMap(p) {
				return nil // an unknown field, or below one
			}
			continue // an entry of a map is explained by the map
		}
		s := x.subject(itemOr(n, p))
		if p == pair && n != pair.Key() {
			if c := x.value(f, n.Text(), s); c != nil {
				return c
			}
		}
		if p != pair {
			if !x.within(pair, p) {
				return nil
			}
			s = x.subject(pair)
			if n == pair.Key() {
				if c := x.key(n.Text(), s); c != nil {
					return c
				}
			}
		}
		return x.Field(f, x.doc.Path(p), explained(x.r), s)
	}
	return nil
}

// itemOr returns the item that a value is, if it is one of a list that is the value of
// a pair, and else the pair.
func itemOr(n, pair syntax.Node) syntax.Node {
	if item := n.Parent(); item.Kind() == syntax.Item && item.Parent().Parent() == pair {
		return item
	}
	return pair
}

// namesKey are the fields whose values are keys of labels or taints, by their owner.
var namesKey = map[concept.Step]concept.LinkKind{ //nolint:gochecknoglobals // a table
	{Owner: "Toleration", Name: "key"}:                       concept.Taint,
	{Owner: "Taint", Name: "key"}:                            concept.Taint,
	{Owner: "LabelSelectorRequirement", Name: "key"}:         concept.Label,
	{Owner: "NodeSelectorRequirement", Name: "key"}:          concept.Label,
	{Owner: "PodAffinityTerm", Name: "topologyKey"}:          concept.Label,
	{Owner: "TopologySpreadConstraint", Name: "topologyKey"}: concept.Label,
}

// value returns the card of a value of a field, or nil if there is nothing to say of it
// that is not said of the field.
func (x *look) value(f *schema.Field, written string, s *card.Subject) *card.Card {
	if of, ok := namesKey[s.Field()]; ok {
		if c := x.Key(of, written); c != nil {
			return c
		}
	}
	return x.ValueOf(f, written, s)
}

// key returns the card of a key in a map of labels or annotations, or nil.
func (x *look) key(name string, s *card.Subject) *card.Card {
	switch s.Field().Name {
	case "labels", "matchLabels", "nodeSelector", "selector":
		return x.Key(concept.Label, name)
	case "annotations":
		return x.Key(concept.Annotation, name)
	}
	return nil
}

// pairOf returns the pair that n is the key or the value of, or an item of the
// value of.
func pairOf(n syntax.Node) syntax.Node {
	for n.Kind() != syntax.Pair && !n.IsZero() {
		n = n.Parent()
	}
	return n
}

// ofMap reports whether a pair is an entry of a map.
func (x *look) ofMap(pair syntax.Node) bool {
	t := x.doc.TypeOf(pair.Parent())
	return t != nil && t.Kind == schema.Map
}

// within reports whether pair is an entry of the map that is the value of field.
func (x *look) within(pair, field syntax.Node) bool {
	for p := pair; p != field; p = pairOf(p.Parent()) {
		if !x.ofMap(p) {
			return false
		}
	}
	return true
}

// kind returns the card of the kind of a resource, or of its versions, or nil if
// nobody knows it.
func (x *look) kind(versions bool) *card.Card {
	r := x.r
	if r.Custom != nil {
		return x.Custom(r.APIVersion, r.Kind, r.Custom.Namespaced, r.Type)
	}
	version := r.Known
	if version == nil && (r.APIVersion == "" || catalog.BuiltIn(r.Group)) {
		for _, k := range catalog.Named(r.Kind) {
			if version = k.Preferred(x.Target); version != nil {
				break
			}
		}
	}
	switch {
	case version == nil:
		return nil
	case versions:
		return x.APIVersion(version)
	}
	c := x.Kind(version, r.Type, explained(r), x.subject(r.Root))
	c.Here = append(c.Here, x.about()...)
	return c
}

// explained returns the apiVersion whose schema explains a resource that has none
// of its own, or "".
func explained(r *manifest.Resource) string {
	if !r.Borrowed {
		return ""
	}
	return r.BorrowedFrom
}
