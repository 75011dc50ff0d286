package graph

import (
	"slices"

	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// A Selector selects by labels. All requirements must be met; without any it selects
// everything.
type Selector struct {
	Requirements []Requirement
	// Spaces are the namespaces in which it selects, nil for that of the object.
	Spaces *Spaces
	// Unsure says that a part of the selector is not understood, so nobody knows what it
	// selects.
	Unsure bool
}

// Spaces are namespaces. An empty Selector and no Names mean all of them.
type Spaces struct {
	Names    []string
	Selector *Selector
}

// A Requirement is one condition of a Selector.
type Requirement struct {
	Key string
	// Operator is In, NotIn, Exists, DoesNotExist, Gt or Lt.
	Operator string
	Values   []string
	KeySpan  text.Span
	// ValueSpans are those of Values.
	ValueSpans []text.Span
}

// Matches reports whether a selector selects something with the given labels.
func (s *Selector) Matches(labels []Label) bool {
	return !s.Unsure && !slices.ContainsFunc(s.Requirements, func(q Requirement) bool { return !q.met(labels) })
}

func (q Requirement) met(labels []Label) bool {
	i := slices.IndexFunc(labels, func(l Label) bool { return l.Key == q.Key })
	switch q.Operator {
	case "In":
		return i >= 0 && slices.Contains(q.Values, labels[i].Value)
	case "NotIn":
		return i < 0 || !slices.Contains(q.Values, labels[i].Value)
	case "Exists":
		return i >= 0
	case "DoesNotExist":
		return i < 0
	}
	return false // Gt and Lt compare labels of nodes, which manifests rarely have
}

// mapSelector reads a map of labels.
func (s *summarizer) mapSelector(n syntax.Node) *Selector {
	if n.Kind() != syntax.Mapping || n.First().IsZero() {
		return nil // an empty map selects nothing
	}
	x := &Selector{}
	s.equalities(x, n)
	return x
}

// equalities adds the labels of a map to a selector.
func (s *summarizer) equalities(x *Selector, n syntax.Node) {
	for _, l := range s.labels(n) {
		x.Requirements = append(x.Requirements, Requirement{l.Key, "In", []string{l.Value}, l.KeySpan, []text.Span{l.ValueSpan}})
		x.Unsure = x.Unsure || templated(l.Key) || templated(l.Value)
	}
	if n.Kind() == syntax.Mapping {
		for p := range n.Children() {
			x.Unsure = x.Unsure || p.Kind() != syntax.Pair || p.Key().IsMerge()
		}
	}
}

// selector reads a label selector, or a term of a node selector.
func (s *summarizer) selector(n syntax.Node) *Selector {
	if n.Kind() != syntax.Mapping {
		return nil
	}
	x := &Selector{}
	for p := range n.Children() {
		switch value := p.Value().Target(); {
		case p.Kind() == syntax.Pair && p.Key().Text() == "matchLabels":
			s.equalities(x, value)
		case p.Kind() == syntax.Pair && p.Key().Text() == "matchExpressions":
			for item := range value.Children() {
				s.expression(x, item.Value().Target())
			}
		default:
			x.Unsure = true
		}
	}
	return x
}

func (s *summarizer) expression(x *Selector, n syntax.Node) {
	key, values := n.Get("key"), n.Get("values").Target()
	q := Requirement{Key: s.keep(key.Target().Text()), Operator: s.keep(n.Get("operator").Target().Text()), KeySpan: spanOf(key)}
	for item := range values.Children() {
		q.Values = append(q.Values, s.keep(item.Value().Target().Text()))
		q.ValueSpans = append(q.ValueSpans, spanOf(item.Value()))
	}
	x.Unsure = x.Unsure || q.Key == "" || q.Operator == "" || templated(n.Source())
	x.Requirements = append(x.Requirements, q)
}

// labels reads a map of labels.
func (s *summarizer) labels(n syntax.Node) []Label {
	n = n.Target()
	if n.Kind() != syntax.Mapping {
		return nil
	}
	var all []Label
	for p := range n.Children() {
		if p.Kind() != syntax.Pair || p.Key().IsMerge() {
			continue
		}
		all = append(all, Label{
			Key: s.keep(p.Key().Text()), Value: s.keep(p.Value().Target().Text()), KeySpan: spanOf(p.Key()), ValueSpan: spanOf(p.Value()),
		})
	}
	return all
}
