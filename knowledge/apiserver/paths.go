package apiserver

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
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
	{schema.GroupKind{Group: "networking.k8s.io", Kind: "Ingress"}, "annotations.kubernetes.io/ingress.class", "metadata.annotations[kubernetes.io/ingress.class]"},
	{schema.GroupKind{Group: "node.k8s.io", Kind: "RuntimeClass"}, "overhead.limits", "overhead.podFixed"},
	{schema.GroupKind{Kind: "Service"}, "spec.LoadBalancerSourceRanges", "spec.loadBalancerSourceRanges"},
	{schema.GroupKind{Kind: "Node"}, "metadata.taints", "spec.taints"},
}

// slips are the same, of parts of paths that are in many kinds.
var slips = []struct {
	from *regexp.Regexp
	to   string
}{
	// The overhead of a Pod is validated as if it were the limits of a container.
	{regexp.MustCompile(`\boverhead\.limits\[`), "overhead["},
	// The limits of containers are held against those of the Pod, which are at hand.
	{regexp.MustCompile(`\bresources\.containers\[(\d+)\]\[(.+)\]\.limits$`), "containers[$1].resources.limits[$2]"},
	{regexp.MustCompile(`\bresources\[storage\]$`), "resources.requests[storage]"},
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
	for _, slip := range slips {
		path = slip.from.ReplaceAllString(path, slip.to)
	}
	return path
}

// written returns the path in an object as it was given for one that validation made of
// it: fields that the server fills in from others, items and keys that upstream's path
// leaves out. bad is the value that is wrong.
func written(path string, object map[string]any, bad any) string {
	if singular, rest, ok := strings.Cut(path, ".clusterIPs"); ok && (rest == "" || rest == "[0]") && at(object, path) == nil {
		if at(object, singular+".clusterIP") != nil {
			return singular + ".clusterIP"
		}
	}
	text, ok := bad.(string)
	if !ok {
		return path
	}
	if volume, rest, ok := strings.Cut(path, ".downwardAPI."); ok {
		items, _ := at(object, volume+".downwardAPI.items").([]any)
		if i, ok := only(items, func(item any) bool { return at(item, rest) == text }); ok {
			return volume + ".downwardAPI.items[" + strconv.Itoa(i) + "]." + rest
		}
		return path
	}
	if strings.HasSuffix(path, "abels") || strings.HasSuffix(path, ".annotations") {
		m, _ := at(object, path).(map[string]any)
		if _, ok := m[text]; ok {
			return path + "[" + text + "]"
		}
		keys := slices.Collect(maps.Keys(m))
		if i, ok := only(keys, func(key string) bool { return m[key] == text }); ok {
			return path + "[" + keys[i] + "]"
		}
	}
	return path
}

// only returns the index of the one item of a list that is as wanted.
func only[T any](list []T, is func(T) bool) (int, bool) {
	i := slices.IndexFunc(list, is)
	return i, i >= 0 && !slices.ContainsFunc(list[i+1:], is)
}

// at returns the value at a path without keys that hold dots, or nil.
func at(value any, path string) any {
	for part := range strings.FieldsFuncSeq(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
		switch v := value.(type) {
		case map[string]any:
			value = v[part]
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil || i < 0 || i >= len(v) {
				return nil
			}
			value = v[i]
		default:
			return nil
		}
	}
	return value
}
