package syntax

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// kubectl returns what kubectl makes of a document, or an error.
func kubectl(content string) (string, error) {
	data, err := yaml.YAMLToJSON([]byte(content))
	return string(data), err
}

// ours returns what we make of a document.
func ours(d *Document) (string, error) {
	v, err := d.Root().Decode(nil)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	err = json.NewEncoder(&b).Encode(v)
	return strings.TrimSuffix(b.String(), "\n"), err
}

// asKubectl compares the value of a document with kubectl's and reports whether
// kubectl could read it.
func asKubectl(d *Document) (read bool, difference string) {
	want, err := kubectl(d.Text())
	if err != nil {
		return false, ""
	}
	got, err := ours(d)
	if err != nil {
		return true, "kubectl reads it, we do not: " + err.Error()
	}
	if got != want {
		return true, fmt.Sprintf("got %s, want %s", got, want)
	}
	return true, ""
}

func TestCorpusDecodesAsKubectl(t *testing.T) {
	read := 0
	corpus(t, func(name, content string) {
		for _, d := range Parse(content, Options{}).Documents() {
			ok, difference := asKubectl(d.Document)
			if difference != "" && !d.Empty() {
				t.Errorf("%s at %d: %s", name, d.Start, difference)
			}
			if ok {
				read++
				for _, p := range d.Problems() {
					t.Errorf("%s at %d: kubectl reads it, we complain: %v", name, d.Start, p)
				}
			}
		}
	})
	if read < 1500 {
		t.Errorf("only %d documents were compared", read)
	}
}

// oldReadings are cases of the suite that kubectl, with its reader of YAML 1.1,
// takes to mean something else than YAML 1.2 does. The list may only shrink.
var oldReadings = map[string]string{
	"4ABK":    "a colon before a comma is text",
	"652Z":    "? before text in braces is an indicator",
	"DK3J":    "a block scalar at the top must be indented",
	"FP8R":    "a block scalar at the top must be indented",
	"HM87/01": "? before text in brackets is an indicator",
	"RHX7":    "what follows the first value is not read",
	"S98Z":    "blank lines that are too wide end a block scalar",
	"U99R":    "a comma belongs to the tag",
	"Y2GN":    "a colon ends an anchor",
}

func TestSuiteDecodesAsKubectl(t *testing.T) {
	for _, c := range suite(t) {
		d := Parse(c.yaml, Options{}).Documents()[0]
		if d.Empty() {
			continue
		}
		if _, difference := asKubectl(d.Document); (difference != "") != (oldReadings[c.name] != "") {
			t.Errorf("%s, listed as %q: %s\n%s", c.name, oldReadings[c.name], difference, d.Text())
		}
	}
}

// TestMutantsDecodeAsKubectl breaks real manifests a little: as long as we find no
// fault with them they must mean the same to kubectl.
func TestMutantsDecodeAsKubectl(t *testing.T) {
	var seeds []string
	corpus(t, func(_, content string) {
		for _, d := range Parse(content, Options{}).Documents() {
			if len(d.Text()) < 3000 {
				seeds = append(seeds, d.Text())
			}
		}
	})
	pieces := []string{"", "", " ", "  ", "\n", "\n  ", "-", "- ", ":", ": ", "#", " #", "'", `"`, "\t", "a", "0", "|", "{", "}", "[", "]", ",", "&a ", "*a", "<<: ", "~", "!!str "}
	rng := rand.New(rand.NewPCG(5, 6))
	clean := 0
	for range 4000 {
		s := seeds[rng.IntN(len(seeds))]
		at := rng.IntN(len(s) + 1)
		s = s[:at] + pieces[rng.IntN(len(pieces))] + s[min(len(s), at+rng.IntN(3)):]
		d := Parse(s, Options{}).Documents()[0]
		if d.Empty() || len(d.Problems()) > 0 {
			continue
		}
		clean++
		if _, difference := asKubectl(d.Document); difference != "" {
			t.Errorf("%s\n%s", difference, d.Text())
		}
	}
	if clean < 1500 {
		t.Errorf("only %d mutants were clean", clean)
	}
}

