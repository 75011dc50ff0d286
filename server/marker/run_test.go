package marker

import (
	"context"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/kubelore/kubelore/server/text"
)

// answers is a server that says the same to every question, and offers and
// reports something on the first line of every file.
type answers struct {
	protocol.UnimplementedServer
	hover *protocol.Hover
	items []protocol.CompletionItem
	fixes []protocol.CommandOrCodeAction
}

func (s *answers) Hover(context.Context, *protocol.HoverParams) (*protocol.Hover, error) {
	return s.hover, nil
}

func (s *answers) Completion(context.Context, *protocol.CompletionParams) (protocol.CompletionResult, error) {
	return &protocol.CompletionList{Items: s.items}, nil
}

func (s *answers) CompletionResolve(_ context.Context, item *protocol.CompletionItem) (*protocol.CompletionItem, error) {
	return item, nil
}

func (s *answers) CodeAction(context.Context, *protocol.CodeActionParams) ([]protocol.CommandOrCodeAction, error) {
	return s.fixes, nil
}

// firstLine returns a range on the first line, which for a test is "ab: cd".
func firstLine(from, to uint32) protocol.Range {
	return protocol.Range{Start: protocol.Position{Character: from}, End: protocol.Position{Character: to}}
}

func item(label, sort string, edit protocol.Range, written string) protocol.CompletionItem {
	return protocol.CompletionItem{
		Label: label, SortText: protocol.NewOptional(sort), FilterText: protocol.NewOptional("cd" + label),
		TextEdit: &protocol.TextEdit{Range: edit, NewText: written},
	}
}

// runSample runs markers on the line "ab: cd" against answers.
func runSample(t *testing.T, marks, rest string, update bool) (*Archive, []string) {
	t.Helper()
	a, err := Read([]byte("-- f.yaml --\nab: cd #~ " + marks + "\n" + rest))
	if err != nil {
		t.Fatal(err)
	}
	name := uri.File("/f.yaml")
	hidden := item("hidden", "0", firstLine(4, 6), "hidden")
	hidden.FilterText = protocol.NewOptional("xy")
	server := &answers{
		hover: &protocol.Hover{
			Contents: &protocol.MarkupContent{Kind: protocol.MarkupKindMarkdown, Value: "**ab** is a key"},
			Range:    new(firstLine(0, 2)),
		},
		items: []protocol.CompletionItem{hidden, item("late", "2", firstLine(4, 6), "late"), item("early", "1", firstLine(4, 6), "early")},
		fixes: []protocol.CommandOrCodeAction{&protocol.CodeAction{
			Title: "Shorten",
			Edit: &protocol.WorkspaceEdit{Changes: map[uri.URI][]protocol.TextEdit{
				name: {{Range: firstLine(5, 6)}, {Range: firstLine(1, 2), NewText: "x"}},
			}},
		}},
	}
	return a, Run(t.Context(), a, Editor{
		Server: server, Encoding: text.UTF16, URI: func(string) uri.URI { return name },
		Diagnostics: map[string][]protocol.Diagnostic{"f.yaml": {{
			Range: firstLine(4, 6), Severity: protocol.DiagnosticSeverityWarning,
			Code: protocol.String("x/bad"), Message: protocol.String("cd is bad"), Source: protocol.NewOptional("kubelore"),
		}}},
	}, update)
}

