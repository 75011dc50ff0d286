package complete

import (
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
)

// style is how a document is indented.
type style struct {
	// step is the number of spaces that a mapping is indented under its key, and
	// list that of a list; 0 is the column of the key.
	step, list int
}

type styleKey struct{}

// styleOf returns what is most frequent in a document: of several equally frequent
// the smaller. Without examples it is the style of kubectl and of the documentation
// of Kubernetes.
func styleOf(d *manifest.Document) style {
	return manifest.Remember(d, styleKey{}, func() style {
		steps, lists := map[int]int{}, map[int]int{}
		count(d.Root(), steps, lists)
		return style{step: most(steps, 2), list: most(lists, 0)}
	})
}

func count(n syntax.Node, steps, lists map[int]int) {
	for c := range n.Children() {
		v := c.Value()
		if v.Kind() != syntax.Mapping && v.Kind() != syntax.Sequence || v.Flow() {
			continue // a column takes time; there can be many on one line
		}
		if c.Kind() == syntax.Pair {
			by := v.First().Column() - c.Column()
			switch {
			case v.Kind() == syntax.Mapping && by > 0 && by <= 8:
				steps[by]++
			case v.Kind() == syntax.Sequence && by >= 0 && by <= 8:
				lists[by]++
			}
		}
		count(v, steps, lists)
	}
}

func most(counts map[int]int, otherwise int) int {
	best, n := otherwise, 0
	for by, c := range counts {
		if c > n || c == n && by < best {
			best, n = by, c
		}
	}
	return best
}
