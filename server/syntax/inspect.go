package syntax

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kubelore/kubelore/server/text"
)

// What is checked when the tree is there.

// controls reports the characters that YAML forbids. It looks at bytes first, as
// nearly every text has none.
func (p *parser) controls() {
	for i := 0; i < len(p.src); i++ {
		c := p.src[i]
		if c >= ' ' && c < 0x7f || c == '\n' || c == '\t' || c == '\r' {
			continue
		}
		size := 1
		bad := c < ' ' || c == 0x7f
		if c >= utf8.RuneSelf {
			var r rune
			r, size = utf8.DecodeRuneInString(p.src[i:])
			if r == utf8.RuneError && size == 1 {
				p.problem(i, i+1, "bad-encoding", "this is not UTF-8; save the file in that encoding")
				return
			}
			bad = r < 0xa0 && r != 0x85 || r == 0xfffe || r == 0xffff
		}
		if bad {
			p.problem(i, i+size, "bad-character", "this character cannot be written in YAML; use an escape in double quotes")
			return // the first is enough: such files are no text
		}
		i += size - 1
	}
}

// aliases reports the aliases of anchors that do not exist.
func (p *parser) aliases() {
	if !slices.ContainsFunc(p.nodes, func(n node) bool { return n.kind == Alias }) {
		return
	}
	d := p.Document
	for id := range d.nodes {
		n := Node{d, int32(id)}
		if n.Kind() == Alias && n.Target().IsZero() {
			s := n.content()
			p.problem(s.Start, s.End, "unknown-alias", "nothing above is marked with &"+n.Text()+"; if this is text, put it in quotes")
		}
	}
}

// tags reports the tags whose handle no directive of the document declares.
func (p *parser) tags() {
	if len(p.props) == 0 {
		return
	}
	for _, x := range p.props {
		if x.tag.Start < 0 {
			continue
		}
		tag := p.src[x.tag.Start:x.tag.End]
		i := strings.IndexByte(tag[1:], '!')
		if i <= 0 || tag[1] == '<' {
			continue // "!", "!!" and the verbatim form need no directive
		}
		if !strings.Contains(p.src[:p.begin.Start], "%TAG "+tag[:i+2]+" ") {
			p.problem(x.tag.Start, x.tag.End, "unknown-tag", "no %TAG directive says what "+tag[:i+2]+" stands for")
		}
	}
}

func (p *parser) sortProblems() {
	slices.SortStableFunc(p.problems, func(a, b Problem) int {
		if a.Span.Start != b.Span.Start {
			return a.Span.Start - b.Span.Start
		}
		return a.Span.End - b.Span.End
	})
	// One mistake can be met twice, by the key and by the value for instance.
	p.problems = slices.CompactFunc(p.problems, func(a, b Problem) bool {
		return a.Span.Start == b.Span.Start && a.Code == b.Code
	})
}

// anchors finds the anchor that an alias names: the last one of that name before
// the alias. It is built at most once a document.
func (d *Document) anchors() map[string][]int32 {
	d.anchorsOnce.Do(func() {
		for id := range d.nodes {
			n := Node{d, int32(id)}
			if name := n.Anchor(); name != "" {
				if d.anchored == nil {
					d.anchored = map[string][]int32{}
				}
				d.anchored[name] = append(d.anchored[name], int32(id))
			}
		}
		for _, ids := range d.anchored {
			slices.SortFunc(ids, func(a, b int32) int { return int(d.nodes[a].start - d.nodes[b].start) })
		}
	})
	return d.anchored
}

// Target returns the node that an alias stands for, and n itself if it is no
// alias. It returns the zero Node for an alias of an unknown anchor.
func (n Node) Target() Node {
	if n.Kind() != Alias {
		return n
	}
	ids := n.doc.anchors()[n.Text()]
	at := n.raw().start
	i, _ := slices.BinarySearchFunc(ids, at, func(id, at int32) int { return int(n.doc.nodes[id].start - at) })
	if i == 0 {
		return Node{}
	}
	return Node{n.doc, ids[i-1]}
}

// Plainly reports whether d is written in the part of YAML about which all readers
// agree: block mappings and sequences of plain, quoted and block scalars, without
// anchors, tags, explicit keys, or white space other than spaces and line feeds.
func (d *Document) Plainly() bool {
	if len(d.props) > 0 {
		return false
	}
	// One search for each is ten times faster than one for all of them.
	for _, c := range []string{"\t", "\r", "\u0085", "\u2028", "\u2029", "\ufeff"} {
		if strings.Contains(d.text, c) {
			return false
		}
	}
	return !slices.ContainsFunc(d.nodes, func(n node) bool { return n.kind == Alias || n.explicit })
}

// A TokenKind is the kind of a token.
type TokenKind uint8

// The kinds of tokens.
const (
	// Content is a scalar or an alias.
	Content TokenKind = iota
	// Indicator is ":", "-", "?", a bracket, a comma, "---" or "...", a directive,
	// or text that the parser could not place.
	Indicator
	// Property is an anchor or a tag.
	Property
	// Comment is a comment.
	Comment
	// Template is a template action on a line of its own.
	Template
)

// A Token is a piece of the text with a meaning.
type Token struct {
	Span text.Span
	Kind TokenKind
	// Node is the scalar, alias, pair or item that the token belongs to, if any.
	Node Node
}

// Tokens returns the tokens in order. They do not overlap, and what lies between
// them is white space, or a byte order mark at the start: nothing is lost.
func (d *Document) Tokens() []Token {
	var all []Token
	add := func(s text.Span, k TokenKind, n Node) {
		if s.Start >= 0 && s.End > s.Start {
			all = append(all, Token{s, k, n})
		}
	}
	for id := range d.nodes {
		n := Node{d, int32(id)}
		r := n.raw()
		switch r.kind {
		case Scalar, Alias:
			add(n.content(), Content, n)
		case Error:
			add(n.Span(), Indicator, n)
		case Pair, Item:
			if r.sep >= 0 {
				add(text.Span{Start: int(r.sep), End: int(r.sep) + 1}, Indicator, n)
			}
		case NoNode, Mapping, Sequence, Null:
		}
		if r.props >= 0 {
			add(d.props[r.props].anchor, Property, n)
			add(d.props[r.props].tag, Property, n)
		}
	}
	for _, s := range d.marks {
		add(s, Indicator, Node{})
	}
	for _, s := range d.comments {
		add(s, Comment, Node{})
	}
	for _, s := range d.templates {
		add(s, Template, Node{})
	}
	slices.SortFunc(all, func(a, b Token) int {
		if a.Span.Start != b.Span.Start {
			return a.Span.Start - b.Span.Start
		}
		return b.Span.End - a.Span.End
	})
	// What an Error or skipped text holds is part of it.
	end := 0
	return slices.DeleteFunc(all, func(t Token) bool {
		if t.Span.Start < end {
			return true
		}
		end = t.Span.End
		return false
	})
}
