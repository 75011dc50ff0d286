package syntax

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/server/text"
)

// sound checks the invariants of a tree: the documents concatenate to the content;
// spans lie in their parents, in order; tokens do not overlap and nothing but
// space lies between them; the work was linear.
func sound(content string, opts Options) error {
	tree := Parse(content, opts)
	at := 0
	for _, d := range tree.Documents() {
		if d.Start != at || !strings.HasPrefix(content[at:], d.Text()) {
			return fmt.Errorf("document at %d does not continue the content at %d", d.Start, at)
		}
		at += len(d.Text())
		if err := soundDocument(d.Document); err != nil {
			return fmt.Errorf("document at %d: %w", d.Start, err)
		}
	}
	if at != len(content) {
		return fmt.Errorf("documents end at %d of %d", at, len(content))
	}
	return nil
}

func soundDocument(d *Document) error {
	end := 0
	for _, t := range d.Tokens() {
		if t.Span.Start < end || t.Span.End > len(d.text) {
			return fmt.Errorf("token %v is out of order", t.Span)
		}
		if gap := strings.TrimPrefix(d.text[end:t.Span.Start], byteOrderMark); strings.Trim(gap, " \t\r\n") != "" {
			return fmt.Errorf("%q at %d is in no token", gap, end)
		}
		end = t.Span.End
	}
	if gap := strings.TrimPrefix(d.text[end:], byteOrderMark); strings.Trim(gap, " \t\r\n") != "" {
		return fmt.Errorf("%q at %d is in no token", gap, end)
	}
	for _, p := range d.Problems() {
		if p.Span.Start < 0 || p.Span.End < p.Span.Start || p.Span.End > len(d.text) || p.Code == "" || p.Message == "" {
			return fmt.Errorf("problem %+v lies outside", p)
		}
	}
	if d.Empty() {
		return nil
	}
	return soundNode(d.Root(), 0)
}

func soundNode(n Node, depth int) error {
	s := n.Span()
	if s.Start < 0 || s.End < s.Start || s.End > len(n.doc.text) || depth > 4*deepest {
		return fmt.Errorf("node %d has the span %v", n.id, s)
	}
	n.Text()
	n.Resolve()
	last := s.Start
	for c := range n.Children() {
		if c.Parent() != n || c.Span().Start < last || c.Span().End > s.End {
			return fmt.Errorf("child %v of %v is outside it or out of order", c.Span(), s)
		}
		last = c.Span().End
		if err := soundNode(c, depth+1); err != nil {
			return err
		}
	}
	switch n.Kind() {
	case Pair:
		if n.Key().IsZero() || n.Value().IsZero() || n.Last() != n.Value() {
			return fmt.Errorf("pair %v has no key or value, or more", s)
		}
	case Item:
		if n.Value().IsZero() {
			return fmt.Errorf("item %v has no value", s)
		}
	default:
	}
	return nil
}

func TestSuiteIsSound(t *testing.T) {
	for _, c := range suite(t) {
		if err := sound(c.yaml, Options{}); err != nil {
			t.Errorf("%s: %v\n%s", c.name, err, c.yaml)
		}
	}
}

func TestStatesAreSound(t *testing.T) {
	base, all := states(t)
	for _, s := range all {
		if err := sound(s.Text, Options{Templates: true}); err != nil {
			t.Errorf("%s %s: %v", s.Group, s.Name, err)
		}
	}
	for i := range len(base) {
		if err := sound(base[:i]+base[i+1:], Options{}); err != nil {
			t.Errorf("without byte %d: %v", i, err)
		}
		if err := sound(base[:i], Options{}); err != nil {
			t.Errorf("the first %d bytes: %v", i, err)
		}
	}
}

// corpus calls f for real manifests.
func corpus(t *testing.T, f func(name, content string)) {
	t.Helper()
	for _, pattern := range []string{"oracle/real/*.yaml", "oracle/mutated/*.yaml", "oracle/crds/*.yaml"} {
		files, err := filepath.Glob(filepath.Join(needShared(t, "oracle"), strings.TrimPrefix(pattern, "oracle/")))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: no files: %v", pattern, err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			f(file, string(data))
		}
	}
}

