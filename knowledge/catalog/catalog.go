// Package catalog lists the kinds of Kubernetes: in which groups and versions
// they exist, when each version appeared, was deprecated and removed, and what
// replaced it.
//
// It knows facts about names and versions. It deliberately does not know the
// fields of a kind (package schema) or what they mean (package concept).
package catalog

// A Minor is a minor release of Kubernetes: 37 is 1.37. Zero is unknown or never.
type Minor int

// The releases that can be targeted (design.md section 11, decision 11).
const (
	Oldest Minor = 23
	Newest Minor = 37
)

// A Kind is a kind of object in one group.
type Kind struct {
	Group, Name, Plural string
	ShortNames          []string
	Namespaced          bool
	// Versions are the versions the kind ever had, the preferred one first.
	Versions []*Version
}

// A Version is one version of a kind.
type Version struct {
	Kind *Kind
	// Name is the version without its group: v1, v2beta2.
	Name string
	// Introduced, Deprecated and Removed are the releases in which the version
	// appeared, was deprecated and was served no longer.
	Introduced, Deprecated, Removed Minor
	// Replacement is "apiVersion Kind" of what to use instead, or empty.
	Replacement string
}

// APIVersion returns the value of the field apiVersion: "apps/v1", "v1".
func (v *Version) APIVersion() string {
	if v.Kind.Group == "" {
		return v.Name
	}
	return v.Kind.Group + "/" + v.Name
}

// A Service says whether a server of a release answers for a version.
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

// In returns what a server of the release m does with v.
func (v *Version) In(m Minor) Service { panic("not implemented") }

// Lookup returns the version of a kind, or nil if Kubernetes never had it.
func Lookup(group, version, kind string) *Version { panic("not implemented") }

// Named returns the kinds with the given name, in whatever groups, the most
// usual first.
func Named(kind string) []*Kind { panic("not implemented") }

// Kinds returns all kinds, sorted by name and group. The caller must not change them.
func Kinds() []*Kind { panic("not implemented") }

// BuiltIn reports whether the group belongs to Kubernetes itself, so that an
// unknown kind in it is a mistake and not a custom resource.
func BuiltIn(group string) bool { panic("not implemented") }
