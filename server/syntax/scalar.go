package syntax

import (
	"strings"

	"github.com/kubelore/kubelore/server/text"
)

// scalar reads a scalar, an alias or a flow collection at pos.
func (p *parser) scalar(n int) int32 {
	switch c := p.src[p.pos]; c {
	case '"', '\'':
		return p.quoted(n, c)
	case '[', '{':
		if p.openAction() {
			return p.halfAction()
		}
		if p.action(p.pos) < 0 {
			return p.flow(n)
		}
	case '*':
		x := p.add(Alias, p.pos)
		p.pos = p.aliasEnd(p.pos, false)
		p.nodes[x].end = int32(p.pos)
		return x
	default:
		p.plainStart(p.pos)
	}
	return p.plain(n)
}

// aliasEnd returns the end of the alias at i.
func (p *parser) aliasEnd(i int, flow bool) int {
	for i < len(p.src) && !isSpace(p.src[i]) && !(flow && isFlow(p.src[i])) {
		i++
	}
	return i
}

// plainStart reports a character that cannot begin a plain scalar.
func (p *parser) plainStart(i int) {
	switch p.src[i] {
	case '@', '`', '%', ']', '}', ',':
		p.problem(i, i+1, "bad-character", "a value cannot start with "+p.src[i:i+1]+"; put it in quotes")
	}
}

// plainLine returns the end of the plain text at i on its line, in block style.
func (p *parser) plainLine(i int) int {
	j := i
	for j < len(p.src) && !isBreak(p.src[j]) {
		c := p.src[j]
		if c == '#' && j > i && isSpace(p.src[j-1]) || c == ':' && isSpace(p.at(j+1)) {
			break
		}
		if c == '{' {
			if end := p.action(j); end >= 0 {
				j = end
				continue
			}
		}
		j++
	}
	p.steps += j - i
	for j > i && (p.src[j-1] == ' ' || p.src[j-1] == '\t') {
		j--
	}
	return j
}

// plain reads a plain scalar in block style, which may go on on deeper lines.
func (p *parser) plain(n int) int32 {
	x := p.add(Scalar, p.pos)
	p.pos = max(p.plainLine(p.pos), p.pos+1)
	for {
		line, i := p.continuation(p.pos)
		if i < 0 || i-line <= n && p.spaces(line) <= n || p.src[i] == '{' && p.action(i) >= 0 {
			break
		}
		k := i
		if p.src[k] == '-' && isSpace(p.at(k+1)) {
			k = p.blanks(k + 1)
		}
		if end, _ := p.key(k); end >= 0 {
			// What follows is a key, so this ends here: it is a key too, or a value.
			p.nodes[x].broken = true
			break
		}
		p.line, p.pos = line, max(p.plainLine(i), i+1)
	}
	p.nodes[x].end = int32(p.pos)
	return x
}

// spaces counts the spaces at the start of the line at i.
func (p *parser) spaces(line int) int {
	i := line
	for i < len(p.src) && p.src[i] == ' ' {
		i++
	}
	return i - line
}

// continuation returns the start of the next line that is not blank and its first
// character, if the text at i ends its line and such a line can continue it.
func (p *parser) continuation(i int) (line, first int) {
	i = p.blanks(i)
	if i >= len(p.src) || !isBreak(p.src[i]) {
		return 0, -1
	}
	from := i
	for i < len(p.src) && isSpace(p.src[i]) {
		if isBreak(p.src[i]) {
			i = text.NextLine(p.src, i)
			line = i
			continue
		}
		i++
	}
	p.steps += i - from
	if i >= len(p.src) || p.src[i] == '#' || i == line && isMarker(p.src, i, '.') {
		return 0, -1
	}
	// A line that is indented with nothing but spaces has its column; tabs count
	// as nothing here, as they do for other readers.
	return line, i
}

// quoted reads a quoted scalar.
func (p *parser) quoted(n int, quote byte) int32 {
	x := p.add(Scalar, p.pos)
	p.nodes[x].style = SingleQuoted
	if quote == '"' {
		p.nodes[x].style = DoubleQuoted
	}
	end, line, shallow := p.closeQuote(p.pos, n, quote)
	if end >= 0 {
		p.nodes[x].end = int32(end)
		if shallow >= 0 {
			p.problem(shallow, shallow+1, "shallow-line", "indent this line more than the key that it belongs to")
		}
		if quote == '"' {
			p.escapes(p.pos, end)
		}
		p.pos, p.line = end, line
		return x
	}
	end = p.lineEnd(p.pos)
	if p.brackets > 0 {
		if i := strings.IndexAny(p.src[p.pos+1:end], ",]}"); i >= 0 {
			end = p.pos + 1 + i
		}
	}
	p.problem(p.pos, end, "unclosed-quote", "close this with "+string(quote))
	p.unclosed++
	p.nodes[x].broken = true
	p.nodes[x].end = int32(end)
	p.pos = end
	return x
}

