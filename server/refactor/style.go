package refactor

import (
	"slices"

	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/server/edit"
	"github.com/kubelore/kubelore/server/syntax"
)

// flow offers to write what stands in brackets on lines of its own.
func (s *site) flow() {
	outer := syntax.Node{}
	for n := s.node; !n.IsZero() && n != s.r.Root; n = n.Parent() {
		if n.Flow() && n.Kind() != syntax.Scalar && !n.First().IsZero() {
			outer = n
		}
	}
	if outer.IsZero() || outer.Parent().Parent().Flow() || s.r.Root.Flow() {
		return
	}
	path := s.doc.Path(outer.Parent())
	s.offer(Rewrite, s.say("Write without brackets", "括弧を使わずに書く"), func(e *edit.Editor) { e.Unfold(path) })
}

// quotes offers to put a text in quotes, or to take them away.
func (s *site) quotes() {
	pair := s.pair()
	t := s.doc.TypeOf(s.node)
	if s.node.Kind() != syntax.Scalar || s.node != pair.Value() || t == nil || t.Kind != schema.String || s.node.Style() != syntax.Plain {
		return
	}
	text, ok := s.node.Resolve().(string)
	if !ok {
		return // quotes would make it another value
	}
	path := s.doc.Path(pair)
	s.offer(Rewrite, s.say("Put in quotes", "引用符で囲む"), func(e *edit.Editor) { e.Quote(path, text) })
}

// usual is the order in which the fields of an object are written. Others stand before
// the status, in the order in which they are.
var usual = []string{"apiVersion", "kind", "metadata"} //nolint:gochecknoglobals // a list that is never written to

func rank(key string) int {
	if i := slices.Index(usual, key); i >= 0 {
		return i
	}
	if key == "status" {
		return len(usual) + 1
	}
	return len(usual)
}

// order offers to put the fields of the resource in the usual order.
func (s *site) order() {
	if s.pair().Parent() != s.r.Root || s.r.Root.Flow() || s.r.List != nil {
		return
	}
	var ranks []int
	for c := range s.r.Root.Children() {
		ranks = append(ranks, rank(c.Key().Text()))
	}
	if slices.IsSorted(ranks) {
		return
	}
	s.offer(Rewrite, s.say("Put the fields in the usual order", "フィールドを通常の順序に並べる"), func(e *edit.Editor) { e.Order(rank) })
}
