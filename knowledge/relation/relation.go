// Package relation knows which fields name other objects, or keys of their data.
//
// It is a table, to which packs add the fields of a team's own kinds. It deliberately
// knows no objects: whether there is one of the name is for those who see them.
package relation

import (
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"
)

// A Relation says that the value of a field is the name of an object, or a key of its
// data.
type Relation struct {
	// ID is the name of the relation: "pod-priorityclass", or "acme/team-account" in a
	// pack.
	ID string
	// Place is the field, as "apps/v1 StatefulSet spec.serviceName" or, for all that have
	// a type, "@PodSpec priorityClassName"; items of lists are no steps of the path.
	Place string
	// To are the kinds of objects that can be named, the usual one first.
	To []Kind
	// Key says that the value is a key of the object that the field Of names, which has
	// the same owner as Place.
	Key bool
	Of  string
	// Cluster says that the objects are in no namespace; others are in that of the object
	// with the field.
	Cluster bool
}

// A Kind names a kind of objects, the core group with the version alone.
type Kind struct{ APIVersion, Name string }

// Path returns the path of the field from its owner.
func (r *Relation) Path() string { return r.Place[strings.LastIndexByte(r.Place, ' ')+1:] }

// A Set finds relations. It is never changed.
type Set struct{ byPlace map[string]*Relation }

//go:embed relations.tsv
var table string

// BuiltIn returns the relations of the kinds of Kubernetes.
func BuiltIn() *Set { return builtIn() }

var builtIn = sync.OnceValue(func() *Set {
	var all []*Relation
	for line := range strings.Lines(table) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		of := cells[6]
		if of == "-" {
			of = ""
		}
		r, err := relation(written{
			ID: cells[0], Field: cells[1] + " " + cells[2], To: strings.Split(cells[3], ","), How: cells[4], Scope: cells[5], Of: of,
		})
		if err != nil {
			panic(fmt.Sprintf("relations.tsv: %v", err)) // TestBuiltIn reads it
		}
		all = append(all, r)
	}
	return new(Set).With(all)
})

// With returns a set that has more relations. What is there already counts.
func (s *Set) With(more []*Relation) *Set {
	next := &Set{byPlace: maps.Clone(s.byPlace)}
	if next.byPlace == nil {
		next.byPlace = map[string]*Relation{}
	}
	for _, r := range more {
		if next.byPlace[r.Place] == nil {
			next.byPlace[r.Place] = r
		}
	}
	return next
}

// At returns the relation of the first of the places that has one, or nil.
func (s *Set) At(places []string) *Relation {
	for _, place := range places {
		if r := s.byPlace[place]; r != nil {
			return r
		}
	}
	return nil
}

// All returns the relations, sorted by ID and place.
func (s *Set) All() []*Relation {
	all := slices.Collect(maps.Values(s.byPlace))
	slices.SortFunc(all, func(a, b *Relation) int { return strings.Compare(a.ID+" "+a.Place, b.ID+" "+b.Place) })
	return all
}

// written is a relation as packs write it.
type written struct {
	ID    string   `yaml:"id"`
	Field string   `yaml:"field"`
	To    []string `yaml:"to"`
	How   string   `yaml:"how"`
	Scope string   `yaml:"scope"`
	Of    string   `yaml:"of"`
}

// Parse reads the relations of a pack: a list of mappings with id, field, to, and how
// (name or key), scope (same or cluster) and of.
func Parse(content string) ([]*Relation, error) {
	var list []written
	decoder := yaml.NewDecoder(strings.NewReader(content))
	decoder.KnownFields(true)
	if err := decoder.Decode(&list); err != nil {
		return nil, fmt.Errorf("read the relations: %w", err)
	}
	var all []*Relation
	for i, w := range list {
		r, err := relation(w)
		if err != nil {
			return nil, fmt.Errorf("relation %d: %w", i+1, err)
		}
		all = append(all, r)
	}
	return all, nil
}

func relation(w written) (*Relation, error) {
	words := strings.Fields(w.Field)
	want := 3
	if strings.HasPrefix(w.Field, "@") {
		want = 2
	}
	switch {
	case w.ID == "":
		return nil, errors.New("id is missing")
	case len(words) != want:
		return nil, fmt.Errorf("%q is no field; write it like apps/v1 StatefulSet spec.serviceName or @PodSpec priorityClassName", w.Field)
	case len(w.To) == 0:
		return nil, errors.New("to is missing: the kinds that the field names, such as v1/Secret")
	case w.How != "" && w.How != "name" && w.How != "key":
		return nil, errors.New("how must be name or key")
	case w.How == "key" && w.Of == "":
		return nil, errors.New("of is missing: the field that names the object with the key")
	case w.Scope != "" && w.Scope != "same" && w.Scope != "cluster":
		return nil, errors.New("scope must be same or cluster")
	}
	r := &Relation{
		ID: w.ID, Place: strings.ReplaceAll(strings.Join(words, " "), "[*]", ""), Key: w.How == "key",
		Of: strings.ReplaceAll(w.Of, "[*]", ""), Cluster: w.Scope == "cluster",
	}
	for _, to := range w.To {
		i := strings.LastIndexByte(to, '/')
		if i <= 0 || i == len(to)-1 {
			return nil, fmt.Errorf("%q is no kind; write it like v1/Secret or apps/v1/Deployment", to)
		}
		r.To = append(r.To, Kind{to[:i], to[i+1:]})
	}
	return r, nil
}
