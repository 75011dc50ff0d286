package check

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// judgements returns the table of the rules that were thought of: id, what became of it,
// and the check that says it or the reason why none does.
func judgements(t *testing.T) map[string][2]string {
	t.Helper()
	data, err := os.ReadFile("../../testdata/catalogue.tsv")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][2]string{}
	last := ""
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cells) != 3 || cells[0] <= last {
			t.Fatalf("the line %q has not three cells, or stands in the wrong place", line)
		}
		last = cells[0]
		all[last] = [2]string{cells[1], cells[2]}
	}
	return all
}

// TestCatalogue holds that each rule that was ever thought of is there, is said by another
// check, or was left out for a reason; and that the table knows all rules that there are.
func TestCatalogue(t *testing.T) {
	table := judgements(t)
	var known []string
	for _, info := range All() {
		known = append(known, info.Code)
	}
	counts := map[string]int{}
	for id, x := range table {
		counts[x[0]]++
		switch x[0] {
		case "rule":
			if !slices.Contains(known, id) || x[1] != "-" {
				t.Errorf("%s is said to be a rule, and is none", id)
			}
		case "said":
			if code, _, _ := strings.Cut(x[1], ": "); !slices.Contains(known, code) || slices.Contains(known, id) {
				t.Errorf("%s is said by %s, which is no check, or by itself", id, code)
			}
		case "left":
			if len(strings.Fields(x[1])) < 6 || slices.Contains(known, id) {
				t.Errorf("%s is left out and there, or the reason %q is none", id, x[1])
			}
		default:
			t.Errorf("%s is %q, not rule, said or left", id, x[0])
		}
	}
	for _, id := range known {
		if family, _, _ := strings.Cut(id, "/"); family == "yaml" || family == "ignore" || family == "settings" {
			continue
		}
		if _, ok := table[id]; !ok {
			t.Errorf("the table does not know %s", id)
		}
	}
	t.Logf("CATALOGUE: %d rules are there, %d are said by another, %d are left out", counts["rule"], counts["said"], counts["left"])
}

// TestCatalogueIsProven holds that what the table says of other checks is true: below a
// comment "# id" in a marker test there is a diag of the check that is named. What is too
// large for one is made here.
func TestCatalogueIsProven(t *testing.T) {
	made := map[string]string{
		"rt/configmap-too-big": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: " + strings.Repeat("a", 1<<20+1) + "}\n",
	}
	shown := shownInMarkers(t)
	proven := 0
	for id, x := range judgements(t) {
		if x[0] != "said" {
			continue
		}
		code, _, _ := strings.Cut(x[1], ": ")
		by := shown[id]
		if content, ok := made[id]; ok {
			for _, p := range File(manifest.Open(text.New(content), &manifest.Env{Target: catalog.Newest}), config.Default()) {
				by = append(by, p.Code)
			}
		}
		if proven++; !slices.Contains(by, code) {
			t.Errorf("%s is said by %s, and nothing shows it; there are %q", id, code, by)
		}
	}
	for id := range shown {
		if judgements(t)[id][0] != "said" {
			t.Errorf("a marker test shows %s, of which the table says nothing like that", id)
		}
	}
	if proven == 0 {
		t.Error("nothing is said by another check")
	}
}

var (
	heading   = regexp.MustCompile(`^# ([a-z]+/[a-z0-9-]+)$`)
	diagnosed = regexp.MustCompile(`\bdiag\((?:re)?"(?:[^"\\]|\\.)*", "([^"]+)"`)
)

// shownInMarkers returns the codes of the problems that marker tests expect below a
// comment with the id of a rule.
func shownInMarkers(t *testing.T) map[string][]string {
	t.Helper()
	shown := map[string][]string{}
	for _, archive := range markerTests(t) {
		for _, f := range archive.Files {
			id := ""
			for line := range strings.Lines(string(f.Data)) {
				if m := heading.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
					id = m[1]
				}
				for _, m := range diagnosed.FindAllStringSubmatch(line, -1) {
					if id != "" {
						shown[id] = append(shown[id], m[1])
					}
				}
			}
		}
	}
	return shown
}

// markerTests returns the archives of the marker tests, by their names.
func markerTests(t *testing.T) map[string]*txtar.Archive {
	t.Helper()
	names, err := filepath.Glob("../../testdata/marker/*/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no marker tests: ", err)
	}
	all := map[string]*txtar.Archive{}
	for _, name := range names {
		if all[name], err = txtar.ParseFile(name); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// TestCatalogueIsComplete compares the table with the list of what was thought of, where
// that is at hand.
func TestCatalogueIsComplete(t *testing.T) {
	data, err := os.ReadFile(oracle + "/../knowledge/rules.json")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("SKIPPED: there is no list of rules to compare with")
	} else if err != nil {
		t.Fatal(err)
	}
	var list struct{ Rules []struct{ ID string } }
	if err := json.Unmarshal(data, &list); err != nil || len(list.Rules) < 150 {
		t.Fatalf("%d rules, %v", len(list.Rules), err)
	}
	table := judgements(t)
	for _, r := range list.Rules {
		if _, ok := table[r.ID]; !ok {
			t.Errorf("nothing was decided about %s", r.ID)
		}
	}
}

// TestRemovalIsAnnounced holds what the table says of versions that go soon: they are
// deprecated by then, and reported as that.
func TestRemovalIsAnnounced(t *testing.T) {
	const ahead = 3
	n := 0
	for _, k := range catalog.Kinds() {
		for _, v := range k.Versions {
			for m := max(v.Removed-ahead, catalog.Oldest); m < min(v.Removed, catalog.Newest+1); m++ {
				if v.In(m) == catalog.Served {
					if n++; !v.DeprecatedIn(m) {
						t.Errorf("%s %s goes in %s and is not deprecated in %s", v.APIVersion(), k.Name, v.Removed, m)
					}
				}
			}
		}
	}
	if n == 0 {
		t.Error("no version goes")
	}
}
