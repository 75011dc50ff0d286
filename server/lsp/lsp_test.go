package lsp_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"testing"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/lsp"
	"github.com/kubelore/kubelore/server/lsp/lsptest"
	"github.com/kubelore/kubelore/server/text"
)

const pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: a\n    image: b\n"

// hover returns the hover at the first occurrence of a text in a.yaml.
func hover(t *testing.T, e *lsptest.Editor, at string) string {
	t.Helper()
	const name = "a.yaml"
	offset := strings.Index(e.Buffer(name).String(), at)
	h, err := e.Server.Hover(context.Background(), &protocol.HoverParams{TextDocumentPositionParams: e.At(name, offset)})
	if err != nil {
		t.Fatalf("hover on %s: %v", at, err)
	}
	if h == nil {
		return ""
	}
	return h.Contents.(*protocol.MarkupContent).Value
}

func TestForty(t *testing.T) {
	e := lsptest.Connect(t, lsptest.Options{Settings: `{"rules": {"res/*": "off", "risk/*": "off"}}`})
	e.Open("a.yaml", pod)
	for _, r := range "  hostname: a-name-that-takes-forty-edits" {
		e.Type("a.yaml", string(r))
	}
	if got := hover(t, e, "hostname"); !strings.Contains(got, "**hostname**") {
		t.Errorf("behind forty edits the hover is %q", got)
	}
	if d := e.Diagnostics("a.yaml"); len(d) > 0 || strings.Contains(e.Log.String(), "does not grow") {
		t.Errorf("the edits were not applied in order: %v\n%s", d, e.Log)
	}
}

// Each message is one that ended the connection in the libraries' own server.
func TestBadMessagesDoNotEndTheSession(t *testing.T) {
	notify := func(method string, params any) func(*lsptest.Editor) {
		return func(e *lsptest.Editor) {
			if err := e.Conn.Notify(context.Background(), method, params); err != nil {
				panic(err)
			}
		}
	}
	outside := &protocol.TextDocumentContentChangePartial{
		Range: protocol.Range{Start: protocol.Position{Line: 999}, End: protocol.Position{Line: 1000}}, Text: "# end\n",
	}
	reversed := &protocol.TextDocumentContentChangePartial{
		Range: protocol.Range{Start: protocol.Position{Line: 1, Character: 5}, End: protocol.Position{Line: 1}}, Text: "kind:",
	}
	tests := []struct {
		name string
		do   func(*lsptest.Editor)
		log  string
	}{
		{"an unknown notification", notify("$/x", nil), "is ignored"},
		{"an unknown notification without a dollar", notify("kubelore/x", 1), "could not be handled"},
		{"a malformed notification", notify("textDocument/didOpen", []int{1}), "could not be handled"},
		{"a change of a file that is not open", func(e *lsptest.Editor) { e.Change("b.yaml", 2, outside) }, "not open"},
		{"the closing of a file that is not open", func(e *lsptest.Editor) { e.Close("b.yaml") }, "not open"},
		{"a change outside the document", func(e *lsptest.Editor) { e.Change("a.yaml", 2, outside) }, "outside the text"},
		{"a change turned around", func(e *lsptest.Editor) { e.Change("a.yaml", 2, reversed) }, "outside the text"},
		{"a version that does not grow", func(e *lsptest.Editor) { e.Change("a.yaml", 1) }, "does not grow"},
		{"opening twice", func(e *lsptest.Editor) { e.Open("a.yaml", pod) }, "opened twice"},
		{"a cancel of nothing", notify("$/cancelRequest", map[string]any{"id": 12345}), ""},
		{"a malformed cancel", notify("$/cancelRequest", "x"), "is ignored"},
		{"an unknown trace", notify("$/setTrace", map[string]any{"value": "loud"}), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := lsptest.Connect(t, lsptest.Options{})
			e.Open("a.yaml", pod)
			tt.do(e)
			if got := hover(t, e, "spec"); !strings.Contains(got, "**spec**") {
				t.Errorf("afterwards the hover is %q", got)
			}
			if !strings.Contains(e.Log.String(), tt.log) {
				t.Errorf("the log does not say %q:\n%s", tt.log, e.Log)
			}
		})
	}
}

