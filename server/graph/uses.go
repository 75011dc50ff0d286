package graph

import (
	"slices"

	"github.com/kubelore/kubelore/knowledge/relation"
)

// Uses returns the references that lead to a target, in no particular order. Those that
// lead to a part of an object do not count as uses of the object.
func (g *Graph) Uses(t Target) []Use {
	found := g.named(t, func(*Reference) bool { return true })
	selected := len(t.Templates) > 0 || g.disk.selected[t.Kind] || g.open().selected[t.Kind]
	if t.Part == nil && t.Label == nil && selected {
		for u := range g.selectors(t.Object.Namespace) {
			if g.selects(u, t.Place) {
				found = append(found, u)
			}
		}
	}
	return found
}

// named returns the references among some that lead to a target by its name.
func (g *Graph) named(t Target, among func(*Reference) bool) []Use {
	var found []Use
	seen := map[*Reference]bool{}
	consider := func(u Use) {
		if !among(u.Reference) || seen[u.Reference] || g.hidden(u.File) {
			return
		}
		if u.could(t) && slices.ContainsFunc(g.Targets(u), func(x Target) bool { return x.same(t) }) {
			seen[u.Reference] = true
			found = append(found, u)
		}
	}
	for _, name := range t.names() {
		g.naming(name, consider)
	}
	if t.Part != nil && t.Part.Kind == "key" {
		// A container can put a prefix before the names of variables that it takes from keys.
		g.naming(t.Object.Name, func(u Use) {
			if u.Prefix != "" {
				g.naming(u.Prefix+t.Part.Name, consider)
			}
		})
	}
	return found
}

// could reports whether a reference can lead to a target, as far as that is seen without
// following it: many parts have the same name.
func (u Use) could(t Target) bool {
	if t.Part == nil || t.Object == u.Object {
		return true
	}
	names := func(r *Reference) bool { return r.Selector != nil || r.Name == t.Object.Name }
	switch {
	case u.Relation.How == relation.Env:
		return slices.ContainsFunc(u.Object.References, func(r Reference) bool { return names(&r) })
	case u.Relation.Of == "" && (u.Relation.How == relation.Part || u.Relation.How == relation.KeySuffix):
		return false
	case len(u.of) == 0:
		return true
	}
	return slices.ContainsFunc(u.of, func(i int) bool { return names(&u.Object.References[i]) })
}

// names returns what references call a target.
func (t Target) names() []string {
	switch {
	case t.Part == nil && t.Label == nil:
		return []string{t.Object.Name}
	case t.Part == nil:
		return []string{t.Label.Key}
	}
	return slices.DeleteFunc([]string{t.Part.Name, t.Part.Also}, func(s string) bool { return s == "" })
}

func (g *Graph) naming(name string, consider func(Use)) {
	for _, x := range []*Index{g.disk, g.open()} {
		for _, u := range x.naming[name] {
			consider(u)
		}
	}
}

// Alike returns the references that name the same as one that names nothing in a
// manifest: a scheduler, a signer.
func (g *Graph) Alike(u Use) []Use {
	var all []Use
	if u.Relation.How == relation.External {
		g.naming(u.Reference.Name, func(x Use) {
			if x.Relation == u.Relation && !g.hidden(x.File) {
				all = append(all, x)
			}
		})
	}
	return all
}

// Selecting returns the references that select the Pods of a template, the selector of
// its own object included.
func (g *Graph) Selecting(p Place, t *Template) []Use {
	var all []Use
	for u := range g.selectors(p.Object.Namespace) {
		own := u.Relation.Of == "." && u.Object == p.Object
		if p.makes(t, u.Selector) && (own || len(u.Kinds) > 0 && u.Kinds[0].Name == "Pod" && g.reaches(u, p.Object.Namespace)) {
			all = append(all, u)
		}
	}
	return all
}
