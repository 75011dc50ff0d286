package manifest

import (
	"slices"

	"github.com/kubelore/kubelore/knowledge/card"
	"github.com/kubelore/kubelore/knowledge/concept"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/server/syntax"
)

// Way returns the fields that lead from the root of the resource to a node, the node's
// own included if it is a pair. Entries of maps and items of lists are no steps.
func (d *Document) Way(n syntax.Node) []concept.Step {
	r := d.ResourceOf(n)
	var way []concept.Step
	for ; !n.IsZero() && (r == nil || n != r.Root); n = n.Parent() {
		if n.Kind() != syntax.Pair {
			continue
		}
		if t := d.TypeOf(n.Parent()); t != nil && t.Kind == schema.Object && d.FieldOf(n) != nil {
			way = append(way, concept.Step{Owner: t.Name, Name: n.Key().Text()})
		}
	}
	slices.Reverse(way)
	return way
}

// objectKey is the key under which a document remembers the decoded form of a
// resource.
type objectKey struct{ root int }

// Object returns the resource as encoding/json decodes it, or nil if it cannot be
// read. It must not be changed.
func (d *Document) Object(r *Resource) map[string]any {
	return Remember(d, objectKey{r.Root.ID()}, func() map[string]any {
		value, err := r.Root.Decode(nil)
		if err != nil {
			return nil
		}
		object, _ := value.(map[string]any)
		return object
	})
}

// Subject returns what a card about a node says of its place: the node is a pair, or an
// item, or the root of the resource.
func (d *Document) Subject(r *Resource, n syntax.Node) *card.Subject {
	s := &card.Subject{APIVersion: r.APIVersion, Kind: r.Kind, Way: d.Way(n)}
	if r.Known == nil && r.Borrowed {
		s.APIVersion = r.BorrowedFrom
	}
	s.At = append(s.At, card.Place{Value: d.Object(r), Type: r.Kind})
	for _, n := range holders(r, n) {
		at := card.Place{}
		if t := d.TypeOf(n); t != nil {
			at.Type = t.Name
		}
		switch holder := s.At[len(s.At)-1].Value.(type) {
		case map[string]any:
			at.Key = n.Key().Text()
			at.Value = holder[at.Key]
		case []any:
			if i := n.Index(); i < len(holder) {
				at.Value = holder[i]
			}
		}
		s.At = append(s.At, at)
	}
	return s
}

// holders returns the pairs and items from below the root of a resource to a node, the
// node included.
func holders(r *Resource, n syntax.Node) []syntax.Node {
	var nodes []syntax.Node
	for ; !n.IsZero() && n != r.Root; n = n.Parent() {
		if n.Kind() == syntax.Pair || n.Kind() == syntax.Item {
			nodes = append(nodes, n)
		}
	}
	slices.Reverse(nodes)
	return nodes
}