// An edit outside the text is applied as well as can be, never lost.
func TestEditOutsideIsKept(t *testing.T) {
	e := lsptest.Connect(t, lsptest.Options{})
	e.Open("a.yaml", pod)
	e.Change("a.yaml", 2, &protocol.TextDocumentContentChangePartial{
		Range: protocol.Range{Start: protocol.Position{Line: 500}, End: protocol.Position{Line: 500}}, Text: "  hostname: x\n",
	})
	h, err := e.Server.Hover(context.Background(), &protocol.HoverParams{TextDocumentPositionParams: protocol.TextDocumentPositionParams{
		TextDocument: protocol.TextDocumentIdentifier{URI: e.URI("a.yaml")}, Position: protocol.Position{Line: 8, Character: 4},
	}})
	if err != nil || h == nil || !strings.Contains(h.Contents.(*protocol.MarkupContent).Value, "**hostname**") {
		t.Errorf("the edit is lost: %v, %v", h, err)
	}
}

func code(err error) jsonrpc2.Code {
	if e, ok := errors.AsType[*jsonrpc2.Error](err); ok {
		return e.Code
	}
	return 0
}

func TestErrorsOfRequests(t *testing.T) {
	ctx := context.Background()
	e := lsptest.Start(t, lsptest.Options{})
	var result any
	if _, err := e.Conn.Call(ctx, "textDocument/hover", map[string]any{}, &result); code(err) != jsonrpc2.ServerNotInitialized {
		t.Errorf("hover before initialize: %v", err)
	}
	if err := e.Conn.Notify(ctx, "textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": "file:///a", "text": "a"}}); err != nil {
		t.Error(err)
	}
	if _, err := e.Server.Initialize(ctx, &protocol.InitializeParams{}); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Server.Initialize(ctx, &protocol.InitializeParams{}); code(err) != jsonrpc2.InvalidRequest {
		t.Errorf("a second initialize: %v", err)
	}
	if _, err := e.Conn.Call(ctx, "textDocument/hover", []int{1}, &result); code(err) != jsonrpc2.InvalidParams {
		t.Errorf("malformed parameters: %v", err)
	}
	if _, err := e.Conn.Call(ctx, "$/nosuch", nil, &result); code(err) != jsonrpc2.MethodNotFound {
		t.Errorf("an unknown request: %v", err)
	}
	if err := e.Server.Shutdown(ctx); err != nil {
		t.Error(err)
	}
	if _, err := e.Conn.Call(ctx, "textDocument/hover", map[string]any{}, &result); code(err) != jsonrpc2.InvalidRequest {
		t.Errorf("hover after shutdown: %v", err)
	}
}

func TestExitCodes(t *testing.T) {
	ctx := context.Background()
	tests := []struct {
		name string
		end  func(*lsptest.Editor) error
		want int
	}{
		{"shutdown and exit", func(e *lsptest.Editor) error { return errors.Join(e.Server.Shutdown(ctx), e.Server.Exit(ctx)) }, 0},
		{"exit alone", func(e *lsptest.Editor) error { return e.Server.Exit(ctx) }, 1},
		{"the end of the input", func(e *lsptest.Editor) error { return e.Conn.Close() }, 1},
		{"shutdown and the end of the input", func(e *lsptest.Editor) error { return errors.Join(e.Server.Shutdown(ctx), e.Conn.Close()) }, 0},
	}
	for _, tt := range tests {
		e := lsptest.Connect(t, lsptest.Options{})
		e.Open("a.yaml", pod)
		if err := tt.end(e); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if got := <-e.Exit; got != tt.want {
			t.Errorf("%s: exit code %d, want %d", tt.name, got, tt.want)
		}
	}
}

// The server ends when the process of the editor is gone, even if somebody else
// keeps its input open.
func TestEditorIsGone(t *testing.T) {
	cmd := exec.Command("go", "version")
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	pid := cmd.Process.Pid // a process that has ended
	lsptest.Bubble(t, func(t *testing.T) {
		e := lsptest.Connect(t, lsptest.Options{ProcessID: pid})
		lsptest.Advance(10 * time.Second)
		select {
		case got := <-e.Exit:
			if got != 1 {
				t.Errorf("exit code %d, want 1", got)
			}
		default:
			t.Error("the server is still there")
		}
	})
}

