//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// oldBudget gets shorter when it is mended; oldAutoscaler gets longer.
const oldBudget = "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {minAvailable: 1, selector: {matchLabels: {app: web}}}\n"

// longer returns a manifest with a comment behind it that makes it n bytes long.
func longer(manifest string, n int) string {
	return manifest + "#" + strings.Repeat("x", n-len(manifest)-2) + "\n"
}

// process runs a command line of kubelore in a process of its own, by means of a command
// that starts it. Nothing that it does takes long.
func process(t *testing.T, cmd *exec.Cmd) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	if cmd.Stdout == nil {
		cmd.Stdout = &o
	}
	cmd.Stderr = &e
	cmd.Env = append(os.Environ(), asKubelore+"=1")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	err := cmd.Wait()
	if !late.Stop() {
		t.Fatalf("%q hangs; it says %s", cmd.Args, &e)
	}
	if _, ended := errors.AsType[*exec.ExitError](err); err != nil && !ended {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), o.String(), e.String()
}

func self(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// TestFullDisk holds that an author keeps the file that cannot be mended because the disk
// is full. A limit for the size of files stands in for it: what is behind the first 512
// bytes is refused as on a full disk, in the middle of a write.
func TestFullDisk(t *testing.T) {
	for name, before := range map[string]string{
		"a file that grows":                  longer(oldAutoscaler, 510),
		"a file that shrinks":                longer(oldBudget, 600),
		"one that grows and is beyond it":    longer(oldAutoscaler, 2000),
		"one that grows from the last place": longer(oldAutoscaler, 512),
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			write(t, "a.yaml", before)
			write(t, "b.yaml", oldBudget)
			code, out, errs := process(t, exec.Command("sh", "-c", `ulimit -f 1 && exec "$0" check --fix .`, self(t)))
			if got := contents(t, "a.yaml"); got != before {
				t.Errorf("the file became\n%s\nexit code %d, standard error %q", got, code, errs)
			}
			if code != exitUsage || !strings.HasPrefix(errs, "kubelore: a.yaml: the fixes could not be written: file too large\n") {
				t.Errorf("exit code %d, standard error %q", code, errs)
			}
			if got := contents(t, "b.yaml"); strings.Contains(got, "v1beta1") {
				t.Errorf("the other file is not mended:\n%s", got)
			}
			if !strings.Contains(out, "a.yaml:1:13") || strings.Contains(out, "b.yaml") {
				t.Errorf("the report is\n%s", out)
			}
		})
	}
}

// TestFullDiskOfTheOutput holds that a report that nobody gets is no success.
func TestFullDiskOfTheOutput(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("SKIPPED: there is no device that is full:", err)
	}
	defer full.Close() //nolint:errcheck // nothing can be written to it
	t.Chdir(t.TempDir())
	write(t, "a.yaml", good)
	write(t, "b.yaml", oldBudget)
	for _, args := range [][]string{
		{"check", "a.yaml"},
		{"check", "--format", "json", "a.yaml"},
		{"check", "--format", "sarif", "a.yaml"},
		{"check", "--fail-on", "none", "--format", "github", "b.yaml"},
		{"check", "--diff", "b.yaml"},
		{"explain", "pod"},
		{"version"},
	} {
		cmd := exec.Command(self(t), args...)
		cmd.Stdout = full
		if code, _, errs := process(t, cmd); code != exitUsage || !strings.Contains(errs, "no space left on device") {
			t.Errorf("%q: exit code %d, standard error %q", args, code, errs)
		}
	}
}

// nobody makes a command run as somebody to whom permissions apply. It returns the path of
// this program for them, and skips the test where there is no such person.
func nobody(t *testing.T) (program string, as func(*exec.Cmd) *exec.Cmd) {
	t.Helper()
	if os.Geteuid() != 0 {
		return self(t), func(cmd *exec.Cmd) *exec.Cmd { return cmd }
	}
	const id = 65534
	as = func(cmd *exec.Cmd) *exec.Cmd {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: id, Gid: id}}
		return cmd
	}
	program = filepath.Join(public(t), "kubelore")
	if err := os.Link(self(t), program); err != nil {
		t.Skip("SKIPPED: this is run by root, and others cannot be given the program:", err)
	}
	cmd := as(exec.Command(program, "version"))
	cmd.Env = append(os.Environ(), asKubelore+"=1")
	if err := cmd.Run(); err != nil {
		t.Skip("SKIPPED: this is run by root, and others may not run the program:", err)
	}
	return program, as
}

