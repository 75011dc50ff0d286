package e2e

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// patience is how long anything may take that a person waits for. It is long,
// as a test machine may be busy; passing tests never come near it.
const patience = 60 * time.Second

// neovim is a running Neovim that the test types into.
type neovim struct {
	t       *testing.T
	program string
	socket  string
	env     []string
}

// startNeovim starts Neovim on a file with what kubelore setup writes, and neovim.lua.
func startNeovim(t *testing.T, file string) *neovim {
	t.Helper()
	program := findEditor(t, "NEOVIM", "nvim")
	server := buildServer(t)
	home := t.TempDir()
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
	n := &neovim{
		t: t, program: program, socket: filepath.Join(sockets, "s"),
		env: append(os.Environ(),
			"PATH="+server+string(os.PathListSeparator)+os.Getenv("PATH"),
			"HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_DATA_HOME="+home, "XDG_STATE_HOME="+home, "XDG_CACHE_HOME="+home),
	}
	setUp(t, server, "neovim", n.env)
	cmd := exec.Command(program, "--headless", "-u", "neovim.lua", "--listen", n.socket, file)
	cmd.Env = n.env
	var output strings.Builder
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("messages of Neovim:\n%s", n.eval("v:lua.e2e.messages()"))
		}
		n.stop(cmd)
		if t.Failed() {
			t.Logf("output of Neovim:\n%s", output.String())
		}
	})
	n.wait("Neovim to start", func() bool { return n.eval("v:lua.e2e.version()") != "" })
	t.Logf("Neovim %s", n.eval("v:lua.e2e.version()"))
	return n
}

// stop ends Neovim as a person does, and by force if it does not obey.
func (n *neovim) stop(cmd *exec.Cmd) {
	n.keys("<C-\\><C-n>:qa!<CR>")
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			n.t.Errorf("Neovim ended badly: %v", err)
		}
	case <-time.After(patience):
		n.t.Error("Neovim does not end")
		if err := cmd.Process.Kill(); err != nil {
			n.t.Error(err)
		}
	}
}

// remote runs Neovim as a client of n; the empty string if n does not answer.
func (n *neovim) remote(args ...string) string {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, n.program, append([]string{"--clean", "--headless", "--server", n.socket}, args...)...)
	cmd.Env = n.env
	out, err := cmd.CombinedOutput() // old versions answer on standard error
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		n.t.Fatal(err)
	}
	if err != nil {
		return ""
	}
	return string(out)
}

// eval returns the value of a Vim script expression.
func (n *neovim) eval(expr string) string {
	n.t.Helper()
	value := strings.ReplaceAll(n.remote("--remote-expr", expr), "\r\n", "\n") // as old versions answer
	return strings.TrimRight(value, "\n")
}

// keys types keys, written as in a mapping.
func (n *neovim) keys(keys string) { n.remote("--remote-send", keys) }

// wait waits until a condition holds.
func (n *neovim) wait(what string, holds func() bool) {
	n.t.Helper()
	if !becomes(holds) {
		n.t.Fatalf("waited in vain for %s; the text is\n%s\nand the diagnostics are\n%s",
			what, n.eval("v:lua.e2e.text()"), n.eval("v:lua.e2e.diagnostics()"))
	}
}

// hover returns the text of the hover of a word. The move of the cursor to the word may take
// the hover away that came before Neovim knew of the move; then it is asked for again, as a
// person does.
func (n *neovim) hover(word string) string {
	n.t.Helper()
	var card string
	n.wait("the hover of "+word, func() bool {
		if problem := n.eval("v:lua.e2e.hover('" + word + "')"); problem != "" {
			n.t.Fatal(problem)
		}
		for range 50 { // each is a process, and takes a while
			if card = n.eval("v:lua.e2e.float()"); card != "" {
				return true
			}
		}
		return false
	})
	n.eval("v:lua.e2e.close_float()")
	return card
}

