package check

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/apiserver"
	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

const oracle = "../../../shared/oracle"

// verdict is what a real kube-apiserver said of a document.
type verdict struct {
	File, Class, Message, Mutation string
	Valid                          *bool
	Line                           int
}

// target is a place that the server means: the lines of a node, from 1.
type target struct {
	Start, End, Key int
	Missing         bool
}

func lines[T any](t *testing.T, name string) []T {
	t.Helper()
	f, err := os.Open(filepath.Join(oracle, name))
	if err != nil {
		t.Skipf("SKIPPED: %v, so the score against a real API server is NOT checked", err)
	}
	t.Cleanup(func() { _ = f.Close() })
	var all []T
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		var x T
		if err := json.Unmarshal(sc.Bytes(), &x); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all = append(all, x)
	}
	return all
}

// customs returns the custom kinds that the oracle's server knew.
func customs(t *testing.T) *manifest.Customs {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(oracle, "crds", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Skipf("SKIPPED: no CRDs of the oracle: %v", err)
	}
	var all []*apiserver.Custom
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f := manifest.Open(text.New(string(data)), &manifest.Env{Target: catalog.Newest})
		for _, d := range f.Documents() {
			for _, r := range d.Resources() {
				v, err := r.Root.Decode(nil)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				definition := v.(map[string]any)
				found, err := apiserver.Define(definition, func() map[string]any { return definition })
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				all = append(all, found...)
			}
		}
	}
	return manifest.NewCustoms(all)
}

// different are documents about which we differ from the server on purpose, with
// the reason; testdata/oracle-differences.md says more.
var different = map[string]string{}

func TestOracle(t *testing.T) {
	env := &manifest.Env{Target: catalog.Newest, Customs: customs(t)}
	targets := map[string][]target{}
	for _, p := range lines[struct {
		File    string
		Targets []target
	}](t, "positions.jsonl") {
		targets[p.File] = p.Targets
	}
	s := struct{ tp, fp, fn, tn, placed, right int }{}
	missed := map[string]int{}
	for _, v := range lines[verdict](t, "verdicts.jsonl") {
		if v.Valid == nil {
			continue
		}
		data, err := os.ReadFile(filepath.Join(oracle, v.File))
		if err != nil {
			t.Fatal(err)
		}
		f := manifest.Open(text.New(string(data)), env)
		var errors []Problem
		for _, p := range File(f, config.Default()) {
			if p.Severity == Error {
				errors = append(errors, p)
			}
		}
		switch flagged := len(errors) > 0; {
		case flagged && *v.Valid:
			s.fp++
			t.Errorf("false alarm in %s: %s %s", v.File, errors[0].Code, errors[0].Message)
		case !flagged && !*v.Valid:
			s.fn++
			missed[v.Class]++
			if different[v.File] == "" {
				t.Errorf("missed in %s (%s): %.300s", v.File, v.Class, v.Message)
			}
		case flagged:
			s.tp++
			if want := targets[v.File]; len(want) > 0 {
				s.placed++
				if placed(f, errors, want, v.Line) {
					s.right++
				} else {
					t.Logf("misplaced in %s: %s at %v, want %+v: %.200s", v.File, errors[0].Code, where(f, errors), want, v.Message)
				}
			}
		default:
			s.tn++
		}
		if different[v.File] != "" && len(errors) > 0 && !*v.Valid {
			t.Errorf("%s is listed as different and is not", v.File)
		}
	}
	precision := float64(s.tp) / float64(s.tp+s.fp)
	recall := float64(s.tp) / float64(s.tp+s.fn)
	position := float64(s.right) / float64(max(s.placed, 1))
	t.Logf("ORACLE: precision %.4f, recall %.4f, right line %.4f of %d; %+v; missed %v", precision, recall, position, s.placed, s, missed)
	if precision < 1 || recall < 0.99 || position < 0.97 {
		t.Errorf("below the floor of 1.00, 0.99 and 0.97")
	}
}

func where(f *manifest.File, problems []Problem) []string {
	var all []string
	for _, p := range problems {
		all = append(all, fmt.Sprintf("%d:%s", f.Text.LineOf(p.Span.Start)+1, p.Message))
	}
	sort.Strings(all)
	return all
}

// placed reports whether a problem stands on the line of a node that the server
// means, give or take one, or of its parent.
func placed(f *manifest.File, problems []Problem, want []target, mutated int) bool {
	for _, p := range problems {
		line := f.Text.LineOf(p.Span.Start) + 1
		for _, w := range want {
			near := func(l int) bool { return l > 0 && line >= l-1 && line <= l+1 }
			if near(w.Key) || near(w.Start) || near(mutated) || line >= w.Start && line <= w.End && strings.TrimSpace(p.Message) != "" && w.End-w.Start < 3 {
				return true
			}
		}
	}
	return false
}
