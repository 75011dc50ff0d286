package apiserver

import (
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
)

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
