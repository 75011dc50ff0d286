package refactor

import (
	"fmt"
	"maps"
	"slices"

	"github.com/kubelore/kubelore/knowledge/relation"
	"github.com/kubelore/kubelore/server/edit"
	"github.com/kubelore/kubelore/server/graph"
)

// resource returns a manifest in the namespace of the one at the place.
func (s *site) resource(apiVersion, kind, name string, labels map[string]any, rest ...edit.Pair) []edit.Pair {
	meta := []edit.Pair{{Key: "name", Value: name}}
	if namespace, ok := s.value("metadata", "namespace").(string); ok && namespace != "" {
		meta = append(meta, edit.Pair{Key: "namespace", Value: namespace})
	}
	if len(labels) > 0 {
		meta = append(meta, edit.Pair{Key: "labels", Value: sorted(labels)})
	}
	return append([]edit.Pair{{Key: "apiVersion", Value: apiVersion}, {Key: "kind", Value: kind}, {Key: "metadata", Value: meta}}, rest...)
}

// sorted returns a map as pairs in the order of its keys.
func sorted(m map[string]any) []edit.Pair {
	pairs := []edit.Pair{}
	for _, key := range slices.Sorted(maps.Keys(m)) {
		pairs = append(pairs, edit.Pair{Key: key, Value: m[key]})
	}
	return pairs
}

// create offers to write another manifest below the one at the place.
func (s *site) create(kind, name string, resource []edit.Pair) {
	if s.r.List != nil || s.r.Root.Flow() {
		return
	}
	s.offer(Create, fmt.Sprintf(s.say("Create %s %s", "%s %s を作成"), kind, name), func(e *edit.Editor) { e.Append(resource) })
}

// companions offers what usually goes with a workload and is not there yet, at its kind
// and its name.
func (s *site) companions() {
	path := s.doc.Path(s.pair())
	if !s.known || s.object.Templated || len(s.object.Templates) != 1 || path != "kind" && path != "metadata.name" {
		return
	}
	selector, _ := s.value("spec", "selector", "matchLabels").(map[string]any)
	name, _ := s.value("metadata", "name").(string)
	switch s.r.Kind {
	case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet":
	default:
		return
	}
	if len(selector) == 0 || name == "" {
		return
	}
	chosen := map[string]bool{}
	for _, u := range s.world.Selecting(s.object, &s.object.Templates[0]) {
		chosen[u.Relation.ID] = true
	}
	labels, _ := s.value("metadata", "labels").(map[string]any)
	matching := edit.Pair{Key: "matchLabels", Value: sorted(selector)}
	if open := s.servicePorts(); !chosen["service-selector"] && len(open) > 0 {
		s.create("Service", name, s.resource("v1", "Service", name, labels, edit.Pair{Key: "spec", Value: []edit.Pair{
			{Key: "selector", Value: sorted(selector)}, {Key: "ports", Value: open},
		}}))
	}
	if _, scaled := s.world.Autoscaler(s.object); !scaled && s.r.Kind != "DaemonSet" {
		s.create("HorizontalPodAutoscaler", name, s.autoscaler(name, labels))
	}
	if !chosen["pdb-selector"] && s.r.Kind != "DaemonSet" {
		s.create("PodDisruptionBudget", name, s.resource("policy/v1", "PodDisruptionBudget", name, labels, edit.Pair{Key: "spec", Value: []edit.Pair{
			{Key: "maxUnavailable", Value: 1}, {Key: "selector", Value: []edit.Pair{matching}},
		}}))
	}
	if !chosen["netpol-podselector"] {
		s.create("NetworkPolicy", name, s.resource("networking.k8s.io/v1", "NetworkPolicy", name, labels, edit.Pair{Key: "spec", Value: []edit.Pair{
			{Key: "podSelector", Value: []edit.Pair{matching}},
			{Key: "policyTypes", Value: []any{"Ingress"}},
			{Key: "ingress", Value: []any{[]edit.Pair{{Key: "from", Value: []any{[]edit.Pair{{Key: "podSelector", Value: []edit.Pair{}}}}}}}},
		}}))
	}
}

