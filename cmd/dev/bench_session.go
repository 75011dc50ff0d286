package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kubelore/kubelore/server/text"
)

// patient is how long a server may take for all that is asked of one file.
const patient = 3 * time.Minute

// A session is a server with one open file.
type session struct {
	*peer
	begun   time.Time
	uri     string
	text    *text.Text
	version int
	// told is when diagnostics came last, and for which version, if they said so.
	told        time.Time
	toldVersion int
	versioned   bool
}

// open starts a server on a file, and returns when it has sent the diagnostics.
func (c contestant) open(path, content string) (s *session, first time.Duration, err error) {
	s = &session{begun: time.Now(), uri: (&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}).String(), text: text.New(content), version: 1}
	if s.peer, err = startPeer(c.command, c.answer); err != nil {
		return nil, 0, err
	}
	process := s.command.Process
	time.AfterFunc(patient, func() { _ = process.Kill() }) // who waits for it meets the end of its output
	s.heard = s.hear
	if err := s.greet(c, filepath.Dir(path)); err != nil {
		return s, 0, err
	}
	sent := time.Now()
	document := map[string]any{"uri": s.uri, "languageId": "yaml", "version": 1, "text": content}
	if err := s.notify("textDocument/didOpen", map[string]any{"textDocument": document}); err != nil {
		return s, 0, err
	}
	_, err = s.diagnosed(sent)
	return s, s.told.Sub(s.begun), err
}

func (s *session) greet(c contestant, folder string) error {
	root := (&url.URL{Scheme: "file", Path: filepath.ToSlash(folder)}).String()
	err := s.call("initialize", map[string]any{
		"processId": os.Getpid(), "rootUri": root, "workspaceFolders": []any{map[string]any{"uri": root, "name": "bench"}},
		"capabilities": map[string]any{
			"workspace": map[string]any{"configuration": true, "workspaceFolders": true, "didChangeConfiguration": map[string]any{"dynamicRegistration": true}},
			"textDocument": map[string]any{
				"publishDiagnostics": map[string]any{"versionSupport": true, "relatedInformation": true},
				"completion":         map[string]any{"contextSupport": true, "completionItem": map[string]any{"snippetSupport": true, "documentationFormat": []string{"markdown"}}},
				"hover":              map[string]any{"contentFormat": []string{"markdown"}},
			},
		},
	}, nil)
	if err != nil {
		return err
	}
	if err := s.notify("initialized", map[string]any{}); err != nil {
		return err
	}
	if len(c.schemas) > 0 {
		if err := s.notify("yaml/registerContentRequest", map[string]any{}); err != nil {
			return err
		}
	}
	if c.settings == nil {
		return nil
	}
	return s.notify("workspace/didChangeConfiguration", map[string]any{"settings": c.settings})
}

// hear notes when diagnostics come.
func (s *session) hear(method string, params json.RawMessage) {
	var p struct {
		URI     string
		Version *int
	}
	if method != "textDocument/publishDiagnostics" || json.Unmarshal(params, &p) != nil || p.URI != s.uri {
		return
	}
	s.told = time.Now()
	if s.versioned = p.Version != nil; s.versioned {
		s.toldVersion = *p.Version
	}
}

// diagnosed waits for the diagnostics of the newest version, or, of a server that does
// not say the version, for those after the time of the change. It returns how long after
// that they came.
func (s *session) diagnosed(since time.Time) (time.Duration, error) {
	for s.told.Before(since) || s.versioned && s.toldVersion < s.version {
		if _, err := s.next(); err != nil {
			return 0, err
		}
	}
	return s.told.Sub(since), nil
}

// replace changes a piece of the file, and returns when it was sent.
func (s *session) replace(span text.Span, with string) (time.Time, error) {
	place := func(offset int) map[string]int {
		line, char := s.text.Position(offset, text.UTF16)
		return map[string]int{"line": line, "character": char}
	}
	at := map[string]any{"start": place(span.Start), "end": place(span.End)}
	next, _, err := s.text.Apply(text.Edit{Span: span, New: with})
	if err != nil {
		return time.Time{}, fmt.Errorf("edit the file: %w", err)
	}
	s.text = next
	s.version++
	sent := time.Now()
	return sent, s.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": s.uri, "version": s.version},
		"contentChanges": []any{map[string]any{"range": at, "text": with}},
	})
}

