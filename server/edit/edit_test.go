package edit

import (
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/kubelore/kubelore/server/text"
)

// TestEdits compares what comes out of one change with what a person would write. An
// empty want says that the change cannot be made.
func TestEdits(t *testing.T) {
	set := func(path string, value any) func(*Editor) { return func(e *Editor) { e.Set(path, value) } }
	drop := func(path string) func(*Editor) { return func(e *Editor) { e.Delete(path) } }
	rename := func(path, name string) func(*Editor) { return func(e *Editor) { e.Rename(path, name) } }
	nested := []Pair{{Key: "b", Value: 1}, {Key: "c", Value: []any{"x", []Pair{{Key: "k", Value: true}}}}}
	for name, tt := range map[string]struct {
		before string
		change func(*Editor)
		want   string
	}{
		"set over a scalar":               {"a: 1  # one\nb: 2\n", set("a", 3), "a: 3  # one\nb: 2\n"},
		"set keeps single quotes":         {"a: 'x'\n", set("a", "y"), "a: 'y'\n"},
		"set keeps double quotes":         {"a: \"x\"\n", set("a", "y"), "a: \"y\"\n"},
		"set quotes what is no text":      {"a: x\n", set("a", "yes"), "a: \"yes\"\n"},
		"set quotes a number":             {"a: x\n", set("a", "8080"), "a: \"8080\"\n"},
		"set over null":                   {"a:\nb: 2\n", set("a", "x"), "a: x\nb: 2\n"},
		"set a new key":                   {"a: 1\n", set("b", "x"), "a: 1\nb: x\n"},
		"set a new key without line end":  {"a: 1", set("b", "x"), "a: 1\nb: x"},
		"set below a comment":             {"a: 1 # one\n# end\n", set("b", 2), "a: 1 # one\nb: 2\n# end\n"},
		"set what is missing on the way":  {"a: 1\n", set("m.k.o", "x"), "a: 1\nm:\n  k:\n    o: x\n"},
		"set a key with dots":             {"m:\n  a: 1\n", set("m[x.io/y]", "z"), "m:\n  a: 1\n  x.io/y: z\n"},
		"set in a list":                   {"l:\n- n: a\n- n: b\n", set("l[1].v", 1), "l:\n- n: a\n- n: b\n  v: 1\n"},
		"set a collection":                {"m: {}\n", set("a", nested), "m: {}\na:\n  b: 1\n  c:\n  - x\n  - k: true\n"},
		"set over a block":                {"a:\n  x: 1\n  y: 2\nb: 3\n", set("a", []Pair{{Key: "z", Value: 4}}), "a:\n  z: 4\nb: 3\n"},
		"set a list as others are":        {"l:\n  - x\n", set("m", []any{"z"}), "l:\n  - x\nm:\n  - z\n"},
		"set an empty list":               {"a: 1\n", set("l", []any{}), "a: 1\nl: []\n"},
		"set in brackets":                 {"a: {b: 1}\n", set("a.c", "x"), "a: {b: 1, c: x}\n"},
		"set in empty brackets":           {"a: {}\n", set("a.b", 1), "a:\n  b: 1\n"},
		"set in brackets of several":      {"a: {\n  b: 1\n}\n", set("a.c", 2), "a: {\n  b: 1,\n  c: 2\n}\n"},
		"set in JSON":                     {"{\"a\": {\"b\": 1}}\n", set("a.c", "x"), "{\"a\": {\"b\": 1, \"c\": \"x\"}}\n"},
		"set with four spaces":            {"a:\n    b: 1\n", set("a.c.d", 2), "a:\n    b: 1\n    c:\n        d: 2\n"},
		"set with four spaces at the top": {"a:\n    b: 1\n", set("c.d", 2), "a:\n    b: 1\nc:\n    d: 2\n"},
		"set with Windows line ends":      {"a: 1\r\nb:\r\n  c: 2\r\n", set("b.d.e", 3), "a: 1\r\nb:\r\n  c: 2\r\n  d:\r\n    e: 3\r\n"},
		"set behind an alias":             {"a: &x {b: 1}\nc: *x\n", set("c.b", 2), ""},
		"set an item that is not there":   {"l: [a]\n", set("l[4]", "x"), ""},
		"set below a scalar":              {"a: 1\n", set("a.b", 2), ""},
		"set over a block scalar":         {"a: |\n  text\n", set("a", "x"), ""},

		"delete a key":                    {"a: 1\nb: 2 # two\nc: 3\n", drop("b"), "a: 1\nc: 3\n"},
		"delete the last key":             {"a: 1\nb: 2\n", drop("b"), "a: 1\n"},
		"delete without line end":         {"a: 1\nb: 2", drop("b"), "a: 1"},
		"delete a block":                  {"a:\n  x: 1\n  y:\n  - z\nb: 2\n", drop("a"), "b: 2\n"},
		"delete what leaves nothing":      {"a: 1\nm:\n  n:\n    o: 1\n", drop("m.n.o"), "a: 1\n"},
		"delete an item":                  {"l:\n- a\n- b # two\n- c\n", drop("l[1]"), "l:\n- a\n- c\n"},
		"delete the first key of an item": {"l:\n- n: a\n  v: 1\n", drop("l[0].n"), "l:\n- v: 1\n"},
		"delete in brackets":              {"a: {b: 1, c: 2, d: 3}\n", drop("a.c"), "a: {b: 1, d: 3}\n"},
		"delete the first in brackets":    {"a: {b: 1, c: 2}\n", drop("a.b"), "a: {c: 2}\n"},
		"delete the last in brackets":     {"a: {b: 1, c: 2}\n", drop("a.c"), "a: {b: 1}\n"},
		"delete the only in brackets":     {"z: 1\na: {b: 1}\n", drop("a.b"), "z: 1\n"},
		"delete with Windows line ends":   {"a: 1\r\nb: 2\r\nc: 3\r\n", drop("b"), "a: 1\r\nc: 3\r\n"},
		"delete what is not there":        {"a: 1\n", drop("b"), ""},
		"delete all":                      {"a: 1\n", drop("a"), ""},
		"delete keeps comments of others": {"# of a\na: 1\n# of b\nb: 2\n# end\n", drop("a"), "# of a\n# of b\nb: 2\n# end\n"},

		"delete behind a merge key": {"a: &x {b: 1}\nc:\n  <<: *x\n  d: 1\n", drop("c.b"), ""},
		"rename behind a merge key": {"c:\n  <<: {b: 1}\n  d: 1\n", rename("c.b", "e"), ""},
		"set over what is merged":   {"c:\n  <<: {b: 1}\n  d: 1\n", set("c.b", 2), ""},
		"delete the last, Windows":  {"a: 1\r\nb: 2", drop("b"), "a: 1"},

		"rename a key":              {"a: 1 # one\n", rename("a", "b"), "b: 1 # one\n"},
		"rename keeps quotes":       {"{\"a\": 1}\n", rename("a", "b"), "{\"b\": 1}\n"},
		"rename in an item":         {"l:\n- a:\n    x: 1\n", rename("l[0].a", "b"), "l:\n- b:\n    x: 1\n"},
		"rename to what is there":   {"a: 1\nb: 2\n", rename("a", "b"), ""},
		"rename what is not there":  {"a: 1\n", rename("c", "b"), ""},
		"rename an item of a list":  {"l: [a]\n", rename("l[0]", "b"), ""},
		"rename with Windows lines": {"a:\r\n  b: 1\r\n", rename("a.b", "c"), "a:\r\n  c: 1\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			e := New(tt.before, "")
			tt.change(e)
			edits := e.Edits()
			if tt.want == "" {
				if edits != nil || !e.Failed() {
					t.Errorf("got %q, want no edits", applied(tt.before, edits))
				}
				return
			}
			got := applied(tt.before, edits)
			if got != tt.want || got != e.Text() {
				t.Errorf("got\n%s\nwant\n%s\nthe text is\n%s", got, tt.want, e.Text())
			}
			if _, err := yaml.YAMLToJSONStrict([]byte(got)); err != nil {
				t.Errorf("%v in\n%s", err, got)
			}
		})
	}
}

// TestEditsOfOneItem holds that paths count from the item of a List.
func TestEditsOfOneItem(t *testing.T) {
	before := "kind: List\nitems:\n- kind: A\n  x: 1\n- kind: B\n  x: 1\n"
	e := New(before, "items[1]")
	e.Set("x", 2)
	e.Set("k", "z")
	if got, want := applied(before, e.Edits()), strings.Replace(before, "B\n  x: 1\n", "B\n  x: 2\n  k: z\n", 1); got != want {
		t.Errorf("got\n%s", got)
	}
}

// TestFailedEdits holds that there are no edits at all if one cannot be made.
func TestFailedEdits(t *testing.T) {
	e := New("a: 1\n", "")
	e.Set("a", 2)
	e.Delete("b")
	e.Set("a", 3)
	if edits := e.Edits(); edits != nil || !e.Failed() {
		t.Errorf("got %v", edits)
	}
}

// applied returns a text after edits.
func applied(before string, edits []text.Edit) string {
	for _, x := range slices.Backward(edits) {
		before = before[:x.Span.Start] + x.New + before[x.Span.End:]
	}
	return before
}
