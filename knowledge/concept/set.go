package concept

import (
	"embed"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed entries/*.md
var files embed.FS

// A Set finds entries. It is never changed.
type Set struct {
	byID map[string]*Concept
	// links finds the entries that a place leads to, by what Link.String returns.
	links map[string][]*Concept
	// prefixes are the links whose value ends with a star, patterns those of images
	// that hold one.
	prefixes, patterns []starred
}

type starred struct {
	link    Link
	concept *Concept
}

// BuiltIn returns the entries that come with Kubelore. The first call reads them,
// which takes some 30 ms.
func BuiltIn() *Set { return builtIn() }

var builtIn = sync.OnceValue(func() *Set {
	entries, err := files.ReadDir("entries")
	if err != nil {
		panic(err) // it is embedded
	}
	var all []*Concept
	for _, entry := range entries {
		name := path.Join("entries", entry.Name())
		content, err := files.ReadFile(name)
		if err != nil {
			panic(err) // it is embedded
		}
		c, err := Parse(string(content))
		if err != nil {
			panic(fmt.Sprintf("%s: %v", name, err)) // TestEntries reads them all
		}
		all = append(all, c)
	}
	return new(Set).With(all)
})

// With returns a set that has more entries. Of two with one ID the one that was there
// counts.
func (s *Set) With(more []*Concept) *Set {
	next := &Set{
		byID: map[string]*Concept{}, links: map[string][]*Concept{},
		prefixes: slices.Clone(s.prefixes), patterns: slices.Clone(s.patterns),
	}
	maps.Copy(next.byID, s.byID)
	for place, all := range s.links {
		next.links[place] = slices.Clone(all)
	}
	for _, c := range more {
		if next.byID[c.ID] != nil {
			continue
		}
		next.byID[c.ID] = c
		for _, l := range c.Links {
			switch {
			case l.Kind == Image && strings.Contains(l.Value, "*"):
				next.patterns = append(next.patterns, starred{l, c})
			case strings.HasSuffix(l.Value, "*") && l.Kind != Value:
				next.prefixes = append(next.prefixes, starred{l, c})
			default:
				next.links[l.String()] = append(next.links[l.String()], c)
			}
		}
	}
	return next
}

// All returns the entries, sorted by ID.
func (s *Set) All() []*Concept {
	all := slices.Collect(maps.Values(s.byID))
	slices.SortFunc(all, func(a, b *Concept) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// ID returns an entry, or nil.
func (s *Set) ID(id string) *Concept { return s.byID[id] }

// Kind returns the entry of a kind in an apiVersion, or nil. Of several it is the one
// about objects.
func (s *Set) Kind(apiVersion, kind string) *Concept {
	return about("object", s.links[apiVersion+" "+kind])
}

// Field returns the entry of a field, or nil. Way leads from the root of the object to
// the field; the entry that names the longest part of its end is taken, and one that
// names the kind before one that names a type.
func (s *Set) Field(apiVersion, kind string, way []Step) *Concept {
	return s.field(Field, apiVersion, kind, way, "")
}

// Value returns the entry of a value of a field, or nil.
func (s *Set) Value(apiVersion, kind string, way []Step, value string) *Concept {
	return s.field(Value, apiVersion, kind, way, value)
}

func (s *Set) field(of LinkKind, apiVersion, kind string, way []Step, value string) *Concept {
	for _, place := range Places(apiVersion, kind, way) {
		if of == Value {
			place += " = " + value
		}
		if c := about("field", s.links[place]); c != nil {
			return c
		}
	}
	return nil
}

// Places returns the ways to write where a field is, the most exact first: from the kind
// that holds it ("v1 Pod spec.volumes.name"), then from each type on the way
// ("@PodSpec volumes.name", "@Volume name").
func Places(apiVersion, kind string, way []Step) []string {
	names := make([]string, len(way))
	for i, step := range way {
		names[i] = step.Name
	}
	places := make([]string, 0, len(way)+1)
	for i, step := range way {
		below := strings.Join(names[i:], ".")
		if i == 0 {
			places = append(places, apiVersion+" "+kind+" "+below)
		}
		places = append(places, "@"+step.Owner+" "+below)
	}
	return places
}

// about returns the first entry about something of a class, or else the first.
func about(of string, all []*Concept) *Concept {
	for _, c := range all {
		if c.Of == of {
			return c
		}
	}
	if len(all) > 0 {
		return all[0]
	}
	return nil
}

// Key returns the entry of the key of a label, an annotation or a taint, or nil. A
// longer prefix counts before a shorter one.
func (s *Set) Key(of LinkKind, key string) *Concept {
	if c := about("topic", s.links[Link{Kind: of, Value: key}.String()]); c != nil {
		return c
	}
	var best starred
	for _, p := range s.prefixes {
		prefix := strings.TrimSuffix(p.link.Value, "*")
		if p.link.Kind == of && strings.HasPrefix(key, prefix) && len(p.link.Value) > len(best.link.Value) {
			best = p
		}
	}
	return best.concept
}

// Image returns the entry of an image by its repository, such as
// registry.k8s.io/etcd, or nil.
func (s *Set) Image(repository string) *Concept {
	if c := about("component", s.links[Link{Kind: Image, Value: repository}.String()]); c != nil {
		return c
	}
	for _, p := range s.patterns {
		if matches(p.link.Value, repository) {
			return p.concept
		}
	}
	return nil
}

// matches reports whether s matches a pattern in which a star stands for anything.
func matches(pattern, s string) bool {
	parts := strings.Split(pattern, "*")
	last := len(parts) - 1
	if !strings.HasPrefix(s, parts[0]) {
		return false
	}
	s = s[len(parts[0]):]
	for _, part := range parts[1:last] {
		i := strings.Index(s, part)
		if i < 0 {
			return false
		}
		s = s[i+len(part):]
	}
	return strings.HasSuffix(s, parts[last])
}
