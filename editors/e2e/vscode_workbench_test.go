//go:build linux

package e2e

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// workbench is a running VS Code, with a browser in front of it and a probe in it.
type workbench struct {
	t *testing.T
	// dir is the open folder, extensions that of the installed extensions.
	dir, extensions string
	probe           *http.Client
	browser         io.Writer
	answers         *bufio.Reader
}

// vscodeTools are what a VS Code is run with.
type vscodeTools struct{ node, chromium, codeServer, vsce string }

// findVSCode returns what there is to run a VS Code with. Where something is missing
// the test is skipped, but not in continuous integration.
func findVSCode(t *testing.T) vscodeTools {
	t.Helper()
	tools := vscodeTools{
		codeServer: "vscode/node_modules/code-server/out/node/entry.js", vsce: "../vscode/node_modules/@vscode/vsce/vsce",
	}
	var missing error
	for name, into := range map[string]*string{"node": &tools.node, "chromium": &tools.chromium} {
		path, err := exec.LookPath(name)
		if err != nil {
			missing = err
		}
		*into = path
	}
	for _, path := range []*string{&tools.codeServer, &tools.vsce} {
		if _, err := os.Stat(*path); err != nil {
			missing = fmt.Errorf("%w (run npm ci in editors/vscode, and editors/e2e/vscode/install)", err)
		}
		abs, err := filepath.Abs(*path)
		if err != nil {
			t.Fatal(err)
		}
		*path = abs
	}
	switch {
	case missing == nil:
		return tools
	case os.Getenv("CI") == "true":
		t.Fatalf("VS Code cannot be run: %v", missing)
	}
	t.Skipf("SKIPPED: VS Code cannot be run, so nothing is known about it: %v", missing)
	return tools
}

// output runs a program to its end.
func output(t *testing.T, dir string, env []string, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
}

// packages are the extension for this platform and the probe, as .vsix files. They are
// made once.
var packages struct {
	once  sync.Once
	files []string
}

func packageExtensions(t *testing.T, tools vscodeTools) []string {
	t.Helper()
	packages.once.Do(func() {
		dir, err := os.MkdirTemp("", "vsix") //nolint:usetesting // other tests use it
		if err != nil {
			t.Fatal(err)
		}
		temporary = append(temporary, dir)
		arch := map[string]string{"amd64": "x64"}[runtime.GOARCH]
		if arch == "" {
			arch = runtime.GOARCH
		}
		probe := filepath.Join(dir, "probe.vsix")
		output(t, "../..", nil, "go", "run", "./cmd/dev", "vsix", "--target", runtime.GOOS+"-"+arch, "--out", dir)
		output(t, "vscode/probe", nil, tools.node, tools.vsce, "package", "--no-dependencies", "--skip-license", "--allow-missing-repository", "--out", probe)
		if packages.files, err = filepath.Glob(filepath.Join(dir, "*.vsix")); err != nil || len(packages.files) != 2 {
			t.Fatalf("packages %v, %v", packages.files, err)
		}
	})
	if len(packages.files) == 0 {
		t.Fatal("there are no packages")
	}
	return packages.files
}

// needWorkbench skips the test unless the workbench is to be run.
func needWorkbench(t *testing.T) vscodeTools {
	t.Helper()
	if os.Getenv("VSCODE") == "" {
		t.Skip("SKIPPED: the workbench takes minutes; VSCODE=1 runs it")
	}
	return findVSCode(t)
}

// startWorkbench opens a folder with the files in a new VS Code. trusting tells
// whether it trusts every folder. There may be other extensions, as .vsix files.
func startWorkbench(t *testing.T, trusting bool, files map[string]string, others ...string) *workbench {
	t.Helper()
	tools := needWorkbench(t)
	run, err := os.MkdirTemp("", "kl") //nolint:usetesting // sockets have short paths only
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(run); err != nil {
			t.Error(err)
		}
	})
	w := &workbench{t: t, dir: filepath.Join(run, "shop"), extensions: filepath.Join(run, "extensions")}
	settings, err := os.ReadFile("vscode/settings.json")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(run, "data/User/settings.json"), string(settings))
	for name, content := range files {
		write(t, filepath.Join(w.dir, name), content)
	}
	socket := filepath.Join(run, "probe")
	env := []string{"HOME=" + run, "XDG_CONFIG_HOME=" + run, "XDG_DATA_HOME=" + run, "KUBELORE_PROBE=" + socket, "PATH=" + filepath.Dir(tools.node) + ":/usr/bin:/bin"}
	args := []string{tools.codeServer, "--user-data-dir", filepath.Join(run, "data"), "--extensions-dir", w.extensions, "--config", os.DevNull}
	install := args
	for _, file := range append(packageExtensions(t, tools), others...) {
		install = append(install, "--install-extension", file)
	}
	output(t, run, env, tools.node, install...)

	args = append(args, "--auth", "none", "--bind-addr", "127.0.0.1:0", "--disable-telemetry", "--disable-update-check",
		"--disable-getting-started-override", "--ignore-last-opened")
	if trusting {
		args = append(args, "--disable-workspace-trust")
	}
	address := w.serve(run, env, tools.node, args)
	w.openBrowser(env, tools)
	w.probe = &http.Client{Timeout: patience, Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", socket)
		},
	}}
	w.see("goto", address+"/?folder="+w.dir)
	w.wait("the probe to answer", func() bool { return fileExists(socket) })
	t.Logf("VS Code %s", w.ask("version"))
	return w
}

