package lsp_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/check"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/lsp/lsptest"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// loops are values that hold themselves by an alias. A stack that overflows ends the
// process, whatever guards there are.
var loops = []string{"&l [*l]", "&l {a: *l}", "&l {<<: *l}", "&l [[*l, {a: *l}], *l]", "&l [&m [*l, *m], *m]", "*nothing", "&l"}

// TestLoops asks everything about files in which nodes hold themselves.
func TestLoops(t *testing.T) {
	files, err := filepath.Glob("../../testdata/loops/*")
	if err != nil || len(files) < 8 {
		t.Fatalf("the files are not there: %v", err)
	}
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			content := string(contentOf(t, path))
			everywhere(t, filepath.Base(path), content, 5)
			mendable(t, content)
		})
	}
}

// TestLoopsEverywhere puts a loop in the place of each value of good manifests.
func TestLoopsEverywhere(t *testing.T) {
	files, err := filepath.Glob("../../testdata/completion/*.yaml")
	if err != nil || len(files) < 5 {
		t.Fatalf("the manifests are not there: %v", err)
	}
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			content := string(contentOf(t, path))
			e := lsptest.Connect(t, lsptest.Options{})
			x := newInspector(t, e, "a.yaml")
			e.Open("a.yaml", content)
			values := valuesOf(content)
			if len(values) < 20 {
				t.Fatalf("there are only %d values", len(values))
			}
			for i, s := range values {
				loop := loops[i%len(loops)]
				e.Edit("a.yaml", s, loop)
				x.diagnostics()
				if i%3 == 0 {
					x.everything(s.Start + len(loop)/2)
				}
				mendable(t, e.Buffer("a.yaml").String())
				e.Edit("a.yaml", text.Span{Start: s.Start, End: s.Start + len(loop)}, content[s.Start:s.End])
			}
		})
	}
}

// valuesOf returns the places of all values of pairs and items but those that say what an
// object is.
func valuesOf(content string) []text.Span {
	var all []text.Span
	f := manifest.Open(text.New(content), &manifest.Env{Target: catalog.Newest})
	for _, d := range f.Documents() {
		var below func(n syntax.Node)
		below = func(n syntax.Node) {
			for c := range n.Children() {
				v := c.Value()
				if key := c.Key().Text(); v.IsZero() || n == d.Root() && (key == "kind" || key == "apiVersion") {
					continue
				}
				s := v.Span().Shift(d.Start)
				for s.End > s.Start && strings.ContainsRune(" \r\n", rune(content[s.End-1])) {
					s.End--
				}
				all = append(all, s)
				below(v)
			}
		}
		below(d.Root())
	}
	return all
}

// everywhere asks everything at so many places of a file.
func everywhere(t *testing.T, name, content string, places int) {
	t.Helper()
	e := lsptest.Connect(t, lsptest.Options{})
	x := newInspector(t, e, name)
	e.Open(name, content)
	x.diagnostics()
	for i := range places {
		x.everything(boundary(content, len(content)*i/max(places-1, 1)))
	}
	for at := strings.IndexByte(content, '*'); at >= 0 && places > 3; { // and behind each alias
		x.everything(at + 1)
		next := strings.IndexByte(content[at+1:], '*')
		if at += next + 1; next < 0 {
			break
		}
	}
}

// mendable makes the fixes of a file that are right without a doubt, as kubelore check --fix
// does, until there are none.
func mendable(t *testing.T, content string) {
	t.Helper()
	f := manifest.Open(text.New(content), &manifest.Env{Target: catalog.Newest})
	for round := 0; ; round++ {
		edits := check.Safe(check.File(f, config.Default()))
		if len(edits) == 0 || round == 10 {
			return
		}
		next := f.Text
		end := next.Len() + 1
		for _, edit := range slices.Backward(edits) {
			if edit.Span.End > end {
				t.Fatalf("fixes overlap in\n%s", f.Text)
			}
			end = edit.Span.Start
			var err error
			if next, _, err = next.Apply(edit); err != nil {
				t.Fatalf("%v in\n%s", err, f.Text)
			}
		}
		f = manifest.Open(next, f.Env)
	}
}

// definitionHead is a definition of a kind up to the fields of its schema.
const definitionHead = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: things.example.com}\nspec:\n" +
	"  group: example.com\n  scope: Namespaced\n  names: {plural: things, singular: thing, kind: Thing}\n  versions:\n" +
	"  - name: v1\n    served: true\n    storage: true\n    schema:\n      openAPIV3Schema:\n        type: object\n        properties:\n"

// chainOf returns a line, and n lines of which each names the one before.
func chainOf(n int, first, line string) string {
	var b strings.Builder
	b.WriteString(first)
	for i := range n {
		fmt.Fprintf(&b, line, i+1, i)
	}
	return b.String()
}

// TestDeep asks everything about nodes below ten thousand others, written and by aliases,
// and below as many as are read.
func TestDeep(t *testing.T) {
	for _, n := range []int{450, 10_000} {
		chain := func(first, line string) string { return podHead + chainOf(n, first, line) }
		last := fmt.Sprint("*a", n, "\n")
		for name, content := range map[string]string{
			"sequences":      podHead + "  containers: " + strings.Repeat("- ", n) + "x\n",
			"brackets":       podHead + "  containers: " + strings.Repeat("[", n) + strings.Repeat("]", n) + "\n",
			"braces":         podHead + "  nodeSelector: " + strings.Repeat("{a: ", n) + strings.Repeat("}", n) + "\n",
			"open brackets":  podHead + "  serviceAccountName: " + strings.Repeat("[", n),
			"question marks": mapHead + "  " + strings.Repeat("? ", n) + "x\n",
			"lists":          strings.Repeat("{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[\n", n) + strings.Repeat("]}", n),
			"objects":        strings.Repeat("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":\n", n) + strings.Repeat("}", n),
			"aliases":        chain("  a0: &a0 [x]\n", "  a%d: &a%[1]d [*a%d]\n") + "  serviceAccountName: " + last,
			"mapped aliases": chain("  a0: &a0 {a: b}\n", "  a%d: &a%[1]d {a: *a%d}\n") + "  nodeSelector: " + last,
			"merges":         chain("  a0: &a0 {a: b}\n", "  a%d: &a%[1]d {<<: *a%d}\n") + "  nodeSelector: " + last,
			"a definition":   definitionHead + chainOf(n, "          a0: &a0 {type: string}\n", "          a%d: &a%[1]d {type: object, properties: {a: *a%d}}\n"),
			"wide aliases":   chain("  a0: &a0 [x]\n", "  a%d: &a%[1]d [*a%d, *a%[2]d]\n") + "  serviceAccountName: " + last + "  containers: " + last,
		} {
			t.Run(fmt.Sprint(n, " ", name), func(t *testing.T) {
				everywhere(t, "a.yaml", content, 3)
				mendable(t, content)
			})
		}
	}
}
