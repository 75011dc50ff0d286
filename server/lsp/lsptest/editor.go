// Package lsptest is a fake editor for tests: it holds buffers, sends what is typed
// into them as an editor would, and records what the server sends. It speaks the
// real protocol over a pair of channels, so it works inside testing/synctest. It
// deliberately knows nothing of the server but its protocol.
package lsptest

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/kubelore/kubelore/server/lsp"
	"github.com/kubelore/kubelore/server/text"
)

// An Editor is connected to a server of its own.
type Editor struct {
	protocol.UnimplementedClient
	// Server is asked with the methods of the protocol.
	Server protocol.Server
	// Conn is the editor's end, for messages that are not of the protocol.
	Conn jsonrpc2.Conn
	// Result is the answer to initialize.
	Result *protocol.InitializeResult
	// Exit receives the exit code of the server when it ends.
	Exit chan int
	// Log is what the server logged.
	Log *Log

	t        testing.TB
	encoding text.Encoding
	// buffers and versions are the open files by name.
	buffers  map[string]*text.Text
	versions map[string]int32

	mu sync.Mutex
	// settings are what the editor answers when it is asked for them, as JSON.
	settings  protocol.LSPAny
	published []*protocol.PublishDiagnosticsParams
	messages  []string
	progress  []protocol.LSPAny
	others    map[string][]string
	refreshes int
	arrived   chan struct{}
}

// Options say what kind of editor to be.
type Options struct {
	// Capabilities are those of the editor; nil are those of Default.
	Capabilities *protocol.ClientCapabilities
	// Settings are the settings that the editor has for the section kubelore, as
	// JSON; they are sent with initialize too.
	Settings string
	// Folder is the path of the workspace folder, if any.
	Folder string
	// Locale is the language of the editor, if it tells it.
	Locale string
	// ProcessID is the process that the server watches, 0 for none.
	ProcessID int
}

// Default returns the capabilities of a modern editor: UTF-16, Markdown, pushed
// diagnostics.
func Default() *protocol.ClientCapabilities {
	yes := true
	markdown := []protocol.MarkupKind{protocol.MarkupKindMarkdown, protocol.MarkupKindPlainText}
	return &protocol.ClientCapabilities{
		Workspace: &protocol.WorkspaceClientCapabilities{
			Configuration: &yes,
			WorkspaceEdit: &protocol.WorkspaceEditClientCapabilities{
				DocumentChanges: &yes, ChangeAnnotationSupport: &protocol.ChangeAnnotationsSupportOptions{},
			},
		},
		Window: &protocol.WindowClientCapabilities{WorkDoneProgress: &yes},
		TextDocument: &protocol.TextDocumentClientCapabilities{
			Hover: &protocol.HoverClientCapabilities{ContentFormat: markdown},
			Completion: &protocol.CompletionClientCapabilities{CompletionItem: &protocol.ClientCompletionItemOptions{
				SnippetSupport: &yes, DocumentationFormat: markdown,
				InsertTextModeSupport: protocol.ClientCompletionItemInsertTextModeOptions{
					ValueSet: []protocol.InsertTextMode{protocol.InsertTextModeAsIs, protocol.InsertTextModeAdjustIndentation},
				},
			}, CompletionItemKind: &protocol.ClientCompletionItemOptionsKind{ValueSet: []protocol.CompletionItemKind{protocol.CompletionItemKindEnumMember}}},
			Rename:     &protocol.RenameClientCapabilities{PrepareSupport: &yes},
			Definition: &protocol.DefinitionClientCapabilities{LinkSupport: &yes},
			CodeAction: &protocol.CodeActionClientCapabilities{
				CodeActionLiteralSupport: protocol.ClientCodeActionLiteralOptions{
					CodeActionKind: protocol.ClientCodeActionKindOptions{ValueSet: []protocol.CodeActionKind{protocol.CodeActionKindQuickFix}},
				},
			},
			PublishDiagnostics: &protocol.PublishDiagnosticsClientCapabilities{VersionSupport: &yes},
		},
	}
}

