package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	utilfeature "k8s.io/apiserver/pkg/util/feature"
	_ "k8s.io/kubernetes/pkg/features" // adds its gates to those of the API server

	"github.com/kubelore/kubelore/knowledge/catalog"
)

// gates are the feature gates by name, each with the release since which it is on by
// default, or 0.
type gates map[string]catalog.Minor

// linkedGates returns the gates of the linked Kubernetes.
func linkedGates() gates {
	all := gates{}
	for name, specs := range utilfeature.DefaultMutableFeatureGate.GetAllVersioned() {
		on := catalog.Minor(0)
		for _, s := range specs { // in order of their versions
			switch m := catalog.Minor(s.Version.Minor()); {
			case m > catalog.Newest: // not yet
			case !s.Default:
				on = 0
			case on == 0:
				on = m
			}
		}
		all[string(name)] = on
	}
	return all
}

// misnamed are gates that markers name and that do not exist, with the one that is
// asked in truth, or "" if the gate is gone because the feature is always on.
var misnamed = map[string]string{ //nolint:gochecknoglobals // a table
	"PodCertificateProjection":    "PodCertificateRequest", // dropDisabledPodCertificateProjection in pkg/api/pod asks it
	"ProbeTerminationGracePeriod": "",                      // always on since 1.28
	"CSIStorageCapacity":          "",                      // on since 1.21, always on since 1.24
	"TopologyAwareHints":          "",                      // on since 1.24, always on since 1.33
}

// namesGate are the sentences with which comments without a marker name a gate of
// the whole field. Others speak of one value, or of what else the gate changes.
var namesGate = []*regexp.Regexp{ //nolint:gochecknoglobals // a table
	regexp.MustCompile(`This is an? (?:alpha|beta) field and requires (?:enabling )?(?:the )?(\w+) feature\b`),
	regexp.MustCompile(`The (\w+) feature gate must be enabled to use this field`),
}

// of returns the gates that the comment of a field names, separated by commas, and
// the release since which all of them are on by default, or 0.
func (g gates) of(doc string) (names string, on catalog.Minor, err error) {
	var all []string
	for _, m := range markers(doc) {
		if list, ok := strings.CutPrefix(m, "featureGate="); ok {
			all = append(all, strings.Split(list, ",")...)
		}
	}
	if all == nil {
		text := strings.Join(strings.Fields(doc), " ")
		for _, re := range namesGate {
			if found := re.FindStringSubmatch(text); found != nil {
				all = append(all, found[1])
			}
		}
	}
	var known []string
	off := false
	for _, name := range all {
		name = strings.TrimSpace(name)
		if real, ok := misnamed[name]; ok {
			name = real
		}
		if name == "" || slices.Contains(known, name) {
			continue
		}
		since, ok := g[name]
		if !ok {
			return "", 0, fmt.Errorf("the feature gate %s does not exist; see misnamed", name)
		}
		known = append(known, name)
		on, off = max(on, since), off || since == 0
	}
	if off {
		on = 0
	}
	slices.Sort(known)
	return strings.Join(known, ","), on, nil
}
