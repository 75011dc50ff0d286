package manifest

import (
	"slices"
	"strconv"
	"strings"

	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/server/syntax"
)

// Path returns the API path of a node from the root of its resource, as the API
// server writes it: spec.template.spec.containers[0].image, and
// metadata.labels[app.kubernetes.io/name] for the entries of a map. It is empty
// for the root.
func (d *Document) Path(n syntax.Node) string {
	var parts []string
	r := d.ResourceOf(n)
	for ; !n.IsZero() && (r == nil || n != r.Root); n = n.Parent() {
		switch n.Kind() {
		case syntax.Pair:
			key := n.Key().Text()
			if t := d.TypeOf(n.Parent()); t != nil && t.Kind == schema.Map {
				parts = append(parts, "["+key+"]")
			} else {
				parts = append(parts, "."+key)
			}
		case syntax.Item:
			parts = append(parts, "["+strconv.Itoa(n.Index())+"]")
		case syntax.NoNode, syntax.Mapping, syntax.Sequence, syntax.Scalar, syntax.Alias, syntax.Null, syntax.Error:
		}
	}
	slices.Reverse(parts)
	return strings.TrimPrefix(strings.Join(parts, ""), ".")
}