// Start connects an editor that has not said anything yet.
func Start(tb testing.TB, opts Options) *Editor {
	tb.Helper()
	// The test's own context ends before the cleanup, which talks to the server.
	ctx, cancel := context.WithCancel(context.Background())
	server, client := jsonrpc2.NewChannelStreamPair(256)
	e := &Editor{
		t: tb, Exit: make(chan int, 1), Log: &Log{}, buffers: map[string]*text.Text{}, versions: map[string]int32{},
		settings: protocol.LSPAny(opts.Settings), arrived: make(chan struct{}, 1),
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		e.Exit <- lsp.ServeStream(ctx, server, lsp.Options{Log: e.Log, Version: "test"})
	}()
	// protocol.NewClient would take messages in any order.
	e.Conn = jsonrpc2.NewConn(client, jsonrpc2.WithCodec(codec{}))
	e.Server = protocol.ServerDispatcher(e.Conn)
	e.Conn.Go(ctx, protocol.ClientHandler(e, e.other))
	tb.Cleanup(func() {
		cancel()
		e.Conn.Close() //nolint:errcheck // it may be closed already
		<-e.Conn.Done()
		<-ended
	})
	return e
}

// Connect starts an editor and shakes hands.
func Connect(tb testing.TB, opts Options) *Editor {
	tb.Helper()
	e := Start(tb, opts)
	if opts.Capabilities == nil {
		opts.Capabilities = Default()
	}
	params := &protocol.InitializeParams{Capabilities: *opts.Capabilities, InitializationOptions: protocol.LSPAny(opts.Settings)}
	if opts.ProcessID != 0 {
		pid := int32(opts.ProcessID)
		params.ProcessID = &pid
	}
	if opts.Locale != "" {
		params.Locale = &opts.Locale
	}
	if opts.Folder != "" {
		root := uri.File(opts.Folder)
		params.RootURI = &root //nolint:staticcheck // what most editors send
	}
	var err error
	if e.Result, err = e.Server.Initialize(context.Background(), params); err != nil {
		tb.Fatalf("initialize: %v", err)
	}
	switch e.Result.Capabilities.PositionEncoding {
	case protocol.PositionEncodingKindUTF8:
		e.encoding = text.UTF8
	case protocol.PositionEncodingKindUTF32:
		e.encoding = text.UTF32
	default: // what the protocol has if nothing else is agreed upon
		e.encoding = text.UTF16
	}
	if err := e.Server.Initialized(context.Background(), &protocol.InitializedParams{}); err != nil {
		tb.Fatalf("initialized: %v", err)
	}
	return e
}

// codec is the protocol's own, which it does not export.
type codec struct{}

func (codec) Marshal(v any) ([]byte, error) { return protocol.Marshal(v) }

// Unmarshal decodes a copy: where the destination is a union, or a list of unions, the
// library's strings would be those of a buffer that the next message is read into.
func (codec) Unmarshal(data []byte, v any) error { return protocol.Unmarshal(bytes.Clone(data), v) }

// Encoding returns what positions are counted in, as negotiated.
func (e *Editor) Encoding() text.Encoding { return e.encoding }

// URI returns the name under which a file is opened: a path stands for itself, any other
// name is in a folder that is not on disk.
func (*Editor) URI(name string) uri.URI {
	if filepath.IsAbs(name) {
		return uri.File(name)
	}
	return uri.File("/workspace/" + name)
}

// Open opens a file with version 1.
func (e *Editor) Open(name, content string) {
	e.t.Helper()
	e.buffers[name], e.versions[name] = text.New(content), 1
	e.send(e.Server.DidOpen(context.Background(), &protocol.DidOpenTextDocumentParams{TextDocument: protocol.TextDocumentItem{
		URI: e.URI(name), LanguageID: "yaml", Version: 1, Text: content,
	}}))
}

