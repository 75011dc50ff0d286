package hover

import (
	"path/filepath"
	"slices"

	"github.com/kubelore/kubelore/knowledge/card"
	"github.com/kubelore/kubelore/server/graph"
	"github.com/kubelore/kubelore/server/syntax"
)

// subject returns what a card says of the place of a node, with what the rest of the
// workspace makes of it.
func (x *look) subject(n syntax.Node) *card.Subject {
	s := x.doc.Subject(x.r, n)
	if x.world == nil {
		return s
	}
	for _, p := range x.world.OfKind("", "LimitRange") {
		if p.Object.Namespace == x.r.Namespace && p.Value != nil && !p.Templated {
			s.LimitRanges = append(s.LimitRanges, p.Value)
		}
	}
	if p, ok := x.object(); ok && x.r.Kind == "PodDisruptionBudget" {
		replicas, workloads := x.world.Budgeted(p)
		s.Replicas, s.Counted = int64(replicas), len(workloads) > 0
	}
	return s
}

// object returns the object that is looked at, as the graph has it.
func (x *look) object() (graph.Place, bool) {
	if f := x.file(); f != nil {
		for p := range f.Objects() {
			if p.Start == x.start && p.Span == x.r.Root.Span() {
				return p, true
			}
		}
	}
	return graph.Place{}, false
}

func (x *look) file() *graph.File {
	if x.world == nil {
		return nil
	}
	return x.world.File(x.path)
}

// named returns what there is to say of the objects that the reference at an offset of
// the file names.
func (x *look) named(offset int) []string {
	f := x.file()
	if f == nil {
		return nil
	}
	for _, h := range f.At(offset) {
		if h.Use == nil || h.Use.Relation.ID == "namespace" {
			continue
		}
		targets := x.world.Targets(*h.Use)
		if len(targets) == 0 {
			continue
		}
		all := x.Neighbour(x.neighbour(targets[0]))
		if targets[0].Is("", "ServiceAccount") {
			all = append(all, x.grants(targets[0].Place)...)
		}
		return all[:min(len(all), mostSentences)]
	}
	return nil
}

// mostSentences is how many sentences a card has about another object.
const mostSentences = 6

// neighbour returns an object as cards tell of it.
func (x *look) neighbour(t graph.Target) card.Neighbour {
	n := card.Neighbour{
		File: filepath.Base(t.File.Path), Kind: t.Kind, Name: t.Object.Name, Namespace: t.Object.Namespace, Value: t.Value, Replicas: t.Replicas,
	}
	for _, p := range t.Parts {
		switch p.Kind {
		case "key":
			n.Keys = append(n.Keys, p.Name)
		case "service-port":
			n.Ports = append(n.Ports, p.Title())
		case "image":
			n.Images = append(n.Images, p.Name)
		}
	}
	if len(t.Templates) == 0 {
		n.Replicas = -1
	}
	if t.Is("", "Service") {
		for i := range t.References {
			if r := &t.References[i]; r.Relation.ID == "service-selector" {
				for _, pod := range x.world.Targets(graph.Use{Place: t.Place, Reference: r}) {
					n.Selected = append(n.Selected, pod.Kind+" "+pod.Object.Name)
				}
			}
		}
	}
	return n
}

// grants returns what a ServiceAccount may do, by the bindings of the workspace.
func (x *look) grants(account graph.Place) []string {
	var all []card.Grant
	for _, u := range x.world.Uses(graph.Target{Place: account}) {
		if !u.Is("rbac.authorization.k8s.io", "RoleBinding") && !u.Is("rbac.authorization.k8s.io", "ClusterRoleBinding") {
			continue
		}
		for i := range u.Object.References {
			r := &u.Object.References[i]
			if r.Relation.ID != "rolebinding-role" && r.Relation.ID != "clusterrolebinding-role" {
				continue
			}
			g := card.Grant{
				Binding: u.Kind + " `" + u.Object.Name + "`", Role: r.Kinds[0].Name + " `" + r.Name + "`",
				Namespace: u.Object.Namespace, Cluster: u.Cluster,
			}
			for _, role := range x.world.Targets(graph.Use{Place: u.Place, Reference: r}) {
				g.Rules = role.Value["rules"]
			}
			all = append(all, g)
		}
	}
	slices.SortFunc(all, func(a, b card.Grant) int {
		if a.Binding < b.Binding {
			return -1
		}
		return 1
	})
	return x.Grants(all)
}

// about returns what the workspace says of the object at hand as a whole.
func (x *look) about() []string {
	p, ok := x.object()
	switch {
	case !ok:
		return nil
	case p.Is("", "ServiceAccount"):
		return x.grants(p)
	case len(p.Templates) > 0:
		return x.reached(p)
	}
	return nil
}

// reached returns who may reach the Pods of an object, by the policies of its namespace.
func (x *look) reached(p graph.Place) []string {
	var policies []card.Neighbour
	for _, u := range x.world.Selecting(p, &p.Templates[0]) {
		if u.Relation.ID == "netpol-podselector" && u.Value != nil && !u.Templated {
			policies = append(policies, card.Neighbour{Name: u.Object.Name, Namespace: u.Object.Namespace, Value: u.Value})
		}
	}
	others := slices.ContainsFunc(x.world.OfKind("networking.k8s.io", "NetworkPolicy"), func(o graph.Place) bool {
		return o.Object.Namespace == p.Object.Namespace
	})
	return x.Reached(policies, len(policies) == 0 && others && x.world.Loaded)
}
