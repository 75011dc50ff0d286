package lsp_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/kubelore/kubelore/server/lsp/lsptest"
)

const (
	settings = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: shop}\ndata: {mode: fast}\n"
	user     = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec:\n  containers:\n  - name: main\n    image: nginx:1.29\n" +
		"    env: [{name: A, valueFrom: {configMapKeyRef: {name: settings, key: mode}}}]\n"
)

// plain are settings without the rules that only advise.
const plain = `{"rules": {"res/*": "off", "risk/*": "off", "sec/*": "off"}}`

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// codes returns the codes of the diagnostics of a file that were sent last.
func codes(e *lsptest.Editor, path string) string {
	all := e.Published(path)
	if len(all) == 0 {
		return "nothing"
	}
	var codes []string
	for _, d := range all[len(all)-1].Diagnostics {
		codes = append(codes, string(d.Code.(protocol.String)))
	}
	return strings.Join(codes, " ")
}

// Files that are not open count as they are on disk; open ones as they are in the editor.
// Whatever comes, changes or goes is seen when the editor tells of it.
func TestFilesOnDisk(t *testing.T) {
	folder := t.TempDir()
	config, pod := filepath.Join(folder, "config", "settings.yaml"), filepath.Join(folder, "app", "web.yaml")
	write(t, config, settings)
	write(t, pod, user)
	lsptest.Bubble(t, func(t *testing.T) {
		e := lsptest.Connect(t, lsptest.Options{Folder: folder, Settings: plain})
		e.Open(pod, user)
		lsptest.Advance(3 * time.Second)
		if got := codes(e, pod); got != "" {
			t.Errorf("with the file on disk there is %s", got)
		}
		at := strings.Index(user, "settings")
		answer, err := e.Server.Definition(t.Context(), &protocol.DefinitionParams{TextDocumentPositionParams: e.At(pod, at)})
		if err != nil {
			t.Fatal(err)
		}
		links, ok := answer.(protocol.DefinitionLinkSlice)
		if !ok || len(links) != 1 || links[0].TargetURI != uri.File(config) || links[0].TargetSelectionRange.Start.Line != 2 {
			t.Errorf("the definition is %+v", answer)
		}
		edit, err := e.Server.Rename(t.Context(), &protocol.RenameParams{TextDocumentPositionParams: e.At(pod, at), NewName: "other"})
		if err != nil || len(edit.DocumentChanges) != 2 {
			t.Fatalf("the edit is %+v, %v", edit, err)
		}
		for _, change := range edit.DocumentChanges {
			document := change.(*protocol.TextDocumentEdit)
			if open := document.TextDocument.URI == uri.File(pod); open != (document.TextDocument.Version != nil) {
				t.Errorf("the version of %s is %v", document.TextDocument.URI, document.TextDocument.Version)
			}
		}
		found, err := e.Server.Symbols(t.Context(), &protocol.WorkspaceSymbolParams{Query: "cm settings"})
		// The library takes symbols with a range for those of older versions of the protocol.
		if all, ok := found.(protocol.SymbolInformationSlice); err != nil || !ok || len(all) != 1 || all[0].Name != "ConfigMap settings" {
			t.Errorf("the symbols are %+v, %v", found, err)
		}

		told := func() {
			t.Helper()
			if err := e.Server.DidChangeWatchedFiles(t.Context(), &protocol.DidChangeWatchedFilesParams{}); err != nil {
				t.Fatal(err)
			}
			lsptest.Advance(3 * time.Second)
		}
		write(t, config, strings.Replace(settings, "mode", "modus", 1))
		told()
		if got := codes(e, pod); got != "rt/dangling-configmap-key" {
			t.Errorf("after the key changed on disk there is %q", got)
		}
		e.Open(config, settings)
		lsptest.Advance(time.Second)
		if got := codes(e, pod); got != "" {
			t.Errorf("with the right key in the editor there is %q", got)
		}
		e.Close(config)
		lsptest.Advance(time.Second)
		if got := codes(e, pod); got != "rt/dangling-configmap-key" {
			t.Errorf("after it was closed without saving there is %q", got)
		}
		if err := os.Rename(config, filepath.Join(folder, "moved.yaml")); err != nil {
			t.Fatal(err)
		}
		told()
		if got := codes(e, pod); got != "rt/dangling-configmap-key" {
			t.Errorf("after the file moved there is %q", got)
		}
		if err := os.Remove(filepath.Join(folder, "moved.yaml")); err != nil {
			t.Fatal(err)
		}
		told()
		if got := codes(e, pod); got != "" {
			t.Errorf("with no ConfigMap at all there is %q", got)
		}
	})
}

