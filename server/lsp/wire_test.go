package lsp_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.lsp.dev/jsonrpc2"

	"github.com/kubelore/kubelore/server/lsp"
	"github.com/kubelore/kubelore/server/lsp/lsptest"
)

// A wire is an editor that writes bytes: what it sends need not be of the protocol.
type wire struct {
	t    testing.TB
	in   io.WriteCloser
	out  io.ReadCloser
	exit chan int
	log  *lsptest.Log
	// messages are what the server sends; it is closed when the server closes its end.
	messages chan message
}

// A message is one of any kind.
type message struct {
	ID     json.RawMessage
	Method string
	Params json.RawMessage
	Result json.RawMessage
	Error  *struct {
		Code    jsonrpc2.Code
		Message string
	}
	// batch are the messages of a batch.
	batch []message
}

// dial starts a server. If reads is false, nobody reads what it sends.
func dial(tb testing.TB, reads bool) *wire {
	tb.Helper()
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	w := &wire{t: tb, in: inW, out: outR, exit: make(chan int, 1), log: &lsptest.Log{}, messages: make(chan message, 1<<16)}
	go func() { w.exit <- lsp.Serve(context.Background(), inR, outW, lsp.Options{Log: w.log}) }()
	if reads {
		go w.readAll()
	}
	tb.Cleanup(func() {
		inW.Close()  //nolint:errcheck // it may be closed
		outR.Close() //nolint:errcheck // likewise
	})
	return w
}

func (w *wire) readAll() {
	defer close(w.messages)
	r := bufio.NewReader(w.out)
	for {
		size := 0
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				return
			}
			if line == "\r\n" {
				break
			}
			if v, ok := strings.CutPrefix(line, "Content-Length: "); ok {
				size, _ = strconv.Atoi(strings.TrimSpace(v))
			}
		}
		body := make([]byte, size)
		if _, err := io.ReadFull(r, body); err != nil {
			return
		}
		var m message
		if bytes.HasPrefix(body, []byte("[")) {
			if err := json.Unmarshal(body, &m.batch); err != nil {
				w.t.Errorf("the server sent %.200q: %v", body, err)
			}
		} else if err := json.Unmarshal(body, &m); err != nil {
			w.t.Errorf("the server sent %.200q: %v", body, err)
		}
		w.messages <- m
	}
}

// raw sends bytes.
func (w *wire) raw(s string) {
	w.t.Helper()
	if _, err := io.WriteString(w.in, s); err != nil {
		w.t.Fatalf("the server does not read %.60q: %v", s, err)
	}
}

// send sends a message with its header.
func (w *wire) send(body string) {
	w.t.Helper()
	w.raw(fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body))
}

