package lsp_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/check"
	"github.com/kubelore/kubelore/server/complete"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// TestHalfTyped cuts keys and values of good manifests after some of their characters,
// with and without what follows, and accepts what is offered there: the file parses, all
// other values are those of the good manifest, and no problem comes in.
func TestHalfTyped(t *testing.T) {
	for name, content := range goodManifests(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := half{t: t, cuts: 19, items: 7}
			h.in(content)
		})
	}
}

// half accepts items at tokens that are cut, in one manifest.
type half struct {
	t           *testing.T
	cuts, items int
	file        *manifest.File
	// before are the values of the good manifest, and n counts the cuts.
	before   []any
	found    map[string]int
	n        int
	failures int
}

func (h *half) in(content string) {
	h.t.Helper()
	h.file = manifest.Open(text.New(content), &manifest.Env{Target: catalog.Newest})
	if h.before = decoded(h.file); h.before == nil {
		return // no good manifest: nothing can be compared
	}
	for _, p := range check.File(h.file, config.Default()) {
		if p.Severity == check.Error {
			return // likewise
		}
	}
	h.found = counted(h.file)
	index := 0
	for _, d := range h.file.Documents() {
		if d.Empty() || d.Root().Kind() != syntax.Mapping {
			continue
		}
		h.below(d, d.Root(), []any{index})
		index++
	}
}

// below cuts all keys and values in a node. Path leads to it.
func (h *half) below(d manifest.Placed, n syntax.Node, path []any) {
	i := -1
	for c := range n.Children() {
		i++
		var at []any
		if c.Kind() == syntax.Pair {
			at = append(slices.Clip(path), c.Key().Text())
			h.cut(d, c.Key(), c, at)
		} else {
			at = append(slices.Clip(path), i)
		}
		switch v := c.Value(); v.Kind() {
		case syntax.Scalar:
			if v.Style() < syntax.Literal && !strings.Contains(v.Source(), "\n") {
				h.cut(d, v, v, at)
			}
		case syntax.Mapping, syntax.Sequence:
			h.below(d, v, at)
		default:
		}
	}
}

// cut cuts a token after each number of characters, alone and with all of what it begins.
func (h *half) cut(d manifest.Placed, token, whole syntax.Node, path []any) {
	s := token.Span().Shift(d.Start)
	end := whole.Span().Shift(d.Start).End
	content := h.file.Text.String()
	for len(strings.TrimRight(content[:end], " \r\n")) < end {
		end-- // what closes the block
	}
	for typed := 1; typed <= s.Len(); typed++ {
		for _, to := range []int{s.End, end} {
			if h.n++; h.n%h.cuts != 0 || h.failures >= 5 || to == s.End && typed == s.Len() || to < s.End {
				continue
			}
			h.ask(s.Start+typed, to, path)
		}
	}
}

// ask deletes what stands between a cursor and an offset and accepts what is offered.
func (h *half) ask(cursor, to int, path []any) {
	h.t.Helper()
	next, change, err := h.file.Text.Apply(text.Edit{Span: text.Span{Start: cursor, End: to}})
	if err != nil {
		h.t.Fatal(err)
	}
	f := h.file.Edit(next, change)
	before, found := without(any(h.before), path), h.found
	if last := path[len(path)-1]; last == "kind" || last == "apiVersion" {
		found = counted(f) // the beginning of a kind can be another kind
	}
	for i, item := range complete.At(f, cursor, nil) {
		if (i+h.n)%h.items != 0 && i > 0 {
			continue
		}
		if why := brought(f, item, before, found); why != "" {
			h.failures++
			from := max(strings.LastIndexByte(next.String()[:max(strings.LastIndexByte(next.String()[:cursor], '\n'), 0)], '\n'), 0)
			h.t.Errorf("%v cut at %d: %s: %s\n%q of\n%s|%s", path, cursor, item.Label, why, item.Edit.New, next.String()[from:cursor],
				next.String()[cursor:min(cursor+120, next.Len())])
			return
		}
	}
}

// brought says what an item spoils, or nothing. Before are the values that must be there.
func brought(f *manifest.File, item complete.Item, before any, found map[string]int) string {
	after, err := accepted(f, item)
	if err != nil {
		return err.Error()
	}
	values := decoded(after)
	if values == nil {
		return "the file does not parse"
	}
	for code, n := range counted(after) {
		if n > found[code] {
			return "brings " + code
		}
	}
	if !kept(before, any(values), "") {
		return fmt.Sprintf("other values change: %v", values)
	}
	return ""
}

// without returns a value without what a path leads to.
func without(v any, path []any) any {
	last := len(path) == 1
	switch v := v.(type) {
	case map[string]any:
		c := map[string]any{}
		for k, x := range v {
			if k != path[0] {
				c[k] = x
			} else if !last {
				c[k] = without(x, path[1:])
			}
		}
		return c
	case []any:
		c := append([]any{}, v...)
		if i, ok := path[0].(int); ok && i < len(c) {
			if last {
				return append(c[:i], c[i+1:]...)
			}
			c[i] = without(c[i], path[1:])
		}
		return c
	}
	return v
}
