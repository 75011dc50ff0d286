package lsp

import (
	"context"
	"slices"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/kubelore/kubelore/server/check"
	"github.com/kubelore/kubelore/server/text"
	"github.com/kubelore/kubelore/server/workspace"
)

// fixAll applies every fix that is right without a doubt.
const fixAll protocol.CodeActionKind = "source.fixAll.kubelore"

// mostActions is from how many on no quick fix is made: each reads the document again,
// and a menu that long is of no use.
const mostActions = 30

// CodeAction answers textDocument/codeAction with the fixes of the problems that
// the range touches.
func (s *Server) CodeAction(ctx context.Context, params *protocol.CodeActionParams) ([]protocol.CommandOrCodeAction, error) {
	snap := s.snapshot(ctx)
	f := snap.File(string(params.TextDocument.URI))
	if f == nil || !s.can.literalActions {
		return nil, nil
	}
	asked := text.Span{Start: s.offset(f.Text, params.Range.Start), End: s.offset(f.Text, params.Range.End)}
	all := problems(snap, f)
	actions := []protocol.CommandOrCodeAction{}
	if wants(params.Context.Only, protocol.CodeActionKindQuickFix) {
		for _, p := range all {
			if len(actions) >= mostActions {
				break
			}
			if p.Span.Start <= asked.End && asked.Start <= p.Span.End {
				actions = append(actions, s.quickFixes(f, p)...)
			}
		}
	}
	// Without being asked for it, an editor would show it in every menu.
	if len(params.Context.Only) > 0 && wants(params.Context.Only, fixAll) {
		if edits := check.Safe(all); len(edits) > 0 {
			actions = append(actions, &protocol.CodeAction{
				Title: "Fix all problems that can be fixed without a doubt", Kind: new(fixAll), Edit: s.edit(f, edits),
			})
		}
	}
	// An editor that looks for something to mark is not told of what fits everywhere.
	if params.Context.TriggerKind != protocol.CodeActionTriggerKindAutomatic && wantsAny(params.Context.Only) {
		changes, err := s.refactorings(snap, f, asked.Start, params.Context.Only)
		if err != nil {
			return nil, err
		}
		actions = append(actions, changes...)
	}
	return actions, nil
}

// wants reports whether an action of a kind is asked for: if nothing is said, or
// the kind or one above it is named.
func wants(only []protocol.CodeActionKind, kind protocol.CodeActionKind) bool {
	return len(only) == 0 || slices.ContainsFunc(only, func(k protocol.CodeActionKind) bool {
		return k == "" || k == kind || strings.HasPrefix(string(kind), string(k)+".")
	})
}

func (s *Server) quickFixes(f *workspace.File, p check.Problem) []protocol.CommandOrCodeAction {
	var all []protocol.CommandOrCodeAction
	for _, fix := range p.Fixes {
		edits := fix.Make()
		if len(edits) == 0 {
			continue
		}
		all = append(all, &protocol.CodeAction{
			Title: fix.Title, Kind: new(protocol.CodeActionKindQuickFix), IsPreferred: new(fix.Preferred),
			Diagnostics: s.diagnostics(f, []check.Problem{p}), Edit: s.edit(f, edits),
		})
	}
	return all
}

func (s *Server) edit(f *workspace.File, edits []text.Edit) *protocol.WorkspaceEdit {
	all := make([]protocol.TextEdit, len(edits))
	for i, e := range edits {
		all[i] = protocol.TextEdit{Range: s.rangeOf(f.Text, e.Span), NewText: e.New}
	}
	return &protocol.WorkspaceEdit{Changes: map[uri.URI][]protocol.TextEdit{s.uriOf(f.URI): all}}
}
