package edit

import (
	"slices"
	"strconv"
	"strings"

	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// Unfold writes the collection at a path, which stands in brackets, on lines of its
// own. Scalars keep their style. A comment behind it stays on the line of the key; with
// comments, anchors, aliases or tags in it, it is left.
func (e *Editor) Unfold(path string) {
	if e.failed {
		return
	}
	at := e.Resource().Locate(path)
	v := at.Node.Value()
	if at.Missing != "" || at.Node.IsZero() || !v.Flow() || v.First().IsZero() || inFlow(at.Node) {
		e.failed = true
		return
	}
	value, ok := unfolded(v)
	span := v.Span()
	if !ok || slices.ContainsFunc(e.documents()[0].Comments(), func(c text.Span) bool { return span.Start <= c.Start && c.End <= span.End }) {
		e.failed = true
		return
	}
	end := lineEnd(e.now, span.End)
	behind := e.now[span.End:end]
	if strings.TrimSpace(behind) != "" && at.Node.Kind() != syntax.Pair {
		e.failed = true // there is no line of its own for the comment
		return
	}
	if strings.TrimSpace(behind) == "" {
		behind = ""
	}
	e.replace(at.Node.Indicator()+1, end, behind+e.behind(at.Node, value))
}

// unfolded returns a node in brackets as a value to write.
func unfolded(n syntax.Node) (any, bool) {
	if n.Anchor() != "" || n.Tag() != "" {
		return nil, false
	}
	switch n.Kind() {
	case syntax.Mapping:
		pairs := []Pair{}
		for c := range n.Children() {
			value, ok := unfolded(c.Value())
			if c.Kind() != syntax.Pair || c.Key().Kind() != syntax.Scalar || c.Key().IsMerge() || !ok {
				return nil, false
			}
			pairs = append(pairs, Pair{Key: c.Key().Text(), Value: value, Source: c.Key().Source()})
		}
		return pairs, true
	case syntax.Sequence:
		items := []any{}
		for c := range n.Children() {
			value, ok := unfolded(c.Value())
			if c.Kind() != syntax.Item || !ok {
				return nil, false
			}
			items = append(items, value)
		}
		return items, true
	case syntax.Scalar:
		return Raw(n.Source()), !strings.Contains(n.Source(), "\n")
	case syntax.Null:
		return Raw(n.Source()), true
	case syntax.NoNode, syntax.Pair, syntax.Item, syntax.Alias, syntax.Error:
	}
	return nil, false
}

// Quote puts the scalar at a path in double quotes, as the text that it is.
func (e *Editor) Quote(path, content string) {
	if e.failed {
		return
	}
	at := e.Resource().Locate(path)
	v := at.Node.Value()
	if at.Missing != "" || v.Kind() != syntax.Scalar || v.Style() != syntax.Plain || v.Tag() != "" || strings.Contains(v.Source(), "\n") {
		e.failed = true
		return
	}
	e.replace(v.Span().Start, v.Span().End, strconv.Quote(content))
}

// Order sorts the fields of the resource by rank; fields of one rank stay in their
// order. Comments above a field move with it.
func (e *Editor) Order(rank func(key string) int) {
	root := e.Resource().Root
	if e.failed || root.Kind() != syntax.Mapping || root.Flow() || root.First().IsZero() {
		e.failed = true
		return
	}
	type part struct {
		rank int
		text string
	}
	var parts []part
	first := lineStart(e.now, root.First().Span().Start)
	start, end := first, first
	for c := range root.Children() {
		if c.Kind() != syntax.Pair || c.Column() != root.First().Column() {
			e.failed = true
			return
		}
		if len(parts) > 0 {
			parts[len(parts)-1].text = e.now[start:end]
			start = end
		}
		parts = append(parts, part{rank: rank(c.Key().Text())})
		end = min(lineEnd(e.now, contentEnd(e.now, c.Span()))+len(e.newline()), len(e.now))
	}
	last := e.now[start:end]
	if !strings.HasSuffix(last, "\n") {
		last += e.newline()
	}
	parts[len(parts)-1].text = last
	slices.SortStableFunc(parts, func(a, b part) int { return a.rank - b.rank })
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.text)
	}
	sorted := b.String()
	if end == len(e.now) && !strings.HasSuffix(e.now, "\n") {
		sorted = strings.TrimSuffix(sorted, e.newline())
	}
	e.now = e.now[:first] + sorted + e.now[end:]
}

func lineStart(s string, at int) int { return strings.LastIndexByte(s[:at], '\n') + 1 }

// Append writes another document behind the one that is edited.
func (e *Editor) Append(resource []Pair) {
	if e.failed {
		return
	}
	if root := e.Resource().Root; root.Flow() || e.root != "" {
		e.failed = true
		return
	}
	end := contentEnd(e.now, e.Resource().Root.Span())
	end = lineEnd(e.now, end)
	e.replace(end, end, "\n---\n"+e.block(resource, 0))
}
