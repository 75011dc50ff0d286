package marker

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.lsp.dev/protocol"
)

// items returns what an editor shows at the place of m, in its order.
func (r *run) items(ctx context.Context, m *Mark) ([]protocol.CompletionItem, error) {
	at, err := r.position(m)
	if err != nil {
		return nil, err
	}
	answer, err := r.Server.Completion(ctx, &protocol.CompletionParams{TextDocumentPositionParams: at})
	if err != nil {
		return nil, err
	}
	var all []protocol.CompletionItem
	switch answer := answer.(type) {
	case *protocol.CompletionList:
		if answer != nil {
			all = answer.Items
		}
	case protocol.CompletionItemSlice:
		all = answer
	}
	var items []protocol.CompletionItem
	for _, item := range all {
		typed, err := r.typed(m, item)
		if err != nil {
			return nil, fmt.Errorf("the item %s: %w", item.Label, err)
		}
		if fits(item, typed) {
			items = append(items, item)
		}
	}
	slices.SortStableFunc(items, func(a, b protocol.CompletionItem) int { return strings.Compare(sortKey(a), sortKey(b)) })
	return items, nil
}

func sortKey(item protocol.CompletionItem) string {
	if key, ok := item.SortText.Get(); ok {
		return key
	}
	return item.Label
}

// typed returns what was typed of an item: the text that it replaces, up to the
// cursor. It fails if an item is not as the protocol asks: one edit, on the line of
// the cursor, that holds the cursor, and tab stops only for editors that know them.
func (r *run) typed(m *Mark, item protocol.CompletionItem) (string, error) {
	edit, ok := item.TextEdit.(*protocol.TextEdit)
	if !ok {
		return "", errors.New("has no edit, so each editor replaces what it takes for a word")
	}
	t := r.file(m)
	s, err := span(t, edit.Range, r.Encoding)
	if err != nil {
		return "", err
	}
	cursor, err := m.place(t)
	if err != nil {
		return "", err
	}
	if edit.Range.Start.Line != edit.Range.End.Line || !s.Contains(cursor.Start) {
		return "", fmt.Errorf("its edit of %s must hold the cursor and stay on its line", show(edit.Range))
	}
	if item.InsertTextFormat == protocol.InsertTextFormatSnippet && !r.Snippets {
		return "", errors.New("is a snippet, which the editor does not know")
	}
	return t.String()[s.Start:cursor.Start], nil
}

// fits reports whether an editor shows an item for what was typed. Many are
// generous; all show what begins with it, and some show nothing else.
func fits(item protocol.CompletionItem, typed string) bool {
	name := item.Label
	if filter, ok := item.FilterText.Get(); ok {
		name = filter
	}
	return strings.HasPrefix(strings.ToLower(name), strings.ToLower(typed))
}

func labels(items []protocol.CompletionItem) []string {
	var all []string
	for _, item := range items {
		all = append(all, item.Label)
	}
	return all
}

// complete checks complete(at, want...): exactly these labels, in this order.
func (r *run) complete(ctx context.Context, m *Mark) error {
	items, err := r.items(ctx, m)
	if err != nil {
		return err
	}
	got := labels(items)
	if len(m.Args) == 2 {
		if _, ok := m.Args[1].(Ident); ok {
			return r.matches(m.Args[1], strings.Join(got, "\n"))
		}
	}
	var want []string
	for _, arg := range m.Args[1:] {
		label, ok := arg.(string)
		if !ok {
			return fmt.Errorf("%v is no label; write labels in quotes, or one golden entry", arg)
		}
		want = append(want, label)
	}
	if !slices.Equal(got, want) {
		return fmt.Errorf("got %q, want %q", got, want)
	}
	return nil
}

// rank checks rank(at, label...): these in this order, others between them or
// not; "!x" is nowhere.
func (r *run) rank(ctx context.Context, m *Mark) error {
	items, err := r.items(ctx, m)
	if err != nil {
		return err
	}
	if len(m.Args) < 2 {
		return errors.New("names no labels")
	}
	got := labels(items)
	last, before := -1, ""
	for _, arg := range m.Args[1:] {
		label, ok := arg.(string)
		if !ok {
			return fmt.Errorf("%v is no label; write labels in quotes", arg)
		}
		if banned, ok := strings.CutPrefix(label, "!"); ok {
			if slices.Contains(got, banned) {
				return fmt.Errorf("%s is offered", banned)
			}
			continue
		}
		i := slices.Index(got, label)
		if i < 0 {
			return fmt.Errorf("%s is not offered; there are %q", label, got)
		}
		if i <= last {
			return fmt.Errorf("%s comes before %s; the order is %q", label, before, got)
		}
		last, before = i, label
	}
	return nil
}

// accept checks accept(at, label, golden): the file after the item was accepted,
// with its tab stops, if it has some, as they are.
func (r *run) accept(ctx context.Context, m *Mark) error {
	if err := m.want(3, 3); err != nil {
		return err
	}
	items, err := r.items(ctx, m)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(items, func(item protocol.CompletionItem) bool { return item.Label == m.Args[1] })
	if i < 0 {
		return fmt.Errorf("%v is not offered; there are %q", m.Args[1], labels(items))
	}
	item := &items[i]
	if item.Documentation == nil {
		if item, err = r.Server.CompletionResolve(ctx, item); err != nil {
			return err
		}
	}
	edit, ok := item.TextEdit.(*protocol.TextEdit)
	if !ok {
		return errors.New("has no edit once it is resolved")
	}
	written := *edit
	written.NewText = r.indented(m, item)
	return r.edited(m, m.Args[2], append([]protocol.TextEdit{written}, item.AdditionalTextEdits...))
}

// indented returns what an editor writes for an item: in the mode
// adjustIndentation, which editors use for snippets if they are told nothing,
// lines after the first are moved to where the line of the cursor starts.
func (r *run) indented(m *Mark, item *protocol.CompletionItem) string {
	edit, _ := item.TextEdit.(*protocol.TextEdit)
	adjust := item.InsertTextMode == protocol.InsertTextModeAdjustIndentation ||
		item.InsertTextMode == 0 && item.InsertTextFormat == protocol.InsertTextFormatSnippet
	if !adjust {
		return edit.NewText
	}
	t := r.file(m)
	line := t.Line(m.Row)
	content := t.String()[line.Start:line.End]
	indent := content[:len(content)-len(strings.TrimLeft(content, " "))]
	return strings.ReplaceAll(edit.NewText, "\n", "\n"+indent)
}
