package lsp

import (
	"context"
	"encoding/json"
	"fmt"

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

// A progress shows how far something is that runs on another goroutine than that which
// calls the editor.
type progress struct {
	server *Server
	token  protocol.ProgressToken
	title  string
	begun  bool
	shown  int
}

// worth is the number of files from which a progress is shown.
const worth = 200

func (s *Server) newProgress(title string) *progress {
	return &progress{server: s, token: protocol.String("kubelore/" + title), title: title}
}

// report shows that so many of all are done. It is called by one goroutine at a time.
func (p *progress) report(done, all int) {
	if all < worth || !p.server.can.progress {
		return
	}
	if !p.begun {
		p.begun = true
		p.server.call(func(ctx context.Context) {
			if err := p.server.client.WorkDoneProgressCreate(ctx, &protocol.WorkDoneProgressCreateParams{Token: p.token}); err != nil {
				p.server.log.Debug("progress could not be shown", "err", err)
			}
			p.server.report(ctx, p.token, map[string]any{"kind": "begin", "title": p.title, "percentage": 0})
		})
	}
	const step = 10 // percent
	if percent := done * 100 / all / step * step; percent > p.shown {
		p.shown = percent
		p.server.call(func(ctx context.Context) {
			p.server.report(ctx, p.token, map[string]any{"kind": "report", "percentage": percent, "message": fmt.Sprintf("%d / %d", done, all)})
		})
	}
}

// end takes the progress away.
func (p *progress) end() {
	if p.begun {
		p.server.call(func(ctx context.Context) { p.server.report(ctx, p.token, map[string]any{"kind": "end"}) })
	}
}
