package lsp_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/check"
	"github.com/kubelore/kubelore/server/complete"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// everyAccept is an environment variable that makes TestAccepting look at the manifests of
// the oracle as well, which takes long: at every position and every item if it is 1, at
// every n-th if it is n.
const everyAccept = "KUBELORE_ACCEPT_ALL"

// TestAccepting accepts what is offered at positions of good manifests: the file parses,
// all other values are what they were, and no unknown field and no problem of syntax comes
// in. Positions and items are sampled by a fixed rule.
func TestAccepting(t *testing.T) {
	all, step := goodManifests(t)
	for name, content := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const usual = 5
			acceptIn(t, content, cmp.Or(step, usual), cmp.Or(step, usual))
		})
	}
}

// goodManifests returns the good manifests in each style, by their names. Step is the
// number in everyAccept, or 0.
func goodManifests(t *testing.T) (all map[string]string, step int) {
	t.Helper()
	files, err := filepath.Glob("../../testdata/completion/*.*")
	if err != nil || len(files) < 5 {
		t.Fatalf("the manifests are not there: %v", err)
	}
	if n, err := strconv.Atoi(os.Getenv(everyAccept)); err == nil && n > 0 {
		step = n
		more, _ := filepath.Glob("../../../shared/oracle/real/*.yaml")
		files = append(files, more...)
	}
	all = map[string]string{}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Ext(name) != ".yaml" && filepath.Ext(name) != ".json" {
			continue
		}
		for style, content := range stylesOf(string(data)) {
			all[filepath.Base(name)+"/"+style] = content
		}
	}
	return all, step
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

func acceptIn(t *testing.T, content string, positions, items int) {
	t.Helper()
	env := &manifest.Env{Target: catalog.Newest}
	f := manifest.Open(text.New(content), env)
	before := decoded(f)
	if before == nil {
		return // no good manifest: nothing can be compared
	}
	for _, p := range check.File(f, config.Default()) {
		if p.Severity == check.Error {
			return // likewise
		}
	}
	found := counted(f)
	failures := 0
	for offset := 0; offset <= len(content) && failures < 5; offset++ {
		if offset%positions != len(content)%positions {
			continue
		}
		all := complete.At(f, offset, nil)
		for i, item := range all {
			if (i+offset)%items != 0 && i > 0 {
				continue
			}
			if why := spoilt(f, item, before, found, offset); why != "" {
				failures++
				t.Errorf("offset %d: %s: %s", offset, item.Label, why)
				break
			}
		}
	}
}

// counted counts the problems that no completion may bring.
func counted(f *manifest.File) map[string]int {
	found := map[string]int{}
	for _, p := range check.File(f, config.Default()) {
		if strings.HasPrefix(p.Code, "yaml/") || p.Code == "schema/unknown-field" || p.Code == "schema/duplicate-key" {
			found[p.Code]++
		}
	}
	return found
}

// spoilt says what an item spoils, or nothing.
func spoilt(f *manifest.File, item complete.Item, before []any, found map[string]int, offset int) string {
	after, err := accepted(f, item)
	if err != nil {
		return err.Error()
	}
	t := after.Text
	show := func(why string) string {
		from := strings.LastIndexByte(f.Text.String()[:offset], '\n')
		from = max(strings.LastIndexByte(f.Text.String()[:max(from, 0)], '\n'), 0)
		to := min(from+len(item.Edit.New)+200, t.Len())
		return fmt.Sprintf("%s\n%s", why, t.String()[from:to])
	}
	values := decoded(after)
	if values == nil {
		return show("the file does not parse")
	}
	for code, n := range counted(after) {
		if n > found[code] {
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
		return before == after || s == replaced && s != "" || s == "" && (replaced == `""` || replaced == "''")
	}
}
