package manifest

import (
	"strings"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/server/syntax"
)

// A Resource is one object in a document, however half-typed: a mapping that has
// the key apiVersion or kind.
type Resource struct {
	// Root is the mapping.
	Root syntax.Node
	// APIVersion and Kind are as written; either can be empty while typing.
	APIVersion, Kind string
	// Group and Version are the parts of APIVersion.
	Group, Version string
	// Name, GenerateName and Namespace are those of the metadata, empty if not written.
	Name, GenerateName, Namespace string
	// List is the List that holds the resource, or nil.
	List *Resource
	// Known is the version of the kind in the catalog, or nil.
	Known *catalog.Version
	// Custom is the version of the kind that the workspace defines, or nil.
	Custom *Custom
	// Type is the shape of the kind, or nil if it is not known.
	Type *schema.Type
	// Borrowed says that Type is that of another version of the kind, because
	// the one written is not linked any more or is misspelt. It is good enough to
	// explain fields and to complete them, never to find fault with them.
	Borrowed bool
	// BorrowedFrom is the apiVersion of the version that Type is borrowed from.
	BorrowedFrom string
}

// findResources fills resources, types and fields.
func (d *Document) findResources() {
	root := d.Root()
	if root.Kind() != syntax.Mapping {
		return
	}
	r := d.resource(root)
	if r == nil {
		return
	}
	d.types = make([]*schema.Type, d.Len())
	d.fields = make([]*schema.Field, d.Len())
	d.roots = map[int]*Resource{}
	d.add(r)
	if !r.isList() {
		return
	}
	for item := range root.Get("items").Target().Children() {
		v := item.Value()
		if v.Kind() != syntax.Mapping {
			continue
		}
		if x := d.resource(v); x != nil {
			x.List = r
			d.add(x)
		}
	}
}

func (d *Document) add(r *Resource) {
	d.resources = append(d.resources, r)
	d.roots[r.Root.ID()] = r
	d.join(r.Root, r.Type)
}

// isList reports whether kubectl would send the items one by one.
func (r *Resource) isList() bool {
	return strings.HasSuffix(r.Kind, "List") && r.Root.Get("items").Target().Kind() == syntax.Sequence
}

func (d *Document) resource(root syntax.Node) *Resource {
	apiVersion, kind := root.Pair("apiVersion"), root.Pair("kind")
	if apiVersion.IsZero() && kind.IsZero() {
		return nil
	}
	r := &Resource{Root: root, APIVersion: apiVersion.Value().Text(), Kind: kind.Value().Text()}
	r.Group, r.Version = catalog.Split(r.APIVersion)
	meta := root.Get("metadata").Target()
	r.Name = meta.Get("name").Target().Text()
	r.GenerateName = meta.Get("generateName").Target().Text()
	r.Namespace = meta.Get("namespace").Target().Text()
	r.Known = catalog.Lookup(r.Group, r.Version, r.Kind)
	r.Type = schema.BuiltIn().Kind(r.Group, r.Version, r.Kind)
	if r.Custom = d.env.Customs.Find(r.Group, r.Version, r.Kind); r.Custom != nil && r.Type == nil {
		r.Type = r.Custom.Type()
	}
	if r.Type == nil {
		r.Type, r.BorrowedFrom = d.borrow(r)
		r.Borrowed = r.Type != nil
	}
	return r
}

// borrow looks for the type of r in the versions that an author may have meant:
// the successor of a removed version, else the same kind in the same group, else
// the kind wherever it is, unless the group is somebody else's. It returns the type
// and its apiVersion.
func (d *Document) borrow(r *Resource) (*schema.Type, string) {
	if r.Known != nil {
		if s := r.Known.Successor(); s != nil {
			return typeOf(s), s.APIVersion()
		}
	}
	if r.APIVersion != "" && !catalog.BuiltIn(r.Group) {
		return nil, ""
	}
	for _, k := range catalog.Named(r.Kind) {
		if r.Group != "" && k.Group != r.Group {
			continue
		}
		if v := k.Preferred(d.env.Target); v != nil {
			if t := typeOf(v); t != nil {
				return t, v.APIVersion()
			}
		}
	}
	return nil, ""
}

func typeOf(v *catalog.Version) *schema.Type {
	return schema.BuiltIn().Kind(v.Kind.Group, v.Name, v.Kind.Name)
}

// join gives n and all nodes below it the types that follow from t.
func (d *Document) join(n syntax.Node, t *schema.Type) {
	if t == nil || n.IsZero() {
		return
	}
	d.types[n.ID()] = t
	switch n.Kind() {
	case syntax.Mapping:
		for p := range n.Children() {
			d.joinPair(p, t)
		}
	case syntax.Sequence:
		for item := range n.Children() {
			if t.Kind == schema.List && item.Kind() == syntax.Item {
				d.types[item.ID()] = t.Elem
				d.join(item.Value(), t.Elem)
			}
		}
	case syntax.NoNode, syntax.Pair, syntax.Item, syntax.Scalar, syntax.Alias, syntax.Null, syntax.Error:
	}
}

func (d *Document) joinPair(p syntax.Node, t *schema.Type) {
	if p.Kind() != syntax.Pair {
		return
	}
	key := p.Key().Text()
	var of *schema.Type
	switch {
	case key == "<<" && p.Key().Style() == syntax.Plain:
		// What is merged has the fields of what it is merged into.
		d.joinMerged(p, t)
		return
	case t.Kind == schema.Object:
		f := t.Field(key)
		if f == nil {
			return
		}
		d.fields[p.ID()] = f
		of = f.Type
	case t.Kind == schema.Map:
		of = t.Elem
	}
	if of == nil {
		return
	}
	d.types[p.ID()] = of
	d.join(p.Value(), of)
}

func (d *Document) joinMerged(p syntax.Node, t *schema.Type) {
	v := p.Value()
	d.types[p.ID()] = t
	if v.Kind() != syntax.Sequence {
		d.join(v, t)
		return
	}
	for item := range v.Children() {
		if item.Kind() == syntax.Item {
			d.join(item.Value(), t)
		}
	}
}
