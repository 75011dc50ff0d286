package schema

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/scheme"
	aggregatorv1 "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
	"k8s.io/kube-openapi/pkg/common"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"k8s.io/kubernetes/pkg/generated/openapi"
)

// BuiltIn returns the kinds that are linked into this program: those that
// kube-apiserver serves or can be made to serve. The set is built by the first
// call, which takes some 20 ms, and is safe for concurrent use.
func BuiltIn() *Set { return builtIn() }

var builtIn = sync.OnceValue(buildBuiltIn)

func buildBuiltIn() *Set {
	b := builder{types: map[string]*Type{}, texts: map[string]string{}}
	b.definitions = openapi.GetOpenAPIDefinitions(func(path string) spec.Ref {
		return spec.MustCreateRef(refPrefix + path)
	})
	all := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{scheme.AddToScheme, apiextensionsv1.AddToScheme, aggregatorv1.AddToScheme} {
		if err := add(all); err != nil {
			panic(err) // two linked packages claim one kind: the program cannot work
		}
	}
	set := &Set{kinds: map[groupVersionKind]*Type{}}
	for gvk := range all.AllKnownTypes() {
		if gvk.Version == runtime.APIVersionInternal || strings.HasSuffix(gvk.Kind, "Options") || gvk.Kind == "WatchEvent" {
			continue
		}
		obj, err := all.New(gvk)
		if err != nil {
			continue
		}
		if named, ok := obj.(interface{ OpenAPIModelName() string }); ok {
			if t := b.definition(named.OpenAPIModelName()); t.Kind == Object {
				set.kinds[groupVersionKind{gvk.Group, gvk.Version, gvk.Kind}] = t
			}
		}
	}
	b.unite()
	return set
}

// unions are types whose values are objects of another type or something else, and the
// other type. Upstream declares no shape for them.
var unions = map[string]string{
	"io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray": "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps",
	"io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool":  "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps",
}

// unite gives unions the name and the fields of their objects.
func (b *builder) unite() {
	for name, object := range unions {
		if t, like := b.types[name], b.types[object]; t != nil && like != nil {
			t.Kind, t.Union, t.Name, t.Fields = Object, true, like.Name, like.Fields
		}
	}
}

// refPrefix marks the references that builder makes to definitions.
const refPrefix = "#/definitions/"

// builder turns OpenAPI definitions into types, each at most once.
type builder struct {
	definitions map[string]common.OpenAPIDefinition
	types       map[string]*Type
	// texts shares equal strings that upstream's definitions repeat.
	texts map[string]string
}

// scalars are the definitions whose Go types decode themselves; what they look
// like in a manifest is not what their fields say.
var scalars = map[string]Type{
	"io.k8s.apimachinery.pkg.api.resource.Quantity":   {Kind: Quantity},
	"io.k8s.apimachinery.pkg.util.intstr.IntOrString": {Kind: IntOrString},
	"io.k8s.apimachinery.pkg.apis.meta.v1.Time":       {Kind: String, Format: "date-time"},
	"io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime":  {Kind: String, Format: "date-time-micro"},
	"io.k8s.apimachinery.pkg.apis.meta.v1.Duration":   {Kind: String, Format: "duration"},
	"io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1":   {Kind: Object, Preserve: true},
	"io.k8s.apimachinery.pkg.runtime.RawExtension":    {Kind: Object, Preserve: true},
}

// definition returns the type of a definition. It is entered before its fields
// are read, so that types may refer to themselves.
func (b *builder) definition(name string) *Type {
	if t := b.types[name]; t != nil {
		return t
	}
	t := &Type{}
	b.types[name] = t
	d, ok := b.definitions[name]
	if scalar, isScalar := scalars[name]; isScalar {
		*t = scalar
	} else if ok {
		b.fill(t, &d.Schema)
	}
	t.Name = name[strings.LastIndexByte(name, '.')+1:]
	t.Description = d.Schema.Description
	return t
}

// typeOf returns the type of a property or an element.
func (b *builder) typeOf(s *spec.Schema) *Type {
	if ref := s.Ref.String(); ref != "" {
		return b.definition(strings.TrimPrefix(ref, refPrefix))
	}
	for i := range s.AllOf {
		if ref := s.AllOf[i].Ref.String(); ref != "" {
			return b.definition(strings.TrimPrefix(ref, refPrefix))
		}
	}
	if t := b.plain(s); t != nil {
		return t
	}
	t := &Type{}
	b.fill(t, s)
	return t
}

// plain returns a shared type for a scalar that nothing but its kind and format
// describes, as most are; nil for others.
func (b *builder) plain(s *spec.Schema) *Type {
	if len(s.Type) != 1 || len(s.Enum) > 0 {
		return nil
	}
	switch s.Type[0] {
	case "object", "array":
		return nil
	}
	key := s.Type[0] + "/" + s.Format
	t := b.types[key]
	if t == nil {
		t = &Type{}
		b.fill(t, s)
		b.types[key] = t
	}
	return t
}

func (b *builder) fill(t *Type, s *spec.Schema) {
	t.Format = s.Format
	t.Preserve, _ = s.Extensions.GetBool("x-kubernetes-preserve-unknown-fields")
	t.Enum = words(s.Enum)
	if len(s.Type) != 1 {
		return // JSON, or a union: anything goes
	}
	switch s.Type[0] {
	case "string":
		t.Kind = String
	case "integer":
		t.Kind = Integer
	case "number":
		t.Kind = Number
	case "boolean":
		t.Kind = Boolean
	case "array":
		t.Kind = List
		t.Elem = &Type{}
		if s.Items != nil && s.Items.Schema != nil {
			t.Elem = b.typeOf(s.Items.Schema)
		}
		t.ListType, _ = s.Extensions.GetString("x-kubernetes-list-type")
		t.ListKeys, _ = s.Extensions.GetStringSlice("x-kubernetes-list-map-keys")
	case "object":
		b.object(t, s)
	}
}

func (b *builder) object(t *Type, s *spec.Schema) {
	t.Kind = Object
	if s.AdditionalProperties != nil && s.AdditionalProperties.Schema != nil {
		t.Kind, t.Elem = Map, b.typeOf(s.AdditionalProperties.Schema)
		return
	}
	if len(s.Properties) == 0 {
		t.Preserve = t.Preserve || s.Description == ""
	}
	t.Fields = make([]*Field, 0, len(s.Properties))
	for name := range s.Properties {
		p := s.Properties[name]
		t.Fields = append(t.Fields, &Field{
			Name: name, Type: b.typeOf(&p), Description: p.Description,
			Required: slices.Contains(s.Required, name), Default: b.text(written(p.Default)),
		})
	}
	sortFields(t.Fields)
}

func (b *builder) text(s string) string {
	if shared, ok := b.texts[s]; ok {
		return shared
	}
	b.texts[s] = s
	return s
}

// words returns the values of an enum as text, sorted.
func words(values []any) []string {
	var all []string
	for _, v := range values {
		if s, ok := v.(string); ok {
			all = append(all, s)
			continue
		}
		if data, err := json.Marshal(v); err == nil {
			all = append(all, string(data))
		}
	}
	slices.Sort(all)
	return all
}

func sortFields(fields []*Field) {
	slices.SortFunc(fields, func(a, b *Field) int { return strings.Compare(a.Name, b.Name) })
}

// written returns a default as JSON, or nothing if it says nothing.
func written(v any) string {
	if v == nil {
		return ""
	}
	data, err := json.Marshal(v)
	if err != nil || slices.Contains([]string{`""`, "{}", "[]", "null", "0", "false"}, string(data)) {
		return ""
	}
	return string(data)
}
