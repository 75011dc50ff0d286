package apiserver

import (
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

func TestCorrectPath(t *testing.T) {
	for path, want := range map[string]string{
		"spec.overhead.limits[cpu]":                     "spec.overhead[cpu]",
		"spec.resources.containers[1][cpu].limits":      "spec.containers[1].resources.limits[cpu]",
		"spec.resources.containers[0][a.b/c].limits":    "spec.containers[0].resources.limits[a.b/c]",
		"spec.resources[storage]":                       "spec.resources.requests[storage]",
		"spec.containers[0].resources.limits[storage]":  "spec.containers[0].resources.limits[storage]",
		"spec.volumeClaimTemplates[0].spec.accessModes": "spec.volumeClaimTemplates[0].spec.accessModes",
	} {
		if got := correctPath(schema.GroupVersionKind{Kind: "Pod"}, path); got != want {
			t.Errorf("correctPath(%s) = %s, want %s", path, got, want)
		}
	}
}

func TestWritten(t *testing.T) {
	object := map[string]any{
		"metadata": map[string]any{"labels": map[string]any{"a/b.c": "x y", "twice": "z z", "again": "z z", "k k": "v"}},
		"spec": map[string]any{
			"clusterIP": "10.0.0.1",
			"volumes": []any{map[string]any{"downwardAPI": map[string]any{"items": []any{
				map[string]any{"fieldRef": map[string]any{"fieldPath": "good"}},
				map[string]any{"fieldRef": map[string]any{"fieldPath": "bad"}},
			}}}},
		},
	}
	for _, x := range []struct {
		path string
		bad  any
		want string
	}{
		{"spec.clusterIPs[0]", "10.0.0.1", "spec.clusterIP"},
		{"spec.clusterIPs", nil, "spec.clusterIP"},
		{"spec.clusterIPs[1]", "::1", "spec.clusterIPs[1]"},
		{"spec.volumes[0].downwardAPI.fieldRef.fieldPath", "bad", "spec.volumes[0].downwardAPI.items[1].fieldRef.fieldPath"},
		{"spec.volumes[0].downwardAPI.fieldRef.fieldPath", "worse", "spec.volumes[0].downwardAPI.fieldRef.fieldPath"},
		{"spec.volumes[9].downwardAPI.fieldRef.fieldPath", "bad", "spec.volumes[9].downwardAPI.fieldRef.fieldPath"},
		{"metadata.labels", "x y", "metadata.labels[a/b.c]"},
		{"metadata.labels", "k k", "metadata.labels[k k]"},
		{"metadata.labels", "z z", "metadata.labels"}, // two have it
		{"metadata.labels", "none", "metadata.labels"},
		{"metadata.labels", nil, "metadata.labels"},
		{"metadata.annotations", "x y", "metadata.annotations"},
	} {
		if got := written(x.path, object, x.bad); got != x.want {
			t.Errorf("written(%s, %v) = %s, want %s", x.path, x.bad, got, x.want)
		}
	}
}
