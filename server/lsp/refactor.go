package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/refactor"
	"github.com/kubelore/kubelore/server/workspace"
)

// refactorKinds are the kinds of refactorings as the protocol names them.
var refactorKinds = [...]protocol.CodeActionKind{ //nolint:gochecknoglobals // a table
	refactor.Rewrite: protocol.CodeActionKindRefactorRewrite,
	refactor.Extract: protocol.CodeActionKindRefactorExtract,
	refactor.Create:  "refactor.create",
}

// wantsAny reports whether any kind of refactoring is asked for.
func wantsAny(only []protocol.CodeActionKind) bool {
	return slices.ContainsFunc(refactorKinds[:], func(k protocol.CodeActionKind) bool { return wants(only, k) })
}

// actionData is what an action takes along, so that it can be found again when somebody
// chooses it; the server remembers nothing.
type actionData struct {
	URI     string `json:"uri"`
	Version int32  `json:"version"`
	Offset  int    `json:"offset"`
}

// refactorings returns the changes that are offered at an offset in bytes. What they
// edit is worked out later if the editor allows it.
func (s *Server) refactorings(snap *workspace.Snapshot, f *workspace.File, offset int, only []protocol.CodeActionKind) ([]protocol.CommandOrCodeAction, error) {
	data, err := json.Marshal(actionData{string(s.uriOf(f.URI)), f.Version, offset})
	if err != nil {
		return nil, fmt.Errorf("describe the changes: %w", err)
	}
	var all []protocol.CommandOrCodeAction
	for _, a := range refactor.At(f.File, f.Path, offset, snap.World()) {
		kind := refactorKinds[a.Kind]
		if !wants(only, kind) {
			continue
		}
		action := &protocol.CodeAction{Title: a.Title, Kind: new(kind)}
		if s.can.lazyEdits {
			action.Data = data
		} else if edits := a.Make(); len(edits) > 0 {
			action.Edit = s.edit(f, edits, draftOf(a.Kind))
		} else {
			continue
		}
		all = append(all, action)
	}
	return all, nil
}

// CodeActionResolve answers codeAction/resolve with what an action edits, or with the
// action as it is if the file is not what it was.
func (s *Server) CodeActionResolve(ctx context.Context, action *protocol.CodeAction) (*protocol.CodeAction, error) {
	var data actionData
	if err := json.Unmarshal(action.Data, &data); err != nil {
		return action, nil //nolint:nilerr // an action that is not ours, or that is complete
	}
	snap := s.snapshot(ctx)
	f := snap.File(data.URI)
	if f == nil || f.Version != data.Version || data.Offset < 0 || data.Offset > f.Text.Len() {
		return action, nil
	}
	for _, a := range refactor.At(f.File, f.Path, data.Offset, snap.World()) {
		if a.Title == action.Title {
			if edits := a.Make(); len(edits) > 0 {
				action.Edit = s.edit(f, edits, draftOf(a.Kind))
			}
			break
		}
	}
	return action, nil
}
