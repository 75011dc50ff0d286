// Package concept holds what a colleague who knows Kubernetes well would say about a
// kind, a field, a value, a component or a practice, in English and Japanese.
//
// It knows its entries, which are Markdown files in entries/ or in a pack of a team,
// and where each of them shows: which kinds, fields, values, keys and images lead to
// it. It deliberately knows no shapes of kinds (package schema), no manifests and no
// positions.
package concept

import (
	"strings"

	"github.com/kubelore/kubelore/knowledge/language"
)

// A Concept is one entry.
type Concept struct {
	// ID is the name of the entry: "deployment", or "acme/team" in a pack.
	ID string
	// Of says what the entry is about: object, field, value, component, practice or
	// topic.
	Of string
	// Status is current, deprecated, removed or historical.
	Status string
	// Since is the release in which what is described came, such as "1.9", or empty.
	Since string
	// Page are the rows of the wiki page that the entry covers.
	Page []string
	// Links are the places in manifests that lead here.
	Links []Link
	// Aliases are other words for it.
	Aliases []string
	// Related are the IDs of other entries, Rules those of checks.
	Related, Rules []string
	docs           language.Text
	texts          map[language.Language]*Text
}

// A Text is an entry in one language, as Markdown.
type Text struct {
	Title string
	// Summary is one sentence.
	Summary string
	// Body is what is below the summary.
	Body string
}

// Text returns the entry in a language, or in English if it is not there.
func (c *Concept) Text(l language.Language) *Text {
	if t := c.texts[l]; t != nil {
		return t
	}
	return c.texts[language.English]
}

// Docs returns the address of a page of the project's documentation, or nothing.
func (c *Concept) Docs(l language.Language) string { return c.docs.In(l) }

// A LinkKind says what a link leads from.
type LinkKind string

// The kinds of links.
const (
	Kind       LinkKind = "gvk"
	Field      LinkKind = "field"
	Value      LinkKind = "value"
	Label      LinkKind = "label"
	Annotation LinkKind = "annotation"
	Taint      LinkKind = "taint"
	Image      LinkKind = "image"
)

// A Link is a place in manifests that leads to an entry.
type Link struct {
	Kind LinkKind
	// Owner is "apps/v1 Deployment" for a kind and what is below one, or the name of a
	// type with a "@" before it: "@PodSpec". It is empty for keys and images.
	Owner string
	// Path is the path of a field below Owner, without marks of items.
	Path string
	// Value is the value of the field, the key of a label, or the pattern of an image.
	Value string
}

// String returns the link as entries write it.
func (l Link) String() string {
	s := strings.TrimSpace(strings.Join([]string{l.Owner, l.Path}, " "))
	switch l.Kind {
	case Value:
		return s + " = " + l.Value
	case Label, Annotation, Taint, Image:
		return string(l.Kind) + " " + l.Value
	case Kind, Field:
	}
	return s
}

// A Step is one field on the way from the root of an object to a value.
type Step struct {
	// Owner is the name of the type that has the field, such as "PodSpec".
	Owner string
	Name  string
}
