package lsp_test

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/lsp/lsptest"
)

// serving returns the stacks of the goroutines that run code of the server.
func serving() []string {
	all := make([]byte, 1<<20)
	n := runtime.Stack(all, true)
	for n == len(all) { // there is more
		all = make([]byte, 2*n)
		n = runtime.Stack(all, true)
	}
	var found []string
	for stack := range strings.SplitSeq(string(all[:n]), "\n\n") {
		if strings.Contains(stack, "kubelore/server/lsp.") {
			found = append(found, stack)
		}
	}
	return found
}

// noneStay fails a test if goroutines of servers run when it is over that did not run
// before. It is called before servers are started, and looks when they have ended.
func noneStay(tb testing.TB) {
	tb.Helper()
	before := len(serving())
	tb.Cleanup(func() {
		// A server has ended when its goroutines are about to.
		for range 1000 {
			if len(serving()) <= before {
				return
			}
			runtime.Gosched()
		}
		if now := serving(); len(now) > before {
			tb.Errorf("%d goroutines stay behind:\n%s", len(now)-before, strings.Join(now, "\n\n"))
		}
	})
}

// Nothing runs in a session in which nothing is asked but what ran before everything was
// asked, and nothing of it stays behind.
func TestNothingStaysBehind(t *testing.T) {
	noneStay(t)
	folder := t.TempDir()
	write(t, folder+"/config.yaml", settings)
	write(t, folder+"/kustomization.yaml", "resources: [config.yaml, web.yaml]\n")
	lsptest.Bubble(t, func(t *testing.T) { // which fails where a goroutine stays in it
		e := lsptest.Connect(t, lsptest.Options{Folder: folder, ProcessID: os.Getpid()})
		path := folder + "/web.yaml"
		e.Open(path, user)
		lsptest.Advance(10 * time.Second)
		before := len(serving())
		x := newInspector(t, e, path)
		for at := 0; at < len(user); at += 17 {
			x.everything(at)
			e.Type(path, "# x\n")
			ctx, cancel := context.WithCancel(t.Context())
			var asked sync.WaitGroup
			for range 20 {
				asked.Go(func() {
					_, _ = e.Server.Completion(ctx, &protocol.CompletionParams{TextDocumentPositionParams: protocol.TextDocumentPositionParams{
						TextDocument: protocol.TextDocumentIdentifier{URI: e.URI(path)}, Position: protocol.Position{Line: uint32(at / 40)},
					}})
				})
			}
			cancel()
			asked.Wait()
		}
		e.Configure(`{"kubernetesVersion": "1.30"}`)
		e.Close(path)
		e.Open(path, user)
		lsptest.Advance(10 * time.Second)
		if now := serving(); len(now) != before {
			t.Errorf("%d goroutines run, %d before:\n%s", len(now), before, strings.Join(now, "\n\n"))
		}
	})
}

// A request that is cancelled is answered once, with what was asked for or with the code
// for that, whether the cancellation comes in time or not, twice, or before the request.
func TestCancelOnTheWire(t *testing.T) {
	noneStay(t)
	w := dial(t, true)
	w.initialize()
	open(w, "file:///a.yaml", deployments(30))
	const n = 1000
	for i := range n {
		id := strconv.Itoa(i + 1)
		if i%2 == 1 {
			id = strconv.Quote(id)
		}
		if i%5 == 0 {
			w.notify("$/cancelRequest", fmt.Sprintf(`{"id":%s}`, id))
		}
		w.request(id, "textDocument/completion", fmt.Sprintf(`{"textDocument":{"uri":"file:///a.yaml"},"position":{"line":%d,"character":2}}`, i))
		for range i % 3 {
			w.notify("$/cancelRequest", fmt.Sprintf(`{"id":%s}`, id))
		}
	}
	answers := map[string]int{}
	cancelled := 0
	for range n {
		m := w.next()
		answers[string(m.ID)]++
		if m.Error != nil {
			w.is("a cancelled request", m, jsonrpc2.Code(protocol.LSPErrorCodesRequestCancelled))
			cancelled++
		}
	}
	if len(answers) != n {
		t.Errorf("%d of %d requests were answered", len(answers), n)
	}
	if cancelled > n*2/3 {
		t.Errorf("%d requests were cancelled, and fewer were to be", cancelled)
	}
	// These take long enough to be met by their cancellation.
	open(w, "file:///large.yaml", deployments(1000))
	for i := range 20 {
		w.request(strconv.Itoa(i), "textDocument/documentSymbol", `{"textDocument":{"uri":"file:///large.yaml"}}`)
		w.notify("$/cancelRequest", fmt.Sprintf(`{"id":%d}`, i))
	}
	for range 20 {
		if m := w.next(); m.Error != nil {
			w.is("a cancelled request", m, jsonrpc2.Code(protocol.LSPErrorCodesRequestCancelled))
			cancelled++
		}
	}
	if cancelled == 0 {
		t.Error("no request was cancelled")
	}
	w.lives("cancellations")
}
