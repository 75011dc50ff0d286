// Package complete offers what fits at the cursor.
package complete

import (
	"github.com/kubelore/kubelore/knowledge/card"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// A Kind says what an item is, for its icon.
type Kind uint8

// The kinds of items.
const (
	Field Kind = iota
	Value
	KindName
	APIVersion
)

// An Item is one thing that can be written at the cursor.
type Item struct {
	Label string
	Kind  Kind
	// Detail is a few words beside the label, such as the type of a field.
	Detail string
	// Edit writes the item; its span, in bytes of the file, lies on one line and
	// holds the cursor.
	Edit text.Edit
	// Snippet says that Edit.New has tab stops in the syntax of the protocol; Plain
	// is the text for clients without them.
	Snippet bool
	Plain   string
	// Filter is what the typed word is matched with, if not Label.
	Filter string
	// Rank sorts the items, the lowest first.
	Rank int
	// Deprecated items are struck through.
	Deprecated bool
	// Card returns the documentation. It is called only for items that are shown.
	Card func() *card.Card
}

// At returns the items for offset, in bytes of the file, best first.
func At(f *manifest.File, offset int) []Item { panic("not implemented") }
