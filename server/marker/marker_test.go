package marker

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/lsp/lsptest"
)

var update = flag.Bool("update", false, "rewrite the golden entries of the marker tests")

// root is the folder of the marker tests.
const root = "../../testdata/marker"

func TestMarkers(t *testing.T) {
	paths, err := filepath.Glob(root + "/*/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no marker tests in %s: %v", root, err)
	}
	for _, path := range paths {
		name, err := filepath.Rel(root, path)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.ToSlash(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			a, err := Read(data)
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			for _, failure := range Run(t.Context(), a, connect(t, a), *update) {
				t.Errorf("%s: %s", path, failure)
			}
			if after := a.Format(); *update && string(after) != string(data) {
				if err := os.WriteFile(path, after, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// withoutAdvice returns settings with the families of rules that only advise turned
// off, as far as the settings do not name them.
func withoutAdvice(t *testing.T, settings json.RawMessage) string {
	t.Helper()
	values := map[string]any{}
	if settings != nil {
		if err := json.Unmarshal(settings, &values); err != nil {
			t.Fatal(err)
		}
	}
	rules := map[string]any{}
	for _, family := range []string{"res/*", "risk/*", "sec/*"} {
		rules[family] = "off"
	}
	set, _ := values["rules"].(map[string]any)
	maps.Copy(rules, set)
	values["rules"] = rules
	all, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}

// connect starts an editor as the archive describes it, and opens its files.
func connect(t *testing.T, a *Archive) Editor {
	t.Helper()
	can := lsptest.Default()
	if a.Capabilities != nil {
		var err error
		if can, err = overlay(can, a.Capabilities); err != nil {
			t.Fatalf("capabilities.json: %v", err)
		}
	}
	settings := string(a.Settings)
	if !a.Advice {
		settings = withoutAdvice(t, a.Settings)
	}
	e := lsptest.Connect(t, lsptest.Options{Capabilities: can, Settings: settings})
	for _, f := range a.Files {
		e.Open(f.Name, f.Text.String())
	}
	if can.TextDocument.Diagnostic == nil {
		// A file can change what is said of those before it.
		for _, f := range a.Files {
			e.Diagnostics(f.Name)
		}
	}
	item := can.TextDocument.Completion.CompletionItem
	editor := Editor{
		Server: e.Server, Encoding: e.Encoding(), URI: e.URI,
		Snippets:    item.SnippetSupport != nil && *item.SnippetSupport,
		Diagnostics: map[string][]protocol.Diagnostic{},
	}
	for _, f := range a.Files {
		if can.TextDocument.Diagnostic == nil {
			editor.Diagnostics[f.Name] = e.Diagnostics(f.Name)
			continue
		}
		report, err := e.Server.Diagnostic(t.Context(), &protocol.DocumentDiagnosticParams{
			TextDocument: protocol.TextDocumentIdentifier{URI: e.URI(f.Name)},
		})
		if err != nil {
			t.Fatal(err)
		}
		full, ok := report.(*protocol.RelatedFullDocumentDiagnosticReport)
		if !ok {
			t.Fatalf("the first report is %T, want a full one", report)
		}
		editor.Diagnostics[f.Name] = full.Items
		if pushed := e.Published(f.Name); len(pushed) > 0 {
			t.Errorf("diagnostics of %s were sent although the editor asks for them", f.Name)
		}
	}
	return editor
}

// overlay lays JSON over capabilities, objects key by key.
func overlay(can *protocol.ClientCapabilities, with json.RawMessage) (*protocol.ClientCapabilities, error) {
	data, err := protocol.Marshal(can)
	if err != nil {
		return nil, fmt.Errorf("write the capabilities: %w", err)
	}
	var below, above map[string]any
	if err := json.Unmarshal(data, &below); err != nil {
		return nil, fmt.Errorf("read the capabilities: %w", err)
	}
	if err := json.Unmarshal(with, &above); err != nil {
		return nil, fmt.Errorf("read the changes: %w", err)
	}
	lay(below, above)
	if data, err = json.Marshal(below); err != nil {
		return nil, fmt.Errorf("write the changes: %w", err)
	}
	var changed protocol.ClientCapabilities
	if err := protocol.Unmarshal(data, &changed); err != nil {
		return nil, fmt.Errorf("no capabilities: %w", err)
	}
	return &changed, nil
}

func lay(below, above map[string]any) {
	for key, value := range above {
		inner, ok := value.(map[string]any)
		under, both := below[key].(map[string]any)
		switch {
		case value == nil:
			delete(below, key)
		case ok && both:
			lay(under, inner)
		default:
			below[key] = value
		}
	}
}

func TestOverlay(t *testing.T) {
	can, err := overlay(lsptest.Default(), json.RawMessage(`{
		"general": {"positionEncodings": ["utf-8"]},
		"textDocument": {"hover": {"contentFormat": ["plaintext"]}, "publishDiagnostics": null}
	}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := can.General.PositionEncodings; len(got) != 1 || got[0] != protocol.PositionEncodingKindUTF8 {
		t.Errorf("encodings %v", got)
	}
	if got := can.TextDocument.Hover.ContentFormat; len(got) != 1 || got[0] != protocol.MarkupKindPlainText {
		t.Errorf("formats %v", got)
	}
	if can.TextDocument.PublishDiagnostics != nil || can.TextDocument.Completion == nil {
		t.Errorf("got %+v, want no publishDiagnostics and the completion as it was", can.TextDocument)
	}
	if _, err := overlay(lsptest.Default(), json.RawMessage(`{"textDocument": 3}`)); err == nil {
		t.Error("a number was taken for an object")
	}
}

// TestRulesAreTested looks for a diag of each rule among the marker tests.
func TestRulesAreTested(t *testing.T) {
	page, err := os.ReadFile("../doc/checks.md")
	if err != nil {
		t.Fatal(err)
	}
	archives, err := filepath.Glob(root + "/*/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, name := range archives {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(data)
	}
	// What a test says of a problem and of its fix stands on one line.
	fixed := map[string]bool{}
	diagnosed, fix := regexp.MustCompile(`, "([a-z]+/[a-z0-9-]+)", `), regexp.MustCompile(`fix\((?:re)?"(?:[^"\\]|\\.)*", (?:re)?"(?:[^"\\]|\\.)*", [a-zA-Z0-9]+\)`)
	for line := range strings.Lines(all.String()) {
		for _, m := range diagnosed.FindAllStringSubmatch(line, -1) {
			fixed[m[1]] = fixed[m[1]] || fix.MatchString(line)
		}
	}
	tested, current := 0, ""
	for line := range strings.Lines(string(page)) {
		if strings.HasPrefix(line, "There is a quick fix.") && !fixed[current] {
			t.Errorf("no marker test shows the fix of %s", current)
		}
		id, ok := strings.CutPrefix(strings.TrimSpace(line), "## ")
		if ok {
			current = id
		}
		if family, _, _ := strings.Cut(id, "/"); !ok || !slices.Contains([]string{"dep", "ignore", "res", "risk", "rt", "sec"}, family) {
			continue
		}
		if tested++; !strings.Contains(all.String(), `, "`+id+`", `) {
			t.Errorf("no marker test has a diag of %s", id)
		}
	}
	if tested < 50 {
		t.Errorf("%d checks are too few; what is read is not what was meant", tested)
	}
}
