package lsp

import (
	"context"
	"log/slog"

	"go.lsp.dev/protocol"
)

// SetTrace changes how much the server tells of its work, in its log and to the
// editor.
func (s *Server) SetTrace(_ context.Context, params *protocol.SetTraceParams) error {
	s.setTrace(params.Value)
	return nil
}

func (s *Server) setTrace(value protocol.TraceValue) {
	switch value {
	case protocol.TraceValueMessages, protocol.TraceValueVerbose:
		s.level.Set(slog.LevelDebug)
	default:
		s.level.Set(slog.LevelInfo)
		value = protocol.TraceValueOff
	}
	s.trace.Store(value)
}

// traceMessage tells the editor of a message that came, if it wants to know.
func (s *Server) traceMessage(method string) {
	if s.phase.Load() != ready || s.trace.Load() == protocol.TraceValueOff {
		return
	}
	s.log.Debug("a message came", "method", method)
	s.call(func(ctx context.Context) {
		if err := s.client.LogTrace(ctx, &protocol.LogTraceParams{Message: "received " + method}); err != nil {
			s.log.Debug("a trace could not be sent", "err", err)
		}
	})
}
