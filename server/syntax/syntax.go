// Package syntax reads YAML into a loss-less tree that survives every mistake.
//
// It knows YAML 1.2, the readings of YAML 1.1 that kubectl has, and how people
// type: every byte of a half-written file has a place in the tree, and a
// mistake spoils as little around it as possible. It deliberately does not know
// Kubernetes, files or editors.
//
// A file is a Tree of Documents. A Document does not know where in the file it
// stands: its spans count from its own start. So a document whose text did not
// change is the same value in the next version of the file, and everything that
// was derived from it can be kept.
package syntax

import (
	"sync"

	"github.com/kubelore/kubelore/server/text"
)

// Options say how to read.
type Options struct {
	// Templates makes {{ ... }} opaque text, as in Helm charts.
	Templates bool
}

// A Tree is the documents of one file, in order. It is immutable.
type Tree struct {
	opts Options
	docs []Placed
}

// Options returns how the tree was read.
func (t *Tree) Options() Options { return t.opts }

// Placed is a document and the offset in the file at which it starts.
type Placed struct {
	*Document
	Start int
}

// Documents returns the documents, in order. The caller must not change the
// slice. The texts of the documents concatenate to the content. A document may
// be nothing but comments and space; see [Document.Empty].
func (t *Tree) Documents() []Placed { return t.docs }

// A Document is the tree of one YAML document, from its directives, leading
// comments or "---" to just before the next document. It is immutable. Offsets
// count bytes from the start of the document.
type Document struct {
	text      string
	nodes     []node
	props     []props
	comments  []text.Span
	templates []text.Span
	// marks are the spans of what has no node: brackets, commas, "?", markers,
	// directives and text that was skipped; in no order.
	marks    []text.Span
	problems []Problem
	root     int32 // -1 if the document has no content and no marker
	// begin and end are the markers "---" and "...", empty if not written.
	begin, end text.Span
	// anchored finds anchors by name; see anchors.
	anchorsOnce sync.Once
	anchored    map[string][]int32
}

// Text returns the bytes of the document.
func (d *Document) Text() string { return d.text }

// Empty reports whether d holds nothing: only space, comments and template
// actions, and no "---". Such a document does not exist for kubectl.
func (d *Document) Empty() bool { return d.root < 0 }

// Root returns the content of the document. It is a Null node if there is none,
// and the zero Node if the document is Empty.
func (d *Document) Root() Node {
	if d.root < 0 {
		return Node{}
	}
	return Node{d, d.root}
}

// Len returns the number of nodes; [Node.ID] is less than it.
func (d *Document) Len() int { return len(d.nodes) }

// Begin returns the span of the marker "---", empty if it is not written.
func (d *Document) Begin() text.Span { return d.begin }

// End returns the span of the marker "...", empty if it is not written.
func (d *Document) End() text.Span { return d.end }

// Comments returns the comments from "#" to the end of the line, in order.
func (d *Document) Comments() []text.Span { return d.comments }

// Templates returns the {{ ... }} actions that stand on lines of their own, in order.
func (d *Document) Templates() []text.Span { return d.templates }

// Problems returns what is wrong with the syntax, in order of position.
func (d *Document) Problems() []Problem { return d.problems }

// A Problem is a mistake in the syntax.
type Problem struct {
	Span text.Span
	// Code is a stable word such as "unclosed-quote".
	Code string
	// Message says what is wrong and what to do, in English.
	Message string
}
