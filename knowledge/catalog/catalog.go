// Package catalog lists the kinds of Kubernetes: in which groups and versions
// they exist, when each version appeared, was deprecated and removed, and what
// replaced it; what the kind is for and what acts on it; since when a field exists and
// which feature gate it needs; and which labels, annotations, taints and finalizers are well known.
//
// It knows facts about names and versions. It deliberately does not know the shape
// of a kind (package schema) or what to say of it (package concept).
package catalog

import (
	"iter"
	"slices"
	"strings"
)

// A Kind is a kind of object in one group.
type Kind struct {
	// Group is the API group, "" for the core group.
	Group string
	// Name is the value of the field kind, Plural the name of the resource.
	Name, Plural string
	ShortNames   []string
	Namespaced   bool
	// CreateOnly kinds are answered and not stored, so apply does not work on them.
	CreateOnly bool
	// Category is what the kind is for: "workload", "service", "config", "device",
	// "policy", "access", "identity", "admission", "cluster", "metadata", or empty.
	Category string
	// Actors are what acts on objects of the kind, the nearest first.
	Actors []Actor
	// Versions are the versions the kind had in this group, the preferred one first.
	Versions []*Version

	never bool
}

// An Actor is what acts on objects of a kind: a controller in a program, a program
// as a whole, or an add-on of one sort.
type Actor struct {
	// Program is the name of a program of Kubernetes, and empty for add-ons.
	Program string
	// Controller is its name in the option --controllers of the program, or empty.
	Controller string
	// AddOn is "ingress", "network", "csi" or "dra", or empty.
	AddOn string
}

// usual orders kinds with one name: those that are served before those that are
// gone, stored before create-only.
func (k *Kind) usual() int {
	switch {
	case k.never:
		return 3
	case k.Preferred(Newest) == nil:
		return 2
	case k.CreateOnly:
		return 1
	}
	return 0
}

// Preferred returns the most stable version that a server of the release m
// serves by default, or nil.
func (k *Kind) Preferred(m Minor) *Version {
	for _, v := range k.Versions {
		if v.In(m) == Served {
			return v
		}
	}
	return nil
}

// A Version is one version of a kind.
type Version struct {
	Kind *Kind
	// Name is the version without its group: v1, v2beta2.
	Name string
	// Introduced, Deprecated and Removed are the releases in which the version
	// appeared, was deprecated and was served no longer. Deprecated and Removed
	// can lie in the future.
	Introduced, Deprecated, Removed Minor
	// Replacement is "apiVersion Kind" of what to use instead, or empty.
	Replacement string

	on bool
}

// APIVersion returns the value of the field apiVersion: "apps/v1", "v1".
func (v *Version) APIVersion() string {
	if v.Kind.Group == "" {
		return v.Name
	}
	return v.Kind.Group + "/" + v.Name
}

// A Service says what a server of a release does with a version.
type Service uint8

// What a server of a release does with a version.
const (
	// Served versions are on by default.
	Served Service = iota
	// Off versions exist but must be turned on with --runtime-config.
	Off
	// NotYet versions came with a later release.
	NotYet
	// Gone versions were removed in this or an earlier release.
	Gone
	// Never is a type that is not an object: it cannot be created.
	Never
)

// lastDefaultBeta is the last release whose new beta versions were on by default.
const lastDefaultBeta Minor = 23

// In returns what a server of the release m does with v.
func (v *Version) In(m Minor) Service {
	switch {
	case v.Kind.never:
		return Never
	case v.Removed != 0 && m >= v.Removed:
		return Gone
	case v.Introduced > m:
		return NotYet
	case strings.Contains(v.Name, "alpha"):
		return Off
	case strings.Contains(v.Name, "beta") && v.Introduced > lastDefaultBeta && !v.on:
		return Off
	}
	return Served
}

// DeprecatedIn reports whether v is served in the release m and deprecated.
func (v *Version) DeprecatedIn(m Minor) bool {
	return v.Deprecated != 0 && m >= v.Deprecated && v.In(m) != Gone
}

// Successor returns the version to use instead of v in the newest release, or
// nil if there is none: the replacement on record, else the preferred version
// of the kind.
func (v *Version) Successor() *Version {
	if apiVersion, kind, ok := strings.Cut(v.Replacement, " "); ok {
		group, version := Split(apiVersion)
		if next := Lookup(group, version, kind); next != nil && next != v {
			if next.In(Newest) == Gone {
				return next.Successor()
			}
			return next
		}
	}
	if next := v.Kind.Preferred(Newest); next != nil && next != v {
		return next
	}
	return nil
}

// Split cuts the value of apiVersion into group and version; the core group is "".
func Split(apiVersion string) (group, version string) {
	if i := strings.LastIndexByte(apiVersion, '/'); i >= 0 {
		return apiVersion[:i], apiVersion[i+1:]
	}
	return "", apiVersion
}

// Lookup returns the version of a kind, or nil if Kubernetes never had it.
func Lookup(group, version, kind string) *Version {
	return load().versions[key{group, version, kind}]
}

// Named returns the kinds with the given name, in whatever groups, the most
// usual first. The caller must not change the slice.
func Named(kind string) []*Kind { return load().named[kind] }

// Kinds returns all kinds, sorted by name and group. The caller must not change
// the slice.
func Kinds() []*Kind { return load().kinds }

// Names yields the names of the kinds that a server of the release m creates,
// once each, in order.
func Names(m Minor) iter.Seq[string] {
	return func(yield func(string) bool) {
		last := ""
		for _, k := range Kinds() {
			if k.Name != last && k.Preferred(m) != nil {
				last = k.Name
				if !yield(k.Name) {
					return
				}
			}
		}
	}
}

// BuiltIn reports whether the group belongs to Kubernetes itself, so that an
// unknown kind in it is a mistake and not a custom resource.
func BuiltIn(group string) bool { return load().groups[group] }

// Versions yields the names of the versions that a group has or had.
func Versions(group string) []string {
	var all []string
	for _, k := range Kinds() {
		if k.Group != group {
			continue
		}
		for _, v := range k.Versions {
			if !slices.Contains(all, v.Name) {
				all = append(all, v.Name)
			}
		}
	}
	return all
}
