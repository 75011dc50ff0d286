package workspace

import (
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// A Build says that something makes the manifests of a folder from what is there, so that
// what is not there may still come to be.
type Build struct {
	// Adds says that more objects come from generators, charts, other projects or plugins.
	Adds bool
	// Uses are the folders and files that the folder takes manifests from, as paths.
	Uses []string
}

// and returns what two builds of one folder say together.
func (b *Build) and(other *Build) *Build {
	if other == nil {
		return b
	}
	return &Build{Adds: b.Adds || other.Adds, Uses: slices.Concat(b.Uses, other.Uses)}
}

// kustomizations are the names under which kustomize looks for what to do in a folder.
var kustomizations = []string{"kustomization.yaml", "kustomization.yml", "Kustomization"} //nolint:gochecknoglobals // a list that is never written to

// IsKustomization reports whether kustomize reads a file of that name.
func IsKustomization(name string) bool { return slices.Contains(kustomizations, name) }

// isBuild reports whether a file of that name says how the manifests around it are made.
func isBuild(name string) bool { return name == "Chart.yaml" || IsKustomization(name) }

// BuildIn reads how the manifests of a folder are made from a file in it, by its path, or
// returns nil if it does not say that.
func BuildIn(path string, data []byte) *Build {
	if !isBuild(filepath.Base(path)) {
		return nil
	}
	return buildOf(path, data)
}

// buildOf reads how manifests are made from the content of a file.
func buildOf(path string, data []byte) *Build {
	if !IsKustomization(filepath.Base(path)) {
		return &Build{Adds: true} // templates
	}
	var raw map[string]any
	if err := yaml.Unmarshal(data, &raw); err != nil {
		return &Build{Adds: true} // nobody knows
	}
	list := func(field string) []string {
		var all []string
		items, _ := raw[field].([]any)
		for _, item := range items {
			if s, ok := item.(string); ok {
				all = append(all, s)
			}
		}
		return all
	}
	b := &Build{}
	for _, field := range []string{"configMapGenerator", "secretGenerator", "generators", "helmCharts", "helmChartInflationGenerator", "transformers"} {
		items, _ := raw[field].([]any)
		b.Adds = b.Adds || len(items) > 0
	}
	for _, use := range slices.Concat(list("resources"), list("bases"), list("components")) {
		if remote(use) {
			b.Adds = true
			continue
		}
		b.Uses = append(b.Uses, filepath.Join(filepath.Dir(path), filepath.FromSlash(use)))
	}
	return b
}

// remote reports whether kustomize would fetch what a name stands for.
func remote(s string) bool {
	return strings.Contains(s, "://") || strings.Contains(s, "?ref=") || strings.HasPrefix(s, "git@") || strings.HasPrefix(s, "github.com/")
}
