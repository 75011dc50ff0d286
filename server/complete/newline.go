package complete

import (
	"strings"

	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// Newline returns the edit that puts the indentation of the line of offset right after its
// line break was typed, or none if the line is fine or nobody can know: behind a key that
// has no value yet the first key or item of it, behind an item of a list the next item.
// An item that was left empty ends its list.
func Newline(f *manifest.File, offset int) []text.Edit {
	d := f.At(offset)
	p := &place{env: f.Env, file: f, doc: d, text: d.Text(), offset: offset - d.Start}
	p.line()
	if strings.TrimSpace(p.text[p.start:p.end]) != "" || p.start == 0 || !p.typedInto() {
		return nil
	}
	before := p.lineAbove()
	content := strings.TrimRight(p.text[before.Start:before.End], " ")
	if strings.TrimSpace(content) == "-" {
		return p.endOfList(before)
	}
	n := p.lastBefore()
	for ; !n.IsZero() && n.Kind() != syntax.Pair && n.Kind() != syntax.Item; n = n.Parent() {
	}
	if n.Parent().Flow() || n.Span().Start < before.Start && !p.onLineOf(n.Value(), before) {
		return nil
	}
	if want, ok := p.continued(n, before); ok {
		return p.replaceLine(want)
	}
	return nil
}

// typedInto reports whether the line is one on which something can be completed: no
// text of a block scalar, no comment, nothing between brackets.
func (p *place) typedInto() bool {
	c := p.doc.Cursor(p.offset)
	for n := c.Holder; !n.IsZero(); n = n.Parent() {
		if n.Flow() {
			return false
		}
	}
	return !c.InText
}

// lineAbove returns the line before that of the cursor.
func (p *place) lineAbove() text.Span {
	end := p.start - 1
	if end > 0 && p.text[end] == '\n' && p.text[end-1] == '\r' {
		end--
	}
	return text.Span{Start: strings.LastIndexAny(p.text[:end], "\n\r") + 1, End: end}
}

// onLineOf reports whether a value stands on a line.
func (p *place) onLineOf(v syntax.Node, line text.Span) bool {
	return !v.IsZero() && v.Span().Start >= line.Start && v.Span().Start <= line.End
}

// continued returns what the line begins with after a key or an item that ends above it.
func (p *place) continued(n syntax.Node, line text.Span) (string, bool) {
	v, t := n.Value(), p.doc.TypeOf(n)
	st := styleOf(p.doc.Document)
	colon := n.Kind() == syntax.Pair && n.Indicator() >= line.Start && strings.TrimSpace(p.text[n.Indicator()+1:line.End]) == ""
	switch {
	case n.Kind() == syntax.Pair && colon && v.Kind() == syntax.Null && t != nil:
		column := n.Column()
		switch t.Kind {
		case schema.List:
			return strings.Repeat(" ", column+st.list) + "- ", true
		case schema.Object, schema.Map:
			return strings.Repeat(" ", column+st.step), true
		default:
		}
	case n.Kind() == syntax.Item && v.Kind() == syntax.Scalar && v.Style() < syntax.Literal && p.onLineOf(n, line) &&
		v.Span().End <= line.End && n == n.Parent().Last():
		if t != nil && t.Kind != schema.Object && t.Kind != schema.Map {
			return strings.Repeat(" ", n.Column()) + "- ", true
		}
	}
	return "", false
}

// endOfList takes away a dash behind which nothing was written, and goes back to the key.
func (p *place) endOfList(line text.Span) []text.Edit {
	n := p.lastBefore()
	for ; !n.IsZero() && n.Kind() != syntax.Sequence; n = n.Parent() {
	}
	key := n.Parent()
	first := n.First()
	if key.Kind() != syntax.Pair || first.IsZero() || first.Span().Start >= line.Start {
		return nil // the first item: somebody who wants a line of its own for it
	}
	return []text.Edit{
		{Span: text.Span{Start: line.Start, End: line.End}.Shift(p.doc.Start)},
		{Span: text.Span{Start: p.start, End: p.end}.Shift(p.doc.Start), New: strings.Repeat(" ", key.Column())},
	}
}

// replaceLine returns the edit that makes the line what is wanted, or none if it is.
func (p *place) replaceLine(want string) []text.Edit {
	if p.text[p.start:p.end] == want {
		return nil
	}
	return []text.Edit{{Span: text.Span{Start: p.start, End: p.end}.Shift(p.doc.Start), New: want}}
}
