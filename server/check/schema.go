package check

import (
	"fmt"
	"iter"
	"strconv"
	"strings"

	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/knowledge/spell"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// schema checks that the values of a resource have the types of their fields, as
// the API server's decoder would. The server names only the first mistake, often
// without its place; here each has its own. Of custom resources only the metadata
// is decoded into types; the rest is validated with places by the server's code.
func (p *pass) schema(r *manifest.Resource) {
	if r.Custom != nil {
		if meta := r.Root.Pair("metadata"); !meta.IsZero() {
			p.value(meta.Value(), r.Type.Field("metadata").Type, place{})
		}
		return
	}
	p.value(r.Root, r.Type, place{})
}

// place is where what is found in a value is reported: at the value itself, or at
// the alias that brings it here.
type place struct{ alias syntax.Node }

func (at place) span(n syntax.Node) text.Span {
	if !at.alias.IsZero() {
		return at.alias.Span()
	}
	return n.Span()
}

// mostAliased is how many values that aliases stand for are looked at in a resource. As many
// aliases as there are items in a list, each of which stands for that list, are a square.
const mostAliased = 100_000

// value checks a value against its type.
func (p *pass) value(n syntax.Node, t *schema.Type, at place) {
	if !at.alias.IsZero() {
		if p.aliased++; p.aliased > mostAliased {
			return
		}
	}
	if n.Kind() == syntax.Alias {
		target := n.Target()
		if target.IsZero() || !at.alias.IsZero() {
			return // reported as syntax, or deep inside another alias
		}
		p.value(target, t, place{alias: n})
		return
	}
	if p.full || p.isTemplate(n) || t.Preserve && len(t.Fields) == 0 {
		return // not there yet, or raw JSON, which may be anything
	}
	if t.Union {
		if n.Kind() != syntax.Mapping {
			return
		}
		p.loose++
		defer func() { p.loose-- }()
	}
	switch n.Kind() {
	case syntax.Mapping:
		p.mapping(n, t, at)
	case syntax.Sequence:
		p.sequence(n, t, at)
	case syntax.Scalar:
		p.scalar(n, t, at)
	case syntax.Null, syntax.NoNode, syntax.Pair, syntax.Item, syntax.Alias, syntax.Error:
		// The decoder takes null for everything.
	}
}

// isTemplate reports whether a value is not there yet.
func (p *pass) isTemplate(n syntax.Node) bool {
	return p.partial && n.Kind() == syntax.Scalar && strings.Contains(n.Source(), "{{")
}

func (p *pass) mapping(n syntax.Node, t *schema.Type, at place) {
	switch t.Kind {
	case schema.Object, schema.Map:
	case schema.Any:
		return
	default:
		p.wrong(n, t, at, "a mapping")
		return
	}
	for c := range n.Children() {
		if c.Kind() != syntax.Pair || p.isTemplate(c.Key()) {
			continue
		}
		if c.Key().IsMerge() {
			p.merged(c, t, at)
			continue
		}
		if t.Kind == schema.Map {
			p.value(c.Value(), t.Elem, at)
			continue
		}
		key, ok := c.Key().KeyText()
		if !ok {
			continue
		}
		if f := t.Field(key); f != nil {
			p.value(c.Value(), f.Type, at)
			p.release(c, key, t, at)
		} else if !t.Preserve && p.loose == 0 {
			p.unknownField(c, key, t, at)
		}
	}
}

// merged checks what "<<" brings into an object.
func (p *pass) merged(pair syntax.Node, t *schema.Type, at place) {
	v := pair.Value()
	if v.Kind() != syntax.Sequence {
		p.value(v, t, at)
		return
	}
	for item := range v.Children() {
		p.value(item.Value(), t, at)
	}
}

func (p *pass) sequence(n syntax.Node, t *schema.Type, at place) {
	switch t.Kind {
	case schema.List:
	case schema.Any:
		return
	default:
		if t.Format == "byte" {
			return // the decoder takes the bytes one by one as well, as Go does
		}
		p.wrong(n, t, at, "a list")
		return
	}
	for item := range n.Children() {
		if item.Kind() == syntax.Item {
			p.value(item.Value(), t.Elem, at)
		}
	}
}

// unknownField reports a key that an object does not have.
func (p *pass) unknownField(pair syntax.Node, key string, t *schema.Type, at place) {
	if p.partial && pair.Broken() {
		return
	}
	if p.full {
		return
	}
	p.instead[pair.Value()] = syntax.LeaveOut{}
	if pair.Indicator() < 0 && !pair.Parent().Flow() {
		// Somebody is typing it; the missing colon is reported as syntax.
		if _, ok := spell.Nearest(key, names(t)); ok || hasPrefix(t, key) {
			return
		}
	}
	if p.removed(pair, key, t, at) {
		return
	}
	x := Problem{
		Span: at.span(pair.Key()), Code: "schema/unknown-field", Field: p.doc.Path(pair),
		Message: fmt.Sprintf("%s has no field %q", nameOf(t), key),
	}
	if near, ok := spell.Nearest(key, names(t)); ok && pair.Parent().Pair(near).IsZero() {
		x.Message += "; did you mean " + near + "?"
		x.Fixes = []Fix{rewrite(pair.Key(), near, at.alias.IsZero() && spell.Distance(key, near) <= 2)}
		parent := strings.TrimSuffix(strings.TrimSuffix(x.Field, key), ".")
		p.meant[strings.TrimPrefix(parent+"."+near, ".")] = true
	} else if where := p.elsewhere(pair, key, t); where != "" {
		x.Message += "; it belongs " + where
	}
	if len(x.Fixes) == 0 && at.alias.IsZero() {
		x.Fixes = p.asNow()
	}
	p.report(x)
}

func nameOf(t *schema.Type) string {
	if t.Name == "" {
		return "this"
	}
	return t.Name
}

// names yields the names of the fields of an object.
func names(t *schema.Type) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, f := range t.Fields {
			if !yield(f.Name) {
				return
			}
		}
	}
}

