package apiserver

import "k8s.io/apimachinery/pkg/runtime/schema"

// notCreated are the kinds in the scheme that no client creates at a collection
// of their own, with the reason.
var notCreated = map[schema.GroupKind]string{
	{Group: "admission.k8s.io", Kind: "AdmissionReview"}:      "sent to webhooks only",
	{Group: "", Kind: "ComponentStatus"}:                      "read-only",
	{Group: "", Kind: "RangeAllocation"}:                      "internal to the service allocator",
	{Group: "", Kind: "SerializedReference"}:                  "the value of an annotation",
	{Group: "", Kind: "List"}:                                 "clients send its items",
	{Group: "apps", Kind: "DeploymentRollback"}:               "subresource of a version that is gone",
	{Group: "apps", Kind: "Scale"}:                            "subresource",
	{Group: "autoscaling", Kind: "Scale"}:                     "subresource",
	{Group: "authentication.k8s.io", Kind: "TokenRequest"}:    "subresource of ServiceAccount",
	{Group: "extensions", Kind: "DaemonSet"}:                  "group is gone",
	{Group: "extensions", Kind: "Deployment"}:                 "group is gone",
	{Group: "extensions", Kind: "DeploymentRollback"}:         "group is gone",
	{Group: "extensions", Kind: "Ingress"}:                    "group is gone",
	{Group: "extensions", Kind: "NetworkPolicy"}:              "group is gone",
	{Group: "extensions", Kind: "ReplicaSet"}:                 "group is gone",
	{Group: "extensions", Kind: "Scale"}:                      "subresource",
	{Group: "imagepolicy.k8s.io", Kind: "ImageReview"}:        "sent to webhooks only",
	{Group: "policy", Kind: "Eviction"}:                       "subresource of Pod",
	{Group: "apiextensions.k8s.io", Kind: "ConversionReview"}: "sent to webhooks only",
}

// NotCreated returns why no client creates objects of a kind, so that there is no code for
// that; it is empty for all other kinds.
func NotCreated(k Kind) string { return notCreated[schema.GroupVersionKind(k).GroupKind()] }
