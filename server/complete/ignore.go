package complete

import (
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/card"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// A Check is something that a comment can ignore.
type Check struct {
	// ID is what the comment names, and Says what is wrong.
	ID, Says string
	Card     func() *card.Card
}

// Checks are what comments can ignore; this package knows no checks.
type Checks interface {
	// Found returns the problems that a comment about a line can ignore, the worst first.
	// The line counts from 0 in the document; the whole document is meant if it is negative.
	Found(line int) []Check
	// All returns all checks there are, by family.
	All() []Check
}

// InComment returns the items for offset, in bytes of the file, if it is in a comment: the
// ids of problems behind the words that ignore them, and these words where there is a
// problem to be ignored.
func InComment(f *manifest.File, offset int, checks Checks) []Item {
	d := f.At(offset)
	at := offset - d.Start
	i := slices.IndexFunc(d.Comments(), func(c text.Span) bool { return c.Start < at && at <= c.End })
	if i < 0 || !f.Claimed() {
		return nil
	}
	c := d.Comments()[i]
	if list, ok := d.IgnoreList(c); ok {
		if at < list.Start || at > list.End {
			return nil
		}
		return ignoreIDs(d, list, at, checks, d.AboutLine(c))
	}
	return ignoreWords(d, c, at, checks)
}

// ignoreIDs offers what can stand at an offset in a list of ids: the problems on the line
// that is meant, their families, and then all others.
func ignoreIDs(d manifest.Placed, list text.Span, at int, checks Checks, line int) []Item {
	content := d.Text()
	from := list.Start + strings.LastIndexByte(content[list.Start:at], ',') + 1
	to := list.End
	if i := strings.IndexByte(content[at:list.End], ','); i >= 0 {
		to = at + i
	}
	seen := map[string]bool{}
	for id := range strings.SplitSeq(content[list.Start:from]+content[to:list.End], ",") {
		seen[id] = true // no id is of use twice
	}
	var items []Item
	offer := func(c Check) {
		if seen[c.ID] {
			return
		}
		seen[c.ID] = true
		items = append(items, Item{
			Label: c.ID, Kind: Value, Detail: c.Says, Card: c.Card, Filter: c.ID, Commit: ",",
			Edit: text.Edit{Span: text.Span{Start: from, End: to}.Shift(d.Start), New: c.ID},
		})
	}
	found, all := checks.Found(line), checks.All()
	for _, c := range found {
		offer(c)
	}
	for _, group := range [][]Check{found, all} {
		for _, c := range group {
			if family, _, ok := strings.Cut(c.ID, "/"); ok {
				offer(Check{ID: family + "/*"})
			}
		}
		for _, c := range all {
			if family, _, _ := strings.Cut(c.ID, "/"); seen[family+"/*"] {
				offer(c)
			}
		}
	}
	return items
}

// ignoreWords offers to ignore the problems that a comment is about, if it holds nothing
// but the beginning of the words that do so.
func ignoreWords(d manifest.Placed, c text.Span, at int, checks Checks) []Item {
	content := d.Text()
	hashes := c.Start + len(content[c.Start:c.End]) - len(strings.TrimLeft(content[c.Start:c.End], "#"))
	typed := strings.TrimSpace(content[hashes:c.End])
	if at < hashes || !strings.HasPrefix(manifest.IgnoreMark, typed) || strings.TrimSpace(content[at:c.End]) != "" {
		return nil
	}
	var items []Item
	offer := func(words string, c Check) {
		items = append(items, Item{
			Label: words, Kind: Value, Detail: c.Says, Card: c.Card, Filter: content[hashes:at] + strings.TrimPrefix(words, typed),
			Edit: text.Edit{Span: text.Span{Start: hashes, End: at}.Shift(d.Start), New: " " + words},
		})
	}
	seen := map[string]bool{}
	for _, p := range checks.Found(d.AboutLine(c)) {
		if !seen[p.ID] {
			seen[p.ID] = true
			offer(manifest.IgnoreMark+p.ID, p)
		}
	}
	if len(items) > 0 {
		offer(manifest.IgnoreMark, Check{})
	}
	return items
}
