package card

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/concept"
	"github.com/kubelore/kubelore/knowledge/relation"
)

// names says which object a value is the name of, or a key of, or nothing.
func (v View) names(s *Subject) string {
	written, _ := s.Last().Value.(string)
	if v.Relations == nil || written == "" || strings.ContainsAny(written, "`$\n") {
		return ""
	}
	places := concept.Places(s.APIVersion, s.Kind, s.Way)
	r := v.Relations.At(places)
	if r == nil || r.How != relation.Name && r.Part != "key" {
		return ""
	}
	w := v.words()
	kinds := make([]string, len(r.To))
	for i, k := range r.To {
		kinds[i] = k.Name
	}
	kind := strings.Join(kinds, w.pick(" or ", " または "))
	where := v.where(r, s)
	if r.How == relation.Name {
		return w.pick(fmt.Sprintf("Names the %s `%s`%s.", kind, written, where), fmt.Sprintf("%s%s `%s` を指す。", where, kind, written))
	}
	name := holder(r, places, s)
	if name == "" || strings.Contains(name, "`") {
		return ""
	}
	return w.pick(fmt.Sprintf("Names the key `%s` of the %s `%s`%s.", written, kind, name, where),
		fmt.Sprintf("%s%s `%s` のキー `%s` を指す。", where, kind, name, written))
}

// where says in which namespace the named object is, if it is in any.
func (v View) where(r *relation.Relation, s *Subject) string {
	if r.Cluster {
		return ""
	}
	w := v.words()
	namespace, _ := get(s.At[0].Value, "metadata", "namespace").(string)
	if namespace == "" || strings.Contains(namespace, "`") {
		return w.pick(" in the same namespace", "同じ名前空間の ")
	}
	return w.pick(fmt.Sprintf(" in the namespace `%s`", namespace), fmt.Sprintf("名前空間 `%s` の ", namespace))
}

// holder returns the name of the object that a key belongs to. The field that names it
// stands in the object that both paths go through last.
func holder(r *relation.Relation, places []string, s *Subject) string {
	place := places[slices.IndexFunc(places, func(p string) bool { return slices.Contains(r.Places, p) })]
	path, of := relation.Steps(relation.Path(place)), relation.Steps(r.Of)
	shared := 0
	for shared < len(path) && shared < len(of) && path[shared] == of[shared] {
		shared++
	}
	at := s.At[0].Value
	if shared > 0 {
		at = s.Named(path[shared-1])
	}
	name, _ := get(at, of[shared:]...).(string)
	return name
}
