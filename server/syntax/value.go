package syntax

// Resolve returns the value of a scalar as kubectl reads it, by the rules of
// YAML 1.1 that sigs.k8s.io/yaml keeps: nil, bool, int64, uint64, float64 or
// string. Quoted and block scalars and those tagged !!str are strings. An alias
// resolves to the scalar it names. Other nodes give nil.
func (n Node) Resolve() any { panic("not implemented") }

// Target returns the node that an alias stands for, and n itself if it is no
// alias. It returns the zero Node for an alias of an unknown anchor.
func (n Node) Target() Node { panic("not implemented") }

// Decode returns n as the Go value that kubectl would send: map[string]any,
// []any, string, bool, int64, uint64, float64 or nil, with aliases and merge keys
// resolved. Nodes for which skip (if not nil) returns true are left out, with
// their keys. It fails where kubectl fails: a key that is not a scalar, an
// unknown alias, an alias inside its own anchor, or expansion beyond the limits
// that protect the server from alias bombs.
func (n Node) Decode(skip func(Node) bool) (any, error) { panic("not implemented") }
