package check

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/concept"
	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/knowledge/rule"
)

// Every code in the source is documented, and every documented code is there.
func TestEveryCodeIsDocumented(t *testing.T) {
	used := map[string]bool{}
	for pattern, code := range map[string]*regexp.Regexp{
		"*.go":           regexp.MustCompile(`"((?:yaml|schema|api|dep|rt|res|sec|ignore|settings)/[a-z-]+)"`),
		"../syntax/*.go": regexp.MustCompile(`(?:p\.problem|Code:)[^"\n]*"([a-z-]+)"`),
	} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") || name == "info.go" {
				continue
			}
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range code.FindAllStringSubmatch(string(data), -1) {
				if strings.Contains(m[1], "/") {
					used[m[1]] = true
				} else {
					used["yaml/"+m[1]] = true
				}
			}
		}
	}
	for _, r := range rule.BuiltIn().All() {
		used[r.ID] = true // TestRulesAreTested in server/marker sees to that
	}
	var documented []string
	for _, info := range All() {
		documented = append(documented, info.Code)
		if !used[info.Code] {
			t.Errorf("%s is documented and never reported", info.Code)
		}
		for _, text := range []language.Text{info.Says, info.Because, info.Remedy} {
			if text.EN == "" || !strings.ContainsFunc(text.JA, isJapanese) {
				t.Errorf("%s is not documented well: %+v", info.Code, info)
			}
		}
	}
	for code := range used {
		if !slices.Contains(documented, code) {
			t.Errorf("%s is reported and not documented", code)
		}
	}
}

// TestConceptsNameChecksThatExist resolves the ids of checks in the front matter of
// concepts.
func TestConceptsNameChecksThatExist(t *testing.T) {
	known := map[string]bool{}
	for _, info := range All() {
		known[info.Code] = true
	}
	named := 0
	for _, c := range concept.BuiltIn().All() {
		for _, id := range c.Rules {
			named++
			if !known[id] {
				t.Errorf("%s names the check %s, which does not exist", c.ID, id)
			}
		}
	}
	if named == 0 {
		t.Error("no concept names a check")
	}
}
