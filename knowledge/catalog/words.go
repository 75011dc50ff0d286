package catalog

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// Words are values that a field can have though OpenAPI does not list them, or keys
// that a map can have.
type Words struct {
	// Open says that there are others.
	Open bool
	// Values are sorted by how usual they are.
	Values []string
}

//go:embed words.tsv
var wordsTSV string

type wordsKey struct {
	owner, field string
	keys         bool
}

var loadWords = sync.OnceValue(func() map[wordsKey]Words {
	all := map[wordsKey]Words{}
	for line := range strings.Lines(wordsTSV) {
		cells := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") || len(cells) < 4 {
			continue
		}
		all[wordsKey{cells[0], cells[1], cells[2] == "keys"}] = Words{Open: cells[2] != "closed", Values: cells[3:]}
	}
	return all
})

// ValuesOf returns the known values of a field of a type. The field may be a path of two,
// such as fieldRef.fieldPath, where the values depend on who holds the object. The caller
// must not change the values.
func ValuesOf(owner, field string) (Words, bool) {
	w, ok := loadWords()[wordsKey{owner, field, false}]
	return w, ok
}

// KeysOf returns the known keys of a map that is a field of a type. The caller must not
// change them.
func KeysOf(owner, field string) ([]string, bool) {
	w, ok := loadWords()[wordsKey{owner, field, true}]
	return w.Values, ok
}

//go:embed zones.txt
var zonesText string

var loadZones = sync.OnceValue(func() []string { return strings.Fields(zonesText) })

// Zones returns the names of the time zones of the IANA database that places are
// called by, sorted. The caller must not change them.
func Zones() []string { return loadZones() }

// Resources returns the plurals of the resources in some API groups, or in all if there are
// none or one is "*", sorted, as the rules of RBAC name them.
func Resources(groups []string) (all []string) {
	for _, k := range Kinds() {
		if len(k.Versions) > 0 && k.Plural != "" && (slices.Contains(groups, k.Group) || slices.Contains(groups, "*") || len(groups) == 0) && k.Preferred(Newest) != nil {
			all = append(all, k.Plural)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Groups returns the API groups that a server of the newest release has, the core group "" first.
func Groups() (all []string) {
	for _, k := range Kinds() {
		if k.Preferred(Newest) != nil {
			all = append(all, k.Group)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
