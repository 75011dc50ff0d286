package complete

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/card"
	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/server/syntax"
)

// values offers the scalars that a type allows, as far as they can be listed.
// Field, which may be nil, is the one that has the type.
func (p *place) values(t *schema.Type, f *schema.Field) {
	if t == nil {
		return
	}
	all := t.Enum
	byDefault := ""
	if f != nil && f.Default != "" {
		byDefault = plainDefault(f.Default)
	}
	if t.Kind == schema.Boolean {
		all = []string{"true", "false"}
	}
	if len(all) == 0 && byDefault != "" && t.Kind != schema.Object && t.Kind != schema.List && t.Kind != schema.Map {
		all = []string{byDefault}
	}
	for _, v := range all {
		item := Item{Label: v, Kind: Value}
		if v == byDefault {
			item.Detail = "default"
		}
		if f != nil {
			item.Card = func() *card.Card { return p.env.View().ValueOf(f, v, p.subjectOf(p.cursor.Holder)) }
		}
		p.scalar(item, t.Kind == schema.String)
	}
}

// plainDefault returns a default as it is written in YAML.
func plainDefault(s string) string {
	var v string
	if json.Unmarshal([]byte(s), &v) == nil {
		return v
	}
	return s
}

// scalar adds an item that writes its label as a value: between the quotes that are
// there, with quotes in JSON, and with a space behind a colon that has none.
func (p *place) scalar(item Item, isString bool) {
	s := item.Label
	from := p.from
	n := p.cursor.Node
	switch {
	case n.Kind() == syntax.Scalar && n.Style() != syntax.Plain:
		quote := n.Source()[:1]
		s = quote + s + quote
	case isString && (p.inJSON() || ambiguous(s)):
		s = `"` + s + `"`
	}
	item.Filter = s
	if from > 0 && p.cursor.SameLine && p.doc.Text()[from-1] == ':' {
		s = " " + s
	}
	item.Edit = p.edit(from, s)
	p.items = append(p.items, item)
}

// ambiguous reports whether a string would be read as something else without quotes.
func ambiguous(s string) bool {
	d := syntax.Parse(s, syntax.Options{}).Documents()[0]
	v, ok := d.Root().Resolve().(string)
	return !ok || v != s
}

// identity offers the values of apiVersion and kind. It reports whether pair is one
// of them.
func (p *place) identity(pair syntax.Node) bool {
	root := pair.Parent()
	r := p.doc.ResourceOf(pair)
	if r == nil || r.Root != root {
		return false
	}
	switch pair.Key().Text() {
	case "kind":
		p.kinds(r.APIVersion)
	case "apiVersion":
		p.apiVersions(r.Kind)
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

// kinds offers the kinds of an apiVersion, or all if it is empty or unknown.
func (p *place) kinds(apiVersion string) {
	env := p.env
	var fitting, all []Item
	for _, k := range catalog.Kinds() {
		v := k.Preferred(env.Target)
		for _, x := range k.Versions {
			if x.APIVersion() == apiVersion && x.In(env.Target) == catalog.Served {
				v = x
				fitting = append(fitting, p.kindItem(v))
			}
		}
		if v != nil {
			all = append(all, p.kindItem(v))
		}
	}
	for _, c := range env.Customs.All() {
		name := c.Kind.Group + "/" + c.Kind.Version
		item := Item{Label: c.Kind.Kind, Kind: KindName, Detail: name, Card: func() *card.Card {
			return env.View().Custom(name, c.Kind.Kind, c.Namespaced, c.Type())
		}}
		if name == apiVersion {
			fitting = append(fitting, item)
		}
		all = append(all, item)
	}
	if len(fitting) > 0 {
		all = fitting
	}
	slices.SortStableFunc(all, func(a, b Item) int {
		if ua, ub := usualness(a.Label), usualness(b.Label); ua != ub {
			return ua - ub
		}
		return strings.Compare(a.Label, b.Label)
	})
	all = slices.CompactFunc(all, func(a, b Item) bool { return a.Label == b.Label })
	for _, item := range all {
		p.scalar(item, true)
	}
}

func usualness(kind string) int {
	if i := slices.Index(usual, kind); i >= 0 {
		return i
	}
	return len(usual)
}

func (p *place) kindItem(v *catalog.Version) Item {
	return Item{Label: v.Kind.Name, Kind: KindName, Detail: v.APIVersion(), Card: func() *card.Card {
		t := schema.BuiltIn().Kind(v.Kind.Group, v.Name, v.Kind.Name)
		return p.env.View().Kind(v, t, "", nil)
	}}
}

// apiVersions offers the versions of a kind, or all if it is empty or unknown.
func (p *place) apiVersions(kind string) {
	env := p.env
	var all []Item
	add := func(apiVersion, detail string, deprecated bool) {
		if !slices.ContainsFunc(all, func(x Item) bool { return x.Label == apiVersion }) {
			all = append(all, Item{Label: apiVersion, Kind: APIVersion, Detail: detail, Deprecated: deprecated})
		}
	}
	kinds := catalog.Named(kind)
	for _, k := range kinds {
		for _, v := range k.Versions {
			if v.In(env.Target) == catalog.Served {
				add(v.APIVersion(), kind, v.DeprecatedIn(env.Target))
			}
		}
	}
	for _, c := range env.Customs.All() {
		if c.Kind.Kind == kind {
			add(c.Kind.Group+"/"+c.Kind.Version, kind, c.Deprecated != "")
		}
	}
	if len(all) == 0 {
		for _, name := range usual {
			for _, k := range catalog.Named(name) {
				if v := k.Preferred(env.Target); v != nil {
					add(v.APIVersion(), "", false)
				}
			}
		}
		for _, k := range catalog.Kinds() {
			if v := k.Preferred(env.Target); v != nil {
				add(v.APIVersion(), "", false)
			}
		}
	}
	for _, item := range all {
		p.scalar(item, true)
	}
}

// order puts the items that begin with what is typed first, then those that hold
// it, and keeps their order otherwise.
func (p *place) order(typed string) {
	typed = typed[strings.LastIndexByte(typed, ':')+1:]
	typed = strings.ToLower(strings.Trim(typed, `"' -`))
	if typed == "" {
		return
	}
	slices.SortStableFunc(p.items, func(a, b Item) int { return fit(a.Label, typed) - fit(b.Label, typed) })
}

func fit(label, typed string) int {
	switch i := strings.Index(strings.ToLower(strings.TrimPrefix(label, "- ")), typed); {
	case i == 0:
		return 0
	case i > 0:
		return 1
	}
	return 2
}
