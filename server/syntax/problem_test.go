package syntax

import (
	"strings"
	"testing"
)

// TestProblems makes the mistakes that people make: each has one problem, at the
// place where it is mended. Nothing means that YAML allows it.
func TestProblems(t *testing.T) {
	for _, c := range []struct{ content, want string }{
		{"a: \"x\nb: 1\nc: 2\n", "unclosed-quote \"x"},
		{"a: 'x\nb: 1\n", "unclosed-quote 'x"},
		{"a: \"x\n", "unclosed-quote \"x"},
		{"a: [1, 2\nb: 1\n", "unclosed-flow [1, 2"},
		{"a: {x: 1\nb: 2\n", "unclosed-flow {x: 1"},
		{"a: {x: 1, y: [1\nb: 2\n", "unclosed-flow [1"},
		{"a: [1, 2\n  3]\n", ""},
		{"a: [1 2]\n", ""},
		{"a: [1,,2]\n", "extra-comma ,"},
		{"a: [1, 2}\nb: 1\n", "wrong-bracket }"},
		{"a: {b: 1]\nc: 1\n", "wrong-bracket ]"},
		{"spec:\n  rep\n  a: 1\n", "missing-colon rep"},
		{"spec:\n  a: 1\n  rep\n", "missing-colon rep"},
		{"spec:\n  rep\n    b: 1\n", "missing-colon rep"},
		{"foo\nbar: 1\n", "missing-colon foo"},
		{"a: 1\nfoo\n", "missing-colon foo"},
		{"a:\n\tb: 1\n\tc: 2\n", "tab-indent \t; tab-indent \t"},
		{"a:\n\tb: 1\n", "tab-indent \t"},
		{"a:\n\t- b\n", "tab-indent \t"},
		{"a:\n  b: 1\n\tc: 2\n  d: 3\n", "tab-indent \t"},
		{"-\ta: 1\n", "tab-indent a"},
		{"a:\t b\n", ""},
		{"a:\n    b: 1\n  c: 2\n", "bad-indent   "},
		{"a:\n  b: 1\n    c: 2\n", "bad-indent     "},
		{"a:\n  b: 1\n c: 2\n", "bad-indent  "},
		{"a: 1\n  b: 2\n", "bad-indent   "},
		{" a: 1\nb: 2\n", "bad-indent b"},
		{"a: x y\n  b: 2\n", "bad-indent   "},
		{"a: \"\\q\"\n", "bad-escape \\q"},
		{"a: \"c:\\windows\"\n", "bad-escape \\w"},
		{"a: \"\\'\"\n", "bad-escape \\'"},
		{"l:\n-a\n- b\n", "missing-space -"},
		{"l:\n- a\n-b\n- c\n", "missing-space -"},
		{"l:\n  - a\n  b: 1\n", "missing-dash b: 1"},
		{"l:\n  - a\n - b\n", "bad-indent  "},
		{"l:\n  - a\n   - b\n", ""},
		{"l:\n- a\n- b\n x: 1\n", "bad-indent  "},
		{"a: 'x' y\n", "unexpected-text y"},
		{"a: \"x\" y\nb: 1\n", "unexpected-text y"},
		{"a: [1] x\n", "unexpected-text x"},
		{"a: b: c\n", "nested-block b"},
		{"a: b: c: d\n", "nested-block b"},
		{"a: - b\n", "nested-block -"},
		{"a: @x\n", "bad-character @"},
		{"a: %x\n", "bad-character %"},
		{"a: `x\n", "bad-character `"},
		{"a: ]\n", "bad-character ]"},
		{"a: }\n", "bad-character }"},
		{"a: ,x\n", "bad-character ,"},
		{"a: *x\n", "unknown-alias *x"},
		{"a: *.txt\n", "unknown-alias *.txt"},
		{"a: &x &y b\n", "bad-property &y"},
		{"a: &x *y\n", "bad-property &x ; unknown-alias *y"},
		{"a: & b\n", "bad-property &"},
		{"a: !foo!bar b\n", "unknown-tag !foo!bar"},
		{"a: |x\n  y\n", "block-header x"},
		{"a: |\nb: 1\n", ""},
		{"a: |\n    x\n  y\nb: 1\n", "block-indent   "},
		{"a: |\n  x\n y\nb: 1\n", "block-indent  "},
		{"a: >3\n  x\n", "block-indent   "},
		{"%YAML 1.2\na: b\n", "bad-directive %YAML 1.2"},
		{"%FOO\n", "bad-directive %FOO"},
		{"%YAML 1.2 x\n---\na", "bad-directive %YAML 1.2 x"},
		{"--- a: b\n", "nested-block a"},
		{"--- - a\n", "nested-block -"},
		{"... x\n", "unexpected-text x"},
		{"a: b\n... x\n", "unexpected-text x"},
		{"a: b#c\nd: 'e'#f\n", "comment-space #"},
		{"a: [b]#c\n", "comment-space #"},
		{"key:value\n", ""},
		{"a:1\nb: 2\n", "missing-colon a:1"},
		{"a: 1\nb:2\nc: 3\n", "missing-colon b:2"},
		{"a: b\n- c\n", "unexpected-item -"},
		{"- a\nb: c\n", "missing-dash b: c"},
		{"- a\nb\n", "missing-dash b"},
		{"a: b\n}\n", "unexpected-text }"},
		{"a: b\n]\n", "unexpected-text ]"},
		{"{a: b}}\n", "unexpected-text }"},
		{"{a: b\n", "unclosed-flow {a: b"},
		{"{\"a\": 1 \"b\": 2}", "missing-comma \""},
		{"{\"a\": 1,}", ""},
		{"{\"a\" 1}", "missing-comma 1"},
		{"{\"a\": }", ""},
		{"{a: b, c}", ""},
		{"[a: b, c]", ""},
		{"{\"a\": \"x}\n", "unclosed-quote \"x"},
		{"{\n  \"a\": 1\n  \"b\": 2\n}\n", "missing-comma \""},
		{"a: \x01\n", "bad-character \x01"},
		{"a: b\x00c\n", "bad-character \x00"},
		{"\xff\xfea", "bad-encoding \xff"},
		{"a\n b\n c", ""},
		{"a: b\n c: d\n", "bad-indent  "},
		{"a: 'it's'\n", "unexpected-text s'"},
		{"a: 'it''s\n", "unclosed-quote 'it''s"},
		{"command: ['sh', '-c', 'echo']]\n", "unexpected-text ]"},
		{"args: [\"a\", \"b]\nimage: x\n", "unclosed-quote \"b"},
		{"a: {{ x\nb: 1\n", "unclosed-template {{ x"},
		{"image: nginx:1\n  ports:\n", "bad-indent   "},
		{"name: foo bar: baz\n", "nested-block foo bar"},
		{"url: http://x: y\n", "nested-block http://x"},
		{"a: \"b\": c\n", "nested-block \"b\""},
		{"\"a\" b: c\n", "unexpected-text b: c"},
		{"a:\n- b\n  - c\n", ""},
		{"a:\n  - b: 1\n   c: 2\n", "bad-indent    "},
		{"a:\n  - b: 1\n     c: 2\n", "bad-indent      "},
		{"a: 1\na b\nc: 2\n", "missing-colon a b"},
		{"- - a\n - b\n", "bad-indent  "},
		{"a: {b: c\n  d: e}\n", "missing-comma d"},
		{"a: [b\n  c: d]\n", "nested-block b\n  c"},
		{"a: \n  [\n    b\n  c\n  ]\n", ""},
		{"a: \"b\n c: d\n", "unclosed-quote \"b"},
		{"metadata:\n  name: x\n labels:\n    a: b\n", "bad-indent  "},
	} {
		var got []string
		for _, d := range Parse(c.content, Options{Templates: true}).Documents() {
			for _, p := range d.Problems() {
				got = append(got, p.Code+" "+d.Text()[p.Span.Start:p.Span.End])
			}
		}
		if got := strings.Join(got, "; "); got != c.want {
			t.Errorf("%q: got %q, want %q", c.content, got, c.want)
		}
	}
}

// TestOneMistakeOneProblem deletes each byte of a file: the one mistake that this
// makes, if it makes one, should be reported once.
func TestOneMistakeOneProblem(t *testing.T) {
	base, all := states(t)
	several, most := 0, 0
	for i := range len(base) {
		n := 0
		for _, d := range Parse(base[:i]+base[i+1:], Options{}).Documents() {
			n += len(d.Problems())
		}
		if n > 1 {
			several++
		}
		most = max(most, n)
	}
	if several > len(base)/50 || most > 3 {
		t.Errorf("%d of %d mistakes have several problems, one has %d", several, len(base), most)
	}
	for _, s := range all {
		mistakes := 1
		if strings.HasPrefix(s.Group, "two:") || s.Name == "helm if line" {
			mistakes = 2
		}
		for _, d := range Parse(s.Text, Options{}).Documents() {
			if p := d.Problems(); len(p) > mistakes {
				t.Errorf("%s %s: %v", s.Group, s.Name, p)
			}
		}
	}
}
