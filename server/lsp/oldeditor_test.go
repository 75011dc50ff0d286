package lsp_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// modern are the abilities of an editor that reads all that the server has to say.
const modern = `{
  "general": {"positionEncodings": ["utf-8", "utf-16"]},
  "window": {"workDoneProgress": true},
  "experimental": {"kubeloreStatus": true},
  "workspace": {
    "configuration": true,
    "didChangeWatchedFiles": {"dynamicRegistration": true},
    "diagnostics": {"refreshSupport": true},
    "workspaceEdit": {"documentChanges": true, "changeAnnotationSupport": {}, "resourceOperations": ["create"]},
    "symbol": {"symbolKind": {"valueSet": [5, 20]}, "resolveSupport": {"properties": ["location.range"]}}
  },
  "textDocument": {
    "hover": {"contentFormat": ["markdown", "plaintext"]},
    "completion": {"completionItemKind": {"valueSet": [5, 20]}, "completionItem": {
      "snippetSupport": true, "documentationFormat": ["markdown", "plaintext"], "commitCharactersSupport": true, "tagSupport": {"valueSet": [1]},
      "insertTextModeSupport": {"valueSet": [1, 2]}, "resolveSupport": {"properties": ["documentation"]}}},
    "definition": {"linkSupport": true},
    "rename": {"prepareSupport": true},
    "documentSymbol": {"hierarchicalDocumentSymbolSupport": true, "symbolKind": {"valueSet": [5, 20]}},
    "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}, "dataSupport": true, "resolveSupport": {"properties": ["edit"]}},
    "publishDiagnostics": {"relatedInformation": true, "tagSupport": {"valueSet": [1, 2]}, "codeDescriptionSupport": true},
    "diagnostic": {"relatedInformation": true, "tagSupport": {"valueSet": [1, 2]}, "codeDescriptionSupport": true}
  }
}`