// request sends a request with an ID in JSON.
func (w *wire) request(id, method, params string) {
	w.t.Helper()
	w.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"method":%q,"params":%s}`, id, method, params))
}

func (w *wire) notify(method, params string) {
	w.t.Helper()
	w.send(fmt.Sprintf(`{"jsonrpc":"2.0","method":%q,"params":%s}`, method, params))
}

// next returns the next message that is no notification.
func (w *wire) next() message {
	w.t.Helper()
	deadline := time.After(time.Minute)
	for {
		select {
		case m, ok := <-w.messages:
			if !ok {
				w.t.Fatalf("the server is gone: %s", w.log)
			}
			if m.Method == "" {
				return m
			}
		case <-deadline:
			w.t.Fatal("no answer came")
		}
	}
}

// answer waits for the answer to the request with the given ID in JSON. Requests that
// were sent before must have been answered.
func (w *wire) answer(id string) message {
	w.t.Helper()
	m := w.next()
	if string(m.ID) != id {
		w.t.Fatalf("the answer is to %s, want one to %s: %s", m.ID, id, m.Result)
	}
	return m
}

// is checks the code of an answer, 0 for one that is no error.
func (w *wire) is(what string, m message, want jsonrpc2.Code) {
	w.t.Helper()
	var got jsonrpc2.Code
	if m.Error != nil {
		got = m.Error.Code
	}
	if got != want {
		w.t.Errorf("%s is answered with %d (%+v), want %d", what, got, m.Error, want)
	}
}

// initialize shakes hands.
func (w *wire) initialize() {
	w.t.Helper()
	w.request(`"initialize"`, "initialize", `{"capabilities":{}}`)
	w.is("initialize", w.answer(`"initialize"`), 0)
	w.notify("initialized", "{}")
}

// skipFirst shakes hands where nobody reads, and reads that answer alone.
func (w *wire) skipFirst() {
	w.t.Helper()
	w.request("0", "initialize", `{"capabilities":{}}`)
	first := bufio.NewReader(w.out)
	size := 0
	if _, err := fmt.Fscanf(first, "Content-Length: %d\r\n\r\n", &size); err != nil {
		w.t.Fatal(err)
	}
	if _, err := first.Discard(size); err != nil {
		w.t.Fatal(err)
	}
	w.out = struct {
		io.Reader
		io.Closer
	}{first, w.out}
}

// lives checks that the server still answers.
func (w *wire) lives(after string) {
	w.t.Helper()
	w.request(`"lives"`, "textDocument/hover", `{"textDocument":{"uri":"file:///nosuch"},"position":{"line":0,"character":0}}`)
	w.is("a request after "+after, w.answer(`"lives"`), 0)
}

// ends checks that the server ends with a code.
func (w *wire) ends(what string, want int) {
	w.t.Helper()
	select {
	case got := <-w.exit:
		if got != want {
			w.t.Errorf("after %s the exit code is %d, want %d", what, got, want)
		}
	case <-time.After(time.Minute):
		w.t.Fatalf("after %s the server is still there", what)
	}
}

// What is no message is answered, and the next one is read.
func TestNoMessage(t *testing.T) {
	w := dial(t, true)
	w.initialize()
	for _, tt := range []struct {
		body string
		want jsonrpc2.Code
	}{
		{"", jsonrpc2.ParseError},
		{"{]", jsonrpc2.ParseError},
		{"\x00\xff\xfe", jsonrpc2.ParseError},
		{`{"jsonrpc":"2.0","id":1,"method":"shutdown"`, jsonrpc2.ParseError},
		{`{"jsonrpc":"2.0","id":1,"method":"shutdown"} trailing`, jsonrpc2.ParseError},
		{"null", jsonrpc2.ParseError},
		{`"shutdown"`, jsonrpc2.ParseError},
		{`{"id":1,"method":"shutdown"}`, jsonrpc2.InvalidRequest},
		{`{"jsonrpc":"1.0","id":1,"method":"shutdown"}`, jsonrpc2.InvalidRequest},
		{`{"jsonrpc":"2.0","id":1.5,"method":"shutdown"}`, jsonrpc2.InvalidRequest},
		{`{"jsonrpc":"2.0","id":{},"method":"shutdown"}`, jsonrpc2.InvalidRequest},
		{`{"jsonrpc":"2.0","id":123456789012345678901234567890,"method":"shutdown"}`, jsonrpc2.InvalidRequest},
		{`{"jsonrpc":"2.0","id":1,"method":7}`, jsonrpc2.InvalidRequest},
		{`{"jsonrpc":"2.0","id":1,"method":"shutdown","result":1}`, jsonrpc2.InvalidRequest},
		{`[`, jsonrpc2.InvalidRequest},
		{`[{"jsonrpc":"2.0","id":1,`, jsonrpc2.InvalidRequest},
		{`[]`, jsonrpc2.InvalidRequest},
		{strings.Repeat("[", 10_000_000), jsonrpc2.InvalidRequest},
		{strings.Repeat(`{"jsonrpc":`, 1_000_000), jsonrpc2.ParseError},
	} {
		name := fmt.Sprintf("%.60q", tt.body)
		w.send(tt.body)
		w.is(name, w.answer("null"), tt.want)
		w.lives(name)
	}
}

// Where a message ends must be known; the server says what it did not understand and
// ends.
func TestHeaders(t *testing.T) {
	hover := `{"jsonrpc":"2.0","id":1,"method":"textDocument/hover","params":{}}`
	for _, head := range []string{
		"Content-Length: -1\r\n\r\n", "Content-Length: x\r\n\r\n", "Content-Length:\r\n\r\n", "\r\n", "Content-Type: a\r\n\r\n",
		"Content-Length: 1000000000000000000\r\n\r\n", "Content-Length: 99999999999999999999999\r\n\r\n", "Content-Length: 0x10\r\n\r\n",
		fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(hover)-3, hover), strings.Repeat("x", 100_000) + "\r\n",
		strings.Repeat("X-Header: 1\r\n", 100_000), "no header\r\n\r\n",
	} {
		w := dial(t, true)
		w.initialize()
		io.WriteString(w.in, head+"Content-Length: 2\r\n\r\n{}") //nolint:errcheck // nobody may read it to its end
		w.ends(fmt.Sprintf("%.40q", head), 1)
		if !strings.Contains(w.log.String(), "the connection broke") {
			t.Errorf("%.40q: the log is %q", head, w.log)
		}
	}
	// A message that is shorter than it says is waited for.
	w := dial(t, true)
	w.initialize()
	w.raw(fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(hover)+1, hover))
	w.raw(" ")
	w.is("a message in two pieces", w.answer("1"), 0)
	w.raw("content-length:2\nX: y\n\n{}") // as tolerant as others
	w.is("an empty object", w.answer("null"), jsonrpc2.InvalidRequest)
	w.lives("odd headers")
	w.raw("Content-Length: 100\r\n\r\n{")
	w.in.Close() //nolint:errcheck // a pipe
	w.ends("half a message", 1)
}

func TestBatches(t *testing.T) {
	w := dial(t, true)
	w.initialize()
	w.send(`[1,{"jsonrpc":"2.0","id":1,"method":"nosuch"},{"jsonrpc":"2.0","method":"nosuch"},` +
		`{"jsonrpc":"2.0","id":2,"method":"textDocument/hover","params":{"textDocument":{"uri":"a:b"},"position":{"line":0,"character":0}}},{"id":3}]`)
	m := w.next()
	codes := map[string]jsonrpc2.Code{}
	for _, a := range m.batch {
		if a.Error != nil {
			codes[string(a.ID)] = a.Error.Code
		} else {
			codes[string(a.ID)] = 0
		}
	}
	if len(m.batch) != 4 || codes["1"] != jsonrpc2.MethodNotFound || codes["2"] != 0 || codes["null"] == 0 {
		t.Errorf("the batch is answered with %+v", m.batch)
	}
	w.send(`[{"jsonrpc":"2.0","method":"nosuch"},{"jsonrpc":"2.0","method":"$/nosuch","params":[1]}]`)
	w.lives("a batch of notifications")
}

func TestUnknownMethods(t *testing.T) {
	w := dial(t, true)
	w.initialize()
	for _, params := range []string{"", `,"params":null`, `,"params":[1]`, `,"params":{}`} {
		for _, method := range []string{"nosuch", "$/nosuch", "", "textDocument/", "textDocument/nosuch", "window/showMessageRequest", "$/cancelRequest/x"} {
			w.send(fmt.Sprintf(`{"jsonrpc":"2.0","method":%q%s}`, method, params))
			w.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":%q%s}`, method, params))
			w.is(method+params, w.answer("1"), jsonrpc2.MethodNotFound)
		}
	}
	for _, want := range []string{"level=INFO msg=\"a message that may be ignored is ignored\" method=$/nosuch", "level=WARN msg=\"a message could not be handled\" method=nosuch"} {
		if log := w.log.String(); !strings.Contains(log, want) {
			t.Errorf("the log does not say %q: %s", want, log)
		}
	}
	w.lives("unknown methods")
}

