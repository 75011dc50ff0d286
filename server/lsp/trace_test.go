package lsp_test

import (
	"strings"
	"testing"
	"time"
)

// asks sends a request about a place in a file, and waits for its answer and, if traced,
// for the message that tells of it.
func (w *wire) asks(method string, traced bool) {
	w.t.Helper()
	w.request(`"asks"`, method, `{"textDocument":{"uri":"file:///nosuch"},"position":{"line":0,"character":0}}`)
	deadline := time.After(time.Minute)
	for answered := false; !answered || traced; {
		select {
		case m := <-w.messages:
			answered = answered || string(m.ID) == `"asks"`
			if m.Method == "$/logTrace" && strings.Contains(string(m.Params), method) {
				traced = false
			}
		case <-deadline:
			w.t.Fatalf("%s is answered: %t, and no trace of it came", method, answered)
		}
	}
}

// An editor is told of the messages that come while it wants to know, and so is the log.
func TestTrace(t *testing.T) {
	told := func(w *wire, method string) bool {
		return strings.Contains(w.log.String(), "level=DEBUG msg=\"a message came\" method="+method)
	}
	w := dial(t, true)
	w.initialize()
	w.asks("textDocument/hover", false)
	if told(w, "") {
		t.Errorf("there is a trace that nobody wants: %s", w.log)
	}
	w.notify("$/setTrace", `{"value":"messages"}`)
	w.asks("textDocument/definition", true)
	w.notify("$/setTrace", `{"value":"off"}`)
	w.asks("textDocument/references", false)
	w.notify("$/setTrace", `{"value":"verbose"}`)
	w.asks("textDocument/typeDefinition", true)
	for method, want := range map[string]bool{
		"textDocument/definition": true, "textDocument/references": false, "textDocument/typeDefinition": true,
	} {
		if told(w, method) != want {
			t.Errorf("the log tells of %s: %t, want %t: %s", method, !want, want, w.log)
		}
	}

	w = dial(t, true)
	w.request("0", "initialize", `{"capabilities":{},"trace":"messages"}`)
	w.answer("0")
	w.asks("textDocument/hover", true)
}
