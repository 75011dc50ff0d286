package check

import (
	"path"
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/rule"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// An ignored is one id in such a comment.
type ignored struct {
	// pattern is the id or a glob.
	pattern string
	// line is the line that it is about, or -1 for the whole document.
	line int
	// comment is the comment, and only that there is no other id in it.
	comment text.Span
	only    bool
	used    bool
}

// ignores returns what the comments of a document ignore.
func ignores(d *manifest.Document) []*ignored {
	mark, _, _ := strings.Cut(manifest.IgnoreMark, " ")
	if !strings.Contains(d.Text(), mark) {
		return nil
	}
	var all []*ignored
	for _, c := range d.Comments() {
		list, ok := d.IgnoreList(c)
		if !ok {
			continue
		}
		line := d.AboutLine(c)
		ids := strings.Split(strings.Trim(d.Text()[list.Start:list.End], ","), ",")
		for _, id := range ids {
			all = append(all, &ignored{pattern: id, line: line, comment: c, only: len(ids) == 1})
		}
	}
	return all
}

// suppress takes away what comments and annotations ignore, and reports comments that
// ignore nothing.
func suppress(d *manifest.Document, problems []Problem) []Problem {
	h := hidingIn(d)
	if len(h.marks) == 0 && len(h.noted) == 0 {
		return problems
	}
	kept := slices.DeleteFunc(slices.Clone(problems), h.hides)
	if len(d.Problems()) > 0 || strings.Contains(d.Text(), "{{") {
		return kept // not everything was checked
	}
	for _, m := range h.marks {
		x := Problem{
			Span: m.comment, Severity: Information, Code: "ignore/unused", Unnecessary: true,
			Message: "there is no " + m.pattern + " to be ignored here",
		}
		if m.used || !findable(d, m.pattern) && !unknown(d.Env(), m.pattern, &x) {
			continue
		}
		if m.only {
			x.Fixes = []Fix{{Title: "Delete the comment", Edits: []text.Edit{{Span: wholeComment(d.Text(), m.comment)}}, Preferred: true}}
		}
		list := []Problem{x}
		translate(list, d.Env().Language)
		kept = append(kept, list...)
	}
	return kept
}

// hiding is what hides problems of a document: comments, and the annotations of resources
// by their kind and name.
type hiding struct {
	doc   *manifest.Document
	marks []*ignored
	noted map[[2]string][]string
	// byLine holds the marks by the lines that they are about; -1 is the whole document.
	byLine map[int][]*ignored
}

func hidingIn(d *manifest.Document) *hiding {
	h := &hiding{doc: d, marks: ignores(d), noted: annotated(d)}
	if len(h.marks) > 0 {
		h.byLine = map[int][]*ignored{}
	}
	for _, m := range h.marks {
		h.byLine[m.line] = append(h.byLine[m.line], m)
	}
	return h
}

// hides reports whether a problem of the document is ignored, and notes which comments
// are of use.
func (h *hiding) hides(p Problem) bool {
	hidden := slices.Contains(h.noted[[2]string{p.Kind, p.Name}], p.Code)
	if len(h.marks) == 0 {
		return hidden
	}
	for _, line := range []int{-1, h.doc.Line(p.Span.Start)} {
		for _, m := range h.byLine[line] {
			if ok, err := path.Match(m.pattern, p.Code); ok && err == nil {
				m.used, hidden = true, true
			}
		}
	}
	return hidden
}

// ignorable takes away what comments ignore of the problems of a file that other files
// show, and offers to ignore the others.
func ignorable(f *manifest.File, problems []Problem) []Problem {
	kept := problems[:0]
	all := map[*manifest.Document]*hiding{}
	for _, p := range problems {
		d := f.At(p.Span.Start)
		here := p
		here.Span = p.Span.Shift(-d.Start)
		if all[d.Document] == nil {
			all[d.Document] = hidingIn(d.Document)
		}
		if all[d.Document].hides(here) {
			continue
		}
		if fix, ok := ignoreFix(d.Document, here); ok {
			for i := range fix.Edits {
				fix.Edits[i].Span = fix.Edits[i].Span.Shift(d.Start)
			}
			p.Fixes = append(p.Fixes, fix)
		}
		kept = append(kept, p)
	}
	return kept
}

// findable reports whether a check of single documents has an id, so that we know
// whether there is something to be ignored.
func findable(d *manifest.Document, id string) bool {
	return slices.ContainsFunc(rulesOf(d.Env()).All(), func(r *rule.Rule) bool { return r.ID == id && r.Level == "" }) ||
		slices.ContainsFunc(resourceInfos(), func(i Info) bool { return i.Code == id })
}

// wholeComment returns the bytes to delete with a comment: the blanks before it, or its
// line if nothing else is on it.
func wholeComment(s string, c text.Span) text.Span {
	start := strings.LastIndexByte(s[:c.Start], '\n') + 1
	if strings.TrimSpace(s[start:c.Start]) == "" && c.End < len(s) {
		return text.Span{Start: start, End: c.End + strings.IndexByte(s[c.End:], '\n') + 1}
	}
	return text.Span{Start: start + len(strings.TrimRight(s[start:c.Start], " ")), End: c.End}
}

// ignoreFix offers to write a comment that ignores a problem.
func ignoreFix(d *manifest.Document, p Problem) (Fix, bool) {
	if d.Root().Kind() != syntax.Mapping || d.Root().Flow() {
		return Fix{}, false // JSON has no comments
	}
	at := strings.LastIndexByte(d.Text()[:p.Span.Start], '\n') + 1
	line := d.Text()[at:p.Span.Start]
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	fix := Fix{Title: "Ignore this problem", Ignores: true}
	comment := "# " + manifest.IgnoreMark + p.Code + " (why?)"
	fix.Edits = []text.Edit{{Span: text.Span{Start: at, End: at}, New: indent + comment + "\n"}}
	if strings.LastIndexByte(d.Text()[:d.Root().Span().Start], '\n')+1 == at {
		// A comment above the first line would be about the whole document.
		end := p.Span.Start + len(strings.TrimRight(firstLine(d.Text()[p.Span.Start:]), "\r"))
		if strings.Contains(d.Text()[at:end], "#") {
			return Fix{}, false
		}
		fix.Edits = []text.Edit{{Span: text.Span{Start: end, End: end}, New: "  " + comment}}
	}
	return fix, true
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}
