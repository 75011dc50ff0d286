package rule

import (
	"math"
	"strings"

	"github.com/distribution/reference"
	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/kubelore/kubelore/knowledge/catalog"
	quantities "github.com/kubelore/kubelore/knowledge/quantity"
)

// functions are what conditions can call beyond CEL itself.
func functions() []cel.EnvOption {
	dyn, list := cel.DynType, cel.ListType(cel.DynType)
	return []cel.EnvOption{
		// quantity(q) is the value of a quantity as a number; it fails for what is none.
		unary("quantity", dyn, cel.DoubleType, quantity),
		// tag(image) is the tag of an image, latest if it has neither tag nor digest, and
		// empty if it has a digest.
		unary("tag", dyn, cel.StringType, tag),
		// repository(image) is the image with its registry, without tag and digest.
		unary("repository", dyn, cel.StringType, repository),
		// upTo(list, n) is the first n items of a list.
		binary("upTo", list, cel.IntType, list, upTo),
		// selects(selector, labels) reports whether a label selector selects an object.
		binary("selects", dyn, dyn, cel.BoolType, selects),
		// groupsOf(resource) is the API groups of Kubernetes that have a resource of that
		// plural, over all releases.
		unary("groupsOf", dyn, list, groupsOf),
		// knownGroup(group) reports whether Kubernetes itself serves the group.
		unary("knownGroup", dyn, cel.BoolType, knownGroup),
		// pluralOf(word) is the resource that a singular or the name of a kind means, or
		// empty.
		unary("pluralOf", dyn, cel.StringType, pluralOf),
	}
}

func unary(name string, in, out *cel.Type, f func(ref.Val) ref.Val) cel.EnvOption {
	return cel.Function(name, cel.Overload(name, []*cel.Type{in}, out, cel.UnaryBinding(f)))
}

func binary(name string, a, b, out *cel.Type, f func(x, y ref.Val) ref.Val) cel.EnvOption {
	return cel.Function(name, cel.Overload(name, []*cel.Type{a, b}, out, cel.BinaryBinding(f)))
}

func quantity(v ref.Val) ref.Val {
	switch x := v.Value().(type) {
	case int64:
		return types.Double(x)
	case float64:
		return types.Double(x)
	case string:
		if q, ok := quantities.Parse(x); ok {
			return types.Double(q.AsApproximateFloat64())
		}
	}
	return types.NewErr("no quantity")
}

func parseImage(v ref.Val) (reference.Named, bool) {
	s, ok := v.Value().(string)
	if !ok {
		return nil, false
	}
	named, err := reference.ParseNormalizedNamed(s)
	return named, err == nil
}

func tag(v ref.Val) ref.Val {
	named, ok := parseImage(v)
	if !ok {
		return types.NewErr("no image")
	}
	if _, ok := named.(reference.Digested); ok {
		return types.String("")
	}
	if t, ok := named.(reference.Tagged); ok {
		return types.String(t.Tag())
	}
	return types.String("latest")
}

func repository(v ref.Val) ref.Val {
	named, ok := parseImage(v)
	if !ok {
		return types.NewErr("no image")
	}
	return types.String(named.Name())
}

func upTo(list, n ref.Val) ref.Val {
	items, ok := list.Value().([]any)
	i, isInt := n.Value().(int64)
	if !ok || !isInt || i < 0 || i > math.MaxInt32 {
		return types.NewErr("no list")
	}
	return valueOf(items[:min(int(i), len(items))])
}

func selects(selector, with ref.Val) ref.Val {
	s, ok := selector.Value().(map[string]any)
	l, isMap := with.Value().(map[string]any)
	if !ok || !isMap {
		return types.NewErr("no selector or no labels")
	}
	set := labels.Set{}
	for k, v := range l {
		text, ok := v.(string)
		if !ok {
			return types.NewErr("a label is no text")
		}
		set[k] = text
	}
	compiled, err := metav1.LabelSelectorAsSelector(labelSelector(s))
	if err != nil {
		return types.NewErr("no selector")
	}
	return types.Bool(compiled.Matches(set))
}

// labelSelector returns a decoded selector with its type. What does not fit is left
// out, as the API server refuses it anyway.
func labelSelector(s map[string]any) *metav1.LabelSelector {
	out := &metav1.LabelSelector{MatchLabels: map[string]string{}}
	want, _ := s["matchLabels"].(map[string]any)
	for k, v := range want {
		if text, ok := v.(string); ok {
			out.MatchLabels[k] = text
		}
	}
	expressions, _ := s["matchExpressions"].([]any)
	for _, e := range expressions {
		m, _ := e.(map[string]any)
		r := metav1.LabelSelectorRequirement{}
		r.Key, _ = m["key"].(string)
		operator, _ := m["operator"].(string)
		r.Operator = metav1.LabelSelectorOperator(operator)
		list, _ := m["values"].([]any)
		for _, v := range list {
			if text, ok := v.(string); ok {
				r.Values = append(r.Values, text)
			}
		}
		out.MatchExpressions = append(out.MatchExpressions, r)
	}
	return out
}

func groupsOf(v ref.Val) ref.Val {
	plural, _ := v.Value().(string)
	groups := []any{}
	for _, k := range catalog.Kinds() {
		if k.Plural == plural {
			groups = append(groups, k.Group)
		}
	}
	return valueOf(groups)
}

func knownGroup(v ref.Val) ref.Val {
	group, ok := v.Value().(string)
	return types.Bool(ok && len(catalog.Versions(group)) > 0)
}

func pluralOf(v ref.Val) ref.Val {
	word, _ := v.Value().(string)
	for _, k := range catalog.Kinds() {
		if k.Plural != "" && strings.EqualFold(k.Name, word) {
			return types.String(k.Plural)
		}
	}
	return types.String("")
}
