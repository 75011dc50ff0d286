package card

import (
	"cmp"
	"slices"
	"time"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/concept"
	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/knowledge/relation"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/knowledge/value"
)

// A View is how somebody looks at manifests: in which language, for which release,
// with which concepts.
type View struct {
	Language language.Language
	// Target is the release that manifests are written for, the newest one if there are
	// several, and Oldest the oldest one of several, or zero.
	Target, Oldest catalog.Minor
	// Concepts are the built-in entries and those of packs.
	Concepts *concept.Set
	// Relations are the built-in ones and those of packs; nil are none.
	Relations *relation.Set
	// Now is what the next runs of schedules are counted from.
	Now time.Time
	// Secrets says that the values of Secrets may be shown.
	Secrets bool
}

// releases returns the releases that manifests are written for.
func (v View) releases() catalog.Range {
	return catalog.Range{Oldest: cmp.Or(v.Oldest, v.Target), Newest: v.Target}
}

// A Subject is where in a resource something stands that a card is about.
type Subject struct {
	APIVersion, Kind string
	// Way are the fields from the root of the resource to the place, without the entries
	// of maps and the items of lists.
	Way []concept.Step
	// At are the values from the resource itself to the place, the entries of maps and
	// the items of lists included. There is always one.
	At []Place
	// LimitRanges are those of the namespace that the workspace defines, as encoding/json
	// decodes them.
	LimitRanges []any
	// Replicas is how many Pods the workspace has that a PodDisruptionBudget is about, if
	// Counted says that it is known.
	Replicas int64
	Counted  bool
}

// A Place is a value on the way to what a card is about.
type Place struct {
	// Key is the key of the value in the object or map that holds it, and empty for items.
	Key string
	// Type is the name of the type of the value, such as "PodSpec", and empty if it has
	// none of its own.
	Type string
	// Value is the value as encoding/json decodes it, or nil if it cannot be read.
	Value any
}

// Field returns the last field of the way: the name of the type that has it, and its
// own.
func (s *Subject) Field() concept.Step {
	if len(s.Way) == 0 {
		return concept.Step{}
	}
	return s.Way[len(s.Way)-1]
}

// Last returns the place itself.
func (s *Subject) Last() Place { return s.At[len(s.At)-1] }

// Named returns the innermost value around the place, or at it, that stands at a key.
func (s *Subject) Named(key string) any {
	for _, at := range slices.Backward(s.At) {
		if at.Key == key {
			return at.Value
		}
	}
	return nil
}

// Within returns the innermost value around the place, or at it, whose type has a
// name, such as "PodSpec".
func (s *Subject) Within(typeName string) any {
	for _, at := range slices.Backward(s.At) {
		if at.Type == typeName {
			return at.Value
		}
	}
	return nil
}

// explain puts a concept on a card.
func (v View) explain(c *Card, entry *concept.Concept) {
	if entry == nil {
		return
	}
	t := entry.Text(v.Language)
	c.Summary, c.Notes, c.Docs = t.Summary, t.Body, entry.Docs(v.Language)
}

// Kind returns the card of a version of a kind. Type is that of the version, or of
// another version if borrowed is its name and not empty.
func (v View) Kind(version *catalog.Version, t *schema.Type, borrowed string, s *Subject) *Card {
	k, w := version.Kind, v.words()
	c := &Card{Title: k.Name, Status: version.APIVersion() + " · " + w.scope(k.Namespaced), Actors: w.actors(k.Actors), language: v.Language}
	if category := w.category(k.Category); category != "" {
		c.Status += " · " + category
	}
	if version.Introduced != 0 {
		c.Status += " · " + w.since(version.Introduced)
	}
	if k.CreateOnly {
		c.Status += " · " + w.answered
	}
	if len(k.ShortNames) > 0 {
		c.Status += " · kubectl get " + k.ShortNames[0]
	}
	c.Alert = v.alert(version)
	entry := v.Concepts.Kind(version.APIVersion(), k.Name)
	if entry == nil {
		for _, x := range k.Versions {
			if entry = v.Concepts.Kind(x.APIVersion(), k.Name); entry != nil {
				break
			}
		}
	}
	v.explain(c, entry)
	if t != nil {
		if entry == nil {
			c.Body, _ = split(t.Description)
		}
		if borrowed != "" {
			c.Facts = append(c.Facts, w.explainedAs(borrowed))
		}
	}
	if s != nil {
		c.Here = v.here(nil, s)
	}
	return c
}

