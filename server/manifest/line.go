package manifest

import (
	"slices"
	"strings"
)

// A lineTable holds the lines of a document, from 0. Comments can be many, so the lines are
// counted once.
type lineTable struct {
	// starts are the offsets of the lines.
	starts []int
	// next is, for each line, the first one below it with something on it that is no
	// comment, or the last line.
	next []int
}

type lineTableKey struct{}

func (d *Document) lines() *lineTable {
	return Remember(d, lineTableKey{}, func() *lineTable { return linesOf(d.Text()) })
}

// Line returns the line of the document that holds an offset in bytes, from 0.
func (d *Document) Line(offset int) int { return d.lines().of(offset) }

func linesOf(s string) *lineTable {
	l := &lineTable{}
	var blank []bool
	at := 0
	for line := range strings.Lines(s) {
		l.starts = append(l.starts, at)
		at += len(line)
		trimmed := strings.TrimSpace(line)
		blank = append(blank, trimmed == "" || trimmed[0] == '#')
	}
	if at == 0 || s[at-1] == '\n' { // what ends with a line break ends with an empty line
		l.starts, blank = append(l.starts, at), append(blank, true)
	}
	l.next = make([]int, len(l.starts))
	next := len(l.starts) - 1
	for i := len(l.starts) - 1; i >= 0; i-- {
		l.next[i] = next
		if !blank[i] {
			next = i
		}
	}
	return l
}

// of returns the line that holds an offset.
func (l *lineTable) of(offset int) int {
	i, found := slices.BinarySearch(l.starts, offset)
	if found {
		return i
	}
	return i - 1
}
