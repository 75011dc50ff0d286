package apiserver

import (
	"context"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/authentication"
	"k8s.io/kubernetes/pkg/apis/authorization"
	authorizationvalidation "k8s.io/kubernetes/pkg/apis/authorization/validation"
	core "k8s.io/kubernetes/pkg/apis/core"
	corevalidation "k8s.io/kubernetes/pkg/apis/core/validation"
)

// reviews validate the kinds that can be created but are never stored, so they
// have no strategy. What the REST handlers refuse beside validation is repeated
// here with a path, as the handlers need a running server.
var reviews = map[schema.GroupKind]func(context.Context, runtime.Object) field.ErrorList{
	{Group: "", Kind: "Binding"}: func(_ context.Context, o runtime.Object) field.ErrorList {
		binding := o.(*core.Binding)
		if binding.Name == "" {
			return field.ErrorList{field.Required(field.NewPath("metadata", "name"), "")}
		}
		return corevalidation.ValidatePodBinding(binding)
	},
	{Group: "authentication.k8s.io", Kind: "SelfSubjectReview"}: func(context.Context, runtime.Object) field.ErrorList {
		return nil
	},
	{Group: "authentication.k8s.io", Kind: "TokenReview"}: func(_ context.Context, o runtime.Object) field.ErrorList {
		if o.(*authentication.TokenReview).Spec.Token == "" {
			return field.ErrorList{field.Required(field.NewPath("spec", "token"), "")}
		}
		return nil
	},
	{Group: "authorization.k8s.io", Kind: "SubjectAccessReview"}: func(ctx context.Context, o runtime.Object) field.ErrorList {
		return authorizationvalidation.ValidateSubjectAccessReviewCreate(
			ctx, legacyscheme.Scheme, o.(*authorization.SubjectAccessReview))
	},
	{Group: "authorization.k8s.io", Kind: "SelfSubjectAccessReview"}: func(ctx context.Context, o runtime.Object) field.ErrorList {
		return authorizationvalidation.ValidateSelfSubjectAccessReviewCreate(
			ctx, legacyscheme.Scheme, o.(*authorization.SelfSubjectAccessReview))
	},
	{Group: "authorization.k8s.io", Kind: "LocalSubjectAccessReview"}: localReview,
	{Group: "authorization.k8s.io", Kind: "SelfSubjectRulesReview"}: func(_ context.Context, o runtime.Object) field.ErrorList {
		if o.(*authorization.SelfSubjectRulesReview).Spec.Namespace == "" {
			return field.ErrorList{field.Required(field.NewPath("spec", "namespace"), "")}
		}
		return nil
	},
}

func localReview(ctx context.Context, o runtime.Object) field.ErrorList {
	review := o.(*authorization.LocalSubjectAccessReview)
	if review.Namespace == "" {
		review.Namespace = metav1.NamespaceDefault // as for all others
	}
	return authorizationvalidation.ValidateLocalSubjectAccessReviewCreate(
		ctx, legacyscheme.Scheme, review)
}
