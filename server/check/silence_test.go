package check

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/rule"
)

var (
	betweenDocuments = regexp.MustCompile(`(?m)^---.*$`)
	kindLine         = regexp.MustCompile(`(?m)^"?kind"?: *"?(\w+)`)
)

// TestChecksAreSilent holds that there is a near miss of each check among the marker tests:
// where it speaks up about one object, and so is on, there is another of that kind of which
// it says nothing. That of rules is held by package rule, which knows what they look at.
func TestChecksAreSilent(t *testing.T) {
	spoke, silent := map[string]bool{}, map[string]bool{}
	for _, archive := range markerTests(t) {
		type document struct {
			kind  string
			codes []string
		}
		var all []document
		for _, f := range archive.Files {
			if filepath.Ext(f.Name) != ".yaml" {
				continue
			}
			for _, content := range betweenDocuments.Split(string(f.Data), -1) {
				d := document{}
				if m := kindLine.FindStringSubmatch(content); m != nil {
					d.kind = m[1]
				}
				for _, m := range diagnosed.FindAllStringSubmatch(content, -1) {
					d.codes = append(d.codes, m[1])
				}
				all = append(all, d)
			}
		}
		for _, d := range all {
			for _, code := range d.codes {
				spoke[code] = true
				silent[code] = silent[code] || slices.ContainsFunc(all, func(other document) bool {
					return other.kind == d.kind && !slices.Contains(other.codes, code)
				})
			}
		}
	}
	byRule := map[string]bool{}
	for _, r := range rule.BuiltIn().All() {
		byRule[r.ID] = true
	}
	for _, info := range All() {
		family, _, _ := strings.Cut(info.Code, "/")
		switch {
		case family == "yaml" || family == "settings" || byRule[info.Code]:
		case !spoke[info.Code]:
			t.Errorf("no marker test has a diag of %s", info.Code)
		case !silent[info.Code]:
			t.Errorf("no marker test with a diag of %s has another object of that kind without one", info.Code)
		}
	}
}
