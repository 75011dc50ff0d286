// Package lsp speaks the Language Server Protocol with one editor over one
// connection. It is the only package that knows the protocol, JSON or UTF-16.
//
// What an editor asks is answered by the feature packages in bytes and plain
// values; convert*.go is the border. The order of messages is kept by order.go,
// and one bad message never ends the session (guard.go). Goroutines: the reader
// of the connection, one for each request, the diagnoser, the loader of files on
// disk, the caller of the client, the watch over the editor's process, and the pump of
// the input. It deliberately knows nothing of Kubernetes.
package lsp

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/workspace"
)

// patience is how long Serve waits for what runs when the connection has ended.
const patience = 2 * time.Second

// Options say how a server runs.
type Options struct {
	// Log is where the server reports what goes wrong; never standard output,
	// which carries the protocol.
	Log io.Writer
	// Version is the version of the server, for the editor to show.
	Version string
}

// A Server answers one editor.
type Server struct {
	protocol.UnimplementedServer
	session *workspace.Session
	client  protocol.Client
	opts    Options
	log     *slog.Logger
	level   *slog.LevelVar

	// phase is where in its life the connection is; see lifecycle.go.
	phase atomic.Int32
	// can is what the editor said it can do. It is written by Initialize, before
	// any other message is handled, and never again.
	can abilities
	// language is that of the editor.
	language language.Language
	// folders are the paths of the workspace folders; see roots.
	folders   []string
	foldersMu sync.Mutex
	trace     atomic.Value // protocol.TraceValue
	// editorSettings are those that the editor told last.
	editorSettings map[string]any
	editorMu       sync.Mutex
	// notify sends a notification that the protocol does not know; see status.go.
	notify func(ctx context.Context, method string, params any) error
	status atomic.Pointer[status]

	// given are the URIs of files as the editor wrote them, by what the library made of
	// them where that is something else; see name.go.
	given sync.Map
	// early are changes of files that are not open yet, by name; see early.go. Only handlers
	// of notifications use it, which come one at a time.
	early map[string]earlyChange

	diagnoser *diagnoser
	calls     chan func(context.Context)
	reload    chan struct{}
	// served is closed when the first file was answered.
	served     chan struct{}
	servedOnce sync.Once
	// exit is closed by the notification exit, done when the connection has ended.
	exit, done chan struct{}
	exitOnce   sync.Once
	// background counts the goroutines that end with the connection.
	background sync.WaitGroup
}

// Serve answers the editor that writes to in and reads from out until it says
// exit, closes in or is gone. It returns the exit code that the protocol asks for:
// 0 if shutdown came first, else 1.
func Serve(ctx context.Context, in io.ReadCloser, out io.WriteCloser, opts Options) int {
	s := newServer(opts)
	return s.serve(ctx, newFrames(newPipe(in, out), s.log))
}

// ServeStream is Serve on a stream of messages.
func ServeStream(ctx context.Context, stream jsonrpc2.Stream, opts Options) int {
	return newServer(opts).serve(ctx, stream)
}

func (s *Server) serve(ctx context.Context, stream jsonrpc2.Stream) int {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	conn := jsonrpc2.NewConn(stream, jsonrpc2.WithCodec(codec{}))
	s.client = protocol.ClientDispatcher(conn)
	s.notify = conn.Notify
	handler := protocol.ServerHandler(s, jsonrpc2.MethodNotFoundHandler)
	s.start(ctx)
	conn.Go(ctx, s.chain(handler))
	select {
	case <-conn.Done():
		if err := conn.Err(); err != nil {
			s.log.Error("the connection broke", "err", err)
		}
	case <-s.exit:
	case <-ctx.Done():
	}
	cancel()
	close(s.done)
	s.leave(conn)
	if s.phase.Load() == down {
		return 0
	}
	return 1
}

// chain puts around the features what every message goes through.
func (s *Server) chain(features jsonrpc2.Handler) jsonrpc2.Handler {
	return s.guarded(owned(protocol.CancelHandler(s.ordered(s.phased(s.named(features))))))
}

// leave ends what runs for a connection. An editor that does not read any more keeps
// who writes to it; after a while they are left behind, as the process ends.
func (s *Server) leave(conn jsonrpc2.Conn) {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := conn.Close(); err != nil {
			s.log.Debug("the connection did not close", "err", err)
		}
		s.background.Wait()
	}()
	select {
	case <-ended:
	case <-time.After(patience):
		s.log.Warn("the editor does not read what it was sent")
	}
}

func newServer(opts Options) *Server {
	s := &Server{
		session: workspace.New(config.Default()), opts: opts, level: &slog.LevelVar{},
		calls: make(chan func(context.Context), 64), reload: make(chan struct{}, 1), served: make(chan struct{}), exit: make(chan struct{}), done: make(chan struct{}),
	}
	if opts.Log == nil {
		s.opts.Log = io.Discard
	}
	s.log = slog.New(slog.NewTextHandler(s.opts.Log, &slog.HandlerOptions{Level: s.level}))
	s.trace.Store(protocol.TraceValueOff)
	s.diagnoser = newDiagnoser(s)
	return s
}

// start starts the goroutines that live as long as the connection.
func (s *Server) start(ctx context.Context) {
	s.run(func() { s.diagnoser.run(ctx) })
	s.run(func() { s.callClient(ctx) })
	s.run(func() { s.load(ctx) })
}

// run runs f on a goroutine that Serve waits for. A panic in it is logged.
func (s *Server) run(f func()) {
	s.background.Go(func() { s.protected("a part of the server", f) })
}

// protected runs f. A panic in it is logged, and f is given up.
func (s *Server) protected(what string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			s.log.Error(what+" failed", "panic", r, "stack", string(debug.Stack()))
		}
	}()
	f()
}

// call runs f on the goroutine that calls the client. Nothing else may: a call made
// by a handler would wait for an answer that the same goroutine must read. If more
// calls wait than any editor causes, f is dropped.
func (s *Server) call(f func(context.Context)) {
	select {
	case s.calls <- f:
	default:
		s.log.Warn("too many calls to the editor wait; one is dropped")
	}
}

func (s *Server) callClient(ctx context.Context) {
	for {
		select {
		case f := <-s.calls:
			s.protected("a call of the editor", func() { f(ctx) })
		case <-ctx.Done():
			return
		}
	}
}

// codec is the protocol's own, which it does not export; unions need it.
type codec struct{}

func (codec) Marshal(v any) ([]byte, error) { return protocol.Marshal(v) }

// Unmarshal decodes a copy: where the destination is a union, or a list of unions, the
// library's strings would be those of a buffer that the next message is read into.
func (codec) Unmarshal(data []byte, v any) error { return protocol.Unmarshal(bytes.Clone(data), v) }
