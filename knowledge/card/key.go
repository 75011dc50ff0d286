package card

import (
	"strings"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/concept"
)

// Key returns the card of the key of a label, an annotation or a taint, or nil if
// nothing is known of it.
func (v View) Key(of concept.LinkKind, key string) *Card {
	w := v.words()
	c := &Card{Title: key, Status: w.key(of), language: v.Language}
	entry := v.Concepts.Key(of, key)
	known := catalog.KeyNamed(catalog.KeyKind(of), key)
	if entry == nil && known == nil {
		return nil
	}
	v.explain(c, entry)
	if known == nil {
		return c
	}
	// The sentence is about the key itself, the entry about what it belongs to.
	c.Summary = known.Text.In(v.Language)
	if known.SetBy != "" && known.SetBy != "user" {
		c.Facts = append(c.Facts, w.pick("set by ", "設定するのは ")+known.SetBy)
	}
	if !(len(known.On) == 1 && known.On[0] == "*") {
		c.Facts = append(c.Facts, w.pick("on ", "対象は ")+strings.Join(known.On, ", "))
	}
	if s := w.status(known.Status); s != "" {
		c.Alert = s
		if known.Deprecated != 0 {
			c.Alert += w.pick(" since ", " ") + known.Deprecated.String() + w.pick("", " から")
		}
		if known.Replacement != "" {
			c.Alert += w.pick("; use ", "。代わりは ") + known.Replacement
		}
		c.Alert = strings.ToUpper(c.Alert[:1]) + c.Alert[1:] + w.pick(".", "。")
	}
	return c
}
