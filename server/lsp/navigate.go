package lsp

import (
	"context"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/server/navigate"
	"github.com/kubelore/kubelore/server/workspace"
)

// follower is a way to go from an offset of a file to other places.
type follower func(w *workspace.World, path string, offset int) []navigate.Location

// follow answers the requests that go to other places.
func (s *Server) follow(ctx context.Context, at protocol.TextDocumentPositionParams, to follower) (protocol.DefinitionResult, error) {
	p := s.places(ctx)
	f := p.snapshot.File(string(at.TextDocument.URI))
	if f == nil {
		return nil, nil
	}
	found := to(p.snapshot.World(), f.Path, s.offset(f.Text, at.Position))
	if s.can.definitionLinks {
		return p.links(f.Path, found), nil
	}
	return protocol.LocationSlice(p.locations(found)), nil
}

// Definition answers textDocument/definition.
func (s *Server) Definition(ctx context.Context, params *protocol.DefinitionParams) (protocol.DefinitionResult, error) {
	return s.follow(ctx, params.TextDocumentPositionParams, navigate.Definition)
}

// TypeDefinition answers textDocument/typeDefinition.
func (s *Server) TypeDefinition(ctx context.Context, params *protocol.TypeDefinitionParams) (protocol.DefinitionResult, error) {
	return s.follow(ctx, params.TextDocumentPositionParams, navigate.TypeDefinition)
}

// Implementation answers textDocument/implementation.
func (s *Server) Implementation(ctx context.Context, params *protocol.ImplementationParams) (protocol.DefinitionResult, error) {
	return s.follow(ctx, params.TextDocumentPositionParams, navigate.Implementation)
}

// References answers textDocument/references.
func (s *Server) References(ctx context.Context, params *protocol.ReferenceParams) ([]protocol.Location, error) {
	p := s.places(ctx)
	f := p.snapshot.File(string(params.TextDocument.URI))
	if f == nil {
		return nil, nil
	}
	offset := s.offset(f.Text, params.Position)
	return p.locations(navigate.References(p.snapshot.World(), f.Path, offset, params.Context.IncludeDeclaration)), nil
}

// DocumentHighlight answers textDocument/documentHighlight.
func (s *Server) DocumentHighlight(ctx context.Context, params *protocol.DocumentHighlightParams) ([]protocol.DocumentHighlight, error) {
	snapshot := s.snapshot(ctx)
	f := snapshot.File(string(params.TextDocument.URI))
	if f == nil {
		return nil, nil
	}
	all := []protocol.DocumentHighlight{}
	for _, h := range navigate.Highlights(snapshot.World(), f.Path, s.offset(f.Text, params.Position)) {
		kind := protocol.DocumentHighlightKindRead
		if h.Defines {
			kind = protocol.DocumentHighlightKindWrite
		}
		all = append(all, protocol.DocumentHighlight{Range: s.rangeOf(f.Text, h.Span), Kind: kind})
	}
	return all, nil
}

// DocumentLink answers textDocument/documentLink.
func (s *Server) DocumentLink(ctx context.Context, params *protocol.DocumentLinkParams) ([]protocol.DocumentLink, error) {
	f := s.snapshot(ctx).File(string(params.TextDocument.URI))
	if f == nil {
		return nil, nil
	}
	all := []protocol.DocumentLink{}
	for _, l := range navigate.Links(f.File, f.Path) {
		target := uri.URI(l.URL)
		if l.Path != "" {
			path, ok := workspace.Openable(l.Path)
			if !ok {
				continue
			}
			target = uri.File(path)
		}
		link := protocol.DocumentLink{Range: s.rangeOf(f.Text, l.Span), Target: &target}
		if l.Image {
			link.Tooltip = new(language.Text{EN: "Open the page of the image", JA: "イメージのページを開く"}.In(f.Env.Language))
		}
		all = append(all, link)
	}
	return all, nil
}
