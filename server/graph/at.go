package graph

import "github.com/kubelore/kubelore/server/text"

// A Hit is what a summary says of an offset: a reference, or something that can be
// named.
type Hit struct {
	Place
	// Span is what is at the offset, in bytes of the file.
	Span text.Span
	// Exactly one of the following is set.
	Use *Use
	// Target is the object whose name this is, or the part of it.
	Target *Target
	// Label is a label of the object, or of a template of it if Template is set.
	Label    *Label
	Template *Template
	// Requirement is a condition of the selector of Use.
	Requirement *Requirement
}

// At returns what is at an offset of a file, in bytes. The end of a name counts as well,
// as that is where a cursor stands behind it.
func (f *File) At(offset int) []Hit {
	var hits []Hit
	for p := range f.Objects() {
		if at := offset - p.Start; p.Span.Start <= at && at <= p.Span.End {
			hits = append(hits, p.at(at)...)
		}
	}
	return hits
}

func in(s text.Span, offset int) bool { return s.Start <= offset && offset <= s.End && s.End > s.Start }

func (p Place) at(offset int) []Hit {
	var hits []Hit
	hit := func(s text.Span) *Hit {
		hits = append(hits, Hit{Place: p, Span: p.Shift(s)})
		return &hits[len(hits)-1]
	}
	if in(p.NameSpan, offset) {
		hit(p.NameSpan).Target = &Target{Place: p}
	}
	for i := range p.Parts {
		for _, s := range p.Parts[i].spans() {
			if in(s, offset) {
				hit(s).Target = &Target{Place: p, Part: &p.Parts[i]}
			}
		}
	}
	for i := range p.References {
		r := &p.References[i]
		if !in(r.Span, offset) {
			continue
		}
		if r.Selector == nil {
			hit(r.Span).Use = &Use{p, r}
			continue
		}
		for j := range r.Selector.Requirements {
			q := &r.Selector.Requirements[j]
			for _, s := range append([]text.Span{q.KeySpan}, q.ValueSpans...) {
				if in(s, offset) {
					h := hit(s)
					h.Use, h.Requirement = &Use{p, r}, q
				}
			}
		}
	}
	labels := func(all []Label, t *Template) {
		for i := range all {
			for _, s := range []text.Span{all[i].KeySpan, all[i].ValueSpan} {
				if in(s, offset) {
					h := hit(s)
					h.Label, h.Template = &all[i], t
				}
			}
		}
	}
	if !p.Is("", "Pod") { // whose labels are those of its template
		labels(p.Object.Labels, nil)
	}
	for i := range p.Templates {
		labels(p.Templates[i].Labels, &p.Templates[i])
	}
	return hits
}

// spans returns where the names of a part are written.
func (x *Part) spans() []text.Span {
	if x.AlsoSpan == x.Span || x.AlsoSpan.End == 0 {
		return []text.Span{x.Span}
	}
	return []text.Span{x.Span, x.AlsoSpan}
}
