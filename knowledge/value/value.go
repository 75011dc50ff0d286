// Package value says in words what short values amount to: the small languages
// inside strings (quantities, durations, cron schedules, image references, Base64)
// and structures of a few keys that are hard to read at a glance (selectors,
// tolerations, RBAC rules, network policies).
//
// It knows the meaning that Kubernetes 1.37 gives to them. It deliberately does not
// know whether a value is allowed where it stands, nor any other object: a value that
// it does not understand completely has an empty result, and judging it is left to
// the checks.
//
// Structures are given as decoded YAML: map[string]any, []any, string, bool, int64,
// uint64, float64 and nil. Results are sentences in Markdown, in which everything that
// comes from the manifest stands in backquotes.
package value

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kubelore/kubelore/knowledge/language"
)

const (
	// mostItems is how many items of a list are written out.
	mostItems = 10
	// mostSentences is how many items of a list have a sentence of their own.
	mostSentences = 20
	// longestCode is the number of characters after which a code word is cut.
	longestCode = 80
)

// pick returns the text in a language.
func pick(l language.Language, en, ja string) string { return language.Text{EN: en, JA: ja}.In(l) }

// say returns the sentence in a language, with the arguments in place. Where the
// order of words differs, the formats number their arguments.
func say(l language.Language, en, ja string, args ...any) string {
	return fmt.Sprintf(pick(l, en, ja), args...)
}

// code returns s as a code word of Markdown: on one line, not too long, and so that
// nothing in it ends the code early.
func code(s string) string {
	s = clip(s)
	if s == "" {
		return "`\"\"`"
	}
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		return fence + " " + s + " " + fence
	}
	return fence + s + fence
}

// clip returns s without what cannot be seen, and cut where it becomes too long.
func clip(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n == longestCode {
			b.WriteRune('…')
			break
		}
		if !unicode.IsPrint(r) {
			r = ' '
		}
		b.WriteRune(r)
		n++
	}
	return b.String()
}

// codes returns the items as code words.
func codes(items []string) []string {
	marked := make([]string, len(items))
	for i, s := range items {
		marked[i] = code(s)
	}
	return marked
}

// and joins phrases: "a, b and c", 「a、b、c」.
func and(l language.Language, phrases []string) string {
	return enumerate(l, phrases, " and ", "、")
}

// enumerate joins phrases: in English with commas and the given word before the last,
// in Japanese with the same word everywhere. If there are too many, it tells how many
// it left out.
func enumerate(l language.Language, phrases []string, en, ja string) string {
	phrases, left := phrases[:min(len(phrases), mostItems)], len(phrases)-mostItems
	if l == language.Japanese {
		var parts []string
		for i, phrase := range phrases {
			if i > 0 {
				parts = append(parts, ja)
			}
			parts = append(parts, phrase)
		}
		if left > 0 {
			parts = append(parts, fmt.Sprintf("、ほか %d 件", left))
		}
		return japanese(parts...)
	}
	if left > 0 {
		return strings.Join(phrases, ", ") + fmt.Sprintf(" and %d more", left)
	}
	if len(phrases) < 2 {
		return strings.Join(phrases, "")
	}
	last := len(phrases) - 1
	return strings.Join(phrases[:last], ", ") + en + phrases[last]
}

// japanese joins parts of Japanese, with a space between Japanese letters on one side
// and Latin letters, digits, code or parentheses on the other.
func japanese(parts ...string) string {
	var b strings.Builder
	var before rune
	for _, part := range parts {
		if part == "" {
			continue
		}
		after, _ := utf8.DecodeRuneInString(part)
		if isJapanese(before) && isLatin(after, '(') || isLatin(before, ')') && isJapanese(after) {
			b.WriteByte(' ')
		}
		b.WriteString(part)
		before, _ = utf8.DecodeLastRuneInString(part)
	}
	return b.String()
}

func isJapanese(r rune) bool {
	return r == 'ー' || unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han)
}

// isLatin reports whether r is the edge of something Latin. The parenthesis is the one
// that stands on that side of it.
func isLatin(r, parenthesis rune) bool {
	return r == '`' || r == parenthesis || r <= unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// sentences joins sentences, leaving out empty ones.
func sentences(l language.Language, all ...string) string {
	all = slices.DeleteFunc(all, func(s string) bool { return s == "" })
	if l == language.Japanese {
		return strings.Join(all, "")
	}
	return strings.Join(all, " ")
}

// plural returns "1 byte" or "2 bytes" for the English unit of one thing.
func plural(n int64, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return count(n) + " " + one + "s"
}

// count writes a number with commas between groups of three digits.
func count(n int64) string { return grouped(strconv.FormatInt(n, 10)) }

// grouped writes a decimal number with commas between groups of three digits before
// the point.
func grouped(number string) string {
	sign := ""
	if strings.HasPrefix(number, "-") {
		sign, number = "-", number[1:]
	}
	whole, fraction, found := strings.Cut(number, ".")
	var b strings.Builder
	b.WriteString(sign)
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	if found {
		b.WriteString("." + fraction)
	}
	return b.String()
}

// The functions below read decoded YAML. Each reports false for what is there but of
// the wrong type; what is missing is empty, as it is for the API server.

// listAt returns the list below a key.
func listAt(m map[string]any, key string) ([]any, bool) {
	if m[key] == nil {
		return nil, true
	}
	list, ok := m[key].([]any)
	return list, ok
}

// textAt returns the string below a key.
func textAt(m map[string]any, key string) (string, bool) {
	if m[key] == nil {
		return "", true
	}
	s, ok := m[key].(string)
	return s, ok
}

// textsAt returns the list of strings below a key.
func textsAt(m map[string]any, key string) ([]string, bool) {
	list, ok := listAt(m, key)
	texts := make([]string, 0, len(list))
	for _, item := range list {
		s, isText := item.(string)
		if !isText {
			return nil, false
		}
		texts = append(texts, s)
	}
	return texts, ok
}

// numberAt returns the whole number below a key, and whether there is something.
func numberAt(m map[string]any, key string) (n int64, found, ok bool) {
	if m[key] == nil {
		return 0, false, true
	}
	n, ok = wholeNumber(m[key])
	return n, true, ok
}

// wholeNumber returns a value as a whole number.
func wholeNumber(v any) (int64, bool) {
	switch v := v.(type) {
	case int64:
		return v, true
	case int:
		return int64(v), true
	case uint64:
		return int64(v), v <= 1<<62
	case float64:
		return int64(v), v == float64(int64(v)) && v < 1<<62 && v > -1<<62
	}
	return 0, false
}

// sortedKeys returns the keys of m in alphabetical order.
func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
