// Package card says what there is to say about a kind, a field or a value, for
// hovers and for the documentation of completions.
//
// It knows what belongs on a card, in which order, and how to write it as
// Markdown or plain text. It deliberately knows no positions and no protocol.
package card

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/schema"
)

// A Card is what a hover or a completion shows.
type Card struct {
	// Title names the thing: "Deployment", "replicas".
	Title string
	// Status is one line of facts about versions: group and version, scope, since
	// when, until when.
	Status string
	// Alert is what must be known before anything else, such as that the version
	// was removed. It is usually empty.
	Alert string
	// Facts are short phrases such as "integer (int32)", "required", "default 1".
	Facts []string
	// Values are the allowed values with what each means, possibly empty.
	Values []Value
	// Body is the description: paragraphs separated by line breaks.
	Body string
	// Path is the API path of a field, empty for kinds.
	Path string
}

// A Value is an allowed value. Meaning may be empty.
type Value struct{ Text, Meaning string }

// Kind returns the card of a version of a kind, seen from a target release. Type is
// that of version, or of another version if borrowed is its name and not empty.
func Kind(version *catalog.Version, target catalog.Minor, t *schema.Type, borrowed string) *Card {
	k := version.Kind
	c := &Card{Title: k.Name, Status: version.APIVersion() + " · " + scope(k.Namespaced)}
	if version.Introduced != 0 {
		c.Status += " · since " + version.Introduced.String()
	}
	if k.CreateOnly {
		c.Status += " · answered, not stored"
	}
	if len(k.ShortNames) > 0 {
		c.Status += " · kubectl get " + k.ShortNames[0]
	}
	c.Alert = alert(version, target)
	if t != nil {
		c.Body, _ = split(t.Description)
		if borrowed != "" {
			c.Facts = append(c.Facts, "explained as in "+borrowed)
		}
	}
	var served []string
	for _, v := range k.Versions {
		if v.In(target) == catalog.Served {
			served = append(served, v.APIVersion())
		}
	}
	if len(served) > 1 {
		c.Facts = append(c.Facts, "served as "+strings.Join(served, ", "))
	}
	return c
}

func scope(namespaced bool) string {
	if namespaced {
		return "namespaced"
	}
	return "for the whole cluster"
}

// alert returns what is wrong with using a version in a release.
func alert(v *catalog.Version, target catalog.Minor) string {
	instead := ""
	if s := v.Successor(); s != nil {
		instead = "; use " + s.APIVersion()
		if s.Kind.Name != v.Kind.Name {
			instead = "; use " + s.Kind.Name + " of " + s.APIVersion()
		}
	}
	switch v.In(target) {
	case catalog.Gone:
		return fmt.Sprintf("%s was removed in %s%s.", v.APIVersion(), v.Removed, instead)
	case catalog.Off:
		return fmt.Sprintf("%s is off by default in %s%s.", v.APIVersion(), target, instead)
	case catalog.NotYet:
		return fmt.Sprintf("%s comes with %s; manifests here are written for %s.", v.APIVersion(), v.Introduced, target)
	case catalog.Never:
		return v.Kind.Name + " cannot be created from a manifest."
	case catalog.Served:
	}
	if v.DeprecatedIn(target) {
		return fmt.Sprintf("%s is deprecated since %s%s.", v.APIVersion(), v.Deprecated, instead)
	}
	return ""
}

// Custom returns the card of a custom kind.
func Custom(apiVersion, kind string, namespaced bool, t *schema.Type) *Card {
	c := &Card{Title: kind, Status: apiVersion + " · " + scope(namespaced) + " · custom resource"}
	if t != nil {
		c.Body, _ = split(t.Description)
	}
	return c
}

// Field returns the card of a field. Path is its API path; explained is the
// apiVersion that the explanation is borrowed from, or empty.
func Field(f *schema.Field, path, explained string) *Card {
	c := &Card{Title: f.Name, Path: path}
	c.Facts = append(c.Facts, TypeName(f.Type))
	if f.Required {
		c.Facts = append(c.Facts, "required")
	}
	if f.Default != "" {
		c.Facts = append(c.Facts, "default "+f.Default)
	}
	if len(f.Type.ListKeys) > 0 {
		c.Facts = append(c.Facts, "items are told apart by "+strings.Join(f.Type.ListKeys, " and "))
	}
	if f.Type.ListType == "set" {
		c.Facts = append(c.Facts, "no item twice")
	}
	if explained != "" {
		c.Facts = append(c.Facts, "explained as in "+explained)
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
	for _, v := range t.Enum {
		c.Values = append(c.Values, Value{v, meanings[v]})
	}
	return c
}

// ValueOf returns the card of one allowed value of a field, or nil if nothing is
// known of it.
func ValueOf(f *schema.Field, value string) *Card {
	if !slices.Contains(f.Type.Enum, value) {
		return nil
	}
	_, meanings := split(f.Description)
	c := &Card{Title: value, Status: "a value of " + f.Name, Body: meanings[value]}
	if f.Default == `"`+value+`"` {
		c.Status += " · the default"
	}
	return c
}

// TypeName returns the words for a type: "integer (int32)", "list of Container".
func TypeName(t *schema.Type) string {
	switch t.Kind {
	case schema.Object:
		if t.Name != "" {
			return t.Name
		}
		return "object"
	case schema.List:
		return "list of " + TypeName(t.Elem)
	case schema.Map:
		return "map of string to " + TypeName(t.Elem)
	case schema.Any:
		return "anything"
	case schema.String, schema.Integer, schema.Number, schema.Boolean, schema.IntOrString, schema.Quantity:
	}
	if t.Format != "" {
		return t.Kind.String() + " (" + t.Format + ")"
	}
	return t.Kind.String()
}

// split cuts the list of values that the linked definitions append to a
// description, and returns both.
func split(description string) (body string, meanings map[string]string) {
	body, list, found := strings.Cut(description, "\n\nPossible enum values:")
	if !found {
		return description, nil
	}
	meanings = map[string]string{}
	for line := range strings.Lines(list) {
		// - `"Always"` means that ...
		rest, ok := strings.CutPrefix(strings.TrimSpace(line), "- `\"")
		if !ok {
			continue
		}
		if value, meaning, ok := strings.Cut(rest, "\"`"); ok {
			meanings[value] = strings.TrimSpace(meaning)
		}
	}
	return body, meanings
}
