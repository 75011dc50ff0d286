package check

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

var updateCorpus = flag.Bool("update-corpus", false, "rewrite the counts of what is reported on good manifests")

// corpusFile lists what the default profile reports on good manifests. A change of it
// is to be read like code: each line is something that an author did not ask for.
const corpusFile = "../../testdata/corpus/good.txt"

// good returns the manifests of the oracle that a real API server took.
func good(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, v := range lines[verdict](t, "verdicts.jsonl") {
		if v.Valid != nil && *v.Valid && strings.HasPrefix(v.File, "real/") {
			files = append(files, v.File)
		}
	}
	err := filepath.WalkDir(filepath.Join(oracle, "apps"), func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && filepath.Ext(name) == ".yaml" {
			rel, _ := filepath.Rel(oracle, name)
			files = append(files, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestCorpus counts what is reported on good manifests, and fails on a count that
// nobody has looked at.
func TestCorpus(t *testing.T) {
	env := &manifest.Env{Target: catalog.Newest, Customs: customs(t)}
	counts := map[string]int{}
	for _, name := range good(t) {
		data, err := os.ReadFile(filepath.Join(oracle, name))
		if err != nil {
			t.Fatal(err)
		}
		f := manifest.Open(text.New(string(data)), env)
		for _, p := range File(f, config.Default()) {
			if p.Severity == Error {
				continue // TestOracle holds these to the server's verdicts
			}
			counts[fmt.Sprintf("%-11s %s", p.Severity, p.Code)]++
			if os.Getenv("CORPUS_VERBOSE") != "" {
				t.Logf("%s:%d: %s %s: %s", name, f.Text.LineOf(p.Span.Start)+1, p.Severity, p.Code, p.Message)
			}
		}
	}
	var b strings.Builder
	for what, n := range counts {
		fmt.Fprintf(&b, "%s %d\n", what, n)
	}
	all := strings.SplitAfter(b.String(), "\n")
	slices.Sort(all)
	got := strings.Join(all, "")
	if *updateCorpus {
		if err := os.MkdirAll(filepath.Dir(corpusFile), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(corpusFile, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(corpusFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("what is reported on good manifests changed; it is now\n%s\nread the difference, then run the test with -update-corpus", got)
	}
}
