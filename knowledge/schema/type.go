// Package schema describes the shape of the values in a manifest: which fields
// a kind has, of which type, with which documentation.
//
// It knows the built-in kinds, from the OpenAPI definitions that are linked
// into k8s.io/kubernetes and read at run time, so no sentence of Kubernetes is
// copied into this repository. It deliberately does not know which versions a
// server serves (package catalog), what a value must satisfy beyond its type
// (package apiserver) or where anything stands in a file.
package schema

import "sort"

// A Kind is the class of values that a Type describes.
type Kind uint8

// The kinds of types. Any is a value that nothing is known about.
const (
	Any Kind = iota
	Object
	Map
	List
	String
	Integer
	Number
	Boolean
	IntOrString
	Quantity
)

// String returns the word for k that authors of manifests use.
func (k Kind) String() string {
	return [...]string{
		"any", "object", "map", "list", "string", "integer", "number", "boolean",
		"integer or string", "quantity",
	}[k]
}

// A Type is the shape of a value. Types are shared and form cycles; they are
// never written to after the Set that holds them was made.
type Type struct {
	// Name is the name of the definition without its package, such as "PodSpec",
	// and empty for types that have no definition of their own.
	Name string
	Kind Kind
	// Format narrows Kind as in OpenAPI: int32, int64, double, byte, date-time.
	Format string
	// Description is the documentation of the definition, as upstream wrote it.
	Description string
	// Fields are the fields of an Object, sorted by name.
	Fields []*Field
	// Elem is the type of the values of a Map and of the items of a List.
	Elem *Type
	// Enum lists the allowed values, sorted, if they are limited.
	Enum []string
	// Preserve says that an Object keeps fields that are not listed.
	Preserve bool
	// Union says that there may be something else instead of the Object, and that the
	// decoder ignores fields that are not listed.
	Union bool
	// ListType is atomic, set or map, and empty if nothing is declared.
	ListType string
	// ListKeys are the fields that identify an item of a List of type map.
	ListKeys []string
}

// Field returns the field of an object with the given name, or nil.
func (t *Type) Field(name string) *Field {
	if t == nil {
		return nil
	}
	i := sort.Search(len(t.Fields), func(i int) bool { return t.Fields[i].Name >= name })
	if i < len(t.Fields) && t.Fields[i].Name == name {
		return t.Fields[i]
	}
	return nil
}

// A Field is one field of an object.
type Field struct {
	Name string
	Type *Type
	// Description is the documentation of the field, as upstream wrote it.
	Description string
	Required    bool
	// Default is the value that the server fills in, as JSON, and empty if there
	// is none or if it says nothing (null, {}, "" and 0).
	Default string
}
