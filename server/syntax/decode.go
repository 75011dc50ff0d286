package syntax

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// A DecodeError says why a node cannot be decoded.
type DecodeError struct {
	// Node is the node at fault.
	Node Node
	// Message says what is wrong with it.
	Message string
}

// Error returns the message with the place, in bytes of the document.
func (e *DecodeError) Error() string {
	return fmt.Sprintf("byte %d: %s", e.Node.Span().Start, e.Message)
}

// Decode returns n as the Go value that kubectl would send: map[string]any,
// []any, string, bool, int64, uint64, float64 or nil, with aliases and merge keys
// resolved. Instead of a node that instead holds, the value there is taken; LeaveOut
// leaves the node out, with its key. Instead may be nil. It fails where kubectl fails, always with a *DecodeError: a key
// that is not a scalar, an unknown alias, an alias inside its own anchor, or
// expansion beyond the limits that protect the server from alias bombs.
func (n Node) Decode(instead map[Node]any) (any, error) {
	d := decoder{instead: instead, active: map[Node]bool{}}
	return d.decode(n)
}

// LeaveOut is the value of a node that is not decoded at all.
type LeaveOut struct{}

type decoder struct {
	instead map[Node]any
	// active holds the anchored nodes that are being expanded.
	active map[Node]bool
	// decoded counts nodes, expanded those that came through an alias.
	decoded, expanded, depth, aliases int
}

// The limits of kubectl's reader: below few nothing is checked, then the part of
// the nodes that may come from aliases falls from many to few of them.
const (
	fewNodes  = 1000
	fewAlias  = 100
	someNodes = 400_000
	manyNodes = 4_000_000
	deepAlias = 10_000
)

func (d *decoder) bomb() bool {
	if d.expanded <= fewAlias || d.decoded <= fewNodes {
		return false
	}
	allowed := 0.99
	switch {
	case d.decoded >= manyNodes:
		allowed = 0.10
	case d.decoded > someNodes:
		allowed = 0.99 - 0.89*float64(d.decoded-someNodes)/(manyNodes-someNodes)
	}
	return float64(d.expanded)/float64(d.decoded) > allowed
}

func (d *decoder) decode(n Node) (any, error) {
	if err := d.enter(n); err != nil {
		return nil, err
	}
	defer d.leave()
	if v, ok := d.instead[n]; ok {
		return v, nil
	}
	switch n.Kind() {
	case Mapping:
		m := map[string]any{}
		return m, d.mapping(n, m)
	case Sequence:
		return d.sequence(n)
	case Alias:
		return d.alias(n, d.decode)
	case Scalar, Null:
		v, fits := n.value()
		if !fits {
			return nil, &DecodeError{n, "this is no " + n.Tag() + "; correct the value or remove the tag"}
		}
		if f, ok := v.(float64); ok && (math.IsInf(f, 0) || math.IsNaN(f)) {
			return nil, &DecodeError{n, "infinity and not-a-number cannot be sent"}
		}
		return v, nil
	case NoNode, Pair, Item, Error:
	}
	return nil, nil
}

// enter counts n, and leave ends what enter began. Merged mappings count too: they
// can multiply without a single value in them.
func (d *decoder) enter(n Node) error {
	d.decoded++
	if d.aliases > 0 {
		d.expanded++
	}
	if d.bomb() || d.depth > deepAlias {
		return &DecodeError{n, "aliases make this document too large"}
	}
	d.depth++
	return nil
}

func (d *decoder) leave() { d.depth-- }

// alias calls decode with the node that an alias stands for.
func (d *decoder) alias(n Node, decode func(Node) (any, error)) (any, error) {
	target := n.Target()
	if target.IsZero() {
		return nil, &DecodeError{n, "nothing above is marked with &" + n.Text()}
	}
	if d.active[target] || contains(target, n) {
		return nil, &DecodeError{n, "an alias cannot stand inside what it names"}
	}
	d.active[target] = true
	d.aliases++
	defer func() {
		d.aliases--
		delete(d.active, target)
	}()
	return decode(target)
}

func contains(outer, inner Node) bool {
	return outer.raw().start <= inner.raw().start && inner.raw().end <= outer.raw().end
}

func (d *decoder) sequence(n Node) (any, error) {
	all := []any{}
	for item := range n.Children() {
		v := item.Value()
		if item.Kind() != Item || d.skips(v) {
			continue
		}
		x, err := d.decode(v)
		if err != nil {
			return nil, err
		}
		all = append(all, x)
	}
	return all, nil
}

func (d *decoder) skips(n Node) bool {
	_, ok := d.instead[n].(LeaveOut)
	return ok
}

// mapping adds the pairs of n to m, in order: of equal keys the last one counts.
func (d *decoder) mapping(n Node, m map[string]any) error {
	for p := range n.Children() {
		if p.Kind() != Pair {
			continue
		}
		k, v := p.Key(), p.Value()
		if k.IsMerge() {
			if err := d.merge(v, m); err != nil {
				return err
			}
			continue
		}
		key, ok := k.KeyText()
		if !ok {
			return &DecodeError{k, "the key of an object must be a string, a number or a boolean"}
		}
		if d.skips(v) {
			continue
		}
		x, err := d.decode(v)
		if err != nil {
			return err
		}
		m[key] = x
	}
	return nil
}

// IsMerge reports whether n is the merge key "<<".
func (n Node) IsMerge() bool {
	return n.Kind() == Scalar && n.Style() == Plain && n.is("<<") && n.Tag() == ""
}

// merge adds the pairs of the mappings that v names to m; of a list the first
// mapping counts most.
func (d *decoder) merge(v Node, m map[string]any) error {
	if err := d.enter(v); err != nil {
		return err
	}
	defer d.leave()
	into := func(n Node) (any, error) { return nil, d.mapping(n, m) }
	switch v.Kind() {
	case Mapping:
		return d.mapping(v, m)
	case Alias:
		if v.Target().Kind() == Mapping {
			_, err := d.alias(v, into)
			return err
		}
	case Sequence:
		var items []Node
		for item := range v.Children() {
			items = append(items, item.Value())
		}
		for _, item := range slices.Backward(items) {
			if item.Target().Kind() != Mapping {
				return &DecodeError{item, "only mappings can be merged"}
			}
			if err := d.merge(item, m); err != nil {
				return err
			}
		}
		return nil
	case NoNode, Pair, Item, Scalar, Null, Error:
	}
	return &DecodeError{v, "only mappings can be merged"}
}

// AsDecodeError returns err as a *DecodeError, or nil.
func AsDecodeError(err error) *DecodeError {
	d, _ := errors.AsType[*DecodeError](err)
	return d
}
