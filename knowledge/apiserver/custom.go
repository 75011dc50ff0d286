package apiserver

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	schemavalidation "k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/warning"
)

// A Custom is one served version of a kind that a CustomResourceDefinition
// defines. It answers like the server that has the definition.
type Custom struct {
	Kind Kind
	// Plural and ShortNames are what kubectl calls the resource.
	Plural     string
	ShortNames []string
	Namespaced bool
	// Deprecated is the warning of a version that the definition calls deprecated.
	Deprecated string

	// whole returns the definition with its schemas.
	whole    func() map[string]any
	compiled func() (*validator, error)
	// accepted says that the server would take the definition, and that its rules can be
	// evaluated.
	accepted func() bool
}

// Define returns the served versions that a CustomResourceDefinition defines. It
// fails if the definition cannot be read; the reasons are those that Create
// gives for it. The schemas, which are nearly all of a definition, may be left out of it;
// whole returns it with them. It is called, from any goroutine, when somebody first needs
// one of the kinds: most of those that a workspace defines are used nowhere.
func Define(definition map[string]any, whole func() map[string]any) ([]*Custom, error) {
	crd, err := readDefinition(definition)
	if err != nil {
		return nil, err
	}
	accepted := sync.OnceValue(func() bool {
		kind := Kind{apiextensions.GroupName, "v1", "CustomResourceDefinition"}
		// A definition with unknown fields is taken where nobody asks for strictness.
		answer := Create(kind, whole())
		return !answer.unasked && !slices.ContainsFunc(answer.Errors, func(e Error) bool { return !e.Strict })
	})
	var all []*Custom
	for i := range crd.Spec.Versions {
		v := &crd.Spec.Versions[i]
		if !v.Served {
			continue
		}
		c := &Custom{
			Kind:       Kind{crd.Spec.Group, v.Name, crd.Spec.Names.Kind},
			Plural:     crd.Spec.Names.Plural,
			ShortNames: crd.Spec.Names.ShortNames,
			Namespaced: crd.Spec.Scope == apiextensions.NamespaceScoped,
			whole:      whole,
			accepted:   accepted,
		}
		if v.Deprecated {
			c.Deprecated = fmt.Sprintf("%s/%s %s is deprecated", crd.Spec.Group, v.Name, crd.Spec.Names.Kind)
			if v.DeprecationWarning != nil {
				c.Deprecated = *v.DeprecationWarning
			}
		}
		c.compiled = sync.OnceValues(c.compile)
		all = append(all, c)
	}
	return all, nil
}

func readDefinition(definition map[string]any) (*apiextensions.CustomResourceDefinition, error) {
	data, err := json.Marshal(definition)
	if err != nil {
		return nil, fmt.Errorf("read the definition: %w", err)
	}
	obj, _, err := start().decoder.Decode(data, nil, nil)
	if err != nil && !runtime.IsStrictDecodingError(err) {
		return nil, fmt.Errorf("read the definition: %w", err)
	}
	crd, ok := obj.(*apiextensions.CustomResourceDefinition)
	if !ok {
		return nil, fmt.Errorf("read the definition: %T is no CustomResourceDefinition", obj)
	}
	return crd, nil
}

// Schema returns the openAPIV3Schema as written, or nil if there is none. It is read from
// the definition each time.
func (c *Custom) Schema() map[string]any {
	spec, _ := c.whole()["spec"].(map[string]any)
	versions, _ := spec["versions"].([]any)
	for _, v := range versions {
		version, _ := v.(map[string]any)
		validation, _ := version["schema"].(map[string]any)
		if s, ok := validation["openAPIV3Schema"].(map[string]any); ok && version["name"] == c.Kind.Version {
			return s
		}
	}
	return nil
}

// validator is the compiled schema and rules of one version.
type validator struct {
	strategy   rest.RESTCreateStrategy
	structural *structural.Structural
	// preserve says that unknown fields are kept everywhere.
	preserve bool
}

func (c *Custom) compile() (*validator, error) {
	definition, err := readDefinition(c.whole())
	if err != nil {
		return nil, err
	}
	v, err := apiextensions.GetSchemaForVersion(definition, c.Kind.Version)
	if err != nil {
		return nil, fmt.Errorf("find the schema of %s: %w", c.Kind.Version, err)
	}
	if v == nil || v.OpenAPIV3Schema == nil {
		return nil, fmt.Errorf("version %s has no schema", c.Kind.Version)
	}
	schemaValidator, openAPI, err := schemavalidation.NewSchemaValidator(v.OpenAPIV3Schema)
	if err != nil {
		return nil, fmt.Errorf("compile the schema of %s: %w", c.Kind.Version, err)
	}
	s, err := structural.NewStructural(v.OpenAPIV3Schema)
	if err != nil {
		return nil, fmt.Errorf("compile the schema of %s: %w", c.Kind.Version, err)
	}
	subresources, err := apiextensions.GetSubresourcesForVersion(definition, c.Kind.Version)
	if err != nil {
		return nil, fmt.Errorf("find the subresources of %s: %w", c.Kind.Version, err)
	}
	if subresources == nil {
		subresources = &apiextensions.CustomResourceSubresources{}
	}
	gvk := schema.GroupVersionKind(c.Kind)
	preserve := definition.Spec.PreserveUnknownFields
	return &validator{
		strategy: customresource.NewStrategy(typer{gvk}, c.Namespaced, gvk, boundedSchema{schemaValidator, openAPI}, nil, s,
			subresources.Status, subresources.Scale, nil),
		structural: s,
		preserve:   preserve != nil && *preserve,
	}, nil
}

