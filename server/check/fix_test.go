package check

import (
	"cmp"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/rule"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// offered is a fix of a problem in a file.
type offered struct {
	name string
	file *manifest.File
	// before are all problems of the file.
	before  []Problem
	problem Problem
	fix     Fix
}

// TestFixes applies the fixes that are offered in real manifests, good and bad, with all
// rules on: what comes out can be read, the problem is gone, and there is no other.
func TestFixes(t *testing.T) {
	const mostOfOne = 40 // fixes of one check; the others are much the same
	byCode := map[string][]offered{}
	for _, x := range fixesOffered(t) {
		byCode[x.problem.Code] = append(byCode[x.problem.Code], x)
	}
	tried, broken := 0, 0
	for _, all := range byCode {
		step := max(len(all)/mostOfOne, 1)
		for i := 0; i < len(all); i += step {
			tried++
			if wrong := all[i].try(); wrong != "" {
				if broken++; broken <= 20 {
					x := all[i]
					t.Errorf("%s:%d: %s: %q: %s", x.name, x.file.Text.LineOf(x.problem.Span.Start)+1, x.problem.Code, x.fix.Title, wrong)
				}
			}
		}
	}
	for _, info := range All() {
		if info.Fixable && byCode[info.Code] == nil {
			t.Errorf("no fix of %s was tried", info.Code)
		}
	}
	t.Logf("FIXES: %d of %d checks tried, %d of them wrong", tried, len(byCode), broken)
	if tried < 500 || len(byCode) < 20 {
		t.Errorf("%d fixes of %d checks are too few", tried, len(byCode))
	}
}

// everything are settings under which each rule is looked for.
func everything() *config.Settings {
	s := config.Default()
	for _, family := range []string{"dep", "res", "risk", "rt", "sec"} {
		s.Rules = append(s.Rules, config.Rule{Pattern: family + "/*", Severity: "information"})
	}
	return s
}

// fixesOffered returns the fixes in the manifests of the oracle and in those of the
// marker tests.
func fixesOffered(t *testing.T) []offered {
	t.Helper()
	env := &manifest.Env{
		Target: catalog.Newest, Customs: customs(t), PodSecurity: "restricted",
		Rules: rule.BuiltIn().For(everything().Severity),
	}
	names := good(t)
	for _, v := range lines[verdict](t, "verdicts.jsonl") {
		if !slices.Contains(names, v.File) {
			names = append(names, v.File)
		}
	}
	manifests := written(t)
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(oracle, name))
		if err != nil {
			t.Fatal(err)
		}
		manifests[name] = string(data)
	}
	var all []offered
	for _, name := range slices.Sorted(maps.Keys(manifests)) {
		f := manifest.Open(text.New(manifests[name]), env)
		problems := File(f, everything())
		for _, p := range problems {
			for _, fix := range p.Fixes {
				if !fix.Ignores {
					all = append(all, offered{name, f, problems, p, fix})
				}
			}
		}
	}
	return all
}

// marks are what marker tests expect, which no server sees.
var marks = regexp.MustCompile(`(?m)[ \t]*#~.*$`)

// written returns the manifests of the marker tests, by their names.
func written(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for name, archive := range markerTests(t) {
		for _, f := range archive.Files {
			if filepath.Ext(f.Name) == ".yaml" {
				all[filepath.Base(name)+":"+f.Name] = marks.ReplaceAllString(string(f.Data), "")
			}
		}
	}
	return all
}

// try applies the fix and says what is wrong with it, or nothing.
func (x *offered) try() string {
	edits := x.fix.Make()
	if len(edits) == 0 {
		return "" // it turned out not to be one, and is not shown
	}
	mended, ok := applied(x.file.Text.String(), edits)
	if !ok {
		return "its edits overlap or reach beyond the file"
	}
	after := File(manifest.Open(text.New(mended), x.file.Env), everything())
	problem, problems := x.problem, x.before
	if problem.Field == "metadata.name" { // the others are of the same object still
		problem, problems, after = nameless(problem)[0], nameless(problems...), nameless(after...)
	}
	was, is := counted(problems), counted(after)
	if mine := identityOf(problem); is[mine] >= was[mine] {
		return "the problem is still there:\n" + excerpt(mended, edits[0].Span.Start)
	}
	for _, p := range after {
		if id := identityOf(p); is[id] > was[id] && !x.hid(p) {
			return "there is a new problem, " + id + ": " + p.Message + "\n" + excerpt(mended, edits[0].Span.Start)
		}
	}
	return ""
}

// applied returns a text with edits applied, unless they overlap or reach beyond it.
func applied(before string, edits []text.Edit) (after string, ok bool) {
	var b strings.Builder
	at := 0
	for _, e := range slices.SortedStableFunc(slices.Values(edits), func(a, b text.Edit) int { return cmp.Compare(a.Span.Start, b.Span.Start) }) {
		if e.Span.Start < at || e.Span.End < e.Span.Start || e.Span.End > len(before) {
			return "", false
		}
		b.WriteString(before[at:e.Span.Start] + e.New)
		at = e.Span.End
	}
	return b.String() + before[at:], true
}

// hid reports whether a problem may have been there before, unseen because of the one
// that was mended.
func (x *offered) hid(p Problem) bool {
	family, _, _ := strings.Cut(x.problem.Code, "/")
	of, _, _ := strings.Cut(p.Code, "/")
	switch {
	case slices.Contains([]string{"dep", "res", "risk", "rt", "sec"}, family) && x.problem.Code != "dep/version-deprecated":
		return false // a rule looks at what is understood
	case of != "schema" && of != "api" && of != "yaml":
		return true // rules are silent about what is not understood
	case x.problem.Code == "api/unknown-kind", x.problem.Code == "api/wrong-group-for-kind", x.problem.Field == "kind":
		return true
	case x.problem.Field == "apiVersion":
		// A migration writes no field that the new version does not have.
		return p.Code != "schema/unknown-field" && p.Code != "schema/wrong-type" && p.Code != "api/forbidden"
	case x.problem.Code == "schema/duplicate-key":
		return !x.fix.Preferred // the last of two keys counts, and hid what is wrong with the first
	case x.problem.Code == "schema/unknown-field":
		// What is in the field, or comes of it.
		return strings.HasPrefix(p.Field, strings.TrimSuffix(x.problem.Field, last(x.problem.Field)))
	}
	return p.Severity != Error && p.Field == x.problem.Field
}

// last returns the last field of a path.
func last(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }

var itemIndex = regexp.MustCompile(`\[\d+\]`)

// identityOf says which check found what in which field. Items of lists may move.
func identityOf(p Problem) string {
	return p.Code + " of " + p.Kind + " " + p.Name + " " + itemIndex.ReplaceAllString(p.Field, "[]")
}

// nameless returns problems without the name of their object.
func nameless(problems ...Problem) []Problem {
	all := slices.Clone(problems)
	for i := range all {
		all[i].Name = ""
	}
	return all
}

func counted(problems []Problem) map[string]int {
	n := map[string]int{}
	for _, p := range problems {
		n[identityOf(p)]++
	}
	return n
}

// excerpt returns the lines around an offset.
func excerpt(s string, at int) string {
	const around = 160
	return s[max(at-around, 0):min(at+2*around, len(s))]
}
