package edit

import (
	"strings"

	"github.com/kubelore/kubelore/server/syntax"
)

// Nest moves the value at a path down into a mapping beside it: the field backend at
// spec.backend, nested into defaultBackend.service, becomes
// spec.defaultBackend.service. Before are further pairs of the innermost mapping. The
// value keeps its style and its comments.
func (e *Editor) Nest(path string, into []string, before ...Pair) {
	if e.failed {
		return
	}
	at, ok := e.locate(path)
	node := at.Node
	if !ok || at.Missing != "" || node.Kind() != syntax.Pair || node.Key().IsMerge() || node.Explicit() {
		e.failed = true
		return
	}
	parent := node.Parent()
	if other := parent.Pair(into[0]); !other.IsZero() && other != node {
		e.join(node, path, into, before)
		return
	}
	if parent.Flow() {
		var value any = Raw(node.Value().Source())
		value = append(append([]Pair{}, before...), Pair{Key: into[len(into)-1], Value: value})
		for i := len(into) - 2; i >= 0; i-- {
			value = []Pair{{Key: into[i], Value: value}}
		}
		if len(into) == 1 {
			value = []Pair{{Key: into[0], Value: Raw(node.Value().Source())}}
		}
		s := e.flow(value, quotedKeys(parent))
		e.replace(node.Span().Start, node.Span().End, s[1:len(s)-1])
		return
	}
	e.nestBlock(node, into, before)
}

// nestBlock nests a pair of a block mapping: its key makes way for the new ones, and
// the lines of its value are indented more.
func (e *Editor) nestBlock(node syntax.Node, into []string, before []Pair) {
	column, step := node.Column(), e.step()
	deeper := strings.Repeat(" ", step*(len(into)-1))
	var head strings.Builder
	for i, key := range into[:len(into)-1] {
		if i > 0 {
			head.WriteString(strings.Repeat(" ", column+step*i))
		}
		head.WriteString(scalar(key, syntax.Plain) + ":\n")
	}
	if len(into) > 1 {
		for _, p := range before {
			head.WriteString(e.block([]Pair{p}, column+len(deeper)) + "\n")
		}
		head.WriteString(strings.Repeat(" ", column) + deeper)
	}
	head.WriteString(scalar(into[len(into)-1], node.Key().Style()))
	span := node.Span()
	end := contentEnd(e.now, span)
	body := e.now[node.Key().Span().End:end]
	if deeper != "" {
		lines := strings.Split(body, "\n")
		for i := 1; i < len(lines); i++ {
			if strings.TrimSpace(lines[i]) != "" {
				lines[i] = deeper + lines[i]
			}
		}
		body = strings.Join(lines, "\n")
	}
	e.now = e.now[:span.Start] + strings.ReplaceAll(head.String(), "\n", e.newline()) + body + e.now[end:]
}

// join moves a scalar into a mapping that is there already.
func (e *Editor) join(node syntax.Node, path string, into []string, before []Pair) {
	v := node.Value()
	if v.Kind() != syntax.Scalar || v.Style() >= syntax.Literal || v.Anchor() != "" {
		e.failed = true
		return
	}
	source := v.Source()
	if end := lineEnd(e.now, v.Span().End); !inFlow(node) && strings.HasPrefix(strings.TrimSpace(e.now[v.Span().End:end]), "#") {
		source += e.now[v.Span().End:end]
	}
	base := path[:len(path)-len(node.Key().Text())] + strings.Join(into[:len(into)-1], ".")
	for _, p := range before {
		e.Set(base+"."+p.Key, p.Value)
	}
	e.Set(base+"."+into[len(into)-1], Raw(source))
	e.Delete(path)
}

func (e *Editor) newline() string {
	if strings.Contains(e.now, "\r\n") {
		return "\r\n"
	}
	return "\n"
}
