package complete

import (
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/card"
	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/concept"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/knowledge/snippet"
	"github.com/kubelore/kubelore/server/syntax"
)

// mapKeys offers the keys of a map: names of resources, and labels and annotations that are
// well known or that the file uses.
func (p *place) mapKeys(mapping syntax.Node, t *schema.Type, s slot, written map[string]bool, write func(string, *schema.Type) string) {
	n := mapping
	if n.IsZero() {
		n = s.holder
	}
	pair := n
	for pair.Kind() != syntax.Pair && !pair.IsZero() {
		pair = pair.Parent()
	}
	owner := p.doc.TypeOf(pair.Parent())
	if owner == nil || owner.Kind != schema.Object {
		return
	}
	value, fixed := p.valueBelow()
	if fixed && !accepts(t.Elem, value) {
		return
	}
	field := pair.Key().Text()
	keys, _ := catalog.KeysOf(owner.Name, field)
	add := func(item Item) {
		if written[item.Label] {
			return
		}
		written[item.Label] = true
		item.Filter = p.quoted(item.Label)
		p.put(s, item, snippet.Text(write(item.Label, t.Elem)))
	}
	for _, key := range keys {
		add(Item{Label: key, Kind: Field})
	}
	of := mapOf(owner.Name, field)
	if of == "" {
		return
	}
	kind := ""
	if r := p.resource(); r != nil {
		kind = r.Kind
	}
	if field == nodeSelector {
		kind = "Node" // the labels of objects are not those of Nodes
	} else if of == concept.Label {
		for _, key := range p.labelKeys(pair) {
			add(Item{Label: key, Kind: Reference})
		}
	}
	for _, k := range wellKnownKeys(of, kind, owner.Name) {
		add(Item{
			Label: k.Name, Kind: Field, Detail: k.Text.In(p.env.Language), Deprecated: k.Status != "current",
			Card: func() *card.Card { return p.env.View().Key(of, k.Name) },
		})
	}
}

const nodeSelector = "nodeSelector"

// mapOf says what the keys of a map are.
func mapOf(owner, field string) concept.LinkKind {
	switch {
	case field == "annotations" && owner == "ObjectMeta":
		return concept.Annotation
	case field == "labels" && owner == "ObjectMeta", field == "matchLabels", field == nodeSelector,
		field == "selector" && (owner == "ServiceSpec" || owner == "ReplicationControllerSpec"):
		return concept.Label
	}
	return ""
}

// recommended is the prefix of the labels that Kubernetes recommends for everything.
const recommended = "app.kubernetes.io/"

// wellKnownKeys returns the well-known keys that an author would write at a place: those of
// the kind first, then the recommended ones.
func wellKnownKeys(of concept.LinkKind, kind, owner string) []*catalog.Key {
	var all []*catalog.Key
	for _, k := range catalog.Keys(catalog.KeyKind(of)) {
		if offered(k, kind, owner) && (kind != "Node" || owner == "ObjectMeta" || slices.Contains(k.On, kind)) {
			all = append(all, k)
		}
	}
	group := func(k *catalog.Key) int {
		switch {
		case k.Status != "current":
			return 4
		case slices.Contains(k.On, kind):
			return 0
		case k.Name == recommended+"name":
			return 1
		case strings.HasPrefix(k.Name, recommended):
			return 2
		}
		return 3
	}
	slices.SortStableFunc(all, func(a, b *catalog.Key) int { return group(a) - group(b) })
	return all
}

// offered reports whether an author would write a well-known key at a place: what
// components set is of use in selectors only.
func offered(k *catalog.Key, kind, owner string) bool {
	if strings.Contains(k.Name, "*") || k.Status == "removed" {
		return false
	}
	if owner == "ObjectMeta" {
		if k.SetBy != "user" && k.SetBy != "" {
			return false
		}
		return slices.Contains(k.On, "*") || slices.Contains(k.On, kind) || slices.Contains(k.On, "Pod") && kind != ""
	}
	return true
}

// labelKeys returns the keys of the labels that a selector, or the labels of a template, can
// have: those that stand on its counterpart in the same resource, and those of the Pods of
// the file.
func (p *place) labelKeys(pair syntax.Node) []string {
	var all []string
	for _, m := range p.labelMaps(pair) {
		for c := range m.Children() {
			if c.Kind() == syntax.Pair && !p.atToken(c.Key()) && !slices.Contains(all, c.Key().Text()) {
				all = append(all, c.Key().Text())
			}
		}
	}
	if p.names != nil {
		for _, key := range p.names.Labels("") {
			if !slices.Contains(all, key) {
				all = append(all, key)
			}
		}
	}
	return all
}

// labelMaps returns the maps of labels of the file but the one that is the value of pair:
// those of the same resource first.
func (p *place) labelMaps(pair syntax.Node) []syntax.Node {
	var near, far []syntax.Node
	own := p.doc.ResourceOf(pair)
	for _, d := range p.file.Documents() {
		for _, r := range d.Resources() {
			spec := r.Root.Get("spec").Target()
			for _, m := range []syntax.Node{
				spec.Get("selector").Target().Get("matchLabels").Target(), templateOf(r).Get("metadata").Target().Get("labels").Target(),
				r.Root.Get("metadata").Target().Get("labels").Target(), spec.Get("selector").Target(),
			} {
				if m.Kind() != syntax.Mapping || m == pair.Value() || !m.Pair("matchLabels").IsZero() || !m.Pair("matchExpressions").IsZero() {
					continue
				}
				if r == own {
					near = append(near, m)
				} else {
					far = append(far, m)
				}
			}
		}
	}
	return append(near, far...)
}

// entry returns the values of an entry of a map.
func (p *place) entry(t *schema.Type, pair syntax.Node) []word {
	around := pair.Parent().Parent()
	for around.Kind() != syntax.Pair && !around.IsZero() {
		around = around.Parent()
	}
	owner := p.doc.TypeOf(around.Parent())
	if owner == nil {
		return nil
	}
	key := pair.Key().Text()
	if t.Kind == schema.Quantity {
		return p.quantities(key)
	}
	if owner.Name == "ConfigMap" && around.Key().Text() == "data" && formOf(key) != noForm {
		return p.addresses(key, p.typed())
	}
	var all []word
	of := mapOf(owner.Name, around.Key().Text())
	if of != "" {
		for _, v := range valuesOfKeys[key] {
			all = append(all, word{text: v, detail: key, kind: Value})
		}
	}
	if of != concept.Label {
		return all
	}
	for _, m := range p.labelMaps(around) {
		if v := m.Get(key); v.Kind() == syntax.Scalar && !p.atToken(v) {
			all = append(all, word{text: v.Text(), detail: key, kind: Reference})
		}
	}
	if p.names != nil {
		own := pair.Value().Text() // which is in the workspace, too
		for _, v := range p.names.Labels(key) {
			if v == own {
				continue
			}
			all = append(all, word{text: v, detail: key, kind: Reference})
		}
	}
	if app := p.resource(); len(all) == 0 && app != nil && app.Name != "" && slices.Contains([]string{"app", "app.kubernetes.io/name", "app.kubernetes.io/instance"}, key) {
		all = append(all, word{text: app.Name, detail: "metadata.name", kind: Reference})
	}
	return once(all)
}
