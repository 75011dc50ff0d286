package complete

import (
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/knowledge/usage"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
)

type resource = manifest.Resource

// sorted returns the fields of a type as they are offered at a slot: what is required
// first, then what stands there most, at the end what is deprecated or what the server
// sets itself.
func (p *place) sorted(t *schema.Type, s slot, holder string) []*schema.Field {
	at := usage.Place{Type: t.Name, Holder: holder, Before: s.before, After: s.after}
	type scored struct {
		*schema.Field
		group int
		share float64
	}
	all := make([]scored, len(t.Fields))
	for i, f := range t.Fields {
		x := scored{Field: f, group: 1, share: at.Field(f.Name)}
		facts := p.facts(t.Name, f.Name)
		switch {
		case setByServer(t, f.Name):
			x.group = 3
		case facts.Deprecated != 0 && facts.Deprecated <= p.env.Target:
			x.group = 2
		case f.Required:
			x.group = 0
		}
		all[i] = x
	}
	slices.SortStableFunc(all, func(a, b scored) int {
		switch {
		case a.group != b.group:
			return a.group - b.group
		case a.share > b.share:
			return -1
		case a.share < b.share:
			return 1
		}
		return 0
	})
	fields := make([]*schema.Field, len(all))
	for i, x := range all {
		fields[i] = x.Field
	}
	return fields
}

// setByServer reports whether no author writes a field.
func setByServer(t *schema.Type, name string) bool {
	if name == "status" && t.Field("spec") != nil {
		return true
	}
	return t.Name == "ObjectMeta" && slices.Contains(metadataOfServer, name)
}

// metadataOfServer are the fields of the metadata that no author writes.
var metadataOfServer = []string{ //nolint:gochecknoglobals // a table
	"creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "generation", "managedFields",
	"resourceVersion", "selfLink", "uid",
}

// holderOf returns the name under which the fields of an object are counted; see
// [usage.Holder].
func (p *place) holderOf(mapping syntax.Node) string {
	n := mapping
	if n.IsZero() {
		n = p.cursor.Holder
		if n.IsZero() || n.Kind() == syntax.Mapping {
			n = p.lastBefore()
		}
	}
	r := p.doc.ResourceOf(n)
	var way []string
	for ; !n.IsZero() && (r == nil || n != r.Root); n = n.Parent() {
		if n.Kind() == syntax.Pair {
			way = append(way, n.Key().Text())
		}
	}
	holder := ""
	for _, field := range slices.Backward(way) {
		holder = usage.Holder(field, holder)
	}
	return holder
}

// order puts the items that begin with what is typed first, then those that hold
// it, and keeps their order otherwise. Of two with one label the first counts.
func (p *place) order() {
	seen := map[string]bool{}
	p.items = slices.DeleteFunc(p.items, func(x Item) bool {
		twice := seen[x.Label]
		seen[x.Label] = true
		return twice
	})
	typed := p.text[min(p.cursor.Token.Start, p.offset):p.offset]
	typed = typed[strings.LastIndexByte(typed, ':')+1:]
	typed = strings.ToLower(strings.Trim(typed, `"' -`))
	if typed == "" {
		return
	}
	slices.SortStableFunc(p.items, func(a, b Item) int { return fit(a.Label, typed) - fit(b.Label, typed) })
}

// fit ranks how a label fits what is typed: it begins with it, its words begin with the
// letters, it holds it, or none of these.
func fit(label, typed string) int {
	label = strings.TrimPrefix(label, "- ")
	switch i := strings.Index(strings.ToLower(label), typed); {
	case i == 0:
		return 0
	case strings.HasPrefix(initials(label), typed):
		return 1
	case i > 0:
		return 2
	}
	return 3
}

// initials returns the first letters of the words of a name: "ipp" for imagePullPolicy.
func initials(label string) string {
	var s []byte
	for i := range len(label) {
		c := label[i]
		switch {
		case c >= 'A' && c <= 'Z':
			s = append(s, c+'a'-'A')
		case c >= 'a' && c <= 'z' && (i == 0 || strings.IndexByte("-_./ ", label[i-1]) >= 0):
			s = append(s, c)
		}
	}
	return string(s)
}
