package lsp

import (
	"context"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/workspace"
)

type (
	snapshotKey struct{}
	lentKey     struct{}
)

// owned gives handlers a context of their own. The one that jsonrpc2 lends is taken
// back when an inline handler returns, while what package context derived from it
// may still look at it on another goroutine, and fail.
func owned(next jsonrpc2.Handler) jsonrpc2.Handler {
	return func(ctx context.Context, req *jsonrpc2.Request) (any, error) {
		return next(context.WithValue(jsonrpc2.DetachContext(ctx), lentKey{}, ctx), req)
	}
}

// ordered runs notifications one at a time, in the order they were sent, and
// requests concurrently, each against the snapshot that was current when it
// arrived.
//
// protocol.NewServer must not be used instead: it runs notifications concurrently
// too, so two edits can be applied in the wrong order. Initialize and shutdown are
// handled in order as well, because what follows depends on them.
func (s *Server) ordered(next jsonrpc2.Handler) jsonrpc2.Handler {
	return func(ctx context.Context, req *jsonrpc2.Request) (any, error) {
		if !req.IsCall() || req.Method() == methodInitialize || req.Method() == methodShutdown {
			return next(ctx, req)
		}
		ctx = context.WithValue(ctx, snapshotKey{}, s.session.Snapshot())
		if lent, ok := ctx.Value(lentKey{}).(context.Context); ok {
			jsonrpc2.Async(lent) //nolint:contextcheck // only the context that was lent releases the reader
		}
		result, err := next(ctx, req)
		if ctx.Err() != nil {
			return nil, protocol.ErrRequestCancelled // nobody waits for what may take long to write
		}
		return result, err
	}
}

// snapshot returns the snapshot of a request.
func (s *Server) snapshot(ctx context.Context) *workspace.Snapshot {
	if snap, ok := ctx.Value(snapshotKey{}).(*workspace.Snapshot); ok {
		return snap
	}
	return s.session.Snapshot()
}
