package syntax

import (
	"iter"
	"strings"

	"github.com/kubelore/kubelore/server/text"
)

// A Kind is the kind of a node.
type Kind uint8

// The kinds of nodes. A Mapping holds Pairs, a Sequence holds Items, a Pair
// holds a key and a value, an Item holds a value. Null is a value that is not
// written: it has a position and no length (unless it has a tag or an anchor).
// Error is text that fits nowhere; it can stand in a Mapping or a Sequence.
const (
	NoNode Kind = iota
	Mapping
	Pair
	Sequence
	Item
	Scalar
	Alias
	Null
	Error
)

// A Style is the way a scalar is written.
type Style uint8

// The styles of scalars.
const (
	Plain Style = iota
	SingleQuoted
	DoubleQuoted
	Literal
	Folded
)

// A Node is one node of a document. The zero Node is no node: its methods
// return zero values, so chains such as n.Get("spec").Get("replicas") are safe.
// Nodes are comparable.
type Node struct {
	doc *Document
	id  int32
}

// node is a Node as it is stored: in one array per document, linked by index.
type node struct {
	kind                   Kind
	style                  Style
	flow, broken, explicit bool
	start, end             int32
	// sep is the ":" of a pair or the "-" of an item, or -1. For a block scalar it
	// is the indentation of its content, or -1 if there is none.
	sep               int32
	parent            int32
	first, last, next int32
	// props is the index of the anchor and tag in Document.props, or -1.
	props int32
}

// props are the anchor and the tag of a node, which few have. Start is -1 for
// one that is not there.
type props struct{ anchor, tag text.Span }

// IsZero reports whether n is no node.
func (n Node) IsZero() bool { return n.doc == nil }

func (n Node) raw() *node {
	if n.doc == nil {
		return &node{sep: -1, parent: -1, first: -1, last: -1, next: -1, props: -1}
	}
	return &n.doc.nodes[n.id]
}

func (n Node) at(id int32) Node {
	if n.doc == nil || id < 0 {
		return Node{}
	}
	return Node{n.doc, id}
}

// Document returns the document that holds n.
func (n Node) Document() *Document { return n.doc }

// ID returns a number that is unique in the document and less than
// [Document.Len]. A parent's ID may be greater or less than its child's.
func (n Node) ID() int { return int(n.id) }

// Kind returns the kind of n.
func (n Node) Kind() Kind { return n.raw().kind }

// Style returns the style of a scalar.
func (n Node) Style() Style { return n.raw().style }

// Flow reports whether a collection is written with brackets or braces.
func (n Node) Flow() bool { return n.raw().flow }

// Broken reports whether n was recovered from a mistake: a key without a colon,
// a quote or bracket that is not closed.
func (n Node) Broken() bool { return n.raw().broken }

// Explicit reports whether the key of a pair is written with "?".
func (n Node) Explicit() bool { return n.raw().explicit }

// Span returns the bytes of n, with its tag and anchor, from its first to its
// last character. A block scalar ends with its last line break.
func (n Node) Span() text.Span { r := n.raw(); return text.Span{Start: int(r.start), End: int(r.end)} }

// Indicator returns the offset of the ":" of a pair or the "-" of an item, or -1
// if it is not there.
func (n Node) Indicator() int { return int(n.raw().sep) }

// Parent returns the node that holds n; the root's parent is the zero Node. The
// parent of a key or value is a Pair, of a pair a Mapping.
func (n Node) Parent() Node { return n.at(n.raw().parent) }

// First returns the first child, and Next the sibling that follows.
func (n Node) First() Node { return n.at(n.raw().first) }

// Next returns the sibling that follows n, or the zero Node.
func (n Node) Next() Node { return n.at(n.raw().next) }

// Last returns the last child, or the zero Node.
func (n Node) Last() Node { return n.at(n.raw().last) }

