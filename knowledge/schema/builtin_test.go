package schema

import (
	"slices"
	"testing"
)

// at follows field names; "[]" is the element of a list or map.
func at(t *testing.T, group, version, kind string, path ...string) *Type {
	t.Helper()
	typ := BuiltIn().Kind(group, version, kind)
	if typ == nil {
		t.Fatalf("%s/%s %s is not in the set", group, version, kind)
	}
	for _, name := range path {
		if name == "[]" {
			typ = typ.Elem
		} else if f := typ.Field(name); f != nil {
			typ = f.Type
		} else {
			t.Fatalf("%s has no field %s", typ.Name, name)
		}
	}
	return typ
}

func TestBuiltInShapes(t *testing.T) {
	pod := []string{"spec", "template", "spec"}
	container := append(slices.Clone(pod), "containers", "[]")
	tests := []struct {
		group, version, kind string
		path                 []string
		want                 Kind
		format               string
	}{
		{"apps", "v1", "Deployment", []string{"spec", "replicas"}, Integer, "int32"},
		{"apps", "v1", "Deployment", append(slices.Clone(container), "resources", "limits", "[]"), Quantity, ""},
		{"apps", "v1", "Deployment", append(slices.Clone(container), "args"), List, ""},
		{"apps", "v1", "Deployment", append(slices.Clone(pod), "nodeSelector", "[]"), String, ""},
		{"", "v1", "Service", []string{"spec", "ports", "[]", "targetPort"}, IntOrString, ""},
		{"", "v1", "Secret", []string{"data", "[]"}, String, "byte"},
		{"", "v1", "ConfigMap", []string{"metadata", "creationTimestamp"}, String, "date-time"},
		{"", "v1", "ConfigMap", []string{"immutable"}, Boolean, ""},
		{"autoscaling", "v2", "HorizontalPodAutoscaler", []string{"spec", "metrics", "[]", "resource", "target", "averageValue"}, Quantity, ""},
		{"apiextensions.k8s.io", "v1", "CustomResourceDefinition", []string{"spec", "versions", "[]", "schema", "openAPIV3Schema", "properties", "[]", "properties", "[]"}, Object, ""},
		{"apiregistration.k8s.io", "v1", "APIService", []string{"spec", "service", "port"}, Integer, "int32"},
	}
	for _, tt := range tests {
		got := at(t, tt.group, tt.version, tt.kind, tt.path...)
		if got.Kind != tt.want || got.Format != tt.format {
			t.Errorf("%s %v is %s %q, want %s %q", tt.kind, tt.path, got.Kind, got.Format, tt.want, tt.format)
		}
	}
}

func TestBuiltInFacts(t *testing.T) {
	policy := at(t, "", "v1", "Pod", "spec", "containers", "[]", "imagePullPolicy")
	if want := []string{"Always", "IfNotPresent", "Never"}; !slices.Equal(policy.Enum, want) {
		t.Errorf("imagePullPolicy allows %q, want %q", policy.Enum, want)
	}
	ports := at(t, "", "v1", "Pod", "spec", "containers", "[]", "ports")
	if want := []string{"containerPort", "protocol"}; ports.ListType != "map" || !slices.Equal(ports.ListKeys, want) {
		t.Errorf("ports is a list of type %q with keys %q, want map and %q", ports.ListType, ports.ListKeys, want)
	}
	spec := at(t, "autoscaling", "v2", "HorizontalPodAutoscaler", "spec")
	for name, want := range map[string]bool{"maxReplicas": true, "scaleTargetRef": true, "minReplicas": false} {
		if f := spec.Field(name); f.Required != want || f.Description == "" {
			t.Errorf("%s: required = %t, want %t; description %q", name, f.Required, want, f.Description)
		}
	}
	if protocol := at(t, "", "v1", "Service", "spec", "ports", "[]").Field("protocol"); protocol.Default != `"TCP"` {
		t.Errorf("the default of protocol is %q, want \"TCP\"", protocol.Default)
	}
}

// Invariants: every field has a type, fields are sorted, elements exist.
func TestBuiltInIsSound(t *testing.T) {
	seen := map[*Type]bool{}
	var walk func(*Type)
	walk = func(x *Type) {
		if seen[x] {
			return
		}
		seen[x] = true
		for i, f := range x.Fields {
			if f.Type == nil || i > 0 && x.Fields[i-1].Name >= f.Name {
				t.Errorf("%s.%s has no type or is out of order", x.Name, f.Name)
				continue
			}
			walk(f.Type)
		}
		if x.Kind == List || x.Kind == Map {
			if x.Elem == nil {
				t.Errorf("a %s in %q has no element", x.Kind, x.Name)
				return
			}
			walk(x.Elem)
		}
	}
	for _, x := range BuiltIn().kinds {
		walk(x)
	}
	if len(BuiltIn().kinds) < 150 || len(seen) < 1000 {
		t.Errorf("%d kinds with %d types are too few", len(BuiltIn().kinds), len(seen))
	}
}

func TestCustom(t *testing.T) {
	x := Custom("Widget", map[string]any{
		"type": "object",
		"properties": map[string]any{
			"spec": map[string]any{
				"type": "object", "required": []any{"size"},
				"properties": map[string]any{
					"size":  map[string]any{"type": "integer", "format": "int32", "default": float64(3), "description": "how big"},
					"color": map[string]any{"type": "string", "enum": []any{"red", "blue"}},
					"tags":  map[string]any{"type": "object", "additionalProperties": map[string]any{"type": "string"}},
					"port":  map[string]any{"x-kubernetes-int-or-string": true},
					"odd":   "no schema",
				},
			},
		},
	})
	spec := x.Field("spec").Type
	if f := spec.Field("size"); f == nil || !f.Required || f.Default != "3" || f.Description != "how big" || f.Type.Format != "int32" {
		t.Errorf("size is %+v", f)
	}
	if got := spec.Field("color").Type.Enum; !slices.Equal(got, []string{"blue", "red"}) {
		t.Errorf("color allows %q", got)
	}
	if spec.Field("tags").Type.Kind != Map || spec.Field("port").Type.Kind != IntOrString || spec.Field("odd") != nil {
		t.Errorf("tags, port or odd are wrong: %+v", spec.Fields)
	}
	if x.Field("metadata").Type.Field("labels") == nil || x.Preserve {
		t.Errorf("metadata is not that of every object, or unknown fields are kept: %+v", x)
	}
	if y := Custom("Widget", nil); !y.Preserve || y.Field("kind") == nil {
		t.Errorf("without a schema: %+v", y)
	}
}

func BenchmarkBuiltIn(b *testing.B) {
	for b.Loop() {
		buildBuiltIn()
	}
}
