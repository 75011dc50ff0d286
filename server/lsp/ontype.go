package lsp

import (
	"context"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/complete"
)

// OnTypeFormatting answers textDocument/onTypeFormatting, which editors ask behind a line
// break, with the indentation of the new line.
func (s *Server) OnTypeFormatting(ctx context.Context, params *protocol.DocumentOnTypeFormattingParams) ([]protocol.TextEdit, error) {
	f := s.snapshot(ctx).File(string(params.TextDocument.URI))
	if f == nil || params.Ch != "\n" {
		return nil, nil
	}
	var edits []protocol.TextEdit
	for _, e := range complete.Newline(f.File, s.offset(f.Text, params.Position)) {
		edits = append(edits, protocol.TextEdit{Range: s.rangeOf(f.Text, e.Span), NewText: e.New})
	}
	return edits, nil
}