func TestRun(t *testing.T) {
	const diag = `, diag("cd", "x/bad", "bad", warning)`
	for _, tc := range []struct {
		name, marks, rest string
		want              string // part of the only failure; empty for none
	}{
		{"nothing wrong", `hover("ab", "is a key")` + diag, "", ""},
		{"pattern", `hover("ab", re"^\*\*ab\*\* is")` + diag, "", ""},
		{"golden", `hover("ab", card)` + diag, "-- @card --\n**ab** is a key\n", ""},
		{"hover differs", `hover("ab", "is a value")` + diag, "", "line 2: hover: got\n**ab** is a key"},
		{"hover pattern differs", `hover("ab", re"^ab")` + diag, "", "does not match ^ab"},
		{"golden differs", `hover("ab", card)` + diag, "-- @card --\n**ab** is no key\n", "differs from @card"},
		{"golden missing", `hover("ab", card)` + diag, "", "there is no entry @card"},
		{"golden unused", `hover("ab", "key")` + diag, "-- @card --\nx\n", "line 3: no marker uses @card"},
		{"hover unwanted", `hover("ab")` + diag, "", "want no hover, got"},
		{"hover beside its range", `hover("cd", "key")` + diag, "", "does not hold the cursor"},
		{"hover without place", `hover()` + diag, "", "has 0 arguments"},
		{"not on the line", `hover("xy", "key")` + diag, "", "xy is not on the line"},
		{"unknown marker", `hoover("ab")` + diag, "", "line 2: hoover: no marker is called so"},

		{"diagnostic without marker", `hover("ab", "key")`, "", `f.yaml: no marker expects the diagnostic 1:5-1:7 warning x/bad "cd is bad"`},
		{"marker without diagnostic", `diag("ab", "x/bad", "bad", warning)` + diag, "", "no warning x/bad at 1:1-1:3"},
		{"one diagnostic, two markers", `diag("cd", "x/bad", "bad", warning)` + diag, "", "no warning x/bad at 1:5-1:7; there are none"},
		{"other code", `diag("cd", "x/good", "bad", warning)` + diag, "", "no warning x/good"},
		{"other severity", `diag("cd", "x/bad", "bad", hint)` + diag, "", "no hint x/bad"},
		{"error by default", `diag("cd", "x/bad", "bad")` + diag, "", "no error x/bad"},
		{"no severity", `diag("cd", "x/bad", "bad", grave)` + diag, "", "grave is no severity"},
		{"no code", `diag("cd", bad, "bad")` + diag, "", "the second argument is the code"},

		{"complete", `complete("", "early", "late")` + diag, "", ""},
		{"complete golden", `complete("", all)` + diag, "-- @all --\nearly\nlate\n", ""},
		{"complete too few", `complete("", "early")` + diag, "", `got ["early" "late"], want ["early"]`},
		{"complete too many", `complete("", "early", "late", "later")` + diag, "", "got"},
		{"complete order", `complete("", "late", "early")` + diag, "", "got"},
		{"complete nothing", `complete("")` + diag, "", "want []"},
		{"complete mixed", `complete("", all, "late")` + diag, "", "all is no label"},
		{"complete outside of the edit", `complete("ab", "early", "late")` + diag, "", "must hold the cursor"},

		{"rank", `rank("", "early", "late", "!later")` + diag, "", ""},
		{"rank some", `rank("", "late")` + diag, "", ""},
		{"rank order", `rank("", "late", "early")` + diag, "", "early comes before late"},
		{"rank missing", `rank("", "early", "later")` + diag, "", "later is not offered"},
		{"rank banned", `rank("", "!late")` + diag, "", "late is offered"},
		{"rank nothing", `rank("")` + diag, "", "names no labels"},

		{"accept", `accept("", "late", after)` + diag, "-- @after --\n@@ -1 +1 @@\n-ab: cd\n+ab: late\n", ""},
		{"accept differs", `accept("", "early", after)` + diag, "-- @after --\n@@ -1 +1 @@\n-ab: cd\n+ab: late\n", "differs from @after"},
		{"accept missing", `accept("", "later", after)` + diag, "-- @after --\n", `later is not offered; there are ["early" "late"]`},
		{"accept without golden", `accept("", "early", "late")` + diag, "", "want the name of a golden entry"},

		{"fix", `fix("cd", "Shorten", after)` + diag, "-- @after --\n@@ -1 +1 @@\n-ab: cd\n+ax: c\n", ""},
		{"fix by pattern", `fix("cd", re"^Sh", after)` + diag, "-- @after --\n@@ -1 +1 @@\n-ab: cd\n+ax: c\n", ""},
		{"no fix", `fix("cd")` + diag, "", `there are the fixes ["Shorten"]`},
		{"fix missing", `fix("cd", "Lengthen", after)` + diag, "-- @after --\n", `no fix is called Lengthen; there are ["Shorten"]`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, failures := runSample(t, tc.marks, tc.rest, false)
			// A golden entry that a failed marker did not come to is reported too,
			// and so is a diagnostic that it did not claim.
			if tc.want == "" && len(failures) > 0 {
				t.Errorf("got %q, want no failures", failures)
			}
			if tc.want != "" && (len(failures) == 0 || !strings.Contains(failures[0], tc.want)) {
				t.Errorf("got %q, want first one with %q", failures, tc.want)
			}
		})
	}
}

func TestUpdate(t *testing.T) {
	a, failures := runSample(t, `hover("ab", card), accept("", "late", after), diag("cd", "x/bad", "bad", warning)`,
		"-- @card --\nold\n-- @unused --\nx\n", true)
	if len(failures) != 1 || !strings.Contains(failures[0], "no marker uses @unused") {
		t.Errorf("got %q, want only the unused entry", failures)
	}
	want := "-- f.yaml --\nab: cd #~ hover(\"ab\", card), accept(\"\", \"late\", after), diag(\"cd\", \"x/bad\", \"bad\", warning)\n" +
		"-- @card --\n**ab** is a key\n-- @unused --\nx\n-- @after --\n@@ -1 +1 @@\n-ab: cd\n+ab: late\n"
	if got := string(a.Format()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestApply(t *testing.T) {
	content := text.New("日本: x\r\nb\r\n")
	edit := func(line, from, to uint32, written string) protocol.TextEdit {
		return protocol.TextEdit{Range: protocol.Range{
			Start: protocol.Position{Line: line, Character: from}, End: protocol.Position{Line: line, Character: to},
		}, NewText: written}
	}
	for _, tc := range []struct {
		name  string
		edits []protocol.TextEdit
		want  string
		err   string
	}{
		{"in any order", []protocol.TextEdit{edit(1, 0, 1, "B"), edit(0, 1, 2, "")}, "日: x\r\nB\r\n", ""},
		{"two at one place", []protocol.TextEdit{edit(0, 0, 0, "1"), edit(0, 0, 0, "2")}, "12日本: x\r\nb\r\n", ""},
		{"overlap", []protocol.TextEdit{edit(0, 0, 2, ""), edit(0, 1, 3, "")}, "", "two edits touch"},
		{"beyond the line", []protocol.TextEdit{edit(0, 3, 9, "")}, "", "is not in the text"},
		{"beyond the text", []protocol.TextEdit{edit(9, 0, 0, "")}, "", "is not in the text"},
		{"turned around", []protocol.TextEdit{edit(0, 2, 1, "")}, "", "is not in the text"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := apply(content, tc.edits, text.UTF16)
			if tc.err == "" && (err != nil || got != tc.want) {
				t.Errorf("got %q, %v, want %q", got, err, tc.want)
			}
			if tc.err != "" && (err == nil || !strings.Contains(err.Error(), tc.err)) {
				t.Errorf("got error %v, want one with %q", err, tc.err)
			}
		})
	}
}