// What the editor opens: each part is there for one of the abilities.
const (
	oldPod = `apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
spec:
  serviceAccount: robot
  containers:
  - name: main
    imgae: nginx:1.29
    envFrom:
    - configMapRef:
        name: settings
`
	oldSettings = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  namespace: shop
data:
  mode: fast
---
apiVersion: v1
kind: Secret
metadata:
  name: twice
  namespace: shop
---
apiVersion: v1
kind: Secret
metadata:
  name: twice
  namespace: shop
`
	oldTyped = `apiVersion: v1
kind: Pod
metadata:
  name: other
spec:
  tolerations: [{operator: }]
  restartPolicy: 
  
`
)

// A fact is an object in what the server says: the method that it belongs to, and its
// members.
type fact struct {
	method string
	object map[string]any
}

func (f fact) has(name string) bool { return f.object[name] != nil }

// kindAbove reports whether a kind is none of the first version of the protocol.
func (f fact) kindAbove(last float64) bool {
	kind, ok := f.object["kind"].(float64)
	return ok && kind > last
}

// of reports whether a fact belongs to the answer to a request of documents.
func (f fact) of(name string) bool { return f.method == "textDocument/"+name }

// isItem and isEdit report what a fact is.
func (f fact) isItem() bool { return f.of("completion") && f.has("label") }
func (f fact) isEdit() bool { return f.has("newText") }

func (f fact) isOptions(name string) bool {
	_, options := f.object[name].(map[string]any)
	return f.method == "initialize" && options
}

// needs are the abilities without which an editor cannot read something. Each is a path
// in modern, and several are one ability.
var needs = map[string]struct {
	paths []string
	found func(fact) bool
}{
	"snippets":              {[]string{"textDocument/completion/completionItem/snippetSupport"}, func(f fact) bool { return f.isItem() && f.object["insertTextFormat"] == 2.0 }},
	"documentation formats": {[]string{"textDocument/completion/completionItem/documentationFormat"}, func(f fact) bool { return f.method == "completionItem/resolve" && f.has("value") && f.has("kind") }},
	"late documentation": {
		[]string{"textDocument/completion/completionItem/resolveSupport"},
		func(f fact) bool { return f.isItem() && f.has("data") && !f.has("documentation") },
	},
	"newer kinds of items": {[]string{"textDocument/completion/completionItemKind"}, func(f fact) bool { return f.isItem() && f.kindAbove(18) }},
	"tags of items":        {[]string{"textDocument/completion/completionItem/tagSupport"}, func(f fact) bool { return f.isItem() && f.has("tags") }},
	"commit characters":    {[]string{"textDocument/completion/completionItem/commitCharactersSupport"}, func(f fact) bool { return f.isItem() && f.has("commitCharacters") }},
	"indentation as it is": {[]string{"textDocument/completion/completionItem/insertTextModeSupport"}, func(f fact) bool { return f.isItem() && f.has("insertTextMode") }},
	"Markdown":             {[]string{"textDocument/hover/contentFormat"}, func(f fact) bool { return f.of("hover") && f.object["kind"] == "markdown" }},
	"links to definitions": {[]string{"textDocument/definition/linkSupport"}, func(f fact) bool { return f.of("definition") && f.has("targetUri") }},
	"actions that are no commands": {
		[]string{"textDocument/codeAction/codeActionLiteralSupport"},
		func(f fact) bool { return f.of("codeAction") && f.has("title") || f.isOptions("codeActionProvider") },
	},
	"late edits": {
		[]string{"textDocument/codeAction/resolveSupport"},
		func(f fact) bool { return f.of("codeAction") && f.has("title") && !f.has("edit") },
	},
	"prepared renames":      {[]string{"textDocument/rename/prepareSupport"}, func(f fact) bool { return f.isOptions("renameProvider") }},
	"edits with versions":   {[]string{"workspace/workspaceEdit/documentChanges"}, func(f fact) bool { return f.has("documentChanges") }},
	"annotations of edits":  {[]string{"workspace/workspaceEdit/changeAnnotationSupport"}, func(f fact) bool { return f.has("changeAnnotations") || f.isEdit() && f.has("annotationId") }},
	"files that are made":   {[]string{"workspace/workspaceEdit/resourceOperations"}, func(f fact) bool { return f.object["kind"] == "create" }},
	"symbols in symbols":    {[]string{"textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"}, func(f fact) bool { return f.of("documentSymbol") && f.has("selectionRange") }},
	"newer kinds in a file": {[]string{"textDocument/documentSymbol/symbolKind"}, func(f fact) bool { return f.of("documentSymbol") && f.kindAbove(18) }},
	"newer kinds in all":    {[]string{"workspace/symbol/symbolKind"}, func(f fact) bool { return f.method == "workspace/symbol" && f.kindAbove(18) }},
	"late places": {
		[]string{"workspace/symbol/resolveSupport"},
		func(f fact) bool { return f.method == "workspace/symbol" && f.has("uri") && !f.has("range") },
	},
	"related places":      {[]string{"textDocument/publishDiagnostics/relatedInformation", "textDocument/diagnostic/relatedInformation"}, func(f fact) bool { return f.has("relatedInformation") }},
	"tags of diagnostics": {[]string{"textDocument/publishDiagnostics/tagSupport", "textDocument/diagnostic/tagSupport"}, func(f fact) bool { return f.has("severity") && f.has("tags") }},
	"links of codes":      {[]string{"textDocument/publishDiagnostics/codeDescriptionSupport", "textDocument/diagnostic/codeDescriptionSupport"}, func(f fact) bool { return f.has("codeDescription") }},
	"asking for problems": {[]string{"textDocument/diagnostic"}, func(f fact) bool { return f.has("diagnosticProvider") }},
	"settings on request": {[]string{"workspace/configuration"}, func(f fact) bool { return f.method == "workspace/configuration" }},
	"watching files":      {[]string{"workspace/didChangeWatchedFiles"}, func(f fact) bool { return f.method == "client/registerCapability" }},
	"progress":            {[]string{"window/workDoneProgress"}, func(f fact) bool { return f.method == "window/workDoneProgress/create" || f.method == "$/progress" }},
	"the status":          {[]string{"experimental/kubeloreStatus"}, func(f fact) bool { return f.method == "kubelore/status" }},
	"other encodings": {
		[]string{"general"},
		func(f fact) bool { return f.has("positionEncoding") && f.object["positionEncoding"] != "utf-16" },
	},
}

// lacking returns modern without some abilities.
func lacking(t *testing.T, names ...string) string {
	t.Helper()
	var can map[string]any
	if err := json.Unmarshal([]byte(modern), &can); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		for _, path := range needs[name].paths {
			at, parts := can, strings.Split(path, "/")
			for _, part := range parts[:len(parts)-1] {
				at, _ = at[part].(map[string]any)
			}
			delete(at, parts[len(parts)-1]) // or it went with one above it
		}
	}
	data, err := json.Marshal(can)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// An oldEditor uses what a server of its own offers, and keeps all that it says.
type oldEditor struct {
	*wire
	folder string
	facts  []fact
	asked  int
	// problems are the codes of those that were sent, by file.
	problems map[string][]string
	// refreshes counts how often the server wants to be asked for problems again.
	refreshes int
}

// useAll does all that an editor with some abilities can do.
func useAll(t *testing.T, abilities string) *oldEditor {
	t.Helper()
	e := &oldEditor{wire: dial(t, true), folder: t.TempDir(), problems: map[string][]string{}}
	folder := (&url.URL{Scheme: "file", Path: e.folder}).String()
	offer := e.ask("initialize", fmt.Sprintf(`{"processId":null,"rootPath":%q,"rootUri":%q,"capabilities":%s}`, e.folder, folder, abilities))
	e.notify("initialized", "{}")
	files := map[string]string{"web.yaml": oldPod, "settings.yaml": oldSettings, "typed.yaml": oldTyped}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		e.notify("textDocument/didOpen", fmt.Sprintf(`{"textDocument":{"uri":"%s/%s","languageId":"yaml","version":1,"text":%q}}`, folder, name, files[name]))
	}
	can, _ := offer.(map[string]any)["capabilities"].(map[string]any)
	const twice = "rt/duplicate-resource" // which comes when all files were read
	e.until("problems of web.yaml", func() bool { return can["diagnosticProvider"] != nil || e.problems["web.yaml"] != nil })
	for can["diagnosticProvider"] != nil && !slices.Contains(e.problems["settings.yaml"], twice) {
		refreshes := e.refreshes
		for name := range files {
			params := fmt.Sprintf(`{"textDocument":{"uri":"%s/%s"}}`, folder, name)
			e.problems[name] = codesIn(e.ask("textDocument/diagnostic", params))
		}
		if !slices.Contains(e.problems["settings.yaml"], twice) {
			e.until("a reason to ask again", func() bool { return e.refreshes > refreshes })
		}
	}
	e.until("all problems", func() bool { return slices.Contains(e.problems["settings.yaml"], twice) })
	about := func(name, text, more string) string {
		before, _, found := strings.Cut(files[name], text)
		if !found {
			t.Fatalf("%s has no %q", name, text)
		}
		before += text
		return fmt.Sprintf(`{"textDocument":{"uri":"%s/%s"},"position":{"line":%d,"character":%d}%s}`,
			folder, name, strings.Count(before, "\n"), len(before)-strings.LastIndexByte(before, '\n')-1, more)
	}
	e.ask("textDocument/hover", about("web.yaml", "kind: P", ""))
	e.ask("textDocument/definition", about("web.yaml", "name: sett", ""))
	for _, at := range []string{"operator: ", "restartPolicy: ", "restartPolicy: \n  "} {
		all := e.ask("textDocument/completion", about("typed.yaml", at, ""))
		for _, item := range items(all)[:2] {
			data, err := json.Marshal(item)
			if err != nil {
				t.Fatal(err)
			}
			if item.(map[string]any)["data"] != nil {
				e.ask("completionItem/resolve", string(data))
			}
		}
	}
	e.ask("textDocument/rename", about("web.yaml", "name: sett", `,"newName":"config"`))
	e.ask("textDocument/documentSymbol", fmt.Sprintf(`{"textDocument":{"uri":"%s/settings.yaml"}}`, folder))
	e.ask("workspace/symbol", `{"query":""}`)
	for _, line := range []int{6, 9} { // the field that is deprecated, and the one that is misspelt
		e.ask("textDocument/codeAction", fmt.Sprintf(`{"textDocument":{"uri":"%s/web.yaml"},"range":{"start":{"line":%d,"character":5},"end":{"line":%d,"character":5}},
			"context":{"diagnostics":[]}}`, folder, line, line))
	}
	e.ask("shutdown", "null")
	e.notify("exit", "null")
	e.until("the end", func() bool { return false })
	return e
}

// ask asks, and takes what comes until the answer.
func (e *oldEditor) ask(method, params string) any {
	e.t.Helper()
	e.asked++
	id := fmt.Sprint(e.asked)
	e.request(id, method, params)
	var answer any
	e.until("the answer to "+method, func() bool { return false }, func(m message) bool {
		if m.Method != "" || string(m.ID) != id {
			return false
		}
		e.is(method, m, 0)
		answer = e.keep(method, m.Result)
		return true
	})
	return answer
}

// until takes what the server says until something holds, or one of the messages is the
// right one, or the server has ended. What the server asks is answered with nothing.
func (e *oldEditor) until(what string, holds func() bool, right ...func(message) bool) {
	e.t.Helper()
	deadline := time.After(time.Minute)
	for !holds() {
		select {
		case m, ok := <-e.messages:
			if !ok {
				if what != "the end" {
					e.t.Fatalf("waited in vain for %s: %s", what, e.log)
				}
				return
			}
			for _, right := range right {
				if right(m) {
					return
				}
			}
			if m.Method != "" {
				e.keep(m.Method, m.Params)
			}
			if m.Method == "workspace/diagnostic/refresh" {
				e.refreshes++
			}
			if m.Method != "" && len(m.ID) > 0 {
				result := "null"
				if m.Method == "workspace/configuration" {
					result = "[null]"
				}
				e.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":%s}`, m.ID, result))
			}
		case <-deadline:
			e.t.Fatalf("waited in vain for %s: %s", what, e.log)
		}
	}
}