// ask sends a request about a place, and returns how long the answer took.
func (s *session) ask(method string, offset int) (time.Duration, error) {
	line, char := s.text.Position(offset, text.UTF16)
	var answer json.RawMessage
	sent := time.Now()
	err := s.call(method, map[string]any{
		"textDocument": map[string]any{"uri": s.uri}, "position": map[string]int{"line": line, "character": char},
		"context": map[string]any{"triggerKind": 1},
	}, &answer)
	return time.Since(sent), err
}

// key matches a key of a mapping.
var key = regexp.MustCompile(`(?m)^ *(?:- )?([A-Za-z_][\w./-]*):(?:\s|$)`)

// hovers asks for the hover of keys all over the file.
func (s *session) hovers(n int) ([]time.Duration, error) {
	random := rand.New(rand.NewPCG(7, 7)) //nolint:gosec // the same keys each time
	keys := key.FindAllStringSubmatchIndex(s.text.String(), -1)
	var all []time.Duration
	for range n {
		took, err := s.ask("textDocument/hover", keys[random.IntN(len(keys))][2]+1)
		if err != nil {
			return nil, err
		}
		all = append(all, took)
	}
	return all, nil
}

// typed is what is typed into the file.
const typed = "terminationMessagePath: "

// middles match the lines behind which something is typed, the best first.
var middles = []*regexp.Regexp{ //nolint:gochecknoglobals // compiled once
	regexp.MustCompile(`(?m)^\s+imagePullPolicy: \S.*$`), regexp.MustCompile(`(?m)^\s+scope: \S.*$`), regexp.MustCompile(`(?m)^\s+[\w.]+: \S.*$`),
}

// middle returns the end of the line nearest to the middle of the file that another can
// follow, and the indentation of it.
func (s *session) middle() (offset int, indent string) {
	content := s.text.String()
	for _, m := range middles {
		found := m.FindAllStringIndex(content, -1)
		if len(found) == 0 {
			continue
		}
		half := len(content) / 2
		best := slices.MinFunc(found, func(a, b []int) int { return max(a[0]-half, half-a[0]) - max(b[0]-half, half-b[0]) })
		line := strings.TrimLeft(content[best[0]:best[1]], "\n")
		return best[1], line[:len(line)-len(strings.TrimLeft(line, " "))]
	}
	return len(content), ""
}

// types types a line, letter by letter, and takes it away. After each letter it calls
// then with the place and the time at which the letter was sent.
func (s *session) types(line string, then func(offset int, sent time.Time) error) error {
	at, indent := s.middle()
	start := at
	write := func(t string) (time.Time, error) {
		sent, err := s.replace(text.Span{Start: at, End: at}, t)
		at += len(t)
		return sent, err
	}
	sent, err := write("\n" + indent)
	if err != nil {
		return err
	}
	if _, err := s.diagnosed(sent); err != nil {
		return err
	}
	for _, letter := range line {
		if sent, err = write(string(letter)); err != nil {
			return err
		}
		if err := then(at, sent); err != nil {
			return err
		}
	}
	if sent, err = s.replace(text.Span{Start: start, End: at}, ""); err != nil {
		return err
	}
	_, err = s.diagnosed(sent)
	return err
}

// used returns the time that the processors gave to the server, as far as that is known.
func (s *session) used() time.Duration {
	data, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(s.command.Process.Pid), "stat"))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(data), ") ") // the name of the program may hold spaces
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	ticks := 0
	for _, f := range fields[11:13] { // in user mode and in the kernel
		n, err := strconv.Atoi(f)
		if err != nil {
			return 0
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// peak returns the most memory, in bytes, that the server ever took.
func (s *session) peak() int { return memoryOf(s.command.Process.Pid, "VmHWM:") }
