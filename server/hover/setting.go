package hover

import (
	"github.com/kubelore/kubelore/knowledge/card"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// Setting returns the card of the setting around an offset of a settings file, in bytes,
// and the span of the key or value there, or nil if there is none.
func Setting(f *manifest.File, offset int) (*card.Card, text.Span) {
	d := f.At(offset)
	n := d.Document.At(offset - d.Start)
	if n.Kind() != syntax.Scalar {
		return nil, text.Span{}
	}
	span := n.Span().Shift(d.Start)
	var path []syntax.Node
	for ; !n.IsZero(); n = n.Parent() {
		if n.Kind() == syntax.Pair {
			path = append([]syntax.Node{n}, path...)
		}
	}
	var c *card.Card
	known := config.All()
	for _, pair := range path {
		for _, s := range known {
			if s.Name != pair.Key().Text() {
				continue
			}
			way := s.Name
			if c != nil {
				way = c.Path + "." + s.Name
			}
			c, known = f.Env.View().Written(s.Name, s.Doc, ""), s.Parts
			c.Facts = []string{s.Type}
			if s.Default != "" {
				c.Facts = append(c.Facts, "= "+s.Default)
			}
			for _, v := range s.Values {
				c.Values = append(c.Values, card.Value{Text: v})
			}
			c.Path = way
			break
		}
	}
	return c, span
}
