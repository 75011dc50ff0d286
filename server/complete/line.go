package complete

import (
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// loneWord returns the word that stands alone on the line of the cursor, empty on a
// blank line. It reports false for any other line, and where the cursor is not at the
// word, or between brackets.
func (p *place) loneWord() (text.Span, bool) {
	line := p.text[p.start:p.end]
	word := strings.Trim(line, " ")
	if strings.ContainsAny(word, " \t:#'\"{}[],&*!|>%@`") || word == "-" || strings.HasPrefix(word, "---") || word == "..." {
		return text.Span{}, false
	}
	if p.inFlow() || p.doc.End().Len() > 0 && p.offset >= p.doc.End().Start {
		return text.Span{}, false
	}
	if word == "" {
		return text.Span{Start: p.offset, End: p.offset}, true
	}
	from := p.start + strings.Index(line, word)
	if p.sentence() {
		return text.Span{}, false
	}
	return text.Span{Start: from, End: from + len(word)}, p.offset >= from && p.offset <= from+len(word)
}

// sentence reports whether the line of the cursor goes on with words that stand above it,
// such as those of a description.
func (p *place) sentence() bool {
	from := p.start + len(p.text[p.start:p.end]) - len(strings.TrimLeft(p.text[p.start:p.end], " "))
	n := p.doc.At(from)
	return from < p.end && n.Kind() == syntax.Scalar && n.Span().Start < p.start && strings.Contains(p.text[n.Span().Start:p.start], " ")
}

// an opening is a collection, or a key or dash without a value, to which a line could
// belong.
type opening struct {
	node syntax.Node
	// column is that of what is added; any column from least on does as well.
	column, least int
	// dash says that what is added is a new item of a list.
	dash bool
}

// onLine offers what can begin at a line that is blank or holds a word alone: what has the
// indentation of the line, or else what has the nearest.
func (p *place) onLine(word text.Span) {
	root := p.doc.Root()
	column := word.Start - p.start
	if p.nested(word) {
		p.rename(word)
		return
	}
	if (root.Kind() == syntax.NoNode || root.Kind() == syntax.Null || root.Span() == word || len(p.doc.Resources()) == 0) && p.topmost(root, word) {
		p.beginning(root, p.slotAt(word, 0))
		return
	}
	all := p.openings(word)
	var empty opening
	if len(all) > 0 && all[0].node.Kind() == syntax.Pair && all[0].node.Value().Kind() == syntax.Null {
		empty = all[0]
	}
	below := p.below()
	fits := func(o opening) bool { return below < 0 || below <= o.at(column) }
	all = slices.DeleteFunc(all, func(o opening) bool { return !fits(o) })
	slices.SortStableFunc(all, func(a, b opening) int {
		return distance(a.at(column)-column) - distance(b.at(column)-column)
	})
	exact := len(all) > 0 && all[0].at(column) == column
	for i, o := range all {
		if exact && o.at(column) != column || i > 1 && !exact {
			break
		}
		p.openingAt(o, word, o.at(column))
	}
	// A key without a value asks for one, also where an editor left the indentation out.
	if exact && !empty.node.IsZero() && empty.at(column) > column && fits(empty) {
		p.openingAt(empty, word, empty.at(column))
	}
}

// at returns the column of what is added at a line whose word is in some column.
func (o opening) at(column int) int {
	if o.least > 0 && column >= o.least {
		return column
	}
	return o.column
}

// distance prefers the deeper of two columns that are equally near.
func distance(by int) int {
	if by < 0 {
		return -2*by + 1
	}
	return 2 * by
}

// slotAt returns the slot for something in a column on the line of a word. The line is
// replaced from its start if the word is in another column.
func (p *place) slotAt(word text.Span, column int) slot {
	s := slot{from: word.Start, to: word.End, column: column}
	if word.Len() == 0 && strings.Trim(p.text[word.End:p.end], " ") == "" {
		s.to = p.end // blanks that would follow
	}
	if word.Start-p.start != column {
		s.from = p.start
		s.lead = strings.Repeat(" ", column)
		s.shown = p.text[p.start:word.Start]
	}
	return s
}

// topmost reports whether nothing that a line could belong to is open: all keys are at
// the column of the root.
func (p *place) topmost(root syntax.Node, word text.Span) bool {
	if root.Kind() != syntax.Mapping {
		return root.Kind() != syntax.Sequence && (root.Span() == word || root.IsZero() || root.Kind() == syntax.Null)
	}
	return !root.Flow() && word.Start == p.start
}

// nested reports whether the word is a key of which only the colon is missing: a block
// stands below it.
func (p *place) nested(word text.Span) bool {
	pair := p.cursor.Node.Parent()
	return word.Len() > 0 && pair.Kind() == syntax.Pair && pair.Key() == p.cursor.Node && pair.Value().Kind() != syntax.Null
}

// rename offers the keys whose value the block below a word can be.
func (p *place) rename(word text.Span) {
	m := p.cursor.Node.Parent().Parent()
	if first := m.First(); first.Column() != word.Start-p.start {
		return
	}
	p.keys(m, p.doc.TypeOf(m), p.slotAt(word, word.Start-p.start))
}

// below returns the column of the next line that holds more than a comment, or -1.
func (p *place) below() int {
	at := p.end
	for at < len(p.text) {
		next := at + 1
		if strings.HasPrefix(p.text[at:], "\r\n") {
			next++
		}
		end := len(p.text)
		if i := strings.IndexAny(p.text[next:], "\n\r"); i >= 0 {
			end = next + i
		}
		line := p.text[next:end]
		content := strings.TrimLeft(line, " ")
		if strings.HasPrefix(line, "...") || strings.HasPrefix(line, "---") {
			return -1
		}
		if strings.TrimSpace(content) != "" && !strings.HasPrefix(strings.TrimSpace(content), "#") {
			return len(line) - len(content)
		}
		at = end
	}
	return -1
}

// openings returns what is open at the line of a word, from the innermost out.
func (p *place) openings(word text.Span) []opening {
	var all []opening
	for n := p.lastBefore(); !n.IsZero(); n = n.Parent() {
		switch n.Kind() {
		case syntax.Mapping:
			if !n.Flow() && p.ended(n, word) {
				all = append(all, opening{node: n, column: n.First().Column()})
			}
		case syntax.Sequence:
			if !n.Flow() && p.ended(n, word) {
				all = append(all, opening{node: n, column: n.Column(), dash: true})
			}
		case syntax.Pair, syntax.Item:
			if n.Parent().Flow() || !p.sameLineEnds(n, word) {
				continue
			}
			all = append(all, p.begun(n, word)...)
		case syntax.NoNode, syntax.Scalar, syntax.Alias, syntax.Null, syntax.Error:
		}
	}
	if root := p.doc.Root(); len(all) == 0 && root.Kind() == syntax.Mapping && !root.Flow() && root.Span().Start >= p.start {
		all = append(all, opening{node: root, column: p.firstOf(root, word).Column()})
	}
	return all
}

// lastBefore returns the deepest node that begins before the line.
func (p *place) lastBefore() syntax.Node {
	n := p.doc.Root()
	if n.IsZero() || n.Span().Start >= p.start {
		return syntax.Node{}
	}
	for {
		var last syntax.Node
		for c := range n.Children() {
			if c.Span().Start >= p.start {
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

// ended reports whether the last child of a collection that begins before the line ends
// before it as well; the word itself may be a part of it.
func (p *place) ended(collection syntax.Node, word text.Span) bool {
	var last syntax.Node
	for c := range collection.Children() {
		if c.Span().Start >= p.start {
			break
		}
		last = c
	}
	return !last.IsZero() && last.Kind() != syntax.Error && p.doneAt(last, word)
}

// doneAt reports whether a node ends before the line, or with the word on it. A block scalar
// has the blank lines behind it, and that of the cursor may be one.
func (p *place) doneAt(n syntax.Node, word text.Span) bool {
	end := n.Span().End
	if end <= p.start || word.Len() > 0 && end == word.End {
		return true
	}
	return (word.Len() == 0 || end <= word.Start) && strings.TrimSpace(p.text[p.start:end]) == ""
}

// sameLineEnds reports whether nothing but the word stands between a key or a dash and the
// end of the line of the word, but for what has begun below it.
func (p *place) sameLineEnds(n syntax.Node, word text.Span) bool {
	v := n.Value()
	return v.Kind() == syntax.Null && v.Span().Len() == 0 || v.Span().Start >= p.start && v.Anchor() == "" && v.Tag() == "" || v.Span() == word
}

// begun returns the openings at a key or a dash that has no value above the line.
func (p *place) begun(n syntax.Node, word text.Span) []opening {
	v, t := n.Value(), p.typeOf(n)
	column := n.Column()
	st := styleOf(p.doc.Document)
	if v.Kind() == syntax.Mapping || v.Kind() == syntax.Sequence {
		if v.Flow() {
			return nil
		}
		if first := p.firstOf(v, word); !first.IsZero() {
			return []opening{{node: v, column: first.Column(), dash: v.Kind() == syntax.Sequence}}
		}
	} else if v.Kind() == syntax.Scalar && v.Span() != word && v.Span().Start >= p.start {
		return nil
	}
	if t != nil && t.Kind == schema.List {
		o := opening{node: n, column: column + st.list, least: column, dash: true}
		if n.Kind() == syntax.Item {
			o.column, o.least = column+2, column+2
		}
		return []opening{o}
	}
	if n.Kind() == syntax.Item {
		return []opening{{node: n, column: column + 2, least: column + 2}}
	}
	return []opening{{node: n, column: column + st.step, least: column + 1}}
}

// firstOf returns the first child of a collection that is not the word.
func (p *place) firstOf(collection syntax.Node, word text.Span) syntax.Node {
	for c := range collection.Children() {
		if word.Len() == 0 || c.Span().Start != word.Start {
			return c
		}
	}
	return syntax.Node{}
}

// openingAt offers what can be added to an opening.
func (p *place) openingAt(o opening, word text.Span, column int) {
	s := p.slotAt(word, column)
	p.from, p.to = s.from, s.to
	t := p.typeOf(o.node)
	switch {
	case o.dash:
		if t != nil && t.Kind == schema.List {
			s.holder = o.node
			p.newItem(o.node, t, s)
		}
	case o.node.Kind() == syntax.Mapping:
		if o.node == p.doc.Root() && t == nil {
			p.beginning(o.node, s)
			return
		}
		p.keys(o.node, t, s)
		p.goesOn(o.node, t, s)
	case t != nil:
		s.holder = o.node
		if o.node.Kind() == syntax.Item && t == firstKeys() {
			p.skeletons(s, "")
		}
		p.keys(p.broken(o.node), t, s)
		p.blocks(o.node, t, s, o.node.Kind() == syntax.Item)
		if o.node.Kind() == syntax.Pair {
			p.slotValues(o.node, t, s)
		}
	}
}

// broken returns the mapping below a key that holds nothing but the word, if the tree
// has one.
func (p *place) broken(n syntax.Node) syntax.Node {
	if v := n.Value(); v.Kind() == syntax.Mapping {
		return v
	}
	return syntax.Node{}
}

// newItem offers the items of a list on a line that has no "-" yet.
func (p *place) newItem(list syntax.Node, t *schema.Type, s slot) {
	if t.Kind != schema.List {
		return
	}
	before := len(p.items)
	d := s
	if list.Flow() || p.inFlow() {
		d.braces = true
	} else {
		d = s.dashed()
	}
	d.holder = list
	if t == manifests() && !d.braces {
		p.skeletons(d, "")
	}
	p.keys(syntax.Node{}, t.Elem, d)
	d.braces = false
	p.blocks(list, t.Elem, d, true)
	p.slotValues(list, t.Elem, d)
	for i := range p.items[before:] {
		item := &p.items[before+i]
		if d.lead != s.lead {
			item.Label = "- " + item.Label
		}
	}
}
