package lsp

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/workspace"
)

// DidOpen takes a file over from the editor.
func (s *Server) DidOpen(_ context.Context, params *protocol.DidOpenTextDocumentParams) error {
	d := params.TextDocument
	// Decoded strings share the memory of the message.
	name := strings.Clone(string(d.URI))
	if s.session.Snapshot().File(name) != nil {
		s.log.Warn("a file was opened twice; the second content counts", "uri", name)
	}
	s.session.Open(name, d.Version, strings.Clone(d.Text))
	s.diagnoser.opened(name)
	return s.takeEarly(name, d.Version)
}

// DidChange applies edits to an open file.
func (s *Server) DidChange(_ context.Context, params *protocol.DidChangeTextDocumentParams) error {
	name := strings.Clone(string(params.TextDocument.URI))
	if f := s.session.Snapshot().File(name); f != nil && params.TextDocument.Version <= f.Version {
		s.log.Warn("the version of a file does not grow", "uri", name, "from", f.Version, "to", params.TextDocument.Version)
	}
	changes := make([]workspace.Change, 0, len(params.ContentChanges))
	for _, c := range params.ContentChanges {
		switch c := c.(type) {
		case *protocol.TextDocumentContentChangeWholeDocument:
			changes = append(changes, workspace.Change{Whole: true, Text: strings.Clone(c.Text)})
		case *protocol.TextDocumentContentChangePartial:
			changes = append(changes, workspace.Change{
				StartLine: int(c.Range.Start.Line), StartChar: int(c.Range.Start.Character),
				EndLine: int(c.Range.End.Line), EndChar: int(c.Range.End.Character), Text: c.Text,
			})
		default:
			return fmt.Errorf("a change of %s has no text", name)
		}
	}
	err := s.session.Edit(name, params.TextDocument.Version, changes, s.can.encoding)
	if errors.Is(err, workspace.ErrNotOpen) {
		s.keepEarly(name, params.TextDocument.Version, changes)
	}
	s.diagnoser.changed(name)
	return err
}

// DidSave looks at definitions again that may have come to the disk.
func (s *Server) DidSave(context.Context, *protocol.DidSaveTextDocumentParams) error {
	s.wakeLoader()
	return nil
}

// DidClose gives a file back to the disk.
func (s *Server) DidClose(_ context.Context, params *protocol.DidCloseTextDocumentParams) error {
	name := strings.Clone(string(params.TextDocument.URI))
	if err := s.session.Close(name); err != nil {
		return err
	}
	s.diagnoser.closed(name)
	return nil
}
