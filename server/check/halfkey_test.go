package check

import (
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// What is called a half-typed key without a look is refused by kubectl's reader: a word on
// each line of each manifest, at each indentation of the lines around it.
func TestHalfKey(t *testing.T) {
	t.Parallel()
	contents := []string{
		"a: b\n  c\nd: e\n", "a: |\n  b\n\n c: d\n", "a:\n- b\n-\n- c: d\n  e:\n  - f\n", "a: \"b\n  c\"\nd: 'e\n\n  f'\n", "a: [b,\n c]\nd: {e: f,\n  g: h}\n",
		"a: >-\n\n  b\n   c\n\nd:\n  e: f # g\n# h\n  i: |2\n    j\n k: l\n", "? a\n: b\nc: d\n", "a: &b c\nd: *b\n", "a:\tb\nc: d\n", "--- a: b\nc: d\n...\n",
	}
	for _, content := range written(t) {
		contents = append(contents, content)
	}
	halves, others := 0, 0
	for _, content := range contents {
		lines := strings.SplitAfter(content, "\n")
		for i := range lines {
			indents := map[string]bool{"": true}
			for _, l := range lines[max(i-1, 0):min(i+2, len(lines))] {
				indents[l[:len(l)-len(strings.TrimLeft(l, " -"))]] = true
			}
			for indent := range indents {
				// Documents end at a marker; the one with the word is enough.
				typed := strings.Join(lines[max(i-30, 0):i], "") + strings.ReplaceAll(indent, "-", " ") + "kub\n" + strings.Join(lines[i:min(i+5, len(lines))], "")
				f := manifest.Open(text.New(typed), &manifest.Env{})
				for _, d := range f.Documents() {
					if !halfKey(d.Document, d.Problems()) {
						others++
						continue
					}
					halves++
					if _, err := yaml.YAMLToJSON([]byte(d.Text())); err == nil {
						t.Errorf("kubectl reads\n%s", d.Text())
					}
				}
			}
		}
	}
	t.Logf("%d half-typed keys, %d others", halves, others)
	if halves < 3000 {
		t.Errorf("%d half-typed keys were seen", halves)
	}
}
