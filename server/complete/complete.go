// Package complete offers what fits at the cursor.
//
// It knows which keys, values and whole parts can stand at a place, and how to write
// them with the indentation that they need there and the style that the file has. It
// offers all that fits, the likeliest first; the editor narrows it down while the
// author types. What it offers leaves the rest of the file as it is. It deliberately
// knows no protocol and no other file: names that other files define are given to it.
package complete

import (
	"strings"

	"github.com/kubelore/kubelore/knowledge/card"
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
	Block
	Reference
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
	// Snippet is what Edit writes with tab stops, as LSP writes them; it is empty if
	// there are none.
	Snippet string
	// Also are edits elsewhere in the file that belong to the item.
	Also []text.Edit
	// Filter is what the text in the span of Edit is matched with.
	Filter string
	// Commit are characters that accept the item when they are typed.
	Commit string
	// Deprecated items are struck through.
	Deprecated bool
	// Card returns the documentation, or nil. It is called only for items that
	// are shown.
	Card func() *card.Card
}

// place is where something is to be completed.
type place struct {
	env    *manifest.Env
	file   *manifest.File
	doc    manifest.Placed
	names  Names
	cursor syntax.Cursor
	// text is that of the document, and offset that of the cursor in it.
	text   string
	offset int
	// from and to are the bytes that an item replaces, unless its slot says otherwise.
	from, to int
	// start and end are those of the line of the cursor, without its line break.
	start, end int
	items      []Item
}

// At returns the items for offset, in bytes of the file, the likeliest first. Names,
// which may be nil, are those that other files define.
func At(f *manifest.File, offset int, names Names) []Item {
	d := f.At(offset)
	p := &place{env: f.Env, file: f, doc: d, names: names, text: d.Text(), offset: offset - d.Start}
	p.line()
	p.cursor = d.Cursor(p.offset)
	if p.cursor.InText || p.beforeComment() {
		return nil
	}
	p.from, p.to = p.cursor.Token.Start, p.cursor.Token.End
	if p.from < p.start || p.to > p.end {
		return nil // an edit has to stay on the line
	}
	p.offer()
	p.order()
	return p.items
}

// line finds the line of the cursor.
func (p *place) line() {
	p.start = strings.LastIndexAny(p.text[:p.offset], "\n\r") + 1
	p.end = len(p.text)
	if i := strings.IndexAny(p.text[p.offset:], "\n\r"); i >= 0 {
		p.end = p.offset + i
	}
}

// beforeComment reports whether the cursor is before the comment that is all that its line
// holds: what would be written there has the comment's column, not that of what is around.
func (p *place) beforeComment() bool {
	return strings.Trim(p.text[p.start:p.offset], " ") == "" && strings.HasPrefix(strings.TrimLeft(p.text[p.offset:p.end], " "), "#")
}

// offer adds what fits at the place.
func (p *place) offer() {
	if word, ok := p.loneWord(); ok {
		p.onLine(word)
		return
	}
	if p.sentence() || p.afterValue() {
		return
	}
	h := p.cursor.Holder
	switch h.Kind() {
	case syntax.Mapping:
		p.inMapping(h)
	case syntax.Pair:
		if p.room() {
			p.valueOf(h)
		}
	case syntax.Item:
		if p.room() {
			p.inItem(h)
		}
	case syntax.Sequence:
		if t := p.typeOf(h); t != nil && p.room() {
			p.newItem(h, t, p.here())
		}
	case syntax.NoNode, syntax.Scalar, syntax.Alias, syntax.Null, syntax.Error:
		// A manifest begins on a line of its own.
	}
}

// afterValue reports whether the cursor touches something that is complete, such
// as the bracket that closes a list.
func (p *place) afterValue() bool {
	if p.from == p.to && p.cursor.Node.Span().Start > p.to {
		return false // behind the dash or the colon above it
	}
	switch p.cursor.Node.Kind() {
	case syntax.Mapping, syntax.Sequence, syntax.Alias, syntax.Error:
		return true
	case syntax.NoNode, syntax.Pair, syntax.Item, syntax.Scalar, syntax.Null:
	}
	return p.cursor.Node.Style() >= syntax.Literal
}

