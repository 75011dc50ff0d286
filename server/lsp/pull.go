package lsp

import (
	"context"
	"fmt"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/workspace"
)

// Diagnostic answers textDocument/diagnostic with the same problems that are sent
// to editors that do not ask.
func (s *Server) Diagnostic(ctx context.Context, params *protocol.DocumentDiagnosticParams) (protocol.DocumentDiagnosticReport, error) {
	snap := s.snapshot(ctx)
	f := snap.File(string(params.TextDocument.URI))
	if f == nil {
		return &protocol.RelatedFullDocumentDiagnosticReport{FullDocumentDiagnosticReport: protocol.FullDocumentDiagnosticReport{
			Kind: "full", Items: []protocol.Diagnostic{},
		}}, nil
	}
	id := resultID(snap, f)
	if params.PreviousResultID != nil && *params.PreviousResultID == id {
		return &protocol.RelatedUnchangedDocumentDiagnosticReport{
			UnchangedDocumentDiagnosticReport: protocol.UnchangedDocumentDiagnosticReport{Kind: "unchanged", ResultID: id},
		}, nil
	}
	return &protocol.RelatedFullDocumentDiagnosticReport{FullDocumentDiagnosticReport: protocol.FullDocumentDiagnosticReport{
		Kind: "full", ResultID: &id, Items: s.diagnostics(f, problems(ctx, snap, f)),
	}}, nil
}

// resultID names what the problems of a file depend on: its content, the settings and
// custom kinds, and what all files say of each other.
func resultID(snap *workspace.Snapshot, f *workspace.File) string {
	return fmt.Sprintf("%d-%d-%x", f.State, snap.Generation, snap.World().Meaning())
}
