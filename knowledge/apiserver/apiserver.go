// Package apiserver answers what kube-apiserver would answer to the creation of
// one object: the errors and the warnings, in the server's own words, because
// they come from the server's own code, which is linked in.
//
// It knows everything that the server can know without a cluster: decoding,
// defaulting, validation, warnings, fields that a disabled feature gate drops.
// Of admission plugins it does the little that depends on no other object; it
// deliberately asks nobody about those. It knows no YAML and no positions, only API
// paths. What it says holds for the linked release; whether a version is served at all
// is for package catalog.
package apiserver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/go-logr/logr"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/warning"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/capabilities"
)

// A Kind names a version of a kind; the core group is "".
type Kind struct{ Group, Version, Kind string }

// An Answer is what the server says to a create.
type Answer struct {
	// Errors are the reasons to refuse the object; there are none if it is accepted.
	Errors []Error
	// Warnings are what the server says beside accepting or refusing.
	Warnings []Warning
	// Ignored are the API paths of fields that were given and that the server
	// drops without a word, because a feature gate is off by default.
	Ignored []string

	// unasked says that the answer is empty because finding it may not come to an end.
	unasked bool
}

// An Error is one reason to refuse an object.
type Error struct {
	// Path is the API path of the field, such as spec.ports[0].name, after the
	// corrections of known slips in upstream's paths. It is empty for the object.
	Path string
	// Reason is the class of the error, such as field.ErrorTypeRequired. It is
	// empty for errors of decoding.
	Reason field.ErrorType
	// Message is the server's sentence without the path.
	Message string
	// Decoding says that the error comes from reading the object, before
	// validation: an unknown field, a wrong type. If it is not Strict, nothing
	// else could be checked.
	Decoding, Strict bool
}

// A Warning is one warning of the server.
type Warning struct {
	// Path is the API path that the sentence begins with, or empty.
	Path string
	// Message is the server's sentence without the path.
	Message string
}

// machinery is what all requests share. It is read-only once it was made.
type machinery struct {
	decoder    runtime.Decoder
	strategies map[schema.GroupKind]rest.RESTCreateStrategy
}

// start sets the process up as kube-apiserver would be and is called once, by
// the first request, so that a process that never validates never pays for it.
var start = sync.OnceValue(func() *machinery {
	// A cluster decides by Pod Security who may be privileged; the server itself
	// forbids it only when it was started with a flag that nobody uses.
	capabilities.Initialize(capabilities.Capabilities{AllowPrivileged: true})
	// The libraries log what they find odd; our standard error is the editor's.
	klog.SetLogger(logr.Discard())
	install(legacyscheme.Scheme)
	codecs := serializer.NewCodecFactory(legacyscheme.Scheme, serializer.EnableStrict)
	return &machinery{decoder: codecs.UniversalDecoder(), strategies: strategies()}
})

// Knows reports whether there is code for a kind, so that Create can answer.
func Knows(k Kind) bool {
	m := start()
	gvk := schema.GroupVersionKind(k)
	if !legacyscheme.Scheme.Recognizes(gvk) {
		return false
	}
	_, ok := m.strategies[gvk.GroupKind()]
	return ok || reviews[gvk.GroupKind()] != nil
}

// largestRequest is the largest body, in bytes, that the server reads of a create
// (MaxRequestBodyBytes of its configuration).
const largestRequest = 3 << 20

// Create returns the answer to the creation of object, which must be made of the
// types that encoding/json decodes to. A kind that is not known gives an empty
// answer. It is safe for concurrent use and does not change object.
func Create(k Kind, object map[string]any) (answer Answer) {
	if !Knows(k) {
		return Answer{}
	}
	defer func() {
		if r := recover(); r != nil {
			answer.failed(k, r)
		}
	}()
	data, err := json.Marshal(object)
	if err != nil {
		return Answer{Errors: []Error{{Message: err.Error(), Decoding: true}}}
	}
	if len(data) > largestRequest {
		return tooLarge()
	}
	if k.Group == apiextensions.GroupName && bottomless(object) {
		return Answer{unasked: true} // its defaults are held against its rules
	}
	obj, gvk, err := start().decoder.Decode(data, nil, nil)
	answer.Errors = decodingErrors(err)
	if obj == nil || gvk == nil {
		return answer
	}
	if review := reviews[gvk.GroupKind()]; review != nil {
		for _, e := range review(withRequest(context.Background(), *gvk, ""), obj) {
			answer.Errors = append(answer.Errors, newError(*gvk, e, false, object))
		}
		return answer
	}
	start().create(obj, *gvk, object, &answer)
	return answer
}

func tooLarge() Answer {
	return Answer{Errors: []Error{{Message: fmt.Sprintf("Request entity too large: limit is %d", largestRequest), Reason: field.ErrorTypeTooLong}}}
}

// failed notes that code of Kubernetes panicked. The code is not ours, and one
// object that it cannot digest must not take the editor's other answers away. If
// errors were found there is nothing to say: the server warns only about objects
// that it accepts, and the code for warnings relies on that.
func (a *Answer) failed(k Kind, reason any) {
	if len(a.Errors) == 0 {
		a.Warnings = append(a.Warnings, Warning{Message: fmt.Sprintf(
			"Kubelore cannot check this %s: the validation code of Kubernetes failed (%v)", k.Kind, reason)})
	}
}

