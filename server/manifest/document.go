package manifest

import (
	"slices"
	"sync"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/server/syntax"
)

// A Document is a YAML document with the resources in it. Offsets count from
// the start of the document. It is safe for concurrent use.
type Document struct {
	*syntax.Document
	env       *Env
	read      sync.Once
	resources []*Resource
	// roots finds a resource by the ID of its root.
	roots map[int]*Resource
	// types and fields are indexed by node ID. A pair has the type of its value
	// and, in an object, a field; other nodes have only a type.
	types  []*schema.Type
	fields []*schema.Field
	// remembered holds what features derived from the document: key -> *memo.
	remembered sync.Map
}

func newDocument(d *syntax.Document, env *Env) *Document {
	return &Document{Document: d, env: env}
}

// Env returns what the document was read against. Its Customs may be older than
// those of the file if no resource of the document depends on them.
func (d *Document) Env() *Env { return d.env }

// Resources returns the resources in the document: none if it has neither
// apiVersion nor kind, one for most, and for a List itself and then its items.
func (d *Document) Resources() []*Resource {
	d.read.Do(d.findResources)
	return d.resources
}

// custom reports whether a resource in the document is of a kind that a definition
// in the workspace could define.
func (d *Document) custom() bool {
	return slices.ContainsFunc(d.Resources(), func(r *Resource) bool { return !catalog.BuiltIn(r.Group) })
}

// TypeOf returns the type of a node, or nil if nothing is known about it. The
// type of a pair or item is that of its value.
func (d *Document) TypeOf(n syntax.Node) *schema.Type {
	d.read.Do(d.findResources)
	if n.IsZero() || d.types == nil {
		return nil
	}
	return d.types[n.ID()]
}

// FieldOf returns the field of a pair in an object, or nil.
func (d *Document) FieldOf(pair syntax.Node) *schema.Field {
	d.read.Do(d.findResources)
	if pair.IsZero() || d.fields == nil {
		return nil
	}
	return d.fields[pair.ID()]
}

// ResourceOf returns the innermost resource that holds a node, or nil.
func (d *Document) ResourceOf(n syntax.Node) *Resource {
	d.read.Do(d.findResources)
	for ; !n.IsZero(); n = n.Parent() {
		if r := d.roots[n.ID()]; r != nil {
			return r
		}
	}
	return nil
}

type memo struct {
	once  sync.Once
	value any
}

// Remember returns what compute returned when it was first called for d and key,
// calling it now if need be. Key should be a value of an unexported type. What
// is remembered must depend on nothing but d and its Env.
func Remember[T any](d *Document, key any, compute func() T) T {
	v, ok := d.remembered.Load(key)
	if !ok {
		v, _ = d.remembered.LoadOrStore(key, &memo{})
	}
	m := v.(*memo)
	m.once.Do(func() { m.value = compute() })
	return m.value.(T)
}

// Remembers reports whether Remember was called for d and key.
func Remembers(d *Document, key any) bool {
	_, ok := d.remembered.Load(key)
	return ok
}
