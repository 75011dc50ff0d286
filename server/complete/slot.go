package complete

import (
	"strings"

	"github.com/kubelore/kubelore/knowledge/snippet"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// A slot is where something is written: the bytes that it replaces, and what must
// stand before it so that it has the right column.
type slot struct {
	from, to int
	// lead is written before the item. Shown is the text from the start of the span to
	// the token, which the item is matched with as well.
	lead, shown string
	// column is that of the first character of the item.
	column int
	// holder is the pair, item or sequence that gets a first value, or the zero Node.
	holder syntax.Node
	// field is the field that holds the object or the item, if the tree cannot tell.
	before, after string
}

// here returns the slot that is the token.
func (p *place) here() slot {
	return slot{from: p.from, to: p.to, column: p.from - p.start, holder: p.cursor.Holder}
}

// put adds an item that writes a body at a slot.
func (p *place) put(s slot, item Item, body snippet.Body) {
	plain := body.Plain()
	tail := ""
	if strings.HasPrefix(p.text[s.to:p.end], "#") {
		tail = " " // else the comment would be a part of what is written
	}
	item.Edit = text.Edit{Span: text.Span{Start: s.from, End: s.to}.Shift(p.doc.Start), New: s.lead + plain + tail}
	if body.Stops() > 0 {
		item.Snippet = snippet.Escape(s.lead) + body.Snippet(0) + tail
	}
	if item.Filter == "" {
		item.Filter = item.Label
	}
	item.Filter = s.shown + item.Filter
	p.items = append(p.items, item)
}

// dashed returns the slot behind a dash that is written at s.
func (s slot) dashed() slot {
	s.lead += "- "
	s.column += 2
	return s
}

// indented returns a source with all lines but the first moved to a column, in the style of
// the document.
func (p *place) indented(source string, column int) string {
	st := styleOf(p.doc.Document)
	return deeper(snippet.Indent(source, st.step, st.list), column)
}

// deeper indents all lines of s but the first.
func deeper(s string, by int) string {
	return strings.ReplaceAll(s, "\n", "\n"+strings.Repeat(" ", by))
}
