package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
)

// readSARIF reads a report, and fails if it is not what the schema of SARIF 2.1.0 takes.
func readSARIF(t *testing.T, out string) *sarif.Run {
	t.Helper()
	// What the library does not know is not in the schema either.
	d := json.NewDecoder(strings.NewReader(out))
	d.DisallowUnknownFields()
	if err := d.Decode(new(sarif.Report)); err != nil || d.More() {
		t.Fatalf("not one object of SARIF: %v\n%s", err, out)
	}
	r, err := sarif.FromString(out)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Validate(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if r.Version != "2.1.0" || len(r.Runs) != 1 {
		t.Fatalf("version %s, %d runs", r.Version, len(r.Runs))
	}
	return r.Runs[0]
}

// misspelt has a mistake with a fix, behind a character of two UTF-16 code units.
const misspelt = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, lables: {}, annotations: {a: \"😀\"}}\n" +
	"immutable: {\"😀\": 1}\n"

func TestSARIF(t *testing.T) {
	second := "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b, lables: {}}\n"
	code, out, errs := kubelore(t, map[string]string{"a dir/a.yaml": misspelt + "---\n" + second}, "", "check", "--format", "sarif", ".")
	if code != 1 || errs != "" {
		t.Errorf("exit code %d, standard error %q", code, errs)
	}
	run := readSARIF(t, out)
	if run.Tool.Driver == nil || *run.Tool.Driver.Name != "kubelore" || *run.ColumnKind != "utf16CodeUnits" || run.Language != "en-US" {
		t.Errorf("the run is not introduced:\n%s", out)
	}
	if len(run.Results) != 3 || len(run.Tool.Driver.Rules) != 2 {
		t.Fatalf("%d results of %d rules, want 3 of 2\n%s", len(run.Results), len(run.Tool.Driver.Rules), out)
	}
	for _, r := range run.Results {
		rule := run.Tool.Driver.Rules[r.RuleIndex]
		if *rule.ID != *r.RuleID || rule.DefaultConfiguration.Level != "error" || !rule.DefaultConfiguration.Enabled ||
			!strings.HasPrefix(*rule.HelpURI, "https://") || !strings.HasSuffix(*rule.HelpURI, "checks.md#"+strings.ReplaceAll(*r.RuleID, "/", "")) {
			t.Errorf("%s has the rule %+v", *r.RuleID, rule)
		}
		at := r.Locations[0].PhysicalLocation.ArtifactLocation
		if *at.URI != "a%20dir/a.yaml" || *at.URIBaseID != "%SRCROOT%" || r.Level != "error" || *r.Message.Text == "" {
			t.Errorf("got %s below %s, %s", *at.URI, *at.URIBaseID, r.Level)
		}
	}
	field := run.Results[0]
	if got := field.Locations[0].LogicalLocations[0]; *got.FullyQualifiedName != "ConfigMap/a/metadata.lables" {
		t.Errorf("the field is %s", *got.FullyQualifiedName)
	}
	if got, want := span(field.Locations[0].PhysicalLocation.Region), [4]int{3, 21, 3, 27}; got != want {
		t.Errorf("the misspelt key is at %v, want %v", got, want)
	}
	if got, want := applySARIF(misspelt, field.Fixes[0]), strings.Replace(misspelt, "lables", "labels", 1); got != want {
		t.Errorf("the fix makes\n%s\nwant\n%s", got, want)
	}
}

func span(r *sarif.Region) [4]int {
	return [4]int{*r.StartLine, *r.StartColumn, *r.EndLine, *r.EndColumn}
}

// applySARIF applies a fix to a text in which one line is one code unit a character,
// as far as the fix reaches.
func applySARIF(content string, fix *sarif.Fix) string {
	offset := func(line, column int) int {
		at := 0
		for range line - 1 {
			at += strings.Index(content[at:], "\n") + 1
		}
		return at + column - 1
	}
	replacements := slices.Clone(fix.ArtifactChanges[0].Replacements)
	slices.Reverse(replacements)
	for _, r := range replacements {
		s, inserted := span(r.DeletedRegion), ""
		if r.InsertedContent != nil {
			inserted = *r.InsertedContent.Text
		}
		content = content[:offset(s[0], s[1])] + inserted + content[offset(s[2], s[3]):]
	}
	return content
}

// TestSARIFColumns holds that columns count UTF-16 code units.
func TestSARIFColumns(t *testing.T) {
	content := "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: \"😀\", b: 1}\n"
	_, out, _ := kubelore(t, nil, content, "check", "--format", "sarif", "--stdin-name", "deploy/a.yaml", "-")
	run := readSARIF(t, out)
	for _, r := range run.Results {
		if *r.RuleID == "schema/wrong-type" {
			if got, want := span(r.Locations[0].PhysicalLocation.Region), [4]int{4, 20, 4, 21}; got != want {
				t.Errorf("got %v, want %v", got, want)
			}
			return
		}
	}
	t.Errorf("the mistake is missing:\n%s", out)
}

// TestSARIFFingerprints holds that a result keeps its fingerprint when lines are added
// above it, and that no two results have the same.
func TestSARIFFingerprints(t *testing.T) {
	prints := func(content string) []string {
		_, out, _ := kubelore(t, nil, content, "check", "--format", "sarif", "-")
		var all []string
		for _, r := range readSARIF(t, out).Results {
			all = append(all, slices.Sorted(maps.Values(r.PartialFingerprints))...)
		}
		return all
	}
	twice := misspelt + "---\n" + misspelt
	before, after := prints(twice), prints("# a comment\n\n"+strings.Replace(twice, "immutable", "data: {c: d}\nimmutable", 1))
	if !slices.Equal(before, after) || len(before) < 4 {
		t.Errorf("got %q, then %q", before, after)
	}
	if sorted := slices.Sorted(slices.Values(before)); len(slices.Compact(sorted)) != len(before) {
		t.Errorf("two have the same fingerprint: %q", before)
	}
}

const twoClaims = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: x}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: x}\n"

