package check

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/kubelore/kubelore/knowledge/language"
)

// A sentence is a template in English, which is the key, and in another language.
//
// In English, {} stands for what is inserted and stays as it is, {q} for the same in
// quotes as strconv.Quote writes them, and {word} for a phrase of ours that has a
// translation of its own. A {tail} at the end says that one of the tails may follow.
// In the other language, {0} is what was inserted first; no space is written beside
// it, as whether there is one depends on what comes there.
type sentence struct{ en, ja string }

// longest is the size, in bytes, of the longest message that is translated. What is
// longer quotes a value that nobody will read to its end.
const longest = 64 << 10

// translate puts what we say of problems into a language. What is quoted from the
// manifest, from the API server or from kubectl's reader stays as it is, and so does
// a text without a translation.
func translate(problems []Problem, l language.Language) {
	if l != language.Japanese {
		return
	}
	d := japanese()
	for i := range problems {
		p := &problems[i]
		if !p.quoted {
			p.Message = d.message(p.Message)
		}
		for j := range p.Fixes {
			p.Fixes[j].Title = d.phrase(d.titles, p.Fixes[j].Title)
		}
	}
}

// japanese returns the dictionary of Japanese, which is made when it is first needed.
var japanese = sync.OnceValue(func() *dictionary {
	return &dictionary{
		messages: index(japaneseMessages),
		tails:    index(japaneseTails),
		words:    index(japaneseWords),
		titles:   index(japaneseTitles),
	}
})

// A dictionary holds what there are translations for.
type dictionary struct{ messages, tails, words, titles templates }

// templates are indexed by the first word, which is empty if it is inserted. Those
// with the same stand in the order in which they are tried.
type templates map[string][]template

func index(sentences []sentence) templates {
	all := templates{}
	for _, s := range sentences {
		t := compile(s)
		word := firstWord(t.text[0])
		if len(t.slots) > 0 && word == t.text[0] {
			word = "" // it may go on with what is inserted
		}
		all[word] = append(all[word], t)
	}
	return all
}

// firstWord returns s up to its first space, but not less than a leading "; ".
func firstWord(s string) string {
	from := 0
	if strings.HasPrefix(s, joint) {
		from = len(joint)
	}
	if i := strings.IndexByte(s[from:], ' '); i >= 0 {
		return s[:from+i]
	}
	return s
}

// joint is what all tails begin with.
const joint = "; "

// message translates a message.
func (d *dictionary) message(s string) string {
	if len(s) > longest {
		return s
	}
	head, tail := s, ""
	if i := strings.LastIndex(s, joint); i > 0 {
		tail = d.phrase(d.tails, s[i:])
		if tail != s[i:] {
			head = s[:i]
		}
	}
	for _, whole := range []bool{false, true} {
		if whole {
			head, tail = s, ""
		}
		for _, word := range []string{firstWord(head), ""} {
			for _, t := range d.messages[word] {
				if tail != "" && !t.tailed {
					continue
				}
				if found, ok := t.match(head); ok {
					return join(t.fill(d, found), tail)
				}
			}
		}
	}
	return s
}

// phrase translates a text by templates without tails.
func (d *dictionary) phrase(all templates, s string) string {
	for _, word := range []string{firstWord(s), ""} {
		for _, t := range all[word] {
			if found, ok := t.match(s); ok {
				return t.fill(d, found)
			}
		}
	}
	return s
}

// A slot is a place in a template where something is inserted.
type slot uint8

const (
	raw slot = iota
	quoted
	word
)

// template is a sentence made ready.
type template struct {
	// text holds what stands before, between and behind the slots.
	text   []string
	slots  []slot
	tailed bool
	// pieces are those of the translation. An even one is text, an odd one the
	// number of a slot.
	pieces []string
}

// compile makes a sentence ready. Slots that are not understood stay in the text; a
// test sees to it that there are none.
func compile(s sentence) template {
	en, tailed := strings.CutSuffix(s.en, "{tail}")
	t := template{tailed: tailed}
	for {
		at, size, kind := len(en), 0, raw
		for sign, k := range map[string]slot{"{}": raw, "{q}": quoted, "{word}": word} {
			if i := strings.Index(en, sign); i >= 0 && i < at {
				at, size, kind = i, len(sign), k
			}
		}
		t.text = append(t.text, en[:at])
		if size == 0 {
			break
		}
		t.slots = append(t.slots, kind)
		en = en[at+size:]
	}
	ja := s.ja
	for {
		before, after, ok := strings.Cut(ja, "{")
		number, after, closed := strings.Cut(after, "}")
		if !ok || !closed {
			t.pieces = append(t.pieces, ja)
			return t
		}
		t.pieces = append(t.pieces, before, number)
		ja = after
	}
}

// match returns what is inserted in s, if s was made of the template. Every slot is
// as short as it can be, so it takes time linear in s.
func (t template) match(s string) ([]string, bool) {
	s, ok := strings.CutPrefix(s, t.text[0])
	if !ok {
		return nil, false
	}
	var found []string
	for i, kind := range t.slots {
		next := t.text[i+1]
		end := strings.Index(s, next)
		switch {
		case kind == quoted:
			q, err := strconv.QuotedPrefix(s)
			if err != nil {
				return nil, false
			}
			end = len(q)
		case i == len(t.slots)-1:
			end = len(s) - len(next)
		}
		if end < 0 || !strings.HasPrefix(s[end:], next) {
			return nil, false
		}
		found = append(found, s[:end])
		s = s[end+len(next):]
	}
	return found, s == ""
}

// fill returns the translation with what is inserted.
func (t template) fill(d *dictionary, found []string) string {
	s := ""
	for i, piece := range t.pieces {
		if i%2 == 1 {
			n, err := strconv.Atoi(piece)
			if err != nil || n >= len(found) {
				continue
			}
			piece = found[n]
			if t.slots[n] == word {
				piece = d.phrase(d.words, piece)
			}
		}
		s = join(s, piece)
	}
	return s
}

// join puts two texts together, with a space where Japanese letters meet others.
func join(a, b string) string {
	left, _ := utf8.DecodeLastRuneInString(a)
	right, _ := utf8.DecodeRuneInString(b)
	if a != "" && b != "" && (isJapanese(left) && isOther(right) || isOther(left) && isJapanese(right)) {
		return a + " " + b
	}
	return a + b
}

// isJapanese reports whether r is a letter of Japanese.
func isJapanese(r rune) bool { return 'ぁ' <= r && r <= 'ー' || unicode.Is(unicode.Han, r) }

// isOther reports whether r is visible and, unlike Japanese punctuation, has no room
// of its own around it.
func isOther(r rune) bool { return r > ' ' && r < '⺀' && !slices.Contains([]rune("()"), r) }
