package lsp_test

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/check"
	"github.com/kubelore/kubelore/server/complete"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// everyAccept is an environment variable that makes the tests of accepting take more of
// the manifests of the oracle. If it is "classes", they take all of them in every style, at
// some positions of each class, which takes half an hour; if it is a number n, every
// position of every n-th in every style, which takes days if n is 1.
const everyAccept = "KUBELORE_ACCEPT_ALL"

// TestAccepting accepts each item that is offered at each position of good manifests: the
// file parses, all other values are what they were, and no unknown field and no problem of
// syntax comes in.
func TestAccepting(t *testing.T) {
	for name, content := range goodManifests(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			acceptIn(t, content, nil)
		})
	}
}

// TestAcceptingReal does so in the manifests of the oracle, at some positions of each class
// of positions.
func TestAcceptingReal(t *testing.T) {
	files, err := filepath.Glob("../../../shared/oracle/real/*.yaml")
	if err != nil || len(files) == 0 {
		t.Skip("SKIPPED: the real manifests are not here")
	}
	step, known := 12, &classes{seen: map[string]int{}}
	asked := os.Getenv(everyAccept)
	if asked == "classes" {
		step = 1
	} else if n, err := strconv.Atoi(asked); err == nil {
		step, known = n, nil
	}
	for i, name := range files {
		if i%step != 0 {
			continue
		}
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			all := stylesOf(string(contentOf(t, name)))
			styles := slices.Sorted(maps.Keys(all))
			if asked == "" {
				styles = styles[i%len(styles):][:1]
			}
			for _, style := range styles {
				acceptIn(t, all[style], known)
			}
		})
	}
}

