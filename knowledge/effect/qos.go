package effect

import (
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/kubelore/kubelore/knowledge/language"
)

// The QoS classes.
const (
	guaranteed = "Guaranteed"
	burstable  = "Burstable"
	bestEffort = "BestEffort"
)

// QoS returns the QoS class of the Pod, and the reason as a sentence. spec.resources
// decides alone if there is one; otherwise all containers do, init containers too.
func (p Pod) QoS(l language.Language) (class, why string) {
	if p.Requests == nil {
		return "", ""
	}
	if p.hasLevel() {
		q := p.level.quality()
		if q.class == bestEffort {
			return q.class, pick(l, "`spec.resources` has nothing for cpu and memory.", "`spec.resources` に cpu と memory の指定がない。")
		}
		return q.class, q.why(pick(l, "`spec.resources`", "`spec.resources` "), l)
	}
	all := p.all()
	first := all[0].quality()
	for _, c := range all {
		q := c.quality()
		if q.class == burstable {
			return q.class, q.why(say(l, "Container %s", "コンテナ %s ", code(c.name)), l)
		}
		if q.class != first.class {
			return burstable, say(l, "Of the containers %s and %s only one has requests and limits.",
				"コンテナ %s と %s の一方にだけ requests と limits がある。", code(all[0].name), code(c.name))
		}
	}
	if first.class == guaranteed {
		return first.class, pick(l, "Each container has limits for cpu and memory, and requests equal to them.",
			"すべてのコンテナに cpu と memory の limits があり、requests と等しい。")
	}
	return first.class, pick(l, "No container has a request or a limit for cpu or memory.",
		"どのコンテナにも cpu と memory の requests と limits がない。")
}

// A quality is what one set of resources makes of the QoS class.
type quality struct {
	class string
	// resource is one that makes the class Burstable: its request is not its limit, or
	// it has neither while the other resource has both.
	resource       string
	request, limit resource.Quantity
}

// quality returns the class that a set of resources has on its own.
func (r resources) quality() quality {
	var without []string
	for _, name := range []string{cpu, memory} {
		request, limit := r.requests[name], r.limits[name]
		if request.Cmp(limit) != 0 {
			return quality{class: burstable, resource: name, request: request, limit: limit}
		}
		if limit.IsZero() {
			without = append(without, name)
		}
	}
	switch len(without) {
	case 0:
		return quality{class: guaranteed}
	case 1:
		return quality{class: burstable, resource: without[0]}
	}
	return quality{class: bestEffort}
}

// why returns the reason for the class of one that is not BestEffort.
func (q quality) why(who string, l language.Language) string {
	request, limit := q.request.String(), q.limit.String()
	switch {
	case q.class == guaranteed:
		return say(l, "%s has limits for cpu and memory, and requests equal to them.", "%sに cpu と memory の limits があり、requests と等しい。", who)
	case q.request.IsZero() && q.limit.IsZero():
		return say(l, "%s has no request and no limit for %s.", "%sに %s の requests も limits もない。", who, q.resource)
	case q.limit.IsZero():
		return say(l, "%[1]s has a %[2]s request (%[3]s) and no limit.", "%[1]sに %[2]s の requests (%[3]s) はあるが limits がない。", who, q.resource, request)
	}
	return say(l, "%[1]s has a %[2]s request (%[3]s) other than its limit (%[4]s).", "%[1]sの %[2]s の requests (%[3]s) が limits (%[4]s) と異なる。",
		who, q.resource, request, limit)
}
