package complete

import (
	"slices"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

func TestNewline(t *testing.T) {
	const pod = "apiVersion: v1\nkind: Pod\nspec:\n"
	for _, tt := range []struct{ name, content, want string }{
		{"behind a list", pod + "  containers:\n  ‸", pod + "  containers:\n  - "},
		{"behind a list with indentation of its own", pod + "  volumes:\n    - name: a\n  containers:\n  ‸", pod + "  volumes:\n    - name: a\n  containers:\n    - "},
		{"behind an object", pod + "  securityContext:\n  ‸", pod + "  securityContext:\n    "},
		{"four spaces", "kind: Pod\nmetadata:\n    name: a\nspec:\n‸", "kind: Pod\nmetadata:\n    name: a\nspec:\n    "},
		{"behind a key with blanks", pod + "  nodeSelector: \n‸", pod + "  nodeSelector: \n    "},
		{"behind a scalar", pod + "  hostname: a\n  ‸", pod + "  hostname: a\n  "},
		{"behind a key of a scalar", pod + "  hostname:\n  ‸", pod + "  hostname:\n  "},
		{"the next item", pod + "  containers:\n  - name: a\n    args:\n    - x\n    ‸", pod + "  containers:\n  - name: a\n    args:\n    - x\n    - "},
		{"an item with keys", pod + "  containers:\n  - name: a\n    ‸", pod + "  containers:\n  - name: a\n    "},
		{"an empty item ends the list", pod + "  containers:\n  - name: a\n    args:\n    - x\n    -\n    ‸", pod + "  containers:\n  - name: a\n    args:\n    - x\n\n    "},
		{"the first item", pod + "  containers:\n  -\n    ‸", pod + "  containers:\n  -\n    "},
		{"a block scalar", "kind: ConfigMap\ndata:\n  a: |\n    spec:\n    ‸", "kind: ConfigMap\ndata:\n  a: |\n    spec:\n    "},
		{"brackets", pod + "  containers: [\n  ‸", pod + "  containers: [\n  "},
		{"right already", pod + "  containers:\n  - ‸", pod + "  containers:\n  - "},
		{"the middle of a line", pod + "  containers:\n  ‸- name: a\n", pod + "  containers:\n  - name: a\n"},
		{"an unknown kind", "kind: Thing\nspec:\n‸", "kind: Thing\nspec:\n"},
		{"an empty file", "‸", ""},
		{"CRLF", "kind: Pod\r\nspec:\r\n‸", "kind: Pod\r\nspec:\r\n  "},
		{"an existing block", pod + "‸\n  containers: []\n", pod + "\n  containers: []\n"},
	} {
		offset := strings.Index(tt.content, mark)
		f := manifest.Open(text.New(strings.Replace(tt.content, mark, "", 1)), &manifest.Env{Target: catalog.Newest})
		edits := Newline(f, offset)
		after := f.Text
		for _, e := range slices.Backward(edits) {
			next, _, err := after.Apply(e)
			if err != nil {
				t.Fatal(err)
			}
			after = next
		}
		if after.String() != tt.want {
			t.Errorf("%s: got\n%q, want\n%q", tt.name, after, tt.want)
		}
	}
}
