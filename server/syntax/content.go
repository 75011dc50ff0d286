package syntax

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/kubelore/kubelore/server/text"
)

// Text returns the content of a scalar: quotes, escapes, folding and indentation
// undone. It is the name of the anchor for an alias and empty for other nodes.
// Most scalars are written as they are read, and cost nothing.
func (n Node) Text() string {
	switch n.Kind() {
	case Alias:
		return strings.TrimPrefix(n.slice(n.content()), "*")
	case Scalar:
	default:
		return ""
	}
	raw := n.slice(n.content())
	switch n.Style() {
	case Plain:
		return fold(raw)
	case SingleQuoted:
		raw = unquote(raw, '\'', n.Broken())
		if strings.IndexByte(raw, '\'') < 0 {
			return fold(raw)
		}
		return strings.ReplaceAll(fold(raw), "''", "'")
	case DoubleQuoted:
		return unescape(unquote(raw, '"', n.Broken()))
	default:
		return n.blockText(raw)
	}
}

// unquote takes the quotes off; a broken scalar has no closing one.
func unquote(s string, quote byte, broken bool) string {
	s = s[1:]
	if !broken && s != "" && s[len(s)-1] == quote {
		s = s[:len(s)-1]
	}
	return s
}

// lines returns the lines of s without their breaks.
func lines(s string) []string {
	var all []string
	for {
		end := strings.IndexAny(s, "\r\n")
		if end < 0 {
			return append(all, s)
		}
		all = append(all, s[:end])
		if s[end] == '\r' && end+1 < len(s) && s[end+1] == '\n' {
			end++
		}
		s = s[end+1:]
	}
}

// broken reports whether a text has a line break. Most scalars are asked for this and have
// none; [strings.ContainsAny] is several times slower.
func broken(s string) bool {
	return strings.IndexByte(s, '\n') >= 0 || strings.IndexByte(s, '\r') >= 0
}

// fold joins the lines of a plain or quoted scalar: one break is a space, each
// further one a line feed.
func fold(s string) string {
	if !broken(s) {
		return s
	}
	all := lines(s)
	var b strings.Builder
	b.WriteString(strings.TrimRight(all[0], " \t"))
	empty := 0
	for i, l := range all[1:] {
		last := i == len(all)-2
		l = strings.TrimLeft(l, " \t")
		if !last {
			l = strings.TrimRight(l, " \t")
		}
		if l == "" && !last {
			empty++
			continue
		}
		foldBreak(&b, empty)
		empty = 0
		b.WriteString(l)
	}
	return b.String()
}

// foldBreak writes what a line break and a number of empty lines after it mean.
func foldBreak(b *strings.Builder, empty int) {
	if empty == 0 {
		b.WriteByte(' ')
		return
	}
	for range empty {
		b.WriteByte('\n')
	}
}

// unescape returns the content of a double-quoted scalar.
func unescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 && !broken(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case isSpace(c):
			end := i
			for end < len(s) && (s[end] == ' ' || s[end] == '\t') {
				end++
			}
			if end == len(s) || !isBreak(s[end]) {
				b.WriteString(s[i:end])
				i = end
				continue
			}
			var breaks int
			i, breaks = skipBreaks(s, end)
			foldBreak(&b, breaks-1)
		case c == '\\' && i+1 < len(s) && isBreak(s[i+1]):
			// An escaped break joins the lines; empty lines below it stay.
			var breaks int
			i, breaks = skipBreaks(s, i+1)
			for range breaks - 1 {
				b.WriteByte('\n')
			}
		case c == '\\' && i+1 < len(s):
			end := escapeEnd(s, i, len(s))
			if end < 0 {
				// Of the escapes that do not exist, kubectl takes this one.
				if s[i+1] != '\'' {
					b.WriteByte(c)
				}
				i++
				continue
			}
			writeEscape(&b, s[i+1:end])
			i = end
		default:
			b.WriteByte(c)
			i++
		}
	}
	return b.String()
}

