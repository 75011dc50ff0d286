package complete

import (
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/card"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// keys offers the fields of an object that mapping, which may be no node yet, does
// not have.
func (p *place) keys(mapping syntax.Node, t *schema.Type) {
	if t == nil || t.Kind != schema.Object {
		return
	}
	written := map[string]bool{}
	for c := range mapping.Children() {
		if c.Kind() == syntax.Pair && c.Key() != p.cursor.Node {
			written[c.Key().Text()] = true
		}
	}
	column, from := p.column(mapping)
	write := p.keyWriter(mapping, column)
	indent := p.doc.Text()[from:p.cursor.Token.Start]
	quote := ""
	switch p.cursor.Node.Style() {
	case syntax.SingleQuoted, syntax.DoubleQuoted:
		quote = p.cursor.Node.Source()[:1] // what is typed begins with it
	default:
	}
	for _, group := range [2]bool{true, false} {
		for _, f := range t.Fields {
			if f.Required != group || written[f.Name] {
				continue
			}
			p.items = append(p.items, Item{
				Label: f.Name, Kind: Field, Detail: p.env.View().Facts(f), Filter: indent + quote + f.Name + quote,
				Edit: p.edit(from, strings.Repeat(" ", reindent(from, p, column))+write(f)),
				Card: func() *card.Card {
					return p.env.View().Field(f, p.pathTo(mapping, f.Name), "", p.subject(mapping, t, f.Name))
				},
			})
		}
	}
	p.last(t)
}

// reindent returns the number of spaces to write before a key whose line is
// replaced from its start, and 0 if it is not.
func reindent(from int, p *place, column int) int {
	if from == p.cursor.Token.Start {
		return 0
	}
	return column
}

// edit replaces the token, and what stands before it from the given offset.
func (p *place) edit(from int, s string) text.Edit {
	return text.Edit{Span: text.Span{Start: from, End: p.to}.Shift(p.doc.Start), New: s}
}

// pathTo returns the API path of a field of a mapping.
func (p *place) pathTo(mapping syntax.Node, name string) string {
	n := mapping
	if n.IsZero() {
		n = p.cursor.Holder
	}
	return strings.TrimPrefix(p.doc.Path(n)+"."+name, ".")
}

// last moves the fields that the server sets itself to the end.
func (p *place) last(t *schema.Type) {
	slices.SortStableFunc(p.items, func(a, b Item) int { return rank(t, a) - rank(t, b) })
}

func rank(t *schema.Type, item Item) int {
	if item.Label == "status" || t.Name == "ObjectMeta" && slices.Contains(setByServer, item.Label) {
		return 1
	}
	return 0
}

// setByServer are the fields of the metadata that no author writes.
var setByServer = []string{ //nolint:gochecknoglobals // a table
	"creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "generation", "managedFields",
	"resourceVersion", "selfLink", "uid",
}

// column returns the column that a key of a mapping must have, and the offset from
// which the line is replaced: the token's, unless it stands at another column and
// is the first thing on its line, so that the indentation can be put right.
func (p *place) column(mapping syntax.Node) (column, from int) {
	from = p.cursor.Token.Start
	column = p.cursor.Column
	if mapping.Kind() != syntax.Mapping || mapping.Flow() || mapping.First().IsZero() || mapping.First().Key() == p.cursor.Node {
		return column, from
	}
	want := mapping.First().Column()
	line := from - column
	if want != column && strings.Trim(p.doc.Text()[line:from], " \t") == "" {
		return want, line
	}
	return column, from
}

// keyWriter returns how a key at the given column is written.
func (p *place) keyWriter(mapping syntax.Node, column int) func(*schema.Field) string {
	pair := p.cursor.Node.Parent()
	ofKey := pair.Kind() == syntax.Pair && pair.Key() == p.cursor.Node
	quoted := p.cursor.Node.Style() == syntax.DoubleQuoted
	flow := mapping.Flow() || p.cursor.Holder.Flow() || p.inJSON()
	if flow && !quoted {
		quoted = p.jsonKeys(mapping)
	}
	name := func(f *schema.Field) string {
		if quoted {
			return `"` + f.Name + `"`
		}
		return f.Name
	}
	switch {
	case ofKey && pair.Indicator() >= 0:
		return name // the colon and the value are there
	case flow:
		return func(f *schema.Field) string { return name(f) + ": " }
	case ofKey && pair.Value().Kind() != syntax.Null:
		return func(f *schema.Field) string { return name(f) + ":" } // the block below is its value
	}
	s := styleOf(p.doc.Document)
	return func(f *schema.Field) string {
		switch f.Type.Kind {
		case schema.Object, schema.Map:
			return name(f) + ":\n" + strings.Repeat(" ", column+s.step)
		case schema.List:
			return name(f) + ":\n" + strings.Repeat(" ", column+s.list) + "- "
		default:
			return name(f) + ": "
		}
	}
}

// inJSON reports whether the whole document is written with braces.
func (p *place) inJSON() bool { return p.doc.Root().Flow() }

// jsonKeys reports whether the keys around are quoted.
func (p *place) jsonKeys(mapping syntax.Node) bool {
	for _, m := range []syntax.Node{mapping, p.doc.Root()} {
		if k := m.First().Key(); k.Kind() == syntax.Scalar && k != p.cursor.Node {
			return k.Style() == syntax.DoubleQuoted
		}
	}
	return p.inJSON()
}

// gluedValue offers the values of a key behind whose colon the space is missing, as
// in "imagePullPolicy:Alw", which YAML takes for one word.
func (p *place) gluedValue(mapping syntax.Node) bool {
	key, _, ok := strings.Cut(p.cursor.Node.Source(), ":")
	f := p.doc.TypeOf(mapping).Field(key)
	if !ok || f == nil || p.cursor.Node.Style() != syntax.Plain {
		return false
	}
	before := len(p.items)
	p.values(f.Type, f)
	for i := range p.items[before:] {
		item := &p.items[before+i]
		item.Edit.New = key + ": " + item.Edit.New
		item.Filter = key + ":" + item.Filter
	}
	return true
}
