package manifest

import (
	"strconv"
	"strings"

	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// A Location is the node that an API path means in a resource.
type Location struct {
	// Node is the pair or item at the end of the path, or the deepest one on the
	// way if the rest is not written. It is the zero Node for the resource itself.
	Node syntax.Node
	// Missing is the part of the path that is not written, or empty.
	Missing string
}

// Locate follows an API path, in the form that [Document.Path] and the API
// server write it, from the root of r. It follows aliases and merge keys; what
// is merged in is located at the "<<" that brings it.
func (r *Resource) Locate(path string) Location {
	at := Location{}
	value := r.Root
	for rest := path; rest != ""; {
		next, after := step(value.Target(), rest)
		if next.IsZero() {
			at.Missing = strings.TrimPrefix(rest, ".")
			return at
		}
		at.Node, value, rest = next, next.Value(), after
		if next.Kind() == syntax.Pair && next.Key().Text() == "<<" {
			// The rest of the path continues behind the alias, where an author
			// would not look for it.
			return at
		}
	}
	return at
}

// step takes the first segment off path and returns the child of a collection
// that it names, or the zero Node.
func step(collection syntax.Node, path string) (child syntax.Node, rest string) {
	if path[0] == '[' {
		// Keys of maps may hold dots and, rarely, brackets.
		for end := 1; end < len(path); end++ {
			if path[end] != ']' || end+1 < len(path) && path[end+1] != '.' && path[end+1] != '[' {
				continue
			}
			if c := named(collection, path[1:end]); !c.IsZero() {
				return c, path[end+1:]
			}
		}
		return syntax.Node{}, path
	}
	name := strings.TrimPrefix(path, ".")
	if i := strings.IndexAny(name, ".["); i > 0 {
		if c := named(collection, name[:i]); !c.IsZero() {
			return c, name[i:]
		}
	}
	// Validation writes some keys of maps as fields, dots and all.
	return named(collection, name), ""
}

// named returns the pair with a key, or the item with a number, of a collection.
func named(collection syntax.Node, name string) syntax.Node {
	switch collection.Kind() {
	case syntax.Mapping:
		if p := collection.Pair(name); !p.IsZero() {
			return p
		}
		return merged(collection, name)
	case syntax.Sequence:
		n, err := strconv.Atoi(name)
		if err != nil {
			return syntax.Node{}
		}
		for item := range collection.Children() {
			if item.Kind() != syntax.Item {
				continue
			}
			if n == 0 {
				return item
			}
			n--
		}
	case syntax.NoNode, syntax.Pair, syntax.Item, syntax.Scalar, syntax.Alias, syntax.Null, syntax.Error:
	}
	return syntax.Node{}
}

// merged returns the "<<" pair of a mapping that brings a key, one level deep.
func merged(mapping syntax.Node, name string) syntax.Node {
	for p := range mapping.Children() {
		if p.Key().Text() != "<<" {
			continue
		}
		source := p.Value().Target()
		if !source.Pair(name).IsZero() {
			return p
		}
		for item := range source.Children() {
			if item.Kind() == syntax.Item && !item.Value().Target().Pair(name).IsZero() {
				return p
			}
		}
	}
	return syntax.Node{}
}

// Span returns the bytes to underline for a problem at the location: the value,
// or for something that is missing the key that should hold it.
func (r *Resource) Span(l Location) text.Span {
	n := l.Node
	if n.IsZero() {
		return r.head()
	}
	if l.Missing == "" {
		if v := n.Value(); !v.IsZero() && v.Kind() != syntax.Null && !isBlock(v) {
			return v.Span()
		}
	}
	for !n.IsZero() && n.Kind() != syntax.Pair {
		// An item has no name of its own; its first key stands for it.
		if first := n.Value().First(); n.Kind() == syntax.Item && first.Kind() == syntax.Pair {
			return first.Key().Span()
		}
		if n.Kind() == syntax.Item {
			return text.Span{Start: n.Span().Start, End: n.Span().Start + 1}
		}
		n = n.Parent()
	}
	return n.Key().Span()
}

// isBlock reports whether a value is a block collection, which would underline
// many lines.
func isBlock(v syntax.Node) bool {
	k := v.Kind()
	return (k == syntax.Mapping || k == syntax.Sequence) && !v.Flow()
}

// head returns the span that stands for the whole resource: its kind, else its
// first key.
func (r *Resource) head() text.Span {
	if k := r.Root.Pair("kind"); !k.IsZero() {
		if v := k.Value(); v.Kind() == syntax.Scalar {
			return v.Span()
		}
		return k.Key().Span()
	}
	return r.Root.First().Key().Span()
}
