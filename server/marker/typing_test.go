package marker

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/lsp/lsptest"
	"github.com/kubelore/kubelore/server/text"
)

// typed is a manifest in several styles, as it is typed character by character.
const typed = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    app: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels: {app: web, "tier": 'front'}
    spec:
      containers:
        - name: web
          image: "nginx:1.29"
          args: ["-c", 'x']
          command:
          - sh
          - |
            echo hi
            sleep 1
          ports:
            - containerPort: 80
              protocol: TCP
          resources:
            requests:
              cpu: 100m
              memory: 64Mi
          readinessProbe:
            httpGet: {path: /, port: 80}
      # a comment
      volumes:
        - name: data
          emptyDir: {}
`

const (
	before = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: v\n---\n"
	after  = "\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: s\nspec:\n  selector: {app: web}\n  ports:\n  - port: 80\n"
)

// unfinished reports whether a check may name the part of a manifest that is not
// typed yet, at the key above it.
func unfinished(code string) bool {
	return code == "schema/missing-required" || strings.HasPrefix(code, "api/")
}

// TestTyping types a manifest, alone and between two others. What is finished must
// look finished: at each step nothing but the line that is being typed is wrong, and
// the other documents of the file keep their hovers.
func TestTyping(t *testing.T) {
	for _, tc := range []struct{ name, before, after string }{
		{"an empty file", "", ""},
		{"the middle of a file", before, after},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			e := lsptest.Connect(t, lsptest.Options{Settings: withoutAdvice(t, nil)})
			const file = "all.yaml"
			e.Open(file, tc.before+tc.after)
			for i, r := range typed {
				at := len(tc.before) + i
				e.Edit(file, text.Span{Start: at, End: at}, string(r))
				checkStep(t, e, file, len(tc.before), at+len(string(r)))
				if t.Failed() {
					t.Fatalf("typing %q; the text is\n%s", typed[:i+1], e.Buffer(file))
				}
				if tc.after != "" {
					checkHover(t, e, file, strings.Index(tc.before, "data:\n  k"), "**data**")
					checkHover(t, e, file, e.Buffer(file).Len()-len("port: 80\n"), "**port**")
				}
			}
			if all := e.Diagnostics(file); len(all) > 0 {
				t.Errorf("the finished file has problems: %s", describeAll(all))
			}
		})
	}
}

// TestTypingInside types a part of a container between others. At each step the rest of
// the file keeps what it has: its hovers, and the problems that it had before, in the
// same document and in the next.
func TestTypingInside(t *testing.T) {
	const file = "web.yaml"
	start := strings.Index(typed, "          args:")
	end := strings.Index(typed, "      # a comment")
	below := "\n" + strings.Replace(typed[end:], "emptyDir", "emptyDirr", 1) + strings.Replace(after[1:], "selector", "selektor", 1)
	e := lsptest.Connect(t, lsptest.Options{Settings: withoutAdvice(t, nil)})
	e.Open(file, typed[:start]+below)
	problems := func() (all []string) {
		behind := e.Position(e.Buffer(file), e.Buffer(file).Len()-len(below)).Line + 1
		for _, d := range e.Diagnostics(file) {
			if d.Range.Start.Line >= behind {
				all = append(all, fmt.Sprintf("%d: %s %s", d.Range.Start.Line-behind, codeOf(d), content(d.Message)))
			}
		}
		return all
	}
	want := problems()
	if len(want) != 2 {
		t.Fatalf("the rest of the file has the problems %q, and two were written", want)
	}
	for at := start; at < end; at++ {
		e.Edit(file, text.Span{Start: at, End: at}, typed[at:at+1])
		if got := problems(); !slices.Equal(got, want) {
			t.Errorf("the rest of the file has the problems %q, want %q", got, want)
		}
		rest := e.Buffer(file).Len() - len(below)
		for _, key := range []string{"replicas", "template", "containers", "image"} {
			checkHover(t, e, file, strings.Index(typed, key), "**"+key+"**")
		}
		for _, key := range []string{"volumes", "ports", "port"} {
			checkHover(t, e, file, rest+strings.LastIndex(below, key+":"), "**"+key+"**")
		}
		if t.Failed() {
			t.Fatalf("typing %q; the text is\n%s", typed[start:at+1], e.Buffer(file))
		}
	}
}

// checkStep checks the diagnostics while the cursor stands at offset in a manifest
// that begins at start.
func checkStep(t *testing.T, e *lsptest.Editor, file string, start, offset int) {
	t.Helper()
	content := e.Buffer(file)
	line := content.LineOf(offset)
	first := content.LineOf(start)
	for _, d := range e.Diagnostics(file) {
		at := int(d.Range.Start.Line)
		inTyped := first <= at && at <= line
		near := line-1 <= at && at <= line+1
		switch {
		case at == line:
		case strings.HasPrefix(codeOf(d), "yaml/") && near:
		case inTyped && unfinished(codeOf(d)):
		default:
			t.Errorf("line %d is being typed, yet there is %s", line+1, describe(d))
		}
	}
}

func checkHover(t *testing.T, e *lsptest.Editor, file string, offset int, want string) {
	t.Helper()
	h, err := e.Server.Hover(t.Context(), &protocol.HoverParams{TextDocumentPositionParams: e.At(file, offset)})
	if err != nil {
		t.Fatal(err)
	}
	if h == nil || !strings.Contains(content(h.Contents), want) {
		t.Errorf("no hover of %s while something else is typed", want)
	}
}

// TestDeleting takes characters away from the end of the middle document, as undo
// and backspace do; the same must hold on the way back.
func TestDeleting(t *testing.T) {
	e := lsptest.Connect(t, lsptest.Options{Settings: withoutAdvice(t, nil)})
	const file = "all.yaml"
	e.Open(file, before+typed+after)
	for i := len(typed); i > 0; i-- {
		at := len(before) + i
		e.Edit(file, text.Span{Start: at - 1, End: at}, "")
		checkStep(t, e, file, len(before), at-1)
		if t.Failed() {
			t.Fatalf("after deleting down to %q", typed[:i-1])
		}
	}
	if all := e.Diagnostics(file); len(all) > 0 {
		t.Errorf("without the middle document there are problems: %s", describeAll(all))
	}
}

// TestEveryKeyHovers asks for the hover of each key of the finished manifest.
func TestEveryKeyHovers(t *testing.T) {
	e := lsptest.Connect(t, lsptest.Options{Settings: withoutAdvice(t, nil)})
	e.Open("web.yaml", typed)
	offset := 0
	for l := range strings.Lines(typed) {
		key, _, ok := strings.Cut(strings.TrimLeft(l, " -"), ":")
		if ok {
			h, err := e.Server.Hover(t.Context(), &protocol.HoverParams{
				TextDocumentPositionParams: e.At("web.yaml", offset+strings.Index(l, key)),
			})
			if err != nil {
				t.Fatal(err)
			}
			if h == nil || h.Range == nil {
				t.Errorf("no hover on %q", strings.TrimSpace(l))
			}
		}
		offset += len(l)
	}
}
