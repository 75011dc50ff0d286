package lsp

import (
	"slices"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/kubelore/kubelore/knowledge/card"
	"github.com/kubelore/kubelore/server/check"
	"github.com/kubelore/kubelore/server/text"
	"github.com/kubelore/kubelore/server/workspace"
)

// offset returns the byte offset of a position of the protocol.
func (s *Server) offset(t *text.Text, p protocol.Position) int {
	return t.Offset(int(p.Line), int(p.Character), s.can.encoding)
}

func (s *Server) rangeOf(t *text.Text, span text.Span) protocol.Range {
	return protocol.Range{Start: s.positionOf(t, span.Start), End: s.positionOf(t, span.End)}
}

func (s *Server) positionOf(t *text.Text, offset int) protocol.Position {
	line, char := t.Position(offset, s.can.encoding)
	return protocol.Position{Line: uint32(line), Character: uint32(char)}
}

// markup returns a card in the format that an editor shows.
func markup(c *card.Card, markdown bool) *protocol.MarkupContent {
	if markdown {
		return &protocol.MarkupContent{Kind: protocol.MarkupKindMarkdown, Value: c.Markdown()}
	}
	return &protocol.MarkupContent{Kind: protocol.MarkupKindPlainText, Value: c.Plain()}
}

var severities = [...]protocol.DiagnosticSeverity{ //nolint:gochecknoglobals // a table
	check.Error:       protocol.DiagnosticSeverityError,
	check.Warning:     protocol.DiagnosticSeverityWarning,
	check.Information: protocol.DiagnosticSeverityInformation,
	check.Hint:        protocol.DiagnosticSeverityHint,
}

// diagnostics returns problems as the protocol has them; never nil, which would be
// written as null.
func (s *Server) diagnostics(f *workspace.File, problems []check.Problem) []protocol.Diagnostic {
	all := make([]protocol.Diagnostic, len(problems))
	others := s.placesIn(s.session.Snapshot())
	others.from = others.snapshot.Seen // with each letter, the same places
	for i, p := range problems {
		all[i] = protocol.Diagnostic{
			Range:    s.rangeOf(f.Text, p.Span),
			Severity: severities[p.Severity],
			Code:     protocol.String(p.Code),
			Source:   protocol.NewOptional("kubelore"),
			Message:  protocol.String(p.Message),
		}
		if s.can.codeLinks {
			all[i].CodeDescription = protocol.CodeDescription{Href: uri.URI(check.Page(p.Code))}
		}
		if s.can.related {
			all[i].RelatedInformation = others.related(p)
		}
		if tags := s.tagsOf(p); len(tags) > 0 {
			all[i].Tags = protocol.NewDiagnosticTags(tags...)
		}
	}
	return all
}

// related returns the other ends of a problem.
func (p *places) related(problem check.Problem) []protocol.DiagnosticRelatedInformation {
	var all []protocol.DiagnosticRelatedInformation
	for _, r := range problem.Related {
		if at, ok := p.rangeOf(r.Path, r.Span); ok {
			all = append(all, protocol.DiagnosticRelatedInformation{
				Location: protocol.Location{URI: p.uri(r.Path), Range: at}, Message: r.Message,
			})
		}
	}
	return all
}

func (s *Server) tagsOf(p check.Problem) []protocol.DiagnosticTag {
	var tags []protocol.DiagnosticTag
	if p.Deprecated && slices.Contains(s.can.tags, protocol.DiagnosticTagDeprecated) {
		tags = append(tags, protocol.DiagnosticTagDeprecated)
	}
	if p.Unnecessary && slices.Contains(s.can.tags, protocol.DiagnosticTagUnnecessary) {
		tags = append(tags, protocol.DiagnosticTagUnnecessary)
	}
	return tags
}
