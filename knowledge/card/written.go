package card

import "github.com/kubelore/kubelore/knowledge/language"

// Written returns the card of something that is written in one go: what it is for, and
// the YAML.
func (v View) Written(title string, about language.Text, source string) *Card {
	return &Card{Title: title, Summary: about.In(v.Language), Source: source, language: v.Language}
}

// Check returns the card of a check: how bad its problems are, what is wrong, why it
// matters and what to do.
func (v View) Check(id, severity string, says, because, remedy language.Text) *Card {
	return &Card{
		Title: id, Facts: []string{severity}, Summary: says.In(v.Language),
		Notes: because.In(v.Language) + "\n\n" + remedy.In(v.Language), language: v.Language,
	}
}
