package rule

import (
	"path"
	"testing"

	"github.com/kubelore/kubelore/knowledge/concept"
)

// Every rule that is built in compiles, and says everything in both languages.
func TestBuiltIn(t *testing.T) {
	entries, err := files.ReadDir("rules")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	known := map[string]bool{}
	for _, c := range concept.BuiltIn().All() {
		known[c.ID] = true
	}
	for _, e := range entries {
		content, err := files.ReadFile(path.Join("rules", e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		rules, err := Parse(string(content))
		if err != nil {
			t.Errorf("%s: %v", e.Name(), err)
		}
		for _, r := range rules {
			if seen[r.ID] {
				t.Errorf("%s is there twice", r.ID)
			}
			seen[r.ID] = true
			if r.Concept != "" && !known[r.Concept] {
				t.Errorf("%s: there is no concept %s", r.ID, r.Concept)
			}
			for _, text := range []struct{ what, en, ja string }{
				{"message", r.Message.EN, r.Message.JA},
				{"says", r.Says.EN, r.Says.JA},
				{"because", r.Because.EN, r.Because.JA},
				{"remedy", r.Remedy.EN, r.Remedy.JA},
				{"evidence", r.Evidence, r.Evidence},
			} {
				if text.en == "" || text.ja == "" {
					t.Errorf("%s: %s is missing, or is in one language", r.ID, text.what)
				}
			}
			if r.Fix != nil && r.Fix.Title.JA == "" {
				t.Errorf("%s: the fix has no title in Japanese", r.ID)
			}
		}
	}
}
