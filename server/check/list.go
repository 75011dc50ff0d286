package check

import (
	"unicode/utf8"

	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// list checks a List, of which kubectl sends nothing but the items. It refuses one without
// items and items that are no objects; an empty one is no mistake of the text. What else is
// written in it, nobody reads.
func (p *pass) list(r *manifest.Resource) {
	if r.APIVersion != "v1" || r.Kind != "List" || r.List != nil || p.partial || p.broken {
		return
	}
	pair := r.Root.Pair("items")
	items := pair.Value().Target()
	switch {
	case pair.IsZero():
		p.report(Problem{
			Span: r.Root.Pair("kind").Key().Span(), Code: "schema/missing-required", Field: "items",
			Message: "items is missing; a List has nothing but its items",
		})
	case items.Kind() == syntax.NoNode || items.Kind() == syntax.Null:
		p.report(Problem{
			Span: pair.Key().Span(), Code: "schema/wrong-type", Field: "items",
			Message: "items has no value; write [] if there are none",
		})
	case items.Kind() == syntax.Mapping, items.Kind() == syntax.Scalar:
		p.report(Problem{Span: start(p.doc, pair.Value()), Code: "schema/wrong-type", Field: "items", Message: "items must be a list of manifests"})
	}
	if items.Kind() != syntax.Sequence {
		return
	}
	for item := range items.Children() {
		if item.Kind() == syntax.Item {
			p.item(item)
		}
	}
}

// item reports an item of a List that no kind can be told of. Those with one of the two
// keys are resources, which are checked as such.
func (p *pass) item(item syntax.Node) {
	v := item.Value().Target()
	if v.Kind() == syntax.Mapping && (!v.Pair("apiVersion").IsZero() || !v.Pair("kind").IsZero()) || v.Kind() == syntax.Error {
		return
	}
	x := Problem{Span: start(p.doc, item), Code: "schema/wrong-type", Field: p.doc.Path(item), Message: "a manifest is a mapping with apiVersion and kind"}
	if v.Kind() == syntax.Mapping && !v.First().IsZero() {
		x.Code, x.Message = "schema/missing-required", "apiVersion and kind are missing, so nobody can tell what this is; write them first"
		if item.Value() == v {
			x.Span = v.First().Key().Span()
		}
	}
	p.report(x)
}

// start returns the first letter of a node, which can be long.
func start(d *manifest.Document, n syntax.Node) text.Span {
	from := n.Span().Start
	_, first := utf8.DecodeRuneInString(d.Text()[from:])
	return text.Span{Start: from, End: from + first}
}
