package syntax

import (
	"sort"
	"strings"

	"github.com/kubelore/kubelore/server/text"
)

// A Cursor says where in the tree a token at some offset belongs, judging by the
// indentation of its line even where the tree cannot know yet: on a blank line,
// after "- ", in a half-typed word.
type Cursor struct {
	// Holder is what the token would be put into:
	//   - a Mapping: the token is a key of it, new or existing;
	//   - a Pair: the token is its value, see SameLine;
	//   - an Item: the token is what follows "- ", a scalar or a first key;
	//   - a Sequence: a new item of it, whose "- " is not there yet;
	//   - the zero Node: the token is the start of the document's content.
	Holder Node
	// SameLine says that the token stands on the line of the key or "-" of its
	// Holder, where a block mapping cannot start after a key.
	SameLine bool
	// Token is the key, scalar or half-typed word at the offset, from its first
	// to its last byte; it is empty where nothing is written yet.
	Token text.Span
	// Node is the scalar, alias or null at Token, or the zero Node.
	Node Node
	// Column is the number of bytes before Token on its line, "- " included.
	Column int
	// InText says that the offset is in a comment, in the continuation lines of a
	// scalar, in a template action or in the name of an anchor or a tag, where
	// nothing can be completed. Holder may be set all the same.
	InText bool
}

// At returns the deepest node that contains offset or ends there; of two that
// touch, the one that starts at offset. It returns the zero Node outside the root.
func (d *Document) At(offset int) Node {
	n := d.Root()
	if n.IsZero() || !n.Span().Contains(offset) {
		return Node{}
	}
	for {
		var found Node
		for c := range n.Children() {
			s := c.Span()
			if s.Start > offset {
				break
			}
			if s.Contains(offset) {
				found = c
			}
		}
		if found.IsZero() {
			return n
		}
		n = found
	}
}

// Cursor returns where the token at offset belongs. Offset is clamped to d.
func (d *Document) Cursor(offset int) Cursor {
	offset = min(max(offset, 0), len(d.text))
	if d.inTrivia(offset) {
		return Cursor{InText: true}
	}
	c := d.cursor(offset)
	c.InText = c.InText || d.inAction(offset) || d.inProperty(offset)
	return c
}

// cursor is Cursor at an offset that is in no comment.
func (d *Document) cursor(offset int) Cursor {
	start, end := d.line(offset)
	if d.end.Len() > 0 && offset >= d.end.Start {
		// What follows "..." is the start of another document.
		return Cursor{InText: start <= d.end.Start, Token: text.Span{Start: offset, End: offset}, Column: offset - start}
	}
	n := d.At(offset)
	if s := n.Span(); n.Kind() == Scalar && s.Start < offset && offset <= s.End {
		if strings.ContainsAny(d.text[s.Start:offset], "\n\r") || n.Style() >= Literal {
			return d.inScalar(n, offset)
		}
	}
	if p := n.Parent(); n.Kind() == Null && p.Kind() == Pair && p.Indicator() < 0 && p.Key().Span().End == offset {
		n = p.Key() // the key that is being typed, not the value it does not have
	}
	if holder, flow := d.flowAt(offset); flow {
		return d.inFlow(holder, n, offset)
	}
	c := Cursor{Token: text.Span{Start: offset, End: offset}}
	if isLeaf(n) && n.content().Contains(offset) && n.content().Len() > 0 {
		c.Node, c.Token = n, n.content()
		c.Column = c.Token.Start - start
		return d.hold(c)
	}
	return d.onSpace(c, start, end, offset)
}

func isLeaf(n Node) bool {
	switch n.Kind() {
	case Scalar, Alias, Null, Error:
		return true
	case NoNode, Mapping, Pair, Sequence, Item:
	}
	return false
}

// line returns the start and the end of the line of offset.
func (d *Document) line(offset int) (start, end int) {
	start = strings.LastIndexAny(d.text[:offset], "\n\r") + 1
	if offset == len(d.text) {
		return start, offset
	}
	return start, text.LineEnd(d.text, offset)
}

// inTrivia reports whether offset is in a comment, a directive or a template line.
func (d *Document) inTrivia(offset int) bool {
	in := func(spans []text.Span, atEnd bool) bool {
		i := sort.Search(len(spans), func(i int) bool { return spans[i].End >= offset })
		return i < len(spans) && spans[i].Start < offset && (atEnd || offset < spans[i].End)
	}
	if in(d.comments, true) || in(d.templates, false) {
		return true
	}
	start, _ := d.line(offset)
	return start < len(d.text) && d.text[start] == '%' && offset > start && (d.root < 0 || start < int(d.nodes[d.root].start))
}

