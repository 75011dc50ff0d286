package relation

import "strings"

// A Way is a field on the way from an owner to fields that name something or hold what
// can be named. The nil Way leads nowhere.
type Way struct {
	// Relations are those of the field itself.
	Relations []*Relation
	// Parts are what the field holds that can be named.
	Parts []*Definition
	next  map[string]*Way
}

// Step returns the way through a field or the key of a map.
func (w *Way) Step(name string) *Way {
	if w == nil {
		return nil
	}
	return w.next[name]
}

// Kind returns the way from the root of objects of a kind, in any version, or nil.
func (s *Set) Kind(group, kind string) *Way { return s.ways[kind+"."+group] }

// Any returns the way from the root of all objects.
func (s *Set) Any() *Way { return s.ways["*"] }

// Type returns the way from values that have a type, or nil.
func (s *Set) Type(name string) *Way { return s.ways["@"+name] }

// waysOf returns the ways to relations, and to all parts.
func waysOf(all []*Relation) map[string]*Way {
	ways := map[string]*Way{}
	for _, r := range all {
		for _, place := range r.Places {
			w := wayTo(ways, place)
			w.Relations = append(w.Relations, r)
		}
	}
	for _, d := range definitions() {
		for _, place := range d.Places {
			w := wayTo(ways, place)
			w.Parts = append(w.Parts, d)
		}
	}
	return ways
}

// wayTo returns the way to a place, made if need be.
func wayTo(ways map[string]*Way, place string) *Way {
	owner, path := place[:strings.LastIndexByte(place, ' ')], Path(place)
	key := owner
	if apiVersion, kind, ok := strings.Cut(owner, " "); ok {
		key = kind + "." + Kind{apiVersion, kind}.Group()
	}
	w := child(ways, key)
	for _, step := range Steps(path) {
		if w.next == nil {
			w.next = map[string]*Way{}
		}
		w = child(w.next, step)
	}
	return w
}

func child(ways map[string]*Way, name string) *Way {
	w := ways[name]
	if w == nil {
		w = &Way{}
		ways[name] = w
	}
	return w
}