// Every new version is answered, with the same problems or not; none twice.
func TestVersionsAreAnswered(t *testing.T) {
	lsptest.Bubble(t, func(t *testing.T) {
		e := lsptest.Connect(t, lsptest.Options{})
		e.Open("a.yaml", pod)
		lsptest.Advance(time.Second)
		for range 3 {
			e.Type("a.yaml", "# x\n")
			lsptest.Advance(time.Second)
		}
		lsptest.Advance(time.Minute)
		var got []int32
		for _, p := range e.Published("a.yaml") {
			v, _ := p.Version.Get()
			got = append(got, v)
		}
		if want := "[1 2 3 4]"; fmt.Sprint(got) != want {
			t.Errorf("versions %v were answered, want %s", got, want)
		}
	})
}

func TestClosingClearsDiagnostics(t *testing.T) {
	lsptest.Bubble(t, func(t *testing.T) {
		e := lsptest.Connect(t, lsptest.Options{})
		e.Open("a.yaml", strings.Replace(pod, "image:", "imag:", 1))
		lsptest.Advance(time.Second)
		e.Close("a.yaml")
		lsptest.Advance(time.Second)
		all := e.Published("a.yaml")
		if len(all) != 2 || len(all[0].Diagnostics) == 0 || len(all[1].Diagnostics) != 0 {
			t.Errorf("published %+v, want problems and then none", all)
		}
	})
}

func TestCancel(t *testing.T) {
	e := lsptest.Connect(t, lsptest.Options{})
	e.Open("a.yaml", pod)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := e.Server.Hover(ctx, &protocol.HoverParams{TextDocumentPositionParams: e.At("a.yaml", 3)})
	if err == nil {
		t.Error("a cancelled request was answered")
	}
	if got := hover(t, e, "spec"); got == "" {
		t.Error("afterwards there is no hover")
	}
}

