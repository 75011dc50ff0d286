package effect

import (
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	helpers "k8s.io/component-helpers/resource"

	"github.com/kubelore/kubelore/knowledge/language"
)

// A Pod is the specification of a Pod as it will be after the API server has filled in
// requests from limits.
type Pod struct{ spec *corev1.PodSpec }

// PodOf reads the specification of a Pod, or of a template. It reports false if it
// cannot be read or has no containers.
func PodOf(spec any) (Pod, bool) {
	s, ok := read[corev1.PodSpec](spec)
	if !ok || len(s.Containers) == 0 {
		return Pod{}, false
	}
	for _, containers := range [][]corev1.Container{s.Containers, s.InitContainers} {
		for i := range containers {
			fill(&containers[i].Resources)
		}
	}
	if s.Resources != nil {
		fill(s.Resources)
	}
	return Pod{s}, true
}

// fill copies limits into requests that are missing, as the API server does when it
// creates a Pod.
func fill(r *corev1.ResourceRequirements) {
	for name, limit := range r.Limits {
		if _, ok := r.Requests[name]; !ok {
			if r.Requests == nil {
				r.Requests = corev1.ResourceList{}
			}
			r.Requests[name] = limit
		}
	}
}

func sorted(amounts corev1.ResourceList) []corev1.ResourceName {
	return slices.Sorted(maps.Keys(amounts))
}

// pod returns the Pod as the library of the scheduler wants it.
func (p Pod) pod() *corev1.Pod { return &corev1.Pod{Spec: *p.spec} }

// Requests and Limits return the sums that the scheduler and the kubelet count with:
// containers and sidecars together, of ordinary init containers the largest, overhead
// added, the budget of the Pod (spec.resources) before them.
func (p Pod) Requests() corev1.ResourceList {
	return helpers.PodRequests(p.pod(), helpers.PodResourcesOptions{})
}

// Limits returns the sum of the limits; see Requests. A resource that one container has
// no limit for is bounded by the node alone.
func (p Pod) Limits() corev1.ResourceList {
	return helpers.PodLimits(p.pod(), helpers.PodResourcesOptions{})
}

// Totals says what the Pod asks for and may take in all.
func (p Pod) Totals(l language.Language) string {
	requests, limits := p.Requests(), p.bounded()
	r, m := list(requests), list(limits)
	switch {
	case r == "" && m == "":
		return in(l, language.Text{
			EN: "The Pod requests nothing and has no limits: it fits anywhere, and only the node bounds it.",
			JA: "Pod は何も要求せず、上限もない。どこにでも置かれ、ノードだけが上限になる。",
		})
	case m == "":
		return in(l, language.Text{EN: "The Pod in all: requests %s, no limits.", JA: "Pod 全体: requests は %s、limits はない。"}, r)
	case r == "":
		return in(l, language.Text{EN: "The Pod in all: requests nothing, limits %s.", JA: "Pod 全体: requests はなく、limits は %s。"}, m)
	}
	return in(l, language.Text{EN: "The Pod in all: requests %s; limits %s.", JA: "Pod 全体: requests は %s、limits は %s。"}, r, m)
}

// bounded returns the limits of the resources that every container has one for, or the
// Pod itself.
func (p Pod) bounded() corev1.ResourceList {
	limits := p.Limits()
	for name := range limits {
		if p.spec.Resources != nil {
			if _, ok := p.spec.Resources.Limits[name]; ok {
				continue
			}
		}
		for _, c := range p.spec.Containers {
			if _, ok := c.Resources.Limits[name]; !ok && (name == corev1.ResourceCPU || name == corev1.ResourceMemory) {
				delete(limits, name)
				break
			}
		}
	}
	return limits
}

// QoS returns the class that the Pod gets, and why.
func (p Pod) QoS(l language.Language) (class, why string) {
	// The budget of the Pod decides if there is one.
	if r := p.spec.Resources; r != nil && helpers.IsPodLevelResourcesSet(p.pod()) {
		return string(classOf(r)), in(l, language.Text{EN: "as the budget of the Pod (`spec.resources`) says", JA: "Pod 全体の枠(`spec.resources`)で決まる"})
	}
	classes := map[corev1.PodQOSClass]bool{}
	for _, c := range slices.Concat(p.spec.InitContainers, p.spec.Containers) {
		classes[classOf(&c.Resources)] = true
	}
	switch {
	case len(classes) == 1 && classes[corev1.PodQOSGuaranteed]:
		return string(corev1.PodQOSGuaranteed), in(l, language.Text{
			EN: "every container has limits for cpu and memory, and requests equal to them",
			JA: "全コンテナに cpu と memory の limits があり、requests がそれと等しい",
		})
	case len(classes) == 1 && classes[corev1.PodQOSBestEffort]:
		return string(corev1.PodQOSBestEffort), in(l, language.Text{
			EN: "no container has a request or a limit for cpu or memory",
			JA: "どのコンテナにも cpu と memory の requests も limits もない",
		})
	}
	return string(corev1.PodQOSBurstable), p.burstable(l)
}

// burstable says what keeps a Pod from being Guaranteed.
func (p Pod) burstable(l language.Language) string {
	for _, c := range slices.Concat(p.spec.InitContainers, p.spec.Containers) {
		for _, name := range []corev1.ResourceName{corev1.ResourceCPU, corev1.ResourceMemory} {
			limit, request := c.Resources.Limits[name], c.Resources.Requests[name]
			switch {
			case zero(limit):
				return in(l, language.Text{EN: "the container `%s` has no limit for %s", JA: "コンテナ `%s` に %s の limits がない"}, c.Name, name)
			case request.Cmp(limit) != 0:
				return in(l, language.Text{
					EN: "in the container `%s` request and limit for %s differ", JA: "コンテナ `%s` で %s の requests と limits が異なる",
				}, c.Name, name)
			}
		}
	}
	return ""
}

// classOf returns the class that a container alone would give its Pod.
func classOf(r *corev1.ResourceRequirements) corev1.PodQOSClass {
	some, guaranteed := false, true
	for _, name := range []corev1.ResourceName{corev1.ResourceCPU, corev1.ResourceMemory} {
		request, limit := r.Requests[name], r.Limits[name]
		some = some || !zero(request) || !zero(limit)
		guaranteed = guaranteed && !zero(limit) && request.Cmp(limit) == 0
	}
	switch {
	case guaranteed:
		return corev1.PodQOSGuaranteed
	case some:
		return corev1.PodQOSBurstable
	}
	return corev1.PodQOSBestEffort
}

func zero(q resource.Quantity) bool { return q.Sign() <= 0 }

// Eviction says when the kubelet evicts the Pod on a node that runs out of memory.
func (p Pod) Eviction(l language.Language) string {
	if memory := p.Requests()[corev1.ResourceMemory]; !zero(memory) {
		return in(l, language.Text{
			EN: "When the node runs out of memory, it is safe from eviction while it uses no more than %s and others use more than they requested.",
			JA: "ノードのメモリが不足しても、使用量が %s 以内で、requests を超えた Pod が他にある間は退避されない。",
		}, canonical(memory))
	}
	return in(l, language.Text{
		EN: "When the node runs out of memory, it is among the first to be evicted: without a memory request all that it uses is too much.",
		JA: "ノードのメモリが不足すると、最初に退避される組に入る。memory の requests がないので、使用量はすべて超過になる。",
	})
}
