// Package card says what there is to say about a kind, a field or a value, for
// hovers and for the documentation of completions.
//
// It knows what belongs on a card, in which order, and how to write it as
// Markdown or plain text. It deliberately knows no positions and no protocol.
package card

// A Card is what a hover or a completion shows.
type Card struct {
	// Title names the thing: "Deployment", "replicas".
	Title string
	// Status is one line of facts about versions: group and version, scope, since
	// when, until when.
	Status string
	// Facts are short lines such as "integer (int32)", "required", "default: 1".
	Facts []string
	// Values are the allowed values with what each means, possibly empty.
	Values []Value
	// Body is the description, plain paragraphs separated by blank lines.
	Body string
}

// A Value is an allowed value.
type Value struct{ Text, Meaning string }
