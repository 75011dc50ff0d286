package refactor_test

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/graph"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/refactor"
	"github.com/kubelore/kubelore/server/text"
	"github.com/kubelore/kubelore/server/workspace"
)

// everyManifest is an environment variable that makes the test take all manifests, which
// takes half a minute.
const everyManifest = "KUBELORE_REFACTOR_ALL"

// manifests returns what stands in the marker tests, and real manifests if there are any.
func manifests(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, pattern := range []string{"../../testdata/completion/*.yaml", "../../../shared/oracle/real/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		if len(files) == 0 {
			t.Logf("SKIPPED in part: there are no manifests %s", pattern)
		}
		for i, name := range files {
			if len(files) > 200 && i%5 > 0 && os.Getenv(everyManifest) == "" {
				continue
			}
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all[name] = string(content)
		}
	}
	return all
}

// values returns the values of the documents of a file, or nil if they cannot be read.
func values(f *manifest.File) []any {
	all := []any{}
	for _, d := range f.Documents() {
		v, err := d.Root().Decode(nil)
		if err != nil || len(d.Problems()) > 0 {
			return nil
		}
		if v != nil {
			all = append(all, v)
		}
	}
	return all
}

// TestActionsKeepWhatTheyDoNotMean makes every change at every third place of real
// manifests. Another style says the same; whatever is created leaves the rest alone;
// and all can be read.
func TestActionsKeepWhatTheyDoNotMean(t *testing.T) {
	made := map[refactor.Kind]int{}
	for name, content := range manifests(t) {
		const longest = 20_000
		if len(content) > longest {
			continue
		}
		for _, variant := range []string{content, strings.ReplaceAll(content, "\n", "\r\n")} {
			f := manifest.Open(text.New(variant), &manifest.Env{Target: catalog.Newest})
			before := values(f)
			if before == nil {
				continue
			}
			world := workspace.NewWorld([]*graph.File{graph.Of(name, f)}, nil)
			seen := map[string]bool{}
			for offset := 0; offset < len(variant); offset += 3 {
				for _, a := range refactor.At(f, name, offset, world) {
					edits := a.Make()
					if len(edits) == 0 || seen[a.Title+apply(variant, edits)] {
						continue
					}
					after := apply(variant, edits)
					seen[a.Title+after] = true
					made[a.Kind]++
					now := values(manifest.Open(text.New(after), f.Env))
					switch {
					case now == nil:
						t.Fatalf("%s:%d: %s leaves what cannot be read:\n%s", name, offset, a.Title, after)
					case a.Kind == refactor.Create && !without(now, before):
						t.Fatalf("%s:%d: %s changes something else:\n%s", name, offset, a.Title, after)
					case sameValue(a.Title) && !reflect.DeepEqual(before, now):
						t.Fatalf("%s:%d: %s changes a value:\n%s", name, offset, a.Title, after)
					}
				}
			}
		}
	}
	t.Logf("%v changes", made)
	if made[refactor.Rewrite] == 0 {
		t.Error("nothing was changed")
	}
}

// apply makes edits, which do not overlap.
func apply(s string, edits []text.Edit) string {
	edits = slices.SortedFunc(slices.Values(edits), func(a, b text.Edit) int { return b.Span.Start - a.Span.Start })
	for _, e := range edits {
		s = s[:e.Span.Start] + e.New + s[e.Span.End:]
	}
	return s
}

// sameValue reports whether an action only changes the style.
func sameValue(title string) bool {
	return title == "Put in quotes" || title == "Write without brackets" || title == "Put the fields in the usual order"
}

// without reports whether all values and one more are there, in their order.
func without(now, before []any) bool {
	if len(now) != len(before)+1 {
		return false
	}
	i := 0
	for _, v := range now {
		if i < len(before) && reflect.DeepEqual(v, before[i]) {
			i++
		}
	}
	return i == len(before)
}
