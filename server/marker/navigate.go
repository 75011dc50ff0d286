package marker

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/kubelore/kubelore/server/text"
)

// goes checks def(at, want...), type(at, want...), impl(at, want...), refs(at, want...)
// and same(at, want...): the places that the cursor leads to. Each is shown as
// "file: line" with brackets around what is selected; without want there is none.
func (r *run) goes(ctx context.Context, m *Mark) error {
	at, err := r.position(m)
	if err != nil {
		return err
	}
	var answer protocol.DefinitionResult
	switch m.Name {
	case "def":
		answer, err = r.Server.Definition(ctx, &protocol.DefinitionParams{TextDocumentPositionParams: at})
	case "type":
		answer, err = r.Server.TypeDefinition(ctx, &protocol.TypeDefinitionParams{TextDocumentPositionParams: at})
	case "impl":
		answer, err = r.Server.Implementation(ctx, &protocol.ImplementationParams{TextDocumentPositionParams: at})
	case "refs":
		var all []protocol.Location
		all, err = r.Server.References(ctx, &protocol.ReferenceParams{TextDocumentPositionParams: at})
		answer = protocol.LocationSlice(all)
	case "same":
		answer, err = r.highlights(ctx, at)
	}
	if err != nil {
		return err
	}
	got, err := r.places(m, answer)
	if err != nil {
		return err
	}
	return r.lists(m, got)
}

// lists compares what is shown with what the arguments of a mark want, one by one.
func (*run) lists(m *Mark, got []string) error {
	if len(got) != len(m.Args)-1 {
		return fmt.Errorf("got %d, want %d:\n%s", len(got), len(m.Args)-1, strings.Join(got, "\n"))
	}
	for i, want := range m.Args[1:] {
		s, ok := want.(string)
		if !ok {
			return fmt.Errorf("%v is no text", want)
		}
		if got[i] != s {
			return fmt.Errorf("number %d is\n%s\nwant\n%s", i+1, got[i], s)
		}
	}
	return nil
}

func (r *run) highlights(ctx context.Context, at protocol.TextDocumentPositionParams) (protocol.LocationSlice, error) {
	all, err := r.Server.DocumentHighlight(ctx, &protocol.DocumentHighlightParams{TextDocumentPositionParams: at})
	var locations protocol.LocationSlice
	for _, h := range all {
		locations = append(locations, protocol.Location{URI: at.TextDocument.URI, Range: h.Range})
	}
	return locations, err
}

// places shows locations, and checks that links select something in what they lead to.
func (r *run) places(m *Mark, answer protocol.DefinitionResult) ([]string, error) {
	var all []string
	switch answer := answer.(type) {
	case nil:
	case protocol.LocationSlice:
		for _, l := range answer {
			s, err := r.place(l.URI, l.Range)
			if err != nil {
				return nil, err
			}
			all = append(all, s)
		}
	case protocol.DefinitionLinkSlice:
		at, err := m.place(r.file(m))
		if err != nil {
			return nil, err
		}
		for _, l := range answer {
			s, err := r.place(l.TargetURI, l.TargetSelectionRange)
			if err != nil {
				return nil, err
			}
			all = append(all, s)
			origin, err := span(r.file(m), *l.OriginSelectionRange, r.Encoding)
			if err != nil {
				return nil, err
			}
			if at.Start < origin.Start || at.Start > origin.End {
				return nil, fmt.Errorf("the origin %s does not hold the cursor", show(*l.OriginSelectionRange))
			}
		}
	default:
		return nil, fmt.Errorf("got %T", answer)
	}
	return all, nil
}

// place shows a range of a file.
func (r *run) place(name uri.URI, at protocol.Range) (string, error) {
	for _, f := range r.Files {
		if r.URI(f.Name) != name {
			continue
		}
		s, err := span(f.Text, at, r.Encoding)
		if err != nil {
			return "", err
		}
		line := f.Text.Line(int(at.Start.Line))
		content := f.Text.String()
		end := max(line.End, s.End)
		return f.Name + ": " + strings.TrimSpace(content[line.Start:s.Start]+"["+content[s.Start:s.End]+"]"+content[s.End:end]), nil
	}
	return "", fmt.Errorf("%s is no file of the archive", name)
}

