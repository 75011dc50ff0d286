package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// helix is a running Helix.
type helix struct{ *terminal }

// startHelix starts Helix in a workspace with what kubelore setup writes, and what else
// is to stand in languages.toml.
func startHelix(t *testing.T, dir, file, languages string) helix {
	t.Helper()
	if _, err := exec.LookPath("hx"); err != nil && os.Getenv("HELIX") == "" {
		// Debian has it from trixie on only, so continuous integration names it in HELIX.
		t.Skip("SKIPPED: Helix is not installed, so nothing is known about it")
	}
	program := findEditor(t, "HELIX", "hx")
	findEditor(t, "", "tmux")
	server, home := buildServer(t), t.TempDir()
	env := append(os.Environ(),
		"PATH="+server+string(os.PathListSeparator)+os.Getenv("PATH"),
		"HOME="+home, "XDG_CONFIG_HOME="+filepath.Join(home, ".config"), "XDG_CACHE_HOME="+filepath.Join(home, ".cache"))
	setUp(t, server, "helix", env)
	// What the README recommends for reading messages in the text.
	write(t, filepath.Join(home, ".config", "helix", "config.toml"), readmeBlock(t, "../helix/README.md", "toml", "end-of-line-diagnostics"))
	own := filepath.Join(home, ".config", "helix", "languages.toml")
	written, err := os.ReadFile(own)
	if err != nil {
		t.Fatal(err)
	}
	write(t, own, string(written)+languages)
	h := helix{startTerminal(t, dir, env, program, file)}
	h.see("the file", file, "apiVersion")
	return h
}

// escape goes back to normal mode. What is typed before that would be taken for a key
// with Alt.
func (h helix) escape() {
	h.t.Helper()
	h.press("Escape")
	h.see("normal mode", " NOR ")
}

// command types a command and waits until the prompt is closed.
func (h helix) command(text string) {
	h.t.Helper()
	h.typed(":" + text)
	h.see("the command", ":"+text)
	h.press("Enter")
	h.gone("the command to be taken", ":"+text)
}

// search selects the next place of a text.
func (h helix) search(text string) {
	h.t.Helper()
	h.press("g", "g", "/")
	h.see("the prompt of the search", "search:")
	h.typed(text)
	h.press("Enter")
	h.gone("the search", "search:")
}

// TestHelix moves an autoscaler to a version that is served, and completes a field.
func TestHelix(t *testing.T) {
	dir := openShop(t, "en")
	h := startHelix(t, dir, "hpa.yaml", "")
	h.see("the version to be reported as removed", "autoscaling/v2beta2 HorizontalPodAutoscaler was removed in 1.26")

	h.search("HorizontalPod")
	h.press("Space", "k")
	h.see("the card of the kind", "Raises and lowers the replica count of a workload")
	h.escape()
	h.gone("the card to be closed", "Raises and lowers the replica count of a workload")

	h.search("autoscaling")
	h.press("Space", "a")
	h.see("the code action", "Change to autoscaling/v2")
	h.press("Enter")
	h.see("the new version", "apiVersion: autoscaling/v2 ")
	h.gone("the report", "was removed in 1.26")

	h.search("maxReplicas")
	h.press("o")
	h.see("insert mode", " INS ")
	h.typed("beh")
	h.see("the completion menu", "behavior")
	h.press("C-n", "Enter")
	h.see("the field", "  behavior:")
	h.escape()
	h.command("w")
	h.wait("the file to be right", holds(t, filepath.Join(dir, "hpa.yaml"),
		"apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\n"))
	h.wait("the field to be written", holds(t, filepath.Join(dir, "hpa.yaml"), "\n  maxReplicas: 10\n  behavior:\n"))
	h.command("q!")
}

// TestHelixWorkspace follows a name into another file, and changes it in both.
func TestHelixWorkspace(t *testing.T) {
	dir := openShop(t, "en")
	h := startHelix(t, dir, "web.yaml", "")
	h.see("the file to be checked", "requests no CPU")
	h.search("settings")
	h.press("Space", "r")
	h.see("the prompt of the rename", "rename-to:settings")
	h.press("C-u")
	h.typed("config")
	h.press("Enter")
	h.see("the new name", "name: config")
	h.command("wa")
	h.wait("the new name in the first file", holds(t, filepath.Join(dir, "web.yaml"), "            name: config\n"))
	h.wait("the new name in the other file", holds(t, filepath.Join(dir, "settings.yaml"), "\n  name: config\n"))

	h.search("name: config")
	h.press("g", "d")
	h.see("the other file", " settings.yaml ", "mode: fast")
	h.command("qa")
}

// TestHelixInJapanese has the language of hovers in the configuration of Helix.
func TestHelixInJapanese(t *testing.T) {
	h := startHelix(t, openShop(t, ""), "hpa.yaml", readmeBlock(t, "../helix/README.md", "toml", "language = \"ja\""))
	h.see("the version to be reported", "1.26 で削除された")
	h.search("HorizontalPod")
	h.press("Space", "k")
	h.see("the card of the kind", "レプリカ数")
	h.escape()
	h.gone("the card to be closed", "レプリカ数")
	h.command("q")
}
