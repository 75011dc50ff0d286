// Package text holds the content of one version of a file and converts between
// byte offsets and line/character positions.
//
// It knows lines and the three position encodings of the protocol. It deliberately
// does not know YAML, files or editors. Every other package counts in bytes; UTF-16
// exists here as arithmetic and in server/lsp as use, nowhere else.
package text

import (
	"errors"
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"
)

// A Span is the half-open range [Start, End) of byte offsets.
type Span struct{ Start, End int }

// Len returns the number of bytes in s.
func (s Span) Len() int { return s.End - s.Start }

// Contains reports whether offset lies in s or at its end, where a cursor that
// has just typed the last byte stands.
func (s Span) Contains(offset int) bool { return s.Start <= offset && offset <= s.End }

// Shift returns s moved by the given number of bytes.
func (s Span) Shift(by int) Span { return Span{s.Start + by, s.End + by} }

// An Encoding is the unit in which the characters of a line are counted.
type Encoding uint8

// The encodings that a client can negotiate. UTF16 is the protocol's default.
const (
	UTF16 Encoding = iota
	UTF8
	UTF32
)

// A Text is the immutable content of one version of a file.
type Text struct {
	content string
	// starts holds the offset of the first byte of each line; starts[0] is 0.
	starts []int32
}

// New returns the text with the given content. Lines end with "\n", "\r\n" or a
// lone "\r", as the protocol and YAML both have it.
func New(content string) *Text {
	starts := make([]int32, 1, len(content)/24+1)
	return &Text{content: content, starts: appendLineStarts(starts, content, 0, len(content))}
}

// appendLineStarts appends the start of each line that follows a line break
// beginning in [from, to).
func appendLineStarts(starts []int32, content string, from, to int) []int32 {
	hasCR := strings.IndexByte(content[from:to], '\r') >= 0
	for i := from; i < to; {
		if !hasCR {
			n := strings.IndexByte(content[i:to], '\n')
			if n < 0 {
				break
			}
			i += n + 1
			starts = append(starts, int32(i))
			continue
		}
		switch content[i] {
		case '\n':
			starts = append(starts, int32(i+1))
		case '\r':
			if i+1 == len(content) || content[i+1] != '\n' {
				starts = append(starts, int32(i+1))
			}
		}
		i++
	}
	return starts
}

// String returns the content.
func (t *Text) String() string { return t.content }

// Len returns the number of bytes.
func (t *Text) Len() int { return len(t.content) }

// Lines returns the number of lines; a final line break starts one more, empty line.
func (t *Text) Lines() int { return len(t.starts) }

// LineOf returns the zero-based line that holds offset, which is clamped to the text.
func (t *Text) LineOf(offset int) int {
	offset = min(max(offset, 0), len(t.content))
	return sort.Search(len(t.starts), func(i int) bool { return int(t.starts[i]) > offset }) - 1
}

// Line returns the span of a line without its line break. A line beyond the
// text gives an empty span at the end.
func (t *Text) Line(line int) Span {
	if line < 0 {
		return Span{}
	}
	if line >= len(t.starts) {
		return Span{len(t.content), len(t.content)}
	}
	s := Span{int(t.starts[line]), len(t.content)}
	if line+1 < len(t.starts) {
		s.End = int(t.starts[line+1]) - 1
		if s.End > s.Start && t.content[s.End] == '\n' && t.content[s.End-1] == '\r' {
			s.End--
		}
	}
	return s
}

// Position returns the zero-based line and the character in it, counted in enc,
// of offset. Offsets outside the text are clamped to it; one inside a line
// break counts as the end of the line.
func (t *Text) Position(offset int, enc Encoding) (line, char int) {
	offset = min(max(offset, 0), len(t.content))
	line = t.LineOf(offset)
	s := t.Line(line)
	return line, units(t.content[s.Start:min(offset, s.End)], enc)
}

// Offset returns the byte offset of a position. Positions beyond a line are
// clamped to its end, lines beyond the text to the end of the text, and a
// position inside a surrogate pair to its start.
func (t *Text) Offset(line, char int, enc Encoding) int {
	s := t.Line(line)
	if line < 0 {
		return 0
	}
	if line >= len(t.starts) {
		return len(t.content)
	}
	return s.Start + bytesOf(t.content[s.Start:s.End], char, enc)
}

// units counts s in enc.
func units(s string, enc Encoding) int {
	if enc == UTF8 {
		return len(s)
	}
	n := 0
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			n, i = n+1, i+1
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		n += width(r, enc)
		i += size
	}
	return n
}

// bytesOf returns the length of the longest prefix of s that counts at most char units.
func bytesOf(s string, char int, enc Encoding) int {
	if char <= 0 {
		return 0
	}
	if enc == UTF8 {
		i := min(char, len(s))
		for i > 0 && i < len(s) && !utf8.RuneStart(s[i]) {
			i--
		}
		return i
	}
	i := 0
	for i < len(s) {
		w, size := 1, 1
		if s[i] >= utf8.RuneSelf {
			var r rune
			r, size = utf8.DecodeRuneInString(s[i:])
			w = width(r, enc)
		}
		if char < w {
			break
		}
		char -= w
		i += size
	}
	return i
}

func width(r rune, enc Encoding) int {
	if enc == UTF16 && r > 0xFFFF {
		return 2
	}
	return 1
}

// An Edit replaces the bytes of Span by New.
type Edit struct {
	Span Span
	New  string
}

// A Change says how much of a text an edit left alone: the first Prefix and the
// last Suffix bytes are the same before and after, and do not overlap in either.
type Change struct{ Prefix, Suffix int }

// ErrOutside is wrapped by the error of an edit that lies outside the text.
var ErrOutside = errors.New("edit lies outside the text")

// Apply returns the text after one edit and the extent of the change. It fails,
// wrapping ErrOutside, if the span is not inside the text or is turned around.
func (t *Text) Apply(e Edit) (*Text, Change, error) {
	if e.Span.Start < 0 || e.Span.End < e.Span.Start || e.Span.End > len(t.content) {
		return nil, Change{}, fmt.Errorf("bytes %d to %d of %d: %w", e.Span.Start, e.Span.End, len(t.content), ErrOutside)
	}
	var b strings.Builder
	b.Grow(len(t.content) + len(e.New) - e.Span.Len())
	b.WriteString(t.content[:e.Span.Start])
	b.WriteString(e.New)
	b.WriteString(t.content[e.Span.End:])
	next := &Text{content: b.String()}
	next.starts = t.editedStarts(e, next.content)
	return next, Change{Prefix: e.Span.Start, Suffix: len(t.content) - e.Span.End}, nil
}

// editedStarts scans only around the edit; a keystroke in a large file must not
// cost a scan of the file.
func (t *Text) editedStarts(e Edit, content string) []int32 {
	// A "\r" just before the edit may gain or lose its "\n", so one byte more
	// on each side is looked at again.
	from := max(e.Span.Start-1, 0)
	end := min(e.Span.End+1, len(t.content)) // in the old text
	shift := len(content) - len(t.content)
	keep := sort.Search(len(t.starts), func(i int) bool { return int(t.starts[i]) > from })
	rest := sort.Search(len(t.starts), func(i int) bool { return int(t.starts[i]) > end })
	starts := make([]int32, keep, len(t.starts)+strings.Count(e.New, "\n")+strings.Count(e.New, "\r")+2)
	copy(starts, t.starts[:keep])
	starts = appendLineStarts(starts, content, from, end+shift)
	for _, s := range t.starts[rest:] {
		starts = append(starts, s+int32(shift))
	}
	return starts
}
