package edit

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// A Pair is one entry of a mapping, in the order of writing.
type Pair struct {
	Key   string
	Value any
	// Source is how the key is written, if it was written before.
	Source string
}

// key writes the key of a pair in a style, or as it was.
func (p Pair) key(style syntax.Style) string {
	if p.Source != "" {
		return p.Source
	}
	return scalar(p.Key, style)
}

// Raw is a value that is written as it is.
type Raw string

func isScalar(v any) bool {
	switch v.(type) {
	case []Pair, []any:
		return false
	}
	return true
}

func empty(v any) bool {
	switch v := v.(type) {
	case []Pair:
		return len(v) == 0
	case []any:
		return len(v) == 0
	}
	return false
}

// scalar writes a scalar in a style, or in the next best one if it cannot be written so.
func scalar(v any, style syntax.Style) string {
	s, ok := v.(string)
	switch {
	case v == nil:
		return "null"
	case !ok:
		return fmt.Sprint(v)
	case style == syntax.SingleQuoted && !strings.ContainsAny(s, "'\n\t\\"):
		return "'" + s + "'"
	case style == syntax.Plain && isPlain(s):
		return s
	}
	return strconv.Quote(s)
}

// isPlain reports whether a text without quotes is read as the same text, in brackets
// too.
func isPlain(s string) bool {
	if s == "" || strings.ContainsAny(s, "\n\t\"'{}[],#&*!|>%@`\\") || strings.Contains(s, ": ") || strings.TrimSpace(s) != s ||
		strings.HasSuffix(s, ":") {
		return false
	}
	root := syntax.Parse(s, syntax.Options{}).Documents()[0].Root()
	read, ok := root.Resolve().(string)
	return root.Kind() == syntax.Scalar && ok && read == s && !looksLikeNumber(s)
}

// looksLikeNumber reports whether another reader of YAML could take a text for a
// number or a date.
func looksLikeNumber(s string) bool {
	if strings.ContainsAny(s, "kKMGTPEimun/") {
		return false
	}
	return strings.ContainsAny(s, "0123456789") && strings.IndexFunc(s, func(r rune) bool { return (r < '0' || r > '9') && !strings.ContainsRune("+-.:_eExo", r) }) < 0
}

// flow writes a value on one line.
func (e *Editor) flow(v any, quoted bool) string {
	style := syntax.Plain
	if quoted {
		style = syntax.DoubleQuoted
	}
	var b strings.Builder
	switch v := v.(type) {
	case []Pair:
		b.WriteByte('{')
		for i, p := range v {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(p.key(style) + ": " + e.flow(p.Value, quoted))
		}
		b.WriteByte('}')
	case []any:
		b.WriteByte('[')
		for i, item := range v {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(e.flow(item, quoted))
		}
		b.WriteByte(']')
	default:
		return written(v, style)
	}
	return b.String()
}

func written(v any, style syntax.Style) string {
	if raw, ok := v.(Raw); ok {
		return string(raw)
	}
	return scalar(v, style)
}

// block writes a collection as lines that are indented by some columns.
func (e *Editor) block(v any, indent int) string {
	in := strings.Repeat(" ", indent)
	var lines []string
	switch v := v.(type) {
	case []Pair:
		for _, p := range v {
			head := in + p.key(syntax.Plain) + ":"
			if isScalar(p.Value) || empty(p.Value) {
				lines = append(lines, head+" "+e.flow(p.Value, false))
				continue
			}
			lines = append(lines, head, e.block(p.Value, e.childIndent(indent, p.Value)))
		}
	case []any:
		for _, item := range v {
			if isScalar(item) || empty(item) {
				lines = append(lines, in+"- "+e.flow(item, false))
				continue
			}
			lines = append(lines, in+"- "+strings.TrimLeft(e.block(item, indent+2), " "))
		}
	}
	return strings.Join(lines, "\n")
}

// listIndent returns how much further in than its key the document writes the dashes of
// a list. If there is no list, they stand below the key.
func (e *Editor) listIndent() int {
	if n, ok := e.first(syntax.Sequence); ok {
		return max(n.First().Column()-n.Parent().Column(), 0)
	}
	return 0
}

// step returns how much further in than its key the document writes a mapping.
func (e *Editor) step() int {
	if n, ok := e.first(syntax.Mapping); ok {
		return max(n.First().Column()-n.Parent().Column(), 1)
	}
	return 2
}

// first returns the first collection of a kind in block style that is the value of a
// key.
func (e *Editor) first(kind syntax.Kind) (syntax.Node, bool) {
	for _, d := range e.documents() {
		if n, ok := firstOf(kind, d.Root()); ok {
			return n, true
		}
	}
	return syntax.Node{}, false
}

func firstOf(kind syntax.Kind, n syntax.Node) (syntax.Node, bool) {
	if n.Kind() == kind && !n.Flow() && n.Parent().Kind() == syntax.Pair && !n.First().IsZero() {
		return n, true
	}
	for c := range n.Children() {
		if found, ok := firstOf(kind, c); ok {
			return found, true
		}
	}
	return syntax.Node{}, false
}

// inFlow reports whether a node stands in brackets.
func inFlow(n syntax.Node) bool { return n.Parent().Flow() }

// quotedKeys reports whether the keys around a node are in quotes, as in JSON.
func quotedKeys(n syntax.Node) bool {
	for ; !n.IsZero(); n = n.Parent() {
		if n.Kind() == syntax.Mapping && n.First().Kind() == syntax.Pair {
			return n.First().Key().Style() == syntax.DoubleQuoted
		}
	}
	return false
}

// contentEnd returns the end of what is written in a span, without the line breaks
// that end it.
func contentEnd(s string, span text.Span) int {
	return span.Start + len(strings.TrimRight(s[span.Start:span.End], " \r\n"))
}

// lineEnd returns the end of the line that holds an offset, before its line break.
func lineEnd(s string, at int) int {
	i := strings.IndexByte(s[at:], '\n')
	if i < 0 {
		return len(s)
	}
	return at + len(strings.TrimSuffix(s[at:at+i], "\r"))
}

// split takes a path apart: names between dots, and what stands in brackets. A number
// in brackets is an item that is not there, and cannot be written.
func split(path string) ([]string, bool) {
	var segments []string
	for path != "" {
		if path[0] == '[' {
			end := strings.IndexByte(path, ']')
			if end < 0 {
				return nil, false
			}
			name := path[1:end]
			if _, err := strconv.Atoi(name); err == nil {
				return nil, false
			}
			segments, path = append(segments, name), path[end+1:]
			continue
		}
		path = strings.TrimPrefix(path, ".")
		end := strings.IndexAny(path, ".[")
		if end < 0 {
			end = len(path)
		}
		segments, path = append(segments, path[:end]), path[end:]
	}
	return segments, len(segments) > 0
}
