package main

import (
	"slices"
	"testing"
)

// The task finds the fuzz tests of the parser and of the server.
func TestFuzzTargets(t *testing.T) {
	all, err := fuzzTargets("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []fuzzTarget{{"./../../server/syntax", "FuzzParse"}, {"./../../server/lsp", "FuzzSession"}} {
		if !slices.Contains(all, want) {
			t.Errorf("%v is not found in %v", want, all)
		}
	}
}