// inAction reports whether offset is in a template action, finished or not, that
// begins on its line.
func (d *Document) inAction(offset int) bool {
	start, _ := d.line(offset)
	before := d.text[start:offset]
	open := strings.LastIndex(before, "{{")
	return open >= 0 && !strings.Contains(before[open:], "}}")
}

// inProperty reports whether offset is in the name of an anchor or a tag.
func (d *Document) inProperty(offset int) bool {
	if len(d.props) == 0 {
		return false
	}
	n := d.At(offset)
	in := func(s text.Span) bool { return s.Len() > 0 && s.Contains(offset) }
	return in(n.AnchorSpan()) || in(n.TagSpan())
}

// inScalar is a cursor in a block scalar or below the first line of another. On
// the header of a block scalar and past its end it is nothing of the kind. A single
// word on the last line of a plain scalar is more likely a key that is being typed
// at a wrong indentation than the rest of a sentence.
func (d *Document) inScalar(n Node, offset int) Cursor {
	s := n.Span()
	start, end := d.line(offset)
	if _, flow := d.flowAt(offset); n.Style() == Plain && s.End == end && !flow {
		first := start + len(d.text[start:end]) - len(strings.TrimLeft(d.text[start:end], " \t"))
		if !strings.ContainsAny(d.text[first:end], " \t:") {
			return Cursor{Holder: d.holderAt(start, first-start), Token: text.Span{Start: first, End: end}, Column: first - start}
		}
	}
	if n.Style() >= Literal {
		if start <= s.Start {
			header := text.Span{Start: n.content().Start, End: text.LineEnd(d.text, n.content().Start)}
			return d.hold(Cursor{Node: n, Token: header, Column: header.Start - start})
		}
		// A line that is indented less than the text, though blank, is past it.
		indent := int(n.raw().sep)
		_, end := d.line(offset)
		blank := strings.Trim(d.text[start:end], " \t") == ""
		if blank && offset == end && (indent < 0 && offset-start <= d.indentOf(n) || indent >= 0 && offset-start < indent && offset-start <= d.indentOf(n)) {
			return d.onSpace(Cursor{Token: text.Span{Start: offset, End: offset}}, start, offset, offset)
		}
		if offset == s.End && start == offset && indent != 0 {
			return d.onSpace(Cursor{Token: text.Span{Start: offset, End: offset}}, start, offset, offset)
		}
	}
	return Cursor{InText: true}
}

// indentOf returns the column of the block collection that holds a value.
func (d *Document) indentOf(n Node) int {
	for n = n.Parent(); !n.IsZero(); n = n.Parent() {
		switch n.Kind() {
		case Pair:
			return n.Column()
		case Item:
			return n.Column()
		case NoNode, Mapping, Sequence, Scalar, Alias, Null, Error:
		}
	}
	return -1
}

// hold finds the holder of a cursor on a leaf.
func (d *Document) hold(c Cursor) Cursor {
	n := c.Node
	parent := n.Parent()
	switch parent.Kind() {
	case Pair:
		if parent.Key() == n {
			c.Holder = parent.Parent()
			return c
		}
		c.Holder = parent
		c.SameLine = d.sameLine(parent.Key().Span().Start, n.Span().Start)
		if m := parent.Parent(); m.Broken() && !m.Flow() && m.Parent().Kind() == Pair && d.sameLine(m.Parent().Span().Start, n.Span().Start) {
			c.Holder = m.Parent() // "a: b: c" is the value of a, with a colon too many
		}
	case Item:
		c.Holder = parent
		c.SameLine = d.sameLine(parent.Span().Start, n.Span().Start)
	case Mapping, Sequence:
		c.Holder = parent
		// An Error is text behind a complete value, or a line that fits nowhere.
		for x := range parent.Children() {
			if x.Kind() == Pair && x.Span().End <= n.Span().Start && d.sameLine(x.Span().End, n.Span().Start) {
				c.Holder, c.SameLine = x, true
			}
		}
	case NoNode, Scalar, Alias, Null, Error:
	}
	return c
}

func (d *Document) sameLine(a, b int) bool {
	return !strings.ContainsAny(d.text[min(a, b):max(a, b)], "\n\r")
}

// onSpace is a cursor where nothing is written: behind an indicator, or on a
// blank line, where the column decides.
func (d *Document) onSpace(c Cursor, start, end, offset int) Cursor {
	before := d.text[start:offset]
	word := strings.TrimRight(before, " \t")
	c.Column = offset - start
	if word != "" {
		return d.behind(c, start+len(word))
	}
	if first := end - len(strings.TrimLeft(d.text[offset:end], " \t")); first > offset && first < end {
		// Before the first word of a line: what is typed goes in front of it.
		x := d.Cursor(first)
		x.Token, x.Node, x.Column = text.Span{Start: offset, End: offset}, Node{}, offset-start
		return x
	}
	c.Holder = d.holderAt(offset, offset-start)
	return c
}

