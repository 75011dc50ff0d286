package complete

import (
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/server/syntax"
)

// accepts reports whether a value that is written can be one of a type: whether it has the
// shape, and all its keys are known. What is not known is accepted. So is what aliases in it
// stand for: they can stand in what they name, or for more than can be looked at.
func accepts(t *schema.Type, n syntax.Node) bool { return acceptsShape(t, n.Target()) }

func acceptsShape(t *schema.Type, n syntax.Node) bool {
	if t == nil || t.Kind == schema.Any || t.Union {
		return true
	}
	switch n.Kind() {
	case syntax.Mapping:
		return acceptsMapping(t, n)
	case syntax.Sequence:
		if t.Kind != schema.List {
			return false
		}
		for c := range n.Children() {
			if c.Kind() == syntax.Item && !acceptsShape(t.Elem, c.Value()) {
				return false
			}
		}
	case syntax.Scalar:
		return acceptsScalar(t, n)
	case syntax.NoNode, syntax.Pair, syntax.Item, syntax.Alias, syntax.Null, syntax.Error:
	}
	return true
}

func acceptsMapping(t *schema.Type, n syntax.Node) bool {
	if t.Kind != schema.Object && t.Kind != schema.Map {
		return false
	}
	for c := range n.Children() {
		if c.Kind() != syntax.Pair {
			continue
		}
		of := t.Elem
		if c.Key().Text() == "<<" {
			of = t
		} else if t.Kind == schema.Object {
			f := t.Field(c.Key().Text())
			if f == nil {
				if t.Preserve {
					continue
				}
				return false
			}
			of = f.Type
		}
		if !acceptsShape(of, c.Value()) {
			return false
		}
	}
	return true
}

func acceptsScalar(t *schema.Type, n syntax.Node) bool {
	switch n.Resolve().(type) {
	case nil:
		return true
	case bool:
		return t.Kind == schema.Boolean
	case string:
		return t.Kind == schema.String || t.Kind == schema.IntOrString || t.Kind == schema.Quantity
	case float64:
		return t.Kind == schema.Number || t.Kind == schema.Quantity
	default:
		return t.Kind == schema.Integer || t.Kind == schema.Number || t.Kind == schema.IntOrString || t.Kind == schema.Quantity
	}
}
