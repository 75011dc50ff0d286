package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/complete"
	"github.com/kubelore/kubelore/server/workspace"
)

// Completion answers textDocument/completion.
func (s *Server) Completion(ctx context.Context, params *protocol.CompletionParams) (protocol.CompletionResult, error) {
	f := s.snapshot(ctx).File(string(params.TextDocument.URI))
	if f == nil {
		return nil, nil
	}
	offset := s.offset(f.Text, params.Position)
	items := complete.At(f.File, offset)
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
	f := s.snapshot(ctx).File(data.URI)
	if f == nil || f.Version != data.Version || data.Offset < 0 || data.Offset > f.Text.Len() {
		return item, nil
	}
	for _, x := range complete.At(f.File, data.Offset) {
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
		Kind:       itemKinds[x.Kind],
		SortText:   protocol.NewOptional(fmt.Sprintf("%04d", rank)),
		FilterText: protocol.NewOptional(x.Filter),
		TextEdit:   &protocol.TextEdit{Range: s.rangeOf(f.Text, x.Edit.Span), NewText: x.Edit.New},
	}
	if x.Detail != "" {
		item.Detail = protocol.NewOptional(x.Detail)
	}
	if s.can.asIs {
		item.InsertTextMode = protocol.InsertTextModeAsIs
	} else {
		item.TextEdit = &protocol.TextEdit{Range: s.rangeOf(f.Text, x.Edit.Span), NewText: firstLine(x.Edit.New)}
	}
	if x.Deprecated && s.can.deprecated {
		item.Tags = []protocol.CompletionItemTag{protocol.CompletionItemTagDeprecated}
	}
	return item
}

// firstLine returns what is written for editors that cannot be told how further
// lines are indented: some would indent them once more, and the completion of
// older Neovims writes a line break as a zero byte.
func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

func (s *Server) document(item *protocol.CompletionItem, x complete.Item) {
	if x.Card == nil {
		return
	}
	if c := x.Card(); c != nil {
		item.Documentation = markup(c, s.can.itemMarkdown)
	}
}

var itemKinds = map[complete.Kind]protocol.CompletionItemKind{ //nolint:gochecknoglobals // a table
	complete.Field:      protocol.CompletionItemKindField,
	complete.Value:      protocol.CompletionItemKindEnumMember,
	complete.KindName:   protocol.CompletionItemKindClass,
	complete.APIVersion: protocol.CompletionItemKindModule,
}
