// Package hover finds what is under the cursor and what there is to say about it.
package hover

import (
	"github.com/kubelore/kubelore/knowledge/card"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// At returns the card for offset, in bytes of the file, and the span that it
// explains, or nil if there is nothing to say.
func At(f *manifest.File, offset int) (*card.Card, text.Span) { panic("not implemented") }
