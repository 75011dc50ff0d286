package lsp

import (
	"bytes"
	"strings"
	"testing"
)

// A part that fails is given up and told; what comes after it goes on.
func TestProtected(t *testing.T) {
	var log bytes.Buffer
	s := newServer(Options{Log: &log})
	s.protected("this", func() { panic("on purpose") })
	for _, want := range []string{"this failed", "on purpose", "TestProtected"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log has no %q: %s", want, &log)
		}
	}
}
