package lsp_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/lsp/lsptest"
	"github.com/kubelore/kubelore/server/text"
)

// An inspector asks everything that can be asked about a file, and checks what must be
// true of each answer: it is no failure, its places are in the file, and its edits can
// be applied. It knows the protocol only, so it asks what is offered tomorrow too.
type inspector struct {
	t    testing.TB
	e    *lsptest.Editor
	name string
	// absent are the methods that the server does not have.
	absent map[string]bool
	// asked is what is being asked, for messages.
	asked string
	// opened is how often the file was opened.
	opened int
}

func newInspector(tb testing.TB, e *lsptest.Editor, name string) *inspector {
	tb.Helper()
	return &inspector{t: tb, e: e, name: name, absent: map[string]bool{}, opened: 1}
}

// followed are the requests whose parameters are an item of the answer to another.
var followed = map[string]struct {
	methods []string
	// wrapped says that the item is a parameter and not all of them.
	wrapped bool
}{
	protocol.MethodTextDocumentCompletion:           {[]string{protocol.MethodCompletionItemResolve}, false},
	protocol.MethodTextDocumentCodeAction:           {[]string{protocol.MethodCodeActionResolve}, false},
	protocol.MethodTextDocumentCodeLens:             {[]string{protocol.MethodCodeLensResolve}, false},
	protocol.MethodTextDocumentDocumentLink:         {[]string{protocol.MethodDocumentLinkResolve}, false},
	protocol.MethodTextDocumentInlayHint:            {[]string{protocol.MethodInlayHintResolve}, false},
	protocol.MethodWorkspaceSymbol:                  {[]string{protocol.MethodWorkspaceSymbolResolve}, false},
	protocol.MethodTextDocumentPrepareCallHierarchy: {[]string{protocol.MethodCallHierarchyIncomingCalls, protocol.MethodCallHierarchyOutgoingCalls}, true},
	protocol.MethodTextDocumentPrepareTypeHierarchy: {[]string{protocol.MethodTypeHierarchySubtypes, protocol.MethodTypeHierarchySupertypes}, true},
}

// asking reports whether a method asks about a place in a file.
func asking(m protocol.MethodInfo) bool {
	if m.Kind != "request" || m.Direction == protocol.DirectionServerToClient {
		return false
	}
	return strings.HasPrefix(m.Method, "textDocument/") || m.Method == protocol.MethodWorkspaceSymbol || m.Method == protocol.MethodWorkspaceDiagnostic
}

// everything asks everything at a byte offset of the file.
func (x *inspector) everything(offset int) {
	x.t.Helper()
	at := x.e.At(x.name, offset)
	whole := protocol.Range{End: x.e.Position(x.text(), x.text().Len())}
	params := map[string]any{
		"textDocument": at.TextDocument, "position": at.Position, "positions": []protocol.Position{at.Position}, "range": whole,
		"context": map[string]any{"includeDeclaration": true, "diagnostics": []any{}, "triggerKind": 1},
		"newName": "renamed", "ch": "\n", "options": map[string]any{"tabSize": 2, "insertSpaces": true}, "query": "a",
		"previousResultIds": []any{}, "previousResultId": "",
	}
	for _, m := range protocol.Methods {
		if !asking(m) || x.absent[m.Method] {
			continue
		}
		answer := x.ask(m.Method, params)
		x.checkAround(answer, offset)
		follow := followed[m.Method]
		for i, item := range items(answer) {
			if i == 3 {
				break
			}
			for _, method := range follow.methods {
				if follow.wrapped {
					x.ask(method, map[string]any{"item": item})
				} else {
					x.ask(method, item)
				}
			}
		}
	}
	if log := x.e.Log.String(); strings.Contains(log, "panic") {
		x.t.Errorf("the server failed: %s", log)
	}
}

// items returns the items of an answer that is a list, or has one.
func items(answer any) []any {
	if m, ok := answer.(map[string]any); ok {
		answer = m["items"]
	}
	all, _ := answer.([]any)
	return all
}

