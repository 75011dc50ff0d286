package schema

import (
	"slices"
)

// Custom returns the type of a custom resource from the openAPIV3Schema of its
// definition, as encoding/json decodes it. It takes what it understands and
// leaves the rest unknown: a broken schema gives a poorer type, never an error,
// because the definition's own problems are told where it stands. A nil schema
// gives an object of which only apiVersion, kind and metadata are known.
func Custom(kind string, openAPI map[string]any) *Type {
	t := &Type{Kind: Object, Preserve: true}
	if openAPI != nil {
		t = readCustom(openAPI, 0)
	}
	t.Name = kind
	// Every object has these, whether the schema says so or not.
	known := BuiltIn().Kind("", "v1", "ConfigMap")
	for _, name := range []string{"apiVersion", "kind", "metadata"} {
		if f := known.Field(name); f != nil {
			t.Fields = slices.DeleteFunc(t.Fields, func(x *Field) bool { return x.Name == name })
			t.Fields = append(t.Fields, f)
		}
	}
	sortFields(t.Fields)
	return t
}

// deepest bounds the nesting of a schema that is read; the server itself allows less.
const deepest = 100

func readCustom(s map[string]any, depth int) *Type {
	t := &Type{}
	t.Description, _ = s["description"].(string)
	t.Format, _ = s["format"].(string)
	if depth > deepest {
		return t
	}
	enum, _ := s["enum"].([]any)
	t.Enum = words(enum)
	preserve, _ := s["x-kubernetes-preserve-unknown-fields"].(bool)
	embedded, _ := s["x-kubernetes-embedded-resource"].(bool)
	t.Preserve = preserve || embedded
	if either, _ := s["x-kubernetes-int-or-string"].(bool); either {
		t.Kind = IntOrString
		return t
	}
	switch s["type"] {
	case "object":
		readObject(t, s, depth)
	case "array":
		t.Kind = List
		t.Elem = &Type{}
		if items, ok := s["items"].(map[string]any); ok {
			t.Elem = readCustom(items, depth+1)
		}
		t.ListType, _ = s["x-kubernetes-list-type"].(string)
		t.ListKeys = texts(s["x-kubernetes-list-map-keys"])
	case "string":
		t.Kind = String
	case "integer":
		t.Kind = Integer
	case "number":
		t.Kind = Number
	case "boolean":
		t.Kind = Boolean
	}
	return t
}

func readObject(t *Type, s map[string]any, depth int) {
	t.Kind = Object
	properties, _ := s["properties"].(map[string]any)
	required := texts(s["required"])
	for name, p := range properties {
		property, ok := p.(map[string]any)
		if !ok {
			continue
		}
		f := &Field{Name: name, Type: readCustom(property, depth+1), Required: slices.Contains(required, name)}
		f.Description = f.Type.Description
		f.Default = written(property["default"])
		t.Fields = append(t.Fields, f)
	}
	sortFields(t.Fields)
	if len(properties) > 0 {
		return
	}
	switch values := s["additionalProperties"].(type) {
	case map[string]any:
		t.Kind, t.Elem = Map, readCustom(values, depth+1)
	case bool:
		if values {
			t.Kind, t.Elem = Map, &Type{}
		}
	}
}

func texts(v any) []string {
	values, _ := v.([]any)
	var all []string
	for _, x := range values {
		if s, ok := x.(string); ok {
			all = append(all, s)
		}
	}
	return all
}
