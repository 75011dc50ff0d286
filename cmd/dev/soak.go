package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// soakCommand edits files for a long time and shows what memory the server takes.
func soakCommand() *cobra.Command {
	minutes, files, server := 5, 1000, ""
	cmd := &cobra.Command{
		Use:   "soak",
		Short: "Edit generated files with a real server, and print its memory over time",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return soak(cmd.OutOrStdout(), server, files, time.Duration(minutes)*time.Minute)
		},
	}
	cmd.Flags().IntVar(&minutes, "minutes", minutes, "how long")
	cmd.Flags().IntVar(&files, "files", files, "how many files the workspace has")
	cmd.Flags().StringVar(&server, "server", "", "the server to run; without it, one is built")
	return cmd
}

// soaked is what each file of the workspace holds.
const soaked = `apiVersion: apps/v1
kind: Deployment
metadata: {name: app-%[1]d, labels: {app: app-%[1]d}}
spec:
  replicas: 2
  selector: {matchLabels: {app: app-%[1]d}}
  template:
    metadata: {labels: {app: app-%[1]d}}
    spec:
      containers:
      - name: main
        image: registry.example.com/app:1.%[1]d
        envFrom: [{configMapRef: {name: settings-%[1]d}}]
---
apiVersion: v1
kind: Service
metadata: {name: app-%[1]d}
spec: {selector: {app: app-%[1]d}, ports: [{port: 80}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings-%[1]d}
data: {a: b}
`

// mostOpen is how many files are open at the same time.
const mostOpen = 20

func soak(out io.Writer, server string, files int, long time.Duration) error {
	folder, err := os.MkdirTemp("", "soak")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // it is temporary
	if server == "" {
		server = filepath.Join(folder, "server")
		if text, err := exec.Command("go", "build", "-o", server, "./cmd/kubelore").CombinedOutput(); err != nil {
			return fmt.Errorf("build the server: %w: %s", err, text)
		}
	}
	workspace := filepath.Join(folder, "workspace")
	if err := os.Mkdir(workspace, 0o755); err != nil {
		return err
	}
	for i := range files {
		if err := os.WriteFile(filepath.Join(workspace, fmt.Sprintf("%d.yaml", i)), fmt.Appendf(nil, soaked, i), 0o600); err != nil {
			return err
		}
	}
	e, err := startEditor(server)
	if err != nil {
		return err
	}
	defer e.cmd.Process.Kill() //nolint:errcheck // it may have ended
	return errors.Join(e.work(out, workspace, files, long), e.cmd.Process.Kill())
}

// An editor talks to a server, one question at a time. It writes JSON by hand: this is
// what the server must bear, whatever library is behind it.
type editor struct {
	cmd  *exec.Cmd
	in   io.Writer
	out  *bufio.Reader
	id   int
	open []string
	// versions are those of the open files.
	versions map[string]int
}

func startEditor(server string) (*editor, error) {
	e := &editor{cmd: exec.Command(server), versions: map[string]int{}}
	in, err := e.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := e.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	e.in, e.out = in, bufio.NewReader(out)
	return e, e.cmd.Start()
}

// work edits until the time is over.
func (e *editor) work(out io.Writer, workspace string, files int, long time.Duration) error {
	root := (&url.URL{Scheme: "file", Path: filepath.ToSlash(workspace)}).String()
	if err := e.ask("initialize", map[string]any{"capabilities": map[string]any{}, "rootUri": root}); err != nil {
		return err
	}
	if err := e.send("initialized", map[string]any{}, 0); err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same edits each time
	begun, next, edits := time.Now(), time.Duration(0), 0
	for time.Since(begun) < long {
		if passed := time.Since(begun); passed >= next {
			fmt.Fprintf(out, "%4d s %9d edits %5d MB\n", int(passed.Seconds()), edits, memory(e.cmd.Process.Pid)>>20)
			next += max(long/10, time.Second)
		}
		n, err := e.visit(root, random.IntN(files), random)
		if err != nil {
			return err
		}
		edits += n
	}
	fmt.Fprintf(out, "%4d s %9d edits %5d MB\n", int(long.Seconds()), edits, memory(e.cmd.Process.Pid)>>20)
	return nil
}

