package check

import (
	"testing"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/rule"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// TestFixesHoldForEveryRelease holds that the fix of a rule is not offered where it writes
// what some target release does not have.
func TestFixesHoldForEveryRelease(t *testing.T) {
	rules, err := rule.Parse(`
- id: acme/own-users
  severity: hint
  on: pod
  when: '!pod.?hostUsers.hasValue()'
  en: {message: "the Pod shares the users of its node", because: A way out., remedy: Write it.}
  fix:
    en: Give the Pod users of its own
    steps:
    - set: {hostUsers: false}
`)
	if err != nil {
		t.Fatal(err)
	}
	facts, ok := catalog.FieldFacts("", "v1", "PodSpec", "hostUsers")
	if !ok || facts.Since <= catalog.Oldest {
		t.Fatalf("hostUsers is there since %s, so this tests nothing", facts.Since)
	}
	const pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: a\n    image: a:1\n"
	for oldest, want := range map[catalog.Minor]bool{facts.Since - 1: false, facts.Since: true, catalog.Newest: true} {
		settings := config.Default()
		settings.Oldest = oldest
		env := &manifest.Env{Target: catalog.Newest, Oldest: oldest, Rules: rule.Default().With(rules)}
		found := false
		for _, p := range File(manifest.Open(text.New(pod), env), settings) {
			if p.Code == "acme/own-users" {
				found = true
				if got := len(p.Fixes) > 0 && len(p.Fixes[0].Make()) > 0; got != want {
					t.Errorf("from %s on the fix is offered: %t, want %t", oldest, got, want)
				}
			}
		}
		if !found {
			t.Errorf("from %s on the rule finds nothing", oldest)
		}
	}
}