// behind is a cursor behind the word or the indicator that ends at end.
func (d *Document) behind(c Cursor, end int) Cursor {
	if d.begin.Len() > 0 && d.begin.End == end {
		c.SameLine = true
		return c
	}
	for n := d.lastBefore(end); !n.IsZero(); n = n.Parent() {
		k := n.Kind()
		if k != Pair && k != Item {
			continue
		}
		v := n.Value()
		if n.Indicator() == end-1 || v.Span().End == end && v.Span().Len() > 0 && (v.Kind() == Null || v.Flow()) {
			c.Holder, c.SameLine, c.Node = n, true, v
			return c
		}
	}
	c.InText = true // behind a complete word nothing can start
	return c
}

// lastBefore returns the deepest node that begins before end on the way to it.
func (d *Document) lastBefore(end int) Node {
	n := d.Root()
	if n.IsZero() || n.Span().Start >= end {
		return Node{}
	}
	for {
		var last Node
		for c := range n.Children() {
			if c.Span().Start >= end {
				break
			}
			last = c
		}
		if last.IsZero() {
			return n
		}
		n = last
	}
}

// holderAt returns what a word in the given column of a blank line belongs to: the
// collections that are open above are asked from the innermost out.
func (d *Document) holderAt(offset, column int) Node {
	for n := d.lastBefore(offset); !n.IsZero(); n = n.Parent() {
		switch n.Kind() {
		case Pair:
			// Deeper than a key that has no value yet: its first child.
			v := n.Value()
			if column <= n.Column() || n.Parent().Flow() {
				continue
			}
			if v.Kind() == Null {
				return n
			}
			if v.Span().Start >= offset && (v.Kind() == Mapping || v.Kind() == Sequence) {
				return v // above its first line
			}
		case Item:
			if v := n.Value(); column > n.Column() && v.Kind() == Null && !n.Flow() {
				return n
			}
		case Mapping:
			if !n.Flow() && (column >= n.Column() || d.outermost(n, column)) {
				return n
			}
		case Sequence:
			if !n.Flow() && column >= n.Column() && !d.atKey(n, column) {
				return n
			}
		case NoNode, Scalar, Alias, Null, Error:
		}
	}
	return Node{}
}

// atKey reports whether a column is that of the key whose value is the sequence n,
// where a word without a dash is the next key.
func (d *Document) atKey(n Node, column int) bool {
	p := n.Parent()
	return p.Kind() == Pair && p.Column() >= column
}

// outermost reports whether no mapping around n has a column as small as column.
func (d *Document) outermost(n Node, column int) bool {
	for p := n.Parent(); !p.IsZero(); p = p.Parent() {
		if (p.Kind() == Mapping || p.Kind() == Sequence) && !p.Flow() {
			// Between two columns the parser takes a key into the inner mapping.
			return column > p.Column()
		}
	}
	return true
}

// flowAt returns the innermost flow collection whose brackets hold offset.
func (d *Document) flowAt(offset int) (Node, bool) {
	for n := d.lastBefore(offset); !n.IsZero(); n = n.Parent() {
		if (n.Kind() != Mapping && n.Kind() != Sequence) || !n.Flow() {
			continue
		}
		s := n.Span()
		if d.text[s.Start] != '{' && d.text[s.Start] != '[' && n.raw().props < 0 {
			continue // the mapping of a single pair in a list
		}
		closed := !n.Broken()
		if offset > s.Start && (closed && offset < s.End || !closed && d.sameLine(s.End, offset)) {
			return n, true
		}
	}
	return Node{}, false
}

// inFlow is a cursor inside brackets.
func (d *Document) inFlow(holder, n Node, offset int) Cursor {
	start, _ := d.line(offset)
	c := Cursor{Holder: holder, SameLine: true, Token: text.Span{Start: offset, End: offset}, Column: offset - start}
	if isLeaf(n) && n.content().Len() > 0 && n.content().Contains(offset) {
		c.Node, c.Token = n, n.content()
		c.Column = c.Token.Start - start
		held := d.hold(c)
		if p := held.Holder; p.Kind() == Mapping && p != holder || p.Kind() == Pair || p.Kind() == Item {
			held.SameLine = true
			return held
		}
		return c
	}
	// Behind the colon of the last pair before the offset, and no comma since.
	var last Node
	for x := range holder.Children() {
		if x.Span().Start < offset {
			last = x
		}
	}
	if last.Kind() == Pair && last.Indicator() >= 0 && last.Indicator() < offset &&
		!strings.Contains(d.text[last.Indicator():offset], ",") && last.Value().Kind() == Null {
		c.Holder, c.Node = last, last.Value()
	}
	return c
}
