package graph

import (
	"iter"
	"slices"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/relation"
	"github.com/kubelore/kubelore/server/text"
)

// A Target is what a reference leads to: an object, or something in it.
type Target struct {
	Place
	// Part, Label and Template are what in the object is meant; nil for the object itself.
	Part     *Part
	Label    *Label
	Template *Template
}

// Span returns where the target is in its file.
func (t Target) Span() text.Span { return t.Shift(t.Spot()) }

// Spot returns where the target is in its document.
func (t Target) Spot() text.Span {
	switch {
	case t.Part != nil:
		return t.Part.Span
	case t.Label != nil:
		return t.Label.KeySpan
	case t.Template != nil && !t.Is("", "Pod"):
		return t.Template.Span
	}
	return t.Where()
}

// same reports whether two targets are the same thing.
func (t Target) same(other Target) bool {
	return t.Object == other.Object && t.Part == other.Part && t.Label == other.Label
}

// Targets returns what a reference names, as far as it is in the workspace.
func (g *Graph) Targets(u Use) []Target { return g.targets(u, 0) }

// Finds reports whether a reference names something. It is the same as to look whether
// there are Targets, without looking for all that a selector selects.
func (g *Graph) Finds(u Use) bool {
	switch u.Reference.Relation.How {
	case relation.Selector, relation.Labels, relation.Terms:
		for range g.selecting(u) {
			return true
		}
		return false
	default:
		return len(g.Targets(u)) > 0
	}
}

// deepest is how many references can need one another. The tables need two.
const deepest = 4

func (g *Graph) targets(u Use, depth int) []Target {
	if depth > deepest {
		return nil
	}
	switch r := u.Reference; r.Relation.How {
	case relation.Selector, relation.Labels, relation.Terms:
		return slices.Collect(g.selecting(u))
	case relation.Part, relation.KeySuffix:
		return g.partsOf(u, depth)
	case relation.Env:
		return g.variable(u)
	case relation.LabelKey:
		return g.labelled(u)
	case relation.TaintKey:
		return g.definitions(r.Kinds, "taint", r.Member, "")
	case relation.KindOf:
		return g.definitions(crds, "kind", r.Member, r.Kinds[0].Group())
	case relation.Resource:
		return g.resources(r)
	case relation.External:
		return nil
	case relation.Name, relation.Object, relation.ResourceName, relation.User, relation.KeyPrefix:
	}
	return asTargets(g.Named(g.kinds(u, depth), u.space(), u.Reference.Name))
}

func asTargets(places []Place) []Target {
	all := make([]Target, len(places))
	for i, p := range places {
		all[i] = Target{Place: p}
	}
	return all
}

// space returns the namespace that a reference names an object in.
func (u Use) space() string {
	r := u.Reference
	switch {
	case r.Namespace != "":
		return r.Namespace
	case r.Relation.Cluster || r.Relation.Space != "":
		return ""
	}
	return u.Object.Namespace
}

// kinds returns the kinds that a reference can name. Some say it elsewhere: a rule of
// RBAC by the resources beside, the parameter of a policy in the policy.
func (g *Graph) kinds(u Use, depth int) []relation.Kind {
	r := u.Reference
	switch {
	case len(r.Resources) > 0:
		var all []relation.Kind
		for _, plural := range r.Resources {
			all = append(all, g.kindsCalled(r.Groups, plural)...)
		}
		return all
	case len(r.of) > 0:
		var all []relation.Kind
		for _, i := range r.of {
			for _, t := range g.targets(Use{u.Place, &u.Object.References[i]}, depth+1) {
				for _, x := range t.References {
					if x.Relation.How == relation.KindOf {
						all = append(all, x.Kinds...)
					}
				}
			}
		}
		return all
	}
	return r.Kinds
}

// kindsCalled returns the kinds whose resource has a plural name in one of the groups;
// no groups, and the group *, mean any.
func (g *Graph) kindsCalled(groups []string, plural string) []relation.Kind {
	in := func(group string) bool {
		return len(groups) == 0 || slices.Contains(groups, group) || slices.Contains(groups, "*")
	}
	var all []relation.Kind
	for _, k := range catalog.Kinds() {
		if k.Plural == plural && in(k.Group) {
			all = append(all, relation.Kind{APIVersion: k.Versions[0].APIVersion(), Name: k.Name})
		}
	}
	for _, p := range g.OfKind(crds[0].Group(), crds[0].Name) {
		for _, x := range p.Parts {
			if x.Kind == "resource" && x.Name == plural && in(x.Also) {
				all = append(all, relation.Kind{APIVersion: x.Also + "/", Name: p.kindDefined()})
			}
		}
	}
	return all
}

