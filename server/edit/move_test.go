package edit

import (
	"testing"

	"sigs.k8s.io/yaml"
)

// TestNest compares what becomes of a field that is moved down with what a person would
// write. An empty want says that it cannot be moved.
func TestNest(t *testing.T) {
	kind := Pair{Key: "type", Value: "Value"}
	for name, tt := range map[string]struct {
		before, path string
		into         []string
		with         []Pair
		want         string
	}{
		"a scalar": {"a: 1 # one\nz: 2\n", "a", []string{"b", "c"}, nil, "b:\n  c: 1 # one\nz: 2\n"},
		"a scalar, with a pair before it": {
			"m:\n  a: 1\n", "m.a", []string{"t", "v"}, []Pair{kind}, "m:\n  t:\n    type: Value\n    v: 1\n",
		},
		"three levels":      {"a: 1\n", "a", []string{"b", "c", "d"}, nil, "b:\n  c:\n    d: 1\n"},
		"another name only": {"a: 1\n", "a", []string{"b"}, nil, "b: 1\n"},
		"with four spaces":  {"m:\n    a: 1\n", "m.a", []string{"b", "c"}, nil, "m:\n    b:\n        c: 1\n"},
		"below itself":      {"a: 1\n", "a", []string{"a", "b"}, nil, "a:\n  b: 1\n"},
		"a block, comments and all": {
			"a:\n  # of x\n  x: 1\n\n  y:\n  - z # last\nend: 1\n", "a",
			[]string{"b", "c"},
			nil,
			"b:\n  c:\n    # of x\n    x: 1\n\n    y:\n    - z # last\nend: 1\n",
		},
		"a list": {"a:\n- x\n- y\n", "a", []string{"b", "c"}, nil, "b:\n  c:\n  - x\n  - y\n"},
		"a text of lines": {
			"a: |\n  one\n   two\nend: 1\n", "a", []string{"b", "c"}, nil, "b:\n  c: |\n    one\n     two\nend: 1\n",
		},
		"the first key of an item": {"l:\n- a: 1\n  z: 2\n", "l[0].a", []string{"b", "c"}, nil, "l:\n- b:\n    c: 1\n  z: 2\n"},
		"a later key of an item":   {"l:\n- z: 2\n  a: 1\n", "l[0].a", []string{"b", "c"}, nil, "l:\n- z: 2\n  b:\n    c: 1\n"},
		"in brackets":              {"m: {a: 1, z: 2}\n", "m.a", []string{"b", "c"}, nil, "m: {b: {c: 1}, z: 2}\n"},
		"in brackets, with a pair": {"m: {a: 1}\n", "m.a", []string{"b", "c"}, []Pair{kind}, "m: {b: {type: Value, c: 1}}\n"},
		"in JSON":                  {"{\"m\": {\"a\": \"x\"}}\n", "m.a", []string{"b", "c"}, nil, "{\"m\": {\"b\": {\"c\": \"x\"}}}\n"},
		"a key in quotes":          {"\"a\": 1\n", "a", []string{"b", "c"}, nil, "b:\n  \"c\": 1\n"},
		"with Windows line ends":   {"m:\r\n  a:\r\n    x: 1\r\n", "m.a", []string{"b", "c"}, nil, "m:\r\n  b:\r\n    c:\r\n      x: 1\r\n"},
		"without line end":         {"a: 1", "a", []string{"b", "c"}, nil, "b:\n  c: 1"},
		"into what is there":       {"a: 1 # one\nb:\n  x: 2\n", "a", []string{"b", "c"}, nil, "b:\n  x: 2\n  c: 1 # one\n"},
		"into what is there, in brackets": {
			"m: {a: 1, b: {x: 2}}\n", "m.a", []string{"b", "c"}, nil, "m: {b: {x: 2, c: 1}}\n",
		},

		"a block into what is there":   {"a:\n  y: 1\nb:\n  x: 2\n", "a", []string{"b", "c"}, nil, ""},
		"an anchor into what is there": {"a: &x 1\nb:\n  x: 2\nz: *x\n", "a", []string{"b", "c"}, nil, ""},
		"into an alias":                {"q: &q {x: 2}\na: 1\nb: *q\n", "a", []string{"b", "c"}, nil, ""},
		"what is not there":            {"a: 1\n", "x", []string{"b", "c"}, nil, ""},
		"an item":                      {"l: [1]\n", "l[0]", []string{"b", "c"}, nil, ""},
		"behind a merge key":           {"x: &x {a: 1}\nm:\n  <<: *x\n  z: 2\n", "m.a", []string{"b", "c"}, nil, ""},
		"with a question mark":         {"? a\n: 1\n", "a", []string{"b", "c"}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			e := New(tt.before, "")
			e.Nest(tt.path, tt.into, tt.with...)
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

// TestNestAfterFailure holds that nothing is moved once a change failed.
func TestNestAfterFailure(t *testing.T) {
	e := New("a: 1\n", "")
	e.Fail()
	e.Nest("a", []string{"b", "c"})
	if e.Text() != "a: 1\n" || e.Edits() != nil {
		t.Errorf("got %q", e.Text())
	}
}
