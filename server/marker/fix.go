package marker

import (
	"context"
	"errors"
	"fmt"

	"go.lsp.dev/protocol"
)

// fix checks fix(at, title, golden): the quick fix of that title for the
// diagnostics that touch the place; or fix(at): there is none.
func (r *run) fix(ctx context.Context, m *Mark) error {
	return r.action(ctx, m, protocol.CodeActionKindQuickFix)
}

// act runs act(at, title, file).
func (r *run) act(ctx context.Context, m *Mark) error {
	return r.action(ctx, m, protocol.CodeActionKindRefactor)
}

// action applies an action of a kind.
func (r *run) action(ctx context.Context, m *Mark, kind protocol.CodeActionKind) error {
	if err := m.want(1, 3); err != nil {
		return err
	}
	s, err := m.place(r.file(m))
	if err != nil {
		return err
	}
	params := &protocol.CodeActionParams{
		TextDocument: protocol.TextDocumentIdentifier{URI: r.URI(m.File)},
		Range:        extentOf(r.file(m), s, r.Encoding),
		Context:      protocol.CodeActionContext{Only: []protocol.CodeActionKind{kind}},
	}
	for _, d := range r.Diagnostics[m.File] {
		if touched, err := span(r.file(m), d.Range, r.Encoding); err == nil && touched.Start <= s.End && s.Start <= touched.End {
			params.Context.Diagnostics = append(params.Context.Diagnostics, d)
		}
	}
	answer, err := r.Server.CodeAction(ctx, params)
	if err != nil {
		return err
	}
	var titles []string
	for _, choice := range answer {
		action, ok := choice.(*protocol.CodeAction)
		if !ok {
			return fmt.Errorf("got a command: %v", choice)
		}
		if len(m.Args) < 3 || !titled(action.Title, m.Args[1]) {
			titles = append(titles, action.Title)
			continue
		}
		edits, err := r.editsOf(ctx, m, action)
		if err != nil {
			return err
		}
		return r.edited(m, m.Args[2], edits)
	}
	if len(m.Args) == 1 && len(titles) == 0 {
		return nil
	}
	if len(m.Args) < 3 {
		return fmt.Errorf("there are the fixes %q", titles)
	}
	return fmt.Errorf("no fix is called %v; there are %q", m.Args[1], titles)
}

// titled reports whether a title is the one that is wanted.
func titled(title string, want any) bool {
	if p, ok := want.(pattern); ok {
		return p.MatchString(title)
	}
	return title == want
}

// editsOf returns the edits of an action, which must change only the file of m.
func (r *run) editsOf(ctx context.Context, m *Mark, action *protocol.CodeAction) ([]protocol.TextEdit, error) {
	if action.Edit == nil {
		resolved, err := r.Server.CodeActionResolve(ctx, action)
		if err != nil {
			return nil, err
		}
		action = resolved
	}
	if action.Edit == nil {
		return nil, errors.New("the fix edits nothing")
	}
	var edits []protocol.TextEdit
	for name, changes := range action.Edit.Changes {
		if name != r.URI(m.File) {
			return nil, fmt.Errorf("the fix edits %s too", name)
		}
		edits = append(edits, changes...)
	}
	for _, change := range action.Edit.DocumentChanges {
		document, ok := change.(*protocol.TextDocumentEdit)
		if !ok || document.TextDocument.URI != r.URI(m.File) {
			return nil, fmt.Errorf("the fix does %v too", change)
		}
		for _, e := range document.Edits {
			plain, err := plainEdit(e, action.Edit.ChangeAnnotations)
			if err != nil {
				return nil, err
			}
			edits = append(edits, plain)
		}
	}
	return edits, nil
}

// plainEdit returns an edit without what is said about it, which must be said in full.
func plainEdit(
	e protocol.TextDocumentEditElement, said map[protocol.ChangeAnnotationIdentifier]protocol.ChangeAnnotation,
) (protocol.TextEdit, error) {
	switch e := e.(type) {
	case *protocol.TextEdit:
		return *e, nil
	case *protocol.AnnotatedTextEdit:
		if a := said[e.AnnotationID]; a.Label != "" && a.Description != nil && *a.Description != "" {
			return e.TextEdit, nil
		}
		return protocol.TextEdit{}, fmt.Errorf("the fix has an edit with the note %q, and %v are explained", e.AnnotationID, said)
	}
	return protocol.TextEdit{}, fmt.Errorf("the fix makes the edit %v, which not every editor knows", e)
}
