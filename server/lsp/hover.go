package lsp

import (
	"context"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/hover"
)

// Hover answers textDocument/hover.
func (s *Server) Hover(ctx context.Context, params *protocol.HoverParams) (*protocol.Hover, error) {
	snapshot := s.snapshot(ctx)
	f := snapshot.File(string(params.TextDocument.URI))
	if f == nil {
		return nil, nil
	}
	c, span := hover.At(f.File, f.Path, s.offset(f.Text, params.Position), snapshot.World())
	if c == nil {
		return nil, nil
	}
	return &protocol.Hover{
		Contents: markup(c, s.can.hoverMarkdown),
		Range:    new(s.rangeOf(f.Text, span)),
	}, nil
}
