package syntax

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kubelore/kubelore/server/text"
)

// How the parser recovers. It is a descent by indentation, not a machine of
// token states, so that a mistake can spoil no more than its own neighbourhood:
//
//   - What a line belongs to is decided by its column. A line that is indented
//     too little or too much goes to the nearest open mapping or sequence.
//   - A word that stands alone on its line, where a key is expected, is a key
//     whose colon is not typed yet. It ends with its line: the next line is never
//     drawn into it. A deeper block below becomes its value.
//   - A quote or bracket that is not closed ends before the first line that could
//     not belong to it: one that is indented no deeper than the parent and looks
//     like a key or an item. A quote then ends with its own line.
//   - Values that are not there are Null nodes with a position.
//   - With Options.Templates, {{ ... }} is a word like any other, and lines of
//     nothing else are skipped like comments.
//
// Every rule looks ahead by at most what it then consumes, or remembers what it
// saw, so the work is linear in the length of the text (see parser.steps).

// deepest is how deep collections may be nested. It bounds the stack; nothing
// that people write comes near.
const deepest = 1000

type parser struct {
	*Document
	src string
	// pos is the next byte to read, line the start of its line.
	pos, line int
	// tabs says that the space before pos on its line holds a tab.
	tabs bool
	// actions says that {{ ... }} is a word (Options.Templates).
	actions bool
	// inner is the column of the pair or item that was begun last, begun its line.
	inner, begun int
	// inSequence is the column of the innermost open sequence, -1 if there is none.
	inSequence int
	// unclosed counts quotes and brackets that were not closed.
	unclosed int
	// depth counts open collections, brackets those of flow style.
	depth, brackets int
	// tabbed remembers the column of a place behind a tab.
	tabbed struct{ line, pos, column int }
	// comment is the start of the last comment taken down, as space is sometimes
	// read twice.
	comment int
	// colon remembers the last look for the ":" of a plain key: between from and
	// to there is none; at to there is one if found.
	colon struct {
		from, to int
		found    bool
	}
	// steps counts the bytes looked at, for the test of linearity.
	steps int
}

// parse reads one document.
func parse(src string, opts Options) *Document { return parserOf(src, opts).Document }

// parserOf returns the parser after its work.
func parserOf(src string, opts Options) *parser {
	p := &parser{
		Document: &Document{text: src, root: -1}, src: src,
		actions: opts.Templates && strings.Contains(src, "{{"), comment: -1, inSequence: -1,
	}
	// A line of a manifest is a pair, its key and its value, and now and then an
	// item or a collection.
	p.nodes = make([]node, 0, 4*strings.Count(src, "\n")+8)
	p.colon.from, p.colon.to = 1, 0
	p.document()
	p.controls()
	p.aliases()
	p.tags()
	p.sortProblems()
	return p
}

// document reads directives, "---", the content and "...".
func (p *parser) document() {
	p.pos = len(bom(p.src))
	p.line = p.pos
	directive := p.directives()
	marked := p.pos == p.line && isMarker(p.src, p.pos, '-')
	if directive.Len() > 0 && !marked {
		p.problem(directive.Start, directive.End, "bad-directive", "put --- between the directives and the document")
	}
	switch {
	case p.eof():
		return
	case p.pos == p.line && isMarker(p.src, p.pos, '.'):
		p.finish()
		return
	}
	own := true
	if marked {
		p.begin = text.Span{Start: p.pos, End: p.pos + 3}
		p.mark(p.pos, p.pos+3)
		p.pos += 3
		own = false
	}
	p.root = p.block(-1, false, own)
	p.rest()
	p.finish()
}

// rest keeps reading what follows the content and does not belong to it. It hangs
// on the root if that is a mapping, so that nothing is lost.
func (p *parser) rest() {
	for {
		p.space()
		if p.over() {
			return
		}
		lineEnd := p.lineEnd(p.pos)
		p.problem(p.pos, lineEnd, "unexpected-text", "this does not belong to the value above; check its indentation")
		if !p.first() {
			p.skipLine()
			continue
		}
		before, nodes, marks, problems := p.pos, len(p.nodes), len(p.marks), len(p.problems)
		x := p.block(-1, false, true)
		p.forgive(problems, lineEnd)
		if p.pos == before {
			p.skipLine()
			continue
		}
		p.nodes[x].broken = true
		if !p.adopt(x) {
			// Its text is one mark, and the tree never was.
			start, end := int(p.nodes[x].start), int(p.nodes[x].end)
			p.nodes, p.marks = p.nodes[:nodes], p.marks[:marks]
			p.mark(start, end)
		}
	}
}

