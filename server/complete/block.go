package complete

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/kubelore/kubelore/knowledge/card"
	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/knowledge/snippet"
	"github.com/kubelore/kubelore/server/syntax"
)

// blocks offers what is written together at a slot that holds nothing yet: whole items of
// the list that holder is, or is an item of, or the keys of an object.
func (p *place) blocks(holder syntax.Node, t *schema.Type, s slot, item bool) {
	if t == nil || t.Kind != schema.Object || p.inFlow() || !item {
		return
	}
	list := fieldAround(holder)
	for _, b := range snippet.Blocks(t.Name) {
		if b.Fits(list) && p.usable(b, t) {
			p.block(b.Name, p.source(b), b.Text, s)
		}
	}
}

// parts offers the blocks that add keys to an object, and fields with a block as value.
func (p *place) parts(mapping syntax.Node, t *schema.Type, s slot, written map[string]bool) {
	if mapping.Flow() || p.inFlow() || p.inJSON() {
		return
	}
	for _, b := range snippet.Blocks(t.Name) {
		if !b.Item && p.usable(b, t) && !anyWritten(b.Source, written) {
			p.block(b.Name+" …", p.source(b), b.Text, s)
		}
	}
	if mapping.IsZero() && hasItems(t) {
		return // a new item begins with what it needs
	}
	for _, f := range t.Fields {
		if written[f.Name] || f.Type.Kind != schema.Object {
			continue
		}
		for _, b := range snippet.Blocks(f.Type.Name) {
			if !b.Item && p.usable(b, f.Type) {
				p.block(f.Name+": "+b.Name, f.Name+":\n  "+deeper(p.source(b), 2), b.Text, s)
			}
		}
	}
}

// hasItems reports whether there are blocks that are whole items of a type.
func hasItems(t *schema.Type) bool {
	return slices.ContainsFunc(snippet.Blocks(t.Name), func(b *snippet.Block) bool { return b.Item })
}

// block offers one block.
func (p *place) block(label, source string, about language.Text, s slot) {
	body := snippet.Parse(p.indented(source, s.column))
	lang := p.env.Language
	p.put(s, Item{
		Label: label, Kind: Block, Detail: about.In(lang), Filter: label,
		Card: func() *card.Card { return p.env.View().Written(label, about, snippet.Parse(source).Plain()) },
	}, body)
}

// usable reports whether all target releases and a type understand a block; types of
// different groups share names.
func (p *place) usable(b *snippet.Block, t *schema.Type) bool {
	if b.Since > p.env.Releases().Oldest {
		return false
	}
	type pair struct {
		b *snippet.Block
		t *schema.Type
	}
	if known, ok := usable.Load(pair{b, t}); ok {
		return known.(bool)
	}
	d := syntax.Parse(snippet.Parse(b.Source).Plain(), syntax.Options{}).Documents()[0]
	ok := accepts(t, d.Root())
	usable.Store(pair{b, t}, ok)
	return ok
}

// usable remembers which built-in types understand which blocks; both live for ever.
var usable sync.Map //nolint:gochecknoglobals // a cache of what never changes

// anyWritten reports whether one of the keys of a block is there already.
func anyWritten(source string, written map[string]bool) bool {
	for line := range strings.Lines(source) {
		if key, _, ok := strings.Cut(line, ":"); ok && written[key] {
			return true
		}
	}
	return false
}

// fieldAround returns the name of the field that holds the list that a node is, or is an
// item of.
func fieldAround(n syntax.Node) string {
	for ; !n.IsZero(); n = n.Parent() {
		if n.Kind() == syntax.Pair {
			return n.Key().Text()
		}
	}
	return ""
}

// required offers all required fields that are missing as one item.
func (p *place) required(t *schema.Type, s slot, mapping syntax.Node, written map[string]bool) {
	if mapping.Flow() || p.inFlow() || p.inJSON() || mapping.IsZero() && hasItems(t) {
		return
	}
	missing := missingOf(t, written)
	if len(missing) == 0 || len(missing) == 1 && missing[0].Type.Kind != schema.Object && missing[0].Type.Kind != schema.List {
		return
	}
	var source strings.Builder
	next := 1
	p.skeleton(&source, t, missing, written, &next, 0)
	var names []string
	for _, f := range missing {
		names = append(names, f.Name)
	}
	about := language.Text{EN: "All required fields: " + strings.Join(names, ", ") + ".", JA: "必須フィールドすべて: " + strings.Join(names, "、") + "。"}
	label := language.Text{EN: "all required fields", JA: "必須フィールドすべて"}.In(p.env.Language)
	p.block(label, strings.TrimSuffix(source.String(), "\n"), about, s)
}

