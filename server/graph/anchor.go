package graph

import (
	"slices"

	"github.com/kubelore/kubelore/server/text"
)

// An Anchor is a span in a document that is found again when edits elsewhere in the file
// have moved the document.
type Anchor struct {
	path    string
	summary *Summary
	// index is where the document was among those of its file.
	index int
	span  text.Span
}

// Anchor returns a span, which counts from the start of the object's document, as one that
// is found again.
func (p Place) Anchor(span text.Span) Anchor {
	i, _ := slices.BinarySearchFunc(p.File.Documents, p.Start, func(d Document, start int) int { return d.Start - start })
	return Anchor{p.File.Path, p.File.Documents[i].Summary, i, span}
}

// Locate returns where an anchor is in its file now. It reports whether its document is
// still what it was.
func (g *Graph) Locate(a Anchor) (text.Span, bool) {
	f := g.File(a.path)
	if f == nil {
		return text.Span{}, false
	}
	i := a.index
	if i >= len(f.Documents) || f.Documents[i].Summary != a.summary {
		i = slices.IndexFunc(f.Documents, func(d Document) bool { return d.Summary == a.summary })
	}
	if i < 0 {
		return text.Span{}, false
	}
	return a.span.Shift(f.Documents[i].Start), true
}
