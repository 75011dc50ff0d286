package lsp_test

import (
	"context"
	"testing"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/lsp/lsptest"
)

// Enter behind a key continues with what the key holds.
func TestOnType(t *testing.T) {
	e := lsptest.Connect(t, lsptest.Options{})
	const name, content = "a.yaml", "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  "
	e.Open(name, content)
	at := e.At(name, len(content))
	params := &protocol.DocumentOnTypeFormattingParams{TextDocument: at.TextDocument, Position: at.Position, Ch: "\n"}
	edits, err := e.Server.OnTypeFormatting(context.Background(), params)
	if err != nil || len(edits) != 1 || edits[0].NewText != "  - " || edits[0].Range.Start.Line != 4 || edits[0].Range.Start.Character != 0 {
		t.Errorf("got %+v and %v, want one edit that writes a dash", edits, err)
	}
	params.Ch = "}"
	if edits, err = e.Server.OnTypeFormatting(context.Background(), params); err != nil || len(edits) > 0 {
		t.Errorf("behind a brace: got %+v and %v", edits, err)
	}
}
