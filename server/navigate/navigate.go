// Package navigate follows the names under the cursor: to what they name, to who names
// it, along traffic, and to pages outside.
//
// Who names whom is for package graph. What is answered here are places in files, by
// their paths and in bytes; it deliberately reads no files and knows no protocol.
package navigate

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/graph"
	"github.com/kubelore/kubelore/server/text"
	"github.com/kubelore/kubelore/server/workspace"
)

// A Location is a place in a file.
type Location struct {
	// Path is the path of the file, or its URI if it is not on disk.
	Path string
	// Span is what to select, in bytes, and Whole all that belongs to it.
	Span, Whole text.Span
	// Origin is what under the cursor leads there, in the file of the cursor.
	Origin text.Span
}

// Definition returns where the name at an offset of a file is defined. What defines
// itself leads to itself, so that an editor can offer its uses instead.
func Definition(w *workspace.World, path string, offset int) []Location {
	var all []Location
	for _, h := range hits(w, path, offset) {
		switch {
		case h.Use != nil:
			for _, t := range w.Targets(*h.Use) {
				all = append(all, locate(t, h))
			}
		case h.Target != nil:
			all = append(all, locate(*h.Target, h))
		case h.Label != nil:
			all = append(all, Location{Path: path, Span: h.Span, Whole: h.Shift(label(*h.Label)), Origin: h.Span})
		}
	}
	return unique(append(all, kindAt(w, path, offset)...))
}

// TypeDefinition returns where the kind is defined of the object that is named, or
// written, at an offset.
func TypeDefinition(w *workspace.World, path string, offset int) []Location {
	all := kindAt(w, path, offset)
	for _, h := range hits(w, path, offset) {
		for _, t := range targets(w, h) {
			for _, d := range w.Graph.Definition(t.Group, t.Kind) {
				all = append(all, locate(d, h))
			}
		}
	}
	return unique(all)
}

// kindAt returns the definition of a kind whose apiVersion or kind is at an offset.
func kindAt(w *workspace.World, path string, offset int) []Location {
	f := w.File(path)
	if f == nil {
		return nil
	}
	var all []Location
	for p := range f.Objects() {
		if head := p.Shift(p.Head); head.Start <= offset && offset <= head.End && head.End > head.Start {
			for _, t := range w.Graph.Definition(p.Group, p.Kind) {
				all = append(all, locate(t, graph.Hit{Place: p, Span: head}))
			}
		}
	}
	return all
}

// Implementation returns what does the work of the object at an offset: the Pod
// templates that a Service or a policy selects, the objects of a custom kind.
func Implementation(w *workspace.World, path string, offset int) []Location {
	var all []Location
	for _, h := range hits(w, path, offset) {
		for _, t := range targets(w, h) {
			for _, x := range implementing(w, t) {
				all = append(all, locate(x, h))
			}
		}
	}
	return unique(all)
}

func implementing(w *workspace.World, t graph.Target) []graph.Target {
	if t.Template != nil || len(t.Templates) > 0 {
		return []graph.Target{t}
	}
	var all []graph.Target
	if t.Is("apiextensions.k8s.io", "CustomResourceDefinition") {
		for _, p := range defined(w, t.Place) {
			all = append(all, graph.Target{Place: p})
		}
	}
	for i := range t.References {
		r := &t.References[i]
		selects := r.Selector != nil && len(r.Kinds) > 0 && r.Kinds[0].Name == "Pod"
		if selects || strings.HasPrefix(r.Relation.ID, "hpa-target") || r.Relation.ID == "rolebinding-role" || r.Relation.ID == "clusterrolebinding-role" {
			all = append(all, w.Targets(graph.Use{Place: t.Place, Reference: r})...)
		}
	}
	return all
}

// defined returns the objects of the kind that a CustomResourceDefinition defines.
func defined(w *workspace.World, crd graph.Place) []graph.Place {
	for _, x := range crd.Parts {
		if x.Kind == "kind" {
			return w.OfKind(x.Also, x.Name)
		}
	}
	return nil
}

// References returns who uses what is at an offset, with its definition if asked for.
func References(w *workspace.World, path string, offset int, definition bool) []Location {
	var all []Location
	for _, h := range hits(w, path, offset) {
		for _, u := range uses(w, h) {
			spot := u.Shift(spot(u, h))
			all = append(all, Location{Path: u.File.Path, Span: spot, Whole: spot, Origin: h.Span})
		}
		if definition {
			for _, t := range targets(w, h) {
				all = append(all, locate(t, h))
			}
		}
	}
	all = unique(all)
	slices.SortFunc(all, func(a, b Location) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), cmp.Compare(a.Span.Start, b.Span.Start))
	})
	return all
}

