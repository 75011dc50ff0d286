//go:build unix

package lsp_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.lsp.dev/uri"

	"github.com/kubelore/kubelore/server/lsp"
	"github.com/kubelore/kubelore/server/lsp/lsptest"
)

// asServer makes the test binary a server on standard input and output.
const asServer = "KUBELORE_TEST_AS_SERVER"

func TestMain(m *testing.M) {
	if os.Getenv(asServer) != "" {
		os.Exit(lsp.Serve(context.Background(), os.Stdin, os.Stdout, lsp.Options{Log: os.Stderr, Version: "test"}))
	}
	os.Exit(m.Run())
}

// spawn starts a server in a process of its own.
func spawn(tb testing.TB) (*wire, *exec.Cmd) {
	tb.Helper()
	cmd := exec.Command(os.Args[0])
	in, err := cmd.StdinPipe()
	if err != nil {
		tb.Fatal(err)
	}
	return talk(tb, cmd, in), cmd
}

// talk starts a server by a command whose input is written to.
func talk(tb testing.TB, cmd *exec.Cmd, in io.WriteCloser) *wire {
	tb.Helper()
	cmd.Env = append(os.Environ(), asServer+"=1")
	w := &wire{t: tb, in: in, exit: make(chan int, 1), log: &lsptest.Log{}, messages: make(chan message, 1<<16)}
	cmd.Stderr = w.log
	var err error
	if w.out, err = cmd.StdoutPipe(); err != nil {
		tb.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	go func() {
		w.readAll()
		cmd.Wait() //nolint:errcheck // the exit code is what matters
		w.exit <- cmd.ProcessState.ExitCode()
	}()
	tb.Cleanup(func() { cmd.Process.Kill() }) //nolint:errcheck // it may have ended
	return w
}

// initializeIn shakes hands in a workspace.
func (w *wire) initializeIn(folder string, pid int) {
	w.t.Helper()
	w.request("0", "initialize", fmt.Sprintf(`{"processId":%d,"capabilities":{},"rootUri":%q}`, pid, uri.File(folder)))
	w.is("initialize", w.answer("0"), 0)
	w.notify("initialized", "{}")
}

// put writes a file.
func put(tb testing.TB, path, content string) {
	tb.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		tb.Fatal(err)
	}
}

func must(tb testing.TB, errs ...error) {
	tb.Helper()
	for _, err := range errs {
		if err != nil {
			tb.Fatal(err)
		}
	}
}

func named(name string) string {
	return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\n"
}

// symbols waits until the workspace has an object and returns all of them.
func (w *wire) symbols(want string) string {
	w.t.Helper()
	for range 3000 {
		w.request(`"symbols"`, "workspace/symbol", `{"query":""}`)
		got := string(w.answer(`"symbols"`).Result)
		if strings.Contains(got, want) {
			return got
		}
		time.Sleep(20 * time.Millisecond) //nolint:forbidigo // nothing tells when a process has read its files
	}
	w.t.Fatalf("%s was not found: %s", want, w.log)
	return ""
}

// TestHostileWorkspace looks at a workspace in which nothing is what it seems: nothing
// is read outside of it, and nothing is waited for.
func TestHostileWorkspace(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	outside, folder := filepath.Join(top, "outside"), filepath.Join(top, "workspace")
	put(t, filepath.Join(outside, "secret.yaml"), named("outside-object"))
	put(t, filepath.Join(outside, "settings.yaml"), "language: ja\nnosuch: outside-setting\n")
	put(t, filepath.Join(outside, "packs", "p", "pack.yaml"), "id: outside-pack\nnosuch: [\n")
	put(t, filepath.Join(folder, "z.yaml"), named("inside-object"))
	put(t, filepath.Join(folder, "closed", "a.yaml"), named("closed-object"))
	put(t, filepath.Join(folder, "sub", "b.yaml"), named("second-object"))
	put(t, filepath.Join(folder, "kustomization.yaml"), "resources: [../outside, pipe.yaml, /etc/passwd, sub]\n")
	for _, link := range [][2]string{
		{"../outside/secret.yaml", "link.yaml"},
		{"../outside", "linked"},
		{".", "loop"},
		{"self.yaml", "self.yaml"},
		{"../..", "up"},
		{"nowhere", "dangling.yaml"},
		{"../outside/settings.yaml", ".kubelore.yaml"},
		{"/dev/zero", "zero.yaml"},
	} {
		must(t, os.Symlink(link[0], filepath.Join(folder, link[1])))
	}
	must(t, os.Mkdir(filepath.Join(folder, ".kubelore"), 0o755), os.Symlink("../../outside/packs", filepath.Join(folder, ".kubelore", "packs")))
	must(t, syscall.Mkfifo(filepath.Join(folder, "pipe.yaml"), 0o600), syscall.Mkfifo(filepath.Join(folder, ".gitignore"), 0o600),
		syscall.Mkfifo(filepath.Join(folder, "sub", ".gitignore"), 0o600))
	must(t, os.Mkdir(filepath.Join(folder, "folder.yaml"), 0o755), os.Chmod(filepath.Join(folder, "closed"), 0))
	t.Cleanup(func() { os.Chmod(filepath.Join(folder, "closed"), 0o755) }) //nolint:errcheck,gosec // so that it can be removed
	put(t, filepath.Join(folder, "huge.yaml"), "")
	must(t, os.Truncate(filepath.Join(folder, "huge.yaml"), 1<<30))
	before := listing(t, folder)

	w, cmd := spawn(t)
	w.initializeIn(folder, os.Getpid())
	open(w, string(uri.File(filepath.Join(folder, "z.yaml"))), named("inside-object"))
	got := w.symbols("second-object")
	if !strings.Contains(got, "inside-object") || strings.Contains(got, "outside-object") {
		t.Errorf("the workspace has %s", got)
	}
	if log := w.log.String(); strings.Contains(log, "outside-setting") || strings.Contains(log, "outside-pack") {
		t.Errorf("what is outside was read: %s", log)
	}
	quiet(t, cmd.Process.Pid)
	w.endsUnchanged(folder, before)
}

