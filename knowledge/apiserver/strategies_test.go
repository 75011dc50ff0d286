package apiserver

import (
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
)

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

func TestEveryKindHasAStrategy(t *testing.T) {
	m := start()
	seen := map[schema.GroupKind]bool{}
	for gvk := range legacyscheme.Scheme.AllKnownTypes() {
		gk := gvk.GroupKind()
		if gvk.Version == "__internal" || seen[gk] || strings.HasSuffix(gk.Kind, "List") && gk.Kind != "List" ||
			strings.HasSuffix(gk.Kind, "Options") || slices.Contains([]string{"WatchEvent", "Status", "APIGroup", "APIVersions", "APIGroupList", "APIResourceList"}, gk.Kind) {
			continue
		}
		seen[gk] = true
		_, stored := m.strategies[gk]
		known := stored || reviews[gk] != nil
		reason := notCreated[gk]
		if !known && reason == "" {
			t.Errorf("%s is in the scheme and has neither a strategy nor a reason to have none", gk)
		}
		if known && reason != "" {
			t.Errorf("%s has a strategy and a reason to have none", gk)
		}
	}
	for gk := range m.strategies {
		if !seen[gk] {
			t.Errorf("%s has a strategy and is not in the scheme", gk)
		}
	}
	for gk := range notCreated {
		if !seen[gk] {
			t.Errorf("%s is excused and not in the scheme", gk)
		}
	}
}
