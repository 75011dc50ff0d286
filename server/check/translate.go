package check

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/kubelore/kubelore/knowledge/language"
)

// A sentence is a template in English, which is the key, and in another language.
//
// In English, {} stands for what is inserted and comes through unchanged, {q} for the
// same as strconv.Quote writes it, and {word} for a phrase of ours that may have a
// translation of its own. In the other language, {0} is what was inserted first. No
// space is written beside it, as what comes there decides whether there is one.
type sentence struct{ en, ja string }

// longest is the size, in bytes, of the longest message that is translated. What is
// longer quotes a value that nobody reads to its end.
const longest = 64 << 10

// translate puts what we say of problems into a language. What is quoted from the
// manifest, from the API server or from kubectl's reader stays as it is, and so does
// a text that has no translation. What we add to a sentence is put behind it.
func translate(problems []Problem, l language.Language) {
	if l != language.Japanese {
		for i, p := range problems {
			if p.why != "" {
				problems[i].Message, problems[i].why = p.Message+"; "+p.why, ""
			}
		}
		return
	}
	d := japanese()
	for i := range problems {
		p := &problems[i]
		if !p.quoted {
			p.Message = d.message(p.Message)
		}
		if p.why != "" {
			p.Message, p.why = p.Message+"。"+d.message(p.why), ""
		}
		for j := range p.Fixes {
			p.Fixes[j].Title, _ = d.phrase(d.titles, p.Fixes[j].Title)
		}
	}
}

// japanese returns the dictionary of Japanese, which is made when it is first needed.
var japanese = sync.OnceValue(func() *dictionary {
	return &dictionary{
		messages: index(japaneseMessages, japaneseHeads),
		heads:    index(japaneseHeads),
		tails:    index(japaneseTails),
		words:    index(japaneseWords),
		titles:   index(japaneseTitles),
		infos:    index(japaneseInfos),
	}
})

// A dictionary holds what there are translations for: whole messages, those that a
// tail may follow, the tails, the phrases that are inserted, titles of fixes, and
// what Info says.
type dictionary struct{ messages, heads, tails, words, titles, infos templates }

// message translates a message.
func (d *dictionary) message(s string) string {
	if len(s) > longest {
		return s
	}
	if i := strings.LastIndex(s, "; "); i > 0 {
		head, known := d.phrase(d.heads, s[:i])
		tail, follows := d.phrase(d.tails, s[i:])
		if known && follows {
			return join(head, tail)
		}
	}
	s, _ = d.phrase(d.messages, s)
	return s
}

// phrase translates a text, or returns it as it is and false.
func (d *dictionary) phrase(among templates, s string) (string, bool) {
	for _, first := range []string{firstWord(s), ""} {
		for _, t := range among[first] {
			if inserted, ok := t.match(s); ok {
				return d.fill(t, inserted), true
			}
		}
	}
	return s, false
}

// fill returns the translation of a template with what is inserted.
func (d *dictionary) fill(t template, inserted []string) string {
	s := t.ja[0]
	for i, n := range t.order {
		x := inserted[n]
		if t.slots[n] == "{word}" {
			x, _ = d.phrase(d.words, x)
		}
		s = join(join(s, x), t.ja[i+1])
	}
	return s
}

// templates are indexed by their first word, or by nothing if it is inserted. Those
// that share it stand in the order in which they are tried.
type templates map[string][]template

func index(tables ...[]sentence) templates {
	all := templates{}
	for _, table := range tables {
		for _, s := range table {
			t := compile(s)
			first := firstWord(t.en[0])
			if first == t.en[0] && len(t.slots) > 0 {
				first = "" // what is inserted may go on with the word
			}
			all[first] = append(all[first], t)
		}
	}
	return all
}

func firstWord(s string) string {
	first, _, _ := strings.Cut(s, " ")
	return first
}

// A template is a sentence that was taken apart.
type template struct {
	// en is what stands around the slots of the English text, in front to behind, and
	// ja the same of the translation, in which the slots have another order.
	en, ja []string
	slots  []string
	order  []int
}

var (
	slot     = regexp.MustCompile(`\{(q|word)?\}`)
	numbered = regexp.MustCompile(`\{[0-9]\}`)
)

func compile(s sentence) template {
	t := template{en: slot.Split(s.en, -1), slots: slot.FindAllString(s.en, -1), ja: numbered.Split(s.ja, -1)}
	for _, n := range numbered.FindAllString(s.ja, -1) {
		t.order = append(t.order, int(n[1]-'0'))
	}
	return t
}

// match returns what was inserted, if s was made of the template. The text in a slot
// is the shortest that can be, so this takes time linear in s.
func (t template) match(s string) ([]string, bool) {
	s, ok := strings.CutPrefix(s, t.en[0])
	if !ok {
		return nil, false
	}
	inserted := make([]string, len(t.slots))
	for i, kind := range t.slots {
		behind := t.en[i+1]
		end := strings.Index(s, behind)
		if i == len(t.slots)-1 {
			end = len(s) - len(behind)
		}
		if kind == "{q}" {
			q, err := strconv.QuotedPrefix(s)
			if err != nil {
				return nil, false
			}
			end = len(q)
		}
		if end < 0 || !strings.HasPrefix(s[end:], behind) {
			return nil, false
		}
		inserted[i], s = s[:end], s[end+len(behind):]
	}
	return inserted, s == ""
}

// join puts two texts together, with a space where Japanese letters meet others.
func join(a, b string) string {
	left, _ := utf8.DecodeLastRuneInString(a)
	right, _ := utf8.DecodeRuneInString(b)
	if isJapanese(left) && isOther(right) || isOther(left) && isJapanese(right) {
		return a + " " + b
	}
	return a + b
}

// isJapanese reports whether r is a Japanese letter.
func isJapanese(r rune) bool { return 'ぁ' <= r && r <= 'ー' || unicode.Is(unicode.Han, r) }

// isOther reports whether r is something visible that is not Japanese, but for the
// brackets, which have room of their own.
func isOther(r rune) bool { return ' ' < r && r < '⺀' && r != '(' && r != ')' }
