package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// terminal is a program that runs in a terminal of its own: tmux, with a server that no
// other knows.
type terminal struct {
	t      *testing.T
	socket string
	env    []string
}

// startTerminal runs a program in a folder, with an environment.
func startTerminal(t *testing.T, dir string, env []string, command ...string) *terminal {
	t.Helper()
	// Sockets have short paths only; those of t.TempDir may be too long.
	sockets, err := os.MkdirTemp("", "kl") //nolint:usetesting // see above
	if err != nil {
		t.Fatal(err)
	}
	term := &terminal{t: t, socket: filepath.Join(sockets, "s"), env: append(env, "TERM=xterm-256color", "LC_ALL=C.UTF-8")}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the screen is\n%s", term.screen())
		}
		_, _ = term.tmux("kill-server") // it may have ended with the program
		if err := os.RemoveAll(sockets); err != nil {
			t.Error(err)
		}
	})
	// Wide enough for messages at the end of lines.
	args := []string{"-f", os.DevNull, "new-session", "-d", "-x", "180", "-y", "50", "-c", dir, "--"}
	if out, err := term.tmux(append(args, command...)...); err != nil {
		t.Fatalf("tmux: %v\n%s", err, out)
	}
	return term
}

// tmux runs a command of tmux.
func (term *terminal) tmux(args ...string) (string, error) {
	cmd := exec.Command("tmux", append([]string{"-u", "-S", term.socket}, args...)...)
	cmd.Env = term.env
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// press types keys, by their names in tmux: Enter, C-x, M-x, a.
func (term *terminal) press(keys ...string) {
	term.t.Helper()
	if out, err := term.tmux(append([]string{"send-keys", "--"}, keys...)...); err != nil {
		term.t.Fatalf("press %v: %v\n%s", keys, err, out)
	}
}

// typed types a text as it is.
func (term *terminal) typed(text string) {
	term.t.Helper()
	if out, err := term.tmux("send-keys", "-l", "--", text); err != nil {
		term.t.Fatalf("type %q: %v\n%s", text, err, out)
	}
}

// screen returns what there is to see.
func (term *terminal) screen() string {
	out, err := term.tmux("capture-pane", "-p")
	if err != nil {
		return "the program has ended: " + out
	}
	return out
}

// wait waits until a condition holds.
func (term *terminal) wait(what string, condition func() bool) {
	term.t.Helper()
	await(term.t, what, condition)
}

// await waits until a condition holds, and fails the test if that takes too long.
func await(t *testing.T, what string, condition func() bool) {
	t.Helper()
	if !becomes(condition) {
		t.Fatalf("waited in vain for %s", what)
	}
}

// becomes waits until a condition holds, and reports false if that takes too long.
func becomes(holds func() bool) bool {
	deadline := time.After(patience)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-deadline:
			return false
		}
	}
	return true
}

// see waits until all texts are on the screen.
func (term *terminal) see(what string, texts ...string) {
	term.t.Helper()
	term.wait(what, func() bool {
		screen := term.screen()
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

// gone waits until a text is not on the screen.
func (term *terminal) gone(what, text string) {
	term.t.Helper()
	term.wait(what, func() bool { return !strings.Contains(term.screen(), text) })
}
