package lsp_test

import (
	"testing"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/snippet"
	"github.com/kubelore/kubelore/server/check"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// The starting point of every kind is one that the API server takes, in each style.
func TestSkeletonsAreValid(t *testing.T) {
	for _, k := range catalog.Kinds() {
		v := k.Preferred(catalog.Newest)
		if v == nil {
			continue
		}
		source := snippet.Kind(v.APIVersion(), k.Name)
		for _, style := range [][2]int{{2, 0}, {2, 2}, {4, 4}} {
			content := snippet.Parse(snippet.Indent(source, style[0], style[1])).Plain() + "\n"
			f := manifest.Open(text.New(content), &manifest.Env{Target: catalog.Newest})
			for _, p := range check.File(f, config.Default()) {
				if p.Severity == check.Error || p.Severity == check.Warning && p.Code != "dep/version-deprecated" {
					t.Errorf("%s %v: %s: %s (%s)\n%s", k.Name, style, p.Code, p.Message, p.Field, content)
				}
			}
		}
	}
}
