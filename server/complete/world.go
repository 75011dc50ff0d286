package complete

import (
	"maps"
	"slices"

	"github.com/kubelore/kubelore/knowledge/relation"
	"github.com/kubelore/kubelore/server/graph"
	"github.com/kubelore/kubelore/server/workspace"
)

// In returns the names that all files of a workspace define. The world is asked for only
// where names are, because putting it together costs more than most answers.
func In(w func() *workspace.World) Names { return world{w} }

// world is the names in a workspace.
type world struct{ of func() *workspace.World }

// Objects implements Names.
func (w world) Objects(kind relation.Kind, namespace string) []string {
	var all []string
	for _, p := range w.of().Graph.OfKind(kind.Group(), kind.Name) {
		if o := p.Object; o.Name != "" && !o.Unsure && (p.Cluster || namespace == "" || o.Namespace == "" || o.Namespace == namespace) {
			all = append(all, o.Name)
		}
	}
	return all
}

// Keys implements Names.
func (w world) Keys(kind relation.Kind, namespace, name string) []string {
	var all []string
	for _, p := range w.of().Graph.Named([]relation.Kind{kind}, namespace, name) {
		for _, x := range p.Parts {
			if x.Kind == "key" || x.Kind == "service-port" {
				all = append(all, x.Name)
			}
		}
	}
	return all
}

// Labels implements Names. Those of Pods, which selectors are for, come first.
func (w world) Labels(key string) []string {
	ofPods, others := map[string]bool{}, map[string]bool{}
	note := func(seen map[string]bool, labels []graph.Label) {
		for _, l := range labels {
			switch {
			case key == "":
				seen[l.Key] = true
			case l.Key == key:
				seen[l.Value] = true
			}
		}
	}
	for p := range w.of().Graph.Objects() {
		note(others, p.Object.Labels)
		for _, t := range p.Templates {
			note(ofPods, t.Labels)
		}
	}
	maps.DeleteFunc(others, func(s string, _ bool) bool { return ofPods[s] })
	return append(slices.Sorted(maps.Keys(ofPods)), slices.Sorted(maps.Keys(others))...)
}

// Namespaces implements Names.
func (w world) Namespaces() []string {
	seen := map[string]bool{}
	for p := range w.of().Graph.Objects() {
		if !p.Object.Unsure {
			seen[p.Object.Namespace] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// Ports implements Names.
func (w world) Ports(namespace string, labels map[string]string) []Port {
	var all []Port
	for _, p := range w.of().Graph.Making(namespace) {
		for i := range p.Templates {
			t := &p.Templates[i]
			if !has(t.Labels, labels) {
				continue
			}
			for j := range p.Parts {
				if x := &p.Parts[j]; x.Kind == "port" && x.Of(t) {
					all = append(all, Port{x.Name, x.Also})
				}
			}
		}
	}
	return all
}

func has(labels []graph.Label, wanted map[string]string) bool {
	for key, value := range wanted {
		if !slices.ContainsFunc(labels, func(l graph.Label) bool { return l.Key == key && l.Value == value }) {
			return false
		}
	}
	return true
}

// Images implements Names.
func (w world) Images() []string {
	seen := map[string]bool{}
	for p := range w.of().Graph.Objects() {
		for _, x := range p.Parts {
			if x.Kind == "image" {
				seen[x.Name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// Services implements Names.
func (w world) Services() []Service {
	var all []Service
	for _, p := range w.of().Graph.OfKind("", "Service") {
		if p.Object.Name == "" || p.Object.Unsure {
			continue
		}
		s := Service{Namespace: p.Object.Namespace, Name: p.Object.Name}
		for _, x := range p.Parts {
			if x.Kind == "service-port" {
				s.Ports = append(s.Ports, Port{x.Name, x.Also})
			}
		}
		all = append(all, s)
	}
	return all
}
