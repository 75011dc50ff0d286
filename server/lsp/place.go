package lsp

import (
	"context"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/kubelore/kubelore/server/navigate"
	"github.com/kubelore/kubelore/server/text"
	"github.com/kubelore/kubelore/server/workspace"
)

// places turns places in files, open or not, into those of the protocol. It reads each
// file once.
type places struct {
	server   *Server
	snapshot *workspace.Snapshot
	read     map[string]*text.Text
	// from returns the content of a file.
	from func(path string) (*text.Text, error)
}

func (s *Server) places(ctx context.Context) *places {
	return s.placesIn(s.snapshot(ctx))
}

func (s *Server) placesIn(snapshot *workspace.Snapshot) *places {
	return &places{s, snapshot, map[string]*text.Text{}, snapshot.Text}
}

// uri returns the name under which the editor knows a file.
func (p *places) uri(path string) uri.URI {
	if f := p.snapshot.At(path); f != nil {
		return p.server.uriOf(f.URI)
	}
	return uri.File(path)
}

// text returns the content of a file, or nil if it cannot be read any more.
func (p *places) text(path string) *text.Text {
	t, ok := p.read[path]
	if !ok {
		var err error
		if t, err = p.from(path); err != nil {
			p.server.log.Warn("a file of the workspace is gone", "err", err)
		}
		p.read[path] = t
	}
	return t
}

// rangeOf returns a span of a file. Of a file that became shorter it is the end.
func (p *places) rangeOf(path string, span text.Span) (protocol.Range, bool) {
	t := p.text(path)
	if t == nil {
		return protocol.Range{}, false
	}
	span.Start, span.End = min(span.Start, t.Len()), min(span.End, t.Len())
	return p.server.rangeOf(t, span), true
}

// links returns places with what under the cursor leads to them.
func (p *places) links(from string, all []navigate.Location) protocol.DefinitionLinkSlice {
	links := protocol.DefinitionLinkSlice{}
	for _, l := range all {
		whole, ok := p.rangeOf(l.Path, l.Whole)
		if !ok {
			continue
		}
		selection, _ := p.rangeOf(l.Path, l.Span)
		origin, _ := p.rangeOf(from, l.Origin)
		links = append(links, protocol.DefinitionLink{
			OriginSelectionRange: &origin, TargetURI: p.uri(l.Path), TargetRange: whole, TargetSelectionRange: selection,
		})
	}
	return links
}

func (p *places) locations(all []navigate.Location) []protocol.Location {
	locations := []protocol.Location{}
	for _, l := range all {
		if r, ok := p.rangeOf(l.Path, l.Span); ok {
			locations = append(locations, protocol.Location{URI: p.uri(l.Path), Range: r})
		}
	}
	return locations
}