// Edit replaces the bytes of span in a file.
func (e *Editor) Edit(name string, span text.Span, s string) {
	e.t.Helper()
	old := e.buffers[name]
	next, _, err := old.Apply(text.Edit{Span: span, New: s})
	if err != nil {
		e.t.Fatalf("edit %s: %v", name, err)
	}
	e.buffers[name] = next
	e.versions[name]++
	e.Change(name, e.versions[name], &protocol.TextDocumentContentChangePartial{
		Range: protocol.Range{Start: e.Position(old, span.Start), End: e.Position(old, span.End)}, Text: s,
	})
}

// Type adds text to the end of a file, as one edit.
func (e *Editor) Type(name, s string) {
	e.t.Helper()
	end := e.buffers[name].Len()
	e.Edit(name, text.Span{Start: end, End: end}, s)
}

// Change sends a change as it is, without looking at the buffer.
func (e *Editor) Change(name string, version int32, changes ...protocol.TextDocumentContentChangeEvent) {
	e.t.Helper()
	e.send(e.Server.DidChange(context.Background(), &protocol.DidChangeTextDocumentParams{
		TextDocument: protocol.VersionedTextDocumentIdentifier{
			TextDocumentIdentifier: protocol.TextDocumentIdentifier{URI: e.URI(name)}, Version: version,
		},
		ContentChanges: changes,
	}))
}

// Close closes a file.
func (e *Editor) Close(name string) {
	e.t.Helper()
	e.send(e.Server.DidClose(context.Background(), &protocol.DidCloseTextDocumentParams{
		TextDocument: protocol.TextDocumentIdentifier{URI: e.URI(name)},
	}))
}

func (e *Editor) send(err error) {
	e.t.Helper()
	if err != nil {
		e.t.Fatalf("the server is gone: %v", err)
	}
}

// Buffer returns the content of a file as the editor has it.
func (e *Editor) Buffer(name string) *text.Text { return e.buffers[name] }

// Version returns the newest version of a file.
func (e *Editor) Version(name string) int32 { return e.versions[name] }

// Position returns a byte offset as the protocol counts it here.
func (e *Editor) Position(t *text.Text, offset int) protocol.Position {
	line, char := t.Position(offset, e.encoding)
	return protocol.Position{Line: uint32(line), Character: uint32(char)}
}

// At returns the parameters of a request about an offset of a file.
func (e *Editor) At(name string, offset int) protocol.TextDocumentPositionParams {
	return protocol.TextDocumentPositionParams{
		TextDocument: protocol.TextDocumentIdentifier{URI: e.URI(name)},
		Position:     e.Position(e.buffers[name], offset),
	}
}

// Configure changes the settings that the editor answers with, and says so.
func (e *Editor) Configure(settings string) {
	e.t.Helper()
	e.mu.Lock()
	e.settings = protocol.LSPAny(settings)
	e.mu.Unlock()
	e.send(e.Server.DidChangeConfiguration(context.Background(), &protocol.DidChangeConfigurationParams{Settings: protocol.LSPAny("null")}))
}

// Bubble is synctest.Test for tests with an Editor. The library keeps the channels on
// which calls wait for their answers in a pool, and a channel that was made in a bubble
// must not be met outside it, nor in another one; so the pool is emptied afterwards.
func Bubble(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	defer func() { // whether the test fails or not
		// A sync.Pool lets go of what it holds at the second collection.
		runtime.GC()
		runtime.GC()
	}()
	synctest.Test(t, f)
}

// Advance lets time pass in a test that runs in a Bubble, and waits until nothing
// happens any more.
func Advance(d time.Duration) {
	time.Sleep(d) //nolint:forbidigo // virtual time: nobody waits
	synctest.Wait()
}

// Log is a log that can be read while it is written.
type Log struct {
	mu  sync.Mutex
	all []byte
}

var _ io.Writer = (*Log)(nil)

// Write implements io.Writer.
func (l *Log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, b...)
	return len(b), nil
}

// String returns what was logged.
func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(l.all)
}