// forgive takes back the problems from the given index on that begin before end:
// they follow from one that is reported already.
func (p *parser) forgive(from, end int) {
	later := slices.DeleteFunc(p.problems[from:], func(x Problem) bool { return x.Span.Start < end })
	p.problems = p.problems[:from+len(later)]
}

// adopt adds what a second node at the top holds to the root. It reports false if
// the root can hold nothing.
func (p *parser) adopt(x int32) bool {
	root := &p.nodes[p.root]
	switch {
	case root.kind == Null && root.props < 0:
		p.root = x
	case root.kind != Mapping && root.kind != Sequence:
		return false
	case root.kind != p.nodes[x].kind:
		p.nodes[x].kind, p.nodes[x].first, p.nodes[x].last = Error, -1, -1
		p.link(p.root, x)
	default:
		for c := p.nodes[x].first; c >= 0; {
			next := p.nodes[c].next
			p.nodes[c].next = -1
			p.link(p.root, c)
			c = next
		}
	}
	return true
}

// directives reads the lines before the document and returns the last of them that
// is a directive.
func (p *parser) directives() (last text.Span) {
	version := false
	for {
		p.space()
		if p.eof() || p.pos != p.line || p.src[p.pos] != '%' {
			return last
		}
		end := p.lineEnd(p.pos)
		p.mark(p.pos, end)
		fields := strings.Fields(p.src[p.pos:end])
		for i, f := range fields {
			if f[0] == '#' {
				fields = fields[:i]
				break
			}
		}
		if fields[0] == "%YAML" {
			if len(fields) != 2 || !isVersion(fields[1]) || version {
				p.problem(p.pos, end, "bad-directive", "write %YAML 1.2, once in a document")
			}
			version = true
		}
		last = text.Span{Start: p.pos, End: end}
		p.pos = end
	}
}