// The settings of the workspace are read again when their file changes, whether the
// editor has settings of its own or not.
func TestSettingsFileChanges(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, ".kubelore.yaml")
	for _, own := range []string{"", `{"language": "en"}`} {
		write(t, file, "rules: {schema/unknown-field: off}\n")
		lsptest.Bubble(t, func(t *testing.T) {
			e := lsptest.Connect(t, lsptest.Options{Folder: folder, Settings: own})
			path := filepath.Join(folder, "a.yaml")
			e.Open(path, strings.Replace(settings, "\ndata:", "\ndta:", 1))
			lsptest.Advance(3 * time.Second)
			if got := codes(e, path); got != "" {
				t.Errorf("with the rule off there is %q", got)
			}
			write(t, file, "rules: {}\n")
			if err := e.Server.DidChangeWatchedFiles(t.Context(), &protocol.DidChangeWatchedFilesParams{}); err != nil {
				t.Fatal(err)
			}
			lsptest.Advance(3 * time.Second)
			if got := codes(e, path); got != "schema/unknown-field" {
				t.Errorf("with the rule on there is %q", got)
			}
		})
	}
}

// An editor that asks for diagnostics, but cannot be told to ask again, is sent them:
// what another file changes would never reach it.
func TestEditorThatCannotRefresh(t *testing.T) {
	folder := t.TempDir()
	write(t, filepath.Join(folder, "settings.yaml"), strings.Replace(settings, "mode", "modus", 1))
	pod := filepath.Join(folder, "web.yaml")
	lsptest.Bubble(t, func(t *testing.T) {
		can := lsptest.Default()
		can.TextDocument.Diagnostic = &protocol.DiagnosticClientCapabilities{}
		e := lsptest.Connect(t, lsptest.Options{Folder: folder, Settings: plain, Capabilities: can})
		if e.Result.Capabilities.DiagnosticProvider != nil {
			t.Error("the server wants to be asked")
		}
		e.Open(pod, user)
		lsptest.Advance(3 * time.Second)
		if got := codes(e, pod); got != "rt/dangling-configmap-key" {
			t.Errorf("got %q", got)
		}
	})
}

// Where all files are open, the disk says nothing new; that it was read still counts, as
// only then it is known what there is not.
func TestWorkspaceThatIsOpen(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "settings.yaml")
	write(t, path, settings+"---\n"+settings)
	for _, pulls := range []bool{false, true} {
		lsptest.Bubble(t, func(t *testing.T) {
			can := lsptest.Default()
			if pulls {
				can.TextDocument.Diagnostic = &protocol.DiagnosticClientCapabilities{}
				can.Workspace.Diagnostics = &protocol.DiagnosticWorkspaceClientCapabilities{RefreshSupport: new(true)}
			}
			e := lsptest.Connect(t, lsptest.Options{Folder: folder, Settings: plain, Capabilities: can})
			e.Open(path, settings+"---\n"+settings)
			ask := func(previous *string) (id *string, found bool) {
				answer, err := e.Server.Diagnostic(t.Context(), &protocol.DocumentDiagnosticParams{
					TextDocument: protocol.TextDocumentIdentifier{URI: e.URI(path)}, PreviousResultID: previous,
				})
				report, full := answer.(*protocol.RelatedFullDocumentDiagnosticReport)
				if err != nil || !full {
					t.Fatalf("the answer is %+v, %v", answer, err)
				}
				return report.ResultID, len(report.Items) == 1
			}
			if !pulls {
				lsptest.Advance(3 * time.Second)
				if got := codes(e, path); got != "rt/duplicate-resource" {
					t.Errorf("got %q", got)
				}
				return
			}
			lsptest.Advance(400 * time.Millisecond) // what is open was looked at, the disk was not
			id, _ := ask(nil)
			before := e.Refreshes()
			lsptest.Advance(3 * time.Second)
			if e.Refreshes() == before {
				t.Error("the editor is not told to ask again")
			}
			if _, found := ask(id); !found {
				t.Error("the object that is there twice is not reported")
			}
		})
	}
}

// A folder that is added counts, and one that is taken away does not.
func TestFolders(t *testing.T) {
	first, second := t.TempDir(), t.TempDir()
	write(t, filepath.Join(second, "settings.yaml"), strings.Replace(settings, "mode", "modus", 1))
	pod := filepath.Join(first, "web.yaml")
	write(t, pod, user)
	lsptest.Bubble(t, func(t *testing.T) {
		e := lsptest.Connect(t, lsptest.Options{Folder: first, Settings: plain})
		e.Open(pod, user)
		lsptest.Advance(3 * time.Second)
		change := func(event protocol.WorkspaceFoldersChangeEvent) string {
			t.Helper()
			if err := e.Server.DidChangeWorkspaceFolders(t.Context(), &protocol.DidChangeWorkspaceFoldersParams{Event: event}); err != nil {
				t.Fatal(err)
			}
			lsptest.Advance(3 * time.Second)
			return codes(e, pod)
		}
		folders := []protocol.WorkspaceFolder{{URI: uri.File(second), Name: "second"}}
		if got := change(protocol.WorkspaceFoldersChangeEvent{Added: folders, Removed: []protocol.WorkspaceFolder{}}); got != "rt/dangling-configmap-key" {
			t.Errorf("with the second folder there is %q", got)
		}
		if got := change(protocol.WorkspaceFoldersChangeEvent{Added: []protocol.WorkspaceFolder{}, Removed: folders}); got != "" {
			t.Errorf("without it there is %q", got)
		}
	})
}
