package relation

import (
	"strings"
	"testing"
)

func TestBuiltIn(t *testing.T) {
	all := BuiltIn().All()
	if len(all) < 80 {
		t.Errorf("there are %d relations, want 80", len(all))
	}
	for _, r := range all {
		if r.Key != (r.Of != "") {
			t.Errorf("%s: a key needs a field that names its object", r.ID)
		}
		if r.Key {
			if dir := r.Path()[:strings.LastIndexByte(r.Of, '.')+1]; !strings.HasPrefix(r.Of, dir) {
				t.Errorf("%s: %s is not beside %s", r.ID, r.Of, r.Path())
			}
		}
	}
	r := BuiltIn().At([]string{"apps/v1 Deployment spec.template.spec.priorityClassName", "@PodSpec priorityClassName"})
	if r == nil || r.To[0] != (Kind{"scheduling.k8s.io/v1", "PriorityClass"}) || !r.Cluster {
		t.Errorf("priorityClassName names %+v", r)
	}
	if r := BuiltIn().At([]string{"@PodSpec hostname"}); r != nil {
		t.Errorf("hostname names %+v", r)
	}
}

func TestParse(t *testing.T) {
	all, err := Parse("- id: acme/account\n  field: acme.example.com/v1 Team spec.members[*].account\n  to: [v1/ServiceAccount]\n" +
		"- {id: acme/key, field: '@TeamSpec key', to: [v1/ConfigMap], how: key, of: config, scope: same}\n")
	if err != nil {
		t.Fatal(err)
	}
	if r := all[0]; r.Place != "acme.example.com/v1 Team spec.members.account" || r.To[0] != (Kind{"v1", "ServiceAccount"}) || r.Key || r.Cluster {
		t.Errorf("the first is %+v", r)
	}
	if r := all[1]; !r.Key || r.Of != "config" || r.Path() != "key" {
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
