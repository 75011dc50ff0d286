package catalog

import (
	"slices"
	"strings"
	"testing"
)

func TestKeys(t *testing.T) {
	seen := map[string]bool{}
	n := 0
	for _, kind := range []KeyKind{Label, Annotation, Taint, Finalizer} {
		for _, k := range Keys(kind) {
			n++
			if seen[string(kind)+k.Name] {
				t.Errorf("%s is there twice", k.Name)
			}
			seen[string(kind)+k.Name] = true
			if k.Text.EN == "" || k.Text.JA == "" || !strings.HasSuffix(k.Text.EN, ".") || !strings.HasSuffix(k.Text.JA, "。") {
				t.Errorf("%s: a text is missing or no sentence: %+v", k.Name, k.Text)
			}
			if !slices.Contains([]string{"current", "deprecated", "removed"}, k.Status) || len(k.On) == 0 || k.SetBy == "" {
				t.Errorf("%s: %+v", k.Name, k)
			}
			if k.Status == "current" && k.Deprecated != 0 {
				t.Errorf("%s is current and deprecated", k.Name)
			}
		}
	}
	if n < 190 {
		t.Errorf("there are %d keys, want 190", n)
	}
}

func TestKeyNamed(t *testing.T) {
	for _, tt := range []struct {
		kind       KeyKind
		name, want string
	}{
		{Label, "app.kubernetes.io/name", "app.kubernetes.io/name"},
		{Label, "beta.kubernetes.io/os", "beta.kubernetes.io/os"},
		{Taint, "node.kubernetes.io/not-ready", "node.kubernetes.io/not-ready"},
		{Annotation, "nginx.ingress.kubernetes.io/rewrite-target", "nginx.ingress.kubernetes.io/*"},
		{Label, "example.com.node-restriction.kubernetes.io/team", "*.node-restriction.kubernetes.io/*"},
		{Label, "example.com/team", ""},
		{Annotation, "app.kubernetes.io/name", ""},
	} {
		got := ""
		if k := KeyNamed(tt.kind, tt.name); k != nil {
			got = k.Name
		}
		if got != tt.want {
			t.Errorf("KeyNamed(%s, %s) = %q, want %q", tt.kind, tt.name, got, tt.want)
		}
	}
}
