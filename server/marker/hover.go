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

// shape returns a card in Markdown with "…" in the place of descriptions, which
// are text of Kubernetes and are not copied into this repository. What is left is
// ours: the title, warnings, the names of values, and the path.
func shape(card string) string {
	var out []string
	for i, line := range strings.Split(card, "\n") {
		value, meaning, ok := strings.Cut(line, "` ")
		switch {
		case i == 0, line == "", strings.HasPrefix(line, "⚠"), strings.HasPrefix(line, "`") && strings.HasSuffix(line, "`"):
		case strings.HasPrefix(line, "- `"):
			if line = value; ok && meaning != "" {
				line += "` …"
			}
		default:
			line = "…"
			switch n := len(out); { // one for all of it
			case n > 0 && out[n-1] == line:
				out = out[:n-1]
			case n > 1 && out[n-1] == "" && out[n-2] == line:
				out = out[:n-2]
			}
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
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
