package lsp

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
)

// guarded keeps one bad message from ending the session: jsonrpc2 closes the
// connection when a handler panics and when a notification returns an error, even
// one that nobody knows.
func (s *Server) guarded(next jsonrpc2.Handler) jsonrpc2.Handler {
	return func(ctx context.Context, req *jsonrpc2.Request) (result any, err error) {
		// The name is only lent; see jsonrpc2.Request.
		method, isCall := strings.Clone(req.Method()), req.IsCall()
		defer func() {
			if r := recover(); r != nil {
				s.log.Error("a message made the server fail", "method", method, "panic", r, "stack", string(debug.Stack()))
				result, err = nil, jsonrpc2.Errorf(jsonrpc2.InternalError, "%s: the server failed: %v", method, r)
			}
			err = s.outcome(method, isCall, err)
			if err != nil {
				result = nil
			}
		}()
		s.traceMessage(method)
		return next(ctx, req)
	}
}

// outcome logs what went wrong with a message and returns what to answer.
func (s *Server) outcome(method string, isCall bool, err error) error {
	switch {
	case err == nil:
		return nil
	case !isCall && strings.HasPrefix(method, "$/"):
		s.log.Info("a message that may be ignored is ignored", "method", method, "err", err)
		return nil
	case !isCall:
		s.log.Warn("a message could not be handled", "method", method, "err", err)
		return nil
	case errors.Is(err, context.Canceled) || errors.Is(err, protocol.ErrRequestCancelled):
		return protocol.ErrRequestCancelled
	case errors.Is(err, jsonrpc2.ErrParse) && !known(method):
		// Of a method that nobody knows the library reads the parameters all the same.
		return fmt.Errorf("%q: %w", method, jsonrpc2.ErrMethodNotFound)
	case errors.Is(err, jsonrpc2.ErrParse):
		s.log.Warn("a request has parameters that cannot be read", "method", method, "err", err)
		return fmt.Errorf("%w: %s", jsonrpc2.ErrInvalidParams, err.Error())
	}
	if _, ok := errors.AsType[*jsonrpc2.Error](err); !ok {
		return jsonrpc2.Errorf(jsonrpc2.Code(protocol.LSPErrorCodesRequestFailed), "%s: %v", method, err)
	}
	return err
}

// known reports whether the protocol has a message of that name for servers.
func known(method string) bool {
	return slices.ContainsFunc(protocol.Methods, func(m protocol.MethodInfo) bool {
		return m.Method == method && m.Direction != protocol.DirectionServerToClient
	})
}
