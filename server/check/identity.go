package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/spell"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// identity checks apiVersion and kind. It reports whether a server of the target
// release takes such an object, so that it makes sense to look at its fields.
func (p *pass) identity(r *manifest.Resource) bool {
	if !p.named(r, "apiVersion", r.APIVersion) || !p.named(r, "kind", r.Kind) {
		return false
	}
	p.list(r)
	if r.List == nil && len(p.doc.Resources()) > 1 || strings.HasSuffix(r.Kind, "List") && r.Known == nil && catalog.BuiltIn(r.Group) {
		return false // clients send the items of a List, which are checked as their own
	}
	if r.Known != nil {
		return p.served(r)
	}
	if versions := p.doc.Env().Customs.Versions(r.Group, r.Kind); r.Custom == nil && len(versions) > 0 {
		p.report(Problem{
			Span: valueSpan(r.Root, "apiVersion"), Code: "api/unknown-kind", Field: "apiVersion",
			Message: fmt.Sprintf("the definition of %s in this workspace serves %s, not %s", r.Kind, strings.Join(versions, ", "), r.Version),
		})
		return false
	}
	if r.Custom != nil || !catalog.BuiltIn(r.Group) {
		return r.Custom != nil
	}
	p.unknownKind(r)
	return false
}

// named reports whether one of the two fields that say what a resource is has a
// value, and reports a problem if it has none.
func (p *pass) named(r *manifest.Resource, key, value string) bool {
	pair := r.Root.Pair(key)
	v := pair.Value().Target()
	if value != "" && v.Kind() == syntax.Scalar {
		if s, ok := v.Resolve().(string); ok && s != "" {
			return true
		}
		p.report(Problem{
			Span: pair.Value().Span(), Code: "schema/wrong-type", Field: key,
			Message: key + " must be a string", Fixes: quoteFix(pair.Value()),
		})
		return false
	}
	if p.partial {
		return false
	}
	x := Problem{Code: "schema/missing-required", Field: key, Message: key + " is missing; without it nobody can tell what this is"}
	if pair.IsZero() {
		x.Span = r.Root.First().Key().Span()
		if other := r.Root.Pair("kind"); !other.IsZero() {
			x.Span = other.Key().Span()
		} else if other := r.Root.Pair("apiVersion"); !other.IsZero() {
			x.Span = other.Key().Span()
		}
		if slip := slipOf(key, r.Root); !slip.IsZero() {
			x.Span = slip.Span()
			x.Message = key + " is missing here"
			x.Message += "; did you mean " + key + "?"
			x.Fixes = []Fix{rewrite(slip, key, true)}
		}
	} else {
		x.Span, x.Message = pair.Key().Span(), key+" has no value; without it nobody can tell what this is"
		if k := v.Kind(); k == syntax.Mapping || k == syntax.Sequence {
			x.Code, x.Message = "schema/wrong-type", key+" must be a string"
		}
	}
	p.report(x)
	return false
}

// slipOf returns the key of a mapping that was probably meant to be the given one.
func slipOf(key string, m syntax.Node) syntax.Node {
	for pair := range m.Children() {
		if pair.Kind() != syntax.Pair {
			continue
		}
		if near, ok := spell.Nearest(pair.Key().Text(), slices.Values([]string{key, "metadata", "spec", "status", "data"})); ok && near == key {
			return pair.Key()
		}
	}
	return syntax.Node{}
}

// valueSpan returns the span of the value of a key of a mapping.
func valueSpan(m syntax.Node, key string) text.Span { return m.Get(key).Span() }

