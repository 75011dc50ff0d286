//go:build linux

package e2e

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// With -pictures those of the README of the extension are made anew. Look at them.
var pictures = flag.Bool("pictures", false, "write the screenshots to editors/vscode/pictures")

func (w *workbench) picture(name string) {
	w.t.Helper()
	dir := w.t.ArtifactDir()
	if *pictures {
		dir = "../vscode/pictures"
	}
	w.see("picture", filepath.Join(dir, name+".png"))
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestVSCode does what an author does, in a workbench with the extension installed
// from its package. Steps that need no eyes ask the probe; the others look.
func TestVSCode(t *testing.T) {
	w := startWorkbench(t, true, map[string]string{
		"hpa.yaml":      read(t, "../../testdata/page/hpa-v2alpha1.yaml"),
		"web.yaml":      read(t, "manifests/web.yaml"),
		"mistakes.yaml": read(t, "manifests/mistakes.yaml"),
		"values.yaml":   "replicas: many\nimage: [nginx\n",
		"old.yaml":      shop["hpa.yaml"],
		"move.yaml":     read(t, "../../testdata/page/hpa-v2alpha1.yaml"),
		"app.yaml":      shop["web.yaml"],
		"settings.yaml": shop["settings.yaml"],
	})
	for _, step := range []struct {
		name string
		do   func(*testing.T, *workbench)
	}{
		{"attach", attaches},
		{"diagnostics", diagnoses},
		{"completion", completes},
		{"fix", fixes},
		{"new version", changesVersion},
		{"migrate file", migrates},
		{"definition and rename", follows},
		{"hover", explains},
		{"version", setsVersion},
		{"wrong path", namesWrongPath},
		{"missing binary", missesBinary},
		{"death", survivesDeath}, // the last, as it uses up the restarts
	} {
		if !t.Run(step.name, func(t *testing.T) {
			w.t = t
			step.do(t, w)
		}) {
			break
		}
	}
	w.t = t
}

func attaches(_ *testing.T, w *workbench) {
	w.ask("open", "hpa.yaml")
	w.wait("the extension to be active", func() bool { return w.ask("active") == "true" })
	w.wait("the server to run", func() bool { return w.server() != 0 })
}

func diagnoses(t *testing.T, w *workbench) {
	t.Helper()
	w.wait("the version to be reported as removed", func() bool {
		return strings.Contains("\n"+w.ask("diagnostics", "hpa.yaml"), "\n2 api/version-removed ")
	})
	w.see("wait", ".editor-instance .squiggly-error", "")
	w.ask("replace", "hpa.yaml", "autoscaling/v2alpha1", "autoscaling/v2")
	w.wait("the removed version to be forgotten", func() bool {
		return !strings.Contains(w.ask("diagnostics", "hpa.yaml"), "api/version-removed")
	})
	w.ask("open", "values.yaml")
	w.ask("hover", "hpa.yaml", "minReplicas") // whatever there was to say about it has been said
	if said := w.ask("diagnostics", "values.yaml"); said != "" {
		t.Errorf("a file that is no manifest is blamed:\n%s", said)
	}
}

func completes(t *testing.T, w *workbench) {
	t.Helper()
	w.ask("open", "hpa.yaml", "maxReplicas: 10", true)
	w.ask("command", "workbench.action.focusActiveEditorGroup")
	w.see("press", "Enter")
	w.see("press", "Control+Space")
	w.see("wait", ".suggest-widget.visible .monaco-list-row", "behavior")
	w.see("type", "beha")
	w.see("wait", ".suggest-widget.visible .monaco-list-row.focused", "behavior")
	w.picture("completion")
	w.see("press", "Enter")
	w.wait("the item to be written", func() bool { return strings.Contains(w.ask("text", "hpa.yaml"), "behavior:") })
	w.see("wait", ".suggest-widget.visible .monaco-list-row", "scaleDown") // the list opens again by itself
	w.see("press", "Escape")
	if got := w.ask("text", "hpa.yaml"); !strings.Contains(got, "\n  maxReplicas: 10\n  behavior:") || !strings.Contains(got, "\n  metrics:\n") {
		t.Errorf("after the completion the file is\n%s", got)
	}
}

func fixes(t *testing.T, w *workbench) {
	t.Helper()
	w.ask("open", "mistakes.yaml", "replica:")
	w.wait("the misspelt field to be reported", func() bool {
		return strings.Contains(w.ask("diagnostics", "mistakes.yaml"), "schema/unknown-field")
	})
	if titles := w.ask("actions", "mistakes.yaml", "replica:"); !strings.Contains(titles, "replicas") {
		t.Errorf("the actions are %q, and none of them writes replicas", titles)
	}
	w.ask("command", "workbench.action.focusActiveEditorGroup")
	w.see("wait", ".editor-instance .squiggly-error", "")
	w.ask("command", "editor.action.showHover")
	w.see("wait", ".monaco-hover", "replicas")
	w.picture("diagnostics")
	w.see("press", "Escape")
	w.see("gone", ".monaco-hover")
	w.see("insist", "Control+.", ".action-widget .monaco-list-row", "replicas")
	w.picture("fix")
	w.see("press", "Enter")
	w.wait("the field to be corrected", func() bool { return strings.Contains(w.ask("text", "mistakes.yaml"), "\n  replicas: 3\n") })
}

// changesVersion takes the fix that moves an autoscaler to a version that is served.
func changesVersion(t *testing.T, w *workbench) {
	t.Helper()
	w.ask("open", "old.yaml", "autoscaling")
	w.wait("the version to be reported as removed", func() bool {
		return strings.Contains(w.ask("diagnostics", "old.yaml"), "api/version-removed")
	})
	if titles := w.ask("actions", "old.yaml", "autoscaling"); !strings.Contains(titles, "Change to autoscaling/v2") {
		t.Fatalf("the actions are %q", titles)
	}
	w.ask("command", "workbench.action.focusActiveEditorGroup")
	w.see("wait", ".editor-instance .squiggly-error", "")
	w.see("insist", "Control+.", ".action-widget .monaco-list-row", "Change to autoscaling/v2")
	w.see("press", "Enter")
	w.wait("the new version", func() bool { return strings.HasPrefix(w.ask("text", "old.yaml"), "apiVersion: autoscaling/v2\n") })
	w.wait("the report to go", func() bool { return !strings.Contains(w.ask("diagnostics", "old.yaml"), "api/version-removed") })
}

// migrates has all fixes made that need no decision, those that only show after others
// as well.
func migrates(t *testing.T, w *workbench) {
	t.Helper()
	w.ask("open", "move.yaml")
	w.wait("the version to be reported as removed", func() bool {
		return strings.Contains(w.ask("diagnostics", "move.yaml"), "api/version-removed")
	})
	w.ask("begin", "kubelore.migrateFile")
	w.see("wait", ".notifications-toasts .notification-toast", "places were changed")
	if got := w.ask("text", "move.yaml"); !strings.Contains(got, "\napiVersion: autoscaling/v2\n") || !strings.Contains(got, "averageUtilization: 80") {
		t.Errorf("after the migration the file is\n%s", got)
	}
	w.wait("the report to go", func() bool { return !strings.Contains(w.ask("diagnostics", "move.yaml"), "api/version-removed") })
	w.ask("command", "notifications.clearAll")
	w.ask("begin", "kubelore.migrateFile")
	w.see("wait", ".notifications-toasts .notification-toast", "nothing to change")
	w.ask("command", "notifications.clearAll")
}

// follows gives what is in another file another name, and goes there.
func follows(_ *testing.T, w *workbench) {
	w.ask("open", "app.yaml", "settings")
	w.ask("rename", "app.yaml", "settings", "config")
	w.wait("the new name in the open file", func() bool { return strings.Contains(w.ask("text", "app.yaml"), "            name: config\n") })
	w.wait("the new name in the other file", func() bool { return strings.Contains(w.ask("text", "settings.yaml"), "\n  name: config\n") })
	w.ask("command", "workbench.action.files.saveFiles")
	w.ask("open", "app.yaml", "config\n")
	w.ask("command", "workbench.action.focusActiveEditorGroup")
	w.wait("the definition", func() bool {
		if w.ask("place") == "settings.yaml:   name: config" {
			return true
		}
		w.ask("command", "editor.action.revealDefinition") // again: the server may not have been told of the other file yet
		return false
	})
}

func explains(_ *testing.T, w *workbench) {
	w.ask("open", "web.yaml", "Deployment")
	for _, language := range []string{"en", "ja"} {
		w.ask("configure", "kubelore.language", language)
		w.wait("the card in "+language, func() bool {
			card := w.ask("hover", "web.yaml", "Deployment")
			return strings.Contains(card, "**Deployment**") && japanese(card) == (language == "ja")
		})
		w.ask("command", "workbench.action.focusActiveEditorGroup")
		w.ask("command", "editor.action.showHover")
		w.see("wait", ".monaco-hover", "Deployment")
		w.picture("hover-" + language)
		w.see("press", "Escape")
	}
	w.ask("configure", "kubelore.language", nil)

	// The same card in a panel, which follows the cursor.
	w.wait("the language of the editor to count again", func() bool { return !japanese(w.ask("hover", "web.yaml", "Deployment")) })
	w.ask("command", "kubelore.explain")
	w.see("frame", "Runs interchangeable Pods")
	w.ask("open", "web.yaml", "readinessProbe")
	w.see("frame", "readinessProbe")
	w.picture("explain")
}

func japanese(s string) bool { return strings.ContainsAny(s, "のをにはが") }

func setsVersion(_ *testing.T, w *workbench) {
	w.see("wait", ".statusbar-item", "Kubernetes 1.37")
	w.ask("begin", "kubelore.selectKubernetesVersion")
	w.see("wait", ".quick-input-list .monaco-list-row", "1.29")
	w.see("type", "1.29")
	w.see("press", "Enter")
	w.wait("the setting to be written", func() bool { return w.ask("setting", "kubelore.kubernetesVersion") == "1.29" })
	w.see("wait", ".statusbar-item", "Kubernetes 1.29")
	w.ask("configure", "kubelore.kubernetesVersion", nil)
	w.see("wait", ".statusbar-item", "Kubernetes 1.37")
}

func namesWrongPath(_ *testing.T, w *workbench) {
	w.ask("configure", "kubelore.server.path", "/nowhere/kubelore")
	w.see("wait", ".notifications-toasts .notification-toast", "kubelore.server.path leads to /nowhere/kubelore")
	w.see("wait", ".statusbar-item", "Kubelore")
	w.wait("the server to end", func() bool { return w.server() == 0 })
	// A program, but no language server.
	w.ask("configure", "kubelore.server.path", "/bin/false")
	w.see("wait", ".notifications-toasts .notification-toast", "/bin/false could not be started")
	w.ask("configure", "kubelore.server.path", nil)
	w.answersAgain()
	w.ask("command", "notifications.clearAll")
}

// missesBinary has neither the extension nor PATH hold a server.
func missesBinary(t *testing.T, w *workbench) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(w.extensions, "kubelore.kubelore-*", "bin", "kubelore"))
	if err != nil || len(found) != 1 {
		t.Fatalf("the servers are %q, %v", found, err)
	}
	away := found[0] + ".away"
	if err := os.Rename(found[0], away); err != nil {
		t.Fatal(err)
	}
	w.ask("command", "kubelore.restart")
	// VS Code lets no more than three messages appear within 0.8 s, and the step before has its
	// own; it keeps the others in the list.
	w.ask("command", "notifications.showList")
	w.see("wait", ".notifications-center .notification-list-item", "there is no server in this build of the extension, and no kubelore on PATH")
	w.ask("command", "notifications.hideList")
	w.see("wait", `.statusbar-item[aria-label*="Kubelore does not run"]`, "Kubelore")
	if err := os.Rename(away, found[0]); err != nil {
		t.Fatal(err)
	}
	w.ask("command", "kubelore.restart")
	w.answersAgain()
	w.ask("command", "notifications.clearAll")
}

