// Package hover finds what is under the cursor and what there is to say about it.
//
// It knows which part of the text a card explains. What stands on the card is for
// package card.
package hover

import (
	"github.com/kubelore/kubelore/knowledge/card"
	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// At returns the card for offset, in bytes of the file, and the span that it
// explains, or nil if there is nothing to say.
func At(f *manifest.File, offset int) (*card.Card, text.Span) {
	d := f.At(offset)
	n := d.Document.At(offset - d.Start)
	switch n.Kind() {
	case syntax.Scalar, syntax.Alias:
	case syntax.NoNode, syntax.Mapping, syntax.Pair, syntax.Sequence, syntax.Item, syntax.Null, syntax.Error:
		return nil, text.Span{}
	}
	c := of(d.Document, n)
	if c == nil {
		return nil, text.Span{}
	}
	return c, n.Span().Shift(d.Start)
}

// of returns the card of a key or a value.
func of(d *manifest.Document, n syntax.Node) *card.Card {
	r := d.ResourceOf(n)
	if r == nil {
		return nil
	}
	pair := pairOf(n)
	if pair.Parent() == r.Root {
		switch pair.Key().Text() {
		case "kind", "apiVersion":
			return kind(d, r)
		}
	}
	for p := pair; !p.IsZero(); p = pairOf(p.Parent()) {
		f := d.FieldOf(p)
		if f == nil {
			if !ofMap(d, p) {
				return nil // an unknown field, or below one
			}
			continue // an entry of a map is explained by the map
		}
		if p == pair && n == pair.Value() {
			if c := card.ValueOf(f, n.Text()); c != nil {
				return c
			}
		}
		if p != pair && !within(d, pair, p) {
			return nil
		}
		return card.Field(f, d.Path(p), explained(r))
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
func ofMap(d *manifest.Document, pair syntax.Node) bool {
	t := d.TypeOf(pair.Parent())
	return t != nil && t.Kind == schema.Map
}

// within reports whether pair is an entry of the map that is the value of field.
func within(d *manifest.Document, pair, field syntax.Node) bool {
	for p := pair; p != field; p = pairOf(p.Parent()) {
		if !ofMap(d, p) {
			return false
		}
	}
	return true
}

// kind returns the card of the kind of a resource, or nil if nobody knows it.
func kind(d *manifest.Document, r *manifest.Resource) *card.Card {
	if r.Custom != nil {
		return card.Custom(r.APIVersion, r.Kind, r.Custom.Namespaced, r.Type)
	}
	version := r.Known
	if version == nil && (r.APIVersion == "" || catalog.BuiltIn(r.Group)) {
		for _, k := range catalog.Named(r.Kind) {
			if version = k.Preferred(d.Env().Target); version != nil {
				break
			}
		}
	}
	if version == nil {
		return nil
	}
	return card.Kind(version, d.Env().Target, r.Type, explained(r))
}

// explained returns the apiVersion whose schema explains a resource that has none
// of its own, or "".
func explained(r *manifest.Resource) string {
	if !r.Borrowed {
		return ""
	}
	return r.BorrowedFrom
}