func missingOf(t *schema.Type, written map[string]bool) []*schema.Field {
	var missing []*schema.Field
	for _, f := range t.Fields {
		if f.Required && !written[f.Name] && !setByServer(t, f.Name) {
			missing = append(missing, f)
		}
	}
	return missing
}

// deepest is how many levels of required fields are written at once.
const deepest = 6

// skeleton writes fields with what is required below them, at two spaces a level. What is
// written already is not written again.
func (p *place) skeleton(b *strings.Builder, t *schema.Type, fields []*schema.Field, written map[string]bool, stop *int, depth int) {
	for _, block := range snippet.Blocks(t.Name) {
		covers := !slices.ContainsFunc(fields, func(f *schema.Field) bool {
			return !strings.HasPrefix(block.Source, f.Name+":") && !strings.Contains(block.Source, "\n"+f.Name+":")
		})
		if covers && p.usable(block, t) && len(fields) > 0 && !block.Item && !anyWritten(block.Source, written) {
			b.WriteString(shifted(p.source(block), stop) + "\n")
			return
		}
	}
	for _, f := range fields {
		b.WriteString(f.Name + ":" + p.value(f, stop, depth) + "\n")
	}
}

// value returns the source of a first value of a field, with what comes before it.
func (p *place) value(f *schema.Field, stop *int, depth int) string {
	t := f.Type
	if t.Kind == schema.List {
		if t.Elem.Kind != schema.Object {
			return "\n- " + scalarStop(t.Elem, f.Name, stop)
		}
		inner := p.object(t.Elem, f.Name, stop, depth)
		if strings.HasPrefix(inner, "{") {
			return "\n- " + inner
		}
		return "\n- " + deeper(inner, 2)
	}
	if t.Kind == schema.Object || t.Kind == schema.Map {
		inner := p.object(t, f.Name, stop, depth)
		if strings.HasPrefix(inner, "{") {
			return " " + inner
		}
		return "\n  " + deeper(inner, 2)
	}
	return " " + scalarStop(t, f.Name, stop)
}

// object returns the source of a first value of an object or map.
func (p *place) object(t *schema.Type, field string, stop *int, depth int) string {
	if t.Kind == schema.Map || depth >= deepest {
		return "{}"
	}
	for _, block := range snippet.Blocks(t.Name) {
		if (!block.Item || block.Fits(field)) && p.usable(block, t) {
			return shifted(p.source(block), stop)
		}
	}
	missing := missingOf(t, nil)
	if len(missing) == 0 {
		return "{}"
	}
	var b strings.Builder
	p.skeleton(&b, t, missing, nil, stop, depth+1)
	return strings.TrimSuffix(b.String(), "\n")
}

// shifted returns a source whose tab stops are numbered from *stop on.
func shifted(source string, stop *int) string {
	body := snippet.Parse(source)
	s := body.Snippet(*stop - 1)
	*stop += body.Stops()
	return s
}

// scalarStop returns a tab stop with a first value.
func scalarStop(t *schema.Type, name string, stop *int) string {
	n := *stop
	*stop++
	switch {
	case len(t.Enum) > 0:
		return fmt.Sprintf("${%d|%s|}", n, strings.Join(t.Enum, ","))
	case t.Kind == schema.Boolean:
		return fmt.Sprintf("${%d|true,false|}", n)
	case t.Kind == schema.Integer || t.Kind == schema.Number || t.Kind == schema.Quantity || t.Kind == schema.IntOrString:
		return fmt.Sprintf("${%d:1}", n)
	case t.Kind == schema.String && t.Format != "":
		return fmt.Sprintf("${%d}", n)
	}
	return fmt.Sprintf("${%d:%s}", n, name)
}