// TestRelated holds that reports name the other ends of a problem.
func TestRelated(t *testing.T) {
	_, out, _ := kubelore(t, map[string]string{"x/a.yaml": twoClaims}, "", "check", "--format", "sarif", "x")
	related := 0
	for _, r := range readSARIF(t, out).Results {
		for i, l := range r.RelatedLocations {
			related++
			if *l.PhysicalLocation.ArtifactLocation.URI != "x/a.yaml" || *l.Message.Text == "" || l.ID != i+1 {
				t.Errorf("got %+v", l)
			}
		}
	}
	if _, out, _ := kubelore(t, map[string]string{"x/a.yaml": twoClaims}, "", "check", "x"); !strings.Contains(out, "= note: x/a.yaml:3:18: ConfigMap a\n") {
		t.Errorf("the report for people does not name the other end:\n%s", out)
	}
	if related == 0 {
		t.Errorf("there are no other ends:\n%s", out)
	}
}

// TestSARIFOfNothing holds that a report without problems is one.
func TestSARIFOfNothing(t *testing.T) {
	code, out, _ := kubelore(t, nil, good, "check", "--format", "sarif", "--language", "ja", "-")
	run := readSARIF(t, out)
	if code != 0 || len(run.Results) != 0 || run.Language != "ja-JP" || !strings.Contains(out, `"results": []`) {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

func TestSARIFInJapanese(t *testing.T) {
	_, out, _ := kubelore(t, nil, misspelt, "check", "--format", "sarif", "--language", "ja", "-")
	for _, rule := range readSARIF(t, out).Tool.Driver.Rules {
		for _, s := range []string{*rule.ShortDescription.Text, *rule.FullDescription.Text, *rule.Help.Markdown} {
			if !strings.Contains(s, "。") {
				t.Errorf("%s says %q", *rule.ID, s)
			}
		}
	}
}

func TestArtifact(t *testing.T) {
	root := t.TempDir()
	outside := "file://" + filepath.ToSlash(filepath.Dir(root)) + "/b.yaml"
	t.Chdir(root)
	if err := os.MkdirAll("sub/.git", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll("sub/deep", 0o755); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ here, file, uri, base string }{
		{"sub/deep", "a.yaml", "deep/a.yaml", sourceRoot},
		{"sub/deep", "./x/../a.yaml", "deep/a.yaml", sourceRoot},
		{"sub/deep", "../a b:c.yaml", "a%20b%3Ac.yaml", sourceRoot},
		{"sub", "日本/100%.yaml", "%E6%97%A5%E6%9C%AC/100%25.yaml", sourceRoot},
		{".", "../b.yaml", outside, ""},
		{".", filepath.ToSlash(root) + "/c.yaml", "c.yaml", sourceRoot},
	} {
		t.Chdir(filepath.Join(root, filepath.FromSlash(tt.here)))
		if got := artifact(repositoryRoot(), tt.file); got.URI != tt.uri || got.URIBaseID != tt.base {
			t.Errorf("%s in %s: got %+v", tt.file, tt.here, got)
		}
	}
}