// keep keeps all objects in what the server said.
func (e *oldEditor) keep(method string, said json.RawMessage) any {
	e.t.Helper()
	if len(said) == 0 {
		return nil
	}
	var value any
	if err := json.Unmarshal(said, &value); err != nil {
		e.t.Fatal(err)
	}
	if params, ok := value.(map[string]any); ok && method == "textDocument/publishDiagnostics" {
		name, _ := params["uri"].(string)
		e.problems[name[strings.LastIndexByte(name, '/')+1:]] = codesIn(params["diagnostics"])
	}
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			e.facts = append(e.facts, fact{method, v})
			for _, member := range v {
				walk(member)
			}
		case []any:
			for _, member := range v {
				walk(member)
			}
		}
	}
	walk(value)
	return value
}

// codesIn returns the codes of problems: a list of them, or an answer that has one.
func codesIn(answer any) []string {
	codes := []string{}
	for _, problem := range items(answer) {
		problem, _ := problem.(map[string]any)
		codes = append(codes, fmt.Sprint(problem["code"]))
	}
	return codes
}

// found returns the abilities that what was said needs.
func (e *oldEditor) found() []string {
	var all []string
	for name, need := range needs {
		if slices.ContainsFunc(e.facts, need.found) {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}

// count is how many objects of an answer have a member.
func (e *oldEditor) count(method, member string) int {
	n := 0
	for _, f := range e.facts {
		if f.method == method && f.has(member) {
			n++
		}
	}
	return n
}

// TestOldEditors has editors that lack one ability, or all of them, use everything.
// Nothing reaches them that they cannot read, and they get what they can.
func TestOldEditors(t *testing.T) {
	all := slices.Sorted(maps.Keys(needs))
	t.Run("modern", func(t *testing.T) {
		if found := useAll(t, modern).found(); !slices.Equal(found, all) {
			t.Errorf("the modern editor was told what needs\n%q, want all of\n%q", found, all)
		}
	})
	for _, name := range all {
		t.Run("without "+name, func(t *testing.T) {
			t.Parallel()
			e := useAll(t, lacking(t, name))
			if found := e.found(); slices.Contains(found, name) {
				t.Errorf("it was told what it cannot read")
			}
		})
	}
	for name, abilities := range map[string]string{
		"of the first protocol": "{}",
		"with empty abilities":  `{"workspace":{},"textDocument":{"hover":{},"completion":{"completionItem":{}},"codeAction":{},"rename":{},"publishDiagnostics":{}},"experimental":null}`,
		"with all but these":    lacking(t, all...),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := useAll(t, abilities)
			if found := e.found(); len(found) > 0 {
				t.Errorf("it was told what needs %q", found)
			}
			e.isUseful()
		})
	}
}