func TestPull(t *testing.T) {
	caps := lsptest.Default()
	caps.TextDocument.Diagnostic = &protocol.DiagnosticClientCapabilities{}
	caps.Workspace.Diagnostics = &protocol.DiagnosticWorkspaceClientCapabilities{RefreshSupport: new(true)}
	e := lsptest.Connect(t, lsptest.Options{Capabilities: caps})
	e.Open("a.yaml", strings.Replace(pod, "image:", "imag:", 1))
	pull := func(previous *string) protocol.DocumentDiagnosticReport {
		t.Helper()
		r, err := e.Server.Diagnostic(context.Background(), &protocol.DocumentDiagnosticParams{
			TextDocument: protocol.TextDocumentIdentifier{URI: e.URI("a.yaml")}, PreviousResultID: previous,
		})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	first, ok := pull(nil).(*protocol.RelatedFullDocumentDiagnosticReport)
	if !ok || len(first.Items) == 0 {
		t.Fatalf("the first report is %+v", first)
	}
	if _, ok := pull(first.ResultID).(*protocol.RelatedUnchangedDocumentDiagnosticReport); !ok {
		t.Error("an unchanged file is reported again")
	}
	e.Type("a.yaml", "# x\n")
	if _, ok := pull(first.ResultID).(*protocol.RelatedFullDocumentDiagnosticReport); !ok {
		t.Error("a changed file is reported as unchanged")
	}
	if all := e.Published("a.yaml"); len(all) > 0 {
		t.Errorf("diagnostics were pushed as well: %v", all)
	}
}

func TestEncodings(t *testing.T) {
	content := "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {𝄞é: x, extra: 1}\n"
	for _, enc := range []protocol.PositionEncodingKind{protocol.PositionEncodingKindUTF8, protocol.PositionEncodingKindUTF16, protocol.PositionEncodingKindUTF32} {
		caps := lsptest.Default()
		caps.General = &protocol.GeneralClientCapabilities{PositionEncodings: []protocol.PositionEncodingKind{enc}}
		e := lsptest.Connect(t, lsptest.Options{Capabilities: caps})
		if got := e.Result.Capabilities.PositionEncoding; got != enc {
			t.Errorf("%s was negotiated, want %s", got, enc)
		}
		e.Open("a.yaml", content)
		d := e.Diagnostics("a.yaml")
		at := strings.Index(content, "1}")
		if len(d) == 0 || d[len(d)-1].Range.Start != e.Position(e.Buffer("a.yaml"), at) {
			t.Errorf("%s: %+v, want a problem at byte %d", enc, d, at)
		}
	}
}

func TestPlainText(t *testing.T) {
	caps := lsptest.Default()
	caps.TextDocument.Hover.ContentFormat = []protocol.MarkupKind{protocol.MarkupKindPlainText}
	e := lsptest.Connect(t, lsptest.Options{Capabilities: caps})
	e.Open("a.yaml", pod)
	if got := hover(t, e, "spec"); !strings.HasPrefix(got, "spec — PodSpec") || strings.Contains(got, "**") {
		t.Errorf("the plain hover is %q", got)
	}
}

func TestSettings(t *testing.T) {
	lsptest.Bubble(t, func(t *testing.T) {
		e := lsptest.Connect(t, lsptest.Options{Settings: `{"kubernetesVersion": "1.24"}`})
		e.Open("a.yaml", "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: {name: a}\n")
		lsptest.Advance(time.Second)
		codes := func() string {
			all := e.Published("a.yaml")
			var s []string
			for _, d := range all[len(all)-1].Diagnostics {
				s = append(s, string(d.Code.(protocol.String)))
			}
			return strings.Join(s, " ")
		}
		if got := codes(); got != "dep/version-deprecated" {
			t.Errorf("in 1.24 there is %q", got)
		}
		e.Configure(`{"kubernetesVersion": "1.25"}`)
		lsptest.Advance(time.Second)
		if got := codes(); got != "api/kind-removed-no-successor" {
			t.Errorf("in 1.25 there is %q", got)
		}
		e.Configure(`{"kubernetesVersion": "1.25", "rules": {"api/*": "hint"}, "nosuch": 1}`)
		lsptest.Advance(time.Second)
		all := e.Published("a.yaml")
		if d := all[len(all)-1].Diagnostics; len(d) != 1 || d[0].Severity != protocol.DiagnosticSeverityHint {
			t.Errorf("as a hint there is %+v", d)
		}
		if m := e.Messages(); len(m) != 1 || !strings.Contains(m[0], "nosuch") {
			t.Errorf("messages %q, want one about nosuch", m)
		}
		// Some editors send the settings of all servers to all of them.
		e.Configure(`{"yaml": {"keyOrdering": false}}`)
		lsptest.Advance(time.Second)
		if m := e.Messages(); strings.Contains(strings.Join(m, "\n"), "yaml") {
			t.Errorf("messages %q, want none about the settings of another server", m)
		}
	})
}

func TestProgress(t *testing.T) {
	lsptest.Bubble(t, func(t *testing.T) {
		e := lsptest.Connect(t, lsptest.Options{})
		lsptest.Advance(time.Second)
		p := e.Progressed()
		if len(p) != 2 || !strings.Contains(p[0], "loading the schema") || !strings.Contains(p[1], "end") {
			t.Errorf("progress %q, want a beginning and an end", p)
		}
	})
}

func TestQuickFix(t *testing.T) {
	e := lsptest.Connect(t, lsptest.Options{})
	e.Open("a.yaml", strings.Replace(pod, "image:", "imgae:", 1))
	e.Diagnostics("a.yaml")
	for _, only := range [][]protocol.CodeActionKind{nil, {protocol.CodeActionKindQuickFix}, {"source.fixAll"}} {
		at := e.At("a.yaml", strings.Index(e.Buffer("a.yaml").String(), "imgae"))
		all, err := e.Server.CodeAction(context.Background(), &protocol.CodeActionParams{
			TextDocument: at.TextDocument, Range: protocol.Range{Start: at.Position, End: at.Position},
			Context: protocol.CodeActionContext{
				Only: only, Diagnostics: []protocol.Diagnostic{}, TriggerKind: protocol.CodeActionTriggerKindAutomatic,
			},
		})
		if err != nil || len(all) != 1 {
			t.Fatalf("%v: %d actions, %v", only, len(all), err)
		}
		edits := all[0].(*protocol.CodeAction).Edit.Changes[e.URI("a.yaml")]
		if len(edits) != 1 || edits[0].NewText != "image" {
			t.Errorf("%v: the edits are %+v", only, edits)
		}
	}
}

// TestRefactoring asks for refactorings as editors do that fetch the edits when one is
// chosen. The edits of a file that has changed since are not made.
func TestRefactoring(t *testing.T) {
	lazy := lsptest.Default()
	lazy.TextDocument.CodeAction.DataSupport = new(true)
	lazy.TextDocument.CodeAction.ResolveSupport.Properties = []string{"edit"}
	e := lsptest.Connect(t, lsptest.Options{Capabilities: lazy})
	e.Open("a.yaml", pod)
	at := e.At("a.yaml", strings.Index(pod, "image"))
	all, err := e.Server.CodeAction(context.Background(), &protocol.CodeActionParams{
		TextDocument: at.TextDocument, Range: protocol.Range{Start: at.Position, End: at.Position},
		Context: protocol.CodeActionContext{Only: []protocol.CodeActionKind{protocol.CodeActionKindRefactor}},
	})
	if err != nil || len(all) == 0 {
		t.Fatalf("%d actions, %v", len(all), err)
	}
	action := all[0].(*protocol.CodeAction)
	if action.Edit != nil || action.Title != "Add requests and limits" {
		t.Errorf("the first action is %+v, want one whose edits come later", action)
	}
	stale := *action
	resolved, err := e.Server.CodeActionResolve(context.Background(), action)
	if err != nil || resolved.Edit == nil || len(resolved.Edit.Changes[e.URI("a.yaml")]) == 0 {
		t.Errorf("resolved to %+v, %v", resolved, err)
	}
	e.Type("a.yaml", "# a comment\n")
	if resolved, err := e.Server.CodeActionResolve(context.Background(), &stale); err != nil || resolved.Edit != nil {
		t.Errorf("after a change it resolved to %+v, %v", resolved, err)
	}
}

// TestOutline asks for symbols as a tree and as the list that other editors know, and for
// folds up to the number that an editor takes.
func TestOutline(t *testing.T) {
	able := lsptest.Default()
	able.TextDocument.DocumentSymbol = &protocol.DocumentSymbolClientCapabilities{HierarchicalDocumentSymbolSupport: new(true)}
	able.TextDocument.FoldingRange = &protocol.FoldingRangeClientCapabilities{RangeLimit: new(uint32(2))}
	tree, list := lsptest.Connect(t, lsptest.Options{Capabilities: able}), lsptest.Connect(t, lsptest.Options{})
	for _, e := range []*lsptest.Editor{tree, list} {
		e.Open("a.yaml", pod)
		all, err := e.Server.DocumentSymbol(context.Background(), &protocol.DocumentSymbolParams{TextDocument: protocol.TextDocumentIdentifier{URI: e.URI("a.yaml")}})
		if err != nil {
			t.Fatal(err)
		}
		switch all := all.(type) {
		case protocol.DocumentSymbolSlice:
			if e != tree || len(all) != 1 || all[0].Name != "a" || *all[0].Detail != "Pod" || len(all[0].Children) != 1 || all[0].Children[0].Range.Start.Line != 6 {
				t.Errorf("the tree is %+v", all)
			}
		case protocol.SymbolInformationSlice:
			if e != list || len(all) != 2 || all[1].ContainerName == nil || *all[1].ContainerName != "a" {
				t.Errorf("the list is %+v", all)
			}
		default:
			t.Errorf("got %T", all)
		}
		want := map[*lsptest.Editor]int{tree: 2, list: 4}[e]
		folds, err := e.Server.FoldingRanges(context.Background(), &protocol.FoldingRangeParams{TextDocument: protocol.TextDocumentIdentifier{URI: e.URI("a.yaml")}})
		if err != nil || len(folds) != want {
			t.Errorf("%d folds, want %d: %+v, %v", len(folds), want, folds, err)
		}
		around, err := e.Server.SelectionRange(context.Background(), &protocol.SelectionRangeParams{
			TextDocument: protocol.TextDocumentIdentifier{URI: e.URI("a.yaml")}, Positions: []protocol.Position{{Line: 7, Character: 6}, {}},
		})
		if err != nil || len(around) != 2 || around[0].Range.Start != (protocol.Position{Line: 7, Character: 4}) || around[0].Parent == nil {
			t.Errorf("around it is %+v, %v", around, err)
		}
	}
}

func TestTwoSessionsShareNothing(t *testing.T) {
	a, b := lsptest.Connect(t, lsptest.Options{}), lsptest.Connect(t, lsptest.Options{})
	a.Open("a.yaml", pod)
	b.Open("a.yaml", "apiVersion: v1\nkind: Service\n")
	if got := hover(t, a, "kind"); !strings.Contains(got, "**Pod**") {
		t.Errorf("the first says %q", got)
	}
	if got := hover(t, b, "kind"); !strings.Contains(got, "**Service**") {
		t.Errorf("the second says %q", got)
	}
}

// Whatever comes over the wire, the server ends or goes on; it neither hangs nor
// fails.
func TestBadFrames(t *testing.T) {
	for _, in := range []string{
		"", "\r\n", "Content-Length: 5\r\n\r\n{]", "Content-Length: x\r\n\r\n{}", "Content-Length: -1\r\n\r\n",
		"Content-Length: 99999999999999999999\r\n\r\n", "Content-Length: 2\r\n\r\n[]", "Content-Length: 4\r\n\r\nnull",
		"Content-Length: 30\r\n\r\n{}", strings.Repeat("x", 100_000) + "\r\n\r\n",
		"Content-Length: 40\r\n\r\n" + `[{"jsonrpc":"2.0","method":"exit"},1,{}]`,
		"Content-Length: 17\r\n\r\n" + `{"jsonrpc":"1.0"}`,
	} {
		done := make(chan int)
		go func() {
			done <- lsp.Serve(context.Background(), io.NopCloser(strings.NewReader(in)), discard{}, lsp.Options{})
		}()
		select {
		case got := <-done:
			if got != 1 {
				t.Errorf("%.40q: exit code %d", in, got)
			}
		case <-time.After(time.Minute):
			t.Fatalf("%.40q: the server hangs", in)
		}
	}
}

type discard struct{ bytes.Buffer }

func (discard) Write(b []byte) (int, error) { return len(b), nil }
func (discard) Close() error                { return nil }

// deployments returns a file of n documents of 34 lines.
func deployments(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: service-%d\n  labels:\n    app: service-%d\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: service-%d\n  template:\n    metadata:\n      labels:\n        app: service-%d\n    spec:\n      containers:\n      - name: main\n        image: registry.example.com/team/service:1.%d\n        args: [\"--port\", \"8080\"]\n        ports:\n        - name: http\n          containerPort: 8080\n        resources:\n          requests:\n            cpu: 100m\n            memory: 128Mi\n        env:\n        - name: A\n          value: b\n        - name: C\n          value: d\n", i, i, i, i, i)
	}
	return b.String()
}

