package e2e

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// kate is a running Kate on a display of its own. What it shows is drawn, so what is waited
// for is what the server said, how many windows there are, the title, and what is in files.
type kate struct {
	t       *testing.T
	display string
	// said is the file with all that the server said.
	said string
}

// startDisplay starts a display that nobody sees, and returns its name.
func startDisplay(t *testing.T) string {
	t.Helper()
	chosen, number, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	// It chooses a number, so that no other display is disturbed.
	display := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1000x700x24", "-nolisten", "tcp")
	display.ExtraFiles = []*os.File{number}
	if err := display.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = display.Process.Kill() // there is nothing to lose
		_ = display.Wait()
	})
	if err := number.Close(); err != nil {
		t.Fatal(err)
	}
	defer chosen.Close() //nolint:errcheck // it was only read
	name, err := bufio.NewReader(chosen).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb did not start: %v", err)
	}
	return ":" + strings.TrimSpace(name)
}

// startKate starts Kate in a folder with the settings that people copy, and waits until the
// server has looked at the file.
func startKate(t *testing.T, dir string, arguments ...string) *kate {
	t.Helper()
	home := t.TempDir()
	settings, err := os.ReadFile("../kate/settings.json")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(home, ".config/kate/lspclient/settings.json"), string(settings))
	k := &kate{t: t, display: startDisplay(t), said: filepath.Join(home, "said")}
	command := filepath.Join(home, "bin", "kubelore")
	write(t, command, fmt.Sprintf("#!/bin/sh\n%s \"$@\" | tee %s\n", filepath.Join(buildServer(t), "kubelore"), k.said))
	if err := os.Chmod(command, 0o755); err != nil {
		t.Fatal(err)
	}
	// The plugin is on, and the question whether the server may be started is answered.
	write(t, filepath.Join(home, ".config/katerc"),
		"[Kate Plugins]\nlspclientplugin=true\n\n[lspclient]\nAllowedServerCommandLines="+command+"\n\n[General]\nShow welcome view for new window=false\n")
	editor := exec.Command("dbus-run-session", append([]string{"--", "kate", "--startanon"}, arguments...)...)
	editor.Dir = dir
	editor.Env = append(os.Environ(), "HOME="+home, "XDG_CONFIG_HOME="+home+"/.config", "XDG_RUNTIME_DIR="+home, "DISPLAY="+k.display,
		"QT_QPA_PLATFORM=xcb", "LC_ALL=C.UTF-8", "PATH="+filepath.Dir(command)+string(os.PathListSeparator)+os.Getenv("PATH"))
	if err := editor.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the windows are %q, and the server said\n%s", k.titles(), k.heard())
		}
		_, _ = k.xdotool("key", "ctrl+q") // the session of dbus ends with it
		if !becomes(func() bool { return len(k.windows()) == 0 }) {
			_ = editor.Process.Kill()
		}
		_ = editor.Wait()
	})
	k.wait("the problems of the file", func() bool { return strings.Contains(k.heard(), arguments[len(arguments)-1]+`","version"`) })
	k.focus()
	return k
}

