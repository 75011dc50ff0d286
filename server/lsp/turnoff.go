package lsp

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/server/check"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/text"
	"github.com/kubelore/kubelore/server/workspace"
)

// severityKind is the kind of the actions that turn a check off.
const severityKind protocol.CodeActionKind = "quickfix.kubelore.severity"

// turnOff offers to turn off each check that found one of some problems, in the settings
// file of the workspace. It is one action for each check, as somebody who wants another
// severity finds the word for it where the action writes off.
func (s *Server) turnOff(ctx context.Context, f *workspace.File, problems []check.Problem) []protocol.CommandOrCodeAction {
	found := map[string][]check.Problem{}
	var codes []string
	for _, p := range problems {
		if !check.Settable(p.Code) {
			continue
		}
		if found[p.Code] == nil {
			codes = append(codes, p.Code)
		}
		found[p.Code] = append(found[p.Code], p)
	}
	path, exists := s.settingsPath()
	if len(codes) == 0 || path == "" || !exists && !s.can.creates {
		return nil
	}
	var content *text.Text
	places := s.places(ctx)
	if exists {
		if content = places.text(path); content == nil {
			return nil
		}
	} else {
		content = text.New("")
	}
	var all []protocol.CommandOrCodeAction
	for _, code := range codes {
		edits := check.TurnOff(content.String(), code)
		if len(edits) == 0 {
			continue
		}
		title := language.Text{EN: "Turn off %s in %s", JA: "%[2]s で %[1]s を無効にする"}.In(f.Env.Language)
		all = append(all, &protocol.CodeAction{
			Title: fmt.Sprintf(title, code, config.FileName), Kind: new(severityKind),
			Diagnostics: s.diagnostics(f, found[code]), Edit: s.editSettings(places, path, content, exists, edits, f.Env.Language),
		})
	}
	return all
}

// settingsPath returns the path of the settings file that counts, or of the one that
// would, and whether it is there. It is empty if there is no workspace, or if there is
// something of that name that cannot be read, such as a link out of the workspace: what an
// edit would do to that is not known.
func (s *Server) settingsPath() (path string, exists bool) {
	roots := slices.DeleteFunc(s.roots(), func(folder string) bool { return folder == "" })
	for _, folder := range roots {
		switch _, err := workspace.ReadBelow(folder, config.FileName, config.LargestFile); {
		case err == nil:
			return filepath.Join(folder, config.FileName), true
		case !errors.Is(err, fs.ErrNotExist):
			return "", false
		}
	}
	if len(roots) == 0 {
		return "", false
	}
	return filepath.Join(roots[0], config.FileName), false
}

// editSettings returns edits of the settings file, which come with the file if it is not
// there.
func (s *Server) editSettings(
	places *places, path string, content *text.Text, exists bool, edits []text.Edit, l language.Language,
) *protocol.WorkspaceEdit {
	result := &protocol.WorkspaceEdit{}
	document := &protocol.TextDocumentEdit{TextDocument: protocol.OptionalVersionedTextDocumentIdentifier{
		TextDocumentIdentifier: protocol.TextDocumentIdentifier{URI: places.uri(path)},
	}}
	if open := places.snapshot.At(path); open != nil {
		document.TextDocument.Version = &open.Version
	}
	note := &configured
	if !s.can.annotations {
		note = nil
	}
	plain := s.addEdits(document, result, content, edits, note, l)
	if !s.can.documentChanges {
		result.Changes = map[uri.URI][]protocol.TextEdit{document.TextDocument.URI: plain}
		return result
	}
	if !exists {
		create := &protocol.CreateFile{Kind: "create", URI: document.TextDocument.URI, Options: &protocol.CreateFileOptions{IgnoreIfExists: new(true)}}
		if note != nil {
			create.AnnotationID = note.id
		}
		result.DocumentChanges = append(result.DocumentChanges, create)
	}
	result.DocumentChanges = append(result.DocumentChanges, document)
	return result
}

// addEdits adds edits to those of a document, with what to know of them if note is not
// nil, and returns them in the plain form.
func (s *Server) addEdits(
	document *protocol.TextDocumentEdit, result *protocol.WorkspaceEdit, t *text.Text, edits []text.Edit, note *annotation, l language.Language,
) []protocol.TextEdit {
	plain := make([]protocol.TextEdit, 0, len(edits))
	for _, e := range edits {
		edit := protocol.TextEdit{Range: s.rangeOf(t, e.Span), NewText: e.New}
		plain = append(plain, edit)
		if note != nil {
			document.Edits = append(document.Edits, &protocol.AnnotatedTextEdit{TextEdit: edit, AnnotationID: note.id})
			note.annotate(result, l)
			continue
		}
		document.Edits = append(document.Edits, &edit)
	}
	return plain
}