// create does what the generic create handler and rest.BeforeCreate do, but
// keeps the list of field errors, which BeforeCreate turns into a status.
func (m *machinery) create(obj runtime.Object, gvk schema.GroupVersionKind, given map[string]any, answer *Answer) {
	strategy := m.strategies[gvk.GroupKind()]
	accessor, err := meta.Accessor(obj)
	if err != nil {
		answer.Errors = append(answer.Errors, Error{Message: err.Error(), Decoding: true})
		return
	}
	ctx := requestContext(gvk, strategy, accessor, answer)
	generated := completeMeta(accessor, answer)
	admit(obj)
	refused := first(append(beginCreate(obj), refuseMasters(obj)...), mostErrors)
	if err := rest.EnsureObjectNamespaceMatchesRequestNamespace(namespaceOf(ctx, strategy), accessor); err != nil {
		answer.Errors = append(answer.Errors, Error{Path: "metadata.namespace", Message: err.Error()})
		return
	}
	strategy.PrepareForCreate(ctx, obj)
	for _, path := range dropped(obj, gvk, given) {
		unknown := func(e Error) bool { return e.Strict && e.Path == path }
		if !slices.ContainsFunc(answer.Errors, unknown) {
			answer.Ignored = append(answer.Ignored, path)
		}
	}
	invalid := validateCreate(ctx, obj, strategy)
	for _, e := range append(invalid, withoutSaid(refused, invalid)...) {
		answer.Errors = append(answer.Errors, newError(gvk, e, generated, given))
	}
	for _, w := range warnings(ctx, obj, strategy) {
		warning.AddWarning(ctx, "", w)
	}
	answer.Warnings = append(answer.Warnings, podSecurityLabels(obj)...)
	for i, w := range answer.Warnings {
		answer.Warnings[i].Path = written(w.Path, given, nil)
	}
}

func requestContext(gvk schema.GroupVersionKind, s rest.RESTCreateStrategy, accessor metav1.Object, answer *Answer) context.Context {
	namespace := ""
	if s.NamespaceScoped() {
		namespace = accessor.GetNamespace()
		if namespace == "" {
			namespace = metav1.NamespaceDefault
		}
	}
	ctx := withRequest(request.WithNamespace(context.Background(), namespace), gvk, namespace)
	return warning.WithWarningRecorder(ctx, recorder{answer})
}

// withRequest says that the request is a create. Declarative validation picks its
// rules by the version in it.
func withRequest(ctx context.Context, gvk schema.GroupVersionKind, namespace string) context.Context {
	resource, _ := meta.UnsafeGuessKindToResource(gvk)
	return request.WithRequestInfo(ctx, &request.RequestInfo{
		IsResourceRequest: true, Verb: "create", Namespace: namespace,
		APIGroup: gvk.Group, APIVersion: gvk.Version, Resource: resource.Resource,
	})
}

// namespaceOf returns the namespace of the request that a kind is created in.
func namespaceOf(ctx context.Context, s rest.RESTCreateStrategy) string {
	return rest.ExpectedNamespaceForScope(request.NamespaceValue(ctx), s.NamespaceScoped())
}

// decodingErrors turns the error of a strict decoder into errors with paths.
func decodingErrors(err error) []Error {
	if err == nil {
		return nil
	}
	strict, ok := runtime.AsStrictDecodingError(err)
	if !ok {
		return []Error{{Message: err.Error(), Decoding: true}}
	}
	var all []Error
	for _, e := range strict.Errors() {
		all = append(all, Error{Path: quotedPath(e), Message: e.Error(), Decoding: true, Strict: true})
	}
	return all
}

// quotedPath returns the path in errors such as: unknown field "spec.x".
func quotedPath(err error) string {
	_, quoted, _ := strings.Cut(err.Error(), `field "`)
	path, _, _ := strings.Cut(quoted, `"`)
	return path
}

// overLimit matches errors about the requests as a whole that mean one of them.
var overLimit = regexp.MustCompile(`^must be (?:less than or )?equal to (\S+) limit of `)

// checkedValue matches errors about a number that its format has no room for, which name
// the field in the sentence alone.
var checkedValue = regexp.MustCompile(`^Checked value must be of type .* in (\S+)$`)

// newError returns e with its path corrected. If the name of the object was
// generated, what is said of the name is said of generateName.
func newError(gvk schema.GroupVersionKind, e *field.Error, generated bool, given map[string]any) Error {
	path := correctPath(gvk, e.Field)
	if m := checkedValue.FindStringSubmatch(e.Detail); m != nil && path == "" {
		path = m[1]
	}
	if m := overLimit.FindStringSubmatch(e.Detail); m != nil {
		path += "[" + m[1] + "]"
	}
	if generated && path == "metadata.name" {
		path = "metadata.generateName"
	}
	return Error{Path: written(path, given, e.BadValue), Reason: e.Type, Message: sentence(e)}
}

// sentence returns the server's sentence, without the path. Where the bad value
// is a whole structure, upstream prints what the server made of it, in names of Go or
// with ids that it drew; only the rest helps.
func sentence(e *field.Error) string {
	switch e.BadValue.(type) {
	case nil, string, bool, int, int32, int64, uint, uint32, uint64, float32, float64:
		return e.ErrorBody()
	}
	data, err := json.Marshal(e.BadValue)
	_, unsupported := errors.AsType[*json.UnsupportedTypeError](err)
	switch {
	case unsupported, err == nil && len(data) > 0 && data[0] != '{' && data[0] != '[':
		return e.ErrorBody()
	case e.Detail == "":
		return e.Type.String()
	}
	return fmt.Sprintf("%s: %s", e.Type, e.Detail)
}