// copyFile copies a file of testdata into a new folder, in which it may be edited.
func copyFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), filepath.Base(name))
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestNeovim does what an author does with a manifest that was written for an
// old cluster: read what is wrong, look up what the fields mean, move to the
// current version, and complete a field that it has.
func TestNeovim(t *testing.T) {
	n := startNeovim(t, copyFile(t, "page/hpa-v2alpha1.yaml"))
	n.wait("the server to be attached", func() bool { return n.eval("v:lua.e2e.attached()") == "kubelore" })

	const removed = "2 api/version-removed "
	n.wait("the version to be reported as removed", func() bool {
		return strings.Contains("\n"+n.eval("v:lua.e2e.diagnostics()"), "\n"+removed)
	})

	for word, want := range map[string]string{
		"kind":           "HorizontalPodAutoscaler",
		"scaleTargetRef": "scaleTargetRef",
		"minReplicas":    "minReplicas",
	} {
		if card := n.hover(word); !strings.Contains(card, want) {
			t.Errorf("the hover of %s does not say %q:\n%s", word, want, card)
		}
	}

	n.keys("<Esc>2G0C" + "apiVersion: autoscaling/v2<Esc>")
	n.wait("the removed version to be forgotten", func() bool {
		return !strings.Contains(n.eval("v:lua.e2e.diagnostics()"), "api/version-removed")
	})

	// <C-u> takes back the indentation that Neovim gives a new line below a value.
	n.keys("/maxReplicas<CR>o<C-u>  be<C-x><C-o>")
	var menu string
	n.wait("the completion menu", func() bool {
		menu = n.eval("v:lua.e2e.menu()")
		return menu != ""
	})
	if !strings.Contains("\n"+menu+"\n", "\nbehavior\n") {
		t.Fatalf("the menu does not offer behavior:\n%s", menu)
	}
	n.keys("<C-y><Esc>")
	n.wait("the item to be written", func() bool { return n.eval("mode()") == "n" })
	if got := n.eval("v:lua.e2e.text()"); !strings.Contains(got, "\n  maxReplicas: 10\n  behavior:\n  metrics:\n") {
		t.Errorf("after the completion the file is\n%s", got)
	}
}

// TestNeovimWorkspace follows names through the files of a folder and changes one in all
// of them.
func TestNeovimWorkspace(t *testing.T) {
	folder := t.TempDir()
	files := map[string]string{
		".kubelore.yaml":       "kubernetesVersion: \"1.37\"\n",
		"config/settings.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  namespace: shop\ndata:\n  mode: fast\n",
		"app/web.yaml": "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  containers:\n  - name: main\n    image: nginx:1.29\n" +
			"    env:\n    - name: MODE\n      valueFrom:\n        configMapKeyRef:\n          name: settings\n          key: modus\n",
	}
	for name, content := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	n := startNeovim(t, filepath.Join(folder, "app", "web.yaml"))
	n.wait("the server to be attached", func() bool { return n.eval("v:lua.e2e.attached()") == "kubelore" })
	n.wait("the missing key to be reported, which another file shows", func() bool {
		return strings.Contains(n.eval("v:lua.e2e.diagnostics()"), "rt/dangling-configmap-key")
	})
	n.keys("/modus<CR>cemode<Esc>")
	n.wait("the key to be found", func() bool { return !strings.Contains(n.eval("v:lua.e2e.diagnostics()"), "rt/") })

	n.eval("v:lua.e2e.rename('settings', 'config')")
	n.wait("the name to be changed in both files", func() bool {
		return strings.Contains(n.eval("v:lua.e2e.text()"), "name: config\n") && strings.Contains(n.eval("v:lua.e2e.buffer('settings.yaml')"), "name: config\n")
	})
	n.keys(":silent wall<CR>")
	n.wait("the definition in the other file", func() bool {
		if n.eval("v:lua.e2e.place()") == "settings.yaml:   name: config" {
			return true
		}
		n.eval("v:lua.e2e.definition('name: config')") // again, until the server has seen what was saved
		return false
	})
	n.eval("v:lua.e2e.references('mode')")
	n.wait("the use in the first file", func() bool { return strings.Contains(n.eval("v:lua.e2e.quickfix()"), "web.yaml: ") })
}
