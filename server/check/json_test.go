package check

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/rule"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// TestFixesLeaveJSON writes the manifests of the marker tests as JSON, and applies the
// fixes that are offered there: other programs read the file too, and want JSON.
func TestFixesLeaveJSON(t *testing.T) {
	env := &manifest.Env{Target: catalog.Newest, PodSecurity: "restricted", Rules: rule.BuiltIn().For(everything().Severity)}
	manifests := written(t)
	fixes, codes := 0, map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(manifests)) {
		for _, d := range manifest.Open(text.New(manifests[name]), env).Documents() {
			content := asJSON(d.Text())
			if content == "" {
				continue
			}
			f := manifest.Open(text.New(content), env)
			for _, p := range File(f, everything()) {
				for _, fix := range p.Fixes {
					edits := fix.Make()
					if len(edits) == 0 {
						continue
					}
					fixes++
					codes[p.Code] = true
					if after, ok := applied(content, edits); !ok || !json.Valid([]byte(after)) {
						t.Errorf("%s: %s: %q leaves no JSON:\n%s", name, p.Code, fix.Title, excerpt(after, edits[0].Span.Start))
					}
				}
			}
		}
	}
	t.Logf("%d fixes of %d checks", fixes, len(codes))
	if fixes < 300 || len(codes) < 30 {
		t.Error("these are too few")
	}
}

// asJSON returns a YAML document as JSON on several lines, and nothing if it is none.
func asJSON(document string) string {
	data, err := yaml.YAMLToJSON([]byte(document))
	var b bytes.Buffer
	if err != nil || len(data) == 0 || data[0] != '{' || json.Indent(&b, data, "", "  ") != nil {
		return ""
	}
	return b.String() + "\n"
}
