package lsp

import (
	"context"
	"path/filepath"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/hover"
)

// Hover answers textDocument/hover.
func (s *Server) Hover(ctx context.Context, params *protocol.HoverParams) (*protocol.Hover, error) {
	snapshot := s.snapshot(ctx)
	f := snapshot.File(string(params.TextDocument.URI))
	if f == nil {
		return nil, nil
	}
	offset := s.offset(f.Text, params.Position)
	c, span := hover.At(f.File, f.Path, offset, snapshot.World())
	if filepath.Base(f.Path) == config.FileName {
		c, span = hover.Setting(f.File, offset)
	}
	if c == nil {
		return nil, nil
	}
	return &protocol.Hover{
		Contents: markup(c, s.can.hoverMarkdown),
		Range:    new(s.rangeOf(f.Text, span)),
	}, nil
}
