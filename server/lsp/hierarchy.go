package lsp

import (
	"context"
	"encoding/json"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/navigate"
	"github.com/kubelore/kubelore/server/text"
)

// PrepareCallHierarchy answers textDocument/prepareCallHierarchy.
func (s *Server) PrepareCallHierarchy(ctx context.Context, params *protocol.CallHierarchyPrepareParams) ([]protocol.CallHierarchyItem, error) {
	p := s.places(ctx)
	f := p.snapshot.File(string(params.TextDocument.URI))
	if f == nil {
		return nil, nil
	}
	var all []protocol.CallHierarchyItem
	for _, x := range navigate.Items(p.snapshot.World(), f.Path, s.offset(f.Text, params.Position)) {
		if item, ok := p.item(x); ok {
			all = append(all, item)
		}
	}
	return all, nil
}

// item returns a symbol as an item of a hierarchy.
func (p *places) item(x navigate.Symbol) (protocol.CallHierarchyItem, bool) {
	whole, ok := p.rangeOf(x.Path, x.Whole)
	selection, _ := p.rangeOf(x.Path, x.Span)
	data, err := json.Marshal(symbolData{x.Path, x.Span.Start, x.Span.End})
	item := protocol.CallHierarchyItem{
		Name: x.Name, Kind: symbolKind(x.Kind, true), URI: p.uri(x.Path), Range: whole, SelectionRange: selection, Data: data,
	}
	if x.Container != "" {
		item.Detail = &x.Container
	}
	return item, ok && err == nil
}

// IncomingCalls answers callHierarchy/incomingCalls.
func (s *Server) IncomingCalls(ctx context.Context, params *protocol.CallHierarchyIncomingCallsParams) ([]protocol.CallHierarchyIncomingCall, error) {
	p, at, ok := s.called(ctx, params.Item)
	if !ok {
		return nil, nil
	}
	all := []protocol.CallHierarchyIncomingCall{}
	for _, c := range navigate.Incoming(p.snapshot.World(), at.Path, at.Start) {
		if item, ok := p.item(c.Symbol); ok {
			all = append(all, protocol.CallHierarchyIncomingCall{From: item, FromRanges: p.ranges(c.Path, c.From)})
		}
	}
	return all, nil
}

// OutgoingCalls answers callHierarchy/outgoingCalls.
func (s *Server) OutgoingCalls(ctx context.Context, params *protocol.CallHierarchyOutgoingCallsParams) ([]protocol.CallHierarchyOutgoingCall, error) {
	p, at, ok := s.called(ctx, params.Item)
	if !ok {
		return nil, nil
	}
	all := []protocol.CallHierarchyOutgoingCall{}
	for _, c := range navigate.Outgoing(p.snapshot.World(), at.Path, at.Start) {
		if item, ok := p.item(c.Symbol); ok {
			all = append(all, protocol.CallHierarchyOutgoingCall{To: item, FromRanges: p.ranges(at.Path, c.From)})
		}
	}
	return all, nil
}

// called returns where an item is that the editor gives back.
func (s *Server) called(ctx context.Context, item protocol.CallHierarchyItem) (*places, symbolData, bool) {
	p := s.places(ctx)
	var at symbolData
	if json.Unmarshal(item.Data, &at) != nil {
		return p, at, false // it was never ours
	}
	return p, at, true
}

func (p *places) ranges(path string, spans []text.Span) []protocol.Range {
	all := []protocol.Range{}
	for _, span := range spans {
		if r, ok := p.rangeOf(path, span); ok {
			all = append(all, r)
		}
	}
	return all
}
