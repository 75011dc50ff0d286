package concept

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/kubelore/kubelore/knowledge/language"
)

// An Error says what is wrong in an entry, and on which line of it, from 1.
type Error struct {
	Line    int
	Message string
}

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Message) }

// fence stands above and below the front matter.
const fence = "---\n"

// front is the front matter of an entry.
type front struct {
	ID      string              `yaml:"id"`
	Of      string              `yaml:"kind-of"`
	Status  string              `yaml:"status"`
	Since   string              `yaml:"since"`
	Page    []string            `yaml:"page"`
	Links   []map[string]string `yaml:"links"`
	Aliases []string            `yaml:"aliases"`
	Related []string            `yaml:"related"`
	Rules   []string            `yaml:"rules"`
	Docs    map[string]string   `yaml:"docs"`
}

var (
	subjects = []string{"object", "field", "value", "component", "practice", "topic"}
	statuses = []string{"current", "deprecated", "removed", "historical"}
)

// Parse reads an entry. The error is an [*Error].
func Parse(content string) (*Concept, error) {
	content = strings.ReplaceAll(content, "\r\n", "\n")
	rest, ok := strings.CutPrefix(content, fence)
	head, body, closed := strings.Cut(rest, "\n"+fence)
	if !ok || !closed {
		return nil, &Error{1, "an entry begins with its front matter between two lines of ---"}
	}
	var f front
	decoder := yaml.NewDecoder(strings.NewReader(head))
	decoder.KnownFields(true)
	if err := decoder.Decode(&f); err != nil {
		return nil, &Error{lineOf(err), "the front matter cannot be read: " + strings.TrimPrefix(err.Error(), "yaml: ")}
	}
	c := &Concept{
		ID: f.ID, Of: f.Of, Status: f.Status, Since: f.Since, Page: f.Page, Aliases: f.Aliases, Related: f.Related, Rules: f.Rules,
		docs: language.Text{EN: f.Docs["en"], JA: f.Docs["ja"]},
	}
	switch {
	case c.ID == "":
		return nil, &Error{2, "id is missing"}
	case !slices.Contains(subjects, c.Of):
		return nil, &Error{2, "kind-of must be one of " + strings.Join(subjects, ", ")}
	case !slices.Contains(statuses, cmp.Or(c.Status, "current")):
		return nil, &Error{2, "status must be one of " + strings.Join(statuses, ", ")}
	}
	for _, written := range f.Links {
		link, err := parseLink(written)
		if err != nil {
			return nil, &Error{2, err.Error()}
		}
		c.Links = append(c.Links, link)
	}
	if err := c.parseTexts(body, strings.Count(head, "\n")+4); err != nil {
		return nil, err
	}
	return c, nil
}

// lineOf returns the line that an error of the YAML library names, counted in the
// whole entry.
func lineOf(err error) int {
	line := 0
	if _, after, ok := strings.Cut(err.Error(), "line "); ok {
		_, _ = fmt.Sscan(after, &line) // the library may name none
	}
	return line + 1
}

// parseTexts reads the sections of the languages. Line is that of the first line of
// body.
func (c *Concept) parseTexts(body string, line int) error {
	c.texts = map[language.Language]*Text{}
	var at *Text
	for text := range strings.Lines(body) {
		heading, isHeading := strings.CutPrefix(text, "# ")
		code, title, named := strings.Cut(heading, ": ")
		switch {
		case isHeading:
			l, ok := language.Of(code)
			if !ok || !named {
				return &Error{line, "a heading must be # en: Title or # ja: Title"}
			}
			at = &Text{Title: strings.TrimSpace(title)}
			c.texts[l] = at
		case at == nil && strings.TrimSpace(text) != "":
			return &Error{line, "text stands before the heading of its language"}
		case at != nil && at.Body == "" && strings.HasPrefix(text, "> "):
			at.Summary = strings.TrimSpace(at.Summary + " " + strings.TrimSpace(text[2:]))
		case at != nil && (at.Body != "" || strings.TrimSpace(text) != ""):
			at.Body += text
		}
		line++
	}
	if c.texts[language.English] == nil {
		return &Error{line, "the English text is missing; everything falls back to it"}
	}
	for _, t := range c.texts {
		if t.Body = joined(t.Body); t.Summary == "" {
			return &Error{line, "a text has no summary, which is the line that begins with >"}
		}
	}
	return nil
}

// joined returns a text in which each paragraph and each point is one line, because
// who shows it breaks lines where there is no more room. Lines of a language that has
// no spaces between its words are joined without one.
func joined(body string) string {
	var b strings.Builder
	var last rune
	for line := range strings.Lines(strings.TrimRight(body, "\n")) {
		line = strings.TrimRight(line, " \n")
		next, _ := utf8.DecodeRuneInString(strings.TrimLeft(line, " "))
		switch {
		case b.Len() == 0:
		case line == "" || last == 0 || last == '|' || next == '|' || strings.HasPrefix(line, "- "):
			b.WriteByte('\n')
		default:
			line = strings.TrimLeft(line, " ")
			if !wide(last) || !wide(next) {
				b.WriteByte(' ')
			}
		}
		b.WriteString(line)
		last, _ = utf8.DecodeLastRuneInString(line)
		if line == "" {
			last = 0
		}
	}
	return b.String()
}

// wide reports whether a letter or a sign belongs to a language without spaces between
// its words.
func wide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r < 0x3040 || r >= 0xff00 && r < 0xfff0
}

// parseLink reads a link such as {field: "@PodSpec tolerations"}.
func parseLink(written map[string]string) (Link, error) {
	for kind, s := range written {
		switch k := LinkKind(kind); k {
		case Kind:
			return Link{Kind: k, Owner: s}, nil
		case Field:
			owner, path, err := parseField(s)
			return Link{Kind: k, Owner: owner, Path: path}, err
		case Value:
			field, value, ok := strings.Cut(s, " = ")
			if !ok {
				return Link{}, fmt.Errorf("the link %q has no value behind \" = \"", s)
			}
			owner, path, err := parseField(field)
			return Link{Kind: k, Owner: owner, Path: path, Value: value}, err
		case Label, Annotation, Taint, Image:
			return Link{Kind: k, Value: s}, nil
		}
		if kind != "role" {
			return Link{}, fmt.Errorf("%q is no kind of link", kind)
		}
	}
	return Link{}, errors.New("a link is empty")
}

// parseField cuts "apps/v1 Deployment spec.strategy" or "@PodSpec containers[*].name"
// into the owner and the path.
func parseField(s string) (owner, path string, err error) {
	words := strings.Fields(s)
	n := 2
	if strings.HasPrefix(s, "@") {
		n = 1
	}
	if len(words) != n+1 {
		return "", "", fmt.Errorf("the link %q is no field; write it like apps/v1 Deployment spec.strategy or @PodSpec volumes", s)
	}
	return strings.Join(words[:n], " "), strings.ReplaceAll(words[n], "[*]", ""), nil
}