// skipBreaks moves over line breaks, and the blanks between and behind them, and
// counts the breaks.
func skipBreaks(s string, i int) (next, breaks int) {
	for i < len(s) && isSpace(s[i]) {
		if isBreak(s[i]) {
			breaks++
			i = text.NextLine(s, i)
			continue
		}
		i++
	}
	return i, breaks
}

// simpleEscapes are the escapes of one letter.
var simpleEscapes = map[byte]string{ //nolint:gochecknoglobals // a table
	'0': "\x00", 'a': "\a", 'b': "\b", 't': "\t", '\t': "\t", 'n': "\n", 'v': "\v", 'f': "\f", 'r': "\r", 'e': "\x1b",
	' ': " ", '"': `"`, '/': "/", '\\': `\`, 'N': "\u0085", '_': "\u00a0", 'L': "\u2028", 'P': "\u2029",
}

// escapeEnd returns the end of the escape whose backslash is at i, or -1 if there
// is no such escape before end.
func escapeEnd(s string, i, end int) int {
	if i+1 >= end {
		return -1
	}
	var digits int
	switch c := s[i+1]; c {
	case 'x':
		digits = 2
	case 'u':
		digits = 4
	case 'U':
		digits = 8
	default:
		if _, ok := simpleEscapes[c]; ok || isBreak(c) {
			return i + 2
		}
		return -1
	}
	if i+2+digits > end {
		return -1
	}
	if _, err := strconv.ParseUint(s[i+2:i+2+digits], 16, 32); err != nil {
		return -1
	}
	return i + 2 + digits
}

func writeEscape(b *strings.Builder, s string) {
	if simple, ok := simpleEscapes[s[0]]; ok {
		b.WriteString(simple)
		return
	}
	r, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil || r > utf8.MaxRune {
		r = utf8.RuneError
	}
	b.WriteRune(rune(r))
}

// blockText returns the content of a literal or folded scalar.
func (n Node) blockText(raw string) string {
	headerEnd := text.LineEnd(raw, 0)
	header, _, _ := strings.Cut(raw[:headerEnd], "#")
	body := raw[min(text.NextLine(raw, 0), len(raw)):]
	if body == "" {
		return ""
	}
	all := lines(body)
	closed := isBreak(body[len(body)-1])
	if closed {
		all = all[:len(all)-1]
	}
	indent := int(n.raw().sep)
	for i, l := range all {
		cut := 0
		for cut < len(l) && l[cut] == ' ' && (indent < 0 || cut < indent) {
			cut++
		}
		all[i] = l[cut:]
	}
	empty := 0 // lines at the end
	for len(all) > 0 && all[len(all)-1] == "" {
		all = all[:len(all)-1]
		empty++
	}
	var b strings.Builder
	b.Grow(len(body))
	if n.Style() == Literal {
		for i, l := range all {
			if i > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(l)
		}
	} else {
		foldBlock(&b, all)
	}
	chomp(&b, header, len(all) > 0, closed, empty)
	return b.String()
}

// chomp writes the end of a block scalar as its header asks: all line breaks for
// "+", none for "-", else one.
func chomp(b *strings.Builder, header string, content, closed bool, empty int) {
	if strings.Contains(header, "-") {
		return
	}
	// Like kubectl's reader, add no break that is not written.
	if content && (closed || empty > 0) {
		b.WriteByte('\n')
	}
	if !strings.Contains(header, "+") {
		return
	}
	if !closed && empty > 0 {
		empty--
	}
	for range empty {
		b.WriteByte('\n')
	}
}

// foldBlock joins the lines of a folded scalar; those that are indented further
// keep their breaks.
func foldBlock(b *strings.Builder, all []string) {
	empty, started, deep := 0, false, false
	for _, l := range all {
		if l == "" {
			empty++
			continue
		}
		deeper := l[0] == ' ' || l[0] == '\t'
		switch {
		case !started:
			if empty > 0 {
				foldBreak(b, empty)
			}
		case deeper || deep:
			foldBreak(b, empty+1)
		default:
			foldBreak(b, empty)
		}
		empty, started, deep = 0, true, deeper
		b.WriteString(l)
	}
}