// typer says of every object that it is of the kind.
type typer struct{ gvk schema.GroupVersionKind }

func (t typer) ObjectKinds(runtime.Object) ([]schema.GroupVersionKind, bool, error) {
	return []schema.GroupVersionKind{t.gvk}, false, nil
}

func (t typer) Recognizes(gvk schema.GroupVersionKind) bool { return t.gvk == gvk }

// Create returns the answer to the creation of object, made of the types that
// encoding/json decodes to. If the server would refuse the definition the answer is
// empty: that is the definition's problem, and Create says it of the definition. It
// is safe for concurrent use and does not change object.
func (c *Custom) Create(object map[string]any) (answer Answer) {
	defer func() {
		if r := recover(); r != nil {
			answer.failed(c.Kind, r)
		}
	}()
	if !c.accepted() {
		return Answer{}
	}
	v, err := c.compiled()
	if err != nil {
		return Answer{}
	}
	// Validation tells int64 from float64, as the server's JSON decoder does.
	u := &unstructured.Unstructured{}
	data, err := json.Marshal(object)
	if len(data) > largestRequest {
		return tooLarge()
	}
	if err == nil {
		err = u.UnmarshalJSON(data)
	}
	if err != nil {
		return Answer{Errors: []Error{{Message: err.Error(), Decoding: true}}}
	}
	if !v.decode(u, &answer) {
		return answer
	}
	c.validate(v, u, &answer)
	return answer
}

// decode prunes and defaults an object as the server's decoder does. It reports
// whether validation makes sense.
func (v *validator) decode(u *unstructured.Unstructured, answer *Answer) bool {
	apiVersion, kind := u.GetAPIVersion(), u.GetKind()
	meta, found, unknown, err := objectmeta.GetObjectMetaWithOptions(u.Object, objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true})
	if err != nil {
		answer.Errors = append(answer.Errors, Error{Path: "metadata", Message: err.Error(), Decoding: true})
		return false
	}
	if !v.preserve {
		unknown = append(unknown, pruning.PruneWithOptions(u.Object, v.structural, true,
			structural.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})...)
		defaulting.PruneNonNullableNullsWithoutDefaults(u.Object, v.structural)
	}
	fieldErr, paths := objectmeta.CoerceWithOptions(nil, u.Object, v.structural, false,
		objectmeta.CoerceOptions{ReturnUnknownFieldPaths: true})
	if fieldErr != nil {
		answer.Errors = append(answer.Errors, Error{Path: fieldErr.Field, Message: sentence(fieldErr), Decoding: true})
		return false
	}
	u.SetAPIVersion(apiVersion)
	u.SetKind(kind)
	if found {
		if err := objectmeta.SetObjectMeta(u.Object, meta); err != nil {
			answer.Errors = append(answer.Errors, Error{Path: "metadata", Message: err.Error(), Decoding: true})
			return false
		}
	}
	for _, path := range append(unknown, paths...) {
		answer.Errors = append(answer.Errors, Error{
			Path: path, Message: fmt.Sprintf("unknown field %q", path), Decoding: true, Strict: true,
		})
	}
	defaulting.Default(u.Object, v.structural)
	return true
}

// notChecked begins what the server says beside other errors when it has not looked at
// the rules of the schema. It is no mistake, and will be gone with the others.
const notChecked = "some validation rules were not checked"

func (c *Custom) validate(v *validator, u *unstructured.Unstructured, answer *Answer) {
	gvk := schema.GroupVersionKind(c.Kind)
	ctx := requestContext(gvk, v.strategy, u, answer)
	generated := completeMeta(u, answer)
	if err := rest.EnsureObjectNamespaceMatchesRequestNamespace(namespaceOf(ctx, v.strategy), u); err != nil {
		answer.Errors = append(answer.Errors, Error{Path: "metadata.namespace", Message: err.Error()})
		return
	}
	v.strategy.PrepareForCreate(ctx, u)
	all := validateCreate(ctx, u, v.strategy)
	for _, e := range all {
		if e.Type == field.ErrorTypeInvalid && e.Field == "<nil>" && strings.HasPrefix(e.Detail, notChecked) {
			continue
		}
		// The path of the replicas is that of the definition, which begins with a dot.
		if path, scaled := strings.CutPrefix(e.Field, "."); scaled {
			if e.Field = path; inAnother(e, all) {
				continue // it cannot be read because of its type, or of what is around it
			}
		}
		answer.Errors = append(answer.Errors, newError(gvk, e, generated, u.Object))
	}
	for _, w := range v.strategy.WarningsOnCreate(ctx, u) {
		warning.AddWarning(ctx, "", w)
	}
	if c.Deprecated != "" {
		answer.Warnings = append(answer.Warnings, Warning{Path: "apiVersion", Message: c.Deprecated})
	}
}

// inAnother reports whether there is another error at the path of e or around it.
func inAnother(e *field.Error, all field.ErrorList) bool {
	return slices.ContainsFunc(all, func(x *field.Error) bool {
		return x != e && (x.Field == e.Field || strings.HasPrefix(e.Field, x.Field+"."))
	})
}