// calls checks out(at, want...) and in(at, want...): the items that the one at the cursor
// leads to, or that lead to it.
func (r *run) calls(ctx context.Context, m *Mark) error {
	at, err := r.position(m)
	if err != nil {
		return err
	}
	items, err := r.Server.PrepareCallHierarchy(ctx, &protocol.CallHierarchyPrepareParams{TextDocumentPositionParams: at})
	if err != nil || len(items) != 1 {
		return fmt.Errorf("there are %d items here: %w", len(items), err)
	}
	var got []string
	if m.Name == "out" {
		calls, err := r.Server.OutgoingCalls(ctx, &protocol.CallHierarchyOutgoingCallsParams{Item: items[0]})
		if err != nil {
			return err
		}
		for _, c := range calls {
			got = append(got, itemName(c.To, len(c.FromRanges)))
		}
	} else {
		calls, err := r.Server.IncomingCalls(ctx, &protocol.CallHierarchyIncomingCallsParams{Item: items[0]})
		if err != nil {
			return err
		}
		for _, c := range calls {
			got = append(got, itemName(c.From, len(c.FromRanges)))
		}
	}
	slices.Sort(got)
	return r.lists(m, got)
}

func itemName(item protocol.CallHierarchyItem, from int) string {
	name := item.Name
	if item.Detail != nil {
		name = *item.Detail + " > " + name
	}
	if from > 1 {
		name += fmt.Sprintf(" x%d", from)
	}
	return name
}

// rename checks rename(at, name, golden): the files after a name was changed, as a
// difference; and rename(at, name, "reason"): why it cannot be.
func (r *run) rename(ctx context.Context, m *Mark) error {
	if err := m.want(3, 3); err != nil {
		return err
	}
	at, err := r.position(m)
	if err != nil {
		return err
	}
	name, ok := m.Args[1].(string)
	if !ok {
		return errors.New("the name must be a text")
	}
	_, refused := r.Server.PrepareRename(ctx, &protocol.PrepareRenameParams{TextDocumentPositionParams: at})
	edit, err := r.Server.Rename(ctx, &protocol.RenameParams{TextDocumentPositionParams: at, NewName: name})
	if reason, ok := m.Args[2].(string); ok {
		switch {
		case err == nil:
			return errors.New("nobody refused")
		case refused != nil && refused.Error() != err.Error():
			return fmt.Errorf("prepareRename says %q, rename %q", refused.Error(), err.Error())
		case !strings.Contains(err.Error(), reason):
			return fmt.Errorf("got %q, want %q", err.Error(), reason)
		}
		return nil
	}
	if err != nil || refused != nil {
		return errors.Join(err, refused)
	}
	return r.editedFiles(m, edit)
}

// editedFiles compares all files after an edit with a golden entry.
func (r *run) editedFiles(m *Mark, edit *protocol.WorkspaceEdit) error {
	golden, ok := m.Args[2].(Ident)
	if !ok {
		return errors.New("want the name of a golden entry for the difference")
	}
	var shown strings.Builder
	for _, f := range r.Files {
		edits, notes := editsFor(edit, r.URI(f.Name))
		if len(edits) == 0 {
			continue
		}
		after, err := apply(f.Text, edits, r.Encoding)
		if err != nil {
			return err
		}
		shown.WriteString(f.Name + notes + "\n" + difference(f.Text.String(), text.New(after).String()))
	}
	return r.matchesGolden(string(golden), shown.String())
}

// editsFor returns the edits of one file, and what is said of them.
func editsFor(edit *protocol.WorkspaceEdit, name uri.URI) (edits []protocol.TextEdit, notes string) {
	edits = append(edits, edit.Changes[name]...)
	seen := map[string]bool{}
	for _, change := range edit.DocumentChanges {
		document, ok := change.(*protocol.TextDocumentEdit)
		if !ok || document.TextDocument.URI != name {
			continue
		}
		for _, e := range document.Edits {
			switch e := e.(type) {
			case *protocol.TextEdit:
				edits = append(edits, *e)
			case *protocol.AnnotatedTextEdit:
				edits = append(edits, e.TextEdit)
				seen[edit.ChangeAnnotations[e.AnnotationID].Label] = true
			}
		}
	}
	for _, label := range slices.Sorted(maps.Keys(seen)) {
		notes += " (" + label + ")"
	}
	return edits, notes
}