// BenchmarkKeystroke types one character and waits for the diagnostics, in files of
// growing size: the time must grow with the document and not with the file.
func BenchmarkKeystroke(b *testing.B) {
	for _, n := range []int{1, 10, 100, 1000} {
		b.Run(fmt.Sprintf("%d lines", 34*n), func(b *testing.B) {
			b.ReportAllocs()
			e := lsptest.Connect(b, lsptest.Options{})
			e.Open("a.yaml", deployments(n))
			e.Diagnostics("a.yaml")
			at := strings.LastIndex(e.Buffer("a.yaml").String(), "b\n") + 1
			for b.Loop() {
				e.Edit("a.yaml", text.Span{Start: at, End: at}, "x")
				e.Diagnostics("a.yaml")
			}
		})
	}
}

func BenchmarkHover(b *testing.B) {
	b.ReportAllocs()
	e := lsptest.Connect(b, lsptest.Options{})
	e.Open("a.yaml", deployments(1000))
	at := e.At("a.yaml", strings.LastIndex(e.Buffer("a.yaml").String(), "containerPort"))
	for b.Loop() {
		if h, err := e.Server.Hover(context.Background(), &protocol.HoverParams{TextDocumentPositionParams: at}); err != nil || h == nil {
			b.Fatal(h, err)
		}
	}
}

func BenchmarkCompletion(b *testing.B) {
	b.ReportAllocs()
	e := lsptest.Connect(b, lsptest.Options{})
	e.Open("a.yaml", deployments(1000)+"        ")
	at := e.At("a.yaml", e.Buffer("a.yaml").Len())
	for b.Loop() {
		r, err := e.Server.Completion(context.Background(), &protocol.CompletionParams{TextDocumentPositionParams: at})
		if list, ok := r.(*protocol.CompletionList); err != nil || !ok || len(list.Items) == 0 {
			b.Fatal(r, err)
		}
	}
}
