// Package outline says how a file is built: its resources and their parts, what can be
// folded, and what stands around a place.
//
// It knows the shape of a file. It deliberately knows neither other files nor the
// protocol.
package outline

import (
	"slices"

	"github.com/kubelore/kubelore/server/graph"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// A Symbol is a resource or a part of one. Spans are bytes of the file.
type Symbol struct {
	Name string
	// Detail says where it belongs: the kind of a resource with its namespace, or the kind
	// of a part.
	Detail string
	// Kind is that of the resource, or of the part as relations call it.
	Kind string
	// Whole is all of it, and Name is written at Span, which is within.
	Whole, Span text.Span
	Children    []Symbol
}

// shown are the parts that an author looks for, as relations call them.
var shown = []string{"container", "port", "service-port", "volume", "key", "claim", "template", "host"} //nolint:gochecknoglobals // a list that is never written to

// Symbols returns the resources of a file in their order, with their parts.
func Symbols(f *manifest.File) []Symbol {
	all := []Symbol{}
	for p := range graph.Of("", f).Objects() {
		s := Symbol{Name: p.Object.Name, Detail: p.Kind, Kind: p.Kind, Whole: p.Shift(p.Span), Span: p.Shift(p.Where())}
		if s.Name == "" {
			s.Name, s.Detail = p.Kind, ""
		}
		if p.Object.Namespace != "" {
			s.Detail += " · " + p.Object.Namespace
		}
		if s.Name == "" || !within(s.Span, s.Whole) {
			continue // half typed
		}
		s.Children = parts(p)
		all = append(all, s)
	}
	return all
}

func within(inner, outer text.Span) bool { return outer.Start <= inner.Start && inner.End <= outer.End }

// parts returns the parts of an object, each within the smallest that holds it.
func parts(p graph.Place) []Symbol {
	var flat []Symbol
	for _, x := range p.Parts {
		s := Symbol{Name: x.Title(), Detail: x.Kind, Kind: x.Kind, Whole: p.Shift(x.Whole), Span: p.Shift(x.Span)}
		if slices.Contains(shown, x.Kind) && s.Name != "" && within(s.Span, s.Whole) && s.Span.End > s.Span.Start {
			flat = append(flat, s)
		}
	}
	// What begins first and is longest comes before what it holds.
	slices.SortStableFunc(flat, func(a, b Symbol) int {
		if a.Whole.Start != b.Whole.Start {
			return a.Whole.Start - b.Whole.Start
		}
		return b.Whole.End - a.Whole.End
	})
	nested, _ := nest(flat, text.Span{Start: 0, End: p.Shift(p.Span).End})
	return nested
}

// nest takes the symbols from the front of a sorted list that are within a span, and
// returns them with what they hold, and the rest of the list.
func nest(flat []Symbol, outer text.Span) (inner, rest []Symbol) {
	for len(flat) > 0 && flat[0].Whole.Start < outer.End {
		s := flat[0]
		s.Children, flat = nest(flat[1:], s.Whole)
		inner = append(inner, s)
	}
	return inner, flat
}
