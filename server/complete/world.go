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

// Labels implements Names.
func (w world) Labels(key string) []string {
	seen := map[string]bool{}
	note := func(labels []graph.Label) {
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
		note(p.Object.Labels)
		for _, t := range p.Templates {
			note(t.Labels)
		}
	}
	return slices.Collect(maps.Keys(seen))
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
	return slices.Collect(maps.Keys(seen))
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