func TestCorpusIsSound(t *testing.T) {
	corpus(t, func(name, content string) {
		if err := sound(content, Options{Templates: strings.Contains(content, "{{")}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	})
}

// hostile are inputs that make careless parsers slow; each grows with n.
var hostile = map[string]func(n int) string{
	"unclosed templates": func(n int) string { return strings.Repeat("a: {{ x\n", n) },
	"one line templates": func(n int) string { return strings.Repeat("{{ ", n) },
	"unclosed brackets":  func(n int) string { return strings.Repeat("[", n) },
	"bracket lines":      func(n int) string { return strings.Repeat("a: [\n", n) },
	"unclosed quotes":    func(n int) string { return strings.Repeat("a: \"\n", n) },
	"deep quotes":        func(n int) string { return "a:\n" + strings.Repeat("  - '\n", n) },
	"quotes and text": func(n int) string {
		return "a: \"\n" + strings.Repeat("   x\n", n) + "b: 'x\n" + strings.Repeat("   x\n", n)
	},
	"dashes":            func(n int) string { return strings.Repeat("- ", n) + "x" },
	"dashes and a line": func(n int) string { return strings.Repeat("- ", min(n, 900)) + strings.Repeat("x", n) },
	"questions":         func(n int) string { return strings.Repeat("? ", n) },
	"colons":            func(n int) string { return strings.Repeat("a: ", n) },
	"staircase":         func(n int) string { return staircase(min(n, 2000)) },
	"one long line":     func(n int) string { return "a: " + strings.Repeat("x ", n) },
	"long key":          func(n int) string { return strings.Repeat("x", n) + ": 1" },
	"anchors":           func(n int) string { return strings.Repeat("- &a b\n- *a\n", n) },
	"unknown aliases":   func(n int) string { return strings.Repeat("- *a\n", n) },
	"tags":              func(n int) string { return strings.Repeat("!a &b ", n) },
	"comments":          func(n int) string { return "a:\n" + strings.Repeat("# c\n", n) + " b:\n" + strings.Repeat("# c\n", n) },
	"blank lines":       func(n int) string { return "a: b" + strings.Repeat("\n", n) + "c: d" },
	"carriage returns":  func(n int) string { return strings.Repeat("a: b\r", n) },
	"documents":         func(n int) string { return strings.Repeat("---\n", n) },
	"markers":           func(n int) string { return strings.Repeat("...\n", n) },
	"bare words":        func(n int) string { return strings.Repeat("word\n", n) },
	"wrong indentation": func(n int) string { return "a:\n" + strings.Repeat("    b: 1\n  c: 1\n", n) },
	"stray items":       func(n int) string { return "a: 1\n" + strings.Repeat(" - b\nc: 1\n", n) },
	"flow keys":         func(n int) string { return strings.Repeat("[a]: b\n", n) },
	"braces":            func(n int) string { return strings.Repeat("{a: ", n) },
	"block scalars":     func(n int) string { return strings.Repeat("a: |\n  x\n y\n", n) },
	"objects":           func(n int) string { return strings.Repeat("{a: b}\n", n) },
	"empty objects": func(n int) string {
		return strings.Repeat("{\n", n) + strings.Repeat("\n", n) + strings.Repeat("}\n{", n)
	},
	"tabs": func(n int) string { return "a:\n" + strings.Repeat("\tb: c\n", n) },
}

func staircase(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

// TestHostileInput counts the bytes that the parser looks at, as a clock would
// say something else on every machine.
func TestHostileInput(t *testing.T) {
	for name, write := range hostile {
		content := write(20000)
		if err := sound(content, Options{Templates: true}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		steps := 0
		for _, d := range Parse(content, Options{Templates: true}).Documents() {
			p := parserOf(d.Text(), Options{Templates: true})
			steps += p.steps
		}
		if limit := 40*len(content) + 1000; steps > limit {
			t.Errorf("%s: %d steps for %d bytes", name, steps, len(content))
		}
	}
}

// TestEditEqualsParse edits at random and compares with reading anew.
func TestEditEqualsParse(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	pieces := []string{"", "\n", "---\n", "...\n", "a: b\n", "# c\n", "-", "%YAML 1.2\n", "  ", "x", "\r\n", "--- |\n", "'", "{a: b}\n", "{", "}\n", "\n{\n"}
	x := text.New("a: b\n---\nc: d\n...\n# e\n---\nf: g\n")
	tree := Parse(x.String(), Options{})
	for range 30000 {
		start := rng.IntN(x.Len() + 1)
		end := start + rng.IntN(min(4, x.Len()-start)+1)
		y, change, err := x.Apply(text.Edit{Span: text.Span{Start: start, End: end}, New: pieces[rng.IntN(len(pieces))]})
		if err != nil {
			t.Fatal(err)
		}
		got, want := tree.Edit(y, change), Parse(y.String(), Options{})
		if err := equal(got, want); err != nil {
			t.Fatalf("%q -> %q: %v", x.String(), y.String(), err)
		}
		x, tree = y, got
		if x.Len() > 80 {
			x = text.New("a: b\n---\nc: d\n")
			tree = Parse(x.String(), Options{})
		}
	}
}

func equal(a, b *Tree) error {
	if len(a.docs) != len(b.docs) {
		return fmt.Errorf("%d documents, want %d", len(a.docs), len(b.docs))
	}
	for i := range a.docs {
		if a.docs[i].Start != b.docs[i].Start || a.docs[i].text != b.docs[i].text {
			return fmt.Errorf("document %d is %q at %d, want %q at %d", i, a.docs[i].text, a.docs[i].Start, b.docs[i].text, b.docs[i].Start)
		}
	}
	return nil
}

// Objects that follow each other are documents; what else has braces at the margin is not.
func TestObjects(t *testing.T) {
	for content, want := range map[string][]string{
		"{\"a\": 1}\n{\"b\": 2}\n":             {"{\"a\": 1}\n", "{\"b\": 2}\n"},
		"{\n \"a\": {\n }\n}\n{\n \"b\": 2\n}": {"{\n \"a\": {\n }\n}\n", "{\n \"b\": 2\n}"},
		"{}\r\n\r\n{}\r\n---\n{}\n":            {"{}\r\n\r\n", "{}\r\n", "---\n{}\n"},
		"{a: {},\n{b}: c\n}\n":                 {"{a: {},\n{b}: c\n}\n"},
		"{a:\n{b: c}\n}\n":                     {"{a:\n{b: c}\n}\n"},
		"[\n{},\n{}\n]\n":                      {"[\n{},\n{}\n]\n"},
		"a: {}\n{b}: c\n":                      {"a: {}\n{b}: c\n"},
		"a: |\n  {}\n  {}\n":                   {"a: |\n  {}\n  {}\n"},
		"{{ a }}\nb: c\n{{ d }}\n":             {"{{ a }}\nb: c\n{{ d }}\n"},
		"{{ if a }}\n{{ if b }}\nc: d\n":       {"{{ if a }}\n{{ if b }}\nc: d\n"},
	} {
		var got []string
		for _, d := range Parse(content, Options{Templates: true}).Documents() {
			got = append(got, d.Text())
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q has the documents %q, want %q", content, got, want)
		}
	}
}

func TestEditKeepsDocuments(t *testing.T) {
	content := ""
	for i := range 50 {
		content += fmt.Sprintf("---\na: %c\n", 'A'+i)
	}
	x := text.New(content)
	tree := Parse(content, Options{})
	y, change, err := x.Apply(text.Edit{Span: text.Span{Start: 25*9 + 7, End: 25*9 + 8}, New: "c"})
	if err != nil {
		t.Fatal(err)
	}
	next := tree.Edit(y, change)
	for i := range tree.docs {
		if kept := tree.docs[i].Document == next.docs[i].Document; kept != (i != 25) {
			t.Errorf("document %d: kept = %t", i, kept)
		}
	}
}

// TestEditOfEverything replaces a whole file, as some editors do for each keystroke:
// what did not change is kept all the same.
func TestEditOfEverything(t *testing.T) {
	content := deployments(100)
	x := text.New(content)
	tree := Parse(content, Options{})
	changed := strings.Replace(content, "service-50", "other", 1)
	y, change, err := x.Apply(text.Edit{Span: text.Span{End: x.Len()}, New: changed})
	if err != nil {
		t.Fatal(err)
	}
	next := tree.Edit(y, change)
	if err := equal(next, Parse(changed, Options{})); err != nil {
		t.Fatal(err)
	}
	kept := 0
	for i := range tree.docs {
		if tree.docs[i].Document == next.docs[i].Document {
			kept++
		}
	}
	if kept != 99 {
		t.Errorf("%d of 100 documents were kept, want 99", kept)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"a: b\n- c", "a:\n  - {b: [c, 'd']}\n", "- |\n  x\n y", "{{ a }}: \"{{ b\"", "? a\n: b", "&a *a", "%TAG ! x\n--- !!a", "a: \"\n b: '", "\t- a\r- b\r\n", "\ufeff# c\n...\n"} {
		f.Add(s, true)
	}
	for _, write := range hostile {
		f.Add(write(5), false)
	}
	f.Fuzz(func(t *testing.T, content string, templates bool) {
		opts := Options{Templates: templates}
		if err := sound(content, opts); err != nil {
			t.Fatal(err)
		}
		for _, d := range Parse(content, opts).Documents() {
			if p := parserOf(d.Text(), opts); p.steps > 60*len(d.Text())+2000 {
				t.Errorf("%d steps for %d bytes", p.steps, len(d.Text()))
			}
			d.Root().Decode(nil) //nolint:errcheck // that it ends is the test
			for i := 0; i <= len(d.Text()); i += 1 + len(d.Text())/50 {
				d.Cursor(i)
				d.At(i)
			}
		}
	})
}

func FuzzEdit(f *testing.F) {
	f.Add("a: b\n---\nc", 3, 1, "---\n")
	f.Add("...\n%A\n---", 0, 4, "")
	f.Fuzz(func(t *testing.T, content string, start, length int, insert string) {
		x := text.New(content)
		start = min(max(start, 0), x.Len())
		end := max(start, min(start+max(length, 0), x.Len()))
		y, change, err := x.Apply(text.Edit{Span: text.Span{Start: start, End: end}, New: insert})
		if err != nil {
			t.Fatal(err)
		}
		if err := equal(Parse(content, Options{}).Edit(y, change), Parse(y.String(), Options{})); err != nil {
			t.Fatal(err)
		}
	})
}
