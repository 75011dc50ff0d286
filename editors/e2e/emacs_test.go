package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// emacs is a running Emacs.
type emacs struct{ *terminal }

// startEmacs starts Emacs in a workspace with what kubelore setup writes, and nothing
// else but a line in front of it.
func startEmacs(t *testing.T, dir, file string) emacs {
	t.Helper()
	program := findEditor(t, "EMACS", "emacs")
	findEditor(t, "", "tmux")
	server, home := buildServer(t), t.TempDir()
	env := append(os.Environ(),
		"PATH="+server+string(os.PathListSeparator)+os.Getenv("PATH"),
		"HOME="+home, "XDG_CONFIG_HOME="+filepath.Join(home, ".config"), "XDG_CACHE_HOME="+filepath.Join(home, ".cache"))
	// A project is a repository for Eglot, and a menu to choose from is slower to type in.
	write(t, filepath.Join(home, ".emacs.d", "init.el"), "(setq inhibit-startup-screen t)\n")
	write(t, filepath.Join(dir, ".git", "HEAD"), "ref: refs/heads/main\n")
	setUp(t, server, "emacs", env)
	e := emacs{startTerminal(t, dir, env, program, "-nw", file)}
	e.see("the file", file, "apiVersion")
	e.see("Eglot to be connected", "[eglot:")
	return e
}

// do runs a command by its name.
func (e emacs) do(command string) {
	e.t.Helper()
	e.press("M-x")
	e.see("the prompt for a command", "M-x ")
	e.typed(command)
	e.see("the command", "M-x "+command)
	e.press("Enter")
	e.gone("the command to be taken", "M-x "+command)
}

// search puts the cursor behind the first place of a text.
func (e emacs) search(text string) {
	e.t.Helper()
	e.press("M-<")
	e.press("C-s")
	e.see("the prompt of the search", "I-search:")
	e.typed(text)
	e.see("the text in the search", "I-search: "+text)
	e.press("Enter")
	e.gone("the search", "I-search:")
}

// TestEmacs moves an autoscaler to a version that is served, and completes a field.
func TestEmacs(t *testing.T) {
	dir := openShop(t, "en")
	file := filepath.Join(dir, "hpa.yaml")
	e := startEmacs(t, dir, "hpa.yaml")
	e.do("flymake-show-buffer-diagnostics")
	e.see("the version to be reported as removed", "was removed in 1.26")

	e.search("HorizontalPod")
	e.do("eldoc-doc-buffer")
	e.see("the card of the kind", "Raises and lowers the replica count of a workload")
	e.press("C-x", "1")

	e.search("autoscaling")
	e.do("eglot-code-actions")
	e.wait("the migration", func() bool {
		screen := e.screen()
		if strings.Contains(screen, "Pick an action") {
			e.press("Enter")
		}
		return strings.Contains(screen, "apiVersion: autoscaling/v2\n")
	})

	e.search("maxReplicas: 10")
	e.press("Enter")
	e.typed("beh")
	e.press("C-M-i")
	e.see("the field", "  behavior:")
	e.press("C-x", "C-s")
	e.wait("the file to be right", holds(t, file, "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\n"))
	e.wait("the field to be written", holds(t, file, "\n  maxReplicas: 10\n  behavior:\n"))
	e.do("flymake-show-buffer-diagnostics")
	e.gone("the report", "was removed in 1.26")
}
