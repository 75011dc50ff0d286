package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kubelore/kubelore/knowledge/relation"
	"github.com/kubelore/kubelore/server/graph"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// changeTo is the fix that writes something else.
func changeTo(span text.Span, s string) []Fix {
	return []Fix{{Title: "Change to " + s, Edits: []text.Edit{{Span: span, New: s}}}}
}

// autoscaler checks that the use of a resource can be computed: in percent of requests
// that there are.
func (c *crossing) autoscaler() {
	metrics, _ := lookup(c.at.Value, "spec", "metrics").([]any)
	for i := range c.at.References {
		u := graph.Use{Place: c.at, Reference: &c.at.References[i]}
		if u.Relation.ID != "hpa-resource-request" || !utilization(metrics, u.Member) {
			continue
		}
		if t, container := c.withoutRequest(u); container != nil {
			c.report(Problem{
				Span: u.Reference.Span, Severity: Warning, Code: "rt/hpa-needs-requests",
				Message: fmt.Sprintf("container %s of %s %s requests no %s, of which this is a percentage, so nothing is scaled",
					container.Name, t.Kind, t.Object.Name, u.Member),
				Related: []Related{related(t.Place, container.Span, t.Kind+" "+t.Object.Name)},
			})
		}
	}
}

// withoutRequest returns a container of what is scaled that does not request a resource,
// and that nobody gives a request to; it is nil if there is none.
func (c *crossing) withoutRequest(u graph.Use) (graph.Target, *graph.Part) {
	for _, t := range c.world.Holders(u) {
		if t.Templated || len(t.Templates) == 0 || c.limited(t.Object.Namespace) || has(t, "pod-request", u.Member, nil) {
			continue
		}
		for i := range t.Parts {
			if x := &t.Parts[i]; x.Kind == "container" && x.In == "containers" && !has(t, "request", u.Member, x) {
				return t, x
			}
		}
	}
	return graph.Target{}, nil
}

// utilization reports whether a metric of a resource is a percentage.
func utilization(metrics []any, resource string) bool {
	return slices.ContainsFunc(metrics, func(m any) bool {
		object, _ := m.(map[string]any)
		return value(object, "resource", "name") == resource && value(object, "resource", "target", "type") == "Utilization"
	})
}

// has reports whether an object has a part, within another one if that is not nil.
func has(t graph.Target, kind, name string, within *graph.Part) bool {
	return slices.ContainsFunc(t.Parts, func(x graph.Part) bool {
		return x.Kind == kind && x.Name == name && (within == nil || within.Whole.Start <= x.Span.Start && x.Span.End <= within.Whole.End)
	})
}

// limited reports whether a LimitRange can give requests to the Pods of a namespace.
func (c *crossing) limited(space string) bool {
	return slices.ContainsFunc(c.world.OfKind("", "LimitRange"), func(p graph.Place) bool {
		return p.Object.Namespace == space || p.Object.Namespace == "" || space == ""
	})
}

// scaled checks that only one says how many replicas there are.
func (c *crossing) scaled() {
	u, scaled := c.world.Autoscaler(c.at)
	if !scaled {
		return
	}
	if span, ok := c.spanOf("spec.replicas"); ok {
		c.report(Problem{
			Span: span, Severity: Information, Code: "rt/hpa-replicas-conflict",
			Message: fmt.Sprintf("HorizontalPodAutoscaler %s sets the replicas; whenever this is applied, it is reset to %d", u.Object.Name, c.at.Replicas),
			Related: []Related{related(u.Place, u.Reference.Span, "HorizontalPodAutoscaler "+u.Object.Name)},
		})
	}
}

// spanOf returns where the value at an API path of the object at hand is, in its document.
func (c *crossing) spanOf(path string) (text.Span, bool) {
	r := c.resourceAt()
	if r.Root.IsZero() {
		return text.Span{}, false
	}
	l := r.Locate(path)
	return r.Span(l), l.Missing == ""
}

// resourceAt returns the resource that is the object at hand; its root is zero if there
// is none any more.
func (c *crossing) resourceAt() *manifest.Resource {
	for _, r := range c.file.At(c.at.Start).Resources() {
		if r.Root.Span() == c.at.Span {
			return r
		}
	}
	return &manifest.Resource{}
}

