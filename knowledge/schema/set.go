package schema

// A Set finds the types of kinds.
type Set struct {
	kinds map[groupVersionKind]*Type
}

type groupVersionKind struct{ group, version, kind string }

// Kind returns the type of a kind, or nil if the set does not hold it. The core
// group is "".
func (s *Set) Kind(group, version, kind string) *Type {
	return s.kinds[groupVersionKind{group, version, kind}]
}
