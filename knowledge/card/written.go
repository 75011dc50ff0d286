package card

import "github.com/kubelore/kubelore/knowledge/language"

// Written returns the card of something that is written in one go: what it is for, and
// the YAML.
func (v View) Written(title string, about language.Text, source string) *Card {
	return &Card{Title: title, Summary: about.In(v.Language), Source: source, language: v.Language}
}