// Children returns the pairs of a mapping, the items of a sequence, the key and
// the value of a pair, the value of an item, in order of position. Broken
// mappings and sequences can hold Error nodes too.
func (n Node) Children() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		for c := n.First(); !c.IsZero(); c = c.Next() {
			if !yield(c) {
				return
			}
		}
	}
}

// Count returns how many children n has. It takes as long as there are.
func (n Node) Count() int {
	count := 0
	for range n.Children() {
		count++
	}
	return count
}

// Index returns how many items come before an item in its sequence.
func (n Node) Index() int {
	i := 0
	for c := range n.Parent().Children() {
		if c == n {
			break
		}
		if c.Kind() == Item {
			i++
		}
	}
	return i
}

// Key returns the key of a pair.
func (n Node) Key() Node {
	if n.Kind() != Pair {
		return Node{}
	}
	return n.First()
}

// Value returns the value of a pair or an item.
func (n Node) Value() Node {
	switch n.Kind() {
	case Pair:
		return n.First().Next()
	case Item:
		return n.First()
	default:
		return Node{}
	}
}

// Pair returns the last pair of a mapping whose key is the scalar key, or the
// zero Node. Like kubectl, it takes the last where a key is written twice.
func (n Node) Pair(key string) Node {
	var found Node
	if n.Kind() == Mapping {
		for p := range n.Children() {
			if k := p.Key(); k.Kind() == Scalar && k.is(key) {
				found = p
			}
		}
	}
	return found
}

// is reports whether a scalar has the given content, without decoding those that
// are written as they are read.
func (n Node) is(content string) bool {
	r := n.raw()
	if r.style == Plain && r.props < 0 && int(r.end-r.start) == len(content) {
		return n.doc.text[r.start:r.end] == content
	}
	if r.style == Plain && r.props < 0 && int(r.end-r.start) < len(content) {
		return false // folding never makes a plain scalar longer
	}
	return n.Text() == content
}

// Get returns the value of [Node.Pair].
func (n Node) Get(key string) Node { return n.Pair(key).Value() }

// Anchor returns the name of the anchor without "&", or "".
func (n Node) Anchor() string { return strings.TrimPrefix(n.slice(n.AnchorSpan()), "&") }

// AnchorSpan returns the bytes of the anchor with its "&"; it is empty if there is none.
func (n Node) AnchorSpan() text.Span {
	if r := n.raw(); r.props >= 0 && n.doc.props[r.props].anchor.Start >= 0 {
		return n.doc.props[r.props].anchor
	}
	return text.Span{}
}

// Tag returns the tag as written, such as "!!str", or "".
func (n Node) Tag() string { return n.slice(n.TagSpan()) }

// TagSpan returns the bytes of the tag; it is empty if there is none.
func (n Node) TagSpan() text.Span {
	if r := n.raw(); r.props >= 0 && n.doc.props[r.props].tag.Start >= 0 {
		return n.doc.props[r.props].tag
	}
	return text.Span{}
}

// content returns the span of n without its anchor and tag.
func (n Node) content() text.Span {
	s := n.Span()
	if n.raw().props < 0 {
		return s
	}
	s.Start = max(s.Start, n.AnchorSpan().End, n.TagSpan().End)
	for s.Start < s.End {
		switch c := n.doc.text[s.Start]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			s.Start++
		case c == '#':
			s.Start = min(text.LineEnd(n.doc.text, s.Start), s.End)
		default:
			return s
		}
	}
	return s
}

// Source returns the bytes of n as written.
func (n Node) Source() string { return n.slice(n.Span()) }

func (n Node) slice(s text.Span) string {
	if n.doc == nil {
		return ""
	}
	return n.doc.text[s.Start:s.End]
}

// Column returns the number of bytes between the start of n's line and n.
func (n Node) Column() int {
	if n.doc == nil {
		return 0
	}
	start := int(n.raw().start)
	return start - (strings.LastIndexAny(n.doc.text[:start], "\n\r") + 1)
}
