package lsp_test

import (
	"context"
	"strings"
	"testing"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/lsp/lsptest"
)

// A change may come before its file. One of another version of the file is not applied.
func TestChangeBeforeOpen(t *testing.T) {
	for version, want := range map[int32]string{2: "restartPolicy", 1: "hostname", 3: "hostname"} {
		e := lsptest.Connect(t, lsptest.Options{})
		e.Change("a.yaml", version, &protocol.TextDocumentContentChangePartial{
			Range: protocol.Range{Start: protocol.Position{Line: 4, Character: 2}, End: protocol.Position{Line: 4, Character: 13}}, Text: "restartPolicy: Never",
		})
		e.Open("a.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  hostname: b\n")
		h, err := e.Server.Hover(context.Background(), &protocol.HoverParams{TextDocumentPositionParams: protocol.TextDocumentPositionParams{
			TextDocument: protocol.TextDocumentIdentifier{URI: e.URI("a.yaml")}, Position: protocol.Position{Line: 4, Character: 4},
		}})
		if err != nil || h == nil {
			t.Fatalf("version %d: %v, %v", version, h, err)
		}
		content, ok := h.Contents.(*protocol.MarkupContent)
		if !ok || !strings.Contains(content.Value, "**"+want+"**") {
			t.Errorf("version %d: the hover is not of %s: %v", version, want, h.Contents)
		}
	}
}