// visit opens a file, types in it, asks, and closes the oldest if many are open. It
// returns how many edits it made.
func (e *editor) visit(root string, i int, random *rand.Rand) (int, error) {
	name := fmt.Sprintf("%s/%d.yaml", root, i)
	document := map[string]any{"uri": name}
	if e.versions[name] == 0 {
		e.versions[name], e.open = 1, append(e.open, name)
		item := map[string]any{"uri": name, "languageId": "yaml", "version": 1, "text": fmt.Sprintf(soaked, i)}
		if err := errors.Join(e.send("textDocument/didOpen", map[string]any{"textDocument": item}, 0), e.diagnosed(name, 1)); err != nil {
			return 0, err
		}
	}
	const edits = 20
	at := map[string]any{"line": 1 + random.IntN(12), "character": 2}
	for range edits {
		e.versions[name]++
		change := map[string]any{"text": string(rune('a' + random.IntN(26))), "range": map[string]any{"start": at, "end": at}}
		err := e.send("textDocument/didChange", map[string]any{
			"textDocument": map[string]any{"uri": name, "version": e.versions[name]}, "contentChanges": []any{change},
		}, 0)
		if err := errors.Join(err, e.diagnosed(name, e.versions[name])); err != nil {
			return 0, err
		}
	}
	for _, method := range []string{"hover", "completion", "definition", "references"} {
		if err := e.ask("textDocument/"+method, map[string]any{
			"textDocument": document, "position": at, "context": map[string]any{"includeDeclaration": true},
		}); err != nil {
			return 0, err
		}
	}
	if len(e.open) <= mostOpen {
		return edits, nil
	}
	oldest := e.open[0]
	e.open = e.open[1:]
	delete(e.versions, oldest)
	return edits, e.send("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": oldest}}, 0)
}

// send sends a request, or a notification if id is 0.
func (e *editor) send(method string, params any, id int) error {
	message := map[string]any{"jsonrpc": "2.0", "method": method, "params": params}
	if id != 0 {
		message["id"] = id
	}
	data, err := json.Marshal(message)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.in, "Content-Length: %d\r\n\r\n%s", len(data), data)
	return err
}

// heard is what is of interest in what the server sends.
type heard struct {
	ID     int             `json:"id"`
	Error  json.RawMessage `json:"error"`
	Params struct {
		URI     string `json:"uri"`
		Version int    `json:"version"`
	} `json:"params"`
}

// ask sends a request and waits for its answer.
func (e *editor) ask(method string, params any) error {
	e.id++
	if err := e.send(method, params, e.id); err != nil {
		return err
	}
	return e.wait(func(m heard) bool { return m.ID == e.id })
}

// diagnosed waits for the diagnostics of a version.
func (e *editor) diagnosed(name string, version int) error {
	return e.wait(func(m heard) bool { return m.Params.URI == name && m.Params.Version == version })
}

func (e *editor) wait(is func(heard) bool) error {
	for {
		size := 0
		if _, err := fmt.Fscanf(e.out, "Content-Length: %d\r\n\r\n", &size); err != nil {
			return fmt.Errorf("read from the server: %w", err)
		}
		body := make([]byte, size)
		if _, err := io.ReadFull(e.out, body); err != nil {
			return fmt.Errorf("read from the server: %w", err)
		}
		var m heard
		if err := json.Unmarshal(body, &m); err != nil {
			return fmt.Errorf("the server sent %.100q: %w", body, err)
		}
		if m.Error != nil {
			return fmt.Errorf("the server answers with %s", m.Error)
		}
		if is(m) {
			return nil
		}
	}
}

// memory returns the bytes of memory that a process takes, or 0 where that is not known.
func memory(pid int) int { return memoryOf(pid, "VmRSS:") }

// memoryOf returns a number of bytes that the kernel knows of a process.
func memoryOf(pid int, name string) int {
	data, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, name); ok {
			kib, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(rest), " kB"))
			if err != nil {
				return 0
			}
			return kib << 10
		}
	}
	return 0
}
