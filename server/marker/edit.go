package marker

import (
	"fmt"
	"slices"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/text"
)

// span returns the bytes of t that a range of the protocol means. The range must
// lie inside the text, which the protocol does not ask for but we do.
func span(t *text.Text, r protocol.Range, enc text.Encoding) (text.Span, error) {
	s := text.Span{
		Start: t.Offset(int(r.Start.Line), int(r.Start.Character), enc),
		End:   t.Offset(int(r.End.Line), int(r.End.Character), enc),
	}
	if s.End < s.Start || extentOf(t, s, enc) != r {
		return s, fmt.Errorf("the range %s is not in the text", show(r))
	}
	return s, nil
}

// extentOf returns a span of t as a range of the protocol.
func extentOf(t *text.Text, s text.Span, enc text.Encoding) protocol.Range {
	return protocol.Range{Start: positionOf(t, s.Start, enc), End: positionOf(t, s.End, enc)}
}

func positionOf(t *text.Text, offset int, enc text.Encoding) protocol.Position {
	line, char := t.Position(offset, enc)
	return protocol.Position{Line: uint32(line), Character: uint32(char)}
}

// show writes a range as people count, lines and characters from 1.
func show(r protocol.Range) string {
	return fmt.Sprintf("%d:%d-%d:%d", r.Start.Line+1, r.Start.Character+1, r.End.Line+1, r.End.Character+1)
}

// apply returns t after edits that all mean t as it is, in any order, as an editor
// does. It fails if two of them touch the same text.
func apply(t *text.Text, edits []protocol.TextEdit, enc text.Encoding) (string, error) {
	var all []text.Edit
	for _, e := range edits {
		s, err := span(t, e.Range, enc)
		if err != nil {
			return "", err
		}
		all = append(all, text.Edit{Span: s, New: e.NewText})
	}
	slices.SortStableFunc(all, func(a, b text.Edit) int { return a.Span.Start - b.Span.Start })
	var out strings.Builder
	at := 0
	for _, e := range all {
		if e.Span.Start < at {
			return "", fmt.Errorf("two edits touch the bytes before %d", at)
		}
		out.WriteString(t.String()[at:e.Span.Start])
		out.WriteString(e.New)
		at = e.Span.End
	}
	out.WriteString(t.String()[at:])
	return out.String(), nil
}
