package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/kubelore/kubelore/knowledge/effect"
	"github.com/kubelore/kubelore/knowledge/quantity"
	"github.com/kubelore/kubelore/knowledge/rule"
	"github.com/kubelore/kubelore/server/graph"
	"github.com/kubelore/kubelore/server/manifest"
)

// ration is the checking of the Pods of an object against what their namespace allows.
type ration struct {
	*crossing
	r *manifest.Resource
	// path is that of the spec of the Pods, and spec its value.
	path string
	spec map[string]any
}

// rationed checks the Pods of the object at hand against the ResourceQuotas and the
// LimitRanges of the namespace. Whoever breaks them gets no Pod, and a workload says so
// only in its events.
func (c *crossing) rationed() {
	quotas, ranges := c.allowing("ResourceQuota"), c.allowing("LimitRange")
	if c.at.Templated || c.at.Replicas == 0 || len(quotas)+len(ranges) == 0 {
		return
	}
	r := c.resourceAt()
	path := rule.PodPath(r.APIVersion, r.Kind)
	if r.Root.IsZero() || path == "" {
		return
	}
	spec, _ := lookup(c.file.At(c.at.Start).Object(r), strings.Split(path, ".")...).(map[string]any)
	x := ration{c, r, path, spec}
	for _, q := range quotas {
		if !c.limited(c.at.Object.Namespace) {
			x.demanded(q)
		}
		x.exceeded(q)
	}
	for _, l := range ranges {
		x.bounded(l)
	}
}

// allowing returns the objects of a kind that limit the namespace of the object at hand.
func (c *crossing) allowing(kind string) []graph.Place {
	return slices.DeleteFunc(slices.Clone(c.world.OfKind("", kind)), func(p graph.Place) bool {
		return p.Unsure || p.Templated || !c.together(p, c.at.Object.Namespace)
	})
}

// containers calls f for each container with its path.
func (x ration) containers(f func(path string, container map[string]any)) {
	for _, list := range []string{"initContainers", "containers"} {
		items, _ := x.spec[list].([]any)
		for i, item := range items {
			if m, ok := item.(map[string]any); ok {
				f(fmt.Sprintf("%s.%s[%d]", x.path, list, i), m)
			}
		}
	}
}

// problem reports something at a path that a ResourceQuota or a LimitRange is against.
func (x ration) problem(code, path, message string, by graph.Place, fixes ...Fix) {
	x.report(Problem{
		Span: x.r.Span(x.r.Locate(path)), Severity: Warning, Code: code, Message: message, Fixes: fixes,
		Related: []Related{related(by, by.Where(), by.Kind+" "+by.Object.Name)},
	})
}

// demanded reports containers without a request or a limit that a quota demands. A Pod
// with resources of its own is exempt.
func (x ration) demanded(quota graph.Place) {
	requests, limits, ok := effect.Demands(quota.Value)
	if !ok || x.spec["resources"] != nil {
		return
	}
	x.containers(func(path string, container map[string]any) {
		has := func(field, name string) bool { return lookup(container, "resources", field, name) != nil }
		for _, name := range requests {
			if !has("requests", name) && !has("limits", name) {
				x.problem("res/quota-without-requests", path+".resources.requests."+name, fmt.Sprintf(
					"container %v requests no %s, which ResourceQuota %s demands, so the Pod is refused", container["name"], name, quota.Object.Name), quota)
			}
		}
		for _, name := range limits {
			if !has("limits", name) {
				x.problem("res/quota-without-requests", path+".resources.limits."+name, fmt.Sprintf(
					"container %v has no limit of %s, which ResourceQuota %s demands, so the Pod is refused", container["name"], name, quota.Object.Name), quota)
			}
		}
	})
}

// exceeded reports that the Pods of the object alone are more than a quota allows.
func (x ration) exceeded(quota graph.Place) {
	hard, ok := effect.Hard(quota.Value)
	if !ok {
		return
	}
	pod, n := effect.PodOf(x.spec), int64(max(x.at.Replicas, 1))
	where := x.path
	if x.at.Replicas > 0 {
		where = "spec.replicas"
	}
	for _, name := range slices.Sorted(maps.Keys(hard)) {
		one, ok := usage(pod, name)
		if !ok {
			continue
		}
		all := one.DeepCopy()
		all.Mul(n)
		if most := hard[name]; all.Cmp(most) > 0 {
			x.problem("res/pod-total-exceeds-quota", where, fmt.Sprintf(
				"this needs %s of %s, and ResourceQuota %s allows %s in the namespace", all.String(), name, quota.Object.Name, most.String()), quota)
		}
	}
}

// usage returns how much of a quota one Pod takes, if it takes any.
func usage(pod effect.Pod, quota string) (resource.Quantity, bool) {
	if quota == "pods" || quota == "count/pods" {
		return *resource.NewQuantity(1, resource.DecimalSI), true
	}
	of, name := pod.Requests, strings.TrimPrefix(quota, "requests.")
	if limit, ok := strings.CutPrefix(quota, "limits."); ok {
		of, name = pod.Limits, limit
	}
	q, ok := of[name]
	return q, ok && q.Sign() > 0
}

// bounded reports requests and limits that a LimitRange does not allow.
func (x ration) bounded(limits graph.Place) {
	const code = "res/limitrange-violation"
	bounds := effect.Bounds(limits.Value)
	x.containers(func(path string, container map[string]any) {
		for _, b := range bounds {
			written := map[string]resource.Quantity{}
			for _, field := range []string{"requests", "limits"} {
				q, ok := quantityOf(lookup(container, "resources", field, b.Resource))
				if !ok {
					continue
				}
				written[field] = q
				at := path + ".resources." + field + "." + b.Resource
				quantity := x.r.Locate(at).Node.Value()
				switch {
				case b.Least != nil && q.Cmp(*b.Least) < 0:
					x.problem(code, at, fmt.Sprintf("LimitRange %s allows no less than %s of %s, so the Pod is refused",
						limits.Object.Name, b.Least, b.Resource), limits, rewrite(quantity, b.Least.String(), false))
				case b.Most != nil && q.Cmp(*b.Most) > 0:
					x.problem(code, at, fmt.Sprintf("LimitRange %s allows no more than %s of %s, so the Pod is refused",
						limits.Object.Name, b.Most, b.Resource), limits, rewrite(quantity, b.Most.String(), false))
				}
			}
			request, limit := written["requests"], written["limits"]
			if b.Ratio != nil && len(written) == 2 && limit.AsApproximateFloat64() > b.Ratio.AsApproximateFloat64()*request.AsApproximateFloat64() {
				x.problem(code, path+".resources.limits."+b.Resource, fmt.Sprintf(
					"LimitRange %s allows a limit of %s times the request of %s at most, so the Pod is refused", limits.Object.Name, b.Ratio, b.Resource), limits)
			}
		}
	})
}

// quantityOf reads a quantity as encoding/json decodes it.
func quantityOf(v any) (resource.Quantity, bool) {
	if v == nil {
		return resource.Quantity{}, false
	}
	return quantity.Parse(fmt.Sprint(v))
}
