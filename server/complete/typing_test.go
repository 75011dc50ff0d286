package complete

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// TestTyping types ten manifests from an empty file and asks behind each character: each
// item has an edit on the line of the cursor, and what is offered does not depend on how
// the text came to be.
func TestTyping(t *testing.T) {
	for _, content := range tenManifests(t) {
		if !utf8.ValidString(content) {
			continue // cut within a character
		}
		f := manifest.Open(text.New(""), &manifest.Env{Target: catalog.Newest})
		answers := 0
		for i := range len(content) {
			next, change, err := f.Text.Apply(text.Edit{Span: text.Span{Start: i, End: i}, New: content[i : i+1]})
			if err != nil {
				t.Fatal(err)
			}
			f = f.Edit(next, change)
			items := At(f, i+1, nil)
			for _, item := range items {
				s := item.Edit.Span
				if s.Start < 0 || s.End > i+1 || !s.Contains(i+1) || strings.ContainsAny(content[s.Start:s.End], "\n\r") || item.Label == "" {
					t.Fatalf("behind %q: %+v", content[max(0, i-80):i+1], item)
				}
			}
			if len(items) > 0 {
				answers++
			}
			if i%61 == 0 && !slices.Equal(labels(items), labels(At(manifest.Open(text.New(content[:i+1]), f.Env), i+1, nil))) {
				t.Fatalf("behind %q something else is offered than in a file that was opened", content[max(0, i-80):i+1])
			}
		}
		if answers*10 < len(content) {
			t.Errorf("only %d answers of %d offer something for\n%s", answers, len(content), content)
		}
	}
}
