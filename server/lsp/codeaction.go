package lsp

import (
	"context"
	"slices"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/kubelore/kubelore/knowledge/language"
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
	all := problems(ctx, snap, f)
	actions := []protocol.CommandOrCodeAction{}
	if wants(params.Context.Only, protocol.CodeActionKindQuickFix) {
		touched := slices.DeleteFunc(slices.Clone(all), func(p check.Problem) bool { return p.Span.Start > asked.End || asked.Start > p.Span.End })
		for _, p := range touched {
			if len(actions) >= mostActions {
				break
			}
			actions = append(actions, s.quickFixes(f, p)...)
		}
		if len(actions) < mostActions {
			actions = append(actions, s.turnOff(ctx, f, touched)...)
		}
	}
	// Without being asked for it, an editor would show it in every menu.
	if len(params.Context.Only) > 0 && wants(params.Context.Only, fixAll) {
		if edits := check.Safe(all); len(edits) > 0 {
			actions = append(actions, &protocol.CodeAction{
				Title: language.Text{EN: "Fix all problems that can be fixed without a doubt", JA: "確実に直せる問題をすべて直す"}.In(f.Env.Language),
				Kind:  new(fixAll), Edit: s.edit(f, edits, nil),
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
			Diagnostics: s.diagnostics(f, []check.Problem{p}), Edit: s.edit(f, edits, lookAt(fix, edits)),
		})
	}
	return all
}

// edit returns edits of a file, with what to know of them if note is not nil and the
// editor shows such.
func (s *Server) edit(f *workspace.File, edits []text.Edit, note *annotation) *protocol.WorkspaceEdit {
	result := &protocol.WorkspaceEdit{}
	document := &protocol.TextDocumentEdit{TextDocument: protocol.OptionalVersionedTextDocumentIdentifier{
		TextDocumentIdentifier: protocol.TextDocumentIdentifier{URI: s.uriOf(f.URI)}, Version: &f.Version,
	}}
	if !s.can.annotations {
		note = nil
	}
	plain := s.addEdits(document, result, f.Text, edits, note, f.Env.Language)
	if note != nil {
		result.DocumentChanges = append(result.DocumentChanges, document)
	} else {
		result.Changes = map[uri.URI][]protocol.TextEdit{s.uriOf(f.URI): plain}
	}
	return result
}
