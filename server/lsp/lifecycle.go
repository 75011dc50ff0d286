package lsp

import (
	"context"
	"fmt"
	"strings"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/concept"
	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/server/graph"
	"github.com/kubelore/kubelore/server/workspace"
)

// The phases of a connection.
const (
	fresh int32 = iota // initialize has not come
	ready
	down // shutdown came
)

const (
	methodInitialize = "initialize"
	methodShutdown   = "shutdown"
	methodExit       = "exit"
)

// phased answers messages that come too early or too late as the protocol asks.
func (s *Server) phased(next jsonrpc2.Handler) jsonrpc2.Handler {
	return func(ctx context.Context, req *jsonrpc2.Request) (any, error) {
		method := req.Method()
		switch phase := s.phase.Load(); {
		case method == methodExit:
		case !req.IsCall() && phase != ready:
			return nil, nil
		case phase == fresh && method != methodInitialize:
			return nil, jsonrpc2.Errorf(jsonrpc2.ServerNotInitialized, "%s came before initialize", method)
		case phase == ready && method == methodInitialize:
			return nil, fmt.Errorf("%w: initialize came twice", jsonrpc2.ErrInvalidRequest)
		case phase == down:
			return nil, fmt.Errorf("%w: %s came after shutdown", jsonrpc2.ErrInvalidRequest, method)
		}
		return next(ctx, req)
	}
}

// Initialize answers initialize with what the server can do. What has nothing to
// say is not offered.
func (s *Server) Initialize(_ context.Context, params *protocol.InitializeParams) (*protocol.InitializeResult, error) {
	s.can = abilitiesOf(params)
	if params.Trace != "" {
		s.setTrace(params.Trace)
	}
	for _, f := range foldersOf(params) {
		s.folders = append(s.folders, workspace.Path(strings.Clone(string(f))))
	}
	if len(s.folders) == 0 {
		s.session.SetDisk(&workspace.Disk{Index: graph.NewIndex(nil)}) // what is open is all there is
	}
	if params.Locale != nil {
		s.language, _ = language.Of(*params.Locale) // English if there are no texts in it
	}
	s.configure(decodeSettings(params.InitializationOptions))
	if params.ProcessID != nil {
		s.watchProcess(int(*params.ProcessID))
	}
	s.phase.Store(ready)
	c := protocol.ServerCapabilities{
		PositionEncoding: encodingNames[s.can.encoding],
		TextDocumentSync: &protocol.TextDocumentSyncOptions{
			OpenClose: new(true),
			Change:    new(protocol.TextDocumentSyncKindIncremental),
			Save:      protocol.Boolean(true),
		},
		HoverProvider: protocol.Boolean(true),
		CompletionProvider: &protocol.CompletionOptions{
			// Letters start a completion in every editor. Behind these, too, there is
			// something to offer: a value, the first key of an item, a quoted value.
			TriggerCharacters: []string{":", " ", "-", "\"", "'", "/", "#", "=", ","},
			ResolveProvider:   new(s.can.lazyDocumentation),
		},
		Workspace: &protocol.WorkspaceOptions{WorkspaceFolders: &protocol.WorkspaceFoldersServerCapabilities{
			Supported: new(true), ChangeNotifications: protocol.Boolean(true),
		}},
		DefinitionProvider:               protocol.Boolean(true),
		TypeDefinitionProvider:           protocol.Boolean(true),
		ImplementationProvider:           protocol.Boolean(true),
		ReferencesProvider:               protocol.Boolean(true),
		DocumentSymbolProvider:           protocol.Boolean(true),
		FoldingRangeProvider:             protocol.Boolean(true),
		SelectionRangeProvider:           protocol.Boolean(true),
		DocumentHighlightProvider:        protocol.Boolean(true),
		CallHierarchyProvider:            protocol.Boolean(true),
		DocumentLinkProvider:             &protocol.DocumentLinkOptions{},
		RenameProvider:                   protocol.Boolean(true),
		WorkspaceSymbolProvider:          &protocol.WorkspaceSymbolOptions{ResolveProvider: new(s.can.lazySymbols)},
		DocumentOnTypeFormattingProvider: protocol.DocumentOnTypeFormattingOptions{FirstTriggerCharacter: "\n"},
	}
	if s.can.prepares {
		c.RenameProvider = &protocol.RenameOptions{PrepareProvider: new(true)}
	}
	if s.can.literalActions { // there are no commands, which is all that others could be offered
		c.CodeActionProvider = &protocol.CodeActionOptions{
			CodeActionKinds: append([]protocol.CodeActionKind{protocol.CodeActionKindQuickFix, fixAll}, refactorKinds[:]...),
			ResolveProvider: new(s.can.lazyEdits),
		}
	}
	if s.can.pull {
		c.DiagnosticProvider = &protocol.DiagnosticOptions{Identifier: new("kubelore"), InterFileDependencies: true}
	}
	return &protocol.InitializeResult{
		Capabilities: c,
		ServerInfo:   protocol.ServerInfo{Name: "kubelore", Version: protocol.NewOptional(s.opts.Version)},
	}, nil
}

// foldersOf returns the workspace folders, in the newest of the three ways in which
// editors name them.
func foldersOf(params *protocol.InitializeParams) []uri.URI {
	if folders, ok := params.WorkspaceFolders.Get(); ok && len(folders) > 0 {
		var all []uri.URI
		for _, f := range folders {
			all = append(all, f.URI)
		}
		return all
	}
	if root := params.RootURI; root != nil && *root != "" { //nolint:staticcheck // older editors have nothing else
		return []uri.URI{*root}
	}
	if path, ok := params.RootPath.Get(); ok && path != "" { //nolint:staticcheck // likewise
		return []uri.URI{uri.File(path)}
	}
	return nil
}

// Initialized asks the editor for its settings, gets the schema ready, and looks
// for definitions.
func (s *Server) Initialized(context.Context, *protocol.InitializedParams) error {
	s.tellStatus()
	s.call(s.fetchSettings)
	s.call(func(ctx context.Context) {
		s.withProgress(ctx, "Kubelore: loading the schema of Kubernetes "+catalog.Newest.String(), func() {
			schema.BuiltIn()
			concept.BuiltIn()
		})
	})
	s.call(s.registerWatches)
	s.wakeLoader()
	return nil
}

// Shutdown answers shutdown. Nothing needs saving; what is left is to wait for exit.
func (s *Server) Shutdown(context.Context) error {
	s.phase.Store(down)
	return nil
}

// Exit ends the connection.
func (s *Server) Exit(context.Context) error {
	s.exitOnce.Do(func() { close(s.exit) })
	return nil
}
