package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/relation"
	"github.com/kubelore/kubelore/server/graph"
)

// unselected returns the problem of a selector that selects no Pod, if it should select
// one.
func unselected(u graph.Use) (Problem, bool) {
	switch u.Relation.ID {
	case "service-selector":
		return Problem{
			Severity: Warning, Code: "rt/service-selects-nothing",
			Message: "no Pod of the workspace has these labels, so the Service has no endpoints",
		}, true
	case "pdb-selector":
		return Problem{
			Severity: Warning, Code: "rt/pdb-selects-nothing",
			Message: "no Pod of the workspace has these labels, so the budget protects nothing",
		}, true
	case "netpol-podselector":
		return Problem{
			Severity: Information, Code: "rt/netpol-selects-nothing",
			Message: "no Pod of the workspace has these labels, so the policy has no effect",
		}, true
	}
	return Problem{}, false
}

// selects checks that a selector selects something.
func (c *crossing) selects(u graph.Use) {
	x, ok := unselected(u)
	if !ok || u.Selector.Unsure || c.at.Templated || len(u.Selector.Requirements) == 0 || c.world.Finds(u) {
		return
	}
	space := c.at.Namespace
	candidates := slices.DeleteFunc(c.world.Making(space), func(p graph.Place) bool { return !c.together(p, space) })
	if len(candidates) == 0 || !c.whole(c.path) || c.operators(space) {
		return
	}
	if slices.ContainsFunc(candidates, func(p graph.Place) bool { return p.Templated || !c.whole(p.File.Path) }) || c.unfinished(space) {
		return
	}
	for _, k := range []relation.Kind{{APIVersion: "v1", Name: "Endpoints"}, {APIVersion: "discovery.k8s.io/v1", Name: "EndpointSlice"}} {
		if len(c.world.Named([]relation.Kind{k}, space, c.at.Object.Name)) > 0 {
			return
		}
	}
	x.Span = u.Spot()
	near, label := nearest(u.Selector, candidates)
	if label != "" {
		x.Message += "; those of " + near.Kind + " " + near.Object.Name + " have " + label
		x.Related = []Related{related(near, near.Templates[0].Span, near.Kind+" "+near.Object.Name)}
	}
	c.report(x)
}

// workloads are the kinds of Kubernetes that make Pods from a template.
var workloads = []relation.Kind{
	{APIVersion: "apps/v1", Name: "Deployment"},
	{APIVersion: "apps/v1", Name: "StatefulSet"},
	{APIVersion: "apps/v1", Name: "DaemonSet"},
	{APIVersion: "apps/v1", Name: "ReplicaSet"},
	{APIVersion: "batch/v1", Name: "Job"},
	{APIVersion: "batch/v1", Name: "CronJob"},
	{APIVersion: "v1", Name: "ReplicationController"},
	{APIVersion: "v1", Name: "Pod"},
}

// unfinished reports whether a workload of a namespace is being written: it has no
// template yet, or one without labels.
func (c *crossing) unfinished(space string) bool {
	for _, k := range workloads {
		for _, p := range c.world.OfKind(k.Group(), k.Name) {
			labelled := func(t graph.Template) bool { return len(t.Labels) > 0 }
			if c.together(p, space) && !slices.ContainsFunc(p.Templates, labelled) && k.Group() == "apps" {
				return true
			}
		}
	}
	return false
}

// nearest returns the object whose Pods meet most of a selector, and its labels that do
// not; there is none if no Pod meets any of it, or has any of its labels.
func nearest(s *graph.Selector, candidates []graph.Place) (best graph.Place, label string) {
	most := 0
	for _, p := range candidates {
		for _, t := range p.Templates {
			met, differs := 0, []string{}
			for _, q := range s.Requirements {
				one := graph.Selector{Requirements: []graph.Requirement{q}}
				i := slices.IndexFunc(t.Labels, func(l graph.Label) bool { return l.Key == q.Key })
				switch {
				case one.Matches(t.Labels):
					met += 2
				case i >= 0:
					met++
					differs = append(differs, q.Key+": "+t.Labels[i].Value)
				}
			}
			if met > most && len(differs) > 0 {
				most, best, label = met, p, strings.Join(differs, ", ")
			}
		}
	}
	return best, label
}

// virtual are resources of RBAC that are no kinds.
var virtual = []string{"*", "users", "groups", "uids", "userextras", "signers", "serviceaccounts"}

// resource checks a resource in a rule of RBAC: whether its API groups have it. Only what
// is certain is said: the resource is in another group, or a kind or short name was
// written in its place.
func (c *crossing) resource(u graph.Use) {
	if u.Relation.ID != "rule-resources" || len(u.Groups) == 0 || c.at.Templated {
		return
	}
	plural := u.Resources[0]
	if slices.Contains(virtual, plural) || slices.ContainsFunc(u.Groups, func(g string) bool { return g == "*" || !catalog.BuiltIn(g) }) {
		return
	}
	var elsewhere []string
	meant := ""
	for _, k := range catalog.Kinds() {
		in := slices.Contains(u.Groups, k.Group)
		switch {
		case k.Plural == plural && in:
			return
		case k.Plural == plural && k.Preferred(catalog.Newest) != nil:
			elsewhere = append(elsewhere, `"`+k.Group+`"`)
		case in && k.Plural != "" && (strings.EqualFold(k.Name, plural) || slices.Contains(k.ShortNames, plural)):
			meant = k.Plural
		}
	}
	x := Problem{Span: u.Reference.Span, Severity: Warning, Code: "rt/rbac-unknown-resource"}
	switch {
	case meant != "":
		x.Message = fmt.Sprintf("a rule names resources by their plural: %s, not %s; as it is, it grants nothing", meant, plural)
		x.Fixes = changeTo(u.Reference.Span, meant)
	case len(elsewhere) > 0:
		x.Message = fmt.Sprintf("%s is in the API group %s, not in those of this rule, so this grants nothing", plural, strings.Join(elsewhere, ", "))
	default:
		return
	}
	c.report(x)
}
