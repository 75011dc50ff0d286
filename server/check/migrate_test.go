package check

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// A moved manifest is one of a marker test of migrations.
type moved struct {
	name, content string
	fixed         bool
}

// migrations that marker tests try, by kind and version.
func triedMigrations(t *testing.T) map[string][]moved {
	t.Helper()
	names, err := filepath.Glob("../../testdata/marker/migrate/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("%d tests, %v", len(names), err)
	}
	all := map[string][]moved{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range txtar.Parse(data).Files {
			var b strings.Builder
			apiVersion, kind := "", ""
			m := moved{name: filepath.Base(name) + ": " + f.Name}
			for line := range strings.Lines(string(f.Data)) {
				line, marks, _ := strings.Cut(line, "#~")
				line = strings.TrimRight(line, " \n")
				m.fixed = m.fixed || strings.Contains(marks, `"Change to `)
				b.WriteString(line + "\n")
				if v, ok := strings.CutPrefix(line, "apiVersion: "); ok {
					apiVersion = v
				}
				if v, ok := strings.CutPrefix(line, "kind: "); ok {
					kind = v
				}
			}
			m.content = b.String()
			all[kind+" "+apiVersion] = append(all[kind+" "+apiVersion], m)
		}
	}
	return all
}

// TestEveryMigrationIsTried holds that there is a marker test of each version that is gone
// or on its way out and that has a successor: one with what the fix makes of it, or one
// that says that there is none.
func TestEveryMigrationIsTried(t *testing.T) {
	tried := triedMigrations(t)
	n := 0
	for _, k := range catalog.Kinds() {
		for _, v := range k.Versions {
			// Reviews of admission and evictions are sent, and never written down.
			if to := v.Successor(); k.Name == "AdmissionReview" || k.Name == "Eviction" || to == nil || to.Kind.Name != k.Name || v.In(catalog.Newest) == catalog.Served {
				continue
			}
			n++
			if len(tried[k.Name+" "+v.APIVersion()]) == 0 {
				t.Errorf("no marker test migrates %s %s", v.APIVersion(), k.Name)
			}
		}
	}
	if n < 90 {
		t.Errorf("only %d versions have a successor", n)
	}
}

// TestMigrationsHold asks what is wrong with what comes out of each migration that is
// tried: nothing that the API server would refuse, but for values, as those are the author's.
func TestMigrationsHold(t *testing.T) {
	env := &manifest.Env{Target: catalog.Newest}
	n := 0
	for _, list := range triedMigrations(t) {
		for _, m := range list {
			f := manifest.Open(text.New(m.content), env)
			var edits []text.Edit
			for _, p := range File(f, config.Default()) {
				for _, fix := range p.Fixes {
					migrates := fix.Look == Rewrites || fix.Look == Judged && strings.HasPrefix(fix.Title, "Change to ")
					if made := fix.Make(); migrates && len(made) > 0 {
						edits = append(edits, made...)
						n++
					}
				}
			}
			if (len(edits) > 0) != m.fixed && !strings.Contains(m.name, "range") {
				t.Errorf("%s is migrated: %t, want %t", m.name, len(edits) > 0, m.fixed)
			}
			if len(edits) == 0 {
				continue
			}
			after := m.content
			for _, x := range slices.Backward(edits) {
				after = after[:x.Span.Start] + x.New + after[x.Span.End:]
			}
			for _, p := range File(manifest.Open(text.New(after), env), config.Default()) {
				if p.Severity == Error && p.Code != "api/invalid" {
					t.Errorf("%s is left with %s: %s\n%s", m.name, p.Code, p.Message, after)
				}
			}
		}
	}
	if n < 80 {
		t.Errorf("only %d migrations were made", n)
	}
}