func TestPhasesOnTheWire(t *testing.T) {
	w := dial(t, true)
	w.notify("textDocument/didOpen", `{"textDocument":{"uri":"file:///a.yaml","languageId":"yaml","version":1,"text":"a"}}`)
	w.notify("nosuch", "7")
	for _, method := range []string{"shutdown", "textDocument/hover", "nosuch", "$/nosuch"} {
		w.request("1", method, "null")
		w.is(method+" before initialize", w.answer("1"), jsonrpc2.ServerNotInitialized)
	}
	w.request("1", "initialize", `[]`)
	w.is("initialize with a list", w.answer("1"), jsonrpc2.InvalidParams)
	w.initialize()
	w.request("1", "initialize", `{"capabilities":{}}`)
	w.is("a second initialize", w.answer("1"), jsonrpc2.InvalidRequest)
	w.request("1", "shutdown", "null")
	w.is("shutdown", w.answer("1"), 0)
	for _, method := range []string{"shutdown", "initialize", "textDocument/hover", "nosuch"} {
		w.request("1", method, "{}")
		w.is(method+" after shutdown", w.answer("1"), jsonrpc2.InvalidRequest)
	}
	w.notify("exit", "null")
	w.ends("exit", 0) // although the input stays open

	w = dial(t, true)
	w.notify("exit", "null")
	w.ends("exit before everything", 1)
}

