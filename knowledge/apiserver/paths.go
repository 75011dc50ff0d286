package apiserver

import (
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// correction rewrites the paths of a kind that begin with from.
type correction struct {
	kind     schema.GroupKind
	from, to string
}

// corrections are the places in which upstream's paths differ from what an
// author writes: validation works on the internal type, whose names and shape
// are not always those of the version.
var corrections = []correction{
	{schema.GroupKind{Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition"}, "spec.validation.", "spec.versions[0].schema."},
	{schema.GroupKind{Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition"}, "spec.subresources", "spec.versions[0].subresources"},
	{schema.GroupKind{Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition"}, "spec.additionalPrinterColumns", "spec.versions[0].additionalPrinterColumns"},
	{schema.GroupKind{Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition"}, "spec.selectableFields", "spec.versions[0].selectableFields"},
	{schema.GroupKind{Group: "node.k8s.io", Kind: "RuntimeClass"}, "overhead.limits", "overhead.podFixed"},
	{schema.GroupKind{Kind: "Service"}, "spec.LoadBalancerSourceRanges", "spec.loadBalancerSourceRanges"},
	{schema.GroupKind{Kind: "Node"}, "metadata.taints", "spec.taints"},
}

// correctPath returns the path that an author would write for upstream's.
func correctPath(gvk schema.GroupVersionKind, path string) string {
	if path == "<nil>" {
		return ""
	}
	for _, c := range corrections {
		if c.kind == gvk.GroupKind() {
			if rest, ok := strings.CutPrefix(path, c.from); ok {
				return c.to + rest
			}
		}
	}
	// The overhead of a Pod is validated as if it were the limits of a container.
	return strings.Replace(path, "overhead.limits[", "overhead[", 1)
}