// isVersion reports whether s is a version of YAML, such as 1.2.
func isVersion(s string) bool {
	major, minor, ok := strings.Cut(s, ".")
	return ok && isDigits(major) && isDigits(minor)
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// finish reads "..." and what follows it on its line.
func (p *parser) finish() {
	if p.eof() {
		return
	}
	p.end = text.Span{Start: p.pos, End: p.pos + 3}
	p.mark(p.pos, p.pos+3)
	p.pos += 3
	p.space()
	if !p.eof() {
		p.problem(p.pos, p.lineEnd(p.pos), "unexpected-text", "nothing but a comment can follow ... on its line")
		p.skipLine()
	}
}

// ---- nodes ----

func (p *parser) add(k Kind, start int) int32 {
	p.nodes = append(p.nodes, node{
		kind: k, start: int32(start), end: int32(start),
		sep: -1, parent: -1, first: -1, last: -1, next: -1, props: -1,
	})
	return int32(len(p.nodes) - 1)
}

// link makes child the last child of parent, which grows to hold it.
func (p *parser) link(parent, child int32) {
	c, n := &p.nodes[child], &p.nodes[parent]
	c.parent = parent
	if n.first < 0 {
		n.first = child
	} else {
		p.nodes[n.last].next = child
	}
	n.last = child
	n.end = max(n.end, c.end)
}

func (p *parser) null(at int) int32 { return p.add(Null, at) }

func (p *parser) mark(start, end int) {
	p.marks = append(p.marks, text.Span{Start: start, End: end})
}

// problem reports bytes. Who means one byte means the character that it begins.
func (p *parser) problem(start, end int, code, message string) {
	for end < len(p.src) && !utf8.RuneStart(p.src[end]) {
		end++
	}
	p.problems = append(p.problems, Problem{text.Span{Start: start, End: end}, code, message})
}

// ---- bytes ----

// at returns the byte at i, a space beyond the end, and never 0: a NUL in the
// text is a letter, if a bad one.
func (p *parser) at(i int) byte {
	if i >= len(p.src) {
		return ' '
	}
	if c := p.src[i]; c != 0 {
		return c
	}
	return 1
}

func (p *parser) eof() bool { return p.pos >= len(p.src) }

// over reports whether the content of the document has ended.
func (p *parser) over() bool {
	return p.eof() || p.pos == p.line && isMarker(p.src, p.pos, '.')
}

func (p *parser) lineEnd(i int) int {
	if i >= len(p.src) {
		return len(p.src)
	}
	e := text.LineEnd(p.src, i)
	p.steps += e - i
	return e
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func isBreak(c byte) bool { return c == '\n' || c == '\r' }

func isFlow(c byte) bool { return c == ',' || c == '[' || c == ']' || c == '{' || c == '}' }

// blanks returns the offset of the first byte from i that is no space or tab.
func (p *parser) blanks(i int) int {
	for i < len(p.src) && (p.src[i] == ' ' || p.src[i] == '\t') {
		i++
	}
	return i
}

// newline moves over the line break at pos.
func (p *parser) newline() {
	if p.src[p.pos] == '\r' && p.pos+1 < len(p.src) && p.src[p.pos+1] == '\n' {
		p.pos++
	}
	p.pos++
	p.line, p.tabs = p.pos, false
}

// space moves over white space, line breaks, comments and lines of template
// actions. It reports whether it came to another line. It stops before "...".
func (p *parser) space() (newLine bool) {
	from := p.pos
	defer func() { p.steps += p.pos - from }()
	for p.pos < len(p.src) {
		switch p.src[p.pos] {
		case ' ':
			p.pos++
		case '\t':
			p.tabs = true
			p.pos++
		case '\n', '\r':
			p.newline()
			newLine = true
			if isMarker(p.src, p.pos, '.') {
				return newLine
			}
		case '#':
			start := p.pos
			p.takeComment()
			from += p.pos - start // it counts for itself
		case '{':
			if !p.actions || !p.templateLine() {
				return newLine
			}
		default:
			return newLine
		}
	}
	return newLine
}

// takeComment takes down the comment at pos and goes behind it. Each of the brackets that
// are open above a comment may come by again, so its end is looked for once.
func (p *parser) takeComment() {
	if p.pos <= p.comment {
		at := func(c text.Span, pos int) int { return c.Start - pos }
		if i, taken := slices.BinarySearchFunc(p.comments, p.pos, at); taken {
			p.pos = p.comments[i].End
			return
		}
	}
	end := p.lineEnd(p.pos)
	if p.pos > p.comment {
		if p.pos > p.line && !isSpace(p.src[p.pos-1]) {
			p.problem(p.pos, p.pos+1, "comment-space", "put a space before the # of a comment")
		}
		p.comments = append(p.comments, text.Span{Start: p.pos, End: end})
		p.comment = p.pos
	}
	p.pos = end
}

// skipLine marks the rest of the line as text that has no place.
func (p *parser) skipLine() {
	end := trimmed(p.src, p.pos, max(p.lineEnd(p.pos), p.pos+1))
	p.mark(p.pos, end)
	p.pos = end
}

// trimmed returns end without the blanks before it, but more than start.
func trimmed(s string, start, end int) int {
	for end > start+1 && (s[end-1] == ' ' || s[end-1] == '\t') {
		end--
	}
	return end
}

// column returns the column of pos. A line that is indented with tabs, which is
// an error, counts as one more line of what is open: nobody can tell how wide the
// author's tabs are, and so nothing around the line is torn apart.
func (p *parser) column() int {
	if !p.tabs {
		return p.pos - p.line
	}
	if p.tabIndented() {
		return max(p.inner, p.spaces(p.line))
	}
	m := &p.tabbed
	if m.line != p.line || m.pos > p.pos {
		m.line, m.pos, m.column = p.line, p.line, 0
	}
	p.steps += p.pos - m.pos
	for ; m.pos < p.pos; m.pos++ {
		if p.src[m.pos] == '\t' {
			m.column = m.column/2*2 + 2
		} else {
			m.column++
		}
	}
	return m.column
}

// first reports whether pos is the first thing on its line.
func (p *parser) first() bool {
	if p.pos == p.line {
		return true
	}
	return p.blanks(p.line) >= p.pos
}

// tabIndented reports whether a tab stands before the first thing on the line.
func (p *parser) tabIndented() bool { return p.tabs && p.first() }

// dash reports whether the "-" of an item stands at pos.
func (p *parser) dash() bool {
	return p.at(p.pos) == '-' && isSpace(p.at(p.pos+1)) && !p.eof()
}

// place is a state of the parser to go back to.
type place struct {
	pos, line int
	tabs      bool
}

func (p *parser) here() place { return place{p.pos, p.line, p.tabs} }

func (p *parser) back(to place) { p.pos, p.line, p.tabs = to.pos, to.line, to.tabs }