// ask asks and checks the answer.
func (x *inspector) ask(method string, params any) any {
	x.t.Helper()
	if x.absent[method] {
		return nil
	}
	x.asked = method
	var result json.RawMessage
	_, err := x.e.Conn.Call(context.Background(), method, params, &result)
	switch {
	case code(err) == jsonrpc2.MethodNotFound:
		x.absent[method] = true
		return nil
	case code(err) == jsonrpc2.Code(protocol.LSPErrorCodesRequestFailed) && strings.Contains(strings.ToLower(method), "rename"):
		return nil // what cannot be renamed
	case err != nil:
		x.t.Errorf("%s is answered with %v\n%s", method, err, x.text())
		return nil
	}
	var answer any
	if len(result) > 0 {
		if err := json.Unmarshal(result, &answer); err != nil {
			x.t.Errorf("%s: %v", method, err)
		}
	}
	x.check(answer)
	return answer
}

func (x *inspector) text() *text.Text { return x.e.Buffer(x.name) }

// diagnostics returns those of the newest version as JSON, checked.
func (x *inspector) diagnostics() string {
	x.t.Helper()
	x.asked = "the diagnostics"
	newest := x.e.Diagnostics(x.name)
	last, backwards := int32(0), 0
	for _, p := range x.e.Published(x.name) {
		version, ok := p.Version.Get()
		if ok && version < last {
			backwards++
		}
		last = version
	}
	if backwards > x.opened-1 { // versions begin anew when a file is opened
		x.t.Errorf("diagnostics of older versions came after those of newer ones %d times", backwards)
	}
	if last != x.e.Version(x.name) {
		x.t.Errorf("the last diagnostics are those of version %d of %d", last, x.e.Version(x.name))
	}
	data, err := json.Marshal(newest)
	if err != nil {
		x.t.Fatal(err)
	}
	var all any
	if err := json.Unmarshal(data, &all); err != nil {
		x.t.Fatal(err)
	}
	x.check(all)
	return string(data)
}

// check looks at all places and edits in an answer.
func (x *inspector) check(v any) {
	x.t.Helper()
	switch v := v.(type) {
	case map[string]any:
		if x.elsewhere(v) {
			return
		}
		if start, end, ok := x.rangeIn(v); ok && start > end {
			x.t.Errorf("%s: a range ends before it begins: %v\n%s", x.asked, v, x.text())
		}
		if from, ok := v["startLine"].(float64); ok {
			if to := v["endLine"].(float64); from > to || int(to) >= x.text().Lines() {
				x.t.Errorf("%s: lines %v to %v of %d", x.asked, from, to, x.text().Lines())
			}
		}
		if data, ok := v["data"].([]any); ok && strings.Contains(x.asked, "semanticTokens") {
			x.checkTokens(data)
		}
		x.checkWithin(v, "range", v, "selectionRange")
		if parent, ok := v["parent"].(map[string]any); ok {
			x.checkWithin(parent, "range", v, "range")
		}
		for _, inner := range v {
			x.check(inner)
		}
	case []any:
		x.checkEdits(v)
		for _, inner := range v {
			x.check(inner)
		}
	}
}

// elsewhere reports whether a value is about a place in another file.
func (x *inspector) elsewhere(v map[string]any) bool {
	about := v
	if document, ok := v["textDocument"].(map[string]any); ok {
		about = document
	}
	for _, key := range []string{"uri", "targetUri"} {
		if name, ok := about[key].(string); ok && name != string(x.e.URI(x.name)) {
			return true
		}
	}
	return false
}

// rangeIn returns a range in bytes, if a value is one.
func (x *inspector) rangeIn(v map[string]any) (start, end int, ok bool) {
	x.t.Helper()
	from, ok1 := v["start"].(map[string]any)
	to, ok2 := v["end"].(map[string]any)
	if !ok1 || !ok2 {
		return 0, 0, false
	}
	return x.position(from), x.position(to), true
}

