package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/url"
	"os"
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
		if server, err = buildServer(folder); err != nil {
			return err
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
	p, err := startPeer([]string{server}, func(string, json.RawMessage) any { return nil })
	if err != nil {
		return err
	}
	e := &editor{peer: p, versions: map[string]int{}}
	return errors.Join(e.work(out, workspace, files, long), p.close())
}

// An editor edits and asks, one question at a time.
type editor struct {
	*peer
	open []string
	// versions are those of the open files.
	versions map[string]int
}

// work edits until the time is over.
func (e *editor) work(out io.Writer, workspace string, files int, long time.Duration) error {
	root := (&url.URL{Scheme: "file", Path: filepath.ToSlash(workspace)}).String()
	if err := e.call("initialize", map[string]any{"capabilities": map[string]any{}, "rootUri": root}, nil); err != nil {
		return err
	}
	if err := e.notify("initialized", map[string]any{}); err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same edits each time
	begun, next, edits := time.Now(), time.Duration(0), 0
	for time.Since(begun) < long {
		if passed := time.Since(begun); passed >= next {
			fmt.Fprintf(out, "%4d s %9d edits %5d MB\n", int(passed.Seconds()), edits, memory(e.command.Process.Pid)>>20)
			next += max(long/10, time.Second)
		}
		n, err := e.visit(root, random.IntN(files), random)
		if err != nil {
			return err
		}
		edits += n
	}
	fmt.Fprintf(out, "%4d s %9d edits %5d MB\n", int(long.Seconds()), edits, memory(e.command.Process.Pid)>>20)
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
		if err := errors.Join(e.notify("textDocument/didOpen", map[string]any{"textDocument": item}), e.diagnosed(name, 1)); err != nil {
			return 0, err
		}
	}
	const edits = 20
	at := map[string]any{"line": 1 + random.IntN(12), "character": 2}
	for range edits {
		e.versions[name]++
		change := map[string]any{"text": string(rune('a' + random.IntN(26))), "range": map[string]any{"start": at, "end": at}}
		err := e.notify("textDocument/didChange", map[string]any{
			"textDocument": map[string]any{"uri": name, "version": e.versions[name]}, "contentChanges": []any{change},
		})
		if err := errors.Join(err, e.diagnosed(name, e.versions[name])); err != nil {
			return 0, err
		}
	}
	for _, method := range []string{"hover", "completion", "definition", "references"} {
		if err := e.call("textDocument/"+method, map[string]any{
			"textDocument": document, "position": at, "context": map[string]any{"includeDeclaration": true},
		}, nil); err != nil {
			return 0, err
		}
	}
	if len(e.open) <= mostOpen {
		return edits, nil
	}
	oldest := e.open[0]
	e.open = e.open[1:]
	delete(e.versions, oldest)
	return edits, e.notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": oldest}})
}

// diagnosed waits for the diagnostics of a version.
func (e *editor) diagnosed(name string, version int) error {
	return e.wait("textDocument/publishDiagnostics", func(params json.RawMessage) (bool, error) {
		var of struct {
			URI     string
			Version int
		}
		err := json.Unmarshal(params, &of)
		return of.URI == name && of.Version == version, err
	})
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