func fileExists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// serve starts the workbench's server, and returns its address when it listens.
func (w *workbench) serve(dir string, env []string, node string, args []string) string {
	w.t.Helper()
	cmd := exec.Command(node, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	said, listens := make(chan string, 1), make(chan string, 1)
	go func() {
		var all strings.Builder
		for lines := bufio.NewScanner(out); lines.Scan(); {
			all.WriteString(lines.Text() + "\n")
			if _, address, ok := strings.Cut(lines.Text(), "HTTP server listening on "); ok {
				listens <- strings.TrimRight(address, "/")
			}
		}
		said <- all.String()
	}()
	w.t.Cleanup(func() {
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			w.t.Error(err)
		}
		all := <-said
		_ = cmd.Wait() // how it ends does not matter, it was told to
		if w.t.Failed() {
			w.t.Logf("VS Code said:\n%s", all)
		}
	})
	select {
	case address := <-listens:
		return address
	case <-time.After(patience):
		w.t.Fatal("VS Code does not listen")
		return ""
	}
}

func (w *workbench) openBrowser(env []string, tools vscodeTools) {
	w.t.Helper()
	cmd := exec.Command(tools.node, "vscode/browser.mjs")
	cmd.Env = append(append(os.Environ(), env...), "CHROMIUM="+tools.chromium)
	in, err := cmd.StdinPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	w.browser, w.answers = in, bufio.NewReader(out)
	w.t.Cleanup(func() {
		if err := in.Close(); err != nil {
			w.t.Error(err)
		}
		if err := cmd.Wait(); err != nil {
			w.t.Errorf("the browser ended badly: %v", err)
		}
	})
}

// answer is what the probe and the browser say.
type answer struct {
	Value json.RawMessage
	Error string
}

// see has the browser do something; see vscode/browser.mjs for what it can do.
func (w *workbench) see(name string, args ...string) {
	w.t.Helper()
	line, err := json.Marshal(append([]string{name}, args...))
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.browser.Write(append(line, '\n')); err != nil {
		w.t.Fatal(err)
	}
	data, err := w.answers.ReadBytes('\n')
	var a answer
	if err == nil {
		err = json.Unmarshal(data, &a)
	}
	if err != nil || a.Error != "" {
		if name != "picture" && name != "goto" {
			w.see("picture", filepath.Join(w.t.ArtifactDir(), "failed.png"))
		}
		w.t.Fatalf("%s %q: %v %s", name, args, err, a.Error)
	}
}

// tell has the probe do something; see vscode/probe/probe.js for what it can do.
func (w *workbench) tell(name string, args ...any) (string, error) {
	body, err := json.Marshal(append([]any{name}, args...))
	if err != nil {
		return "", err
	}
	response, err := w.probe.Post("http://probe/", "application/json", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	defer response.Body.Close() //nolint:errcheck // it was read
	var a answer
	if err := json.NewDecoder(response.Body).Decode(&a); err != nil {
		return "", err
	}
	if a.Error != "" {
		return "", fmt.Errorf("%s %v: %s", name, args, a.Error)
	}
	return plain(a.Value), nil
}

// ask is tell, for what must not fail.
func (w *workbench) ask(name string, args ...any) string {
	w.t.Helper()
	value, err := w.tell(name, args...)
	if err != nil {
		w.t.Fatal(err)
	}
	return value
}

// plain returns a string as it is, a list of strings as lines, and all else as JSON.
func plain(value json.RawMessage) string {
	var one string
	var list []string
	switch {
	case json.Unmarshal(value, &one) == nil:
		return one
	case json.Unmarshal(value, &list) == nil:
		return strings.Join(list, "\n")
	}
	return string(value)
}

// wait waits until a condition holds.
func (w *workbench) wait(what string, holds func() bool) {
	w.t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-deadline:
			w.see("picture", filepath.Join(w.t.ArtifactDir(), "failed.png"))
			w.t.Fatalf("waited in vain for %s", what)
		}
	}
}

// server returns the id of the process of the server, or 0. Only that of this
// workbench is looked for: it runs from its folder of extensions.
func (w *workbench) server() int {
	links, err := filepath.Glob("/proc/[0-9]*/exe")
	if err != nil {
		w.t.Fatal(err)
	}
	for _, link := range links {
		if program, err := os.Readlink(link); err == nil && strings.HasPrefix(program, w.extensions) && filepath.Base(program) == "kubelore" {
			if id, err := strconv.Atoi(filepath.Base(filepath.Dir(link))); err == nil {
				return id
			}
		}
	}
	return 0
}
