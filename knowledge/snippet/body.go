package snippet

import (
	"fmt"
	"strconv"
	"strings"
)

// A Body is text with tab stops.
type Body struct{ parts []part }

// A part is text, or a tab stop with the text that stands there at first.
type part struct {
	text string
	// stop is the number of the tab stop, and -1 for mere text.
	stop int
	// follows says that the part repeats what is typed at the stop.
	follows bool
	choices []string
}

// Parse reads tab stops as LSP snippets write them: $1, ${1:text}, ${1|a,b|}; a
// backslash takes the meaning of a dollar sign away. Text in a tab stop holds no
// braces.
func Parse(s string) Body {
	var b Body
	first := map[int]string{}
	var plain strings.Builder
	flush := func() {
		if plain.Len() > 0 {
			b.parts = append(b.parts, part{text: plain.String(), stop: -1})
			plain.Reset()
		}
	}
	for i := 0; i < len(s); {
		switch p, n := stop(s[i:]); {
		case strings.HasPrefix(s[i:], `\$`):
			plain.WriteByte('$')
			i += 2
		case n == 0:
			plain.WriteByte(s[i])
			i++
		default:
			flush()
			if text, ok := first[p.stop]; ok {
				p.text, p.follows = text, true
			} else {
				first[p.stop] = p.text
			}
			b.parts = append(b.parts, p)
			i += n
		}
	}
	flush()
	return b
}

// stop reads the tab stop that s begins with, and returns its length, 0 if there is none.
func stop(s string) (part, int) {
	if len(s) < 2 || s[0] != '$' {
		return part{}, 0
	}
	rest, braces := s[1:], s[1] == '{'
	if braces {
		rest = s[2:]
	}
	digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
	number, err := strconv.Atoi(rest[:digits])
	if err != nil {
		return part{}, 0
	}
	p := part{stop: number}
	if !braces {
		return p, 1 + digits
	}
	body, _, ok := strings.Cut(rest[digits:], "}")
	switch {
	case !ok:
		return part{}, 0
	case strings.HasPrefix(body, ":"):
		p.text = body[1:]
	case strings.HasPrefix(body, "|"):
		p.choices = strings.Split(strings.Trim(body, "|"), ",")
		p.text = p.choices[0]
	}
	return p, 2 + digits + len(body) + 1
}

// Plain returns the text with what stands at the tab stops.
func (b Body) Plain() string {
	var s strings.Builder
	for _, p := range b.parts {
		s.WriteString(p.text)
	}
	return s.String()
}

// Snippet returns the text as LSP writes snippets, with the number of each tab stop
// raised by an offset.
func (b Body) Snippet(offset int) string {
	var s strings.Builder
	for _, p := range b.parts {
		switch {
		case p.stop < 0:
			s.WriteString(Escape(p.text))
		case p.follows:
			fmt.Fprintf(&s, "${%d}", p.stop+offset)
		case len(p.choices) > 0:
			fmt.Fprintf(&s, "${%d|%s|}", p.stop+offset, strings.Join(p.choices, ","))
		case p.text == "":
			fmt.Fprintf(&s, "${%d}", p.stop+offset)
		default:
			fmt.Fprintf(&s, "${%d:%s}", p.stop+offset, Escape(p.text))
		}
	}
	return s.String()
}

// Escape returns text as a snippet that is nothing but this text.
func Escape(s string) string { return escaper.Replace(s) }

var escaper = strings.NewReplacer(`\`, `\\`, `$`, `\$`, `}`, `\}`)

// Stops returns the highest number of a tab stop in the body.
func (b Body) Stops() int {
	most := 0
	for _, p := range b.parts {
		most = max(most, p.stop)
	}
	return most
}

// Text returns a body without tab stops.
func Text(s string) Body { return Body{parts: []part{{text: s, stop: -1}}} }
