package lsp

import (
	"context"
	"encoding/json"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/navigate"
	"github.com/kubelore/kubelore/server/text"
)

// symbolKinds are the icons of kinds; the protocol has none for Kubernetes.
var symbolKinds = map[string]protocol.SymbolKind{ //nolint:gochecknoglobals // a table
	"Deployment": protocol.SymbolKindClass, "StatefulSet": protocol.SymbolKindClass, "DaemonSet": protocol.SymbolKindClass,
	"ReplicaSet": protocol.SymbolKindClass, "Job": protocol.SymbolKindClass, "CronJob": protocol.SymbolKindClass, "Pod": protocol.SymbolKindClass,
	"Service": protocol.SymbolKindInterface, "Ingress": protocol.SymbolKindInterface,
	"ConfigMap": protocol.SymbolKindConstant, "Secret": protocol.SymbolKindKey, "Namespace": protocol.SymbolKindNamespace,
	"ServiceAccount": protocol.SymbolKindKey, "CustomResourceDefinition": protocol.SymbolKindStruct,
	"port": protocol.SymbolKindField, "service-port": protocol.SymbolKindField,
}

// symbolKind returns the icon of a kind. Editors without newer ones get the nearest that
// the first protocol had.
func symbolKind(kind string, newer bool) protocol.SymbolKind {
	k, ok := symbolKinds[kind]
	if !ok {
		k = protocol.SymbolKindObject
	}
	switch {
	case newer || k <= protocol.SymbolKindArray:
		return k
	case k == protocol.SymbolKindKey:
		return protocol.SymbolKindConstant
	}
	return protocol.SymbolKindClass
}

// symbolData is what an editor gives back to have the range of a symbol.
type symbolData struct {
	Path       string
	Start, End int
}

// Symbols answers workspace/symbol. Editors that can are told the ranges later, because
// a range needs the file to be read.
func (s *Server) Symbols(ctx context.Context, params *protocol.WorkspaceSymbolParams) (protocol.WorkspaceSymbolResult, error) {
	p := s.places(ctx)
	all := protocol.WorkspaceSymbolSlice{}
	for _, x := range navigate.Symbols(p.snapshot.World(), params.Query) {
		symbol := protocol.WorkspaceSymbol{BaseSymbolInformation: protocol.BaseSymbolInformation{Name: x.Name, Kind: symbolKind(x.Kind, s.can.foundKinds)}}
		if x.Container != "" {
			symbol.ContainerName = &x.Container
		}
		if s.can.lazySymbols {
			data, err := json.Marshal(symbolData{x.Path, x.Span.Start, x.Span.End})
			if err != nil {
				continue // a path that is no text
			}
			symbol.Location, symbol.Data = &protocol.LocationUriOnly{URI: p.uri(x.Path)}, data
		} else {
			r, ok := p.rangeOf(x.Path, x.Span)
			if !ok {
				continue
			}
			symbol.Location = &protocol.Location{URI: p.uri(x.Path), Range: r}
		}
		all = append(all, symbol)
	}
	return all, nil
}

// WorkspaceSymbolResolve answers workspaceSymbol/resolve.
func (s *Server) WorkspaceSymbolResolve(ctx context.Context, symbol *protocol.WorkspaceSymbol) (*protocol.WorkspaceSymbol, error) {
	var data symbolData
	p := s.places(ctx)
	if err := json.Unmarshal(symbol.Data, &data); err != nil {
		return symbol, nil //nolint:nilerr // it was never ours
	}
	if p.snapshot.World().File(data.Path) == nil {
		return symbol, nil // it is gone
	}
	if r, ok := p.rangeOf(data.Path, text.Span{Start: data.Start, End: data.End}); ok {
		symbol.Location = &protocol.Location{URI: p.uri(data.Path), Range: r}
	}
	return symbol, nil
}