// served reports whether the newest target release serves a kind that Kubernetes has,
// and reports a problem if any of them does not.
func (p *pass) served(r *manifest.Resource) bool {
	v, releases := r.Known, p.doc.Env().Releases()
	x := Problem{Span: valueSpan(r.Root, "apiVersion"), Field: "apiVersion"}
	if lacking := releases.Lacking(func(m catalog.Minor) bool { return v.In(m) == catalog.Served }); len(lacking) > 0 && lacking[0] != releases {
		return p.partlyServed(r, x, lacking)
	}
	switch target := releases.Newest; v.In(target) {
	case catalog.Served:
		if v.DeprecatedIn(target) {
			x.Severity, x.Code, x.Deprecated = Warning, "dep/version-deprecated", true
			x.Message = fmt.Sprintf("%s %s is deprecated since %s", v.APIVersion(), r.Kind, v.Deprecated) + instead(v, releases)
			x.Fixes = p.migration(r)
			p.report(x)
		}
		return true
	case catalog.Gone:
		x.Code = "api/version-removed"
		if v.Successor() == nil {
			x.Code = "api/kind-removed-no-successor"
		}
		x.Message = fmt.Sprintf("%s %s was removed in %s", v.APIVersion(), r.Kind, v.Removed) + instead(v, releases)
		x.Fixes = p.migration(r)
	case catalog.Off:
		x.Code = "api/beta-not-enabled"
		x.Message = fmt.Sprintf("%s does not serve %s by default; kube-apiserver needs --runtime-config=%s=true",
			releases, v.APIVersion(), v.APIVersion()) + instead(v, releases)
		x.Fixes = p.migration(r)
	case catalog.NotYet:
		x.Code = "api/version-not-yet"
		x.Message = fmt.Sprintf("%s %s comes with %s; manifests here are written for %s", v.APIVersion(), r.Kind, v.Introduced, releases)
	case catalog.Never:
		x.Span, x.Field, x.Code = valueSpan(r.Root, "kind"), "kind", "api/unknown-kind"
		x.Message = r.Kind + " cannot be created from a manifest"
	}
	p.report(x)
	return false
}

// partlyServed reports that some target releases do not serve a version and others do.
// It reports whether the newest one does.
func (p *pass) partlyServed(r *manifest.Resource, x Problem, lacking []catalog.Range) bool {
	v, releases := r.Known, p.doc.Env().Releases()
	missing := spoken(lacking)
	if v.In(releases.Newest) == catalog.Gone {
		x.Code = "api/version-removed"
		if v.Successor() == nil {
			x.Code = "api/kind-removed-no-successor"
		}
		x.Message = fmt.Sprintf("%s %s was removed in %s and is missing in %s", v.APIVersion(), r.Kind, v.Removed, missing) + instead(v, releases)
		x.Fixes = p.migration(r)
		p.report(x)
		return false
	}
	x.Code = "api/version-not-yet"
	x.Message = fmt.Sprintf("%s %s comes with %s and is missing in %s", v.APIVersion(), r.Kind, v.Introduced, missing)
	if older := releases.Preferred(v.Kind); older != nil {
		x.Message += "; use " + older.APIVersion()
	}
	p.report(x)
	return v.In(releases.Newest) == catalog.Served
}

// instead returns the rest of a sentence that says what to use in the place of v, if
// the target releases have it, and since when there is such otherwise.
func instead(v *catalog.Version, releases catalog.Range) string {
	s := successor(v, releases)
	if s == nil {
		s = v.Successor()
	}
	switch {
	case s == nil:
		return ""
	case releases.Serves(s) && s.Kind.Name == v.Kind.Name:
		return "; use " + s.APIVersion()
	case releases.Serves(s):
		return "; use " + s.Kind.Name + " of " + s.APIVersion()
	case s.Introduced <= releases.Oldest:
		return ""
	case s.Kind.Name == v.Kind.Name:
		return "; since " + s.Introduced.String() + " there is " + s.APIVersion()
	}
	return "; since " + s.Introduced.String() + " there is " + s.Kind.Name + " of " + s.APIVersion()
}

// unknownKind reports a kind or version that a group of Kubernetes does not have.
func (p *pass) unknownKind(r *manifest.Resource) {
	releases := p.doc.Env().Releases()
	x := Problem{Span: valueSpan(r.Root, "kind"), Code: "api/unknown-kind", Field: "kind"}
	if kinds := catalog.Named(r.Kind); len(kinds) > 0 {
		x.Span, x.Field = valueSpan(r.Root, "apiVersion"), "apiVersion"
		x.Code = "api/wrong-group-for-kind"
		if slices.ContainsFunc(kinds, func(k *catalog.Kind) bool { return k.Group == r.Group }) {
			x.Code = "api/unknown-kind"
		}
		x.Message = fmt.Sprintf("there is no %s in %s", r.Kind, r.APIVersion)
		for _, k := range kinds {
			if v := releases.Preferred(k); v != nil {
				x.Message += "; it is in " + v.APIVersion()
				x.Fixes = []Fix{rewrite(r.Root.Get("apiVersion"), v.APIVersion(), len(kinds) == 1)}
				break
			}
		}
		p.report(x)
		return
	}
	x.Message = fmt.Sprintf("there is no kind %s in %s", r.Kind, r.APIVersion)
	if near, ok := spell.Nearest(r.Kind, catalog.Names(releases.Newest)); ok {
		x.Message += "; did you mean " + near + "?"
		x.Fixes = []Fix{rewrite(r.Root.Get("kind"), near, strings.EqualFold(near, r.Kind))}
	}
	p.report(x)
}
