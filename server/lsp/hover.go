package lsp

import (
	"context"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/hover"
)

// Hover answers textDocument/hover.
func (s *Server) Hover(ctx context.Context, params *protocol.HoverParams) (*protocol.Hover, error) {
	f := s.snapshot(ctx).File(string(params.TextDocument.URI))
	if f == nil {
		return nil, nil
	}
	c, span := hover.At(f.File, s.offset(f.Text, params.Position))
	if c == nil {
		return nil, nil
	}
	return &protocol.Hover{
		Contents: markup(c, s.can.hoverMarkdown),
		Range:    new(s.rangeOf(f.Text, span)),
	}, nil
}
