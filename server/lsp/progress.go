package lsp

import (
	"context"
	"encoding/json"

	"go.lsp.dev/protocol"
)

// withProgress does something that can take a while and shows it, if the editor can.
// It is called on the goroutine that calls the client.
func (s *Server) withProgress(ctx context.Context, title string, do func()) {
	token := protocol.String("kubelore/" + title)
	if !s.can.progress || s.client.WorkDoneProgressCreate(ctx, &protocol.WorkDoneProgressCreateParams{Token: token}) != nil {
		do()
		return
	}
	s.report(ctx, token, map[string]any{"kind": "begin", "title": title})
	defer s.report(ctx, token, map[string]any{"kind": "end"})
	do()
}

func (s *Server) report(ctx context.Context, token protocol.ProgressToken, value map[string]any) {
	data, err := json.Marshal(value)
	if err == nil {
		err = s.client.Progress(ctx, &protocol.ProgressParams{Token: token, Value: data})
	}
	if err != nil {
		s.log.Debug("progress could not be shown", "err", err)
	}
}