// public returns a folder for everybody. Those that Go makes are their owner's alone.
func public(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := errors.Join(os.Chmod(folder, 0o777), os.Chmod(filepath.Dir(folder), 0o755)); err != nil {
		t.Fatal(err)
	}
	return folder
}

// TestFixWithoutPermission holds that a file that may not be written is told, that the
// others are mended, also where no file may be made next to them, and that a folder that
// may not be read is told.
func TestFixWithoutPermission(t *testing.T) {
	program, as := nobody(t)
	t.Chdir(public(t))
	for _, name := range []string{"closed.yaml", "free.yaml", "x/free.yaml", "z/hidden.yaml", "secret.yaml"} {
		write(t, name, oldBudget)
	}
	for name, mode := range map[string]os.FileMode{
		"closed.yaml": 0o444, "free.yaml": 0o666, "x/free.yaml": 0o666, "x": 0o555, "z": 0o000, "secret.yaml": 0o000,
	} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
		defer os.Chmod(name, 0o755) //nolint:errcheck // for the removal of the folder
	}
	code, out, errs := process(t, as(exec.Command(program, "check", "--fix", ".")))
	want := "kubelore: secret.yaml: permission denied\nkubelore: z: permission denied\nkubelore: closed.yaml: the fixes could not be written: permission denied\n"
	if code != exitUsage || errs != want {
		t.Errorf("exit code %d, standard error %q, want %q", code, errs, want)
	}
	if !strings.Contains(out, "--> closed.yaml:1:13") || !strings.HasSuffix(out, "3 manifests in 3 files: 1 error\n") {
		t.Errorf("the report is\n%s", out)
	}
	for _, name := range []string{"free.yaml", "x/free.yaml"} {
		if got := contents(t, name); got != strings.Replace(oldBudget, "v1beta1", "v1", 1) {
			t.Errorf("%s is\n%s", name, got)
		}
	}
	if got := contents(t, "closed.yaml"); got != oldBudget {
		t.Errorf("closed.yaml is\n%s", got)
	}
}

// TestFixKeepsTheFile holds that a file that is mended stays what it is: its other names
// have the new content too, and links lead to it.
func TestFixKeepsTheFile(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "real/a.yaml", oldBudget)
	if err := errors.Join(os.Chmod("real/a.yaml", 0o640), os.Link("real/a.yaml", "hard.yml"), os.Symlink("real/a.yaml", "soft.yaml")); err != nil {
		t.Fatal(err)
	}
	if code, out, errs := process(t, exec.Command(self(t), "check", "--fix", "soft.yaml")); code != exitClean {
		t.Fatalf("exit code %d\n%s%s", code, out, errs)
	}
	for _, name := range []string{"real/a.yaml", "hard.yml", "soft.yaml"} {
		if got := contents(t, name); got != strings.Replace(oldBudget, "v1beta1", "v1", 1) {
			t.Errorf("%s is\n%s", name, got)
		}
	}
	if info, err := os.Lstat("real/a.yaml"); err != nil || info.Mode() != 0o640 {
		t.Errorf("its mode is %v, %v", info.Mode(), err)
	}
	if info, err := os.Lstat("soft.yaml"); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is %v, %v", info.Mode(), err)
	}
}