func hasPrefix(t *schema.Type, prefix string) bool {
	for name := range names(t) {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// elsewhere returns where a field with this name would be right: in the one child
// that has it, or in an object around.
func (p *pass) elsewhere(pair syntax.Node, key string, t *schema.Type) string {
	child := ""
	for _, f := range t.Fields {
		if f.Type.Field(key) != nil && f.Name != "status" {
			if child != "" {
				return ""
			}
			child = f.Name
		}
	}
	if child != "" {
		return "in " + child
	}
	for n := pair.Parent().Parent(); !n.IsZero(); n = n.Parent() {
		if n.Kind() != syntax.Mapping {
			continue
		}
		if p.doc.TypeOf(n).Field(key) != nil {
			if path := p.doc.Path(n); path != "" {
				return "in " + path
			}
			return "at the top"
		}
	}
	return ""
}

// wrong reports a value of the wrong type. What it is and what it should be are in
// words of YAML, not of Go.
func (p *pass) wrong(n syntax.Node, t *schema.Type, at place, is string) {
	p.misfit(n, at, Problem{Message: fmt.Sprintf("want %s, this is %s", want(t), is)})
}

// misfit reports a value that the decoder refuses.
func (p *pass) misfit(n syntax.Node, at place, x Problem) {
	x.Span, x.Code, x.Field = at.span(n), "schema/wrong-type", p.doc.Path(n)
	if !at.alias.IsZero() {
		x.Field = p.doc.Path(at.alias)
		n = at.alias
	} else if isBlock(n) {
		x.Span = p.at.Span(manifest.Location{Node: n.Parent()})
	}
	if _, ok := p.instead[n]; !ok {
		p.instead[n] = syntax.LeaveOut{}
		p.bad = append(p.bad, n)
	}
	p.report(x)
}

func isBlock(n syntax.Node) bool {
	return (n.Kind() == syntax.Mapping || n.Kind() == syntax.Sequence) && !n.Flow()
}

// want returns the words for a type.
func want(t *schema.Type) string {
	switch t.Kind {
	case schema.Object:
		if t.Name != "" {
			return "a mapping (" + t.Name + ")"
		}
		return "a mapping"
	case schema.Map:
		return "a mapping"
	case schema.List:
		return "a list"
	case schema.Integer:
		return "a whole number"
	case schema.Number:
		return "a number"
	case schema.Boolean:
		return "true or false"
	case schema.IntOrString:
		return "a whole number or a string"
	case schema.Quantity:
		return "a quantity such as 500m or 128Mi"
	case schema.String, schema.Any:
	}
	return "a string"
}

// quoteFix offers to put a scalar in quotes.
func quoteFix(n syntax.Node) []Fix {
	if n.Kind() != syntax.Scalar || n.Style() != syntax.Plain || n.Tag() != "" {
		return nil
	}
	return []Fix{{
		Title: "Put it in quotes", Edits: []text.Edit{{Span: n.Span(), New: strconv.Quote(n.Text())}}, Preferred: true,
	}}
}
