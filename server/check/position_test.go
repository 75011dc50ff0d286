package check

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/apiserver"
	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// fixtures returns the manifests of k8s.io/api, one for each version of each kind,
// in which every field has a value, mostly a senseless one.
func fixtures(t *testing.T) []string {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "k8s.io/api").Output()
	if err != nil {
		t.Fatalf("find the module k8s.io/api: %v", err)
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(dir)), "testdata", "HEAD", "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("SKIPPED: the module k8s.io/api has no fixtures here (vendored?), so the places of the server's errors are NOT checked")
	}
	return files
}

// TestPositions looks for the node of each error of the server in manifests that
// have every field: it must be there, or be missing in an object that is.
func TestPositions(t *testing.T) {
	total, exact, parent := 0, 0, 0
	for _, name := range fixtures(t) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f := manifest.Open(text.New(string(data)), &manifest.Env{Target: catalog.Newest})
		for _, r := range f.Documents()[0].Resources() {
			if !everServed(r.Known) {
				continue
			}
			value, err := r.Root.Decode(nil)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			kind := apiserver.Kind{Group: r.Group, Version: r.Version, Kind: r.Kind}
			for _, e := range apiserver.Create(kind, value.(map[string]any)).Errors {
				if e.Decoding {
					continue // our own layer finds those, with places
				}
				total++
				switch at := r.Locate(e.Path); {
				case e.Path != "" && at.Missing == "":
					exact++
				case e.Path != "" && !strings.ContainsAny(strings.TrimPrefix(at.Missing, "["), ".["):
					parent++
				default:
					t.Logf("%s: %s: %q is not there (%s): %s", filepath.Base(name), r.Kind, e.Path, at.Missing, e.Message)
				}
			}
		}
	}
	t.Logf("POSITIONS: %d errors, %d at their node, %d at its parent", total, exact, parent)
	if total < 1000 || float64(exact+parent) < 0.995*float64(total) {
		t.Errorf("%d of %d errors have a place, want 99.5 %% of at least 1000", exact+parent, total)
	}
}

// everServed reports whether any release that can be targeted serves a version by
// default; the fields of others are never looked at.
func everServed(v *catalog.Version) bool {
	for m := catalog.Oldest; v != nil && m <= catalog.Newest; m++ {
		if v.In(m) == catalog.Served {
			return true
		}
	}
	return false
}
