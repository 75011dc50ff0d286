package outline

import (
	"strings"

	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// A Fold is a run of lines that can be folded into its first.
type Fold struct {
	// First and Last are lines of the file, from 0.
	First, Last int
	// Comment says that they are comments.
	Comment bool
}

// Folds returns what can be folded in a file, in its order: documents, values of keys
// and items, texts of several lines, and comments of several lines.
func Folds(f *manifest.File) []Fold {
	all := []Fold{}
	for _, d := range f.Documents() {
		x := &folder{text: f.Text, start: d.Start, source: d.Text(), folds: all}
		x.comments(d.Comments())
		if len(f.Documents()) > 1 {
			x.add(d.Root().Span(), false)
		}
		x.below(d.Root())
		all = x.folds
	}
	return all
}

// folder collects the folds of a document.
type folder struct {
	text   *text.Text
	start  int
	source string
	folds  []Fold
}

// add adds the lines of a span, if they are several.
func (x *folder) add(s text.Span, comment bool) {
	end := s.Start + len(strings.TrimRight(x.source[s.Start:s.End], " \t\r\n"))
	first, last := x.text.LineOf(x.start+s.Start), x.text.LineOf(x.start+end)
	if n := len(x.folds); last > first && (n == 0 || x.folds[n-1].First != first) {
		x.folds = append(x.folds, Fold{first, last, comment})
	}
}

// below adds what is below a node. The first on a line counts, which is the largest.
func (x *folder) below(n syntax.Node) {
	for c := range n.Children() {
		if c.Kind() != syntax.Pair && c.Kind() != syntax.Item {
			continue
		}
		x.add(c.Span(), false)
		if v := c.Value(); v.Kind() == syntax.Mapping || v.Kind() == syntax.Sequence {
			x.below(v)
		}
	}
}

// comments adds runs of comments that stand alone on their lines.
func (x *folder) comments(all []text.Span) {
	var run text.Span
	for _, c := range all {
		alone := strings.TrimLeft(x.source[strings.LastIndexByte(x.source[:c.Start], '\n')+1:c.Start], " \t") == ""
		if alone && run.End > 0 && strings.Count(x.source[run.End:c.Start], "\n") == 1 {
			run.End = c.End
			continue
		}
		if run.End > 0 {
			x.add(run, true)
		}
		run = text.Span{}
		if alone {
			run = c
		}
	}
	if run.End > 0 {
		x.add(run, true)
	}
}
