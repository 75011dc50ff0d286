package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// temporary are folders that are used by several tests, and deleted after the last.
var temporary []string

func TestMain(m *testing.M) {
	code := m.Run()
	for _, dir := range temporary {
		if err := os.RemoveAll(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	os.Exit(code)
}

// built is the folder with the server, which is linked once for all tests.
var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "kubelore")
	if err != nil {
		return "", err
	}
	temporary = append(temporary, dir)
	build := exec.Command("go", "build", "-o", filepath.Join(dir, "kubelore"), "github.com/kubelore/kubelore/cmd/kubelore")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return dir, nil
})

// buildServer returns a folder that holds the server as kubelore.
func buildServer(t *testing.T) string {
	t.Helper()
	dir, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// setUp runs kubelore setup for an editor, as the README says, in the environment of the
// editor.
func setUp(t *testing.T, server, editor string, env []string) {
	t.Helper()
	cmd := exec.Command(filepath.Join(server, "kubelore"), "setup", editor)
	cmd.Env = env
	out, err := cmd.CombinedOutput()
	if err != nil || strings.Contains(string(out), "PATH") {
		t.Fatalf("kubelore setup %s: %v\n%s", editor, err, out)
	}
}

// findEditor returns the program to test: that of an environment variable, or else the
// one of that name. Where there is none the test is skipped, but not in continuous
// integration, where that would hide that nothing is tested.
func findEditor(t *testing.T, variable, name string) string {
	t.Helper()
	if value := os.Getenv(variable); value != "" {
		name = value
	}
	program, err := exec.LookPath(name)
	if err == nil {
		return program
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is not installed: %v", name, err)
	}
	t.Skipf("SKIPPED: %s is not installed, so nothing is known about it: %v", name, err)
	return ""
}

// write writes a file, with the folders above it.
func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// readmeBlock returns the block of code in a README that holds a text, so that what
// people are told to copy is what is tested.
func readmeBlock(t *testing.T, name, language, text string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split(string(data), "\n```"+language+"\n")[1:] {
		if code, _, _ := strings.Cut(part, "```"); strings.Contains(code, text) {
			return code
		}
	}
	t.Fatalf("%s has no block with %q", name, text)
	return ""
}
