package lsp_test

import (
	"runtime"
	"testing"
)

// heap returns the bytes that are in use after all that can be given back is.
func heap() float64 {
	for range 3 { // what pools hold goes at the second collection
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// What a large file took is given back when it is closed, also what its message took.
func TestMemoryOfClosedFile(t *testing.T) {
	w := dial(t, true)
	w.initialize()
	round := func(n int) {
		open(w, "file:///a.yaml", deployments(n))
		w.published("file:///a.yaml", 1)
		w.request("1", "textDocument/hover", `{"textDocument":{"uri":"file:///a.yaml"},"position":{"line":2,"character":2}}`)
		w.is("hover", w.answer("1"), 0)
		w.notify("textDocument/didClose", `{"textDocument":{"uri":"file:///a.yaml"}}`)
		w.published("file:///a.yaml", 0) // the problems vanish
		w.request("2", "textDocument/hover", `{"textDocument":{"uri":"file:///a.yaml"},"position":{"line":2,"character":2}}`)
		w.is("hover", w.answer("2"), 0)
	}
	round(10) // what is made once
	before := heap()
	round(1500) // 1 MB
	if after := heap(); after > before*1.1 {
		t.Errorf("%.1f MB are in use after a large file was closed, %.1f MB before it was opened", after/(1<<20), before/(1<<20))
	} else {
		t.Logf("%.1f MB before, %.1f MB after", before/(1<<20), after/(1<<20))
	}
}
