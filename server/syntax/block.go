package syntax

import (
	"fmt"
	"strings"

	"github.com/kubelore/kubelore/server/text"
)

// written are the anchor and tag read before a node; start is -1 if there are none.
type written struct {
	props
	start int
}

var nowhere = text.Span{Start: -1, End: -1} //nolint:gochecknoglobals // a constant, if structs could be

// properties reads anchors and tags at pos and the blanks behind them.
func (p *parser) properties() written {
	w := written{props{nowhere, nowhere}, -1}
	for !p.eof() {
		start := p.pos
		switch c := p.src[p.pos]; {
		case c == '&' && w.anchor.Start < 0:
			p.pos = p.propertyEnd(p.pos)
			if p.pos == start+1 {
				p.problem(start, p.pos, "bad-property", "an anchor needs a name; put the value in quotes if & is part of it")
			}
			w.anchor = text.Span{Start: start, End: p.pos}
		case c == '!' && w.tag.Start < 0:
			p.pos = p.propertyEnd(p.pos)
			if !p.eof() && !isSpace(p.src[p.pos]) && p.brackets == 0 {
				p.problem(start, p.pos+1, "bad-property", "a tag cannot hold brackets or commas")
			}
			w.tag = text.Span{Start: start, End: p.pos}
		default:
			return w
		}
		if w.start < 0 {
			w.start = start
		}
		p.pos = p.blanks(p.pos)
	}
	return w
}

// propertyEnd returns the end of the anchor or tag at i.
func (p *parser) propertyEnd(i int) int {
	flow := p.src[i] == '!' || p.brackets > 0
	if p.src[i] == '!' && p.at(i+1) == '<' {
		for i < len(p.src) && p.src[i] != '>' && !isSpace(p.src[i]) {
			i++
		}
		if p.at(i) == '>' {
			i++
		}
		return i
	}
	for i++; i < len(p.src) && !isSpace(p.src[i]) && !(flow && isFlow(p.src[i])); i++ {
	}
	return i
}

// describe gives a node the anchor and tag that were read before it.
func (p *parser) describe(x int32, w written) {
	if w.start < 0 {
		return
	}
	n := &p.nodes[x]
	if n.kind == Alias {
		p.problem(w.start, int(n.start), "bad-property", "an alias cannot have an anchor or a tag of its own")
	}
	if n.props < 0 {
		p.props = append(p.props, props{nowhere, nowhere})
		n.props = int32(len(p.props) - 1)
	}
	have := &p.props[n.props]
	p.settle(&have.anchor, w.anchor, "anchor")
	p.settle(&have.tag, w.tag, "tag")
	n.start = min(n.start, int32(w.start))
	if n.kind == Null {
		n.end = max(n.end, int32(w.anchor.End), int32(w.tag.End))
	}
}

func (p *parser) settle(have *text.Span, found text.Span, what string) {
	if found.Start < 0 {
		return
	}
	if have.Start >= 0 {
		p.problem(found.Start, found.End, "bad-property", "a value can have only one "+what)
		p.mark(found.Start, found.End)
		return
	}
	*have = found
}

// block reads the node whose parent is indented by n columns (-1 at the top). If
// value is set it is the value of a key, where a sequence may stand at the column
// of the key. If own is set a block collection may start on this line.
func (p *parser) block(n int, value, own bool) int32 {
	p.depth++
	defer func() { p.depth-- }()
	at := p.pos
	newLine := p.space()
	if p.depth > deepest {
		return p.tooDeep(at)
	}
	w := written{props{nowhere, nowhere}, -1}
	own = own || newLine
	for {
		if p.over() || newLine && p.outside(n, value) {
			x := p.null(at)
			p.describe(x, w)
			return x
		}
		if c := p.src[p.pos]; c != '&' && c != '!' {
			break
		}
		if end, _ := p.key(p.pos); own && end >= 0 {
			break // the properties are those of the first key
		}
		found := p.properties()
		w = p.join(w, found)
		at = trimmed(p.src, 0, p.pos)
		own = p.space()
		newLine = newLine || own
	}
	x := p.content(n, value, own, newLine)
	p.describe(x, w)
	return x
}

// join returns the properties of both; those of a are kept where both have one.
func (p *parser) join(a, b written) written {
	if a.start < 0 {
		return b
	}
	p.settle(&a.anchor, b.anchor, "anchor")
	p.settle(&a.tag, b.tag, "tag")
	return a
}

