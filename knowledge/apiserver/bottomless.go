package apiserver

import (
	"regexp"
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/quantity"
)

// bounding are the functions that a rule with quantities may call to be evaluated: those
// that make no text of others, so that what is read as a quantity is written somewhere.
var bounding = []string{
	"quantity", "isQuantity", "isInteger", "asInteger", "asApproximateFloat", "sign", "add", "sub", "isLessThan", "isGreaterThan", "compareTo",
	"has", "all", "exists", "exists_one", "filter", "size", "int", "double", "matches", "startsWith", "endsWith", "contains", "hasValue", "value", "orValue",
}

var calls = regexp.MustCompile(`([A-Za-z_][A-Za-z_0-9]*)\s*\(`)

// bottomless reports whether the rules of a CustomResourceDefinition may compute with
// quantities such as 1e999999999, which has no end, and which no limit of CEL counts.
func bottomless(definition map[string]any) bool {
	var rules, texts []string
	var collect func(key string, v any)
	collect = func(key string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, x := range v {
				collect(k, x)
			}
		case []any:
			for _, x := range v {
				collect(key, x)
			}
		case string:
			texts = append(texts, v)
			if (key == "rule" || key == "messageExpression") && strings.Contains(v, "uantity") {
				rules = append(rules, v)
			}
		}
	}
	collect("", definition)
	return len(rules) > 0 && (slices.ContainsFunc(rules, unbounded) || slices.ContainsFunc(texts, quantity.Endless))
}

// unbounded reports whether a rule may make a text that is then read as a quantity, or has
// one that is endless.
func unbounded(rule string) bool {
	const longest = 1000 // a number of as many digits takes no time
	if len(rule) > longest || strings.ContainsAny(rule, `+\`) || strings.Contains(rule, "//") || quantity.EndlessWithin(rule) {
		return true
	}
	return slices.ContainsFunc(calls.FindAllStringSubmatch(rule, -1), func(call []string) bool { return !slices.Contains(bounding, call[1]) })
}