// spot returns what to show of a use: of a selector the condition that a label meets.
func spot(u graph.Use, h graph.Hit) text.Span {
	if h.Label != nil && u.Selector != nil {
		for i := range u.Selector.Requirements {
			if q := &u.Selector.Requirements[i]; q.Key == h.Label.Key {
				return q.Spot()
			}
		}
	}
	return u.Spot()
}

// A Highlight is an occurrence of what is under the cursor, in the same file.
type Highlight struct {
	Span text.Span
	// Defines says that it is what the others name.
	Defines bool
}

// Highlights returns the occurrences in the file of what is at an offset of it.
func Highlights(w *workspace.World, path string, offset int) []Highlight {
	var all []Highlight
	for _, l := range References(w, path, offset, false) {
		if l.Path == path {
			all = append(all, Highlight{Span: l.Span})
		}
	}
	for _, h := range hits(w, path, offset) {
		if h.Label != nil {
			all = append(all, Highlight{h.Span, true})
		}
		for _, t := range targets(w, h) {
			if t.File.Path == path {
				all = append(all, Highlight{locate(t, h).Span, true})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Highlight) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return slices.CompactFunc(all, func(a, b Highlight) bool { return a.Span == b.Span })
}

// hits returns what is at an offset of a file.
func hits(w *workspace.World, path string, offset int) []graph.Hit {
	f := w.File(path)
	if f == nil {
		return nil
	}
	return f.At(offset)
}

// targets returns what is named, or written, at a hit.
func targets(w *workspace.World, h graph.Hit) []graph.Target {
	switch {
	case h.Use != nil:
		return w.Targets(*h.Use)
	case h.Target != nil:
		return []graph.Target{*h.Target}
	}
	return nil
}

// uses returns the references to what is at a hit.
func uses(w *workspace.World, h graph.Hit) []graph.Use {
	if h.Label != nil {
		return usesOfLabel(w, h)
	}
	var all []graph.Use
	if h.Use != nil {
		all = append(all, w.Alike(*h.Use)...)
	}
	for _, t := range targets(w, h) {
		all = append(all, w.Uses(t)...)
		if t.Part == nil && t.Is("apiextensions.k8s.io", "CustomResourceDefinition") || t.Part != nil && t.Part.Kind == "kind" {
			for _, p := range defined(w, t.Place) {
				all = append(all, graph.Use{Place: p, Reference: &graph.Reference{Span: p.Head}})
			}
		}
	}
	return all
}

// usesOfLabel returns the selectors that select by a label.
func usesOfLabel(w *workspace.World, h graph.Hit) []graph.Use {
	if h.Template == nil {
		return slices.DeleteFunc(w.Uses(graph.Target{Place: h.Place}), func(u graph.Use) bool { return !mentions(u, h.Label.Key) })
	}
	return slices.DeleteFunc(w.Selecting(h.Place, h.Template), func(u graph.Use) bool { return !mentions(u, h.Label.Key) })
}

func mentions(u graph.Use, key string) bool {
	return u.Selector != nil && slices.ContainsFunc(u.Selector.Requirements, func(q graph.Requirement) bool { return q.Key == key })
}

// locate returns where a target is. From a requirement of a selector it leads to the
// label that meets it.
func locate(t graph.Target, h graph.Hit) Location {
	l := Location{Path: t.File.Path, Span: t.Span(), Whole: t.Span(), Origin: h.Span}
	switch {
	case t.Part != nil:
		l.Whole = t.Shift(t.Part.Whole)
	case t.Label == nil && t.Template == nil:
		l.Whole = t.Shift(t.Object.Span)
	}
	labels := t.Object.Labels
	if t.Template != nil {
		labels = t.Template.Labels
	}
	for i := range labels {
		if h.Requirement != nil && labels[i].Key == h.Requirement.Key {
			l.Span = t.Shift(labels[i].KeySpan)
			l.Whole = t.Shift(label(labels[i]))
		}
	}
	if l.Whole.Start > l.Span.Start || l.Whole.End < l.Span.End {
		l.Whole = l.Span
	}
	return l
}

// label returns the whole of a label.
func label(l graph.Label) text.Span {
	return text.Span{Start: l.KeySpan.Start, End: max(l.KeySpan.End, l.ValueSpan.End)}
}

// unique returns the locations without those that are there already.
func unique(all []Location) []Location {
	seen := map[Location]bool{}
	return slices.DeleteFunc(all, func(l Location) bool {
		l.Origin, l.Whole = text.Span{}, text.Span{}
		twice := seen[l]
		seen[l] = true
		return twice
	})
}

// title returns what people call an object: its kind and its name.
func title(o *graph.Object) string {
	if o.Name == "" {
		return o.Kind
	}
	return o.Kind + " " + o.Name
}

// category returns the category of a kind, for the icon that an editor shows.
func category(o *graph.Object) string {
	if catalog.BuiltIn(o.Group) {
		return o.Kind
	}
	return "custom"
}