// outside reports whether what stands at pos, on a new line, is indented too
// little to belong to a node whose parent is at column n.
func (p *parser) outside(n int, value bool) bool {
	c := p.column()
	return c <= n && !(value && c == n && (p.dash() || p.gluedDash()))
}

// gluedDash reports whether a "-" stands at pos that lacks the space behind it to
// be that of an item. With a colon behind it, it is the key that it says it is.
func (p *parser) gluedDash() bool {
	if p.at(p.pos) != '-' || isSpace(p.at(p.pos+1)) || p.at(p.pos+1) == '-' {
		return false
	}
	end, _ := p.key(p.pos)
	return end < 0
}

func (p *parser) tooDeep(at int) int32 {
	p.problem(p.pos-1, p.pos, "too-deep", "this is nested too deeply")
	x := p.null(at)
	if !p.eof() && !isBreak(p.src[p.pos]) {
		p.skipLine()
	}
	return x
}

// content reads a node, whose properties were read, at pos.
func (p *parser) content(n int, value, own, newLine bool) int32 {
	c := p.column()
	if p.tabs && own && !newLine && n >= 0 {
		if end, _ := p.key(p.pos); end >= 0 || p.dash() {
			p.problem(p.pos, p.pos+1, "tab-indent", "put spaces, not a tab, before this")
		}
	}
	switch ch := p.src[p.pos]; {
	case p.dash():
		if !own {
			p.problem(p.pos, p.pos+1, "nested-block", "start a list on a line of its own")
		}
		return p.sequence(c, n, value && c == n)
	case value && newLine && c == n && p.gluedDash():
		return p.sequence(c, n, true)
	case ch == '?' && isSpace(p.at(p.pos+1)):
		if !own {
			p.problem(p.pos, p.pos+1, "nested-block", "start a mapping on a line of its own")
		}
		return p.mapping(c, n)
	case ch == '|' || ch == '>':
		return p.blockScalar(n)
	}
	if end, _ := p.key(p.pos); end >= 0 {
		if own {
			return p.mapping(c, n)
		}
		if i := len(p.problems) - 1; i < 0 || p.problems[i].Code != "nested-block" || p.problems[i].Span.Start < p.line {
			p.problem(p.pos, end, "nested-block", "a key cannot stand behind another key on its line; start a new line or put the value in quotes")
		}
		m := p.add(Mapping, p.pos)
		p.nodes[m].broken = true
		p.entry(m, c)
		return m
	}
	return p.loose(c, n, own, newLine)
}

// loose reads a scalar or a flow collection. A bare word where a collection could
// start may turn out to be its first key or item, half-typed.
func (p *parser) loose(c, n int, own, newLine bool) int32 {
	x := p.scalar(n)
	s := &p.nodes[x]
	if s.kind != Scalar || s.style != Plain || !s.broken {
		return x
	}
	if !own {
		s.broken = false // a value; the next line is indented too much
		return x
	}
	back := p.here()
	p.space()
	column, dash := p.column(), p.dash()
	p.back(back)
	switch {
	case column == c && dash && newLine:
		p.missingColon(x)
		return p.sequenceAfter(c, n, x)
	case column > c || column == c && !dash:
		p.missingColon(x)
		return p.mappingFrom(c, n, x)
	}
	p.nodes[x].broken = false
	return x
}

func (p *parser) missingColon(word int32) {
	p.problem(int(p.nodes[word].start), int(p.nodes[word].end), "missing-colon", "a key is followed by : and a space")
}

// ---- sequences ----

func (p *parser) sequence(c, n int, same bool) int32 {
	s := p.add(Sequence, p.pos)
	p.items(s, c, n, same)
	return s
}

// sequenceAfter reads a sequence before whose first item stands a stray word.
func (p *parser) sequenceAfter(c, n int, word int32) int32 {
	s := p.add(Sequence, int(p.nodes[word].start))
	p.nodes[word].kind = Error
	p.link(s, word)
	p.space()
	p.items(s, c, n, false)
	return s
}

// items reads the items at column c of a sequence whose parent is at column n. If
// same is set the sequence stands at the column of its key, so that a line there
// without a dash is the next key.
func (p *parser) items(s int32, c, n int, same bool) {
	outer := p.inSequence
	p.inSequence = c
	defer func() { p.inSequence = outer }()
	off := false // the last line was not in its place
	for {
		p.tabIndent()
		p.item(s, c, off)
		p.trail(s)
		if p.over() {
			return
		}
		column := p.column()
		dash := p.dash() || same && column == c && p.gluedDash()
		switch {
		case column == c:
			if same && !dash {
				return
			}
			off = off && !dash
		case column <= n:
			return
		case !dash:
			if column < c {
				p.misplaced("list items", c, off)
				return
			}
			if !p.strayEntries(s, column, c, off) {
				p.misplaced("list items", c, off)
				off = true
				break
			}
			off = true
			if p.over() || p.column() <= n || same && p.column() == c && !p.dash() {
				return
			}
		default:
			p.misplaced("list items", c, off)
			off = true
		}
	}
}

