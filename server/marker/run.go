package marker

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/kubelore/kubelore/server/text"
)

// An Editor is connected to a server and has opened the files of an archive.
type Editor struct {
	Server protocol.Server
	// Encoding is what positions are counted in, as negotiated.
	Encoding text.Encoding
	// Snippets says that the editor understands tab stops.
	Snippets bool
	// URI returns the name under which a file was opened.
	URI func(file string) uri.URI
	// Diagnostics are those that the editor shows for each file.
	Diagnostics map[string][]protocol.Diagnostic
}

// run is a run of one archive.
type run struct {
	*Archive
	Editor
	update bool
	// unclaimed are the diagnostics of each file that no marker asked for yet.
	unclaimed map[string][]protocol.Diagnostic
}

// Run checks the markers of an archive and returns what is wrong, each with the
// line of the archive. If update is set, golden entries of a are changed to what
// the server answers.
func Run(ctx context.Context, a *Archive, e Editor, update bool) []string {
	r := &run{Archive: a, Editor: e, update: update, unclaimed: map[string][]protocol.Diagnostic{}}
	for file, all := range e.Diagnostics {
		r.unclaimed[file] = slices.Clone(all)
	}
	var failures []string
	for _, m := range a.Marks {
		if err := r.check(ctx, m); err != nil {
			failures = append(failures, fmt.Sprintf("line %d: %s: %v", m.Line, m.Name, err))
		}
	}
	for _, f := range a.Files {
		for _, d := range r.unclaimed[f.Name] {
			failures = append(failures, fmt.Sprintf("%s: no marker expects the diagnostic %s", f.Name, describe(d)))
		}
	}
	return append(failures, a.Unused()...)
}

// check checks one marker.
func (r *run) check(ctx context.Context, m *Mark) error {
	switch m.Name {
	case "hover":
		return r.hover(ctx, m)
	case "complete":
		return r.complete(ctx, m)
	case "rank":
		return r.rank(ctx, m)
	case "accept":
		return r.accept(ctx, m)
	case "diag":
		return r.diag(m)
	case "act":
		return r.act(ctx, m)
	case "fix":
		return r.fix(ctx, m)
	case "def", "type", "impl", "refs", "same":
		return r.goes(ctx, m)
	case "out", "in":
		return r.calls(ctx, m)
	case "rename":
		return r.rename(ctx, m)
	}
	return errors.New("no marker is called so")
}

// file returns the file that m stands in.
func (r *run) file(m *Mark) *text.Text {
	i := slices.IndexFunc(r.Files, func(f File) bool { return f.Name == m.File })
	return r.Files[i].Text
}

// position returns the place of m as the parameter of a request.
func (r *run) position(m *Mark) (protocol.TextDocumentPositionParams, error) {
	t := r.file(m)
	s, err := m.place(t)
	return protocol.TextDocumentPositionParams{
		TextDocument: protocol.TextDocumentIdentifier{URI: r.URI(m.File)},
		Position:     positionOf(t, s.Start, r.Encoding),
	}, err
}

// matches compares an answer with what a marker wants: a part of it, a pattern
// or a golden entry.
func (r *run) matches(want any, got string) error {
	switch want := want.(type) {
	case string:
		if !strings.Contains(got, want) {
			return fmt.Errorf("got\n%s\nwhich does not contain %q", got, want)
		}
	case pattern:
		if !want.MatchString(got) {
			return fmt.Errorf("got\n%s\nwhich does not match %s", got, want)
		}
	case Ident:
		return r.matchesGolden(string(want), got)
	}
	return nil
}

// matchesGolden compares an answer with a golden entry, which always ends with
// one line break.
func (r *run) matchesGolden(name, got string) error {
	got = strings.TrimRight(got, "\n") + "\n"
	if r.update {
		r.SetGolden(name, got)
		return nil
	}
	want, ok := r.Golden(name)
	if !ok {
		return fmt.Errorf("there is no entry @%s; -update writes it", name)
	}
	if want != got {
		return fmt.Errorf("got\n%swhich differs from @%s; from there to here it is\n%s", got, name, difference(want, got))
	}
	return nil
}

// edited compares a file after edits with a golden entry that shows the
// difference. The result must be different from the file.
func (r *run) edited(m *Mark, golden any, edits []protocol.TextEdit) error {
	name, ok := golden.(Ident)
	if !ok {
		return errors.New("want the name of a golden entry for the difference")
	}
	t := r.file(m)
	after, err := apply(t, edits, r.Encoding)
	if err != nil {
		return err
	}
	diff := difference(t.String(), after)
	if diff == "" {
		return errors.New("nothing changes")
	}
	return r.matchesGolden(string(name), diff)
}

// want fails unless m has from least to most arguments, the place included.
func (m *Mark) want(least, most int) error {
	if len(m.Args) < least || len(m.Args) > most {
		return fmt.Errorf("has %d arguments, want %d to %d", len(m.Args), least, most)
	}
	return nil
}