func TestIDs(t *testing.T) {
	w := dial(t, true)
	w.initialize()
	long, err := json.Marshal(strings.Repeat("é\"\\\n", 100_000))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"0", "-1", "2147483647", "9223372036854775807", "-9223372036854775808", `""`, `"a"`, `"1"`, `"\u0000é😀"`} {
		w.request(id, "nosuch", "{}")
		got := w.next()
		if id[0] != '"' && string(got.ID) != id {
			t.Errorf("the answer to %s is to %s", id, got.ID)
		}
		var a, b any
		if json.Unmarshal([]byte(id), &a) != nil || json.Unmarshal(got.ID, &b) != nil || a != b {
			t.Errorf("the answer to %s is to %s", id, got.ID)
		}
	}
	w.request(string(long), "nosuch", "{}")
	var a, b string
	if json.Unmarshal(long, &a) != nil || json.Unmarshal(w.next().ID, &b) != nil || a != b {
		t.Error("the answer to a long ID is to another")
	}
	// Two requests that run may have the same ID; both are answered.
	for range 100 {
		w.request("7", "textDocument/hover", `{"textDocument":{"uri":"file:///a"},"position":{"line":0,"character":0}}`)
	}
	for range 100 {
		w.answer("7")
	}
	for _, params := range []string{`{"id":7}`, `{"id":"nosuch"}`, `{"id":null}`, `{"id":[]}`, `{}`, `[]`, "null", `{"id":99999999999999999999}`} {
		w.notify("$/cancelRequest", params)
		w.lives("a cancellation of " + params)
	}
}

// Answers to questions that nobody asked are dropped.
func TestUnaskedAnswers(t *testing.T) {
	w := dial(t, true)
	w.initialize()
	for _, body := range []string{
		`{"jsonrpc":"2.0","id":1,"result":null}`, `{"jsonrpc":"2.0","id":"x","result":{}}`, `{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":""}}`,
		`{"jsonrpc":"2.0","id":99,"error":{"code":-32601,"message":"x"}}`,
	} {
		w.send(body)
		w.lives(body)
	}
}

// A slow reader gets everything in the end, and what it sends meanwhile is taken.
func TestSlowReader(t *testing.T) {
	w := dial(t, false)
	w.skipFirst()
	w.notify("initialized", "{}")
	open(w, "file:///a.yaml", pod)
	const n = 10_000
	for i := range n {
		w.request(strconv.Itoa(i+1), "textDocument/hover", `{"textDocument":{"uri":"file:///a.yaml"},"position":{"line":1,"character":2}}`)
	}
	go w.readAll()
	seen := map[string]bool{}
	for range n {
		m := w.next()
		w.is("hover", m, 0)
		seen[string(m.ID)] = true
	}
	if len(seen) != n {
		t.Errorf("%d of %d requests were answered", len(seen), n)
	}
}

// An editor that reads nothing any more cannot keep the server.
func TestEditorThatDoesNotRead(t *testing.T) {
	t.Parallel() // time is real here: who waits for a lock stops that of a bubble
	w := dial(t, false)
	w.skipFirst()
	for range 10 {
		w.request("1", "nosuch", "{}")
	}
	w.notify("exit", "null")
	w.ends("exit", 1)
}

// When the editor vanishes in the middle, nothing stays behind.
func TestEditorVanishes(t *testing.T) {
	before := runtime.NumGoroutine()
	var wait sync.WaitGroup
	for i := range 20 {
		wait.Go(func() {
			w := dial(t, true)
			w.initialize()
			open(w, "file:///a.yaml", deployments(30))
			for j := range 5 * i {
				w.request(strconv.Itoa(j), "textDocument/completion", `{"textDocument":{"uri":"file:///a.yaml"},"position":{"line":5,"character":4}}`)
			}
			if i%2 == 0 {
				w.out.Close() //nolint:errcheck // a pipe
			}
			w.in.Close() //nolint:errcheck // likewise
			w.ends("the end of the input", 1)
		})
	}
	wait.Wait()
	for range 1000 {
		if runtime.NumGoroutine() <= before+2 {
			return
		}
		runtime.Gosched()
		runtime.GC()
	}
	if n := runtime.NumGoroutine(); n > before+2 {
		all := make([]byte, 1<<20)
		t.Errorf("%d goroutines run, %d before:\n%s", n, before, all[:runtime.Stack(all, true)])
	}
}

// open opens a file.
func open(w *wire, uri, content string) {
	w.t.Helper()
	text, err := json.Marshal(content)
	err = errors.Join(err)
	name, e := json.Marshal(uri)
	if err = errors.Join(err, e); err != nil {
		w.t.Fatal(err)
	}
	w.notify("textDocument/didOpen", fmt.Sprintf(`{"textDocument":{"uri":%s,"languageId":"yaml","version":1,"text":%s}}`, name, text))
}