// misplaced reports a line that is not indented by c columns, as those that it
// stands among are, unless that follows from what was reported before: for the line
// above, if off is set, or for the entry above.
func (p *parser) misplaced(what string, c int, off bool) {
	if off || p.excused() {
		return
	}
	p.problem(p.line, max(p.pos, p.line+1), "bad-indent", fmt.Sprintf(
		"this line is not indented like the %s it stands among; indent it by %d instead of %d columns", what, c, p.pos-p.line))
}

// excused reports whether something is wrong with the pair or item that was begun
// last, so that what follows it may only seem to be in the wrong place.
func (p *parser) excused() bool {
	n := len(p.problems)
	return n > 0 && p.problems[n-1].Span.Start >= p.begun
}

// tabIndent reports a tab before the first thing on the line.
func (p *parser) tabIndent() {
	if p.tabIndented() {
		p.problem(p.line, p.pos, "tab-indent", "indent with spaces; YAML does not allow tabs here")
	}
}

// strayEntries reads keys that are indented more than the last item of s, which
// they go to. It reports whether there were any.
func (p *parser) strayEntries(s int32, column, c int, off bool) bool {
	last := p.nodes[s].last
	if end, _ := p.key(p.pos); end < 0 || last < 0 || p.nodes[last].kind != Item {
		return false
	}
	want := column
	if v := p.nodes[last].first; v >= 0 {
		start := int(p.nodes[v].start)
		want = start - strings.LastIndexAny(p.src[:start], "\n\r") - 1
	}
	p.misplaced("keys of the list item", want, off)
	x := p.mapping(column, c)
	p.nodes[x].broken = true
	if v := p.nodes[last].first; v >= 0 && p.nodes[v].kind == Null && p.nodes[v].props < 0 {
		p.replace(last, x)
	} else if v >= 0 && p.nodes[v].kind == Mapping {
		for e := p.nodes[x].first; e >= 0; {
			next := p.nodes[e].next
			p.nodes[e].next = -1
			p.link(v, e)
			e = next
		}
		p.nodes[last].end = p.nodes[v].end
	} else {
		p.nodes[x].kind, p.nodes[x].first, p.nodes[x].last = Error, -1, -1
		p.link(last, x)
	}
	p.nodes[s].end = max(p.nodes[s].end, p.nodes[last].end)
	p.space()
	return true
}

// replace makes x the only child of parent.
func (p *parser) replace(parent, x int32) {
	n := &p.nodes[parent]
	n.first, n.last = -1, -1
	p.link(parent, x)
}

// item reads one item at pos. If off is set it is known to be in no place for one.
func (p *parser) item(s int32, c int, off bool) {
	p.inner = c
	glued := p.at(p.pos) == '-' && !isSpace(p.at(p.pos+1))
	if !p.dash() && !glued {
		if !off && !p.excused() {
			p.problem(p.pos, p.lineEnd(p.pos), "missing-dash", "a list item starts with - and a space")
		}
		p.errorLine(s)
		return
	}
	p.begun = p.line
	x := p.add(Item, p.pos)
	p.nodes[x].sep = int32(p.pos)
	if glued {
		p.problem(p.pos, p.pos+1, "missing-space", "put a space after the -")
		p.nodes[x].broken = true
	}
	p.pos++
	p.nodes[x].end = int32(p.pos)
	p.link(x, p.block(c, false, true))
	p.link(s, x)
}

// errorLine puts the rest of the line into parent as an Error.
func (p *parser) errorLine(parent int32) {
	x := p.add(Error, p.pos)
	end := trimmed(p.src, p.pos, max(p.lineEnd(p.pos), p.pos+1))
	p.nodes[x].end = int32(end)
	p.link(parent, x)
	p.pos = end
}

// trail moves to the next thing in a collection. What stands behind a value on
// its line belongs nowhere.
func (p *parser) trail(parent int32) {
	p.space()
	if p.over() || p.first() {
		return
	}
	p.problem(p.pos, p.lineEnd(p.pos), "unexpected-text", "this does not belong to the value before it; is a quote or a comma missing?")
	p.errorLine(parent)
	p.space()
}
