package lsp_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
)

// Parameters of any shape get an answer, and the server does not fail.
func TestParameters(t *testing.T) {
	w := dial(t, true)
	w.initialize()
	open(w, "file:///a.yaml", pod)
	shapes := []string{
		"null", "[]", "1", `"x"`, "true", "{}", `{"textDocument":1}`, `{"textDocument":{"uri":1}}`, `{"textDocument":{"uri":"file:///a.yaml"}}`,
		`{"textDocument":{"uri":"file:///a.yaml"},"position":{"line":-1,"character":0}}`,
		`{"textDocument":{"uri":"file:///a.yaml"},"position":{"line":1.5,"character":"0"}}`,
		`{"textDocument":{"uri":"file:///a.yaml"},"position":null,"range":null,"context":null}`,
		`{"textDocument":{"uri":"file:///a.yaml"},"position":{"line":4294967295,"character":4294967295},"newName":"x","ch":"\n",` +
			`"range":{"start":{"line":4294967295,"character":4294967295},"end":{"line":0,"character":0}},"context":{"diagnostics":[]},"options":{},"positions":[{"line":4294967295,"character":0}]}`,
		`{"textDocument":{"uri":"file:///a.yaml"},"position":{"line":4294967296,"character":0}}`,
		`{"item":null}`, `{"item":{"uri":"file:///a.yaml","data":[1,2]}}`, `{"data":{"x":1},"label":"x"}`, `{"command":"nosuch","arguments":[{}]}`,
		`{"textDocument":{"uri":""},"position":{"line":0,"character":0}}`, `{"textDocument":{"uri":"file:///a.yaml","uri":"x"}}`,
	}
	for _, m := range protocol.Methods {
		if m.Direction == protocol.DirectionServerToClient || m.Method == "shutdown" || m.Method == "exit" || m.Method == "initialize" {
			continue
		}
		for _, params := range shapes {
			w.notify(m.Method, params)
			w.request("1", m.Method, params)
			a := w.answer("1")
			if a.Error != nil && a.Error.Code != jsonrpc2.InvalidParams && a.Error.Code != jsonrpc2.MethodNotFound && a.Error.Code != jsonrpc2.Code(protocol.LSPErrorCodesRequestFailed) {
				t.Errorf("%s %s is answered with %+v", m.Method, params, a.Error)
			}
		}
		w.lives(m.Method)
	}
	if log := w.log.String(); strings.Contains(log, "panic") {
		t.Errorf("the server failed: %s", log)
	}
}

// What editors call a file is taken as it is, and answers use the same name.
func TestNames(t *testing.T) {
	w := dial(t, true)
	w.initialize()
	for _, name := range []string{
		"untitled:Untitled-1", "git:/repo/a.yaml?%7B%22ref%22%3A%22~%22%7D", "vscode-notebook-cell:/a.ipynb#W0sZmlsZQ%3D%3D", "vscode-vfs://github/a/b.yaml",
		"file:///c%3A/Users/a%20b/pod.yaml", "file:///C:/Users/pod.yaml", "file:///c:/Users/%E3%83%9D%E3%83%83%E3%83%89.yaml", "file://server/share/a.yaml",
		"file:///a%2Fb.yaml", "file:///a#b.yaml", "file:///100%.yaml", "file:///ポッド.yaml", "file:///a/../b.yaml", "zipfile:///x.zip::a.yaml",
		"file:///a%00b.yaml", "file:///a%0Ab.yaml", "jdt://x", "file:///%ff%fe.yaml", `file:///c:\Users\pod.yaml`, "inmemory://model/1",
	} {
		open(w, name, strings.Replace(pod, "image:", "imgae:", 1))
		if got := w.published(name, 1); !strings.Contains(got, "schema/unknown-field") {
			t.Errorf("%q has the diagnostics %s", name, got)
		}
		uri, err := json.Marshal(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, method := range []string{
			"hover", "completion", "definition", "typeDefinition", "implementation", "references", "documentHighlight", "documentLink", "prepareCallHierarchy",
			"prepareRename",
		} {
			w.request("1", "textDocument/"+method, fmt.Sprintf(`{"textDocument":{"uri":%s},"position":{"line":3,"character":8},"context":{"includeDeclaration":true}}`, uri))
			a := w.answer("1")
			w.is(method+" of "+name, a, 0)
			if method == "documentHighlight" || method == "hover" {
				continue
			}
			for _, got := range names(a.Result) {
				if got != name && !strings.HasPrefix(got, "https:") {
					t.Errorf("%s of %q speaks of %q", method, name, got)
				}
			}
		}
		w.notify("textDocument/didChange", fmt.Sprintf(`{"textDocument":{"uri":%s,"version":2},"contentChanges":[{"text":"a: 1"}]}`, uri))
		if got := w.published(name, 2); got != "[]" {
			t.Errorf("%q has the diagnostics %s", name, got)
		}
		w.notify("textDocument/didClose", fmt.Sprintf(`{"textDocument":{"uri":%s}}`, uri))
	}
}

// names returns the URIs of an answer.
func names(result json.RawMessage) []string {
	var v any
	if json.Unmarshal(result, &v) != nil {
		return nil
	}
	var all []string
	var look func(v any)
	look = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, x := range v {
				if s, ok := x.(string); ok && (k == "uri" || k == "targetUri") {
					all = append(all, s)
				}
				look(x)
			}
		case []any:
			for _, x := range v {
				look(x)
			}
		}
	}
	look(v)
	return all
}