// crds is the kind that defines kinds.
var crds = []relation.Kind{{APIVersion: "apiextensions.k8s.io/v1", Name: "CustomResourceDefinition"}} //nolint:gochecknoglobals // a constant

// kindDefined returns the kind that a CustomResourceDefinition defines.
func (o *Object) kindDefined() string {
	for _, x := range o.Parts {
		if x.Kind == "kind" {
			return x.Name
		}
	}
	return ""
}

// Definition returns where the workspace defines a kind.
func (g *Graph) Definition(group, kind string) []Target {
	if group == "" {
		return nil
	}
	return g.definitions(crds, "kind", kind, group)
}

// definitions returns the parts of objects of some kinds that have a name, and another
// name if it is not empty.
func (g *Graph) definitions(kinds []relation.Kind, part, name, also string) []Target {
	var all []Target
	for _, k := range kinds {
		for _, p := range g.OfKind(k.Group(), k.Name) {
			for i := range p.Parts {
				if x := &p.Parts[i]; x.Kind == part && x.Name == name && (also == "" || x.Also == also) {
					all = append(all, Target{Place: p, Part: x})
				}
			}
		}
	}
	return all
}

func (g *Graph) resources(r *Reference) []Target {
	var all []Target
	for _, plural := range r.Resources {
		for _, t := range g.definitions(crds, "resource", plural, "") {
			if len(r.Groups) == 0 || slices.Contains(r.Groups, t.Part.Also) || slices.Contains(r.Groups, "*") {
				all = append(all, t)
			}
		}
	}
	return all
}

func (g *Graph) labelled(u Use) []Target {
	var all []Target
	for _, k := range u.Kinds {
		for _, p := range g.OfKind(k.Group(), k.Name) {
			for i := range p.Object.Labels {
				if l := &p.Object.Labels[i]; l.Key == u.Member {
					all = append(all, Target{Place: p, Label: l})
				}
			}
		}
	}
	return all
}

// Holders returns the objects in which the part that a reference names is looked for.
func (g *Graph) Holders(u Use) []Target { return g.holders(u, 0) }

func (g *Graph) holders(u Use, depth int) []Target {
	if u.Relation.Of == "" || u.Relation.Of == "." {
		return []Target{{Place: u.Place}}
	}
	var all []Target
	for _, i := range u.of {
		all = append(all, g.targets(Use{u.Place, &u.Object.References[i]}, depth+1)...)
	}
	return all
}

func (g *Graph) partsOf(u Use, depth int) []Target {
	kind := u.Relation.Part
	if u.Relation.How == relation.KeySuffix {
		kind = "container"
	}
	var all []Target
	for _, h := range g.holders(u, depth) {
		for i := range h.Parts {
			x := &h.Parts[i]
			if x.Kind != kind || x.Name != u.Member && x.Also != u.Member {
				continue
			}
			if h.Template != nil && x.pod != 0 && x.pod != h.Template.pod || h.Object == u.Object && !u.near(x) {
				continue
			}
			all = append(all, Target{Place: h.Place, Part: x})
		}
	}
	return all
}

// near reports whether a part of the same object is one that a reference can name: a
// port of its own container, a volume of its own Pod.
func (u Use) near(x *Part) bool {
	if x.Kind == "port" && u.container != 0 {
		return x.container == u.container
	}
	return x.pod == u.pod || x.pod == 0 || u.pod == 0
}

// variable returns where a container has a variable: in its list, or as the key of a
// ConfigMap or Secret that it takes variables from.
func (g *Graph) variable(u Use) []Target {
	var all []Target
	for i := range u.Parts {
		if x := &u.Parts[i]; x.Kind == "env" && x.Name == u.Member && x.container == u.container {
			all = append(all, Target{Place: u.Place, Part: x})
		}
	}
	if len(all) > 0 {
		return all
	}
	for i := range u.Object.References {
		r := &u.Object.References[i]
		if r.container != u.container || r.Relation.ID != "envfrom-configmap" && r.Relation.ID != "envfrom-secret" {
			continue
		}
		for _, t := range g.targets(Use{u.Place, r}, 0) {
			for j := range t.Parts {
				if x := &t.Parts[j]; x.Kind == "key" && r.Prefix+x.Name == u.Member {
					all = append(all, Target{Place: t.Place, Part: x})
				}
			}
		}
	}
	return all
}

// selecting returns what a selector selects: Pods by their templates, other objects by
// their own labels.
func (g *Graph) selecting(u Use) iter.Seq[Target] {
	if u.Relation.Of == "." {
		return slices.Values(pods(u.Place, u.Selector))
	}
	return func(yield func(Target) bool) {
		for _, k := range u.Kinds {
			if !g.selectingOf(k, u, yield) {
				return
			}
		}
	}
}

