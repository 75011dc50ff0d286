package complete

import (
	"strings"

	"github.com/kubelore/kubelore/knowledge/card"
	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/concept"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/knowledge/snippet"
	"github.com/kubelore/kubelore/server/syntax"
)

// keys offers the fields of an object that mapping, which may be no node yet, does
// not have, or the known keys of a map.
func (p *place) keys(mapping syntax.Node, t *schema.Type, s slot) {
	if t == nil || t.Kind != schema.Object && t.Kind != schema.Map {
		return
	}
	written := p.written(mapping)
	write := p.keyWriter(mapping, s)
	if t.Kind == schema.Map {
		p.mapKeys(mapping, t, s, written, write)
		return
	}
	value, fixed := p.valueBelow()
	s.before, s.after = p.neighbours(mapping, s)
	for _, f := range p.sorted(t, s, p.holderOf(mapping)) {
		if written[f.Name] || fixed && !accepts(f.Type, value) {
			continue
		}
		facts := p.facts(t.Name, f.Name)
		if !p.env.Releases().Has(facts) {
			continue
		}
		p.put(s, Item{
			Label: f.Name, Kind: Field, Detail: p.env.View().Facts(f), Filter: p.quoted(f.Name),
			Deprecated: facts.Deprecated != 0 && facts.Deprecated <= p.env.Target,
			Card: func() *card.Card {
				return p.env.View().Field(f, p.pathTo(mapping, s, f.Name), "", p.subject(mapping, s, t, f.Name))
			},
		}, snippet.Text(write(f.Name, f.Type)))
	}
	if !fixed && s.column >= 0 {
		p.required(t, s, mapping, written)
		p.parts(mapping, t, s, written)
	}
}

// written returns the keys of a mapping but the one at the cursor.
func (p *place) written(mapping syntax.Node) map[string]bool {
	written := map[string]bool{}
	for c := range mapping.Children() {
		if c.Kind() == syntax.Pair && !p.atToken(c.Key()) {
			written[c.Key().Text()] = true
		}
	}
	return written
}

// atToken reports whether a key is what the cursor is on.
func (p *place) atToken(key syntax.Node) bool {
	return key == p.cursor.Node && !key.IsZero() || p.cursor.Token.Len() > 0 && key.Span() == p.cursor.Token
}

// valueBelow returns the value of the key at the cursor, and whether there is one that
// must fit the key.
func (p *place) valueBelow() (syntax.Node, bool) {
	pair := p.cursor.Node.Parent()
	if pair.Kind() != syntax.Pair || pair.Key() != p.cursor.Node {
		return syntax.Node{}, false
	}
	v := pair.Value()
	if pair.Indicator() < 0 && v.Kind() == syntax.Null {
		return v, false
	}
	return v, true
}

// neighbours returns the fields around a slot in a mapping.
func (p *place) neighbours(mapping syntax.Node, s slot) (before, after string) {
	for c := range mapping.Children() {
		if c.Kind() != syntax.Pair || p.atToken(c.Key()) {
			continue
		}
		if c.Span().Start < s.from {
			before = c.Key().Text()
		} else {
			return before, c.Key().Text()
		}
	}
	return before, ""
}

// facts returns what is known of a field over the releases.
func (p *place) facts(owner, field string) catalog.Facts {
	group, version := "", "v1"
	if r := p.resource(); r != nil {
		group, version = r.Group, r.Version
	}
	facts, ok := catalog.FieldFacts(group, version, owner, field)
	if !ok {
		// Fields of Pods and of metadata are those of the core group in every kind.
		facts, _ = catalog.FieldFacts("", "v1", owner, field)
	}
	return facts
}

// quoted returns what a key or value is matched with: in the quotes that are typed.
func (p *place) quoted(s string) string {
	switch p.cursor.Node.Style() {
	case syntax.SingleQuoted, syntax.DoubleQuoted:
		quote := p.cursor.Node.Source()[:1]
		return quote + s + quote
	default:
		return s
	}
}

// keyWriter returns how a key and the beginning of its value are written at a slot.
func (p *place) keyWriter(mapping syntax.Node, s slot) func(string, *schema.Type) string {
	pair := p.cursor.Node.Parent()
	ofKey := pair.Kind() == syntax.Pair && pair.Key() == p.cursor.Node
	quote := ""
	if style := p.cursor.Node.Style(); ofKey && style == syntax.DoubleQuoted || style == syntax.SingleQuoted {
		quote = p.cursor.Node.Source()[:1]
	} else if style == syntax.DoubleQuoted {
		quote = `"`
	}
	flow := mapping.Flow() || p.inFlow() || p.inJSON()
	if flow && quote == "" && p.jsonKeys(mapping) {
		quote = `"`
	}
	name := func(s string) string {
		if quote == "" && ambiguous(s) {
			return `"` + s + `"`
		}
		return quote + s + quote
	}
	switch {
	case ofKey && pair.Indicator() >= 0:
		return func(s string, _ *schema.Type) string { return name(s) } // the colon and the value are there
	case flow:
		return func(s string, _ *schema.Type) string { return name(s) + ": " }
	case ofKey && pair.Value().Kind() != syntax.Null:
		return func(s string, _ *schema.Type) string { return name(s) + ":" } // the block below is its value
	}
	st := styleOf(p.doc.Document)
	return func(key string, t *schema.Type) string {
		switch t.Kind {
		case schema.Object, schema.Map:
			return name(key) + ":\n" + strings.Repeat(" ", s.column+st.step)
		case schema.List:
			return name(key) + ":\n" + strings.Repeat(" ", s.column+st.list) + "- "
		default:
			return name(key) + ": "
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
	if p.rest() != "" || p.isKey() {
		return true
	}
	before := len(p.items)
	p.scalars(p.scalarsOf(f.Type, f, p.doc.TypeOf(mapping).Name, syntax.Node{}), f.Type)
	for i := range p.items[before:] {
		item := &p.items[before+i]
		item.Edit.New = key + ": " + item.Edit.New
		item.Filter = key + ":" + item.Filter
	}
	return true
}

// resource returns the resource at the cursor, or nil.
func (p *place) resource() *resource {
	if r := p.doc.ResourceOf(p.cursor.Holder); r != nil {
		return r
	}
	if n := p.lastBefore(); !n.IsZero() {
		if r := p.doc.ResourceOf(n); r != nil {
			return r
		}
	}
	if all := p.doc.Resources(); len(all) > 0 {
		return all[0]
	}
	return nil
}

// pathTo returns the API path of a field of a mapping.
func (p *place) pathTo(mapping syntax.Node, s slot, name string) string {
	n := mapping
	if n.IsZero() {
		n = s.holder
	}
	return strings.TrimPrefix(p.doc.Path(n)+"."+name, ".")
}

// subject returns where a field that is offered would stand.
func (p *place) subject(mapping syntax.Node, s slot, t *schema.Type, name string) *card.Subject {
	n := mapping
	if n.IsZero() {
		n = s.holder
	} else {
		n = n.Parent()
	}
	at := p.subjectOf(n)
	if at == nil {
		return nil
	}
	at.Way = append(at.Way, concept.Step{Owner: t.Name, Name: name})
	at.At = append(at.At, card.Place{Key: name})
	return at
}

// subjectOf returns where a pair or an item stands, or nil if it is in no resource.
func (p *place) subjectOf(n syntax.Node) *card.Subject {
	r := p.doc.ResourceOf(n)
	if r == nil {
		if all := p.doc.Resources(); len(all) == 0 || !n.IsZero() {
			return nil
		}
		r = p.doc.Resources()[0]
	}
	return p.doc.Subject(r, n)
}
