package snippet

import (
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/catalog"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct{ source, plain, snippet string }{
		{"a: b\n", "a: b\n", "a: b\n"},
		{"a: ${1:b}\nc: $1", "a: b\nc: b", "a: ${6:b}\nc: ${6}"},
		{"a: ${1|x,y|}", "a: x", "a: ${6|x,y|}"},
		{"a: $0", "a: ", "a: ${5}"},
		{`a: \$5 }`, "a: $5 }", `a: \$5 \}`},
		{`a: "${2:x}"`, `a: "x"`, `a: "${7:x}"`},
		{"a: $", "a: $", `a: \$`},
		{"a: ${1:", "a: ${1:", `a: \${1:`},
		{"a: $x", "a: $x", `a: \$x`},
	} {
		b := Parse(tt.source)
		if got := b.Plain(); got != tt.plain {
			t.Errorf("%q: got %q, want %q", tt.source, got, tt.plain)
		}
		if got := b.Snippet(5); got != tt.snippet {
			t.Errorf("%q: got the snippet %q, want %q", tt.source, got, tt.snippet)
		}
	}
	if got := Parse("${1:a} ${3:b} $1").Stops(); got != 3 {
		t.Errorf("there are %d stops, want 3", got)
	}
}

func TestIndent(t *testing.T) {
	const source = "a:\n  b:\n  - c: 1\n    d:\n    - e\n    f:\n      g: 1\n  - h: |\n      text\n        more\n    i: 2\nj: 3\n"
	for _, tt := range []struct {
		step, list int
		want       string
	}{
		{2, 0, source},
		{2, 2, "a:\n  b:\n    - c: 1\n      d:\n        - e\n      f:\n        g: 1\n    - h: |\n        text\n          more\n      i: 2\nj: 3\n"},
		{4, 4, "a:\n    b:\n        - c: 1\n          d:\n              - e\n          f:\n              g: 1\n        - h: |\n              text\n                more\n          i: 2\nj: 3\n"},
	} {
		if got := Indent(source, tt.step, tt.list); got != tt.want {
			t.Errorf("%d and %d: got\n%s, want\n%s", tt.step, tt.list, got, tt.want)
		}
	}
}

// Every kind that the newest release serves has a starting point, and nothing else has.
func TestKinds(t *testing.T) {
	served := map[string]bool{}
	for _, k := range catalog.Kinds() {
		if v := k.Preferred(catalog.Newest); v != nil {
			served[v.APIVersion()+" "+k.Name] = true
			if Kind(v.APIVersion(), k.Name) == "" {
				t.Errorf("there is nothing to start a %s of %s with", k.Name, v.APIVersion())
			}
		}
	}
	for name := range load().kinds {
		if !served[name] {
			t.Errorf("%s has a starting point, but %s does not serve it", name, catalog.Newest)
		}
	}
	if Kind("v1", "Deployment") != "" {
		t.Error("a Deployment of v1 has a starting point")
	}
}

func TestBlocks(t *testing.T) {
	for _, name := range All() {
		seen := map[string]bool{}
		for _, b := range Blocks(name) {
			id := b.Name + strings.Join(b.Lists, " ")
			if b.Name == "" || seen[id] {
				t.Errorf("%s has two blocks %q, or one without a name", name, b.Name)
			}
			seen[id] = true
			if !strings.HasSuffix(b.Text.EN, ".") || !strings.HasSuffix(b.Text.JA, "。") {
				t.Errorf("%s: the block %s needs a sentence in each language: %+v", name, b.Name, b.Text)
			}
			if strings.HasSuffix(b.Source, "\n") || b.Source == "" {
				t.Errorf("%s: the block %s must hold text and not end with a line break", name, b.Name)
			}
		}
	}
	if b := Blocks("Container")[0]; !b.Fits("containers") || b.Fits("initContainers") || Blocks("Probe")[0].Fits("x") {
		t.Error("the lists of a block are wrong")
	}
}
