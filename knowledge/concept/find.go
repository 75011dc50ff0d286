package concept

import (
	"strings"

	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/knowledge/spell"
)

// Find returns the entry that people mean by a word: an ID, a title in any language
// or an alias, whatever the case, the spaces and the hyphens.
func (s *Set) Find(topic string) *Concept {
	want := folded(topic)
	if want == "" {
		return nil
	}
	var found *Concept
	for _, c := range s.All() {
		if folded(c.ID) == want {
			return c
		}
		if found == nil {
			for name := range c.names {
				if folded(name) == want {
					found = c
				}
			}
		}
	}
	return found
}

// Nearest returns the ID of the entry whose names are nearest to a word, if one is
// near enough.
func (s *Set) Nearest(topic string) (id string, ok bool) {
	ids := map[string]string{}
	for _, c := range s.All() {
		ids[folded(c.ID)] = c.ID
		for name := range c.names {
			if _, taken := ids[folded(name)]; !taken {
				ids[folded(name)] = c.ID
			}
		}
	}
	near, ok := spell.Nearest(folded(topic), func(yield func(string) bool) {
		for name := range ids {
			if !yield(name) {
				return
			}
		}
	})
	return ids[near], ok
}

// names yields what a concept is called, beside its ID.
func (c *Concept) names(yield func(string) bool) {
	for _, l := range language.All() {
		if t := c.texts[l]; t != nil && !yield(t.Title) {
			return
		}
	}
	for _, alias := range c.Aliases {
		if !yield(alias) {
			return
		}
	}
}

// folded returns a word so that its spellings are equal.
func folded(s string) string {
	return strings.NewReplacer(" ", "", "-", "", "_", "", "　", "").Replace(strings.ToLower(strings.TrimSpace(s)))
}