func TestDecodeErrors(t *testing.T) {
	for _, c := range []struct{ content, at, message string }{
		{"a: *x", "*x", "nothing above is marked"},
		{"a: &x [*x]", "*x", "inside what it names"},
		{"a: &x\n  b: &y\n    c: *x\n", "*x", "inside what it names"},
		{"? [a]\n: b", "[a]", "must be a string"},
		{"? {a: b}\n: b", "{a: b}", "must be a string"},
		{"~: b", "~", "must be a string"},
		{"<<: a", "a", "only mappings"},
		{"<<: [{a: b}, c]", "c", "only mappings"},
		{"x: &x a\n<<: *x", "*x", "only mappings"},
		{"a: .inf", ".inf", "infinity"},
		{"a: [-.inf, .nan]", "-.inf", "infinity"},
		{"a: !!int b", "!!int b", "no !!int"},
		{"a: !!bool 1", "!!bool 1", "no !!bool"},
		{"a: !!float b", "!!float b", "no !!float"},
		{"a: !!null b", "!!null b", "no !!null"},
		{"a: !!int", "!!int", "no !!int"},
		{"a: !!binary '%'", "!!binary '%'", "no !!binary"},
	} {
		d := Parse(c.content, Options{}).Documents()[0]
		_, err := d.Root().Decode(nil)
		var e *DecodeError
		if !errors.As(err, &e) {
			t.Errorf("%q: error %v", c.content, err)
			continue
		}
		if e.Node.Source() != c.at || !strings.Contains(e.Message, c.message) {
			t.Errorf("%q: %q at %q, want %q at %q", c.content, e.Message, e.Node.Source(), c.message, c.at)
		}
		if _, err := kubectl(c.content); err == nil {
			t.Errorf("%q: kubectl reads it", c.content)
		}
	}
}

// bomb returns a document whose anchors multiply: each names the one above nine times.
func bomb(first, use, format string) string {
	const join = ", "
	var b strings.Builder
	fmt.Fprintf(&b, "x0: &x0 %s\n", first)
	for i := range 9 {
		uses := strings.Repeat(fmt.Sprintf(use, i)+join, 9)
		fmt.Fprintf(&b, format, i+1, i+1, strings.TrimSuffix(uses, join))
	}
	return b.String()
}

func TestAliasBombs(t *testing.T) {
	for name, content := range map[string]string{
		"lists":           bomb("[a, a, a, a, a, a, a, a, a]", "*x%d", "x%d: &x%d [%s]\n"),
		"empty lists":     bomb("[]", "*x%d", "x%d: &x%d [%s]\n"),
		"merges":          bomb("{a: b}", "*x%d", "x%d: &x%d {<<: [%s]}\n"),
		"empty merges":    bomb("{}", "*x%d", "x%d: &x%d {<<: [%s]}\n"),
		"repeated merges": bomb("{}", "<<: *x%d", "x%d: &x%d {%s}\n"),
	} {
		d := Parse(content, Options{}).Documents()[0]
		if len(d.Problems()) > 0 {
			t.Fatalf("%s: %v", name, d.Problems())
		}
		_, err := d.Root().Decode(nil)
		if AsDecodeError(err) == nil || !strings.Contains(err.Error(), "too large") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func TestMerge(t *testing.T) {
	for _, content := range []string{
		"x: &x {a: 1, b: 2}\ny: {<<: *x, b: 3}",
		"x: &x {a: 1, b: 2}\ny: {b: 3, <<: *x}",
		"x: &x {a: 1, b: 2}\nz: &z {b: 4, c: 5}\ny: {<<: [*x, *z]}",
		"x: &x {a: 1, b: 2}\nz: &z {<<: *x, c: 5}\ny: {<<: [*z, {a: 7, d: 8}], e: 1}",
		"x: &x {a: 1}\ny: {<<: *x, <<: {a: 2}}",
		"y: {<<: {a: 1}, a: 2, a: 3}",
		"y: {\"<<\": {a: 1}}",
		"y: {<<: []}",
		"x: &x {on: 1, 0x10: 2, 1.5: 3, y: 4}\ny: {<<: *x}",
		"x: &x {a: &y [1]}\ny: {<<: *x, b: *y}",
	} {
		d := Parse(content, Options{}).Documents()[0]
		if read, difference := asKubectl(d.Document); !read || difference != "" {
			t.Errorf("%q: read by kubectl: %t, %s", content, read, difference)
		}
	}
}

func TestDecodeInstead(t *testing.T) {
	d := Parse("a: 1\nb: {c: 2, d: 3}\ne: [4, 5, 6]\n", Options{}).Documents()[0]
	root := d.Root()
	items := root.Get("e")
	v, err := root.Decode(map[Node]any{
		root.Get("a"):                "one",
		root.Get("b").Get("c"):       LeaveOut{},
		items.First().Next().Value(): LeaveOut{},
		items.Last().Value():         []any{"six"},
	})
	if got, want := fmt.Sprint(v), "map[a:one b:map[d:3] e:[4 [six]]]"; err != nil || got != want {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
}
