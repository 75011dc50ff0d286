package catalog

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

// fieldsTSV is made by "go run ./cmd/dev facts" from the Go types of all releases
// that can be targeted. TestFieldsAgreeWithLinkedModule compares it with the linked
// one.
//
//go:embed fields.tsv
var fieldsTSV string

// Facts are what is known of a field over the releases from Oldest to Newest. All
// are facts of the Go types, which OpenAPI is made from, and of the feature gates; a
// zero says that there is nothing to say.
type Facts struct {
	// Since is the release in which the field came, 0 if Oldest has it. All fields of
	// a version that is younger are as young as the version.
	Since Minor
	// Removed is the first release without the field.
	Removed Minor
	// Required and Optional are the release since which OpenAPI calls the field
	// required, or optional, if it was the other before; at most one is set. Both can
	// be a correction of what the server did all along (Deployment.spec is called
	// required since 1.37), so they say nothing about what the server accepts.
	Required, Optional Minor
	// Deprecated is the release in which the field was deprecated, Oldest if that was
	// in Oldest or before. Fields of which only a value is deprecated have none.
	Deprecated Minor
	// Gate is the feature gate that the field needs, or several of them separated by
	// commas. Gates that Newest does not have any more are not named.
	Gate string
	// GateOn is the release since which all gates are on by default, 0 if one is
	// still off in Newest.
	GateOn Minor
	// EnumSince are all values in alphabetical order, if the field has a closed set of
	// them and one was added later than the field. The caller must not change it.
	EnumSince []EnumValue
}

// An EnumValue is a value of a field, and the release since which there is one, 0 if
// Oldest has it.
type EnumValue struct {
	Value string
	Since Minor
}

// FieldFacts returns what is known of a field, by the name it has in YAML. Its type
// is the Go type that OpenAPI names: fields of embedded structs belong to the type
// that embeds them, so httpGet is a field of Probe. It reports false if there is
// nothing to say, which is so for most fields.
func FieldFacts(group, version, typeName, field string) (Facts, bool) {
	f, ok := loadFields()[fieldKey{key{group, version, typeName}, field}]
	return f, ok
}

// A fieldKey is a field of a type, whose name stands where a kind does.
type fieldKey struct {
	key
	field string
}

var loadFields = sync.OnceValue(parseFields)

func parseFields() map[fieldKey]Facts {
	all := make(map[fieldKey]Facts, strings.Count(fieldsTSV, "\n"))
	var of key
	for line := range strings.Lines(fieldsTSV) {
		var cells [10]string // of which those at the end may be missing
		n := 0
		for cell := range strings.SplitSeq(strings.TrimSuffix(line, "\n"), "\t") {
			if cell != "-" {
				cells[n] = cell
			}
			n++
		}
		switch {
		case strings.HasPrefix(line, "#"):
		case cells[0] != "":
			of = key{cells[1], cells[2], cells[0]}
		default:
			all[fieldKey{of, cells[1]}] = Facts{
				Since: releaseOf(cells[2]), Removed: releaseOf(cells[3]), Required: releaseOf(cells[4]), Optional: releaseOf(cells[5]),
				Deprecated: releaseOf(cells[6]), Gate: cells[7], GateOn: releaseOf(cells[8]), EnumSince: enumOf(cells[9]),
			}
		}
	}
	return all
}

// releaseOf reads a release in a table, 0 if there is none. It is minorOf without
// errors, which cost more than all the rest of reading the table.
func releaseOf(cell string) Minor {
	if len(cell) < 2 {
		return 0
	}
	m, _ := strconv.Atoi(strings.TrimPrefix(cell, "1."))
	return Minor(m)
}

// enumOf reads the values of an enum in the table.
func enumOf(cell string) []EnumValue {
	if cell == "" {
		return nil
	}
	var all []EnumValue
	for v := range strings.SplitSeq(cell, ",") {
		value, since, _ := strings.Cut(v, "=")
		all = append(all, EnumValue{value, releaseOf(since)})
	}
	return all
}
