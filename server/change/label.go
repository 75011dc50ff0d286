package change

import (
	"slices"

	"github.com/kubelore/kubelore/knowledge/value"
	"github.com/kubelore/kubelore/server/graph"
	"github.com/kubelore/kubelore/server/text"
)

// label renames the key, or the value, of a label of Pods and wherever it is selected by:
// all selectors that select one of the Pods, all Pods that one of them selects, and so on,
// so that everything selects what it selected before.
func (r *Renamer) label(h graph.Hit) (*subject, error) {
	l := newLabelled(r, h)
	if l == nil {
		return nil, r.refuse("this label is not one by which Pods of the workspace are selected; change it by hand",
			"このラベルでは、ワークスペースの Pod は選択されていない。手で変更する")
	}
	s := &subject{what: "label", name: l.value, at: h.Span, rule: value.LabelValue}
	if l.byKey {
		s.name, s.rule = l.key, value.LabelKey
	}
	for _, t := range l.templates {
		for i := range t.Template.Labels {
			if x := &t.Template.Labels[i]; x.Key == l.key && (l.byKey || x.Value == l.value) {
				note := Plain
				if t.Is("", "Pod") {
					note = Recreated
				}
				s.add(t.Place, l.span(x.KeySpan, x.ValueSpan), note)
			}
		}
	}
	for _, u := range l.selectors {
		for _, q := range u.Selector.Requirements {
			if q.Key != l.key {
				continue
			}
			if l.byKey {
				s.add(u.Place, q.KeySpan, noteOf(u))
				continue
			}
			for i, v := range q.Values {
				if v == l.value {
					s.add(u.Place, q.ValueSpans[i], noteOf(u))
				}
			}
		}
	}
	return s, nil
}

// labelled is the Pods and selectors that a label joins.
type labelled struct {
	renamer    *Renamer
	key, value string
	// byKey says that the key is renamed, not the value.
	byKey     bool
	templates []graph.Target
	selectors []graph.Use
	// These were looked at. All selectors may select all Pods, so each is met as often as
	// there are of the other.
	seenTemplates map[*graph.Template]bool
	seenSelectors map[*graph.Reference]bool
}

// newLabelled returns what the label at a hit joins, or nil if that is no Pod.
func newLabelled(r *Renamer, h graph.Hit) *labelled {
	l := &labelled{renamer: r, seenTemplates: map[*graph.Template]bool{}, seenSelectors: map[*graph.Reference]bool{}}
	switch {
	case h.Label != nil && h.Template != nil:
		l.key, l.value, l.byKey = h.Label.Key, h.Label.Value, h.Span == h.Shift(h.Label.KeySpan)
		l.template(graph.Target{Place: h.Place, Template: h.Template})
	case h.Requirement != nil && len(h.Use.Kinds) > 0 && h.Use.Kinds[0].Name == "Pod" || h.Requirement != nil && h.Use.Relation.Of == ".":
		q := h.Requirement
		l.key, l.byKey = q.Key, h.Span == h.Shift(q.KeySpan)
		for i, span := range q.ValueSpans {
			if h.Shift(span) == h.Span && !l.byKey {
				l.value = q.Values[i]
			}
		}
		l.selector(*h.Use)
	default:
		return nil
	}
	return l
}

func (l *labelled) span(key, of text.Span) text.Span {
	if l.byKey {
		return key
	}
	return of
}

// template adds the Pods of a template, and all that selects them by the label.
func (l *labelled) template(t graph.Target) {
	if l.seenTemplates[t.Template] {
		return
	}
	l.seenTemplates[t.Template] = true
	if !slices.ContainsFunc(t.Template.Labels, func(x graph.Label) bool { return x.Key == l.key && (l.byKey || x.Value == l.value) }) {
		return
	}
	l.templates = append(l.templates, t)
	for _, u := range l.renamer.World.Selecting(t.Place, t.Template) {
		l.selector(u)
	}
}

// selector adds a selector if it is about the label, and all Pods that it selects.
func (l *labelled) selector(u graph.Use) {
	if l.seenSelectors[u.Reference] {
		return
	}
	l.seenSelectors[u.Reference] = true
	about := func(q graph.Requirement) bool {
		return q.Key == l.key && (l.byKey || slices.Contains(q.Values, l.value))
	}
	if !slices.ContainsFunc(u.Selector.Requirements, about) {
		return
	}
	l.selectors = append(l.selectors, u)
	for _, t := range l.renamer.World.Targets(u) {
		if t.Template != nil {
			l.template(t)
		}
	}
}