// budget checks that a PodDisruptionBudget lets nodes be drained.
func (c *crossing) budget() {
	least, most := value(c.at.Value, "spec", "minAvailable"), value(c.at.Value, "spec", "maxUnavailable")
	field := "spec.maxUnavailable"
	if most == "" {
		field = "spec.minAvailable"
	}
	span, ok := c.spanOf(field)
	if !ok || c.at.Templated {
		return
	}
	if most == "0" || most == "0%" || least == "100%" {
		c.report(Problem{
			Span: span, Severity: Warning, Code: "rt/pdb-blocks-drain",
			Message: "no Pod may ever be evicted, so a drain of a node never ends",
		})
		return
	}
	n, err := strconv.Atoi(least)
	if err != nil || n == 0 {
		return
	}
	replicas, workloads := c.world.Budgeted(c.at)
	if replicas > 0 && n >= replicas {
		from := workloads[len(workloads)-1]
		c.report(Problem{
			Span: span, Severity: Warning, Code: "rt/pdb-blocks-drain",
			Message: fmt.Sprintf("%d of %d Pods must stay, so a drain of a node never ends", n, replicas),
			Related: []Related{related(from.Place, from.Where(), from.Kind+" "+from.Object.Name)},
		})
	}
}

// claim checks that the volume that a claim names can be bound to it.
func (c *crossing) claim() {
	for i := range c.at.References {
		u := graph.Use{Place: c.at, Reference: &c.at.References[i]}
		if u.Relation.ID != "pvc-volumename" {
			continue
		}
		for _, t := range c.world.Targets(u) {
			class, other := lookup(c.at.Value, "spec", "storageClassName"), value(t.Value, "spec", "storageClassName")
			if s, ok := class.(string); ok && s != other && !t.Templated && !strings.Contains(s, "{{") {
				c.report(Problem{
					Span: u.Reference.Span, Severity: Warning, Code: "rt/pvc-pv-mismatch",
					Message: fmt.Sprintf("PersistentVolume %s is of the storage class %q, this claim of %q, so they are never bound", t.Object.Name, other, s),
					Related: []Related{related(t.Place, t.Where(), "PersistentVolume "+t.Object.Name)},
				})
			}
			if mode, ok := lackingMode(c.at.Value, t.Value); ok && !t.Templated {
				c.report(Problem{
					Span: u.Reference.Span, Severity: Warning, Code: "rt/pvc-pv-mismatch",
					Message: fmt.Sprintf("PersistentVolume %s does not have the access mode %s, so they are never bound", t.Object.Name, mode),
					Related: []Related{related(t.Place, t.Where(), "PersistentVolume "+t.Object.Name)},
				})
			}
		}
	}
}

// lackingMode returns an access mode that a claim asks for and a volume does not have.
func lackingMode(claim, volume map[string]any) (string, bool) {
	wanted, _ := lookup(claim, "spec", "accessModes").([]any)
	given, _ := lookup(volume, "spec", "accessModes").([]any)
	for _, mode := range wanted {
		if s, ok := mode.(string); ok && !slices.Contains(given, mode) {
			return s, true
		}
	}
	return "", false
}

// unusedKeys finds the keys that nobody uses of data whose other keys are used one by one.
func (c *crossing) unusedKeys() {
	if c.at.Templated || c.at.Unsure || !c.whole(c.path) {
		return
	}
	users := c.world.Uses(graph.Target{Place: c.at})
	if len(users) == 0 {
		return
	}
	for _, u := range users {
		// A volume without items, envFrom, and whatever else takes all of it.
		byKey := slices.ContainsFunc(u.Object.References, func(r graph.Reference) bool {
			return r.Relation.Part == "key" && r.Relation.How == relation.Part && r.Needs(u.Object, u.Reference)
		})
		if !byKey || u.Templated || u.Optional {
			return // a program can read the others itself
		}
	}
	for i := range c.at.Parts {
		x := &c.at.Parts[i]
		if x.Kind == "key" && len(c.world.Uses(graph.Target{Place: c.at, Part: x})) == 0 {
			c.report(Problem{
				Span: x.Span, Severity: Hint, Code: "rt/unused-key", Unnecessary: true,
				Message: fmt.Sprintf("nothing in the workspace uses the key %s, while others of this %s are used", x.Name, c.at.Kind),
			})
		}
	}
}

// lookup returns what stands at a path of a decoded object, or nil.
func lookup(object map[string]any, path ...string) any {
	var at any = object
	for _, step := range path {
		m, _ := at.(map[string]any)
		at = m[step]
	}
	return at
}
