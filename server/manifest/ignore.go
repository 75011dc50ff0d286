package manifest

import (
	"strings"

	"github.com/kubelore/kubelore/server/text"
)

// IgnoreMark is what a comment begins with that says which problems are to be ignored:
// "# kubelore: ignore=res/*,risk/image-latest it is a demo".
const IgnoreMark = "kubelore: ignore="

// IgnoreList returns the ids in a comment of the document that says which problems are
// to be ignored: the bytes between the mark and the first blank, commas included. It
// reports false for other comments.
func (d *Document) IgnoreList(comment text.Span) (text.Span, bool) {
	words := d.Text()[comment.Start:comment.End]
	rest := strings.TrimLeft(words, "# ")
	first, second, _ := strings.Cut(IgnoreMark, " ")
	rest, ok := strings.CutPrefix(rest, first)
	trimmed := strings.TrimLeft(rest, " \t")
	if !ok || trimmed == rest {
		return text.Span{}, false
	}
	list, ok := strings.CutPrefix(trimmed, second)
	if !ok {
		return text.Span{}, false
	}
	start := comment.End - len(list)
	if i := strings.IndexAny(list, " \t\r"); i >= 0 {
		list = list[:i]
	}
	return text.Span{Start: start, End: start + len(list)}, true
}

// AboutLine returns the line, from 0, that a comment of the document is about: its own, or
// the next one with something on it if it stands alone; or -1 for the whole document if it
// stands above everything in it.
func (d *Document) AboutLine(comment text.Span) int {
	content := d.Text()
	start := strings.LastIndexByte(content[:comment.Start], '\n') + 1
	line := d.Line(comment.Start)
	switch {
	case strings.TrimSpace(content[start:comment.Start]) != "":
		return line
	case comment.Start < d.Root().Span().Start:
		return -1
	}
	return d.lines().next[line]
}
