package complete

import (
	"strings"
	"sync"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/knowledge/snippet"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// beginning offers what a manifest begins with: a kind with all that it needs, and the
// keys that every manifest has. Root is what is written of it already.
func (p *place) beginning(root syntax.Node, s slot) {
	written := p.written(root)
	r := p.resource()
	fresh := len(written) == 0 || len(written) == 1 && written["apiVersion"] && r != nil
	if root.Kind() == syntax.Mapping && root.Flow() || p.inFlow() {
		fresh = false
	}
	if fresh && s.column == 0 && p.below() < 0 && len(written) == 0 {
		p.skeletons(s, "")
	}
	p.keys(root, firstKeys(), s)
	if fresh && s.column == 0 && p.below() < 0 && len(written) == 1 {
		p.skeletons(s, r.APIVersion)
	}
}

// firstKeys is the type of a manifest of which nothing is known.
var firstKeys = sync.OnceValue(func() *schema.Type { //nolint:gochecknoglobals // made once
	t := schema.BuiltIn().Kind("", "v1", "ConfigMap")
	basic := &schema.Type{Kind: schema.Object}
	for _, name := range []string{"apiVersion", "kind", "metadata"} {
		if f := t.Field(name); f != nil {
			basic.Fields = append(basic.Fields, f)
		}
	}
	return basic
})

// manifests is the type of a list of them.
var manifests = sync.OnceValue(func() *schema.Type { //nolint:gochecknoglobals // made once
	return &schema.Type{Kind: schema.List, Elem: firstKeys()}
})

// typeOf returns the type of a node. An item of a List, and the braces that are all of a
// document, are manifests, even if nothing is written of them yet.
func (p *place) typeOf(n syntax.Node) *schema.Type {
	switch n.Kind() {
	case syntax.Mapping:
		list := p.isItems(n.Parent().Parent())
		if list && !known(p.doc.ResourceOf(n), n) || n == p.doc.Root() && n.Flow() && len(p.doc.Resources()) == 0 {
			return firstKeys()
		}
	case syntax.Item:
		if p.isItems(n.Parent()) && !known(p.doc.ResourceOf(n.Value()), n.Value()) {
			return firstKeys()
		}
	case syntax.Sequence, syntax.Pair:
		if p.isItems(n) {
			return manifests()
		}
	case syntax.NoNode, syntax.Scalar, syntax.Alias, syntax.Null, syntax.Error:
	}
	return p.doc.TypeOf(n)
}

// known reports whether a mapping is a resource whose fields are known.
func known(r *resource, mapping syntax.Node) bool {
	return r != nil && r.Root == mapping && r.Type != nil
}

// isItems reports whether a node is the field with the items of a List, or its value.
func (p *place) isItems(n syntax.Node) bool {
	if n.Kind() == syntax.Sequence {
		n = n.Parent()
	}
	root := p.doc.Root()
	return n.Kind() == syntax.Pair && n.Parent() == root && n.Key().Text() == "items" && root.Get("kind").Text() == "List"
}

// goesOn offers the rest of a manifest in a List of which only the apiVersion is written.
func (p *place) goesOn(mapping syntax.Node, t *schema.Type, s slot) {
	r := p.doc.ResourceOf(mapping)
	if t == firstKeys() && r != nil && r.Root == mapping && r.APIVersion != "" && len(p.written(mapping)) == 1 && p.below() < s.column {
		p.skeletons(s, r.APIVersion)
	}
}

// skeletons offers whole manifests: those of an apiVersion that is written above, or all.
func (p *place) skeletons(s slot, apiVersion string) {
	seen := map[string]bool{}
	for _, v := range p.versions() {
		if apiVersion != "" && v.apiVersion != apiVersion || seen[v.kind+" "+group(v.apiVersion)] {
			continue
		}
		seen[v.kind+" "+group(v.apiVersion)] = true
		source := p.manifestOf(v)
		if apiVersion != "" {
			_, source, _ = strings.Cut(source, "\n")
		}
		label := v.kind
		if seen[v.kind] {
			label += " (" + v.apiVersion + ")" // two groups have a kind of this name
		}
		seen[v.kind] = true
		p.put(s, Item{
			Label: label, Kind: KindName, Detail: v.apiVersion, Deprecated: v.deprecated, Card: v.card,
		}, snippet.Parse(p.indented(source, s.column)))
	}
}

func group(apiVersion string) string {
	group, _ := catalog.Split(apiVersion)
	return group
}

// manifestOf returns the source of a manifest of a kind: the one on record, or else its
// name and what its schema requires.
func (p *place) manifestOf(v version) string {
	if source := snippet.Kind(v.apiVersion, v.kind); source != "" {
		return source
	}
	var b strings.Builder
	b.WriteString("apiVersion: " + v.apiVersion + "\nkind: " + v.kind + "\nmetadata:\n  name: ${1:" + strings.ToLower(v.kind) + "}\n")
	t := v.typ()
	if t == nil {
		return strings.TrimSuffix(b.String(), "\n")
	}
	missing := missingOf(t, map[string]bool{"apiVersion": true, "kind": true, "metadata": true})
	if f := t.Field("spec"); len(missing) == 0 && f != nil && f.Type.Kind == schema.Object && len(missingOf(f.Type, nil)) > 0 {
		missing = []*schema.Field{f}
	}
	next := 2
	p.skeleton(&b, t, missing, nil, &next, 0)
	return strings.TrimSuffix(b.String(), "\n")
}

// insertion returns the edit that inserts text.
func insertion(at int, s string) text.Edit {
	return text.Edit{Span: text.Span{Start: at, End: at}, New: s}
}
