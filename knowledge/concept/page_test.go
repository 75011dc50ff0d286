package concept

import (
	"os"
	"strings"
	"testing"
)

// pageRows are the lines of the wiki page that the entries grew from.
func pageRows(t *testing.T) map[string]bool {
	t.Helper()
	data, err := os.ReadFile("../../testdata/page/rows.tsv")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]bool{}
	for line := range strings.Lines(string(data)) {
		if id, _, ok := strings.Cut(line, "\t"); ok && !strings.HasPrefix(line, "#") {
			rows[id] = true
		}
	}
	return rows
}

// Every line of the page has an entry, and entries claim only lines that there are.
func TestPageIsCovered(t *testing.T) {
	rows := pageRows(t)
	if len(rows) < 120 {
		t.Errorf("only %d lines of the page are listed", len(rows))
	}
	claimed := map[string]bool{}
	for _, c := range BuiltIn().All() {
		for _, row := range c.Page {
			claimed[row] = true
			if !rows[row] {
				t.Errorf("%s claims %s, which is no line of the page", c.ID, row)
			}
		}
	}
	for row := range rows {
		if !claimed[row] {
			t.Errorf("no entry claims %s", row)
		}
	}
}

// The list of lines is complete: there are as many as the inventory of the page has.
func TestPageRowsAreComplete(t *testing.T) {
	data, err := os.ReadFile("../../../shared/knowledge/README.md")
	if err != nil {
		t.Skipf("SKIPPED: %v, so the list of the page's lines is NOT compared with the inventory", err)
	}
	_, section, _ := strings.Cut(string(data), "\n## 1. ")
	section, _, _ = strings.Cut(section, "\n## 2. ")
	lines := 0
	for line := range strings.Lines(section) {
		head := strings.HasPrefix(line, "| page item") || strings.HasPrefix(line, "| section") || strings.HasPrefix(line, "| v2alpha1")
		if strings.HasPrefix(line, "| ") && !head {
			lines++
		}
	}
	if got := len(pageRows(t)); got != lines {
		t.Errorf("%d lines are listed, the inventory has %d", got, lines)
	}
}
