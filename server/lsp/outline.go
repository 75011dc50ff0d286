package lsp

import (
	"context"
	"slices"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/kubelore/kubelore/server/outline"
	"github.com/kubelore/kubelore/server/workspace"
)

// DocumentSymbol answers textDocument/documentSymbol with the resources of the file and
// their parts, as a tree or, for editors that show none, as a list.
func (s *Server) DocumentSymbol(ctx context.Context, params *protocol.DocumentSymbolParams) (protocol.DocumentSymbolResult, error) {
	f := s.snapshot(ctx).File(string(params.TextDocument.URI))
	if f == nil {
		return protocol.DocumentSymbolSlice{}, nil
	}
	symbols := outline.Symbols(f.File)
	if s.can.symbolTree {
		return protocol.DocumentSymbolSlice(s.tree(f, symbols)), nil
	}
	return protocol.SymbolInformationSlice(s.flat(f, s.uriOf(f.URI), symbols, "")), nil
}

func (s *Server) tree(f *workspace.File, symbols []outline.Symbol) []protocol.DocumentSymbol {
	all := make([]protocol.DocumentSymbol, len(symbols))
	for i, x := range symbols {
		all[i] = protocol.DocumentSymbol{
			Name: x.Name, Detail: &symbols[i].Detail, Kind: symbolKind(x.Kind, s.can.symbolKinds), Range: s.rangeOf(f.Text, x.Whole), SelectionRange: s.rangeOf(f.Text, x.Span),
		}
		if len(x.Children) > 0 {
			all[i].Children = s.tree(f, x.Children)
		}
	}
	return all
}

func (s *Server) flat(f *workspace.File, name uri.URI, symbols []outline.Symbol, container string) []protocol.SymbolInformation {
	all := []protocol.SymbolInformation{}
	for _, x := range symbols {
		symbol := protocol.SymbolInformation{Location: protocol.Location{URI: name, Range: s.rangeOf(f.Text, x.Whole)}}
		symbol.Name, symbol.Kind = x.Name, symbolKind(x.Kind, s.can.symbolKinds)
		if container != "" {
			symbol.ContainerName = &container
		}
		all = append(append(all, symbol), s.flat(f, name, x.Children, x.Name)...)
	}
	return all
}

// FoldingRanges answers textDocument/foldingRange.
func (s *Server) FoldingRanges(ctx context.Context, params *protocol.FoldingRangeParams) ([]protocol.FoldingRange, error) {
	f := s.snapshot(ctx).File(string(params.TextDocument.URI))
	if f == nil {
		return nil, nil
	}
	folds := outline.Folds(f.File)
	if most := s.can.mostFolds; most > 0 && len(folds) > most {
		folds = folds[:most]
	}
	all := make([]protocol.FoldingRange, len(folds))
	for i, x := range folds {
		all[i] = protocol.FoldingRange{StartLine: uint32(x.First), EndLine: uint32(x.Last)} //nolint:gosec // lines of a file in memory
		if x.Comment {
			all[i].Kind = protocol.FoldingRangeKindComment
		}
	}
	return all, nil
}

// SelectionRange answers textDocument/selectionRange.
func (s *Server) SelectionRange(ctx context.Context, params *protocol.SelectionRangeParams) ([]protocol.SelectionRange, error) {
	f := s.snapshot(ctx).File(string(params.TextDocument.URI))
	if f == nil {
		return nil, nil
	}
	all := make([]protocol.SelectionRange, len(params.Positions))
	for i, at := range params.Positions {
		offset := s.offset(f.Text, at)
		var outer *protocol.SelectionRange
		spans := outline.Around(f.File, offset)
		for _, span := range slices.Backward(spans) {
			outer = &protocol.SelectionRange{Range: s.rangeOf(f.Text, span), Parent: outer}
		}
		if outer != nil {
			all[i] = *outer
		}
	}
	return all, nil
}
