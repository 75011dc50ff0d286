package effect

import (
	"math"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"

	quantities "github.com/kubelore/kubelore/knowledge/quantity"
)

// A reader takes values out of decoded YAML, and remembers whether one of them was of
// the wrong type or out of range: nothing is said about what is not understood
// completely. What is missing or null has its default, as it has for the API server.
type reader struct{ bad bool }

// object returns a value as an object.
func (r *reader) object(v any) map[string]any {
	m, ok := v.(map[string]any)
	r.bad = r.bad || v != nil && !ok
	return m
}

// list returns a value as a list.
func (r *reader) list(v any) []any {
	items, ok := v.([]any)
	r.bad = r.bad || v != nil && !ok
	return items
}

// text returns a value as a string, or the default.
func (r *reader) text(v any, missing string) string {
	if v == nil {
		return missing
	}
	s, ok := v.(string)
	r.bad = r.bad || !ok
	return s
}

// flag returns a value as a bool.
func (r *reader) flag(v any) bool {
	b, ok := v.(bool)
	r.bad = r.bad || v != nil && !ok
	return b
}

// count returns a value as a number from 0 to the largest int32, which is the range
// of all counts and of nearly all seconds; or the default.
func (r *reader) count(v any, missing int64) int64 {
	if v == nil {
		return missing
	}
	n, ok := Whole(v)
	r.bad = r.bad || !ok || n < 0 || n > math.MaxInt32
	return n
}

// Whole returns a value that encoding/json or a YAML reader decoded as a whole number, if
// it is one.
func Whole(v any) (int64, bool) {
	switch v := v.(type) {
	case int:
		return int64(v), true
	case int64:
		return v, true
	case uint64:
		return int64(min(v, math.MaxInt64)), v <= math.MaxInt64
	case float64:
		return int64(v), math.Abs(v) < 1<<53 && v == math.Trunc(v)
	}
	return 0, false
}

// A share is a number, or a percentage of one that is known later.
type share struct {
	n       int64
	percent bool
}

// share returns a value as an IntOrString that is a number or a percentage; or the
// default.
func (r *reader) share(v any, missing share) share {
	s, isText := v.(string)
	if !isText {
		return share{n: r.count(v, missing.n), percent: v == nil && missing.percent}
	}
	digits, isPercent := strings.CutSuffix(s, "%")
	n, err := strconv.ParseUint(digits, 10, 31)
	r.bad = r.bad || !isPercent || err != nil
	return share{n: int64(n), percent: true}
}

// of returns how many of total it is; a percentage is rounded up or down.
func (s share) of(total int64, up bool) int64 {
	switch {
	case !s.percent:
		return s.n
	case up:
		return (s.n*total + 99) / 100
	}
	return s.n * total / 100
}

// amounts are quantities by the names of resources.
type amounts map[string]resource.Quantity

// amounts returns a value as a list of resources. Quantities are rounded up to
// thousandths, as the API server does when it reads them.
func (r *reader) amounts(v any) amounts {
	m := r.object(v)
	all := make(amounts, len(m))
	for name, v := range m {
		q, ok := quantity(v)
		r.bad = r.bad || !ok || !isResource(name)
		q.RoundUp(resource.Milli)
		all[name] = q
	}
	return all
}

// isResource reports whether a name can be one of a resource. It is then printed as it
// is.
func isResource(name string) bool {
	const longest = 317 // a prefix, a slash and a name
	return name != "" && len(name) <= longest && strings.Trim(name,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./") == ""
}

// quantity parses a quantity as it stands in YAML. Negative ones are refused wherever
// they would have an effect.
func quantity(v any) (resource.Quantity, bool) {
	var s string
	switch v := v.(type) {
	case string:
		s = v
	case float64:
		s = strconv.FormatFloat(v, 'f', -1, 64)
	default:
		n, ok := Whole(v)
		if !ok {
			return resource.Quantity{}, false
		}
		s = strconv.FormatInt(n, 10)
	}
	q, ok := quantities.Parse(s)
	return q, ok && q.Sign() >= 0
}

// add adds other, resource by resource.
func (a amounts) add(other amounts) {
	for name, q := range other {
		sum := a[name].DeepCopy()
		if _, found := a[name]; !found {
			sum = resource.Quantity{Format: q.Format}
		}
		sum.Add(q)
		a[name] = sum
	}
}

// raise sets each resource to that of other if there it is larger, or new.
func (a amounts) raise(other amounts) {
	for name, q := range other {
		if have, found := a[name]; !found || q.Cmp(have) > 0 {
			a[name] = q.DeepCopy()
		}
	}
}

// has reports whether there is more than nothing of a resource.
func (a amounts) has(name string) bool {
	q := a[name]
	return !q.IsZero()
}

// text returns the amount of a resource, as Kubernetes writes it.
func (a amounts) text(name string) string {
	q := a[name]
	return q.String()
}
