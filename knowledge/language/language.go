// Package language names the languages that Kubelore speaks.
//
// It knows how editors and people name a language, and how a text falls back to
// English. It deliberately holds no texts.
package language

import "strings"

// A Language is one that there are texts in.
type Language uint8

// The languages.
const (
	English Language = iota
	Japanese
)

// All returns the languages.
func All() []Language { return []Language{English, Japanese} }

// String returns the code of l, as in settings: "en", "ja".
func (l Language) String() string { return [...]string{"en", "ja"}[l] }

// Of returns the language of a locale such as "ja", "ja-JP" or "ja_JP.UTF-8". It
// reports false for those that there are no texts in; English is used for them.
func Of(locale string) (Language, bool) {
	code, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(locale, "_", "-")), "-")
	for _, l := range All() {
		if code == l.String() {
			return l, true
		}
	}
	return English, false
}

// A Text is one text in all languages.
type Text struct{ EN, JA string }

// In returns the text in a language, or in English if it is not there.
func (t Text) In(l Language) string {
	if l == Japanese && t.JA != "" {
		return t.JA
	}
	return t.EN
}
