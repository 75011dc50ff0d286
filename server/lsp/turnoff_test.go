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

// deprecated is a Pod with one field that dep/field is about.
const deprecated = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  serviceAccount: a\n  containers:\n  - name: web\n    image: nginx:1.29\n"

// offTitle is how the action is called.
const offTitle = "Turn off dep/field in .kubelore.yaml"

// actionCalled returns the action of a title at a place of a file, and the titles of all.
func actionCalled(t *testing.T, e *lsptest.Editor, path string, offset int, title string) (*protocol.CodeAction, []string) {
	t.Helper()
	at := e.At(path, offset)
	all, err := e.Server.CodeAction(t.Context(), &protocol.CodeActionParams{
		TextDocument: at.TextDocument, Range: protocol.Range{Start: at.Position, End: at.Position},
		Context: protocol.CodeActionContext{Only: []protocol.CodeActionKind{protocol.CodeActionKindQuickFix}},
	})
	if err != nil {
		t.Fatal(err)
	}
	var found *protocol.CodeAction
	var titles []string
	for _, choice := range all {
		action := choice.(*protocol.CodeAction)
		titles = append(titles, action.Title)
		if action.Title == title {
			found = action
		}
	}
	return found, titles
}

// creating are the capabilities of an editor that creates files.
func creating() *protocol.ClientCapabilities {
	c := lsptest.Default()
	c.Workspace.WorkspaceEdit.ResourceOperations = []protocol.ResourceOperationKind{protocol.ResourceOperationKindCreate}
	return c
}

// TestTurnOffCreatesTheFile follows the action from a workspace without settings to one in
// which the problem is gone.
func TestTurnOffCreatesTheFile(t *testing.T) {
	folder := t.TempDir()
	path, settings := filepath.Join(folder, "web.yaml"), filepath.Join(folder, ".kubelore.yaml")
	lsptest.Bubble(t, func(t *testing.T) {
		e := lsptest.Connect(t, lsptest.Options{Folder: folder, Settings: plain, Capabilities: creating()})
		e.Open(path, deprecated)
		lsptest.Advance(3 * time.Second)
		action, titles := actionCalled(t, e, path, strings.Index(deprecated, "serviceAccount"), offTitle)
		if action == nil || *action.Kind != "quickfix.kubelore.severity" || len(action.Diagnostics) != 1 || len(action.Edit.DocumentChanges) != 2 || titles[len(titles)-1] != offTitle {
			t.Fatalf("the action is %+v; there are %q", action, titles)
		}
		create, isCreate := action.Edit.DocumentChanges[0].(*protocol.CreateFile)
		document, isEdit := action.Edit.DocumentChanges[1].(*protocol.TextDocumentEdit)
		if !isCreate || !isEdit || create.URI != uri.File(settings) || document.TextDocument.URI != uri.File(settings) || document.TextDocument.Version != nil {
			t.Fatalf("the changes are %+v", action.Edit.DocumentChanges)
		}
		if a := action.Edit.ChangeAnnotations[create.AnnotationID]; a.Label == "" || a.NeedsConfirmation == nil || !*a.NeedsConfirmation {
			t.Errorf("it is annotated with %+v", action.Edit.ChangeAnnotations)
		}
		edit := document.Edits[0].(*protocol.AnnotatedTextEdit)
		write(t, settings, edit.NewText)
		if err := e.Server.DidChangeWatchedFiles(t.Context(), &protocol.DidChangeWatchedFilesParams{
			Changes: []protocol.FileEvent{{URI: uri.File(settings), Type: protocol.FileChangeTypeCreated}},
		}); err != nil {
			t.Fatal(err)
		}
		lsptest.Advance(3 * time.Second)
		// What the editor says of other rules still counts.
		if got := codes(e, path); got != "" {
			t.Errorf("with %q there is %s", edit.NewText, got)
		}
	})
}

// TestTurnOffEditsTheFile holds that a file that is there is changed, as it is on disk or
// in the editor, in a form that the editor takes.
func TestTurnOffEditsTheFile(t *testing.T) {
	folder := t.TempDir()
	path, settings := filepath.Join(folder, "web.yaml"), filepath.Join(folder, ".kubelore.yaml")
	content := "rules: # ours\n  res/*: off\n  risk/*: off\n  sec/*: off\n"
	write(t, settings, content)
	lsptest.Bubble(t, func(t *testing.T) {
		simple := lsptest.Default()
		simple.Workspace.WorkspaceEdit = nil
		e := lsptest.Connect(t, lsptest.Options{Folder: folder, Capabilities: simple, Locale: "ja"})
		e.Open(path, deprecated)
		lsptest.Advance(3 * time.Second)
		at := strings.Index(deprecated, "serviceAccount")
		const title = ".kubelore.yaml で dep/field を無効にする"
		action, titles := actionCalled(t, e, path, at, title)
		if action == nil {
			t.Fatalf("there are %q", titles)
		}
		edits := action.Edit.Changes[uri.File(settings)]
		if len(edits) != 1 || len(action.Edit.ChangeAnnotations)+len(action.Edit.DocumentChanges) > 0 || !strings.Contains(edits[0].NewText, "  dep/field: off") || edits[0].Range.Start.Line > 4 {
			t.Errorf("the edit is %+v", action.Edit)
		}
		e.Open(settings, "language: ja\n")
		if action, _ = actionCalled(t, e, path, at, title); action == nil || action.Edit.Changes[uri.File(settings)][0].Range.Start.Line > 1 {
			t.Errorf("with other settings in the editor the action is %+v", action)
		}
		e.Type(settings, "rules: {\n")
		if action, _ = actionCalled(t, e, path, at, title); action != nil {
			t.Errorf("with settings that are half typed there is %+v", action)
		}
	})
}