// TestActionsOfNoKind has an editor take actions that are no commands, and name no kind of
// them, as ALE does in Vim.
func TestActionsOfNoKind(t *testing.T) {
	e := useAll(t, `{"textDocument":{"codeAction":{"codeActionLiteralSupport":{"codeActionKind":{"valueSet":[]}}}}}`)
	if found := e.found(); !slices.Equal(found, []string{"actions that are no commands"}) {
		t.Errorf("it was told what needs %q", found)
	}
	if n := e.count("textDocument/codeAction", "title"); n < 2 {
		t.Errorf("there are %d actions", n)
	}
}

// isUseful checks that an editor that can do nothing particular was told what there is to
// tell.
func (e *oldEditor) isUseful() {
	e.t.Helper()
	if !slices.Contains(e.problems["web.yaml"], "schema/unknown-field") || !slices.Contains(e.problems["web.yaml"], "dep/field") {
		e.t.Errorf("the problems are %q", e.problems)
	}
	for _, want := range []struct {
		method, member string
		n              int
	}{
		{"textDocument/hover", "value", 1},
		{"textDocument/definition", "uri", 1},
		{"textDocument/completion", "documentation", 10},
		{"textDocument/rename", "newText", 2},
		{"textDocument/documentSymbol", "location", 3},
		{"workspace/symbol", "location", 4},
	} {
		if n := e.count(want.method, want.member); n < want.n {
			e.t.Errorf("%s: %d objects with %s, want %d or more", want.method, n, want.member, want.n)
		}
	}
	for _, f := range e.facts {
		text, _ := f.object["value"].(string)
		if said, ok := f.object["documentation"].(string); ok {
			text = said
		}
		if strings.Contains(text, "**") || strings.Contains(text, "](") {
			e.t.Errorf("%s: there is Markdown in %.200q", f.method, text)
		}
		if text, _ := f.object["newText"].(string); f.isEdit() && strings.Contains(text, "$") {
			e.t.Errorf("%s: there is a tab stop in %q", f.method, text)
		}
	}
}
