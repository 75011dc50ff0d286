package catalog

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/kubelore/kubelore/knowledge/language"
)

// A KeyKind is where a key stands.
type KeyKind string

// The kinds of keys.
const (
	Label      KeyKind = "label"
	Annotation KeyKind = "annotation"
	Taint      KeyKind = "taint"
	Finalizer  KeyKind = "finalizer"
)

// A Key is a label, an annotation, a taint or a finalizer that Kubernetes or common
// tools know.
type Key struct {
	// Name is the key. A star at its end stands for the rest of a family of keys, and
	// one at its start for a prefix of a name.
	Name string
	Kind KeyKind
	// Status is current, deprecated or removed.
	Status string
	// Deprecated is the release that deprecated it, or zero.
	Deprecated Minor
	// Replacement is what to write instead, or empty.
	Replacement string
	// SetBy is who writes it: user, or a component.
	SetBy string
	// On are the kinds that carry it; "*" is any.
	On []string
	// Text says what it is for.
	Text language.Text
}

//go:embed keys.tsv
var keysTSV string

var loadKeys = sync.OnceValue(func() map[KeyKind][]*Key {
	all := map[KeyKind][]*Key{}
	for line := range strings.Lines(keysTSV) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		for i := range cells {
			if cells[i] == "-" {
				cells[i] = ""
			}
		}
		k := &Key{
			Name: cells[0], Kind: KeyKind(cells[1]), Status: cells[2], Deprecated: minorOf(cells[3]), Replacement: cells[4],
			SetBy: cells[5], On: strings.Split(cells[6], ","), Text: language.Text{EN: cells[7], JA: cells[8]},
		}
		all[k.Kind] = append(all[k.Kind], k)
	}
	for _, keys := range all {
		slices.SortFunc(keys, func(a, b *Key) int { return strings.Compare(a.Name, b.Name) })
	}
	return all
})

// Keys returns the known keys of a kind, sorted. The caller must not change the slice.
func Keys(kind KeyKind) []*Key { return loadKeys()[kind] }

// KeyNamed returns a known key, or the family that it belongs to, or nil.
func KeyNamed(kind KeyKind, name string) *Key {
	var family *Key
	for _, k := range Keys(kind) {
		if k.Name == name {
			return k
		}
		before, after, starred := strings.Cut(k.Name, "*")
		after = strings.TrimSuffix(after, "*")
		if starred && strings.HasPrefix(name, before) && strings.Contains(name[len(before):], after) {
			if family == nil || len(k.Name) > len(family.Name) {
				family = k
			}
		}
	}
	return family
}
