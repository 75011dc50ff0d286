package card

import (
	"fmt"
	"strings"
)

// Lengths of cards, in lines. A card is read in a small window beside the text.
const (
	longest = 25
	// fewest lines of the description of Kubernetes are shown if there is one.
	fewest = 2
	// mostValues are listed one by one; more stand on one line.
	mostValues = 8
)

// Markdown writes the card for editors that show Markdown.
func (c *Card) Markdown() string { return c.write(markdown{}) }

// Plain writes the card for editors that show nothing but text.
func (c *Card) Plain() string { return c.write(plain{}) }

// style is a way of writing. Ours is text that is Markdown already, theirs text that
// is not.
type style interface {
	title(s string) string
	alert(s string) string
	ours(s string) string
	theirs(s string) string
	quote(line string) string
	source(lines []string) []string
	code(s string) string
	link(name, address string) string
}

func (c *Card) write(s style) string {
	head := s.title(c.Title)
	if c.Status != "" {
		head += " — " + s.theirs(c.Status)
	}
	if len(c.Facts) > 0 {
		head += " — " + s.theirs(strings.Join(c.Facts, " · "))
	}
	parts := [][]string{{head}}
	if c.Alert != "" {
		parts = append(parts, []string{s.alert(c.Alert)})
	}
	if c.Summary != "" {
		parts = append(parts, []string{s.ours(c.Summary)})
	}
	if c.Source != "" {
		parts = append(parts, s.source(strings.Split(strings.TrimSuffix(c.Source, "\n"), "\n")))
	}
	tail := c.tail(s)
	if c.Body != "" {
		room := longest
		for _, p := range append(parts, tail...) {
			room -= len(p) + 1
		}
		if lines := description(c.Body, s, max(room, fewest)); len(lines) > 0 {
			parts = append(parts, lines)
		}
	}
	var b strings.Builder
	for i, p := range append(parts, tail...) {
		if i > 0 {
			b.WriteByte('\n')
		}
		for _, line := range p {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

// tail returns the parts below the description.
func (c *Card) tail(s style) [][]string {
	var parts [][]string
	w := wordsIn(c.language)
	if lines := c.values(s); len(lines) > 0 {
		parts = append(parts, lines)
	}
	if len(c.Here) > 0 {
		lines := []string{s.ours("*" + w.here + "*"), ""}
		for _, sentence := range c.Here {
			lines = append(lines, "- "+s.ours(sentence))
		}
		parts = append(parts, lines)
	}
	if c.Notes != "" {
		parts = append(parts, strings.Split(s.ours(c.Notes), "\n"))
	}
	var last []string
	if c.Actors != "" {
		last = append(last, s.ours(c.Actors))
	}
	if c.Path != "" {
		last = append(last, s.code(c.Path))
	}
	if c.Docs != "" {
		last = append(last, s.link(w.documentation, c.Docs))
	}
	if len(last) > 0 {
		parts = append(parts, []string{strings.Join(last, " · ")})
	}
	return parts
}

// values returns the lines for the allowed values: one for each, or one for all if
// there are many or if nothing is known of them.
func (c *Card) values(s style) []string {
	var lines, names []string
	explained := false
	for _, v := range c.Values {
		names = append(names, s.code(v.Text))
		line := "- " + s.code(v.Text)
		switch {
		case v.Quoted != "":
			explained = true
			line = s.quote(line + " " + s.theirs(v.Quoted))
		case v.Meaning != "":
			explained = true
			line += " " + s.theirs(v.Meaning)
		}
		lines = append(lines, line)
	}
	if len(lines) <= mostValues && (explained || len(lines) < 2) {
		return lines
	}
	return []string{strings.Join(names, ", ")}
}

// description returns the first lines of a description, as many as there is room for.
// Upstream separates paragraphs with one line break or two and indents lists; each line
// becomes one of ours.
func description(body string, s style, room int) []string {
	var lines []string
	blank := true
	for line := range strings.Lines(body) {
		line = strings.TrimSpace(line)
		item := strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "* ")
		switch {
		case line == "":
			blank = true
			continue
		case item:
			line = "- " + s.theirs(strings.TrimSpace(line[2:]))
		default:
			line = s.theirs(line)
			blank = true
		}
		if blank && len(lines) > 0 {
			if len(lines)+1 >= room {
				break
			}
			lines = append(lines, s.quote(""))
		}
		blank = false
		if lines = append(lines, s.quote(line)); len(lines) >= room {
			break
		}
	}
	return lines
}

type markdown struct{}

func (markdown) title(s string) string            { return "**" + escape(s) + "**" }
func (markdown) alert(s string) string            { return "⚠ **" + escape(s) + "**" }
func (markdown) ours(s string) string             { return s }
func (markdown) theirs(s string) string           { return escape(s) }
func (markdown) quote(line string) string         { return strings.TrimRight("> "+line, " ") }
func (markdown) code(s string) string             { return "`" + strings.ReplaceAll(s, "`", "'") + "`" }
func (markdown) link(name, address string) string { return fmt.Sprintf("[%s](%s)", name, address) }

type plain struct{}

func (plain) title(s string) string            { return s }
func (plain) alert(s string) string            { return s }
func (plain) ours(s string) string             { return strings.NewReplacer("`", "", "*", "").Replace(s) }
func (plain) theirs(s string) string           { return s }
func (plain) quote(line string) string         { return line }
func (plain) code(s string) string             { return s }
func (plain) link(name, address string) string { return name + ": " + address }

// escape writes text so that Markdown shows it as it is. Descriptions are written
// as plain text: an asterisk is an asterisk, and <name> is no tag. Addresses and
// code in backquotes stay as they are.
func escape(s string) string {
	if !strings.ContainsAny(s, "\\*_<>[]#|~") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	code, address := false, false
	balanced := strings.Count(s, "`")%2 == 0
	for i := range len(s) {
		c := s[i]
		switch {
		case c == '`' && balanced:
			code = !code
		case c == ' ':
			address = false
		case strings.HasPrefix(s[i:], "http://") || strings.HasPrefix(s[i:], "https://"):
			address = true
		}
		if !code && !address && strings.IndexByte("\\*_<>[]#|~", c) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(c)
	}
	return b.String()
}

// source writes lines of YAML as such.
func (markdown) source(lines []string) []string {
	return append(append([]string{"```yaml"}, lines...), "```")
}

// source writes lines of YAML as such.
func (plain) source(lines []string) []string { return lines }
