package complete

import (
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/card"
	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/server/syntax"
)

// identity offers the values of apiVersion and kind. It reports whether pair is one
// of them.
func (p *place) identity(pair syntax.Node) bool {
	root := pair.Parent()
	r := p.doc.ResourceOf(pair)
	if r == nil || r.Root != root {
		return false
	}
	str := &schema.Type{Kind: schema.String}
	switch pair.Key().Text() {
	case "kind":
		p.kinds(r, str)
	case "apiVersion":
		p.scalars(p.apiVersions(r), str)
	default:
		return false
	}
	return true
}

// usual are the kinds that people write most, most first.
var usual = []string{ //nolint:gochecknoglobals // a table
	"Deployment", "Service", "ConfigMap", "Secret", "Ingress", "StatefulSet", "DaemonSet", "CronJob", "Job", "Pod",
	"PersistentVolumeClaim", "HorizontalPodAutoscaler", "ServiceAccount", "Role", "RoleBinding", "ClusterRole",
	"ClusterRoleBinding", "NetworkPolicy", "PodDisruptionBudget", "Namespace", "CustomResourceDefinition",
}

func usualness(kind string) int {
	if i := slices.Index(usual, kind); i >= 0 {
		return i
	}
	return len(usual)
}

// a version is one version of a kind, built in or custom.
type version struct {
	apiVersion, kind string
	typ              func() *schema.Type
	deprecated       bool
	card             func() *card.Card
}

// builtInVersions returns the versions of a kind that all target releases serve, the
// preferred one first.
func (p *place) builtInVersions(k *catalog.Kind) []version {
	var all []version
	best := p.env.Releases().Preferred(k)
	for _, v := range k.Versions {
		if !p.env.Releases().Serves(v) {
			continue
		}
		x := version{
			apiVersion: v.APIVersion(), kind: k.Name, deprecated: v.DeprecatedIn(p.env.Target),
			typ: func() *schema.Type { return schema.BuiltIn().Kind(k.Group, v.Name, k.Name) },
		}
		x.card = func() *card.Card { return p.env.View().Kind(v, x.typ(), "", nil) }
		if v == best {
			all = slices.Insert(all, 0, x)
		} else {
			all = append(all, x)
		}
	}
	return all
}

// versions returns all versions of all kinds: those of one kind together, the usual kinds
// first.
func (p *place) versions() []version {
	var all []version
	for _, k := range catalog.Kinds() {
		all = append(all, p.builtInVersions(k)...)
	}
	for _, c := range p.env.Customs.All() {
		name := c.Kind.Group + "/" + c.Kind.Version
		all = append(all, version{
			apiVersion: name, kind: c.Kind.Kind, typ: c.Type, deprecated: c.Deprecated != "",
			card: func() *card.Card { return p.env.View().Custom(name, c.Kind.Kind, c.Namespaced, c.Type()) },
		})
	}
	slices.SortStableFunc(all, func(a, b version) int {
		if ua, ub := usualness(a.kind), usualness(b.kind); ua != ub {
			return ua - ub
		}
		return strings.Compare(a.kind, b.kind)
	})
	return all
}

// takes reports whether a kind can have what a resource holds, whatever its kind is.
func (v version) takes(r *resource) bool {
	t := v.typ()
	for c := range r.Root.Children() {
		if c.Kind() != syntax.Pair {
			continue
		}
		key := c.Key().Text()
		if key == "kind" || key == "apiVersion" || key == "metadata" {
			continue
		}
		if t == nil {
			return false
		}
		if f := t.Field(key); f == nil && !t.Preserve || f != nil && !accepts(f.Type, c.Value()) {
			return false
		}
	}
	return true
}

// taking returns the versions that can have what a resource holds, or all if there are
// none, so that there is nothing to keep. What the kind itself can have does not count: it
// may be the beginning of another.
func taking(all []version, r *resource) []version {
	fitting := slices.DeleteFunc(slices.Clone(all), func(v version) bool { return !v.takes(r) })
	if len(fitting) == 0 {
		return all
	}
	return fitting
}

// kinds offers the kinds of the apiVersion of a resource, or all if it is empty or unknown,
// that can have what the resource holds. Where no apiVersion is written it is added.
func (p *place) kinds(r *resource, t *schema.Type) {
	if items := r.Root.Get("items").Target(); items.Kind() == syntax.Sequence && !slices.ContainsFunc(p.versions(), func(v version) bool { return v.takes(r) }) {
		p.scalars([]word{{text: "List", detail: "v1", kind: KindName}}, t) // nothing else holds resources
		return
	}
	all := p.versions()
	fitting := slices.DeleteFunc(slices.Clone(all), func(v version) bool { return v.apiVersion != r.APIVersion })
	if len(fitting) > 0 {
		all = fitting
	}
	all = taking(all, r)
	seen := map[string]bool{}
	for _, v := range all {
		if seen[v.kind] {
			continue
		}
		seen[v.kind] = true
		before := len(p.items)
		p.scalars([]word{{text: v.kind, detail: v.apiVersion, kind: KindName, deprecated: v.deprecated, card: v.card}}, t)
		if len(p.items) > before && r.Root.Pair("apiVersion").IsZero() {
			p.addAPIVersion(&p.items[before], r, v.apiVersion)
		}
	}
}

// addAPIVersion lets an item write the apiVersion above the kind as well.
func (p *place) addAPIVersion(item *Item, r *resource, apiVersion string) {
	pair := r.Root.Pair("kind")
	if p.inFlow() || r.Root.Flow() || pair.Span().Start-pair.Column() != p.start || strings.TrimSpace(p.text[p.start:pair.Span().Start]) != "" {
		return
	}
	at := pair.Span().Start + p.doc.Start
	item.Also = append(item.Also, insertion(at, "apiVersion: "+apiVersion+"\n"+strings.Repeat(" ", pair.Column())))
}

// apiVersions returns the versions of the kind of a resource, or all if it is empty, that
// can have what the resource holds.
func (p *place) apiVersions(r *resource) []word {
	var all []word
	versions := p.versions()
	if r.Kind != "" {
		own := slices.DeleteFunc(slices.Clone(versions), func(v version) bool { return v.kind != r.Kind })
		if len(own) > 0 {
			versions = own
		}
	}
	for _, v := range taking(versions, r) {
		w := word{text: v.apiVersion, kind: APIVersion}
		if v.kind == r.Kind {
			w.detail, w.deprecated = v.kind, v.deprecated
		}
		if !slices.ContainsFunc(all, func(x word) bool { return x.text == w.text }) {
			all = append(all, w)
		}
	}
	return all
}