// checkWithin checks that one range holds another, if there are both.
func (x *inspector) checkWithin(a map[string]any, outer string, b map[string]any, inner string) {
	x.t.Helper()
	out, ok1 := a[outer].(map[string]any)
	in, ok2 := b[inner].(map[string]any)
	if !ok1 || !ok2 {
		return
	}
	start, end, ok1 := x.rangeIn(out)
	from, to, ok2 := x.rangeIn(in)
	if ok1 && ok2 && (from < start || to > end) {
		x.t.Errorf("%s: %v is not within %v\n%s", x.asked, in, out, x.text())
	}
}

// checkAround checks what an answer about a place says of it: a hover and a name to be
// renamed are there; what a completion replaces is there, on one line, and not changed by
// its other edits.
func (x *inspector) checkAround(answer any, offset int) {
	x.t.Helper()
	at := x.e.Position(x.text(), offset)
	there := func(v any) (start, end int, ok bool) {
		x.t.Helper()
		r, ok := v.(map[string]any)
		if !ok {
			return 0, 0, false
		}
		if start, end, ok = x.rangeIn(r); ok && (offset < start || offset > end) {
			x.t.Errorf("%s: %v is not at %v\n%s", x.asked, r, at, x.text())
		}
		return start, end, ok
	}
	switch x.asked {
	case protocol.MethodTextDocumentHover, protocol.MethodTextDocumentPrepareRename:
		if v, ok := answer.(map[string]any); ok {
			there(v["range"])
			there(v) // a range alone
		}
	case protocol.MethodTextDocumentCompletion:
		for _, item := range items(answer) {
			item := item.(map[string]any)
			edit, ok := item["textEdit"].(map[string]any)
			if !ok {
				x.t.Errorf("%s: %v has no edit", x.asked, item)
				continue
			}
			start, end, ok := there(edit["range"])
			if ok && x.text().LineOf(start) != x.text().LineOf(end) {
				x.t.Errorf("%s: %v is on several lines\n%s", x.asked, edit["range"], x.text())
			}
			more, _ := item["additionalTextEdits"].([]any)
			for _, other := range more {
				from, to, _ := x.rangeIn(other.(map[string]any)["range"].(map[string]any))
				if from < end && start < to {
					x.t.Errorf("%s: %v overlaps %v", x.asked, other, edit)
				}
			}
		}
	}
}

// position returns the byte offset of a position, and checks that it is one.
func (x *inspector) position(v map[string]any) int {
	x.t.Helper()
	line, _ := v["line"].(float64)
	char, _ := v["character"].(float64)
	t := x.text()
	if int(line) >= t.Lines() {
		x.t.Errorf("%s: line %v of %d\n%s", x.asked, line, t.Lines(), t)
		return t.Len()
	}
	offset := t.Offset(int(line), int(char), x.e.Encoding())
	if l, c := t.Position(offset, x.e.Encoding()); l != int(line) || c != int(char) {
		x.t.Errorf("%s: %v:%v is no place, the nearest is %d:%d\n%s", x.asked, line, char, l, c, t)
	}
	return offset
}

// checkEdits checks that edits do not overlap.
func (x *inspector) checkEdits(all []any) {
	x.t.Helper()
	last := -1
	for _, v := range all {
		edit, ok := v.(map[string]any)
		if !ok || edit["newText"] == nil || edit["range"] == nil {
			return
		}
		start, end, ok := x.rangeIn(edit["range"].(map[string]any))
		if !ok {
			return
		}
		if start < last {
			x.t.Errorf("%s: edits overlap or are out of order: %v\n%s", x.asked, all, x.text())
		}
		last = end
	}
}

// checkTokens checks that semantic tokens are in the file.
func (x *inspector) checkTokens(data []any) {
	x.t.Helper()
	if len(data)%5 != 0 {
		x.t.Errorf("%s: %d numbers", x.asked, len(data))
		return
	}
	line, char := 0.0, 0.0
	for i := 0; i < len(data); i += 5 {
		by := data[i].(float64)
		if line += by; by > 0 {
			char = 0
		}
		char += data[i+1].(float64)
		x.position(map[string]any{"line": line, "character": char})
		x.position(map[string]any{"line": line, "character": char + data[i+2].(float64)})
	}
}
