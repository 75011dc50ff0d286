package relation

import (
	"slices"
	"strings"
	"testing"
)

func TestBuiltIn(t *testing.T) {
	all := BuiltIn().All()
	if len(all) < 219 {
		t.Errorf("there are %d relations, want 219", len(all))
	}
	seen := map[string]bool{}
	for _, r := range all {
		if seen[r.ID] {
			t.Errorf("%s stands there twice", r.ID)
		}
		seen[r.ID] = true
		if r.Part == "key" && r.Of == "" {
			t.Errorf("%s: a key needs a field that names its object", r.ID)
		}
		if !slices.Contains([]string{"", "error", "warning", "information", "hint"}, r.Severity) {
			t.Errorf("%s: there is no severity %q", r.ID, r.Severity)
		}
	}
	r := BuiltIn().At([]string{"apps/v1 Deployment spec.template.spec.priorityClassName", "@PodSpec priorityClassName"})
	if r == nil || r.To[0] != (Kind{"scheduling.k8s.io/v1", "PriorityClass"}) || !r.Cluster || !r.Exists("system-node-critical") || r.Exists("high") {
		t.Errorf("priorityClassName names %+v", r)
	}
	if r := BuiltIn().At([]string{"@PodSpec hostname"}); r != nil {
		t.Errorf("hostname names %+v", r)
	}
}

// The ways are the same table, followed field by field; the version of a kind does not
// matter.
func TestWays(t *testing.T) {
	w := BuiltIn().Type("Container").Step("env").Step("valueFrom").Step("configMapKeyRef").Step("key")
	if w == nil || len(w.Relations) != 1 || w.Relations[0].ID != "env-configmap-key" {
		t.Errorf("the key of a variable leads to %+v", w)
	}
	if w := BuiltIn().Kind("discovery.k8s.io", "EndpointSlice").Step("metadata").Step("labels").Step("kubernetes.io/service-name"); w == nil || len(w.Relations) != 1 {
		t.Errorf("the label of an EndpointSlice leads to %+v", w)
	}
	if w := BuiltIn().Kind("", "ConfigMap").Step("data"); w == nil || len(w.Parts) != 1 || w.Parts[0].Form != Keys {
		t.Errorf("the data of a ConfigMap hold %+v", w)
	}
	if w := BuiltIn().Type("Nobody").Step("a").Step("b"); w != nil {
		t.Errorf("a type that nobody knows leads to %+v", w)
	}
}

func TestSteps(t *testing.T) {
	for path, want := range map[string][]string{
		"spec.ports":                    {"spec", "ports"},
		`metadata.annotations["a.b/c"]`: {"metadata", "annotations", "a.b/c"},
		`parameters["x.y"].z`:           {"parameters", "x.y", "z"},
		"name":                          {"name"},
	} {
		if got := Steps(path); !slices.Equal(got, want) {
			t.Errorf("%s goes through %q, want %q", path, got, want)
		}
	}
}

func TestParse(t *testing.T) {
	all, err := Parse("- id: acme/account\n  field: acme.example.com/v1 Team spec.members[*].account\n  to: [v1/ServiceAccount]\n" +
		"- {id: acme/key, field: '@TeamSpec key', to: [v1/ConfigMap], how: key, of: config, scope: same}\n")
	if err != nil {
		t.Fatal(err)
	}
	if r := all[0]; r.Places[0] != "acme.example.com/v1 Team spec.members.account" || r.To[0] != (Kind{"v1", "ServiceAccount"}) || r.How != Name || r.Cluster {
		t.Errorf("the first is %+v", r)
	}
	if r := all[1]; r.How != Part || r.Part != "key" || r.Of != "config" || Path(r.Places[0]) != "key" {
		t.Errorf("the second is %+v", r)
	}
	for content, says := range map[string]string{
		"- {field: '@A b', to: [v1/A]}":                     "id is missing",
		"- {id: a, field: b, to: [v1/A]}":                   "is no field",
		"- {id: a, field: '@A b'}":                          "to is missing",
		"- {id: a, field: '@A b', to: [A]}":                 "is no kind",
		"- {id: a, field: '@A b', to: [v1/A], how: x}":      "how must be",
		"- {id: a, field: '@A b', to: [v1/A], how: key}":    "of is missing",
		"- {id: a, field: '@A b', to: [v1/A], scope: x}":    "scope must be",
		"- {id: a, field: '@A b', to: [v1/A], whatever: x}": "whatever",
		"id: a": "read the relations",
		"- {id: a, field: '@A b', to: [v1/A]}\n- {id: b, to: [x]}": "relation 2",
	} {
		if _, err := Parse(content); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %q", content, err, says)
		}
	}
}
