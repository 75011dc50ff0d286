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
	"VolumeScheduling":            "",                      // always on since 1.13
	"TopologyAwareHints":          "",                      // on since 1.24, always on since 1.33
}

// namesGate are the sentences with which comments without a marker name a gate of
// the whole field. Others speak of one value, or of what else the gate changes.
var namesGate = []*regexp.Regexp{ //nolint:gochecknoglobals // a table
	regexp.MustCompile(`This is an? (?:alpha|beta) field and requires (?:enabling )?(?:the )?(\w+) feature\b`),
	regexp.MustCompile(`The (\w+) feature gate must be enabled to use this field`),
	regexp.MustCompile(`is only honored by servers that enable the (\w+) feature`),
	regexp.MustCompile(`This requires the (\w+) feature flag to be enabled`),
	regexp.MustCompile(`This is a (?:alpha|beta)-level feature default (?:dis|en)abled by the (\w+) feature flag`),
	regexp.MustCompile(`accepts setting the field when the feature gate (\w+) is enabled`),
	regexp.MustCompile(`is only used when the (\w+) feature gate is enabled`),
}

// of returns the gates of a field, given as it is in each release from the one it came
// with, separated by commas, and the release since which all of them are on by
// default, or 0. Comments stop to name a gate when it is always on, while older
// releases still have it, so the last that names one counts.
func (g gates) of(line []*goField) (names string, on catalog.Minor, err error) {
	for i, f := range slices.Backward(line) {
		named := gatesNamed(f.doc)
		if len(named) == 0 {
			continue
		}
		var known []string
		off := false
		for _, name := range named {
			since, ok := g[name]
			if !ok && i == len(line)-1 {
				return "", 0, fmt.Errorf("the feature gate %s does not exist; see misnamed", name)
			}
			if ok {
				known = append(known, name)
				on, off = max(on, since), off || since == 0
			}
		}
		if off {
			on = 0
		}
		return strings.Join(known, ","), on, nil
	}
	return "", 0, nil
}

// gatesNamed returns the gates that the comment of a field names, in order.
func gatesNamed(doc string) []string {
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
	for i, name := range all {
		name = strings.TrimSpace(name)
		if asked, ok := misnamed[name]; ok {
			name = asked
		}
		all[i] = name
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(name string) bool { return name == "" })
}