// servicePorts returns the ports of the Pods as those of a Service. Ports of a Service
// have names if there are several.
func (s *site) servicePorts() []any {
	var all []any
	containers, _ := s.value("spec", "template", "spec", "containers").([]any)
	for _, c := range containers {
		m, _ := c.(map[string]any)
		for _, p := range ports(m) {
			pairs := []edit.Pair{}
			if name, ok := p.target.(string); ok {
				pairs = append(pairs, edit.Pair{Key: "name", Value: name})
			} else {
				pairs = append(pairs, edit.Pair{Key: "name", Value: fmt.Sprintf("port-%v", p.number)})
			}
			if p.protocol != "TCP" {
				pairs = append(pairs, edit.Pair{Key: "protocol", Value: p.protocol})
			}
			all = append(all, append(pairs, edit.Pair{Key: "port", Value: p.number}, edit.Pair{Key: "targetPort", Value: p.target}))
		}
	}
	return all
}

func (s *site) autoscaler(name string, labels map[string]any) []edit.Pair {
	least := max(s.object.Replicas, 1)
	return s.resource("autoscaling/v2", "HorizontalPodAutoscaler", name, labels, edit.Pair{Key: "spec", Value: []edit.Pair{
		{Key: "scaleTargetRef", Value: []edit.Pair{{Key: "apiVersion", Value: s.r.APIVersion}, {Key: "kind", Value: s.r.Kind}, {Key: "name", Value: name}}},
		{Key: "minReplicas", Value: least},
		{Key: "maxReplicas", Value: 2 * least},
		{Key: "metrics", Value: []any{[]edit.Pair{
			{Key: "type", Value: "Resource"},
			{Key: "resource", Value: []edit.Pair{
				{Key: "name", Value: "cpu"},
				{Key: "target", Value: []edit.Pair{{Key: "type", Value: "Utilization"}, {Key: "averageUtilization", Value: 80}}},
			}},
		}}},
	}})
}

// missing offers to write the object that a name at the place refers to, if the
// workspace does not have it.
func (s *site) missing() {
	for _, h := range s.hits {
		if h.Use == nil || h.Use.Relation.How != relation.Name || h.Use.Reference.Name == "" || s.object.Templated ||
			h.Use.Reference.Namespace != "" && h.Use.Reference.Namespace != s.object.Object.Namespace || len(s.world.Targets(*h.Use)) > 0 {
			continue
		}
		for _, k := range h.Use.Kinds {
			if rest, ok := s.contents(k.Name, h.Use); ok && k.APIVersion == "v1" {
				s.create(k.Name, h.Use.Reference.Name, s.resource("v1", k.Name, h.Use.Reference.Name, nil, rest...))
				return
			}
		}
	}
}

// contents returns what a new object has besides its name.
func (s *site) contents(kind string, u *graph.Use) ([]edit.Pair, bool) {
	switch kind {
	case "ConfigMap":
		return []edit.Pair{{Key: "data", Value: s.keys(u)}}, true
	case "Secret":
		return []edit.Pair{{Key: "stringData", Value: s.keys(u)}}, true
	case "ServiceAccount":
		return nil, true
	case "PersistentVolumeClaim":
		return []edit.Pair{{Key: "spec", Value: []edit.Pair{
			{Key: "accessModes", Value: []any{"ReadWriteOnce"}},
			{Key: "resources", Value: []edit.Pair{{Key: "requests", Value: []edit.Pair{{Key: "storage", Value: "1Gi"}}}}},
		}}}, true
	}
	return nil, false
}

// keys returns the keys that the resource uses of an object, without values.
func (s *site) keys(u *graph.Use) []edit.Pair {
	keys := map[string]any{}
	for _, key := range s.object.Members(u.Reference) {
		keys[key] = ""
	}
	return sorted(keys)
}
