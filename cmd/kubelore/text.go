package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/server/check"
	"github.com/kubelore/kubelore/server/text"
)

// widest is how many columns of a line of source are shown.
const widest = 140

var colors = [check.Off]string{"\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[1;34m"} //nolint:gochecknoglobals // a table

// painter writes in colours, or not.
type painter struct {
	io.Writer
	colored  bool
	language language.Language
}

func (p painter) paint(color, s string) string {
	if !p.colored || s == "" {
		return s
	}
	return color + s + reset
}

const (
	bold  = "\x1b[1m"
	dim   = "\x1b[2m"
	cyan  = "\x1b[36m"
	reset = "\x1b[0m"
)

func writeText(w io.Writer, r *report, colored bool) error {
	p := painter{w, colored, r.language}
	for _, x := range r.problems {
		if err := p.problem(x, r.related(x)); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, summary(r))
	return err
}

// problem writes one problem: what it is, where, the line with a caret below what
// is meant, the other ends of it, and what to do.
func (p painter) problem(x located, related []end) error {
	number := strconv.Itoa(x.line)
	gutter := strings.Repeat(" ", len(number))
	color := colors[x.Severity]
	source, carets := frame(x.text, x.Span)
	var b strings.Builder
	fmt.Fprintf(&b, "%s%s\n", p.paint(color, x.Severity.In(p.language)+"["+x.Code+"]"), p.paint(bold, ": "+oneLine(x.Message)))
	fmt.Fprintf(&b, "%s%s %s:%d:%d\n", gutter, p.paint(dim, "-->"), x.file, x.line, x.column)
	fmt.Fprintf(&b, "%s %s\n", gutter, p.paint(dim, "|"))
	fmt.Fprintf(&b, "%s %s %s\n", p.paint(dim, number), p.paint(dim, "|"), source)
	fmt.Fprintf(&b, "%s %s %s\n", gutter, p.paint(dim, "|"), p.paint(color, carets))
	for _, other := range related {
		line, column := place(other.text, other.Span.Start)
		fmt.Fprintf(&b, "%s %s%s:%d:%d: %s\n", gutter, p.paint(dim, "= note: "), other.file, line, column, oneLine(other.Message))
	}
	for _, fix := range x.Fixes {
		if fix.Ignores || len(fix.Make()) == 0 {
			continue
		}
		fmt.Fprintf(&b, "%s %s\n", gutter, p.paint(dim, language.Text{EN: "= help: ", JA: "= 対処: "}.In(p.language))+fix.Title)
	}
	_, err := fmt.Fprintln(p.Writer, b.String())
	if err != nil {
		return fmt.Errorf("write a problem: %w", err)
	}
	return nil
}

// oneLine joins the lines of a message of the API server.
func oneLine(s string) string { return strings.Join(strings.Fields(valid(s)), " ") }

// frame returns the line on which a span begins and the carets below it, aligned
// for tabs and for characters of any width. A long line is cut around the span.
func frame(t *text.Text, span text.Span) (source, carets string) {
	line := t.Line(t.LineOf(span.Start))
	before := expand(t.String()[line.Start:min(span.Start, line.End)], 0)
	marked := expand(t.String()[min(span.Start, line.End):min(span.End, line.End)], runewidth.StringWidth(before))
	after := expand(t.String()[min(span.End, line.End):line.End], runewidth.StringWidth(before+marked))
	if most := widest / 2; runewidth.StringWidth(before) > most {
		before = "…" + runewidth.TruncateLeft(before, runewidth.StringWidth(before)-most+1, "")
	}
	marked = runewidth.Truncate(marked, widest/2, "…")
	source = before + marked + runewidth.Truncate(after, max(widest-runewidth.StringWidth(before+marked), 1), "…")
	return strings.TrimRight(source, " "), strings.Repeat(" ", runewidth.StringWidth(before)) + strings.Repeat("^", max(runewidth.StringWidth(marked), 1))
}

// expand writes tabs as spaces and hides what would move the cursor of a terminal.
func expand(s string, column int) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\t':
			const stop = 4
			n := stop - column%stop
			b.WriteString(strings.Repeat(" ", n))
			column += n
		case r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0:
			b.WriteRune('·')
			column++
		default:
			b.WriteRune(r)
			column += runewidth.RuneWidth(r)
		}
	}
	return b.String()
}

// summary returns the last line of a report: how much was read, and what was found.
func summary(r *report) string {
	if r.language == language.Japanese {
		return summaryInJapanese(r)
	}
	count := func(n int, what string) string {
		if n == 1 {
			return "1 " + what
		}
		return strconv.Itoa(n) + " " + what + "s"
	}
	s := count(r.documents, "manifest") + " in " + count(r.files, "file") + ": "
	var parts []string
	for i, n := range r.counts {
		if n > 0 {
			parts = append(parts, count(n, check.Severity(i).In(r.language)))
		}
	}
	if len(parts) == 0 {
		return s + "no problems"
	}
	return s + strings.Join(parts, ", ")
}

func summaryInJapanese(r *report) string {
	s := fmt.Sprintf("%d 個のファイルの %d 個のマニフェスト: ", r.files, r.documents)
	var parts []string
	for i, n := range r.counts {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d 件", check.Severity(i).In(r.language), n))
		}
	}
	if len(parts) == 0 {
		return s + "問題なし"
	}
	return s + strings.Join(parts, "、")
}
