package lsp

import (
	"context"
	"errors"
	"maps"
	"slices"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/server/change"
	"github.com/kubelore/kubelore/server/text"
	"github.com/kubelore/kubelore/server/workspace"
)

// PrepareRename answers textDocument/prepareRename. Its error says why there is nothing
// to rename.
func (s *Server) PrepareRename(ctx context.Context, params *protocol.PrepareRenameParams) (protocol.PrepareRenameResult, error) {
	p := s.places(ctx)
	f := p.snapshot.File(string(params.TextDocument.URI))
	if f == nil {
		return nil, nil
	}
	name, span, err := p.renamer(f).Prepare(f.Path, s.offset(f.Text, params.Position))
	if err != nil {
		return nil, refused(err)
	}
	return &protocol.PrepareRenamePlaceholder{Range: s.rangeOf(f.Text, span), Placeholder: name}, nil
}

// Rename answers textDocument/rename.
func (s *Server) Rename(ctx context.Context, params *protocol.RenameParams) (*protocol.WorkspaceEdit, error) {
	p := s.places(ctx)
	f := p.snapshot.File(string(params.TextDocument.URI))
	if f == nil {
		return nil, nil
	}
	edits, err := p.renamer(f).Rename(f.Path, s.offset(f.Text, params.Position), params.NewName)
	if err != nil {
		return nil, refused(err)
	}
	return p.workspaceEdit(edits, f.Env.Language), nil
}

func (p *places) renamer(f *workspace.File) *change.Renamer {
	return &change.Renamer{World: p.snapshot.World(), Content: p.snapshot.Text, Language: f.Env.Language}
}

// refused returns a refusal as an error that editors show.
func refused(err error) error {
	if r, ok := errors.AsType[*change.RefusalError](err); ok {
		return jsonrpc2.Errorf(jsonrpc2.Code(protocol.LSPErrorCodesRequestFailed), "%s", r.Reason)
	}
	return err
}

// workspaceEdit returns edits of several files in the best form that the editor takes:
// with the versions that they were made for, and with what to know of them.
func (p *places) workspaceEdit(edits change.Edits, l language.Language) *protocol.WorkspaceEdit {
	result := &protocol.WorkspaceEdit{}
	for _, path := range slices.Sorted(maps.Keys(edits)) {
		t := p.text(path)
		if t == nil {
			continue // Rename has read it, so it went away this moment
		}
		var plain []protocol.TextEdit
		document := &protocol.TextDocumentEdit{TextDocument: protocol.OptionalVersionedTextDocumentIdentifier{
			TextDocumentIdentifier: protocol.TextDocumentIdentifier{URI: p.uri(path)},
		}}
		if f := p.snapshot.At(path); f != nil {
			document.TextDocument.Version = &f.Version
		}
		for _, e := range edits[path] {
			note := noteOf(e.Note)
			if !p.server.can.annotations {
				note = nil
			}
			plain = append(plain, p.server.addEdits(document, result, t, []text.Edit{{Span: e.Span, New: e.New}}, note, l)...)
		}
		if p.server.can.documentChanges {
			result.DocumentChanges = append(result.DocumentChanges, document)
			continue
		}
		if result.Changes == nil {
			result.Changes = map[uri.URI][]protocol.TextEdit{}
		}
		result.Changes[p.uri(path)] = plain
	}
	return result
}
