package lsp_test

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/lsp/lsptest"
)

// The table of methods in the documentation has all that the protocol has, in its order,
// and says of each what the server does.
func TestMethodsAreDocumented(t *testing.T) {
	data, err := os.ReadFile("../doc/features/protocol.md")
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile("(?m)^\\| `([^`]+)` \\| (.) \\| (yes|no) \\| (.*?) ?\\|$")
	rows := row.FindAllStringSubmatch(string(data), -1)
	if len(rows) != len(protocol.Methods) {
		t.Errorf("there are %d rows, and %d methods", len(rows), len(protocol.Methods))
	}
	arrows := map[protocol.MessageDirection]string{
		protocol.DirectionClientToServer: "→", protocol.DirectionServerToClient: "←", protocol.DirectionBoth: "↔",
	}
	does := methodsOf(t)
	for i, m := range protocol.Methods[:min(len(rows), len(protocol.Methods))] {
		method, arrow, says, why := rows[i][1], rows[i][2], rows[i][3], rows[i][4]
		if method != m.Method {
			t.Fatalf("row %d is about %s, not %s", i+1, method, m.Method)
		}
		if arrow != arrows[m.Direction] {
			t.Errorf("%s: the arrow is %s, not %s", method, arrow, arrows[m.Direction])
		}
		if does := does(m); (says == "yes") != does {
			t.Errorf("%s: the table says %s, the server does it: %t", method, says, does)
		}
		if says == "no" && why == "" {
			t.Errorf("%s: the table does not say why it is missing", method)
		}
	}
}

// methodsOf returns what tells whether the server has a method. Requests are asked. What
// needs no answer is looked for in the code.
func methodsOf(t *testing.T) func(protocol.MethodInfo) bool {
	t.Helper()
	e := lsptest.Connect(t, lsptest.Options{})
	handled, sent := inCode(t)
	return func(m protocol.MethodInfo) bool {
		switch {
		case m.Method == protocol.MethodCancelRequest:
			return true // below the server: TestCancel asks it
		case m.Method == protocol.MethodShutdown || m.Method == protocol.MethodInitialize:
			return handled[m.Method] // asked, they would change what others answer
		case m.Direction != protocol.DirectionClientToServer:
			return sent[m.Method]
		case m.Kind == "notification":
			return handled[m.Method]
		}
		var result any
		_, err := e.Conn.Call(context.Background(), m.Method, map[string]any{}, &result)
		return code(err) != jsonrpc2.MethodNotFound
	}
}

// inCode returns the methods that Server has functions for, and those that it calls on
// the editor.
func inCode(t *testing.T) (handled, sent map[string]bool) {
	t.Helper()
	names := map[string]string{} // of functions in the interfaces of the library
	for _, m := range protocol.Methods {
		_, rest, found := strings.Cut(m.Method, "/")
		if !found {
			rest = m.Method
		}
		var name strings.Builder
		for part := range strings.SplitSeq(rest, "/") {
			name.WriteString(strings.ToUpper(part[:1]) + part[1:])
		}
		if strings.HasPrefix(m.Method, "notebookDocument/") {
			name.WriteString("NotebookDocument")
		}
		names[name.String()] = m.Method
	}
	handled, sent = map[string]bool{}, map[string]bool{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for n := range ast.Preorder(parsed) {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if receives(n, "Server") {
					handled[names[n.Name.Name]] = true
				}
			case *ast.CallExpr:
				// x.client.Name(...)
				if f, ok := n.Fun.(*ast.SelectorExpr); ok {
					if on, ok := f.X.(*ast.SelectorExpr); ok && on.Sel.Name == "client" {
						sent[names[f.Sel.Name]] = true
					}
				}
			}
		}
	}
	return handled, sent
}

// receives reports whether a function is a method of a type or of pointers to it.
func receives(f *ast.FuncDecl, name string) bool {
	if f.Recv == nil || len(f.Recv.List) != 1 {
		return false
	}
	of := f.Recv.List[0].Type
	if star, ok := of.(*ast.StarExpr); ok {
		of = star.X
	}
	id, ok := of.(*ast.Ident)
	return ok && id.Name == name
}
