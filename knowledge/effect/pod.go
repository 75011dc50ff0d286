package effect

import (
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/kubelore/kubelore/knowledge/language"
)

const (
	cpu    = "cpu"
	memory = "memory"
)

// A Pod is what the spec of a Pod, or of a Pod template, adds up to once the API
// server has filled in what is missing. What a LimitRange, a RuntimeClass or a webhook
// adds is not part of it. The zero Pod is one that is not understood; nothing is said
// about it.
type Pod struct {
	// Requests is what the scheduler reserves on a node, by the names of resources,
	// with the overhead of the Pod.
	Requests map[string]resource.Quantity
	// Limits is the sum of the limits, by the names of resources. It bounds the Pod
	// only if Unlimited reports false.
	Limits map[string]resource.Quantity

	inits, apps   []container
	level         resources
	overhead      amounts
	priorityClass string
}

// A container is one that is no ephemeral container; those have no resources.
type container struct {
	name string
	resources
	// sidecar says of an init container that it stays.
	sidecar bool
}

// resources are the requests and limits of a container or of a whole Pod.
type resources struct{ requests, limits amounts }

func requestsOf(r resources) amounts { return r.requests }
func limitsOf(r resources) amounts   { return r.limits }

// PodOf adds up a PodSpec. It returns the zero Pod if there are no containers, or if
// any quantity is not understood.
func PodOf(spec any) Pod {
	r := &reader{}
	m := r.object(spec)
	p := Pod{
		inits: r.containers(m["initContainers"]), apps: r.containers(m["containers"]),
		level: r.resources(m["resources"]), overhead: r.amounts(m["overhead"]),
		priorityClass: r.text(m["priorityClassName"], ""),
	}
	if r.bad || len(p.apps) == 0 {
		return Pod{}
	}
	p.settle()
	requests, limits := p.sum(requestsOf), p.sum(limitsOf)
	maps.Copy(requests, p.level.requests)
	maps.Copy(limits, p.level.limits)
	requests.add(p.overhead)
	for name, q := range p.overhead {
		if limits.has(name) {
			limits.add(amounts{name: q})
		}
	}
	p.Requests, p.Limits = requests, limits
	return p
}

// containers returns a list of containers. What a container limits and does not
// request, it requests as well; SetDefaults_Pod copies it.
func (r *reader) containers(v any) []container {
	items := r.list(v)
	all := make([]container, len(items))
	for i, item := range items {
		m := r.object(item)
		r.bad = r.bad || m == nil
		c := container{
			name: r.text(m["name"], ""), resources: r.resources(m["resources"]),
			sidecar: r.text(m["restartPolicy"], "") == "Always",
		}
		for name, q := range c.limits {
			if _, found := c.requests[name]; !found {
				c.requests[name] = q
			}
		}
		all[i] = c
	}
	return all
}

func (r *reader) resources(v any) resources {
	m := r.object(v)
	return resources{requests: r.amounts(m["requests"]), limits: r.amounts(m["limits"])}
}

// all returns the containers in the order in which they start.
func (p Pod) all() []container { return slices.Concat(p.inits, p.apps) }

// sum returns the requests or limits of the containers: the larger of what the
// containers need that stay, and what an init container needs with the sidecars that
// have started before it. It follows PodRequests in k8s.io/component-helpers.
func (p Pod) sum(of func(resources) amounts) amounts {
	total, started, peak := amounts{}, amounts{}, amounts{}
	for _, c := range p.apps {
		total.add(of(c.resources))
	}
	for _, c := range p.inits {
		if c.sidecar {
			total.add(of(c.resources))
			started.add(of(c.resources))
			continue
		}
		// Of the sidecars only what this container needs too can matter: on their own
		// they are never more than the total. This keeps the time linear.
		during := amounts{}
		for name, q := range of(c.resources) {
			during[name] = q
			if s, found := started[name]; found {
				during.add(amounts{name: s})
			}
		}
		peak.raise(during)
	}
	total.raise(peak)
	return total
}

func isHugePages(name string) bool { return strings.HasPrefix(name, "hugepages-") }

// isPodLevel reports whether a resource counts in spec.resources.
func isPodLevel(name string) bool { return name == cpu || name == memory || isHugePages(name) }

// hasLevel reports whether spec.resources counts.
func (p Pod) hasLevel() bool { return len(p.level.requests)+len(p.level.limits) > 0 }

// settle completes spec.resources as the API server does on create, with the gate
// PodLevelResourcesFixDefaulting, which is on since 1.37. It changes the maps in p.level.
func (p Pod) settle() {
	level := p.level
	for _, a := range []amounts{level.requests, level.limits} {
		for name := range a {
			if !isPodLevel(name) {
				delete(a, name) // refused
			}
		}
	}
	if !p.hasLevel() {
		return
	}
	requests, limits := p.sum(requestsOf), p.sum(limitsOf)
	for name, q := range limits {
		if isHugePages(name) && !level.mentions(name) {
			level.limits[name] = q
		}
	}
	for name, q := range requests {
		if _, found := level.requests[name]; !found && (name == cpu || name == memory) {
			level.requests[name] = q
		}
	}
	for name, q := range level.limits {
		if _, found := level.requests[name]; !found {
			level.requests[name] = q
		}
	}
	limited := p.limited()
	for name, q := range level.requests {
		if _, found := level.limits[name]; !found && limited[name] == len(p.inits)+len(p.apps) {
			level.limits[name] = q
			level.limits.raise(amounts{name: limits[name]})
		}
	}
}

// mentions reports whether there is a request or a limit for a resource, if only of
// nothing.
func (r resources) mentions(name string) bool {
	_, requested := r.requests[name]
	_, limited := r.limits[name]
	return requested || limited
}

// limited returns how many containers have a limit for each resource, if only of 0.
func (p Pod) limited() map[string]int {
	counts := map[string]int{}
	for _, c := range p.all() {
		for name := range c.limits {
			counts[name]++
		}
	}
	return counts
}

// Unlimited reports whether nothing but the node bounds how much of a resource the Pod
// uses: neither the Pod nor each of its containers has a limit. A limit of 0 is none.
func (p Pod) Unlimited(name string) bool {
	return !p.level.limits.has(name) && slices.ContainsFunc(p.all(), func(c container) bool { return !c.limits.has(name) })
}

// Totals returns what the Pod requests and how it is limited, in one line.
func (p Pod) Totals(l language.Language) string {
	if p.Requests == nil {
		return ""
	}
	colon := pick(l, " ", ": ")
	var requests, limits, unlimited []string
	for _, name := range []string{cpu, memory} {
		requests = append(requests, name+" "+amounts(p.Requests).text(name))
		if p.Unlimited(name) {
			unlimited = append(unlimited, say(l, "%s unlimited", "%s は無制限", name))
			continue
		}
		limits = append(limits, name+" "+amounts(p.Limits).text(name))
	}
	requests = append(requests, others(p.Requests)...)
	limits = append(limits, others(p.Limits)...)
	comma := pick(l, ", ", "、")
	return "requests" + colon + strings.Join(requests, comma) + pick(l, "; ", "。") +
		"limits" + colon + strings.Join(append(limits, unlimited...), comma)
}

// others returns the first few resources but cpu and memory, in alphabetical order.
func others(a amounts) []string {
	const most = 6
	var all []string
	for name := range a {
		if name != cpu && name != memory {
			all = append(all, name+" "+a.text(name))
		}
	}
	slices.Sort(all)
	return all[:min(len(all), most)]
}
