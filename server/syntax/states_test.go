package syntax

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// state is a half-typed file of cases_gen.py: ref is the same file without the
// line that is being typed, or with IGN for its value.
type state struct {
	Group, Name, Text, Ref, Expect string
	Line, Cur, Col                 int
	NoCursor                       bool
}

func states(t *testing.T) (base string, all []state) {
	t.Helper()
	script, err := filepath.Abs(needShared(t, "yaml/cases_gen.py"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cmd := exec.Command("python3", script)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Skipf("SKIPPED: python3 cannot run cases_gen.py, so the half-typed states are NOT checked: %v %s", err, out)
	}
	data, err := os.ReadFile(filepath.Join(dir, "cases.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Base  string
		Cases []state
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) != 855 {
		t.Fatalf("%d states, want 855", len(file.Cases))
	}
	return file.Base, file.Cases
}

// path returns the way to a node, such as 0.spec.containers[1].name.
func path(doc int, n Node) string {
	var parts []string
	for ; !n.IsZero(); n = n.Parent() {
		switch n.Kind() {
		case Pair:
			parts = append([]string{"." + n.Key().Text()}, parts...)
		case Item:
			i := 0
			for c := n.Parent().First(); c != n; c = c.Next() {
				if c.Kind() == Item {
					i++
				}
			}
			parts = append([]string{fmt.Sprintf("[%d]", i)}, parts...)
		default:
		}
	}
	return fmt.Sprint(doc) + strings.Join(parts, "")
}

// leaves returns path=value of each scalar of each document.
func leaves(tree *Tree) map[string]string {
	all := map[string]string{}
	doc := 0
	for _, d := range tree.Documents() {
		if d.Empty() {
			continue
		}
		var walk func(Node)
		walk = func(n Node) {
			switch n.Kind() {
			case Pair:
				if n.Indicator() >= 0 || n.Value().Kind() != Null {
					walk(n.Value())
				}
			case Scalar, Alias, Null:
				all[path(doc, n)] = n.Text()
			default:
				for c := range n.Children() {
					walk(c)
				}
			}
		}
		walk(d.Root())
		doc++
	}
	return all
}

// survives reports which leaves of ref are lost in text.
func survives(text, ref string) (lost []string) {
	opts := Options{Templates: strings.Contains(text, "{{")}
	got := leaves(Parse(text, opts))
	for p, v := range leaves(Parse(ref, Options{})) {
		if v == "IGN" {
			continue
		}
		if w, ok := got[p]; !ok || w != v {
			lost = append(lost, fmt.Sprintf("%s=%q (got %q)", p, v, w))
		}
	}
	return lost
}

// cursorPath is the rule by which a cursor is scored: the collection that the
// token at the offset belongs to, and behind a colon the key too.
func cursorPath(text string, line, col int) string {
	tree := Parse(text, Options{Templates: strings.Contains(text, "{{")})
	offset := 0
	for range line {
		offset += strings.IndexByte(text[offset:], '\n') + 1
	}
	offset += col
	doc := -1
	for _, d := range tree.Documents() {
		if !d.Empty() {
			doc++
		}
		if offset < d.Start || offset > d.Start+len(d.Text()) {
			continue
		}
		if offset == d.Start+len(d.Text()) && offset < len(text) {
			continue
		}
		c := d.Cursor(offset - d.Start)
		if c.InText && c.Holder.IsZero() {
			return "in text"
		}
		h := c.Holder
		for x := h; !x.IsZero(); x = x.Parent() {
			if x.Flow() && x.Parent().Kind() == Pair && !x.Parent().Parent().Flow() {
				h = x.Parent() // the rule does not look into brackets
			}
		}
		if sep := h.Indicator(); h.Kind() == Pair && (sep+1 == offset-d.Start || h.Key().IsMerge()) {
			h = h.Parent() // and wants a space behind the colon, and letters before it
		}
		return path(doc, h)
	}
	return "nowhere"
}

func TestHalfTypedStates(t *testing.T) {
	_, all := states(t)
	type score struct{ n, rest, cursors, cursor int }
	scores := map[string]*score{}
	for _, s := range all {
		group, _, _ := strings.Cut(s.Group, ":")
		sc := scores[group]
		if sc == nil {
			sc = &score{}
			scores[group] = sc
		}
		sc.n++
		if lost := survives(s.Text, s.Ref); len(lost) == 0 {
			sc.rest++
		} else {
			t.Logf("rest: %s %s: lost %v", s.Group, s.Name, lost)
		}
		if s.NoCursor {
			continue
		}
		sc.cursors++
		if got := cursorPath(s.Text, s.Line, s.Cur); got == s.Expect {
			sc.cursor++
		} else {
			t.Logf("cursor: %s %s: got %s, want %s", s.Group, s.Name, got, s.Expect)
		}
	}
	for group, sc := range scores {
		t.Logf("%s: rest %d of %d, cursor %d of %d", group, sc.rest, sc.n, sc.cursor, sc.cursors)
		least := sc.n
		if group == "hand" {
			least = (sc.n*99 + 99) / 100
		}
		if sc.rest < least || sc.cursor < sc.cursors {
			t.Errorf("%s is below its floor", group)
		}
	}
}

// renamed reports whether a leaf is there but for the byte that was deleted: a key
// that lost a letter is another key, and nothing is lost.
func renamed(got map[string]string, path, value string) bool {
	for i := range len(path) {
		if w, ok := got[path[:i]+path[i+1:]]; ok && w == value {
			return true
		}
	}
	w := got[path]
	return len(w) == len(value)-1 && isSubsequence(w, value)
}

func isSubsequence(short, long string) bool {
	for i := range len(long) {
		if short != "" && long[i] == short[0] {
			short = short[1:]
		}
	}
	return short == ""
}

func TestDeletionMutants(t *testing.T) {
	base, _ := states(t)
	want := leaves(Parse(base, Options{}))
	kept, n := 0, 0
	for i := range len(base) {
		before := kept
		got := leaves(Parse(base[:i]+base[i+1:], Options{}))
		for p, v := range want {
			n++
			if got[p] == v || renamed(got, p, v) {
				kept++
			}
		}
		if kept-before < len(want)-5 {
			t.Logf("%d lost around %q", len(want)-kept+before, base[max(0, i-20):min(len(base), i+20)])
		}
	}
	share := float64(kept) / float64(n)
	t.Logf("%.2f %% of the leaves survive the deletion of one byte", 100*share)
	if share < 0.97 {
		t.Errorf("below the floor of 97 %%")
	}
}
