package marker

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"go.lsp.dev/protocol"
)

// hover checks hover(at) and hover(at, want): without want there is no hover.
func (r *run) hover(ctx context.Context, m *Mark) error {
	if err := m.want(1, 2); err != nil {
		return err
	}
	at, err := r.position(m)
	if err != nil {
		return err
	}
	h, err := r.Server.Hover(ctx, &protocol.HoverParams{TextDocumentPositionParams: at})
	switch {
	case err != nil:
		return err
	case len(m.Args) == 1 && h == nil:
		return nil
	case len(m.Args) == 1:
		return fmt.Errorf("want no hover, got\n%s", content(h.Contents))
	case h == nil:
		return errors.New("got no hover")
	case h.Range == nil:
		return errors.New("the hover has no range, so the editor cannot show what it is about")
	}
	s, err := span(r.file(m), *h.Range, r.Encoding)
	if err != nil {
		return err
	}
	place, err := m.place(r.file(m))
	if err != nil {
		return err
	}
	if !s.Contains(place.Start) {
		return fmt.Errorf("the range %s of the hover does not hold the cursor", show(*h.Range))
	}
	if name, ok := m.Args[1].(Ident); ok {
		return r.matchesGolden(string(name), shape(content(h.Contents)))
	}
	return r.matches(m.Args[1], content(h.Contents))
}

// shape returns a card in Markdown with "> …" in the place of what is quoted from
// Kubernetes, which is not copied into this repository.
func shape(card string) string {
	var out []string
	for line := range strings.Lines(card) {
		if !strings.HasPrefix(line, ">") {
			out = append(out, line)
		} else if len(out) == 0 || out[len(out)-1] != "> …\n" {
			out = append(out, "> …\n")
		}
	}
	return strings.Join(out, "")
}

// content returns text of the protocol, which comes in several shapes.
func content(c any) string {
	switch c := c.(type) {
	case *protocol.MarkupContent:
		return c.Value
	case protocol.String:
		return string(c)
	}
	return fmt.Sprintf("%v", c)
}
