package main

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// terminal writes the Markdown of cards for a terminal: wrapped to a width in columns,
// with colours or without any signs of them.
func terminal(markdown string, width int, colored bool) string {
	var b strings.Builder
	for line := range strings.Lines(markdown) {
		line = strings.TrimRight(line, "\n")
		indent, mark := "", ""
		switch {
		case strings.HasPrefix(line, "- "):
			indent, mark, line = "  ", "• ", line[2:]
		case strings.HasPrefix(line, "  "):
			indent, mark, line = "  ", "  ", line[2:]
		case strings.HasPrefix(line, ">"):
			indent, mark, line = "  ", "  ", strings.TrimPrefix(line[1:], " ")
		case strings.HasPrefix(line, "|--"), strings.HasPrefix(line, "| --"), strings.HasPrefix(line, "|:-"):
			continue // the line below the head of a table
		}
		text := ansi.Wrap(inline(line, colored), width-len(indent), " ")
		for i, part := range strings.Split(text, "\n") {
			switch {
			case part == "":
			case i == 0:
				b.WriteString(mark)
			default:
				b.WriteString(indent)
			}
			b.WriteString(part + "\n")
		}
	}
	return b.String()
}

// inline writes what is bold, code, a link or escaped in a line.
func inline(s string, colored bool) string {
	var b strings.Builder
	paint := func(color, text string) {
		if colored {
			text = color + text + reset
		}
		b.WriteString(text)
	}
	for s != "" {
		switch {
		case strings.HasPrefix(s, "**") && strings.Contains(s[2:], "**"):
			text, rest, _ := strings.Cut(s[2:], "**")
			paint(bold, unescaped(text))
			s = rest
		case s[0] == '*' && strings.Contains(s[1:], "*"):
			text, rest, _ := strings.Cut(s[1:], "*")
			paint(bold, unescaped(text))
			s = rest
		case s[0] == '`' && strings.Contains(s[1:], "`"):
			text, rest, _ := strings.Cut(s[1:], "`")
			paint(cyan, text)
			s = rest
		case s[0] == '[' && strings.Contains(s, "](") && strings.HasSuffix(s, ")"):
			text, address, _ := strings.Cut(s[1:len(s)-1], "](")
			b.WriteString(text + ": ")
			paint(dim, address)
			s = ""
		case s[0] == '\\' && len(s) > 1:
			b.WriteByte(s[1])
			s = s[2:]
		default:
			b.WriteByte(s[0])
			s = s[1:]
		}
	}
	return b.String()
}

// unescaped takes away the backslashes that keep signs from being Markdown.
func unescaped(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