// TestFixOfPipe holds that a pipe is read and not written to, which nobody would read.
func TestFixOfPipe(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := syscall.Mkfifo("a.yaml", 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := process(t, exec.Command("sh", "-c", `(printf '`+strings.ReplaceAll(oldBudget, "\n", `\n`)+`' > a.yaml) & "$0" check --fix a.yaml`, self(t)))
	if code != exitUsage || errs != "kubelore: a.yaml: the fixes could not be written: this is no regular file\n" || !strings.Contains(out, "api/version-removed") {
		t.Errorf("exit code %d, standard error %q, output\n%s", code, errs, out)
	}
}

// TestOverwriteLooksFirst holds that what an author has done since a file was read counts.
func TestOverwriteLooksFirst(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := overwrite("gone.yaml", "a", "b"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is gone: %v", err)
	}
	if _, err := os.Lstat("gone.yaml"); err == nil {
		t.Error("it is there again")
	}
	for _, now := range []string{"", "a: 2\n", "a: 1\nb: 2\n"} {
		write(t, "a.yaml", now)
		if err := overwrite("a.yaml", "a: 1\n", "a: 3\n"); err == nil || !strings.Contains(err.Error(), "has changed") {
			t.Errorf("a file that became %q: %v", now, err)
		}
		if got := contents(t, "a.yaml"); got != now {
			t.Errorf("what an author wrote, %q, became %q", now, got)
		}
	}
}

// TestStrangersSettings holds that the settings of the current folder, which may come from
// a stranger, are read from there alone, and that they cannot keep the check.
func TestStrangersSettings(t *testing.T) {
	for name, create := range map[string]func() error{
		"a pipe":     func() error { return syscall.Mkfifo(".kubelore.yaml", 0o600) },
		"a device":   func() error { return os.Symlink("/dev/zero", ".kubelore.yaml") },
		"a link out": func() error { return os.Symlink("../outside.yaml", ".kubelore.yaml") },
		"a loop":     func() error { return os.Symlink(".kubelore.yaml", ".kubelore.yaml") },
		"a folder":   func() error { return os.Mkdir(".kubelore.yaml", 0o700) },
		"much": func() error {
			return errors.Join(os.WriteFile(".kubelore.yaml", nil, 0o600), os.Truncate(".kubelore.yaml", 1<<30))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			write(t, "outside.yaml", "rules: {schema/*: off}\nnosuch: outside-setting\n")
			write(t, "in/a.yaml", good)
			t.Chdir("in")
			if err := create(); err != nil {
				t.Fatal(err)
			}
			code, _, errs := process(t, exec.Command(self(t), "check", "a.yaml"))
			if code != exitUsage || !strings.HasPrefix(errs, "kubelore: read the settings: ") || strings.Contains(errs, "outside-setting") {
				t.Errorf("exit code %d, standard error %q", code, errs)
			}
			code, _, errs = process(t, exec.Command(self(t), "check", "--config", "../outside.yaml", "a.yaml"))
			if code != exitClean || !strings.Contains(errs, "nosuch") {
				t.Errorf("with --config: exit code %d, standard error %q", code, errs)
			}
		})
	}
}

// TestSetupOfWhatIsNoFile holds that nothing is waited for, and that nothing but a file is
// taken for the configuration of an editor or written in its place.
func TestSetupOfWhatIsNoFile(t *testing.T) {
	const languages, backup = "languages.toml", "languages.toml" + backupSuffix
	mine := func() error { return os.WriteFile(languages, []byte("# mine\n"), 0o600) }
	for name, tt := range map[string]struct {
		create func() error
		want   string
	}{
		"a pipe":               {func() error { return syscall.Mkfifo(languages, 0o600) }, languages + ": this file cannot be read"},
		"a link to a pipe":     {func() error { return errors.Join(syscall.Mkfifo("pipe", 0o600), os.Symlink("pipe", languages)) }, languages + ": this file cannot be read"},
		"a loop":               {func() error { return os.Symlink(languages, languages) }, languages + ": this file cannot be read"},
		"a link to nothing":    {func() error { return os.Symlink("nowhere", languages) }, languages + ": this file cannot be written"},
		"a pipe for the copy":  {func() error { return errors.Join(mine(), syscall.Mkfifo(backup, 0o600)) }, backup + ": this file cannot be written"},
		"a folder for it":      {func() error { return errors.Join(mine(), os.Mkdir(backup, 0o700)) }, backup + ": this file cannot be written"},
		"a loop for it":        {func() error { return errors.Join(mine(), os.Symlink(backup, backup)) }, backup + ": this file cannot be written"},
		"a link out of it":     {func() error { return errors.Join(mine(), os.Symlink("nowhere", backup)) }, backup + ": this file cannot be written"},
		"a folder of the name": {func() error { return os.Mkdir(languages, 0o700) }, languages + ": this file cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(atHome(t, nil), ".config", "helix")
			if err := os.MkdirAll(folder, 0o700); err != nil {
				t.Fatal(err)
			}
			t.Chdir(folder)
			if err := tt.create(); err != nil {
				t.Fatal(err)
			}
			before := namesIn(t, folder)
			code, _, errs := process(t, exec.Command(self(t), "setup", "helix"))
			if code != exitUsage || !strings.Contains(errs, filepath.Join(folder, tt.want)) {
				t.Errorf("exit code %d, standard error %q", code, errs)
			}
			if after := namesIn(t, folder); after != before {
				t.Errorf("there is %s, and before there was %s", after, before)
			}
		})
	}
}