// selectingOf yields what a selector selects of one kind. It reports whether more is
// wanted.
func (g *Graph) selectingOf(k relation.Kind, u Use, yield func(Target) bool) bool {
	if k.Name != "Pod" {
		for _, p := range g.OfKind(k.Group(), k.Name) {
			if u.selectsObject(p) && !yield(Target{Place: p}) {
				return false
			}
		}
		return true
	}
	for p := range g.candidates(u) {
		if !g.reaches(u, p.Object.Namespace) {
			continue
		}
		for i := range p.Templates {
			if t := &p.Templates[i]; p.makes(t, u.Selector) && !yield(Target{Place: p, Template: t}) {
				return false
			}
		}
	}
	return true
}

// candidates yields the objects whose Pods a selector can select: those with the label, of
// those that it demands, that the fewest have, or else all that make Pods.
func (g *Graph) candidates(u Use) iter.Seq[Place] {
	var rarest label
	fewest := -1
	for _, q := range u.Selector.Requirements {
		if q.Operator != "In" || len(q.Values) != 1 || added[q.Key] {
			continue
		}
		key := label{q.Key, q.Values[0]}
		if n := len(g.disk.labelled[key]) + len(g.open().labelled[key]); fewest < 0 || n < fewest {
			rarest, fewest = key, n
		}
	}
	if fewest >= 0 {
		return slices.Values(g.both(g.disk.labelled[rarest], g.open().labelled[rarest]))
	}
	if u.Selector.Spaces != nil {
		return g.making("") // it can be any
	}
	return g.making(u.Object.Namespace)
}

// selectsObject reports whether a selector selects an object by its own labels.
func (u Use) selectsObject(p Place) bool {
	return (p.Cluster || u.Relation.Cluster || sameSpace(u.Object.Namespace, p.Object.Namespace)) && u.Selector.Matches(p.Object.Labels)
}

// selects reports whether a selector selects an object, or the Pods that it makes. It is
// the same as to look for the object among what is selected, without looking at others.
func (g *Graph) selects(u Use, p Place) bool {
	if u.Relation.Of == "." {
		return u.Object == p.Object && len(pods(p, u.Selector)) > 0
	}
	for _, k := range u.Kinds {
		switch {
		case k.Name == "Pod":
			if g.reaches(u, p.Object.Namespace) && len(pods(p, u.Selector)) > 0 {
				return true
			}
		case p.is([]relation.Kind{k}) && u.selectsObject(p):
			return true
		}
	}
	return false
}

// pods returns the templates of an object that a selector selects.
func pods(p Place, s *Selector) []Target {
	var all []Target
	for i := range p.Templates {
		if t := &p.Templates[i]; p.makes(t, s) {
			all = append(all, Target{Place: p, Template: t})
		}
	}
	return all
}

// added are the labels that controllers add to the Pods that they make.
var added = map[string]bool{ //nolint:gochecknoglobals // a table
	"statefulset.kubernetes.io/pod-name": true, "apps.kubernetes.io/pod-index": true, "controller-revision-hash": true,
	"pod-template-hash": true, "pod-template-generation": true, "job-name": true, "controller-uid": true,
	"batch.kubernetes.io/job-name": true, "batch.kubernetes.io/controller-uid": true, "batch.kubernetes.io/job-completion-index": true,
}

// makes reports whether the Pods of a template of o can be those that a selector selects.
func (o *Object) makes(t *Template, s *Selector) bool {
	if s.Matches(t.Labels) {
		return true
	}
	if o.Is("", "Pod") || s.Unsure {
		return false
	}
	return !slices.ContainsFunc(s.Requirements, func(q Requirement) bool { return !added[q.Key] && !q.met(t.Labels) })
}

// reaches reports whether a selector selects in a namespace.
func (g *Graph) reaches(u Use, space string) bool {
	in := u.Selector.Spaces
	switch {
	case in == nil:
		return sameSpace(u.Object.Namespace, space)
	case slices.Contains(in.Names, space):
		return true
	case in.Selector == nil:
		return false
	case len(in.Selector.Requirements) == 0:
		return true
	}
	for _, n := range g.Named([]relation.Kind{{APIVersion: "v1", Name: "Namespace"}}, "", space) {
		if in.Selector.Matches(append(slices.Clone(n.Object.Labels), nameLabel(space))) {
			return true
		}
	}
	return in.Selector.Matches([]Label{nameLabel(space)})
}

// nameLabel returns the label that every namespace has.
func nameLabel(space string) Label {
	return Label{Key: "kubernetes.io/metadata.name", Value: space}
}

// sameSpace reports whether two objects can be in one namespace.
func sameSpace(a, b string) bool { return a == b || a == "" || b == "" }
