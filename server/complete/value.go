package complete

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/card"
	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/knowledge/snippet"
	"github.com/kubelore/kubelore/knowledge/usage"
	"github.com/kubelore/kubelore/server/syntax"
)

// a word is a value that can be written.
type word struct {
	text, detail string
	kind         Kind
	deprecated   bool
	// raw says that text is YAML as it is to be written.
	raw  bool
	card func() *card.Card
}

// valueOf offers the values of a pair: on the line of the key scalars and the beginning of
// a block, below it the first key or item of a block.
func (p *place) valueOf(pair syntax.Node) {
	t, v := p.typeOf(pair), pair.Value()
	if v.Kind() == syntax.Mapping || v.Kind() == syntax.Sequence || pair.Explicit() {
		return
	}
	if p.cursor.SameLine {
		if !p.identity(pair) {
			p.values(pair, t)
			p.blockBelow(pair, t)
		}
		return
	}
	if p.cursor.Node.Kind() == syntax.Scalar {
		p.values(pair, t)
	}
}

// blockBelow offers the first key or item of the value of a key on the line of the key; it is
// written on the next line.
func (p *place) blockBelow(pair syntax.Node, t *schema.Type) {
	if t == nil || p.inFlow() || pair.Value().Kind() != syntax.Null || pair.Value().Span().Len() > 0 || p.from != p.to || strings.TrimSpace(p.text[p.to:p.end]) != "" {
		return
	}
	if below := p.below(); below > pair.Column() {
		return
	}
	st := styleOf(p.doc.Document)
	column := pair.Column() + st.step
	if t.Kind == schema.List {
		column = pair.Column() + st.list
	}
	colon := pair.Indicator() + 1
	s := slot{from: colon, to: p.end, lead: "\n" + strings.Repeat(" ", column), shown: p.text[colon:p.from], column: column, holder: pair}
	if t.Kind == schema.List {
		p.newItem(pair, t, s)
		return
	}
	p.keys(syntax.Node{}, t, s)
}

// values offers the scalars that a type allows, as far as they can be listed, at the token.
// Holder is the pair or the item that gets the value.
func (p *place) values(holder syntax.Node, t *schema.Type) {
	if t == nil {
		return
	}
	p.scalars(p.wordsFor(holder, t), t)
}

// slotValues offers scalars at a slot on a line of its own.
func (p *place) slotValues(holder syntax.Node, t *schema.Type, s slot) {
	if t == nil {
		return
	}
	for _, w := range p.wordsFor(holder, t) {
		p.put(s, w.item(), snippet.Text(p.scalar(w, t)))
	}
}

// wordsFor returns the values that fit a pair or an item.
func (p *place) wordsFor(holder syntax.Node, t *schema.Type) []word {
	pair := holder
	for pair.Kind() != syntax.Pair && !pair.IsZero() {
		pair = pair.Parent()
	}
	f := p.doc.FieldOf(pair)
	owner := ""
	if o := p.doc.TypeOf(pair.Parent()); o != nil {
		owner = o.Name
	}
	words := p.scalarsOf(t, f, owner, pair)
	if key := pair.Key().Text(); holder.Kind() == syntax.Item && owner == "Container" && (key == "args" || key == "command") {
		words = append(words, p.argument(holder)...)
	}
	// A set has no value twice.
	if list := sequenceOf(holder); !list.IsZero() {
		words = slices.DeleteFunc(words, func(w word) bool {
			for c := range list.Children() {
				if v := c.Value(); v.Kind() == syntax.Scalar && v != p.cursor.Node && v.Text() == w.text {
					return true
				}
			}
			return false
		})
	}
	return words
}

// sequenceOf returns the list that an item, a list or a pair with a list is about.
func sequenceOf(holder syntax.Node) syntax.Node {
	switch holder.Kind() {
	case syntax.Item:
		return holder.Parent()
	case syntax.Sequence:
		return holder
	default:
		if v := holder.Value(); v.Kind() == syntax.Sequence {
			return v
		}
	}
	return syntax.Node{}
}

