package effect

import (
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/kubelore/kubelore/knowledge/language"
)

// An origin is a value that a LimitRange gives to containers without one, and the
// field that it comes from.
type origin struct {
	amount           resource.Quantity
	limitRange, from string
}

// defaults returns the limits and the requests that LimitRanges give to a container,
// one for each value. It reports false if a LimitRange is not understood.
func defaults(limitRanges []any, name string) (limits, requests []origin, ok bool) {
	r := &reader{}
	for _, object := range limitRanges {
		m := r.object(object)
		title := r.text(r.object(m["metadata"])["name"], "")
		limit, request := r.defaultsOf(r.list(r.object(m["spec"])["limits"]), name)
		limit.limitRange, request.limitRange = title, title
		limits, requests = distinct(limits, limit), distinct(requests, request)
	}
	return limits, requests, !r.bad
}

// defaultsOf returns what the items of one LimitRange give; from is empty if that is
// nothing. Each item completes itself (SetDefaults_LimitRangeItem): a missing default
// is the max, a missing defaultRequest is the default, or else the min. The last item
// with a value counts.
func (r *reader) defaultsOf(items []any, name string) (limit, request origin) {
	for _, item := range items {
		m := r.object(item)
		if r.text(m["type"], "") != "Container" {
			continue
		}
		fields := map[string]amounts{}
		for _, field := range []string{"max", "default", "defaultRequest", "min"} {
			fields[field] = r.amounts(m[field])
		}
		first := func(names ...string) (origin, bool) {
			for _, field := range names {
				if q, found := fields[field][name]; found {
					return origin{amount: q, from: field}, true
				}
			}
			return origin{}, false
		}
		if o, found := first("default", "max"); found {
			limit = o
		}
		if o, found := first("defaultRequest", "default", "max", "min"); found {
			request = o
		}
	}
	return limit, request
}

// distinct appends a value that is there and that no other LimitRange gives.
func distinct(all []origin, o origin) []origin {
	if o.from == "" {
		return all
	}
	for _, other := range all {
		if o.amount.Cmp(other.amount) == 0 {
			return all
		}
	}
	return append(all, o)
}

// sentence says that something has a value by LimitRanges. If their values differ, it
// is open which one counts: they are applied in no certain order.
func sentence(what string, all []origin, l language.Language) string {
	a := all[0]
	if len(all) > 1 {
		b := all[1]
		return say(l, "%s is %s or %s: the LimitRanges %s and %s differ, and the order in which they apply is not certain.",
			"%sは %s か %s。LimitRange %s と %s の値が異なり、適用順は決まっていない。",
			what, a.amount.String(), b.amount.String(), code(a.limitRange), code(b.limitRange))
	}
	return say(l, "%[1]s is %[2]s: a Pod gets it from %[3]s of the LimitRange %[4]s.",
		"%[1]sは %[2]s。LimitRange %[4]s の %[3]s が Pod の作成時に入る。",
		what, a.amount.String(), code(a.from), code(a.limitRange))
}

// A Bound is between what a LimitRange keeps a resource of a container. Least, Most and
// Ratio are nil if it does not say.
type Bound struct {
	Resource string
	// Least and Most are for requests and limits alike.
	Least, Most *resource.Quantity
	// Ratio is how many times the request the limit may be.
	Ratio *resource.Quantity
}

// Bounds returns what a LimitRange allows to containers, or nothing if it is not
// understood.
func Bounds(limitRange any) []Bound {
	r := &reader{}
	var all []Bound
	for _, item := range r.list(r.object(r.object(limitRange)["spec"])["limits"]) {
		m := r.object(item)
		if r.text(m["type"], "") != "Container" {
			continue
		}
		least, most, ratio := r.amounts(m["min"]), r.amounts(m["max"]), r.amounts(m["maxLimitRequestRatio"])
		for _, name := range []string{cpu, memory, "ephemeral-storage"} {
			b := Bound{name, least.of(name), most.of(name), ratio.of(name)}
			if b.Least != nil || b.Most != nil || b.Ratio != nil {
				all = append(all, b)
			}
		}
	}
	if r.bad {
		return nil
	}
	return all
}

func (a amounts) of(name string) *resource.Quantity {
	if q, found := a[name]; found {
		return &q
	}
	return nil
}