// closeQuote returns the end of the quoted text at i and the start of its last
// line, or -1 if it is not closed before a line that cannot belong to it. Shallow
// is the first of its lines that is indented too little, or -1.
func (p *parser) closeQuote(i, n int, quote byte) (end, line, shallow int) {
	from := i
	line, shallow = p.line, -1
	defer func() { p.steps += i - from }()
	for i++; i < len(p.src); {
		switch c := p.src[i]; {
		case c == quote && quote == '\'' && p.at(i+1) == '\'':
			i += 2
		case c == quote:
			return i + 1, line, shallow
		case c == '\\' && quote == '"' && !isBreak(p.at(i+1)):
			i += 2
		case isBreak(c):
			i = text.NextLine(p.src, i)
			line = i
			first := p.blanks(i)
			if first >= len(p.src) || isBreak(p.src[first]) || p.spaces(i) > n {
				continue
			}
			if p.keyLike(first) || isMarker(p.src, i, '.') {
				return -1, 0, -1
			}
			if shallow < 0 {
				shallow = first
			}
		case c == '{':
			if e := p.action(i); e >= 0 {
				i = e
			} else {
				i++
			}
		default:
			i++
		}
	}
	return -1, 0, -1
}

// escapes reports the escapes between the double quotes from start to end that do
// not exist.
func (p *parser) escapes(start, end int) {
	for i := start + 1; i < end-1; i++ {
		skip := strings.IndexByte(p.src[i:end-1], '\\')
		if skip < 0 {
			return
		}
		i += skip
		if e := escapeEnd(p.src, i, end-1); e < 0 {
			p.problem(i, min(i+2, end), "bad-escape", `this escape does not exist; write \\ for a backslash, or use single quotes`)
		}
		i++
	}
}

// blockScalar reads a literal or folded scalar, whose span ends with its last
// line break.
func (p *parser) blockScalar(n int) int32 {
	x := p.add(Scalar, p.pos)
	p.nodes[x].style = Literal
	if p.src[p.pos] == '>' {
		p.nodes[x].style = Folded
	}
	indent := p.blockHeader()
	if p.eof() {
		p.nodes[x].end = int32(p.pos)
		return x
	}
	if indent > 0 {
		indent += max(n, 0)
	} else {
		indent = -1
	}
	end, indent := p.blockLines(text.NextLine(p.src, p.pos), n, indent)
	p.nodes[x].sep = int32(indent)
	p.nodes[x].end = int32(end)
	p.leave(end)
	return x
}

// blockHeader reads "|" or ">" with its indicators and returns the indentation
// that they ask for, 0 if none. It stops at the end of the line.
func (p *parser) blockHeader() (indent int) {
	chomp := false
	for p.pos++; !p.eof(); p.pos++ {
		c := p.src[p.pos]
		if (c == '+' || c == '-') && !chomp {
			chomp = true
		} else if c >= '1' && c <= '9' && indent == 0 {
			indent = int(c - '0')
		} else {
			break
		}
	}
	start := p.pos
	p.pos = p.blanks(p.pos)
	if p.at(p.pos) == '#' && p.pos > start {
		p.takeComment()
	} else if end := p.lineEnd(p.pos); end > p.pos {
		p.problem(p.pos, end, "block-header", "the text of a block scalar starts on the next line")
		p.pos = end
	}
	return indent
}

// blockLines returns the end of the lines of a block scalar and their indentation,
// which is found from the first line with content if it is -1.
func (p *parser) blockLines(i, n, indent int) (end, found int) {
	end = i
	blank := 0 // the widest blank line before the content
	for i < len(p.src) {
		spaces := p.spaces(i)
		first := i + spaces
		next := text.NextLine(p.src, first)
		p.steps += next - i
		if (first >= len(p.src) || isBreak(p.src[first])) && (indent < 0 || spaces < indent) {
			blank = max(blank, spaces)
			if first < len(p.src) || spaces > 0 {
				end = next
			}
			i = next
			continue
		}
		marker := isMarker(p.src, i, '.')
		switch {
		case marker:
			return end, indent
		case indent < 0:
			if spaces <= n {
				if p.at(first) == '\t' && isBreak(p.at(p.blanks(first))) {
					p.problem(first, first+1, "tab-indent", "indent with spaces; YAML does not allow tabs here")
				}
				return end, indent
			}
			indent = spaces
			if blank > spaces {
				p.problem(i, first, "block-indent", "the first line must be indented as much as the blank lines above it")
			}
		case spaces < indent && (spaces <= n || p.src[first] == '#'):
			return end, indent
		case spaces < indent:
			// An author who pulls back one line still means it to be text.
			p.problem(i, max(first, i+1), "block-indent", "this line is indented less than the text above it")
		}
		end, i = next, next
	}
	return end, indent
}

// leave goes to end, the start of a line, but stays before its line break, so that
// those who read on see that a line has ended.
func (p *parser) leave(end int) {
	p.pos, p.tabs = end, false
	if end > 0 && isBreak(p.src[end-1]) {
		p.pos--
		if p.pos > 0 && p.src[p.pos] == '\n' && p.src[p.pos-1] == '\r' {
			p.pos--
		}
	}
	p.line = strings.LastIndexAny(p.src[:p.pos], "\n\r") + 1
}
