package complete

import (
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/concept"
	"github.com/kubelore/kubelore/knowledge/relation"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/server/syntax"
)

// Names are what other files define and manifests name. The answers need no order; what
// the open file defines is found without them.
type Names interface {
	// Objects returns the names of the objects of a kind in a namespace, which is empty for
	// kinds of the whole cluster and where nothing is said.
	Objects(kind relation.Kind, namespace string) []string
	// Keys returns what an object holds that can be named: the keys of the data of a
	// ConfigMap or Secret, the names of the ports of a Service.
	Keys(kind relation.Kind, namespace, name string) []string
	// Labels returns the values of a label that objects have, or the keys of all labels
	// if key is empty.
	Labels(key string) []string
	// Namespaces returns the namespaces that there are objects in.
	Namespaces() []string
	// Ports returns the ports of the Pods in a namespace that have all of the labels.
	Ports(namespace string, labels map[string]string) []Port
	// Images returns the images of containers.
	Images() []string
	// Services returns the Services.
	Services() []Service
}

// named returns the names of the objects, or of the keys of an object, that a field names.
func (p *place) named(f *schema.Field, pair syntax.Node) []word {
	r := p.resource()
	if r == nil || f.Type.Kind != schema.String && f.Type.Kind != schema.List {
		return nil
	}
	relations := p.env.View().Relations
	way := p.doc.Way(pair)
	places := concept.Places(r.APIVersion, r.Kind, way)
	to := relations.At(places)
	if to == nil && len(way) > 1 && way[len(way)-1].Name == "name" {
		// The name in a mapping that names an object.
		if holder := relations.At(concept.Places(r.APIVersion, r.Kind, way[:len(way)-1])); holder != nil && holder.How == relation.Object {
			to = holder
		}
	}
	var all []word
	seen := map[string]bool{"": true}
	add := func(names []string, kind string) {
		for _, name := range names {
			if !seen[name] {
				seen[name] = true
				all = append(all, word{text: name, detail: kind, kind: Reference})
			}
		}
	}
	if to == nil || to.How == relation.Object || to.How == relation.User {
		if kind, ok := p.sibling(pair); ok {
			add(p.objects(kind, p.spaceBeside(pair, r)), kind.Name)
			add(p.clusterRoles(to, kind), kind.Name)
			return all
		}
	}
	if to == nil {
		return nil
	}
	namespace := r.Namespace
	if to.Cluster {
		namespace = ""
	}
	switch {
	case to.How == relation.Part && to.Part == "service-port" && to.Of != "":
		service := relation.Kind{APIVersion: "v1", Name: "Service"}
		add(p.keysOf(service, namespace, p.holderName(to, places, pair)), service.Name)
	case to.How == relation.Part && to.Part == "key":
		for _, kind := range to.To {
			add(p.keysOf(kind, namespace, p.holderName(to, places, pair)), kind.Name)
		}
	case to.How == relation.Name || to.How == relation.Object:
		for _, kind := range to.To {
			if kind != relation.Any {
				add(p.objects(kind, namespace), kind.Name)
			}
		}
		add(builtIn(to), "")
	}
	return all
}

// sibling returns the kind that is written beside a name, as in scaleTargetRef or roleRef.
func (p *place) sibling(pair syntax.Node) (relation.Kind, bool) {
	m := pair.Parent()
	kind := m.Get("kind").Text()
	if pair.Key().Text() != "name" || kind == "" {
		return relation.Kind{}, false
	}
	x := relation.Kind{APIVersion: m.Get("apiVersion").Text(), Name: kind}
	if g := m.Get("apiGroup").Text(); x.APIVersion == "" && g != "" {
		x.APIVersion = g + "/" // which version it is, nobody says here
	}
	return x, true
}

// spaceBeside returns the namespace that is written beside a name, as in the subjects of
// a binding, or else that of the resource.
func (p *place) spaceBeside(pair syntax.Node, r *resource) string {
	if s := pair.Parent().Get("namespace").Text(); s != "" {
		return s
	}
	return r.Namespace
}

// clusterRoles returns the ClusterRoles that every cluster has, if that is what a name
// stands for.
func (p *place) clusterRoles(to *relation.Relation, kind relation.Kind) []string {
	if to == nil || kind.Name != "ClusterRole" {
		return nil
	}
	if all := p.env.View().Relations.At([]string{"rbac.authorization.k8s.io/v1 ClusterRoleBinding roleRef"}); all != nil {
		return builtIn(all)
	}
	return nil
}

// builtIn returns the names that every cluster has, as far as they are whole.
func builtIn(to *relation.Relation) []string {
	return slices.DeleteFunc(slices.Clone(to.BuiltIn), func(s string) bool { return strings.HasSuffix(s, "*") })
}

// namespaces returns the namespaces that there are, but the one that is being typed.
func (p *place) namespaces(pair syntax.Node) []word {
	own := pair.Value().Text()
	all := p.objects(relation.Kind{APIVersion: "v1", Name: "Namespace"}, "")
	var used []string
	for _, d := range p.file.Documents() {
		for _, r := range d.Resources() {
			if r.Root.Get("metadata").Target() != pair.Parent() {
				used = append(used, r.Namespace)
			}
		}
	}
	if p.names != nil {
		for _, s := range p.names.Namespaces() {
			if s != own {
				used = append(used, s)
			}
		}
	}
	slices.Sort(used)
	var words []word
	for _, s := range append(all, used...) {
		if s != "" {
			words = append(words, word{text: s, detail: "Namespace", kind: Reference})
		}
	}
	return once(words)
}

// objects returns the names of the objects of a kind that this file or others define.
func (p *place) objects(kind relation.Kind, namespace string) []string {
	var all []string
	for _, d := range p.file.Documents() {
		for _, r := range d.Resources() {
			if r.Kind == kind.Name && (kind.APIVersion == "" || group(r.APIVersion) == group(kind.APIVersion)) && r.Name != "" &&
				(namespace == "" || r.Namespace == "" || r.Namespace == namespace) {
				all = append(all, r.Name)
			}
		}
	}
	if p.names != nil {
		all = append(all, p.names.Objects(kind, namespace)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// keysOf returns the keys of the data of an object.
func (p *place) keysOf(kind relation.Kind, namespace, name string) []string {
	var all []string
	if name == "" {
		return nil
	}
	for _, d := range p.file.Documents() {
		for _, r := range d.Resources() {
			if r.Kind != kind.Name || r.Name != name {
				continue
			}
			for _, field := range []string{"data", "stringData", "binaryData"} {
				for c := range r.Root.Get(field).Target().Children() {
					all = append(all, c.Key().Text())
				}
			}
		}
	}
	if p.names != nil {
		all = append(all, p.names.Keys(kind, namespace, name)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// holderName returns the name of the object that a key belongs to. The field that names it
// stands in the mapping that both paths go through last.
func (p *place) holderName(r *relation.Relation, places []string, pair syntax.Node) string {
	place := places[slices.IndexFunc(places, func(s string) bool { return slices.Contains(r.Places, s) })]
	path, of := relation.Steps(relation.Path(place)), relation.Steps(r.Of)
	shared := 0
	for shared < len(path) && shared < len(of) && path[shared] == of[shared] {
		shared++
	}
	n := pair.Parent()
	for range len(path) - 1 - shared {
		for n = n.Parent(); !n.IsZero() && n.Kind() != syntax.Mapping; n = n.Parent() {
		}
	}
	for _, field := range of[shared:] {
		n = n.Get(field).Target()
	}
	return n.Text()
}