// Nothing is waited for that has the name of a file to read.
func TestPipes(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	put(t, filepath.Join(folder, "a.yaml"), named("inside-object"))
	put(t, filepath.Join(folder, ".kubelore", "packs", "q", "pack.yaml"), "id: q\n")
	must(t, os.Mkdir(filepath.Join(folder, ".kubelore", "packs", "p"), 0o755), os.Mkdir(filepath.Join(folder, ".kubelore", "packs", "q", "rules"), 0o755))
	for _, name := range []string{".kubelore.yaml", ".gitignore", ".kubelore/packs/p/pack.yaml", ".kubelore/packs/q/rules/a.yaml", "Chart.yaml", "kustomization.yml", "b.json"} {
		must(t, syscall.Mkfifo(filepath.Join(folder, name), 0o600))
	}
	w, _ := spawn(t)
	w.initializeIn(folder, os.Getpid())
	w.symbols("inside-object")
}

// endsUnchanged has the server end as an editor does, and checks that the files below a
// folder, which had the listing before, are what they were.
func (w *wire) endsUnchanged(folder, before string) {
	w.t.Helper()
	w.request("1", "shutdown", "null")
	w.is("shutdown", w.answer("1"), 0)
	w.notify("exit", "null")
	w.ends("exit", 0)
	if after := listing(w.t, folder); after != before {
		w.t.Errorf("the server wrote into the workspace:\n%s\nbefore:\n%s", after, before)
	}
}

// listing describes all files below a folder.
func listing(tb testing.TB, folder string) string {
	tb.Helper()
	var all strings.Builder
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return nil //nolint:nilerr // what cannot be read is there all the same
		}
		info, err := entry.Info()
		if err == nil {
			fmt.Fprintln(&all, path, info.Mode(), info.Size(), info.ModTime())
		}
		return err
	})
	must(tb, err)
	return all.String()
}

// quiet checks that a process has no socket and no child.
func quiet(t *testing.T, pid int) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Log("sockets and children can be seen on Linux only")
		return
	}
	proc := filepath.Join("/proc", fmt.Sprint(pid))
	files, err := os.ReadDir(filepath.Join(proc, "fd"))
	must(t, err)
	if len(files) < 3 {
		t.Errorf("the process has %d files", len(files))
	}
	for _, f := range files {
		if target, err := os.Readlink(filepath.Join(proc, "fd", f.Name())); err == nil && strings.HasPrefix(target, "socket:") {
			t.Errorf("the server has a socket: %s", target)
		}
	}
	children, err := filepath.Glob(filepath.Join(proc, "task", "*", "children"))
	must(t, err)
	for _, c := range children {
		if data, err := os.ReadFile(c); err == nil && len(strings.TrimSpace(string(data))) > 0 {
			t.Errorf("the server started %s", data)
		}
	}
}

// A workspace that is opened by a link is looked at like any other.
func TestLinkedWorkspace(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	put(t, filepath.Join(top, "real", "a", "b.yaml"), named("linked-object"))
	must(t, os.Symlink("real", filepath.Join(top, "link")))
	w, _ := spawn(t)
	w.initializeIn(filepath.Join(top, "link"), os.Getpid())
	got := w.symbols("linked-object")
	var all []struct{ Location struct{ URI string } }
	must(t, json.Unmarshal([]byte(got), &all))
	if want := string(uri.File(filepath.Join(top, "link", "a", "b.yaml"))); len(all) != 1 || all[0].Location.URI != want {
		t.Errorf("the workspace has %s, want %s", got, want)
	}
}

