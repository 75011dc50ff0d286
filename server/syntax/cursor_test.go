package syntax

import (
	"fmt"
	"strings"
	"testing"
)

// whereIs writes what Cursor says at the mark in marked.
func whereIs(marked string) string {
	at := strings.Index(marked, "^")
	content := marked[:at] + marked[at+1:]
	docs := Parse(content, Options{Templates: strings.Contains(content, "{{")}).Documents()
	i := len(docs) - 1
	for docs[i].Start > at {
		i--
	}
	d := docs[i]
	c := d.Cursor(at - d.Start)
	if c.InText {
		return "text"
	}
	where := map[Kind]string{NoNode: "top", Mapping: "map", Pair: "pair", Sequence: "seq", Item: "item"}[c.Holder.Kind()]
	if !c.Holder.IsZero() {
		where += " " + path(0, c.Holder)[1:]
	}
	if c.SameLine {
		where += " same"
	}
	where += fmt.Sprintf(" col=%d", c.Column)
	if c.Token.Len() > 0 {
		where += fmt.Sprintf(" tok=%q", d.Text()[c.Token.Start:c.Token.End])
	}
	return where
}

func TestCursor(t *testing.T) {
	for _, c := range []struct{ marked, want string }{
		{"^", `top col=0`},
		{"a^", `top col=0 tok="a"`},
		{"a: b\n^", `map  col=0`},
		{"a: b\nfo^", `map  col=0 tok="fo"`},
		{"a:\n  ^", `pair .a col=2`},
		{"a:\n  re^", `pair .a col=2 tok="re"`},
		{"a:\n ^\n", `pair .a col=1`},
		{"a:\n^", `map  col=0`},
		{"a: ^", `pair .a same col=3`},
		{"a:^", `pair .a same col=2`},
		{"a: b^", `pair .a same col=3 tok="b"`},
		{"a: b ^", `text`},
		{"a: b  ^c", `pair .a same col=3 tok="b  c"`},
		{"a: ^b", `pair .a same col=3 tok="b"`},
		{"^a: b", `map  col=0 tok="a"`},
		{"ab^c: b", `map  col=0 tok="abc"`},
		{"a ^: b", `text`},
		{"spec:\n  a: 1\n  ^", `map .spec col=2`},
		{"spec:\n  a: 1\n ^", `map .spec col=1`},
		{"spec:\n  a: 1\n^", `map  col=0`},
		{"spec:\n  a: 1\n    ^", `map .spec col=4`},
		{"spec:\n  a: 1\n  ^\n  b: 2", `map .spec col=2`},
		{"spec:\n  a: 1\n^\n  b: 2", `map  col=0`},
		{"spec:\n  a:\n    ^\n  b: 2", `pair .spec.a col=4`},
		{"spec:\n  a:\n  ^\n  b: 2", `map .spec col=2`},
		{"spec:\n  a:\n      ^\n  b: 2", `pair .spec.a col=6`},
		{"l:\n- ^", `item .l[0] same col=2`},
		{"l:\n- a^", `item .l[0] same col=2 tok="a"`},
		{"l:\n- a: 1\n  ^", `map .l[0] col=2`},
		{"l:\n- a: 1\n^", `map  col=0`},
		{"l:\n- a: 1\n ^", `map .l[0] col=1`},
		{"l:\n- a: 1\n-^", `item .l[1] same col=1`},
		{"l:\n- a: 1\n- ^", `item .l[1] same col=2`},
		{"l:\n- a: 1\n    ^", `map .l[0] col=4`},
		{"l:\n-^", `item .l[0] same col=1`},
		{"l:\n  -^", `item .l[0] same col=3`},
		{"l:\n  ^", `pair .l col=2`},
		{"l:\n  - a: 1\n  ^", `seq .l col=2`},
		{"l:\n  - a: 1\n    ^", `map .l[0] col=4`},
		{"l:\n  - a: 1\n^", `map  col=0`},
		{"l:\n  - a: 1\n  -^", `item .l[1] same col=3`},
		{"l:\n  - a: 1\n  - ^\n  - b: 2", `item .l[1] same col=4`},
		{"l:\n  - a: 1\n  -^\n  - b: 2", `item .l[1] same col=3`},
		{"l:\n- a:\n    b: 1\n  ^\n- c", `map .l[0] col=2`},
		{"l:\n- a:\n    b: 1\n^\n- c", `map  col=0`},
		{"l:\n  - a:\n      b: 1\n  ^\n  - c", `seq .l col=2`},
		{"- - ^", `item [0][0] same col=4`},
		{"- - a: 1\n    ^", `map [0][0] col=4`},
		{"- - a: 1\n  ^", `seq [0] col=2`},
		{"- a\n^", `seq  col=0`},
		{"- a\n  ^", `seq  col=2`},
		{"- a\n-^", `item [1] same col=1`},
		{"l:\n- name: x\n  fo^\n- name: y", `map .l[0] col=2 tok="fo"`},
		{"l:\n- fo^\n- name: y", `item .l[0] same col=2 tok="fo"`},
		{"l:\n- name: x\nfo^", `map  col=0 tok="fo"`},
		{"l:\n  - name: x\n  fo^", `seq .l col=2 tok="fo"`},
		{"{^}", `map  same col=1`},
		{"{a^}", `map  same col=1 tok="a"`},
		{"{a: ^}", `pair .a same col=4`},
		{"{a:^}", `pair .a same col=3`},
		{"{a: b^}", `pair .a same col=4 tok="b"`},
		{"{a: b,^}", `map  same col=6`},
		{"{a: b, ^}", `map  same col=7`},
		{"{\"a\": ^}", `pair .a same col=6`},
		{"{\"a\": \"b^\"}", `pair .a same col=6 tok="\"b\""`},
		{"{\"a^\"}", `map  same col=1 tok="\"a\""`},
		{"{\"a\": [^]}", `seq .a same col=7`},
		{"[^]", `seq  same col=1`},
		{"[a^]", `item [0] same col=1 tok="a"`},
		{"[a, ^]", `seq  same col=4`},
		{"[a,^b]", `item [1] same col=3 tok="b"`},
		{"x: {a: 1, ^}\ny: 1", `map .x same col=10`},
		{"x: {^\ny: 1", `map .x same col=4`},
		{"x: [^\ny: 1", `seq .x same col=4`},
		{"x: [a, ^\ny: 1", `seq .x same col=7`},
		{"x: {a: ^\ny: 1", `pair .x.a same col=7`},
		{"{\n  \"a\": 1,\n  ^\n}", `map  same col=2`},
		{"{\n  \"a\": 1\n  ^\n}", `map  same col=2`},
		{"{\n  \"a\": {\n    \"b\": [\n      ^\n    ]\n  }\n}", `seq .a.b same col=6`},
		{"{\n  \"a\": {\n    ^\n  }\n}", `map .a same col=4`},
		{"{\"a\"^: 1}", `map  same col=1 tok="\"a\""`},
		{"{\"a\":1^}", `pair .a same col=5 tok="1"`},
		{"[{^}]", `map [0] same col=2`},
		{"[{\"a\": 1}, ^]", `seq  same col=11`},
		{"{\"a\": 1}^", `text`},
		{"{\n\"a\": \"^\n}", `pair .a same col=5 tok="\""`},
		{"a: |\n  te^xt\n", `text`},
		{"a: |^\n  text\n", `pair .a same col=3 tok="|"`},
		{"a: |\n  text\n^", `map  col=0`},
		{"a: |\n  text\n  ^", `text`},
		{"a: |\n  text\n^\nb: 1", `map  col=0`},
		{"a: |\n\n^", `map  col=0`},
		{"s:\n  a: |\n    x\n  ^", `map .s col=2`},
		{"s:\n  a: |\n    x\n  ^\n  b: 1", `map .s col=2`},
		{"s:\n  a: |\n    x\n^", `map  col=0`},
		{"s:\n  a: |\n    x\n    ^", `text`},
		{"# c^", `text`},
		{"a: b # c^", `text`},
		{"a: b #^", `text`},
		{"#^", `text`},
		{"a: b\n  c^", `map  col=2 tok="c"`},
		{"a: b\n  c d^", `text`},
		{"a: 'x\n  y^'", `text`},
		{"a: b\n  c: d^", `pair .c same col=5 tok="d"`},
		{"a: b\n  ^", `map  col=2`},
		{"a: b c\n  d^\n  e", `text`},
		{"image: nginx\n  por^", `map  col=2 tok="por"`},
		{"a: \"x^", `pair .a same col=3 tok="\"x"`},
		{"a: \"x\n^b: 1", `map  col=0 tok="b"`},
		{"a: 'b^'", `pair .a same col=3 tok="'b'"`},
		{"a: '^'", `pair .a same col=3 tok="''"`},
		{"a: ''^", `pair .a same col=3 tok="''"`},
		{"---^", `top same col=3`},
		{"---\n^", `top col=0`},
		{"--- ^", `top same col=4`},
		{"a: b\n---\n^", `top col=0`},
		{"a: b\n---\nc^", `top col=0 tok="c"`},
		{"a: b\n^\n---\nc", `map  col=0`},
		{"a: b\n...\n^", `top col=0`},
		{"%YAML^ 1.2\n---\na", `text`},
		{"a: *x^", `pair .a same col=3 tok="*x"`},
		{"a: &x^", `text`},
		{"a: &x ^", `pair .a same col=6`},
		{"a: !!str ^", `pair .a same col=9`},
		{"a: !!str b^", `pair .a same col=9 tok="b"`},
		{"a: &x b\nc: *^", `pair .c same col=3 tok="*"`},
		{"a:\n  b:\n    c:\n  ^", `map .a col=2`},
		{"a:\n  b:\n    c:\n    ^", `map .a.b col=4`},
		{"a:\n  b:\n    c:\n      ^", `pair .a.b.c col=6`},
		{"a:\n  b:\n    c:\n ^", `map .a col=1`},
		{"a:\n  b:\n    c:\n^", `map  col=0`},
		{"{{ if x }}^\na: b", `text`},
		{"{{ i^f x }}\na: b", `text`},
		{"a: {{ x^ }}", `text`},
		{"a: b\n{{ end }}\n^", `map  col=0`},
		{"{{^", `text`},
		{"a:\r\n  ^\r\nb: 1", `pair .a col=2`},
		{"a:\r\n  - ^\r\n", `item .a[0] same col=4`},
		{"a:\tb^", `pair .a same col=3 tok="b"`},
		{"a:\n\t^", `pair .a col=1`},
		{"a: b: c^", `pair .a same col=6 tok="c"`},
		{"a b^", `top col=0 tok="a b"`},
		{"a b: ^", `pair .a b same col=5`},
		{"apiVersion: v1\nkind: ^\nmetadata:", `pair .kind same col=6`},
		{"apiVersion: v1\n^\nkind: x", `map  col=0`},
		{"apiVersion: ^", `pair .apiVersion same col=12`},
		{"a: >-^\n", `pair .a same col=3 tok=">-"`},
		{"a: |2^\n  b", `pair .a same col=3 tok="|2"`},
		{"  ^", `top col=2`},
		{"\n^\n", `top col=0`},
		{"  a: 1\n^", `map  col=0`},
		{"  a: 1\n  ^", `map  col=2`},
		{"x:\n  - a\n  - b\n  c^", `seq .x col=2 tok="c"`},
		{"x:\n- a\n- b\nc^", `map  col=0 tok="c"`},
		{"env:\n  - name: A\n    value: b\n    va^lueFrom:\n      x: 1", `map .env[0] col=4 tok="valueFrom"`},
		{"containers:\n  - name: a\n    ports:\n    - ^\n    image: x", `item .containers[0].ports[0] same col=6`},
		{"containers:\n  - name: a\n    ports:\n    - containerPort: 1\n    ^\n    image: x", `map .containers[0] col=4`},
		{"containers:\n  - name: a\n    ports:\n    - containerPort: 1\n      ^\n    image: x", `map .containers[0].ports[0] col=6`},
		{"a: 1 ^\nb: 2", `text`},
		{"- a ^", `text`},
		{"-  ^ a", `item [0] same col=3`},
		{"a:   ^   b", `pair .a same col=5`},
		{"a:  ^\n  b: c", `pair .a same col=4`},
		{"a:  ^\n  - c", `pair .a same col=4`},
		{"x: y\n   ^\n   z: 1", `map  col=3`},
	} {
		if got := whereIs(c.marked); got != c.want {
			t.Errorf("%q: got %s, want %s", c.marked, got, c.want)
		}
	}
}

// TestCursorNode checks that the node of a cursor is the one that its token is.
func TestCursorNode(t *testing.T) {
	base, all := states(t)
	contents := []string{base}
	for _, s := range all {
		contents = append(contents, s.Text)
	}
	for _, content := range contents {
		for _, d := range Parse(content, Options{}).Documents() {
			for i := range len(d.Text()) + 1 {
				c := d.Cursor(i)
				if c.InText {
					continue
				}
				if !c.Token.Contains(i) {
					t.Fatalf("at %d the token is %v\n%s", i, c.Token, d.Text())
				}
				if start, _ := d.line(c.Token.Start); c.Column != c.Token.Start-start {
					t.Fatalf("at %d the column is %d, want %d\n%s", i, c.Column, c.Token.Start-start, d.Text())
				}
				if c.Token.Len() > 0 && !c.Node.IsZero() && c.Node.content() != c.Token && c.Node.Style() < Literal {
					t.Fatalf("at %d the token is %v, the node %v\n%s", i, c.Token, c.Node.content(), d.Text())
				}
			}
		}
	}
}
