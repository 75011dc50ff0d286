package lsp_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/lsp/lsptest"
	"github.com/kubelore/kubelore/server/text"
)

// seeds are manifests to begin with: what this repository has, and the real ones that
// stand beside it, if they do. At most n of the latter.
func seeds(tb testing.TB, n int) []string {
	tb.Helper()
	var all []string
	for _, pattern := range []string{"../../testdata/completion/*.yaml", "../../testdata/page/*.yaml"} {
		all = append(all, contents(tb, pattern, 1000)...)
	}
	if len(all) == 0 {
		tb.Fatal("there are no seeds")
	}
	return append(all, contents(tb, "../../../shared/oracle/real/*.yaml", n)...)
}

func contents(tb testing.TB, pattern string, n int) []string {
	tb.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil {
		tb.Fatal(err)
	}
	step := max(1, len(paths)/n)
	var all []string
	for i := 0; i < len(paths); i += step {
		data, err := os.ReadFile(paths[i])
		if err != nil {
			tb.Fatal(err)
		}
		if len(data) < 8000 {
			all = append(all, string(data))
		}
	}
	return all
}

// encodings are those that positions can be counted in.
var encodings = []protocol.PositionEncodingKind{protocol.PositionEncodingKindUTF8, protocol.PositionEncodingKindUTF16, protocol.PositionEncodingKindUTF32}

// session checks a file as it is opened and edited, in one place.
func session(t *testing.T, content string, at, removed int, inserted string, encoding uint8) {
	t.Helper()
	noneStay(t)
	content, inserted = strings.ToValidUTF8(content, "\uFFFD"), strings.ToValidUTF8(inserted, "\uFFFD")
	caps := lsptest.Default()
	caps.General = &protocol.GeneralClientCapabilities{PositionEncodings: encodings[encoding%3 : encoding%3+1]}
	e := lsptest.Connect(t, lsptest.Options{Capabilities: caps})
	x := newInspector(t, e, "a.yaml")
	at = boundary(content, at)
	e.Open("a.yaml", content)
	x.diagnostics()
	x.everything(at)
	e.Edit("a.yaml", text.Span{Start: at, End: boundary(content, min(at+max(removed, 0), len(content)))}, inserted)
	edited := x.diagnostics()
	x.everything(at + len(inserted))
	now := e.Buffer("a.yaml").String()
	if strings.Contains(now, "CustomResourceDefinition") || strings.Contains(content, "CustomResourceDefinition") {
		return // a definition that is typed counts when the author pauses
	}
	e.Close("a.yaml")
	e.Open("a.yaml", now)
	x.opened++
	if opened := x.diagnostics(); opened != edited {
		t.Errorf("what is typed and what is opened differ in\n%s\ntyped:  %s\nopened: %s", now, edited, opened)
	}
}

// boundary returns the nearest byte offset in s, at or before i, where a character begins.
func boundary(s string, i int) int {
	if i < 0 || len(s) == 0 {
		return 0
	}
	i %= len(s) + 1
	for i > 0 && i < len(s) && (!utf8.RuneStart(s[i]) || s[i-1] == '\r' && s[i] == '\n') {
		i--
	}
	return i
}

// FuzzSession opens any text, edits it anywhere, and asks everything before and after.
func FuzzSession(f *testing.F) {
	for i, s := range seeds(f, 30) {
		f.Add(s, len(s)/2+i, i%7, "\n  x: {a", uint8(i))
		f.Add(s[:boundary(s, len(s)*(i%10)/10)], len(s), 0, "- name: \"é𝄞\n", uint8(i))
	}
	for i, s := range []string{
		"apiVersion: v1\nkind: Pod\nmetadata: {name: é𝄞, labels: {𝄞: \"\r\n\"}}\nspec:\r\n  containers:\r  - &a name: *a\n",
		"{\"kind\": \"List\", \"apiVersion\": \"v1\", \"items\": [{}, {\"kind\": \"Pod\"}]}", "--- |\n---\n...\n%YAML 1.2\n--- &a\n<<: *a\n",
		"{{ if .Values.a }}\nkind: {{ .x }}\napiVersion: apps/v1\n{{ end }}\n", "\ufeffkind: Service\napiVersion: v1\nspec: {ports: [{port: 0x1F, targetPort: !!str 8}]}\n",
		"kind: CronJob\napiVersion: batch/v1\nspec:\n  schedule: >-\n    TZ=x 1 2\n  jobTemplate: [\n",
	} {
		f.Add(s, i*9, i, "\u2028\t? ", uint8(i))
	}
	f.Fuzz(session)
}

// TestTyping types files from their beginning, and asks everything after every fourth word.
func TestTyping(t *testing.T) {
	for _, s := range slices.Concat(contents(t, "../../testdata/page/hpa-v2.yaml", 1), contents(t, "../../testdata/completion/shop.yaml", 1)) {
		e := lsptest.Connect(t, lsptest.Options{})
		x := newInspector(t, e, "a.yaml")
		e.Open("a.yaml", "")
		for word := 0; len(s) > 0 && !t.Failed(); word++ {
			n := strings.IndexAny(s[1:], " \n:-\"/") + 1
			if n == 0 {
				n = len(s)
			}
			e.Type("a.yaml", s[:n])
			s = s[n:]
			x.diagnostics()
			if word%4 == 0 {
				x.everything(e.Buffer("a.yaml").Len())
			}
		}
		if len(x.absent) > 30 {
			t.Errorf("hardly anything was asked: %v", x.absent)
		}
	}
}
