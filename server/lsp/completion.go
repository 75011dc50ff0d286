package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/complete"
	"github.com/kubelore/kubelore/server/workspace"
)

// Completion answers textDocument/completion.
func (s *Server) Completion(ctx context.Context, params *protocol.CompletionParams) (protocol.CompletionResult, error) {
	snapshot := s.snapshot(ctx)
	f := snapshot.File(string(params.TextDocument.URI))
	if f == nil {
		return nil, nil
	}
	offset := s.offset(f.Text, params.Position)
	items := slices.DeleteFunc(offered(snapshot, f, offset), func(x complete.Item) bool {
		// What begins on the next line is nothing for editors that get one line only.
		return !s.can.asIs && strings.HasPrefix(x.Edit.New, "\n")
	})
	list := &protocol.CompletionList{Items: make([]protocol.CompletionItem, len(items))}
	for i, item := range items {
		list.Items[i] = s.item(f, item, i)
		if !s.can.lazyDocumentation {
			s.document(&list.Items[i], item)
			continue
		}
		data, err := json.Marshal(itemData{string(params.TextDocument.URI), f.Version, offset})
		if err != nil {
			return nil, fmt.Errorf("describe the item %s: %w", item.Label, err)
		}
		list.Items[i].Data = data
	}
	return list, nil
}

// itemData is what an item takes along, so that it can be found again when the
// editor wants its documentation; the server remembers nothing.
type itemData struct {
	URI     string `json:"uri"`
	Version int32  `json:"version"`
	Offset  int    `json:"offset"`
}

// CompletionResolve answers completionItem/resolve with the documentation of an
// item, or with the item as it is if the file is not what it was.
func (s *Server) CompletionResolve(ctx context.Context, item *protocol.CompletionItem) (*protocol.CompletionItem, error) {
	var data itemData
	if err := json.Unmarshal(item.Data, &data); err != nil {
		return item, nil //nolint:nilerr // an item that is not ours has no documentation of ours
	}
	snapshot := s.snapshot(ctx)
	f := snapshot.File(data.URI)
	if f == nil || f.Version != data.Version || data.Offset < 0 || data.Offset > f.Text.Len() {
		return item, nil
	}
	for _, x := range offered(snapshot, f, data.Offset) {
		if x.Label == item.Label {
			s.document(item, x)
			break
		}
	}
	return item, nil
}

// item returns an item as the protocol has it. Rank is its place among the others.
func (s *Server) item(f *workspace.File, x complete.Item, rank int) protocol.CompletionItem {
	item := protocol.CompletionItem{
		Label:      x.Label,
		Kind:       s.itemKind(x.Kind),
		SortText:   protocol.NewOptional(fmt.Sprintf("%04d", rank)),
		FilterText: protocol.NewOptional(x.Filter),
	}
	edit := protocol.TextEdit{Range: s.rangeOf(f.Text, x.Edit.Span), NewText: x.Edit.New}
	if x.Snippet != "" && s.can.snippets {
		edit.NewText, item.InsertTextFormat = x.Snippet, protocol.InsertTextFormatSnippet
	}
	if s.can.asIs {
		item.InsertTextMode = protocol.InsertTextModeAsIs
	} else {
		s.move(f, x, &item, &edit)
	}
	item.TextEdit = &edit
	if x.Detail != "" {
		item.Detail = protocol.NewOptional(x.Detail)
	}
	if x.Deprecated && s.can.deprecated {
		item.Tags = []protocol.CompletionItemTag{protocol.CompletionItemTagDeprecated}
	}
	if s.can.commit && x.Commit != "" {
		item.CommitCharacters = strings.Split(x.Commit, "")
	}
	if s.can.suggestAgain {
		item.Command = again(x)
	}
	for _, e := range x.Also {
		item.AdditionalTextEdits = append(item.AdditionalTextEdits, protocol.TextEdit{Range: s.rangeOf(f.Text, e.Span), NewText: e.New})
	}
	return item
}

// move makes an edit right for editors that cannot be told how further lines are indented.
// For snippets they add the indentation of the line, so it is taken away. In mere text some
// do and some do not, and the completion of older Neovims writes a line break as a zero
// byte, so further lines are left out where it matters.
func (s *Server) move(f *workspace.File, x complete.Item, item *protocol.CompletionItem, edit *protocol.TextEdit) {
	line := f.Text.Line(f.Text.LineOf(x.Edit.Span.Start))
	content := f.Text.Slice(line)
	indent := content[:len(content)-len(strings.TrimLeft(content, " "))]
	if !strings.Contains(edit.NewText, "\n") || indent == "" && !s.can.oneLine {
		return
	}
	_, rest, _ := strings.Cut(edit.NewText, "\n")
	movable := item.InsertTextFormat == protocol.InsertTextFormatSnippet
	for l := range strings.SplitSeq(rest, "\n") {
		movable = movable && strings.HasPrefix(l, indent)
	}
	if movable {
		edit.NewText = strings.ReplaceAll(edit.NewText, "\n"+indent, "\n")
		return
	}
	item.InsertTextFormat = 0
	edit.NewText, _, _ = strings.Cut(x.Edit.New, "\n")
}

func (s *Server) document(item *protocol.CompletionItem, x complete.Item) {
	if x.Card == nil {
		return
	}
	c := x.Card()
	switch {
	case c == nil:
	case s.can.itemMarkup:
		item.Documentation = markup(c, s.can.itemMarkdown)
	default:
		item.Documentation = protocol.String(c.Plain())
	}
}

// itemKind returns the kind that the icon of an item shows.
func (s *Server) itemKind(kind complete.Kind) protocol.CompletionItemKind {
	if k := itemKinds[kind]; s.can.itemKinds || k <= protocol.CompletionItemKindReference {
		return k
	}
	return protocol.CompletionItemKindValue
}

var itemKinds = map[complete.Kind]protocol.CompletionItemKind{ //nolint:gochecknoglobals // a table
	complete.Field:      protocol.CompletionItemKindField,
	complete.Value:      protocol.CompletionItemKindEnumMember,
	complete.KindName:   protocol.CompletionItemKindClass,
	complete.APIVersion: protocol.CompletionItemKindModule,
	complete.Block:      protocol.CompletionItemKindSnippet,
	complete.Reference:  protocol.CompletionItemKindReference,
}