// TestSetupWithoutPermission holds that a configuration that may not be written, or not be
// copied first, is left as it is.
func TestSetupWithoutPermission(t *testing.T) {
	program, as := nobody(t)
	home := public(t)
	folder := filepath.Join(home, ".config", "helix")
	for name, mode := range map[string]os.FileMode{"a folder": 0o555, "all above": 0o777} {
		write(t, filepath.Join(folder, "languages.toml"), "# mine\n")
		if err := errors.Join(os.Chmod(filepath.Join(folder, "languages.toml"), 0o644), os.Chmod(folder, mode)); err != nil {
			t.Fatal(err)
		}
		if mode == 0o777 { // a copy can be made, and is no file
			if err := os.Mkdir(filepath.Join(folder, "languages.toml"+backupSuffix), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		atHome(t, nil)
		t.Setenv("HOME", home)
		before := namesIn(t, home)
		code, _, errs := process(t, as(exec.Command(program, "setup", "helix")))
		if code != exitUsage || !strings.Contains(errs, "cannot be written") {
			t.Errorf("%s: exit code %d, standard error %q", name, code, errs)
		}
		if after := namesIn(t, home); after != before || contents(t, filepath.Join(folder, "languages.toml")) != "# mine\n" {
			t.Errorf("%s: there is %s, and before there was %s", name, after, before)
		}
		if err := os.Chmod(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

// TestServerOnFullDisks holds that a server whose editor cannot be written to ends, and
// that one whose log cannot be written goes on.
func TestServerOnFullDisks(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("SKIPPED: there is no device that is full:", err)
	}
	defer full.Close() //nolint:errcheck // nothing can be written to it
	var session strings.Builder
	for _, m := range []string{
		`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}`, `{"jsonrpc":"2.0","method":"initialized","params":{}}`,
		`{"jsonrpc":"2.0","method":"nosuch","params":{}}`, `{"jsonrpc":"2.0","id":2,"method":"shutdown"}`, `{"jsonrpc":"2.0","method":"exit"}`,
	} {
		fmt.Fprintf(&session, "Content-Length: %d\r\n\r\n%s", len(m), m)
	}
	for name, tt := range map[string]struct {
		command, out string
		code         int
	}{
		"standard output": {`exec "$0" serve >/dev/full`, "", exitProblems},
		"the log":         {`exec "$0" serve 2>/dev/full`, `"id":2`, exitClean},
	} {
		cmd := exec.Command("sh", "-c", tt.command, self(t))
		in, err := cmd.StdinPipe() // it stays open, as an editor leaves it
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(in, session.String()); err != nil {
			t.Fatal(err)
		}
		code, out, errs := process(t, cmd)
		if code != tt.code || !strings.Contains(out, tt.out) {
			t.Errorf("%s: exit code %d, output %q, standard error %q", name, code, out, errs)
		}
	}
}

// namesIn lists what is below a folder, as it is.
func namesIn(t *testing.T, folder string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.Walk(folder, func(path string, info os.FileInfo, err error) error {
		if err == nil {
			all.WriteString(strings.TrimPrefix(path, folder) + " " + info.Mode().String() + "\n")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(content), 0o644)); err != nil {
		t.Fatal(err)
	}
}

func contents(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
