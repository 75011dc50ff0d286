package marker

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// pattern is short for what re"..." gives.
type pattern = *regexp.Regexp

// parse reads the marks of one comment: calls with commas between them.
func parse(note string) ([]*Mark, error) {
	s := &scanner{rest: note}
	var marks []*Mark
	for {
		m, err := s.call()
		if err != nil {
			return nil, err
		}
		marks = append(marks, m)
		if s.space(); s.rest == "" {
			return marks, nil
		}
		if !s.take(",") {
			return nil, fmt.Errorf("want a comma after %s(...), found %q", m.Name, s.rest)
		}
	}
}

// A scanner reads what is left of a comment.
type scanner struct{ rest string }

func (s *scanner) space() { s.rest = strings.TrimLeft(s.rest, " \t") }

// take skips blanks and then what, if it comes next.
func (s *scanner) take(what string) bool {
	s.space()
	rest, ok := strings.CutPrefix(s.rest, what)
	s.rest = rest
	return ok
}

// call reads name(argument, ...).
func (s *scanner) call() (*Mark, error) {
	name := s.word()
	if name == "" {
		return nil, fmt.Errorf("want the name of a marker, found %q", s.rest)
	}
	m := &Mark{Name: name}
	if !s.take("(") {
		return nil, fmt.Errorf("want ( after %s, found %q", name, s.rest)
	}
	if s.take(")") {
		return m, nil
	}
	for {
		arg, err := s.argument()
		if err != nil {
			return nil, fmt.Errorf("in %s: %w", name, err)
		}
		m.Args = append(m.Args, arg)
		switch {
		case s.take(","):
		case s.take(")"):
			return m, nil
		default:
			return nil, fmt.Errorf("in %s: want , or ) after an argument, found %q", name, s.rest)
		}
	}
}

// word reads letters, digits and underscores that do not start with a digit.
func (s *scanner) word() string {
	s.space()
	i := 0
	for i < len(s.rest) {
		c := s.rest[i]
		if c != '_' && (c|0x20 < 'a' || c|0x20 > 'z') && (i == 0 || c < '0' || c > '9') {
			break
		}
		i++
	}
	word := s.rest[:i]
	s.rest = s.rest[i:]
	return word
}

// argument reads a string with the escapes of Go, re"..." without any, or a word.
func (s *scanner) argument() (any, error) {
	s.space()
	if strings.HasPrefix(s.rest, `re"`) || strings.HasPrefix(s.rest, "re`") {
		end := strings.IndexByte(s.rest[3:], s.rest[2])
		if end < 0 {
			return nil, fmt.Errorf("%s has no end", s.rest)
		}
		expr := s.rest[3 : 3+end]
		s.rest = s.rest[4+end:]
		return regexp.Compile(expr)
	}
	if strings.HasPrefix(s.rest, `"`) || strings.HasPrefix(s.rest, "`") {
		quoted, err := strconv.QuotedPrefix(s.rest)
		if err != nil {
			return nil, fmt.Errorf("%s is no string", s.rest)
		}
		s.rest = s.rest[len(quoted):]
		return strconv.Unquote(quoted)
	}
	if w := s.word(); w != "" {
		return Ident(w), nil
	}
	if s.rest == "" {
		return nil, errors.New("want an argument, found the end of the line")
	}
	return nil, fmt.Errorf("want an argument, found %q", s.rest)
}
