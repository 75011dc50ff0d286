package rule

import (
	"errors"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/language"
)

const own = `- id: acme/no-owner
  severity: information
  kinds: [Deployment]
  when: >-
    !object.metadata.?labels.?owner.hasValue()
  at: metadata.labels.owner
  en:
    message: "{object.metadata.name} has no owner"
`

// A mistake in a file of rules is told with its line, the lines of conditions included.
func TestParse(t *testing.T) {
	if rules, err := Parse(own); err != nil || len(rules) != 1 || rules[0].ID != "acme/no-owner" {
		t.Fatalf("%v, %v", rules, err)
	}
	for _, tc := range []struct {
		from, to string
		line     int
		want     string
	}{
		{"object.metadata", "objekt.metadata", 5, "undeclared reference"},
		{"!object", "!(object", 5, "no CEL"},
		{"severity: information", "severity: error", 1, "errors are left to the API server"},
		{"  kinds:", "  kind:", 3, "a rule has no kind"},
		{"acme/no-owner", "owner", 1, "a family, a slash"},
		{"{object.metadata.name}", "{object.metadata.}", 1, "no CEL"},
		{"- id", "id", 2, ""},
	} {
		_, err := Parse(strings.Replace(own, tc.from, tc.to, 1))
		e, ok := errors.AsType[*Error](err)
		if !ok || e.Line != tc.line || !strings.Contains(e.Message, tc.want) {
			t.Errorf("%s: got %v, want %q on line %d", tc.to, err, tc.want, tc.line)
		}
	}
}

func TestFind(t *testing.T) {
	rules, err := Parse(own)
	if err != nil {
		t.Fatal(err)
	}
	set := newSet(nil).With(rules)
	object := func(labels map[string]any) Subject {
		return Subject{APIVersion: "apps/v1", Kind: "Deployment", Target: catalog.Newest, Object: map[string]any{
			"metadata": map[string]any{"name": "web", "labels": labels},
		}}
	}
	found := set.Find(object(map[string]any{"app": "a"}), nil)
	if len(found) != 1 || found[0].Path != "metadata.labels.owner" || found[0].Message(language.Japanese) != "web has no owner" {
		t.Errorf("found %+v", found)
	}
	if found := set.Find(object(map[string]any{"owner": "a"}), nil); len(found) > 0 {
		t.Errorf("found %+v where there is an owner", found)
	}
	other := object(nil)
	other.Kind = "Service"
	if found := set.Find(other, nil); len(found) > 0 {
		t.Errorf("found %+v in another kind", found)
	}
}

// A condition cannot take for ever, however large the object is.
func TestCost(t *testing.T) {
	rules, err := Parse("- id: acme/slow\n  severity: hint\n  each: spec.items[*]\n  when: object.spec.items.all(a, object.spec.items.all(b, a == b))\n  en: {message: all alike}\n")
	if err != nil {
		t.Fatal(err)
	}
	items := make([]any, 5000)
	for i := range items {
		items[i] = "x"
	}
	subject := Subject{APIVersion: "v1", Kind: "Any", Object: map[string]any{"spec": map[string]any{"items": items}}}
	if found := newSet(rules).Find(subject, nil); len(found) > 0 {
		t.Errorf("a condition beyond the limit held %d times", len(found))
	}
}

func BenchmarkDeployment(b *testing.B) {
	container := map[string]any{
		"name": "a", "image": "nginx:1.29", "ports": []any{map[string]any{"containerPort": int64(80), "name": "http"}},
		"resources":     map[string]any{"requests": map[string]any{"cpu": "1", "memory": "1Gi"}, "limits": map[string]any{"memory": "1Gi"}},
		"livenessProbe": map[string]any{"httpGet": map[string]any{"port": "http"}},
		"env":           []any{map[string]any{"name": "A", "value": "b"}, map[string]any{"name": "B", "value": "$(A)"}},
	}
	subject := Subject{APIVersion: "apps/v1", Kind: "Deployment", Target: catalog.Newest, Object: map[string]any{
		"apiVersion": "apps/v1", "kind": "Deployment", "metadata": map[string]any{"name": "web"},
		"spec": map[string]any{
			"selector": map[string]any{"matchLabels": map[string]any{"app": "a"}},
			"template": map[string]any{
				"metadata": map[string]any{"labels": map[string]any{"app": "a"}},
				"spec":     map[string]any{"containers": []any{container, container}},
			},
		},
	}}
	set := BuiltIn()
	set.Find(subject, nil)
	b.ResetTimer()
	for b.Loop() {
		set.Find(subject, nil)
	}
}
