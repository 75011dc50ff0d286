package card

import "strings"

// Markdown writes the card for editors that show Markdown.
func (c *Card) Markdown() string {
	var b strings.Builder
	b.Grow(len(c.Body) + 256)
	b.WriteString("**" + escape(c.Title) + "**")
	if c.Status != "" {
		b.WriteString(" — " + escape(c.Status))
	}
	if len(c.Facts) > 0 {
		b.WriteString(" — " + escape(strings.Join(c.Facts, " · ")))
	}
	b.WriteByte('\n')
	if c.Alert != "" {
		b.WriteString("\n⚠ **" + escape(c.Alert) + "**\n")
	}
	if c.Body != "" {
		b.WriteByte('\n')
		paragraphs(&b, c.Body, escape)
	}
	if len(c.Values) > 0 {
		b.WriteByte('\n')
		for _, v := range c.Values {
			b.WriteString("- `" + v.Text + "`")
			if v.Meaning != "" {
				b.WriteString(" " + escape(v.Meaning))
			}
			b.WriteByte('\n')
		}
	}
	if c.Path != "" {
		b.WriteString("\n`" + strings.ReplaceAll(c.Path, "`", "'") + "`\n")
	}
	return b.String()
}

// Plain writes the card for editors that show nothing but text.
func (c *Card) Plain() string {
	var b strings.Builder
	b.WriteString(c.Title)
	if c.Status != "" {
		b.WriteString(" — " + c.Status)
	}
	if len(c.Facts) > 0 {
		b.WriteString(" — " + strings.Join(c.Facts, " · "))
	}
	b.WriteByte('\n')
	if c.Alert != "" {
		b.WriteString("\n" + c.Alert + "\n")
	}
	if c.Body != "" {
		b.WriteByte('\n')
		paragraphs(&b, c.Body, func(s string) string { return s })
	}
	if len(c.Values) > 0 {
		b.WriteByte('\n')
		for _, v := range c.Values {
			b.WriteString(strings.TrimSpace("- "+v.Text+" "+v.Meaning) + "\n")
		}
	}
	if c.Path != "" {
		b.WriteString("\n" + c.Path + "\n")
	}
	return b.String()
}

// paragraphs writes a description line by line. Upstream separates paragraphs with
// one line break or two and indents lists; each line becomes one of ours.
func paragraphs(b *strings.Builder, body string, escape func(string) string) {
	blank := true
	for line := range strings.Lines(body) {
		line = strings.TrimSpace(line)
		if line == "" {
			if !blank {
				b.WriteByte('\n')
			}
			blank = true
			continue
		}
		item := strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "* ")
		if !blank && !item {
			b.WriteByte('\n')
		}
		blank = false
		if item {
			b.WriteString("- " + escape(strings.TrimSpace(line[2:])) + "\n")
			continue
		}
		b.WriteString(escape(line) + "\n")
	}
}

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
