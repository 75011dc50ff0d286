// Package card says what there is to say about a kind, a field or a value, for
// hovers and for the documentation of completions.
//
// It knows what belongs on a card, in which order and language, and how to write it
// as Markdown or plain text. It deliberately knows no positions and no protocol.
package card

import (
	"strings"

	"github.com/kubelore/kubelore/knowledge/language"
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
	// Summary is one sentence of ours.
	Summary string
	// Body is the description as Kubernetes has it: paragraphs separated by line
	// breaks.
	Body string
	// Source is YAML that is written, or empty.
	Source string
	// Values are the allowed values with what each means, possibly empty.
	Values []Value
	// Here are sentences about this manifest, in Markdown.
	Here []string
	// Notes are what else there is to know, in Markdown of ours.
	Notes string
	// Actors says what acts on objects of a kind, in Markdown, or is empty.
	Actors string
	// Path is the API path of a field, empty for kinds.
	Path string
	// Docs is the address of a page of the documentation, or empty.
	Docs string

	language language.Language
}

// A Value is an allowed value, and what it means: as Kubernetes has it in Quoted, or
// in words of ours in Meaning. Both may be empty.
type Value struct{ Text, Quoted, Meaning string }

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
