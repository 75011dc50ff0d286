// Package relation knows which fields name other objects or something in them, and
// where what can be named is written.
//
// It is two tables, to which packs add the fields of a team's own kinds. It deliberately
// knows no objects: whether there is one of the name is for those who see them.
package relation

import (
	"maps"
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/catalog"
)

// How says in which way a field names something.
type How string

// The ways to name something.
const (
	// Name fields hold the name of an object.
	Name How = "name"
	// Object fields are mappings with the name of an object, and often its kind,
	// apiVersion, apiGroup, resource and namespace.
	Object How = "object"
	// Part fields hold the name, or the number, of a part: of an object that the field Of
	// names, or of the same object if Of is empty.
	Part How = "part"
	// Selector fields are label selectors, Labels fields are maps of labels, and Terms
	// fields are lists of node selector terms. If Of is "." they select what the object
	// itself makes.
	Selector How = "selector"
	Labels   How = "labels"
	Terms    How = "terms"
	// LabelKey and TaintKey fields hold the key of a label or a taint of an object.
	LabelKey How = "label-key"
	TaintKey How = "taint-key"
	// KindOf fields are mappings with the apiVersion and kind of a kind.
	KindOf How = "kind"
	// Resource fields hold the plural names of kinds, beside the groups they are of.
	Resource How = "resource"
	// ResourceName fields hold names of objects whose kinds are the resources beside.
	ResourceName How = "resource-name"
	// External fields hold a name that means something outside of manifests; equal names
	// mean the same.
	External How = "external"
	// User fields can hold the name under which a ServiceAccount logs in.
	User How = "user"
	// Env fields hold text in which $(NAME) is replaced by a variable of the container.
	Env How = "env"
	// KeyPrefix and KeySuffix fields are maps; the part of a key before, or after, Part
	// is the name of an object, or of a container.
	KeyPrefix How = "key-prefix"
	KeySuffix How = "key-suffix"
)

// A Relation says that a field names something.
type Relation struct {
	// ID is the name of the relation: "pod-priorityclass", or "acme/team-account" in a
	// pack.
	ID string
	// Places are the fields, as "apps/v1 StatefulSet spec.serviceName" or, for all that
	// have a type, "@PodSpec priorityClassName", or "* metadata.namespace" for any kind.
	// Items of lists are no steps of the path; the entry of a map is written ["key"].
	Places []string
	How    How
	// To are the kinds of objects that can be named, the usual one first. A Kind "*" is
	// any.
	To []Kind
	// Of is the path, from the same owner as Places, of the field whose object has the
	// part.
	Of string
	// Part is what kind of part is named: one of those in parts.tsv. In KeyPrefix and
	// KeySuffix it is the text after or before the name.
	Part string
	// Cluster says that the objects are in no namespace; others are in that of the object
	// with the field, or in that which the field Space says.
	Cluster bool
	Space   string
	// Severity is how bad it is if there is nothing of the name: error, warning,
	// information, hint, or empty if it is not bad.
	Severity string
	// BuiltIn are names that every cluster has; one that ends with * is a prefix.
	BuiltIn []string
}

// A Kind names a kind of objects, the core group with the version alone.
type Kind struct{ APIVersion, Name string }

// Any is the kind that stands for all.
var Any = Kind{"*", "*"}

// Group returns the group of k.
func (k Kind) Group() string {
	group, _ := catalog.Split(k.APIVersion)
	return group
}

// Exists reports whether every cluster has an object of a name.
func (r *Relation) Exists(name string) bool {
	return slices.ContainsFunc(r.BuiltIn, func(b string) bool {
		prefix, open := strings.CutSuffix(b, "*")
		return b == name || open && strings.HasPrefix(name, prefix)
	})
}

// Path returns the path of a place from its owner.
func Path(place string) string { return place[strings.LastIndexByte(place, ' ')+1:] }

// Steps returns the fields and keys that a path goes through.
func Steps(path string) []string {
	var steps []string
	for path != "" {
		if key, ok := strings.CutPrefix(path, `["`); ok {
			key, path, _ = strings.Cut(key, `"]`)
			steps = append(steps, key)
			path = strings.TrimPrefix(path, ".")
			continue
		}
		end := strings.IndexAny(path, ".[")
		if end < 0 {
			return append(steps, path)
		}
		steps = append(steps, path[:end])
		path = strings.TrimPrefix(path[end:], ".")
	}
	return steps
}

// A Set finds relations. It is never changed.
type Set struct {
	all     []*Relation
	byPlace map[string]*Relation
	ways    map[string]*Way
}

// BuiltIn returns the relations of the kinds of Kubernetes.
func BuiltIn() *Set { return builtIn() }

// With returns a set that has more relations. Of two about one field, the one that is
// there already counts, unless they are of the same table.
func (s *Set) With(more []*Relation) *Set {
	if len(more) == 0 {
		return s
	}
	next := &Set{all: slices.Clip(s.all), byPlace: maps.Clone(s.byPlace)}
	for _, r := range more {
		free := *r
		free.Places = slices.DeleteFunc(slices.Clone(r.Places), func(place string) bool { return s.byPlace[place] != nil })
		if len(free.Places) == 0 {
			continue
		}
		next.all = append(next.all, &free)
		for _, place := range free.Places {
			next.byPlace[place] = &free
		}
	}
	next.ways = waysOf(next.all)
	return next
}

// At returns the relation of the first of the places that has one, or nil.
func (s *Set) At(places []string) *Relation {
	for _, place := range places {
		if r := s.byPlace[place]; r != nil {
			return r
		}
	}
	return nil
}

// All returns the relations, in the order of the tables.
func (s *Set) All() []*Relation { return s.all }
