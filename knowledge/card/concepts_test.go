package card

import (
	"slices"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/concept"
	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/knowledge/relation"
	"github.com/kubelore/kubelore/knowledge/schema"
)

// types returns the types that are linked, by name; several versions may share one.
func types(t *testing.T) map[string][]*schema.Type {
	t.Helper()
	found := map[string][]*schema.Type{}
	seen := map[*schema.Type]bool{}
	var walk func(*schema.Type)
	walk = func(x *schema.Type) {
		if x == nil || seen[x] {
			return
		}
		seen[x] = true
		if x.Name != "" {
			found[x.Name] = append(found[x.Name], x)
		}
		for _, f := range x.Fields {
			walk(f.Type)
		}
		walk(x.Elem)
	}
	for _, k := range catalog.Kinds() {
		for _, v := range k.Versions {
			walk(schema.BuiltIn().Kind(k.Group, v.Name, k.Name))
		}
	}
	return found
}

// follow returns the type at a path below one, or nil.
func follow(x *schema.Type, path string) *schema.Type {
	for name := range strings.SplitSeq(path, ".") {
		for x != nil && (x.Kind == schema.List || x.Kind == schema.Map) {
			x = x.Elem
		}
		f := x.Field(name)
		if f == nil {
			return nil
		}
		x = f.Type
	}
	return x
}

// Every link of an entry leads from a kind that Kubernetes has or had, from a field that
// there is, or from a value that the field takes.
func TestLinksLeadSomewhere(t *testing.T) {
	byName := types(t)
	for _, c := range concept.BuiltIn().All() {
		for _, l := range c.Links {
			var from []*schema.Type
			if name, ok := strings.CutPrefix(l.Owner, "@"); ok {
				from = byName[name]
			} else if apiVersion, kind, ok := strings.Cut(l.Owner, " "); ok {
				group, version := "", apiVersion
				if g, v, ok := strings.Cut(apiVersion, "/"); ok {
					group, version = g, v
				}
				if catalog.Lookup(group, version, kind) == nil {
					t.Errorf("%s: there is no %s", c.ID, l.Owner)
				}
				if x := schema.BuiltIn().Kind(group, version, kind); x != nil {
					from = append(from, x)
				}
			}
			if l.Kind != concept.Field && l.Kind != concept.Value {
				continue
			}
			found, takes := false, false
			for _, x := range from {
				if at := follow(x, l.Path); at != nil {
					found = true
					takes = takes || len(at.Enum) == 0
					for _, v := range at.Enum {
						takes = takes || v == l.Value
					}
				}
			}
			if !found {
				t.Errorf("%s: there is no field %s", c.ID, l)
			} else if l.Kind == concept.Value && !takes {
				t.Errorf("%s: the field does not take %s", c.ID, l)
			}
		}
	}
}

// Every kind that ever was has an entry.
func TestEveryKindIsExplained(t *testing.T) {
	for _, k := range catalog.Kinds() {
		explained := false
		for _, v := range k.Versions {
			explained = explained || concept.BuiltIn().Kind(v.APIVersion(), k.Name) != nil
		}
		if !explained {
			t.Errorf("no entry explains %s of %q", k.Name, k.Group)
		}
	}
}

// Cards of kinds and of all fields with an entry fit the window, in both languages.
func TestCardsFit(t *testing.T) {
	measured, most := 0, 0
	measure := func(name string, c *Card) {
		measured++
		for _, text := range []string{c.Markdown(), c.Plain()} {
			n := strings.Count(text, "\n")
			most = max(most, n)
			if n > longest {
				t.Errorf("the card of %s has %d lines:\n%s", name, n, text)
			}
		}
	}
	byName := types(t)
	for _, l := range language.All() {
		view := View{Language: l, Target: catalog.Newest, Concepts: concept.BuiltIn()}
		for _, k := range catalog.Kinds() {
			for _, v := range k.Versions {
				measure(k.Name, view.Kind(v, schema.BuiltIn().Kind(k.Group, v.Name, k.Name), "", nil))
				measure(v.APIVersion(), view.APIVersion(v))
			}
		}
		for name, all := range byName {
			for _, x := range all {
				for _, f := range x.Fields {
					s := &Subject{APIVersion: "v1", Kind: "Pod", Way: []concept.Step{{Owner: name, Name: f.Name}}, At: []Place{{}}}
					measure(name+"."+f.Name, view.Field(f, "spec."+f.Name, "", s))
				}
			}
		}
	}
	t.Logf("%d cards, the longest has %d lines", measured, most)
}

// Every relation leads from a field that there is to kinds that there are, and so do the
// places of parts.
func TestRelationsLeadSomewhere(t *testing.T) {
	byName := types(t)
	for _, r := range relation.BuiltIn().All() {
		for _, place := range r.Places {
			owner := strings.TrimSuffix(place, " "+relation.Path(place))
			if owner == "*" || strings.Contains(owner, "beta1 Ingress") {
				continue // any kind, and kinds whose types are not linked any more
			}
			for _, path := range []string{relation.Path(place), r.Of, r.Space} {
				if path == "" || path == "." {
					continue
				}
				if !slices.ContainsFunc(from(byName, owner), func(x *schema.Type) bool { return x != nil && leads(x, relation.Steps(path)) }) {
					t.Errorf("%s: %s has no field %s", r.ID, owner, path)
				}
			}
		}
		if r.How == relation.Part && !relation.Parts()[r.Part] {
			t.Errorf("%s: there is no part %q", r.ID, r.Part)
		}
		for _, k := range r.To {
			if k == relation.Any || strings.HasPrefix(k.APIVersion, "snapshot.storage.k8s.io/") {
				continue
			}
			_, version, ok := strings.Cut(k.APIVersion, "/")
			if !ok {
				version = k.APIVersion
			}
			known := catalog.Lookup(k.Group(), version, k.Name)
			if known == nil || r.How == relation.Name && r.Space == "" && known.Kind.Namespaced == r.Cluster {
				t.Errorf("%s names %s %s, which does not exist or is of another scope", r.ID, k.APIVersion, k.Name)
			}
		}
	}
}

// from returns the types that an owner stands for.
func from(byName map[string][]*schema.Type, owner string) []*schema.Type {
	apiVersion, kind, ok := strings.Cut(owner, " ")
	if !ok {
		return byName[strings.TrimPrefix(owner, "@")]
	}
	group, version := "", apiVersion
	if g, v, ok := strings.Cut(apiVersion, "/"); ok {
		group, version = g, v
	}
	return []*schema.Type{schema.BuiltIn().Kind(group, version, kind)}
}

// leads reports whether a value of a type can have what a path leads to.
func leads(x *schema.Type, path []string) bool {
	for _, step := range path {
		for x.Kind == schema.List {
			x = x.Elem
		}
		switch f := x.Field(step); {
		case f != nil:
			x = f.Type
		case x.Kind == schema.Map && x.Elem != nil:
			x = x.Elem
		default:
			return false
		}
	}
	return true
}
