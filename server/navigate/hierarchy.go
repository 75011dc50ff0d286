package navigate

import (
	"slices"

	"github.com/kubelore/kubelore/server/graph"
	"github.com/kubelore/kubelore/server/text"
	"github.com/kubelore/kubelore/server/workspace"
)

// A Call is a step along traffic or dependency: an Ingress to a Service, a Service to
// the Pods behind it, a Pod to its ConfigMap. An object, a port of a Service and a port
// of a container are where steps begin and end.
type Call struct {
	Symbol
	// From are the names that make the step, in the file of the item that is nearer to
	// the beginning.
	From []text.Span
}

// Items returns what calls can be followed from at an offset of a file.
func Items(w *workspace.World, path string, offset int) []Symbol {
	var all []Symbol
	for _, h := range hits(w, path, offset) {
		for _, t := range targets(w, h) {
			all = append(all, symbolOf(step(t)))
		}
	}
	if len(all) == 0 {
		if p, ok := objectAt(w, path, offset); ok {
			all = append(all, symbolOf(graph.Target{Place: p}))
		}
	}
	return slices.CompactFunc(all, func(a, b Symbol) bool { return a.Path == b.Path && a.Span == b.Span })
}

// objectAt returns the object whose kind is at an offset.
func objectAt(w *workspace.World, path string, offset int) (graph.Place, bool) {
	if f := w.File(path); f != nil {
		for p := range f.Objects() {
			if head := p.Shift(p.Head); head.Start <= offset && offset <= head.End {
				return p, true
			}
		}
	}
	return graph.Place{}, false
}

// steps are the parts where a step of traffic can begin or end.
var steps = []string{"port", "service-port"} //nolint:gochecknoglobals // a list that is never written to

// step returns where a step that leads to a target ends.
func step(t graph.Target) graph.Target {
	if t.Part != nil && slices.Contains(steps, t.Part.Kind) {
		return t
	}
	return graph.Target{Place: t.Place}
}

func symbolOf(t graph.Target) Symbol {
	s := Symbol{Location: locate(t, graph.Hit{}), Name: title(t.Object), Kind: category(t.Object), Container: t.Object.Namespace}
	if t.Part != nil {
		s.Name, s.Kind, s.Container = t.Part.Title(), t.Part.Kind, title(t.Object)
	}
	return s
}

// Outgoing returns where the item at an offset of a file leads.
func Outgoing(w *workspace.World, path string, offset int) []Call {
	var calls calls
	for _, from := range itemsAt(w, path, offset) {
		for i := range from.References {
			u := graph.Use{Place: from.Place, Reference: &from.References[i]}
			if from.Part != nil && !within(u.Reference.Span, from.Part.Whole) {
				continue
			}
			for _, t := range w.Targets(u) {
				if end := step(t); end.Object != from.Object || from.Part != nil && end.Part != from.Part {
					calls.add(end, u.Shift(u.Spot()))
				}
			}
		}
		for _, t := range unsaidPorts(w, from) {
			calls.add(t, from.Shift(from.Part.Span))
		}
	}
	return calls.all
}

// unsaidPorts returns the ports of containers that a port of a Service without
// targetPort leads to: those of the same number.
func unsaidPorts(w *workspace.World, from graph.Target) []graph.Target {
	if from.Part == nil || from.Part.Kind != "service-port" {
		return nil
	}
	said := slices.ContainsFunc(from.References, func(r graph.Reference) bool {
		return r.Relation.ID == "service-targetport" && within(r.Span, from.Part.Whole)
	})
	var all []graph.Target
	for i := range from.References {
		if r := &from.References[i]; r.Relation.ID == "service-selector" && !said {
			for _, pod := range w.Targets(graph.Use{Place: from.Place, Reference: r}) {
				for j := range pod.Parts {
					if x := &pod.Parts[j]; x.Kind == "port" && x.Also == from.Part.Also {
						all = append(all, graph.Target{Place: pod.Place, Part: x})
					}
				}
			}
		}
	}
	return all
}

// Incoming returns what leads to the item at an offset of a file.
func Incoming(w *workspace.World, path string, offset int) []Call {
	var calls calls
	for _, to := range itemsAt(w, path, offset) {
		for _, u := range w.Uses(to) {
			from := graph.Target{Place: u.Place}
			for i := range u.Parts {
				if x := &u.Parts[i]; x.Kind == "service-port" && within(u.Reference.Span, x.Whole) {
					from.Part = x
				}
			}
			if from.Object != to.Object {
				calls.add(from, u.Shift(u.Spot()))
			} else if to.Part != nil && from.Part != to.Part {
				from.Part = nil // a probe of the container
				calls.add(from, u.Shift(u.Spot()))
			}
		}
	}
	return calls.all
}

// itemsAt returns the items that are written at an offset; see symbolOf.
func itemsAt(w *workspace.World, path string, offset int) []graph.Target {
	var all []graph.Target
	for _, h := range hits(w, path, offset) {
		if h.Target != nil {
			all = append(all, step(*h.Target))
		}
	}
	if p, ok := objectAt(w, path, offset); ok && len(all) == 0 {
		all = append(all, graph.Target{Place: p})
	}
	return all
}

func within(s, in text.Span) bool { return in.Start <= s.Start && s.End <= in.End }

// calls collects calls, one for each item.
type calls struct{ all []Call }

func (c *calls) add(t graph.Target, from text.Span) {
	s := symbolOf(t)
	for i := range c.all {
		if c.all[i].Path == s.Path && c.all[i].Span == s.Span {
			if !slices.Contains(c.all[i].From, from) {
				c.all[i].From = append(c.all[i].From, from)
			}
			return
		}
	}
	c.all = append(c.all, Call{s, []text.Span{from}})
}