// The server ends when its editor is killed, although its input stays open.
func TestKilledEditor(t *testing.T) {
	t.Parallel()
	editor := exec.Command("cat") // it waits for an input that does not come
	_, err := editor.StdinPipe()
	must(t, err, editor.Start())
	w, _ := spawn(t)
	w.initializeIn(t.TempDir(), editor.Process.Pid)
	w.lives("the start")
	must(t, editor.Process.Kill())
	editor.Wait() //nolint:errcheck // it was killed
	w.ends("the death of the editor", 1)
}

// The server ends when an editor that told it no process is killed in the middle of a
// message.
func TestEditorKilledInTheMiddle(t *testing.T) {
	t.Parallel()
	editor := exec.Command("cat") // it passes on what we say
	in, err := editor.StdinPipe()
	must(t, err)
	out, err := editor.StdoutPipe()
	must(t, err, editor.Start())
	server := exec.Command(os.Args[0])
	server.Stdin = out
	w := talk(t, server, in)
	must(t, out.Close()) // the server has it
	hover := `{"jsonrpc":"2.0","id":1,"method":"textDocument/hover","params":{}}`
	initialize := `{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"capabilities":{}}}`
	w.raw(fmt.Sprintf("Content-Length: %d\r\n\r\n%sContent-Length: %d\r\n\r\n%s", len(initialize), initialize, len(hover), hover[:20]))
	w.is("initialize", w.answer("0"), 0)
	must(t, editor.Process.Kill())
	editor.Wait() //nolint:errcheck // it was killed
	w.ends("the death of the editor", 1)
}

// nobody makes a command a server that is run by somebody to whom permissions apply. It
// skips the test where there is no such person.
func nobody(t *testing.T) *exec.Cmd {
	t.Helper()
	if os.Geteuid() != 0 {
		return exec.Command(os.Args[0])
	}
	const id = 65534
	program := filepath.Join(public(t), "server")
	if err := os.Link(os.Args[0], program); err != nil {
		t.Skip("SKIPPED: this is run by root, and others cannot be given the program:", err)
	}
	as := func() *exec.Cmd {
		cmd := exec.Command(program)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: id, Gid: id}}
		return cmd
	}
	try := as()
	try.Env = append(os.Environ(), asServer+"=1")
	if err := try.Run(); try.ProcessState == nil { // it ends at once, as it has no input
		t.Skip("SKIPPED: this is run by root, and others may not run the program:", err)
	}
	return as()
}

// public returns a folder for everybody. Those that Go makes are their owner's alone.
func public(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	must(t, os.Chmod(folder, 0o777), os.Chmod(filepath.Dir(folder), 0o755)) //nolint:gosec // that is what it is for
	return folder
}

// What may not be read is logged, and the rest of the workspace counts. The file that an
// editor has open counts as well, and a workspace that may not be written to is one.
func TestWorkspaceWithoutPermission(t *testing.T) {
	t.Parallel()
	server := nobody(t)
	folder := public(t)
	put(t, filepath.Join(folder, "a.yaml"), named("free-object"))
	put(t, filepath.Join(folder, "closed.yaml"), named("closed-object"))
	put(t, filepath.Join(folder, "open.yaml"), named("stale-object"))
	put(t, filepath.Join(folder, "closed", "b.yaml"), named("hidden-object"))
	put(t, filepath.Join(folder, ".kubelore.yaml"), "language: ja\n")
	put(t, filepath.Join(folder, ".kubelore", "packs", "p", "pack.yaml"), "id: p\nnosuch: [\n")
	for name, mode := range map[string]os.FileMode{
		"a.yaml": 0o444, "closed.yaml": 0, "open.yaml": 0, "closed": 0, ".kubelore.yaml": 0, ".kubelore": 0, ".": 0o555,
	} {
		must(t, os.Chmod(filepath.Join(folder, name), mode))
	}
	t.Cleanup(func() { // so that it can be removed
		for _, name := range []string{".", "closed", ".kubelore"} {
			os.Chmod(filepath.Join(folder, name), 0o755) //nolint:errcheck,gosec // likewise
		}
	})
	before := listing(t, folder)
	in, err := server.StdinPipe()
	must(t, err)
	w := talk(t, server, in)
	w.initializeIn(folder, os.Getpid())
	open(w, string(uri.File(filepath.Join(folder, "open.yaml"))), named("open-object"))
	got := w.symbols("free-object")
	for object, want := range map[string]bool{"open-object": true, "closed-object": false, "stale-object": false, "hidden-object": false} {
		if strings.Contains(got, object) != want {
			t.Errorf("%s: the workspace has %s", object, got)
		}
	}
	for _, want := range []string{"closed.yaml: permission denied", "the settings of a workspace folder are not read"} {
		if log := w.log.String(); !strings.Contains(log, want) {
			t.Errorf("the log does not say %q: %s", want, log)
		}
	}
	w.endsUnchanged(folder, before)
}
