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
//
// It is kept in pieces of some [pieceSize] bytes, so that the text after a keystroke shares
// all but one of them with the text before it.
type Text struct {
	// pieces has at least one element. Each but the last ends behind a line break, and only
	// a piece that is the only one may be empty.
	pieces []piece
	// whole is the content if it came in one string, and else empty.
	whole string
}

// A piece is a run of whole lines and where it stands in a text.
type piece struct {
	*lines
	// start is the offset of its first byte, before the number of line breaks before it.
	start, before int
}

// lines are a string and the offsets in it that follow a line break.
type lines struct {
	content string
	starts  []int32
}

// end returns the offset behind the last byte.
func (p piece) end() int { return p.start + len(p.content) }

// pieceSize is how long pieces are made, in bytes, if their last line is not longer.
const pieceSize = 16 << 10

// New returns the text with the given content. Lines end with "\n", "\r\n" or a
// lone "\r", as the protocol and YAML both have it.
func New(content string) *Text {
	t := &Text{pieces: make([]piece, 0, len(content)/pieceSize+1), whole: content}
	t.add(content)
	return t
}

// add appends content, which is the rest of the text or ends behind a line break.
func (t *Text) add(content string) {
	for len(content) > 0 || len(t.pieces) == 0 {
		n := len(content)
		if n > 2*pieceSize {
			n = NextLine(content, pieceSize)
		}
		t.addLines(&lines{content[:n], lineStarts(content[:n])})
		content = content[n:]
	}
}

// addLines appends lines behind the last piece.
func (t *Text) addLines(l *lines) {
	p := piece{lines: l}
	if n := len(t.pieces); n > 0 {
		last := t.pieces[n-1]
		p.start, p.before = last.end(), last.before+len(last.starts)
	}
	t.pieces = append(t.pieces, p)
}

// lineStarts returns the offsets that follow a line break of content.
func lineStarts(content string) []int32 {
	starts := make([]int32, 0, len(content)/24+1)
	hasCR := strings.IndexByte(content, '\r') >= 0
	for i := 0; i < len(content); {
		if !hasCR {
			n := strings.IndexByte(content[i:], '\n')
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

// String returns the content. After an edit that copies all of it; see [Text.Slice].
func (t *Text) String() string {
	if t.whole != "" {
		return t.whole
	}
	return t.Slice(Span{0, t.Len()})
}

// Slice returns the bytes of a span inside the text. Those of one line, or of a few, are
// not copied.
func (t *Text) Slice(s Span) string {
	i := t.pieceAt(s.Start)
	if p := t.pieces[i]; s.End <= p.end() {
		return p.content[s.Start-p.start : s.End-p.start]
	}
	var b strings.Builder
	b.Grow(s.Len())
	for _, p := range t.pieces[i:] {
		if p.start >= s.End {
			break
		}
		b.WriteString(p.content[max(s.Start-p.start, 0):min(s.End-p.start, len(p.content))])
	}
	return b.String()
}

// pieceAt returns the index of the last piece that starts at or before an offset.
func (t *Text) pieceAt(offset int) int {
	return max(sort.Search(len(t.pieces), func(i int) bool { return t.pieces[i].start > offset })-1, 0)
}

// Len returns the number of bytes.
func (t *Text) Len() int { return t.pieces[len(t.pieces)-1].end() }

// Lines returns the number of lines; a final line break starts one more, empty line.
func (t *Text) Lines() int {
	last := t.pieces[len(t.pieces)-1]
	return last.before + len(last.starts) + 1
}

// LineOf returns the zero-based line that holds offset, which is clamped to the text.
func (t *Text) LineOf(offset int) int {
	offset = min(max(offset, 0), t.Len())
	p := t.pieces[t.pieceAt(offset)]
	return p.before + sort.Search(len(p.starts), func(i int) bool { return p.start+int(p.starts[i]) > offset })
}

// Line returns the span of a line without its line break. A line beyond the
// text gives an empty span at the end.
func (t *Text) Line(line int) Span {
	if line < 0 {
		return Span{}
	}
	n := t.Len()
	if line >= t.Lines() {
		return Span{n, n}
	}
	s := Span{t.lineStart(line), n}
	if line+1 < t.Lines() {
		s.End = t.lineStart(line+1) - 1
		if s.End > s.Start && t.Slice(Span{s.End - 1, s.End + 1}) == "\r\n" {
			s.End--
		}
	}
	return s
}

// lineStart returns the offset of the first byte of a line of the text.
func (t *Text) lineStart(line int) int {
	if line == 0 {
		return 0
	}
	// It follows a line break, which is in the last piece with fewer before it.
	i := sort.Search(len(t.pieces), func(i int) bool { return t.pieces[i].before >= line }) - 1
	p := t.pieces[i]
	return p.start + int(p.starts[line-1-p.before])
}

// Position returns the zero-based line and the character in it, counted in enc,
// of offset. Offsets outside the text are clamped to it; one inside a line
// break counts as the end of the line.
func (t *Text) Position(offset int, enc Encoding) (line, char int) {
	offset = min(max(offset, 0), t.Len())
	line = t.LineOf(offset)
	s := t.Line(line)
	return line, units(t.Slice(Span{s.Start, min(offset, s.End)}), enc)
}

// Offset returns the byte offset of a position. Positions beyond a line are
// clamped to its end, lines beyond the text to the end of the text, and a
// position inside a surrogate pair to its start.
func (t *Text) Offset(line, char int, enc Encoding) int {
	s := t.Line(line)
	if line < 0 {
		return 0
	}
	if line >= t.Lines() {
		return t.Len()
	}
	return s.Start + bytesOf(t.Slice(s), char, enc)
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
	length := t.Len()
	if e.Span.Start < 0 || e.Span.End < e.Span.Start || e.Span.End > length {
		return nil, Change{}, fmt.Errorf("bytes %d to %d of %d: %w", e.Span.Start, e.Span.End, length, ErrOutside)
	}
	// A "\r" just before the edit may gain or lose its "\n", and a piece that loses its line
	// break needs the next one: so the pieces of the bytes around the edit are made anew.
	from, to := t.pieceAt(e.Span.Start-1), t.pieceAt(e.Span.End)
	first, last := t.pieces[from], t.pieces[to]
	before, after := first.content[:e.Span.Start-first.start], last.content[e.Span.End-last.start:]
	next := &Text{pieces: make([]piece, from, len(t.pieces)+len(e.New)/pieceSize+2)}
	copy(next.pieces, t.pieces)
	if between := before + e.New + after; between != "" || len(t.pieces) == to-from+1 {
		next.add(between)
	}
	for _, p := range t.pieces[to+1:] {
		next.addLines(p.lines)
	}
	return next, Change{Prefix: e.Span.Start, Suffix: length - e.Span.End}, nil
}
