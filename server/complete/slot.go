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
	// before and after are the fields around, as far as there are any.
	before, after string
	// braces says that the item is the first key of an object between brackets, which
	// begins and ends with it.
	braces bool
}

// here returns the slot that is the token.
func (p *place) here() slot {
	s := slot{from: p.from, to: p.to, column: p.from - p.start, holder: p.cursor.Holder}
	if s.holder.Kind() == syntax.Item && !s.holder.Flow() && s.from > p.start && p.text[s.from-1] == '-' {
		s.lead = " " // a dash is one only before a blank
		s.column++
	}
	return s
}

// put adds an item that writes a body at a slot.
func (p *place) put(s slot, item Item, body snippet.Body) {
	plain := body.Plain()
	tail, stop := "", ""
	if s.braces {
		s.lead += "{"
		tail, stop = "}", "$0"
	}
	if strings.HasPrefix(p.text[s.to:p.end], "#") {
		tail += " " // else the comment would be a part of what is written
	}
	item.Edit = text.Edit{Span: text.Span{Start: s.from, End: s.to}.Shift(p.doc.Start), New: s.lead + plain + tail}
	if body.Stops() > 0 || s.braces {
		item.Snippet = snippet.Escape(s.lead) + body.Snippet(0) + stop + tail
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
