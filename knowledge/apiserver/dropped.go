package apiserver

import (
	"slices"
	"strconv"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
)

// dropped returns the API paths of the fields below spec that were given and
// that PrepareForCreate has taken out of obj. The status and the metadata are
// reset on every create, which is no news; what is left are fields of feature
// gates that are off by default.
func dropped(obj runtime.Object, gvk schema.GroupVersionKind, given map[string]any) []string {
	spec, ok := given["spec"].(map[string]any)
	if !ok || len(spec) == 0 || gvk.Group == apiextensions.GroupName {
		return nil // definitions are large, and no field of theirs is gated any more
	}
	versioned, err := legacyscheme.Scheme.ConvertToVersion(obj, gvk.GroupVersion())
	if err != nil {
		return nil
	}
	kept, err := runtime.DefaultUnstructuredConverter.ToUnstructured(versioned)
	if err != nil {
		return nil
	}
	var lost []string
	compare("spec", spec, kept["spec"], &lost)
	slices.Sort(lost)
	return lost
}

// compare adds the paths of what is in given and not in kept. Values are not
// compared, and zero values are left out: not to write them is the same.
func compare(path string, given, kept any, lost *[]string) {
	switch given := given.(type) {
	case map[string]any:
		kept, ok := kept.(map[string]any)
		if !ok {
			return // a union type such as IntOrString, or rewritten altogether
		}
		for key, value := range given {
			at := path + "." + key
			if k, ok := kept[key]; ok {
				compare(at, value, k, lost)
			} else if !empty(value) {
				*lost = append(*lost, at)
			}
		}
	case []any:
		kept, ok := kept.([]any)
		if !ok || len(kept) != len(given) {
			return // items were added, merged or sorted: nothing is certain
		}
		for i := range given {
			compare(path+"["+strconv.Itoa(i)+"]", given[i], kept[i], lost)
		}
	}
}

// empty reports whether a value means the same as leaving it out.
func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case bool:
		return !v
	case int64:
		return v == 0
	case float64:
		return v == 0
	case map[string]any:
		for _, x := range v {
			if !empty(x) {
				return false
			}
		}
		return true
	case []any:
		return len(v) == 0
	}
	return false
}