// answersAgain waits until a server runs and answers.
func (w *workbench) answersAgain() {
	w.t.Helper()
	w.wait("the server to run again", func() bool { return w.server() != 0 })
	w.see("wait", ".statusbar-item", "Kubernetes 1.37")
	w.wait("the server to answer again", func() bool {
		card, err := w.tell("hover", "web.yaml", "Deployment")
		return err == nil && strings.Contains(card, "**Deployment**")
	})
}

// survivesDeath kills the server until it is not started again.
func survivesDeath(t *testing.T, w *workbench) {
	t.Helper()
	const deaths = 5
	for i := range deaths {
		id := w.server()
		if err := syscall.Kill(id, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		w.wait("the server to be dead", func() bool { return w.server() != id })
		if i < deaths-1 {
			w.answersAgain()
			w.ask("command", "notifications.clearAll") // what was asked of the dead server failed, and VS Code shows three messages
		}
	}
	w.see("wait", ".notifications-toasts .notification-toast", "is not started again")
	w.ask("command", "kubelore.restart")
	w.answersAgain()
}

// TestUntrustedVSCode opens a folder that nobody trusts; it cannot say which program to run.
func TestUntrustedVSCode(t *testing.T) {
	w := startWorkbench(t, false, map[string]string{
		"web.yaml":              read(t, "manifests/mistakes.yaml"),
		".vscode/settings.json": `{"kubelore.server.path": "/nowhere/kubelore"}`,
		".kubelore.yaml":        "rules: {}\n",
	})
	if w.ask("trusted") != "false" {
		t.Fatal("the folder is trusted")
	}
	w.ask("open", "web.yaml")
	w.wait("problems", func() bool { return strings.Contains(w.ask("diagnostics", "web.yaml"), "schema/unknown-field") })
	if w.server() == 0 {
		t.Error("the server does not run from the extension")
	}
	w.see("wait", `.statusbar-item[aria-label*="As the folder is not trusted"]`, "Kubernetes 1.37")
	w.see("wait", `.statusbar-item[aria-label*="as the settings say"]`, "Kubernetes 1.37") // and not the file, which does not say it
}
