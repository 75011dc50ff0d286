package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// TestProgress holds that a person at a terminal sees that something happens, and that
// nothing of it is in the report.
func TestProgress(t *testing.T) {
	screen, terminal := pseudoTerminal(t)
	t.Chdir(t.TempDir())
	for i := range 200 {
		if err := os.WriteFile(fmt.Sprintf("%03d.yaml", i), []byte(good), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	seen := make(chan string, 1)
	go func() {
		data, _ := io.ReadAll(screen) // reading ends with an error when the terminal is closed
		seen <- string(data)
	}()
	var out bytes.Buffer
	code := run([]string{"check", "."}, io.NopCloser(strings.NewReader("")), &out, terminal)
	if err := terminal.Close(); err != nil {
		t.Fatal(err)
	}
	if got := <-seen; code != 0 || !strings.Contains(got, "checking") || !strings.Contains(got, "/200") {
		t.Errorf("exit code %d; the terminal shows %q", code, got)
	}
	if out.String() != "200 manifests in 200 files: no problems\n" {
		t.Errorf("the report is %q", out.String())
	}
}

// pseudoTerminal returns a terminal and what is on its screen.
func pseudoTerminal(t *testing.T) (screen, terminal *os.File) {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip("SKIPPED: there are no terminals here:", err)
	}
	t.Cleanup(func() { _ = screen.Close() })
	if err := unix.IoctlSetPointerInt(int(screen.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(int(screen.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	terminal, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip("SKIPPED: the terminal cannot be opened:", err)
	}
	t.Cleanup(func() { _ = terminal.Close() })
	return screen, terminal
}
