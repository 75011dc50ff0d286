package syntax

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// shared is where the material that cannot be part of this repository stands
// beside a checkout. Tests that need it skip without it.
const shared = "../../../shared/"

func needShared(tb testing.TB, path string) string {
	tb.Helper()
	path = filepath.Join(shared, path)
	if _, err := os.Stat(path); err != nil {
		tb.Skipf("SKIPPED: %s is not there, so this floor is NOT checked", path)
	}
	return path
}

type suiteCase struct {
	name       string
	yaml, tree string
	fail       bool
}

// suite reads the YAML test suite.
func suite(t *testing.T) []suiteCase {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(needShared(t, "yaml/suite"), "*.yaml"))
	if err != nil || len(files) < 300 {
		t.Fatalf("%d files of the suite: %v", len(files), err)
	}
	var all []suiteCase
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var cases []struct {
			YAML, Tree *string
			Fail, Skip bool
		}
		if err := yaml.Unmarshal(data, &cases); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		var last suiteCase
		for i, c := range cases {
			last.name = strings.TrimSuffix(filepath.Base(file), ".yaml")
			if len(cases) > 1 {
				last.name += fmt.Sprintf("/%02d", i)
			}
			last.fail = c.Fail
			if c.YAML != nil {
				last.yaml = visible(*c.YAML)
			}
			if c.Tree != nil {
				last.tree = visible(*c.Tree)
			}
			if !cases[0].Skip {
				all = append(all, last)
			}
		}
	}
	return all
}

var tabs = regexp.MustCompile("—*»")

// visible undoes the suite's marks for characters that cannot be seen.
func visible(s string) string {
	s = tabs.ReplaceAllString(s, "\t")
	s = strings.NewReplacer("␣", " ", "⇔", "\ufeff", "←", "\r", "↵", "").Replace(s)
	return strings.ReplaceAll(strings.TrimSuffix(s, "∎\n"), "∎", "")
}

// events writes a tree as the suite does.
func events(tree *Tree) string {
	var b strings.Builder
	b.WriteString("+STR\n")
	for _, d := range tree.Documents() {
		if d.Empty() {
			continue
		}
		b.WriteString("+DOC")
		if d.Begin().Len() > 0 {
			b.WriteString(" ---")
		}
		b.WriteByte('\n')
		event(&b, d.Document, d.Root())
		b.WriteString("-DOC")
		if d.End().Len() > 0 {
			b.WriteString(" ...")
		}
		b.WriteByte('\n')
	}
	b.WriteString("-STR\n")
	return b.String()
}

func event(b *strings.Builder, d *Document, n Node) {
	props := ""
	if a := n.Anchor(); a != "" {
		props += " &" + a
	}
	if n.Tag() != "" {
		props += " <" + fullTag(d, n.Tag()) + ">"
	}
	switch n.Kind() {
	case Mapping, Sequence:
		name, flow := "MAP", " {}"
		if n.Kind() == Sequence {
			name, flow = "SEQ", " []"
		}
		if !n.Flow() {
			flow = ""
		}
		fmt.Fprintf(b, "+%s%s%s\n", name, flow, props)
		for c := range n.Children() {
			event(b, d, c)
		}
		fmt.Fprintf(b, "-%s\n", name)
	case Pair, Item:
		for c := range n.Children() {
			event(b, d, c)
		}
	case Alias:
		fmt.Fprintf(b, "=ALI *%s\n", n.Text())
	case Null:
		fmt.Fprintf(b, "=VAL%s :\n", props)
	case Scalar:
		text := strings.NewReplacer("\\", "\\\\", "\n", "\\n", "\t", "\\t", "\r", "\\r", "\b", "\\b").Replace(n.Text())
		fmt.Fprintf(b, "=VAL%s %c%s\n", props, ":'\"|>"[n.Style()], text)
	default:
		b.WriteString("ERROR\n")
	}
}

// fullTag resolves the handle of a tag with the directives of its document.
func fullTag(d *Document, tag string) string {
	if strings.HasPrefix(tag, "!<") {
		return strings.TrimSuffix(tag[2:], ">")
	}
	if tag == "!" {
		return tag
	}
	handle, suffix := "!", tag[1:]
	if i := strings.IndexByte(tag[1:], '!'); i >= 0 {
		handle, suffix = tag[:i+2], tag[i+2:]
	}
	prefix := map[string]string{"!": "!", "!!": "tag:yaml.org,2002:"}
	for line := range strings.Lines(d.Text()) {
		if f := strings.Fields(line); len(f) >= 3 && f[0] == "%TAG" {
			prefix[f[1]] = f[2]
		}
	}
	if _, ok := prefix[handle]; !ok {
		return tag
	}
	suffix = regexp.MustCompile("%[0-9a-fA-F]{2}").ReplaceAllStringFunc(suffix, func(s string) string {
		v, _ := strconv.ParseUint(s[1:], 16, 8)
		return string(rune(v))
	})
	return prefix[handle] + suffix
}

// accepted are invalid inputs that no problem is reported for, and different are
// valid ones whose events differ. Both lists may only shrink.
var (
	accepted  = map[string]string{}
	different = map[string]string{
		"JEF9/02": "a last line without a break gets none, as kubectl reads it",
		"L24T/01": "a last line without a break gets none, as kubectl reads it",
	}
)

func TestSuite(t *testing.T) {
	valid, equal, invalid, rejected := 0, 0, 0, 0
	for _, c := range suite(t) {
		tree := Parse(c.yaml, Options{})
		var problems []Problem
		for _, d := range tree.Documents() {
			problems = append(problems, d.Problems()...)
		}
		if c.fail {
			invalid++
			if len(problems) > 0 {
				rejected++
			}
			if (len(problems) == 0) != (accepted[c.name] != "") {
				t.Errorf("%s is invalid: %d problems, listed as accepted: %q\n%s", c.name, len(problems), accepted[c.name], c.yaml)
			}
			continue
		}
		valid++
		if len(problems) > 0 {
			t.Errorf("%s is valid: %v\n%s", c.name, problems, c.yaml)
		}
		var want strings.Builder
		for line := range strings.Lines(c.tree) {
			want.WriteString(strings.TrimLeft(line, " "))
		}
		got := events(tree)
		if got == want.String() {
			equal++
		}
		if (got == want.String()) == (different[c.name] != "") {
			t.Errorf("%s: events differ, or no more (%q)\n%s\ngot\n%s\nwant\n%s", c.name, different[c.name], c.yaml, got, want.String())
		}
	}
	t.Logf("valid: %d of %d without a problem, %d with equal events; invalid: %d of %d rejected", valid, 308, equal, rejected, invalid)
	if valid != 308 || invalid != 94 || equal < 305 || rejected < 90 {
		t.Errorf("below the floor of 308 valid, 305 equal, 94 invalid, 90 rejected")
	}
}