// APIVersion returns the card of the versions of a kind, newest first.
func (v View) APIVersion(version *catalog.Version) *Card {
	k, w := version.Kind, v.words()
	c := &Card{Title: version.APIVersion(), Status: k.Name + " · " + w.stage(version.Name), Alert: v.alert(version), language: v.Language}
	for _, x := range k.Versions {
		c.Values = append(c.Values, Value{Text: x.APIVersion(), Meaning: w.life(x, v.Target)})
	}
	for _, other := range catalog.Named(k.Name) {
		if other == k {
			continue
		}
		for _, x := range other.Versions {
			c.Values = append(c.Values, Value{Text: x.APIVersion(), Meaning: w.life(x, v.Target)})
		}
	}
	v.explain(c, v.Concepts.ID("api-versions"))
	c.Notes = "" // the list says enough
	return c
}

// Custom returns the card of a custom kind.
func (v View) Custom(apiVersion, kind string, namespaced bool, t *schema.Type) *Card {
	w := v.words()
	c := &Card{Title: kind, Status: apiVersion + " · " + w.scope(namespaced) + " · " + w.custom, language: v.Language}
	if t != nil {
		c.Body, _ = split(t.Description)
	}
	v.explain(c, v.Concepts.Kind(apiVersion, kind))
	return c
}

// Field returns the card of a field. Path is its API path; explained is the
// apiVersion that the explanation is borrowed from, or empty. Subject may be nil.
func (v View) Field(f *schema.Field, path, explained string, s *Subject) *Card {
	w := v.words()
	c := &Card{Title: f.Name, Path: path, language: v.Language}
	c.Facts = append(c.Facts, w.typeName(f.Type))
	if f.Required {
		c.Facts = append(c.Facts, w.required)
	}
	if f.Default != "" {
		c.Facts = append(c.Facts, w.byDefault(f.Default))
	}
	if len(f.Type.ListKeys) > 0 {
		c.Facts = append(c.Facts, w.keyed(f.Type.ListKeys))
	}
	if f.Type.ListType == "set" {
		c.Facts = append(c.Facts, w.set)
	}
	if explained != "" {
		c.Facts = append(c.Facts, w.explainedAs(explained))
	}
	body, meanings := split(f.Description)
	if body == "" {
		body, _ = split(f.Type.Description)
	}
	c.Body = body
	t := f.Type
	if t.Kind == schema.List {
		t = t.Elem
	}
	for _, x := range t.Enum {
		c.Values = append(c.Values, Value{Text: x, Quoted: meanings[x]})
	}
	if s != nil {
		v.lifecycle(c, s)
		entry := v.Concepts.Field(s.APIVersion, s.Kind, s.Way)
		if component := v.component(s); component != nil {
			entry = component
		}
		v.explain(c, entry)
		c.Here = v.here(f, s)
	}
	return c
}

// component returns the entry of what runs in a container, by its image, or nil.
func (v View) component(s *Subject) *concept.Concept {
	ref, _ := s.Last().Value.(string)
	if s.Field().Name != "image" || ref == "" {
		return nil
	}
	repository, ok := value.Repository(ref)
	if !ok {
		return nil
	}
	return v.Concepts.Image(repository)
}

// Facts returns short phrases about a field: its type, whether it is required, its default.
func (v View) Facts(f *schema.Field) string {
	w := v.words()
	s := w.typeName(f.Type)
	if f.Required {
		s += ", " + w.required
	}
	if f.Default != "" && len(f.Default) < 40 {
		s += ", " + w.byDefault(f.Default)
	}
	return s
}

// ValueOf returns the card of one allowed value of a field, or nil if nothing is
// known of it.
func (v View) ValueOf(f *schema.Field, written string, s *Subject) *Card {
	_, meanings := split(f.Description)
	c := &Card{Title: written, Status: v.words().valueOf(f.Name), Body: meanings[written], language: v.Language}
	known := false
	for _, x := range f.Type.Enum {
		known = known || x == written
	}
	if s != nil {
		if entry := v.Concepts.Value(s.APIVersion, s.Kind, s.Way, written); entry != nil {
			v.explain(c, entry)
			known = true
		} else if entry := v.Concepts.Field(s.APIVersion, s.Kind, s.Way); entry != nil && known {
			c.Docs = entry.Docs(v.Language)
		}
		c.Here = v.here(f, s)
		c.Alert = v.valueSince(written, s)
	}
	if !known {
		return nil
	}
	if f.Default == `"`+written+`"` {
		c.Status += " · " + v.words().theDefault
	}
	return c
}

// Concept returns the card of an entry alone.
func (v View) Concept(entry *concept.Concept) *Card {
	t := entry.Text(v.Language)
	c := &Card{Title: t.Title, language: v.Language}
	w := v.words()
	if s := w.status(entry.Status); s != "" {
		c.Facts = append(c.Facts, s)
	}
	if entry.Since != "" {
		if m, err := catalog.ParseMinor(entry.Since); err == nil {
			c.Facts = append(c.Facts, w.since(m))
		}
	}
	v.explain(c, entry)
	return c
}