// rest returns what follows the token on the line, without blanks and comments.
func (p *place) rest() string {
	s := strings.TrimLeft(p.text[p.to:p.end], " \t")
	if strings.HasPrefix(s, "#") {
		return ""
	}
	return s
}

// room reports whether something can be written where the token is, so that what
// stands around it on the line keeps its meaning.
func (p *place) room() bool {
	if p.cursor.Holder.Flow() || p.inFlow() {
		return p.flowRoom()
	}
	return p.rest() == ""
}

// inFlow reports whether the place is between brackets.
func (p *place) inFlow() bool {
	for n := p.cursor.Holder; !n.IsZero(); n = n.Parent() {
		if (n.Kind() == syntax.Mapping || n.Kind() == syntax.Sequence) && n.Flow() {
			return true
		}
		if n.Kind() == syntax.Mapping || n.Kind() == syntax.Sequence {
			return false
		}
	}
	return false
}

// flowRoom reports whether the token between brackets has a comma or a bracket on each
// side, or the colon of its key before it.
func (p *place) flowRoom() bool {
	before := strings.TrimRight(p.text[:p.from], " \t\r\n")
	after := strings.TrimLeft(p.text[p.to:], " \t\r\n")
	if strings.HasSuffix(before, ":") {
		return after == "" || strings.ContainsRune(",]}", rune(after[0])) || strings.Trim(p.text[p.to:p.end], " \t") == "" && !p.closed()
	}
	if before == "" || !strings.ContainsRune(",[{", rune(before[len(before)-1])) {
		return false
	}
	return after == "" || strings.ContainsRune(",]}", rune(after[0])) || p.rest() == "" && !p.closed()
}

// closed reports whether all brackets around the place are closed.
func (p *place) closed() bool {
	for n := p.cursor.Holder; !n.IsZero(); n = n.Parent() {
		if (n.Kind() == syntax.Mapping || n.Kind() == syntax.Sequence) && n.Flow() && n.Broken() {
			return false
		}
	}
	return true
}

// inMapping offers the keys of a mapping at a token that is no word alone on its line.
func (p *place) inMapping(h syntax.Node) {
	if h.Flow() {
		if p.isKey() || p.flowRoom() {
			p.keys(h, p.typeOf(h), p.here())
		}
		return
	}
	if p.gluedValue(h) {
		return
	}
	s := p.here()
	if !p.isKey() && (p.rest() != "" || p.from == p.to || p.offset < p.from) {
		return // the last: the word that follows can be the end of a value above
	}
	if first := h.First(); p.isKey() && first.Column() != s.column && first.Key() != p.cursor.Node {
		return // a key that belongs nowhere: its line is put right when it is alone
	}
	if h == p.doc.Root() && len(p.doc.Resources()) == 0 && p.doc.TypeOf(h) == nil {
		p.beginning(h, s)
		return
	}
	p.keys(h, p.typeOf(h), s)
}

// isKey reports whether the token is a key with its colon.
func (p *place) isKey() bool {
	pair := p.cursor.Node.Parent()
	return pair.Kind() == syntax.Pair && pair.Key() == p.cursor.Node && pair.Indicator() >= 0
}

// inItem offers what can stand behind a dash.
func (p *place) inItem(item syntax.Node) {
	t, v := p.typeOf(item), item.Value()
	s := p.here()
	if v.Kind() == syntax.Mapping {
		// The first key of the item stands below its dash.
		if v.First().Key() != p.cursor.Node && v.Column() != s.column || v.Flow() {
			return
		}
		if p.from == p.to && p.rest() == "" && !strings.HasPrefix(strings.TrimLeft(p.text[p.to:p.end], " "), "#") {
			s.to = p.end
			p.cursor.Node = syntax.Node{} // the mapping below is no value that a key must fit
		}
		p.keys(v, t, s)
		return
	}
	if v.Kind() == syntax.Sequence && v != p.cursor.Node {
		return
	}
	if p.inFlow() {
		s.braces = true
		p.keys(syntax.Node{}, t, s)
		p.values(item, t)
		return
	}
	if t == firstKeys() {
		p.skeletons(s, "")
	}
	p.keys(syntax.Node{}, t, s)
	p.blocks(item, t, s, true)
	p.values(item, t)
}
