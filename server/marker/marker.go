// Package marker runs marker tests: archives of manifests whose "#~" comments
// say what an editor sees at that place. It knows the language of the markers and
// how an editor asks; it deliberately knows nothing of the server but its protocol.
//
// # Archives
//
// A test is a txtar archive testdata/marker/<feature>/<name>.txtar. Its comment
// says what is tested. Each entry is a file that the editor opens, but for these:
//
//   - settings.json: the settings that the editor sends
//   - capabilities.json: laid over the capabilities of the editor, as the
//     protocol writes them; null takes one away
//   - flags: any of -crlf (lines end as on Windows), -cut (the last line of
//     each file has no line break) and -advice (the rules of the families res, risk,
//     rt and sec are on, which else are off, so that other tests can be short)
//   - @name: a golden entry, rewritten by "go test ./server/marker -update"
//
// # Markers
//
// What follows "#~" on a line is a list of markers. It is removed before the
// server sees the file, so that a test holds exactly what somebody typed, half
// words and all. Blanks before "#~" are removed too, unless the line is otherwise
// blank: then they are the indentation under test. "#~=" keeps them everywhere.
//
//	hover(at, want)          the hover at a place; without want there is none
//	complete(at, want...)    the labels shown for what is typed, in order: strings, or
//	                         one golden entry
//	rank(at, label...)       these are offered in this order, among others; "!x" is not offered
//	accept(at, label, file)  the file after the item was accepted, as a difference
//	diag(at, code, want)     a problem; a fourth argument warning, information or hint
//	                         is its severity, which else is error
//	fix(at, title, file)     the file after the quick fix was applied, as a difference;
//	                         without title and file there is none
//	act(at, title, file)     the file after a refactoring, likewise
//	def(at, place...)        where the name is defined; type, impl, refs and same are the
//	                         definition of the kind, what does the work, who uses it, and
//	                         where else it is in the file
//	out(at, item...)         where traffic and dependencies lead from here; in is whence
//	rename(at, name, files)  the files after the name was changed, as a difference, or,
//	                         if it is a text, why it cannot be changed
//
// A place is text on the line, or re"...", whose last group counts if it has
// one; "" is the end of the line. What is wanted is a part of the answer, a
// pattern re"..." or the name of a golden entry. The places that a name leads to are
// written "file: line", with brackets around what is selected. Golden hovers have "…" where a
// description of Kubernetes stands, as its text is not copied into this repository.
//
// Diagnostics are matched one to one: a file must have exactly those that are
// marked. Golden entries that nothing refers to are errors, as are archives
// without markers.
package marker

import (
	"fmt"
	"strings"

	"github.com/kubelore/kubelore/server/text"
)

// A Mark is one call in a "#~" comment, such as hover("replicas", replicas).
type Mark struct {
	// File is the entry that holds the mark, and Line its line in the archive,
	// from 1.
	File string
	Line int
	Name string
	// Args are of type string, *regexp.Regexp or Ident.
	Args []any
	// Row is the line of the mark in the file that the server sees, from 0.
	Row int
}

// An Ident is a bare word: the name of a golden entry, or a severity.
type Ident string

const (
	sign = "#~"
	// keep after the sign keeps the blanks before it.
	keep = '='
)

// Strip removes the "#~" comments from the content of an entry and returns what
// the server sees and the marks. Line is the line of the archive on which the
// content starts, from 1. The error names the line of the first bad comment.
func Strip(file, content string, line int) (string, []*Mark, error) {
	var stripped strings.Builder
	var marks []*Mark
	row := 0
	for l := range strings.Lines(content) {
		body, note, ok := strings.Cut(l, sign)
		if !ok {
			stripped.WriteString(l)
			row++
			continue
		}
		if strings.HasPrefix(note, string(keep)) {
			note = note[1:]
		} else if strings.TrimSpace(body) != "" {
			body = strings.TrimRight(body, " \t")
		}
		found, err := parse(strings.TrimRight(note, "\r\n"))
		if err != nil {
			return "", nil, fmt.Errorf("line %d: %w", line+row, err)
		}
		for _, m := range found {
			m.File, m.Line, m.Row = file, line+row, row
			marks = append(marks, m)
		}
		stripped.WriteString(body)
		if strings.HasSuffix(l, "\n") {
			stripped.WriteByte('\n')
		}
		row++
	}
	return stripped.String(), marks, nil
}

// place finds the bytes of t that the first argument of m means.
func (m *Mark) place(t *text.Text) (text.Span, error) {
	if len(m.Args) == 0 {
		return text.Span{}, fmt.Errorf("%s needs a place", m.Name)
	}
	line := t.Line(m.Row)
	content := t.String()[line.Start:line.End]
	switch at := m.Args[0].(type) {
	case string:
		if at == "" {
			return text.Span{Start: line.End, End: line.End}, nil
		}
		if i := strings.Index(content, at); i >= 0 {
			return text.Span{Start: i, End: i + len(at)}.Shift(line.Start), nil
		}
	case pattern:
		if loc := at.FindStringSubmatchIndex(content); loc != nil {
			last := len(loc) - 2
			if loc[last] >= 0 { // else an optional group that matched nothing
				return text.Span{Start: loc[last], End: loc[last+1]}.Shift(line.Start), nil
			}
		}
	case Ident:
		return text.Span{}, fmt.Errorf("%s is no place; write text in quotes or re\"...\"", at)
	}
	return text.Span{}, fmt.Errorf("%v is not on the line %q", m.Args[0], content)
}
