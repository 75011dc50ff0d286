package e2e

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// emacs is a running Emacs in a terminal. What it shows and does is also asked with
// emacsclient, as Emacs has no keys for all of it.
type emacs struct {
	*terminal
	server string
}

// startEmacs opens a file of a folder in Emacs, with what kubelore setup writes, emacs.el,
// and what else is to stand in the init file.
func startEmacs(t *testing.T, dir, file, init string) emacs {
	t.Helper()
	program := findEditor(t, "EMACS", "emacs")
	findEditor(t, "", "emacsclient")
	findEditor(t, "", "tmux")
	server, home := buildServer(t), t.TempDir()
	// Sockets have short paths only; those of t.TempDir may be too long.
	sockets, err := os.MkdirTemp("", "kl") //nolint:usetesting // see above
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(sockets); err != nil {
			t.Error(err)
		}
	})
	env := append(os.Environ(),
		"PATH="+server+string(os.PathListSeparator)+os.Getenv("PATH"), "HOME="+home, "XDG_CONFIG_HOME="+home, "E2E_SOCKETS="+sockets)
	own := filepath.Join(home, ".emacs.d")
	// Where Emacs compiles what it loads, it opens windows to say what it thinks of it.
	write(t, filepath.Join(own, "early-init.el"), "(setq native-comp-deferred-compilation nil native-comp-jit-compilation nil)\n")
	write(t, filepath.Join(own, "init.el"), init)
	setUp(t, server, "emacs", env)
	probe, err := filepath.Abs("emacs.el")
	if err != nil {
		t.Fatal(err)
	}
	e := emacs{startTerminal(t, dir, env, program, "-nw", "--load", probe, file), filepath.Join(sockets, "s")}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the problems are\n%s\nand Emacs said\n%s", e.eval("(e2e-problems)"), e.eval("(e2e-messages)"))
		}
		e.eval("(let (kill-emacs-query-functions) (set-buffer-modified-p nil) (kill-emacs))")
	})
	e.wait("Emacs to start", func() bool { return e.eval("(featurep 'e2e)") == "t" })
	e.see("the file", file, "apiVersion")
	t.Logf("Emacs %s", e.eval("emacs-version"))
	return e
}

// eval returns the value of an expression in the buffer that is shown: a string as it is,
// all else as it prints. An error of Lisp is returned in words.
func (e emacs) eval(expr string) string {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "emacsclient", "--socket-name="+e.server, "--eval", "(with-current-buffer (window-buffer) "+expr+")")
	out, err := cmd.CombinedOutput()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		e.t.Fatal(err)
	}
	value := strings.TrimRight(string(out), "\n")
	if s, err := strconv.Unquote(strings.ReplaceAll(value, "\n", `\n`)); err == nil {
		return s
	}
	return value
}

// says waits until an expression has a value that holds a text.
func (e emacs) says(what, expr, text string) {
	e.t.Helper()
	e.wait(what, func() bool { return strings.Contains(e.eval(expr), text) })
}

// command runs a command by its name, as M-x does.
func (e emacs) command(name string) {
	e.t.Helper()
	e.press("M-x")
	e.see("the prompt", "M-x")
	e.typed(name)
	e.see("the command", "M-x "+name)
	e.press("Enter")
}

// open shows a file, as C-x C-f does.
func (e emacs) open(file string) {
	e.t.Helper()
	e.press("C-x", "C-f")
	e.see("the prompt", "Find file:")
	e.typed(file)
	e.press("Enter")
	e.says("the file", "(e2e-place)", file+": ")
}

