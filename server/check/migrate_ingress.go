package check

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/kubelore/kubelore/server/edit"
	"github.com/kubelore/kubelore/server/syntax"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// migrateIngress writes networking.k8s.io/v1: backends name a service with a port, a
// path says how it is matched, and the default backend has another name.
func migrateIngress(e *edit.Editor, _, to string) {
	if to != "networking.k8s.io/v1" {
		return
	}
	if e.Has("spec.backend") {
		migrateBackend(e, "spec.backend")
		e.Rename("spec.backend", "defaultBackend")
	}
	for i := range items(e, "spec.rules") {
		paths := fmt.Sprintf("spec.rules[%d].http.paths", i)
		for j := range items(e, paths) {
			at := paths + "[" + strconv.Itoa(j) + "]"
			migrateBackend(e, at+".backend")
			if !e.Has(at + ".pathType") {
				// What v1beta1 did without one; it takes no path for all, as before.
				e.Set(at+".pathType", "ImplementationSpecific")
			}
		}
	}
}

// migrateBackend nests the service of a backend.
func migrateBackend(e *edit.Editor, at string) {
	if e.Has(at + ".serviceName") {
		e.Nest(at+".serviceName", []string{"service", "name"})
	}
	if !e.Has(at + ".servicePort") {
		return
	}
	field := "number"
	if _, isText := e.Get(at + ".servicePort").Target().Resolve().(string); isText {
		field = "name"
	}
	e.Nest(at+".servicePort", []string{"service", "port", field})
}

// migrateWorkload writes apps/v1, where the selector must be there and fields that
// only old versions had are gone.
func migrateWorkload(e *edit.Editor, _, to string) {
	if to != "apps/v1" {
		return
	}
	if e.Has("spec.rollbackTo") {
		e.Delete("spec.rollbackTo")
	}
	if e.Has("spec.templateGeneration") {
		e.Delete("spec.templateGeneration")
	}
	if e.Has("spec.selector") {
		return
	}
	labels := e.Get("spec.template.metadata.labels").Target()
	value, err := labels.Decode(nil)
	if labels.Kind() != syntax.Mapping || err != nil {
		e.Fail()
		return
	}
	// Older versions took the labels of the template.
	e.Set("spec.selector.matchLabels", pairsOf(value))
}