// TestTurnOffIsNotOffered holds that nothing is offered that cannot be done.
func TestTurnOffIsNotOffered(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "web.yaml")
	lsptest.Bubble(t, func(t *testing.T) {
		for name, options := range map[string]lsptest.Options{
			"without a workspace":                {Settings: plain, Capabilities: creating()},
			"in an editor that creates no files": {Settings: plain, Folder: folder},
		} {
			e := lsptest.Connect(t, options)
			e.Open(path, deprecated)
			lsptest.Advance(3 * time.Second)
			if action, titles := actionCalled(t, e, path, strings.Index(deprecated, "serviceAccount"), offTitle); action != nil || len(titles) == 0 {
				t.Errorf("%s there are %q", name, titles)
			}
		}
		e := lsptest.Connect(t, lsptest.Options{Settings: plain, Folder: folder, Capabilities: creating()})
		const broken = "apiVersion: v1\nkind: Pod\nmetadata: {name: a\n"
		e.Open(path, broken)
		lsptest.Advance(3 * time.Second)
		if got := codes(e, path); !strings.HasPrefix(got, "yaml/") {
			t.Errorf("with a bracket that is not closed there is %s", got)
		}
		for offset := range broken {
			if _, titles := actionCalled(t, e, path, offset, ""); strings.Contains(strings.Join(titles, ";"), "yaml/") {
				t.Errorf("for what kubectl cannot read there are %q", titles)
			}
		}
	})
}

// TestAnnotatedFixes holds which fixes an editor is told more of.
func TestAnnotatedFixes(t *testing.T) {
	const manifest = "apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  maxReplicas: 3\n" +
		"  scaleTargetRef: {apiVersion: extensions/v1beta1, kind: Deployment, name: web}\n---\n" +
		"apiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  backend:\n    serviceName: web\n    servicePort: 80\n---\n" + deprecated
	e := lsptest.Connect(t, lsptest.Options{})
	e.Open("a.yaml", manifest)
	e.Diagnostics("a.yaml")
	for _, tt := range []struct{ at, title, note string }{
		{"networking.k8s.io/v1beta1", "Change to networking.k8s.io/v1", "migrated"},
		{"serviceAccount", "Rename to serviceAccountName", ""},
		{"name: web\n    image", "Request and limit memory", "judged"},
	} {
		action, titles := actionCalled(t, e, "a.yaml", strings.Index(manifest, tt.at), tt.title)
		if action == nil {
			t.Errorf("at %s there are %q", tt.at, titles)
			continue
		}
		if tt.note == "" {
			if len(action.Edit.ChangeAnnotations) > 0 || len(action.Edit.Changes) != 1 {
				t.Errorf("%s: the edit is %+v", tt.title, action.Edit)
			}
			continue
		}
		note, ok := action.Edit.ChangeAnnotations[protocol.ChangeAnnotationIdentifier(tt.note)]
		if confirm := note.NeedsConfirmation != nil && *note.NeedsConfirmation; !ok || confirm != (tt.note == "migrated") || note.Description == nil {
			t.Errorf("%s: annotated with %+v", tt.title, action.Edit.ChangeAnnotations)
		}
		document := action.Edit.DocumentChanges[0].(*protocol.TextDocumentEdit)
		if v := document.TextDocument.Version; v == nil || *v != 1 {
			t.Errorf("%s: the edit is for the version %v", tt.title, v)
		}
	}
}

// TestIgnoreActionAsksForAReason holds that what an author ignores has room for why.
func TestIgnoreActionAsksForAReason(t *testing.T) {
	e := lsptest.Connect(t, lsptest.Options{})
	e.Open("a.yaml", deprecated)
	e.Diagnostics("a.yaml")
	action, titles := actionCalled(t, e, "a.yaml", strings.Index(deprecated, "serviceAccount"), "Ignore this problem")
	if action == nil {
		t.Fatalf("there are %q", titles)
	}
	if got := action.Edit.Changes[e.URI("a.yaml")][0].NewText; got != "  # kubelore: ignore=dep/field (why?)\n" {
		t.Errorf("it writes %q", got)
	}
}

// TestTurnOffThroughALink holds that a settings file that leads out of the workspace is not
// read, that this is logged, and that nothing is offered that would write to where it leads.
func TestTurnOffThroughALink(t *testing.T) {
	top := t.TempDir()
	folder := filepath.Join(top, "workspace")
	path := filepath.Join(folder, "web.yaml")
	write(t, filepath.Join(top, "outside.yaml"), "rules: {dep/field: off}\n")
	write(t, path, deprecated)
	if err := os.Symlink("../outside.yaml", filepath.Join(folder, ".kubelore.yaml")); err != nil {
		t.Skip("SKIPPED: symbolic links cannot be made here:", err)
	}
	lsptest.Bubble(t, func(t *testing.T) {
		e := lsptest.Connect(t, lsptest.Options{Folder: folder, Settings: plain, Capabilities: creating()})
		e.Open(path, deprecated)
		lsptest.Advance(3 * time.Second)
		if got := codes(e, path); got != "dep/field" {
			t.Errorf("there is %q", got)
		}
		action, titles := actionCalled(t, e, path, strings.Index(deprecated, "serviceAccount"), offTitle)
		if action != nil || len(titles) == 0 {
			t.Errorf("there are the actions %q", titles)
		}
		if !strings.Contains(e.Log.String(), "the settings of a workspace folder are not read") {
			t.Errorf("the log is %s", e.Log)
		}
	})
}
