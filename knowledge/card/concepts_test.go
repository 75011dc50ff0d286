package card

import (
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

// Every relation leads from a field that there is to kinds that there are.
func TestRelationsLeadSomewhere(t *testing.T) {
	byName := types(t)
	for _, r := range relation.BuiltIn().All() {
		owner := strings.TrimSuffix(r.Place, " "+r.Path())
		from := byName[strings.TrimPrefix(owner, "@")]
		if apiVersion, kind, ok := strings.Cut(owner, " "); ok {
			group, version := "", apiVersion
			if g, v, ok := strings.Cut(apiVersion, "/"); ok {
				group, version = g, v
			}
			from = []*schema.Type{schema.BuiltIn().Kind(group, version, kind)}
		}
		for _, path := range []string{r.Path(), r.Of} {
			found := path == ""
			for _, x := range from {
				if x != nil && !found {
					at := follow(x, path)
					found = at != nil && (at.Kind == schema.String || at.Kind == schema.List && at.Elem.Kind == schema.String)
				}
			}
			if !found {
				t.Errorf("%s: %s has no text field %s", r.ID, owner, path)
			}
		}
		for _, k := range r.To {
			group, version := "", k.APIVersion
			if g, v, ok := strings.Cut(k.APIVersion, "/"); ok {
				group, version = g, v
			}
			known := catalog.Lookup(group, version, k.Name)
			if known == nil || known.Kind.Namespaced == r.Cluster {
				t.Errorf("%s names %s %s, which does not exist or is of another scope", r.ID, k.APIVersion, k.Name)
			}
		}
	}
}
