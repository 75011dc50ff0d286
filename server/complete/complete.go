// Package complete offers what fits at the cursor.
//
// It knows which keys and values can stand at a place, and how to write them with
// the indentation that they need there and the style that the file has. It offers
// all that fits, the likeliest first; the editor narrows it down while the author
// types. It deliberately knows no protocol.
package complete

import (
	"strings"

	"github.com/kubelore/kubelore/knowledge/card"
	"github.com/kubelore/kubelore/knowledge/concept"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// A Kind says what an item is, for its icon.
type Kind uint8

// The kinds of items.
const (
	Field Kind = iota
	Value
	KindName
	APIVersion
)

// An Item is one thing that can be written at the cursor.
type Item struct {
	Label string
	Kind  Kind
	// Detail is a few words beside the label, such as the type of a field.
	Detail string
	// Edit writes the item; its span, in bytes of the file, lies on one line and
	// holds the cursor. The cursor goes to the end of what is written.
	Edit text.Edit
	// Filter is what the text in the span of Edit is matched with.
	Filter string
	// Deprecated items are struck through.
	Deprecated bool
	// Card returns the documentation, or nil. It is called only for items that
	// are shown.
	Card func() *card.Card
}

// place is where something is to be completed.
type place struct {
	env    *manifest.Env
	doc    manifest.Placed
	cursor syntax.Cursor
	// offset of the cursor, in the document.
	offset int
	// from and to are the bytes that an item replaces.
	from, to int
	items    []Item
}

// At returns the items for offset, in bytes of the file, the likeliest first.
func At(f *manifest.File, offset int) []Item {
	d := f.At(offset)
	p := &place{env: f.Env, doc: d, offset: offset - d.Start}
	p.cursor = d.Cursor(p.offset)
	if p.cursor.InText || p.afterValue() {
		return nil
	}
	p.from, p.to = p.cursor.Token.Start, p.cursor.Token.End
	p.offer()
	p.order(f.Text.String()[d.Start+p.cursor.Token.Start : offset])
	return p.items
}

// afterValue reports whether the cursor touches something that is complete, such
// as the bracket that closes a list.
func (p *place) afterValue() bool {
	switch p.cursor.Node.Kind() {
	case syntax.Mapping, syntax.Sequence, syntax.Alias, syntax.Error:
		return true
	case syntax.NoNode, syntax.Pair, syntax.Item, syntax.Scalar, syntax.Null:
	}
	return p.cursor.Node.Style() >= syntax.Literal
}

// offer adds what fits at the place.
func (p *place) offer() {
	h := p.cursor.Holder
	switch h.Kind() {
	case syntax.NoNode:
		p.topLevel(syntax.Node{})
	case syntax.Mapping:
		if h == p.doc.Root() && len(p.doc.Resources()) == 0 {
			p.topLevel(h)
		} else if !p.gluedValue(h) {
			p.keys(h, p.doc.TypeOf(h))
		}
	case syntax.Pair:
		p.valueOf(h)
	case syntax.Item:
		t := p.doc.TypeOf(h)
		p.keys(h.Value(), t)
		p.values(t, nil)
	case syntax.Sequence:
		p.newItem(p.doc.TypeOf(h))
	case syntax.Scalar, syntax.Alias, syntax.Null, syntax.Error:
	}
}

// topLevel offers the keys that every manifest begins with.
func (p *place) topLevel(root syntax.Node) {
	t := schema.BuiltIn().Kind("", "v1", "ConfigMap")
	basic := &schema.Type{Kind: schema.Object}
	for _, name := range []string{"apiVersion", "kind", "metadata"} {
		if f := t.Field(name); f != nil {
			required := *f
			required.Required = true
			basic.Fields = append(basic.Fields, &required)
		}
	}
	p.keys(root, basic)
}

// valueOf offers the values of a pair: on the line of the key scalars, below it
// the first key or item of a block.
func (p *place) valueOf(pair syntax.Node) {
	t := p.doc.TypeOf(pair)
	if p.cursor.SameLine {
		if !p.identity(pair) {
			p.values(t, p.doc.FieldOf(pair))
		}
		return
	}
	if t == nil {
		return
	}
	if t.Kind == schema.List {
		p.newItem(t)
		return
	}
	p.keys(pair.Value(), t)
	p.values(t, p.doc.FieldOf(pair))
}

// newItem offers the items of a list on a line that has no "-" yet.
func (p *place) newItem(list *schema.Type) {
	if list == nil || list.Kind != schema.List {
		return
	}
	before := len(p.items)
	p.keys(syntax.Node{}, list.Elem)
	p.values(list.Elem, nil)
	for i := range p.items[before:] {
		item := &p.items[before+i]
		item.Edit.New = "- " + deeper(item.Edit.New, 2)
		item.Label = "- " + item.Label
		item.Filter = item.Label
	}
}

// deeper indents all lines of s but the first.
func deeper(s string, by int) string {
	return strings.ReplaceAll(s, "\n", "\n"+strings.Repeat(" ", by))
}

// subject returns where a field that is offered would stand.
func (p *place) subject(mapping syntax.Node, t *schema.Type, name string) *card.Subject {
	n := mapping
	if n.IsZero() {
		n = p.cursor.Holder
	} else {
		n = n.Parent()
	}
	s := p.subjectOf(n)
	if s == nil {
		return nil
	}
	s.Way = append(s.Way, concept.Step{Owner: t.Name, Name: name})
	s.At = append(s.At, card.Place{Key: name})
	return s
}

// subjectOf returns where a pair or an item stands, or nil if it is in no resource.
func (p *place) subjectOf(n syntax.Node) *card.Subject {
	r := p.doc.ResourceOf(n)
	if r == nil {
		if all := p.doc.Resources(); len(all) == 0 || !n.IsZero() {
			return nil
		}
		r = p.doc.Resources()[0]
	}
	return p.doc.Subject(r, n)
}