// published waits for the diagnostics of a version of a file and returns them as JSON.
func (w *wire) published(name string, version int) string {
	w.t.Helper()
	deadline := time.After(time.Minute)
	for {
		select {
		case m, ok := <-w.messages:
			var p struct {
				URI         string
				Version     int
				Diagnostics json.RawMessage
			}
			if !ok {
				w.t.Fatalf("the server is gone: %s", w.log)
			}
			if m.Method == "textDocument/publishDiagnostics" && json.Unmarshal(m.Params, &p) == nil && p.URI == name && p.Version == version {
				return string(p.Diagnostics)
			}
		case <-deadline:
			w.t.Fatalf("no diagnostics of version %d of %q came", version, name)
		}
	}
}

// Edits that do not fit are applied as well as can be, and tell nothing to nobody.
func TestOddEdits(t *testing.T) {
	w := dial(t, true)
	w.initialize()
	change := func(uri string, version int64, changes string) {
		w.notify("textDocument/didChange", fmt.Sprintf(`{"textDocument":{"uri":%q,"version":%d},"contentChanges":%s}`, uri, version, changes))
	}
	change("file:///never-opened.yaml", 2, `[{"text":"a: 1"}]`)
	w.notify("textDocument/didClose", `{"textDocument":{"uri":"file:///never-opened.yaml"}}`)
	w.notify("textDocument/didSave", `{"textDocument":{"uri":"file:///never-opened.yaml"}}`)
	w.lives("edits of a file that is not open")

	const name = "file:///a.yaml"
	kind := func(want string) {
		t.Helper()
		w.request("1", "textDocument/hover", fmt.Sprintf(`{"textDocument":{"uri":%q},"position":{"line":1,"character":1}}`, name))
		if a := w.answer("1"); !strings.Contains(string(a.Result), `"value":"`+want+" — ") {
			t.Errorf("the kind is said to be %s, want %s", a.Result, want)
		}
	}
	open(w, name, pod)
	change(name, 9, `[{"range":{"start":{"line":1,"character":6},"end":{"line":1,"character":9}},"text":"Service"}]`)
	kind("Service")
	change(name, 3, `[{"range":{"start":{"line":1,"character":6},"end":{"line":1,"character":999}},"text":"ConfigMap"}]`) // the version goes back
	kind("ConfigMap")
	change(name, -1, `[{"range":{"start":{"line":1,"character":6},"end":{"line":1,"character":4294967295}},"text":"Secret"}]`)
	kind("Secret")
	change(name, 4, `[{"range":{"start":{"line":4294967295,"character":4294967295},"end":{"line":4294967295,"character":4294967295}},"text":"# end\n"}]`)
	kind("Secret")
	change(name, 5, `[]`)
	change(name, 6, `[{"range":{"start":{"line":-1,"character":0},"end":{"line":0,"character":0}},"text":"x"}]`) // cannot be read, is not applied
	change(name, 7, `[{"range":null,"text":`+fmt.Sprintf("%q", pod)+`}]`)
	kind("Pod")
	change(name, 8, `[{"range":{"start":{"line":1,"character":9},"end":{"line":1,"character":6}},"text":"Job"}]`) // turned around
	w.lives("an edit that is turned around")
	change(name, 9, `[{"text":`+fmt.Sprintf("%q", pod)+`},{"range":{"start":{"line":1,"character":6},"end":{"line":1,"character":9}},"text":"Job"}]`)
	kind("Job")
	open(w, name, pod) // a second time
	kind("Pod")
	w.notify("textDocument/didClose", fmt.Sprintf(`{"textDocument":{"uri":%q}}`, name))
	w.notify("textDocument/didClose", fmt.Sprintf(`{"textDocument":{"uri":%q}}`, name))
	w.request("1", "textDocument/hover", fmt.Sprintf(`{"textDocument":{"uri":%q},"position":{"line":1,"character":1}}`, name))
	if a := w.answer("1"); string(a.Result) != "null" {
		t.Errorf("of a closed file there is %s", a.Result)
	}
	w.lives("odd edits")
}