func contentOf(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// goodManifests returns the good manifests of this repository in each style, by their names.
func goodManifests(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../../testdata/completion/*.*")
	if err != nil || len(files) < 5 {
		t.Fatalf("the manifests are not there: %v", err)
	}
	all := map[string]string{}
	for _, name := range files {
		if filepath.Ext(name) != ".yaml" && filepath.Ext(name) != ".json" {
			continue
		}
		for style, content := range stylesOf(string(contentOf(t, name))) {
			all[filepath.Base(name)+"/"+style] = content
		}
	}
	return all
}

// stylesOf returns a manifest as others would have written it.
func stylesOf(content string) map[string]string {
	all := map[string]string{
		"as written":       content,
		"CRLF":             strings.ReplaceAll(content, "\n", "\r\n"),
		"tabs in comments": strings.ReplaceAll(content, "\nmetadata:", " #\tcomment\n#\t\tmore\nmetadata:\t# x"),
		"blank lines":      strings.ReplaceAll(content, "\n", "\n\n"),
	}
	if strings.HasPrefix(content, "{") {
		delete(all, "tabs in comments")
	} else {
		for _, indent := range []int{2, 4} {
			for _, flush := range []bool{true, false} {
				if s := dumped(content, indent, flush); s != "" {
					all[fmt.Sprintf("%d spaces, dashes flush %v", indent, flush)] = s
				}
			}
		}
	}
	// Blank lines with any number of blanks, right or wrong.
	var b strings.Builder
	n := 0
	for line := range strings.Lines(content) {
		b.WriteString(line + strings.Repeat(" ", n%13) + "\n")
		n += 2
		if n%3 == 0 {
			n++
		}
	}
	all["wrong indentation"] = b.String()
	return all
}

// dumped returns a manifest with other indentation, and lists that are indented or not, as
// another program would write it; nothing if it cannot.
func dumped(content string, indent int, flush bool) string {
	var b strings.Builder
	in := yaml.NewDecoder(strings.NewReader(content))
	out, err := yaml.NewDumper(&b, yaml.WithIndent(indent), yaml.WithCompactSeqIndent(flush))
	if err != nil {
		return ""
	}
	for {
		var n yaml.Node
		if err := in.Decode(&n); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return ""
		}
		if out.Dump(&n) != nil {
			return ""
		}
	}
	if out.Close() != nil {
		return ""
	}
	return b.String()
}

// acceptor accepts items in one file.
type acceptor struct {
	file  *manifest.File
	found map[string]int
	// values are those of documents, nil for one that cannot be read.
	values map[*manifest.Document]any
}

// enough is at how many positions of a class items are accepted.
const enough = 3

// classes counts the positions of each class, see classOf.
type classes struct {
	mu   sync.Mutex
	seen map[string]int
}

// known reports whether a position is of a class that is known well enough.
func (c *classes) known(f *manifest.File, offset int) bool {
	if c == nil {
		return false
	}
	class := classOf(f, offset)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen[class]++
	return c.seen[class] > enough
}

// acceptIn accepts all items at all positions of a manifest, but those of known classes.
// Items that write the same at the same place are accepted once.
func acceptIn(t *testing.T, content string, known *classes) {
	t.Helper()
	f := manifest.Open(text.New(content), &manifest.Env{Target: catalog.Newest})
	a := &acceptor{file: f, values: map[*manifest.Document]any{}}
	for _, d := range f.Documents() {
		if !a.reads(d.Document) {
			return // no good manifest: nothing can be compared
		}
	}
	for _, p := range check.File(f, config.Default()) {
		if p.Severity == check.Error {
			return // likewise
		}
	}
	a.found = counted(f)
	failures := 0
	done := map[string]bool{}
	for offset := 0; offset <= len(content) && failures < 5; offset++ {
		if known.known(f, offset) {
			continue
		}
		for _, item := range complete.At(f, offset, nil) {
			key := fmt.Sprint(item.Edit, item.Also)
			if done[key] {
				continue
			}
			done[key] = true
			if why := a.spoilt(item, offset); why != "" {
				failures++
				t.Errorf("offset %d: %s: %s", offset, item.Label, why)
				break
			}
		}
	}
}

// classOf says at what kind of place an offset is: the types that lead to it, what stands
// there, and what stands around it on its line.
func classOf(f *manifest.File, offset int) string {
	d := f.At(offset)
	c := d.Cursor(offset - d.Start)
	var b strings.Builder
	for n := c.Holder; !n.IsZero(); n = n.Parent() {
		if t := d.TypeOf(n); t != nil && n.Kind() != syntax.Pair {
			b.WriteString(t.Name)
		}
		if n.Kind() == syntax.Pair {
			b.WriteString("/" + n.Key().Text())
		}
	}
	content := d.Text()
	start := strings.LastIndexByte(content[:offset-d.Start], '\n') + 1
	before := content[start : offset-d.Start]
	after, _, _ := strings.Cut(content[offset-d.Start:], "\n")
	next := 0
	if !c.Holder.IsZero() {
		next = cmp.Compare(c.Holder.Column(), len(before))
	}
	fmt.Fprint(&b, " ", c.Holder.Kind(), c.Holder.Flow(), c.Node.Kind(), c.Node.Style(), c.Token.Len() == 0, next,
		strings.TrimSpace(before) == "", strings.TrimSpace(after) == "", strings.HasSuffix(before, " "), strings.HasSuffix(strings.TrimRight(before, " "), ":"), " ")
	return b.String()
}

// reads reports whether a document can be read, and remembers its values.
func (a *acceptor) reads(d *manifest.Document) bool {
	if _, ok := a.values[d]; ok || d.Empty() {
		return true
	}
	if len(d.Problems()) > 0 {
		return false
	}
	v, err := d.Root().Decode(nil)
	if err == nil {
		a.values[d] = v
	}
	return err == nil
}

// counted counts the problems that no completion may bring.
func counted(f *manifest.File) map[string]int {
	found := map[string]int{}
	for _, p := range check.File(f, config.Default()) {
		if p.Code == "yaml/too-many" {
			continue // problems of all sorts
		}
		if strings.HasPrefix(p.Code, "yaml/") || p.Code == "schema/unknown-field" || p.Code == "schema/duplicate-key" {
			found[p.Code]++
		}
	}
	return found
}

// spoilt says what an item spoils, or nothing.
func (a *acceptor) spoilt(item complete.Item, offset int) string {
	f := a.file
	after, err := accepted(f, item)
	if err != nil {
		return err.Error()
	}
	show := func(why string) string {
		from := strings.LastIndexByte(f.Text.String()[:offset], '\n')
		from = max(strings.LastIndexByte(f.Text.String()[:max(from, 0)], '\n'), 0)
		to := min(from+len(item.Edit.New)+200, after.Text.Len())
		return fmt.Sprintf("%s\n%s", why, after.Text.String()[from:to])
	}
	old, now := changed(f.Documents(), after.Documents())
	var before, values []any
	for _, d := range old {
		if !d.Empty() && a.values[d.Document] != nil {
			before = append(before, a.values[d.Document])
		}
	}
	for _, d := range now {
		if d.Empty() {
			continue
		}
		if len(d.Problems()) > 0 {
			return show("the file does not parse")
		}
		v, err := d.Root().Decode(nil)
		if err != nil {
			return show("the file does not parse")
		}
		if v != nil {
			values = append(values, v)
		}
	}
	for code, n := range counted(after) {
		if n > a.found[code] {
			return show("brings " + code)
		}
	}
	// What the item replaces is not compared.
	replaced := strings.Trim(f.Text.String()[item.Edit.Span.Start:item.Edit.Span.End], " \t:")
	if s := strings.Trim(replaced, `"'`); s != "" {
		replaced = s
	}
	if len(values) < len(before) || !kept(any(before), any(values), replaced) {
		return show("other values change")
	}
	return ""
}

// changed returns what two lists of documents do not share at their beginnings and ends.
func changed(before, after []manifest.Placed) (old, now []manifest.Placed) {
	for len(before) > 0 && len(after) > 0 && before[0].Document == after[0].Document {
		before, after = before[1:], after[1:]
	}
	for len(before) > 0 && len(after) > 0 && before[len(before)-1].Document == after[len(after)-1].Document {
		before, after = before[:len(before)-1], after[:len(after)-1]
	}
	return before, after
}

// accepted returns a file with an item in it.
func accepted(f *manifest.File, item complete.Item) (*manifest.File, error) {
	edits := append([]text.Edit{item.Edit}, item.Also...)
	slices.SortFunc(edits, func(a, b text.Edit) int { return b.Span.Start - a.Span.Start })
	for _, e := range edits {
		next, change, err := f.Text.Apply(e)
		if err != nil {
			return nil, fmt.Errorf("accept %s: %w", item.Label, err)
		}
		f = f.Edit(next, change)
	}
	return f, nil
}

// decoded returns the values of the documents of a file, nil if one cannot be read.
func decoded(f *manifest.File) []any {
	all := []any{}
	for _, d := range f.Documents() {
		if d.Empty() {
			continue
		}
		if len(d.Problems()) > 0 {
			return nil
		}
		v, err := d.Root().Decode(nil)
		if err != nil {
			return nil
		}
		if v != nil {
			all = append(all, v)
		}
	}
	return all
}

// kept reports whether all that before holds is in after: keys of maps, and items of lists
// in their order. A null may become something, and what is called replaced may go.
func kept(before, after any, replaced string) bool {
	switch b := before.(type) {
	case nil:
		return true
	case map[string]any:
		a, ok := after.(map[string]any)
		if !ok {
			return false
		}
		for k, v := range b {
			other, ok := a[k]
			if (!ok || !kept(v, other, replaced)) && k != replaced {
				return false
			}
		}
		return true
	case []any:
		a, ok := after.([]any)
		if !ok {
			return false
		}
		i := 0
		for _, v := range b {
			for i < len(a) && !kept(v, a[i], replaced) {
				i++
			}
			if i == len(a) {
				return false
			}
			i++
		}
		return true
	default:
		s := strings.Trim(fmt.Sprint(b), `"'`)
		return before == after || strings.EqualFold(s, replaced) && s != "" || s == "" && (replaced == `""` || replaced == "''")
	}
}
