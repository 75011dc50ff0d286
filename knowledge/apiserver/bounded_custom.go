package apiserver

import (
	"fmt"
	"maps"
	"slices"

	schemavalidation "k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"k8s.io/kube-openapi/pkg/validation/strfmt"
	"k8s.io/kube-openapi/pkg/validation/validate"
)

// boundedSchema is the schema of custom resources in linear time. The validator compares
// each error with each, so a list of 100,000 bad items would take minutes. An object of
// many values is looked at in pieces first; if these have more than mostErrors errors then
// those are the answer, and else they are few enough to compare.
type boundedSchema struct {
	schemavalidation.SchemaValidator
	schema *spec.Schema
}

// largePiece is how many values are validated at once. As many errors are compared in
// 10 ms, and few objects have as many values.
const largePiece = 1000

func (b boundedSchema) Validate(value any, options ...schemavalidation.ValidationOption) *validate.Result {
	if count(value, largePiece) == largePiece {
		p := &pieces{}
		if p.look(value, b.schema, ""); len(p.errors) > mostErrors {
			return &validate.Result{Errors: p.errors[:mostErrors]}
		}
	}
	return b.SchemaValidator.Validate(value, options...)
}

// pieces collects the errors of the pieces of an object.
type pieces struct{ errors []error }

// look collects the errors of a value of a schema at a path. It leaves out what only the
// whole of a large value shows, such as a missing field.
func (p *pieces) look(value any, s *spec.Schema, path string) {
	if s == nil || len(p.errors) > mostErrors {
		return
	}
	if count(value, largePiece) < largePiece {
		p.errors = append(p.errors, validate.NewSchemaValidator(s, nil, path, strfmt.Default).Validate(value).Errors...)
		return
	}
	switch value := value.(type) {
	case []any:
		if s.Items != nil {
			for i, v := range value {
				p.look(v, s.Items.Schema, fmt.Sprintf("%s[%d]", path, i))
			}
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			if property, ok := s.Properties[name]; ok {
				p.look(value[name], &property, path+"."+name)
			} else if s.AdditionalProperties != nil {
				p.look(value[name], s.AdditionalProperties.Schema, path+"."+name)
			}
		}
	}
}

// count returns how many values there are in a value, with itself, up to a limit.
func count(value any, most int) int {
	n := 1
	add := func(v any) bool {
		if n < most {
			n += count(v, most-n)
		}
		return n < most
	}
	switch value := value.(type) {
	case []any:
		for _, v := range value {
			if !add(v) {
				break
			}
		}
	case map[string]any:
		for _, v := range value {
			if !add(v) {
				break
			}
		}
	}
	return min(n, most)
}
