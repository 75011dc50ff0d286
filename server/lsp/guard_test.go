package lsp

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"go.lsp.dev/jsonrpc2"
)

// A feature that panics costs the message at hand; the library would end the connection.
func TestPanicInFeature(t *testing.T) {
	ctx := context.Background()
	var log bytes.Buffer
	s := newServer(Options{Log: &log})
	s.phase.Store(ready)
	theirs, ours := jsonrpc2.NewChannelStreamPair(8)
	server, client := jsonrpc2.NewConn(theirs, jsonrpc2.WithCodec(codec{})), jsonrpc2.NewConn(ours, jsonrpc2.WithCodec(codec{}))
	server.Go(ctx, s.chain(func(_ context.Context, req *jsonrpc2.Request) (any, error) {
		if req.Method() == "textDocument/definition" {
			return 7, nil
		}
		panic("on purpose")
	}))
	client.Go(ctx, jsonrpc2.MethodNotFoundHandler)
	var result any
	for _, method := range []string{"textDocument/hover", "shutdown"} { // on a goroutine of its own, and on the reader's
		_, err := client.Call(ctx, method, map[string]any{}, &result)
		if e, ok := errors.AsType[*jsonrpc2.Error](err); !ok || e.Code != jsonrpc2.InternalError {
			t.Errorf("%s is answered with %v, want an internal error", method, err)
		}
	}
	if err := client.Notify(ctx, "textDocument/didChange", map[string]any{}); err != nil {
		t.Error(err)
	}
	if _, err := client.Call(ctx, "textDocument/definition", map[string]any{}, &result); err != nil {
		t.Errorf("afterwards the answer is %v", err)
	}
	if err := errors.Join(client.Close(), server.Close()); err != nil {
		t.Error(err)
	}
	for _, want := range []string{"method=textDocument/hover", "method=shutdown", "method=textDocument/didChange", "on purpose", "TestPanicInFeature"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log has no %q: %s", want, &log)
		}
	}
}

// A part that fails is given up and told; what comes after it goes on.
func TestProtected(t *testing.T) {
	var log bytes.Buffer
	s := newServer(Options{Log: &log})
	s.protected("this", func() { panic("on purpose") })
	for _, want := range []string{"this failed", "on purpose", "TestProtected"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log has no %q: %s", want, &log)
		}
	}
}
