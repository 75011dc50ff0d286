package lsp

import (
	"context"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/knowledge/card"
	"github.com/kubelore/kubelore/server/check"
	"github.com/kubelore/kubelore/server/hover"
	"github.com/kubelore/kubelore/server/text"
)

// Hover answers textDocument/hover.
func (s *Server) Hover(ctx context.Context, params *protocol.HoverParams) (*protocol.Hover, error) {
	snapshot := s.snapshot(ctx)
	f := snapshot.File(string(params.TextDocument.URI))
	if f == nil {
		return nil, nil
	}
	offset := s.offset(f.Text, params.Position)
	var c *card.Card
	var span text.Span
	if x, at, ok := check.At(f.File, offset, isSettings(f)); ok {
		c, span = f.Env.View().Check(x.Code, x.Severity.String(), x.Says, x.Because, x.Remedy), at
	} else if isSettings(f) {
		c, span = hover.Setting(f.File, offset)
	} else {
		c, span = hover.At(f.File, f.Path, offset, snapshot.World())
	}
	if c == nil {
		return nil, nil
	}
	return &protocol.Hover{
		Contents: markup(c, s.can.hoverMarkdown),
		Range:    new(s.rangeOf(f.Text, span)),
	}, nil
}