// xdotool plays the part of a hand on the keyboard and the mouse.
func (k *kate) xdotool(arguments ...string) (string, error) {
	cmd := exec.Command("xdotool", arguments...)
	cmd.Env = append(os.Environ(), "DISPLAY="+k.display)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (k *kate) do(arguments ...string) {
	k.t.Helper()
	if out, err := k.xdotool(arguments...); err != nil {
		k.t.Fatalf("xdotool %v: %v\n%s", arguments, err, out)
	}
}

// focus gives the keyboard to the only window, since no window manager does.
func (k *kate) focus() {
	k.t.Helper()
	windows := k.windows()
	if len(windows) == 0 {
		k.t.Fatal("there is no window")
	}
	k.do("windowfocus", "--sync", windows[0], "windowsize", "--sync", windows[0], "1000", "700")
}

// press types keys, by their names in X: Return, ctrl+s.
func (k *kate) press(keys ...string) {
	k.t.Helper()
	k.do(append([]string{"key", "--delay", "50"}, keys...)...)
}

// heard returns what the server said so far.
func (k *kate) heard() string {
	data, err := os.ReadFile(k.said)
	if err != nil {
		return "" // it did not start yet
	}
	return string(data)
}

// problems returns what the server said since it last published problems, with those, as
// answers to what Kate asks by itself may follow them at once.
func (k *kate) problems() string {
	said := k.heard()
	return said[max(0, strings.LastIndex(said, "textDocument/publishDiagnostics")):]
}

// windows returns the numbers of the windows there are.
func (k *kate) windows() []string {
	numbers, err := k.xdotool("search", "--onlyvisible", "--class", "kate")
	if err != nil {
		return nil // so it says that there are none
	}
	return strings.Fields(numbers)
}

// titles returns those of the windows there are.
func (k *kate) titles() []string {
	var all []string
	for _, w := range k.windows() {
		title, _ := k.xdotool("getwindowname", w) // it may be gone by now
		all = append(all, strings.TrimSpace(title))
	}
	return all
}

func (k *kate) wait(what string, condition func() bool) {
	k.t.Helper()
	await(k.t, what, condition)
}

// popup waits for a menu or a list in front of the window.
func (k *kate) popup(what string) {
	k.t.Helper()
	k.wait(what, func() bool { return len(k.windows()) > 1 })
}

// closed waits until only the window is there.
func (k *kate) closed(what string) {
	k.t.Helper()
	k.wait(what, func() bool { return len(k.windows()) == 1 })
	k.focus()
}

// picture takes one of the screen for the README where KATE_PICTURES names a folder.
func (k *kate) picture(name string) {
	k.t.Helper()
	folder := os.Getenv("KATE_PICTURES")
	if folder == "" {
		return
	}
	cmd := exec.Command("import", "-window", "root", "-crop", "700x420+40+106", "+repage", filepath.Join(folder, name+".png"))
	cmd.Env = append(os.Environ(), "DISPLAY="+k.display)
	if out, err := cmd.CombinedOutput(); err != nil {
		k.t.Fatalf("import: %v\n%s", err, out)
	}
}

// hover rests the mouse on the kind in the second line, in a window whose text begins where
// fonts and themes want it: so it moves down until the server is asked about it and the
// answer is shown, which it is not if the mouse has moved on by then.
func (k *kate) hover(want string) {
	k.t.Helper()
	y := 120
	k.wait("the card of the kind", func() bool {
		if strings.Contains(k.heard(), want) && len(k.windows()) > 1 {
			return true
		}
		k.do("mousemove", "200", fmt.Sprint(y), "sleep", "0.1", "mousemove", "210", fmt.Sprint(y+1), "sleep", "1")
		if y += 6; y > 200 {
			y = 100
		}
		return false
	})
}

// TestKate has Kate say what its kind means, mend an autoscaler of an old cluster and
// complete a field, go where a name leads, and give what two files name another name, with
// the settings that people copy.
func TestKate(t *testing.T) {
	// It is large, so continuous integration runs this where it could install it.
	for _, program := range []string{"kate", "Xvfb", "xdotool", "dbus-run-session"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("SKIPPED: %s is not installed, so nothing is known about Kate: %v", program, err)
		}
	}
	t.Run("one file", func(t *testing.T) {
		dir := openShop(t, "en")
		file := filepath.Join(dir, "hpa.yaml")
		k := startKate(t, dir, "hpa.yaml")
		k.wait("the version to be reported as removed", func() bool {
			return strings.Contains(k.heard(), "autoscaling/v2beta2 HorizontalPodAutoscaler was removed in 1.26")
		})
		k.hover("Raises and lowers the replica count")
		k.picture("hover-en")
		k.press("Escape")
		k.do("mousemove", "700", "600")
		k.closed("the hover to go")

		k.press("ctrl+Home", "ctrl+Right", "ctrl+Right", "alt+Return")
		k.popup("the choice of fixes")
		k.picture("fix")
		k.press("Down", "Return", "ctrl+s")
		k.wait("the new version", holds(t, file, "apiVersion: autoscaling/v2\n"))
		k.wait("no problem", func() bool { return strings.Contains(k.problems(), `"diagnostics":[]`) })

		k.press("ctrl+End")
		k.do("type", "--delay", "60", "  minR")
		k.popup("the list")
		k.picture("completion")
		k.press("Return", "ctrl+s")
		k.wait("the field", holds(t, file, "  maxReplicas: 10\n  minReplicas:"))
	})
	t.Run("two files", func(t *testing.T) {
		dir := openShop(t, "ja")
		k := startKate(t, dir, "--line", "19", "--column", "20", "web.yaml")
		k.press("F2")
		k.popup("the question for the name")
		k.press("ctrl+a")
		k.do("type", "--delay", "60", "config")
		k.press("Return")
		k.closed("the answer to be taken")
		k.wait("the new name", func() bool { return strings.Contains(k.heard(), `"newText":"config"`) })
		k.press("alt+l")
		k.popup("the menu")
		k.press("Return") // the first entry goes to the definition
		k.wait("the other file", func() bool { return strings.Contains(strings.Join(k.titles(), "\n"), "settings.yaml") })
		k.press("ctrl+l") // saves all
		k.wait("the new name in this file", holds(t, filepath.Join(dir, "web.yaml"), "            name: config\n"))
		k.wait("the new name in the other file", holds(t, filepath.Join(dir, "settings.yaml"), "\n  name: config\n"))
		k.press("ctrl+Home", "Down", "End")
		k.hover("設定")
		k.picture("hover-ja")
	})
}