// scalarsOf returns the values of a field of a type; the field and the pair may be nothing.
func (p *place) scalarsOf(t *schema.Type, f *schema.Field, owner string, pair syntax.Node) []word {
	switch t.Kind {
	case schema.Object, schema.List, schema.Map, schema.Any:
		return nil
	default:
	}
	if f == nil {
		return p.entry(t, pair)
	}
	var all []word
	byDefault := ""
	if f.Default != "" {
		byDefault = plainDefault(f.Default)
	}
	add := func(values []string) {
		for _, v := range values {
			w := word{text: v, kind: Value, card: func() *card.Card { return p.env.View().ValueOf(f, v, p.subjectOf(pair)) }}
			if v == byDefault {
				w.detail = "default"
			}
			if !slices.ContainsFunc(all, func(x word) bool { return x.text == v }) && p.known(owner, f.Name, v) {
				all = append(all, w)
			}
		}
	}
	all = append(all, p.local(owner, f.Name, pair)...)
	all = append(all, p.named(f, pair)...)
	add(t.Enum)
	if len(t.Enum) == 0 {
		w, ok := catalog.ValuesOf(fieldOwner(p, pair), fieldAround(pair.Parent())+"."+f.Name)
		if !ok {
			w, _ = catalog.ValuesOf(owner, f.Name)
		}
		add(w.Values)
	}
	if t.Kind == schema.Boolean {
		add([]string{"true", "false"})
	}
	add(p.vocabulary(owner, f, pair))
	if len(all) == 0 && byDefault != "" {
		add([]string{byDefault})
	}
	slices.SortStableFunc(all, func(a, b word) int {
		return usage.Value(owner, f.Name, b.text) - usage.Value(owner, f.Name, a.text)
	})
	return all
}

// fieldOwner returns the name of the type of the object that holds the object with a pair.
func fieldOwner(p *place, pair syntax.Node) string {
	n := pair.Parent().Parent()
	for !n.IsZero() && n.Kind() != syntax.Mapping {
		n = n.Parent()
	}
	if t := p.doc.TypeOf(n); t != nil {
		return t.Name
	}
	return ""
}

// known reports whether all target releases know a value.
func (p *place) known(owner, field, value string) bool {
	for _, x := range p.facts(owner, field).EnumSince {
		if x.Value == value && x.Since > p.env.Releases().Oldest {
			return false
		}
	}
	return true
}

// plainDefault returns a default as it is written in YAML.
func plainDefault(s string) string {
	var v string
	if json.Unmarshal([]byte(s), &v) == nil {
		return v
	}
	return s
}

// scalars offers words at the token: between the quotes that are there, and with a space
// behind a colon that has none.
func (p *place) scalars(words []word, t *schema.Type) {
	s := p.here()
	n := p.cursor.Node
	for _, w := range words {
		item := w.item()
		if n.Kind() == syntax.Scalar && n.Style() != syntax.Plain {
			quote := n.Source()[:1]
			if strings.Contains(w.text, quote) || strings.Contains(w.text, `\`) || t.Kind != schema.String && t.Kind != schema.IntOrString {
				continue
			}
			item.Filter = quote + w.text + quote
			p.put(s.spaced(p), item, snippet.Text(item.Filter))
			continue
		}
		written := p.scalar(w, t)
		item.Filter = written
		if p.inFlow() {
			item.Commit = ",]}"
		}
		p.put(s.spaced(p), item, snippet.Text(written))
	}
}

// spaced returns the slot with a space before what is written behind a colon.
func (s slot) spaced(p *place) slot {
	if s.from > 0 && p.cursor.SameLine && strings.HasSuffix(p.text[:s.from], ":") {
		s.lead = " " + s.lead
	}
	return s
}

// scalar returns how a word is written: in quotes where it would be read as something else.
func (p *place) scalar(w word, t *schema.Type) string {
	isString := t.Kind == schema.String
	if w.raw || !isString && t.Kind != schema.Quantity && t.Kind != schema.IntOrString {
		return w.text
	}
	if isString && (p.inJSON() || ambiguous(w.text)) || p.inFlow() && strings.ContainsAny(w.text, ",[]{}") {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(w.text) + `"`
	}
	return w.text
}

func (w word) item() Item {
	return Item{Label: w.label(), Kind: w.kind, Detail: w.detail, Deprecated: w.deprecated, Card: w.card}
}

// label returns what a word is called; the core group has no name of its own.
func (w word) label() string {
	if w.text == "" {
		return `""`
	}
	return w.text
}

// ambiguous reports whether a string would be read as something else without quotes.
func ambiguous(s string) bool {
	if plainWord(s) {
		return false
	}
	d := syntax.Parse(s, syntax.Options{}).Documents()[0]
	v, ok := d.Root().Resolve().(string)
	return !ok || v != s || strings.Contains(s, ": ") || strings.Contains(s, " #")
}

// plainWord reports whether a string is a word that YAML reads as itself without a doubt.
// Most are, and parsing costs.
func plainWord(s string) bool {
	if len(s) < 6 || s[0] < 'A' || s[0] > 'Z' && s[0] < 'a' || s[0] > 'z' {
		return false // numbers, and words such as true, null and off
	}
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '.' && c != '/' && c != '-' {
			return false
		}
	}
	return true
}
