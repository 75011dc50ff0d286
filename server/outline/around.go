package outline

import (
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// Around returns what stands around an offset, in bytes, from the word to the whole
// file. Each span is larger than the one before and holds it.
func Around(f *manifest.File, offset int) []text.Span {
	d := f.At(offset)
	all := []text.Span{}
	add := func(s text.Span) {
		if s.Start > offset || s.End < offset {
			return // trivia beside the node
		}
		if n := len(all); n == 0 || all[n-1] != s && within(all[n-1], s) {
			all = append(all, s)
		}
	}
	for n := d.Document.At(offset - d.Start); !n.IsZero(); n = n.Parent() {
		if n.Kind() != syntax.NoNode {
			add(n.Span().Shift(d.Start))
		}
	}
	add(text.Span{Start: d.Start, End: d.Start + len(d.Text())})
	add(text.Span{Start: 0, End: f.Text.Len()})
	return all
}