// TestEmacs does what an author does, with each of the clients: moves an autoscaler to a
// version that is served, completes a field, and gives what two files name another name.
func TestEmacs(t *testing.T) {
	t.Run("eglot", func(t *testing.T) {
		works(t, "eglot", "", "(completion-at-point)", func(e emacs) {
			e.command("eldoc")
			e.says("the card of the kind", "(e2e-card)", "Raises and lowers the replica count of a workload")
		}, func(e emacs) {
			e.command("eglot-rename")
			e.see("the prompt for the name", "Rename `settings' to:")
			e.typed("config")
			e.press("Enter")
			e.see("what is to be changed", "Server wants to edit", "settings.yaml")
			e.press("y")
		})
	})
	t.Run("lsp-mode", func(t *testing.T) {
		const debian = "/usr/share/emacs/site-lisp/elpa-src/lsp-mode-8.0.0"
		if _, err := os.Stat(debian); err != nil && os.Getenv("CI") != "true" {
			t.Skipf("SKIPPED: lsp-mode is not there as Debian installs it, so nothing is known about it: %v", err)
		}
		// Without the guess it asks once for each project where that is.
		works(t, "lsp-mode", readmeBlock(t, "../emacs/README.md", "elisp", "(require 'lsp-mode)")+"(setq lsp-auto-guess-root t)\n", `(e2e-complete "behavior")`, func(e emacs) {
			e.command("lsp-describe-thing-at-point")
			e.says("the card of the kind", "(e2e-card)", "Raises and lowers the replica count of a workload")
		}, func(e emacs) {
			e.command("lsp-rename")
			e.see("the prompt for the name", "Rename settings to:")
			e.press("C-a", "C-k")
			e.typed("config")
			e.press("Enter")
		})
	})
}

// works is TestEmacs for a client, which init chooses and that has ways of its own to
// complete, to show a hover and to rename.
func works(t *testing.T, client, init, complete string, hover, rename func(emacs)) {
	t.Helper()
	dir := openShop(t, "en")
	e := startEmacs(t, dir, "hpa.yaml", init)
	e.says("the server to be attached", "(e2e-attached)", client)
	const removed = "autoscaling/v2beta2 HorizontalPodAutoscaler was removed in 1.26"
	e.says("the version to be reported as removed", "(e2e-problems)", removed)

	e.eval(`(e2e-at "HorizontalPod")`)
	hover(e)

	e.eval(`(e2e-at "autoscaling")`)
	e.eval(`(e2e-act "Change to autoscaling/v2")`)
	e.says("the new version", "(e2e-text)", "apiVersion: autoscaling/v2\n")
	e.wait("the report to go", func() bool { return !strings.Contains(e.eval("(e2e-problems)"), "was removed in 1.26") })

	e.eval(`(e2e-at "maxReplicas: 10")`)
	e.eval(`(progn (end-of-line) (insert "\n  behav") ` + complete + `)`)
	e.says("the field", "(e2e-text)", "\n  maxReplicas: 10\n  behavior:")
	e.eval("(save-buffer)")
	e.wait("the file to be right", holds(t, filepath.Join(dir, "hpa.yaml"), "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\n"))

	e.open("web.yaml")
	e.says("the server to be attached", "(e2e-attached)", client)
	e.eval(`(e2e-at "settings")`)
	rename(e)
	e.says("the new name in the first file", "(e2e-text)", "            name: config\n")
	e.eval("(save-some-buffers t)")
	e.wait("the new name in the other file", holds(t, filepath.Join(dir, "settings.yaml"), "\n  name: config\n"))
	e.eval(`(progn (e2e-at "name: config") (forward-char 7))`)
	e.press("M-.")
	e.says("the definition", "(e2e-place)", "settings.yaml:   name: config")
}

// TestEmacsInJapanese has the language of hovers in the init file.
func TestEmacsInJapanese(t *testing.T) {
	e := startEmacs(t, openShop(t, ""), "hpa.yaml", readmeBlock(t, "../emacs/README.md", "elisp", "\"ja\""))
	e.says("the version to be reported", "(e2e-problems)", "1.26 で削除された")
	e.eval(`(e2e-at "HorizontalPod")`)
	e.command("eldoc")
	e.says("the card of the kind", "(e2e-card)", "レプリカ数")
}
