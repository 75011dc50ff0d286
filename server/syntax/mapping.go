package syntax

func (p *parser) mapping(c, n int) int32 {
	m := p.add(Mapping, p.pos)
	p.entries(m, c, n)
	return m
}

// mappingFrom reads a mapping at column c that begins with a key without a colon.
func (p *parser) mappingFrom(c, n int, word int32) int32 {
	start := int(p.nodes[word].start)
	m := p.add(Mapping, start)
	pair := p.add(Pair, start)
	p.nodes[pair].broken = true
	p.link(pair, word)
	p.link(pair, p.below(c, int(p.nodes[word].end)))
	p.link(m, pair)
	p.space()
	if p.over() || p.column() != c {
		return m
	}
	p.entries(m, c, n)
	return m
}

// below reads the value of a key without a colon: the deeper block below it.
func (p *parser) below(c, at int) int32 {
	back := p.here()
	p.space()
	deeper := !p.over() && p.column() > c
	p.back(back)
	if deeper {
		return p.block(c, true, false)
	}
	return p.null(at)
}

// entries reads the pairs at column c of a mapping whose parent is at column n.
// Lines that are indented otherwise are taken in as well.
func (p *parser) entries(m int32, c, n int) {
	off := false // the last line was not in its place
	for {
		p.tabIndent()
		p.entry(m, c)
		p.trail(m)
		if p.leaves(c, n) {
			return
		}
		for p.dash() {
			p.strayItems(m, n, off)
			off = true
			if p.leaves(c, n) {
				return
			}
		}
		if p.column() == c {
			off = false
			continue
		}
		p.misplaced("keys", c, off)
		off = true
	}
}

// leaves reports whether a mapping at column c, whose parent is at column n, has no
// more entries: at the end, or at a line that must belong to something around it.
func (p *parser) leaves(c, n int) bool {
	if p.over() {
		return true
	}
	column := p.column()
	// An item that is indented too much goes to the sequence that the mapping is in.
	return column <= n || column < c && n == p.inSequence && p.dash()
}

// strayItems reads list items that stand where a key is expected. They become the
// value of the last key if it has none.
func (p *parser) strayItems(m int32, n int, off bool) {
	if !off && !p.excused() {
		p.problem(p.pos, p.pos+1, "unexpected-item", "a list item cannot stand among keys")
	}
	c := p.column()
	s := p.sequence(c, max(n, c-1), true)
	p.nodes[s].broken = true
	last := p.nodes[m].last
	if last >= 0 && p.nodes[last].kind == Pair {
		if v := p.nodes[last].last; p.nodes[v].kind == Null && p.nodes[v].props < 0 && p.nodes[last].first != v {
			key := p.nodes[last].first
			p.nodes[key].next = -1
			p.nodes[last].last = key
			p.link(last, s)
			p.nodes[m].end = max(p.nodes[m].end, p.nodes[s].end)
			p.space()
			return
		}
	}
	p.nodes[s].kind, p.nodes[s].first, p.nodes[s].last = Error, -1, -1
	p.link(m, s)
	p.space()
}

// entry reads one pair at pos into m.
func (p *parser) entry(m int32, c int) {
	p.inner, p.begun = c, p.line
	if p.src[p.pos] == '?' && isSpace(p.at(p.pos+1)) {
		p.explicit(m, c)
		return
	}
	end, colon := p.key(p.pos)
	if end < 0 {
		if x := p.src[p.pos]; x == ']' || x == '}' {
			p.problem(p.pos, p.lineEnd(p.pos), "unexpected-text", "this closes nothing; remove it, or the bracket above that closes too early")
			p.errorLine(m)
			return
		}
		p.unfinished(m, c)
		return
	}
	pair := p.add(Pair, p.pos)
	const longest = 1024 // bytes; YAML bounds how far a reader must look ahead
	if colon-p.pos > longest {
		p.problem(p.pos, colon, "long-key", "a key longer than 1,024 bytes must begin with ?")
	}
	w := p.properties()
	k := p.keyNode(c, end)
	p.describe(k, w)
	if read := max(p.pos, int(p.nodes[k].end)); read < end {
		p.mark(read, end) // brackets that close earlier than they seemed to
	}
	p.link(pair, k)
	p.nodes[pair].sep = int32(colon)
	p.pos = colon + 1
	p.nodes[pair].end = int32(p.pos)
	p.inner = c + 1 // a line indented with tabs below a key without a value is its value
	p.link(pair, p.block(c, true, false))
	p.inner = c
	p.link(m, pair)
}

// keyNode reads the key that ends at end.
func (p *parser) keyNode(c, end int) int32 {
	if p.pos >= end {
		return p.null(p.pos)
	}
	switch ch := p.src[p.pos]; ch {
	case '[', '{':
		if p.action(p.pos) < 0 {
			return p.flowKeyNode(c, end)
		}
	case '"', '\'':
		k := p.add(Scalar, p.pos)
		p.nodes[k].end = int32(end)
		p.nodes[k].style = SingleQuoted
		if ch == '"' {
			p.nodes[k].style = DoubleQuoted
			p.escapes(p.pos, end)
		}
		return k
	case '*':
		k := p.add(Alias, p.pos)
		p.nodes[k].end = int32(end)
		return k
	default:
		p.plainStart(p.pos)
	}
	k := p.add(Scalar, p.pos)
	p.nodes[k].end = int32(end)
	return k
}

// flowKeyNode reads the key in brackets that ends at end. If its reader does not find the
// end there, as what looks like it is in a comment, the key has no content.
func (p *parser) flowKeyNode(c, end int) int32 {
	start, marks, comments, comment := p.here(), len(p.marks), len(p.comments), p.comment
	k := p.flow(c)
	if p.pos <= end && int(p.nodes[k].end) <= end {
		return k
	}
	p.marks, p.comments, p.comment = p.marks[:marks], p.comments[:comments], comment
	p.back(start)
	p.mark(p.pos, end)
	p.pos = end
	p.nodes[k].first, p.nodes[k].last, p.nodes[k].end, p.nodes[k].broken = -1, -1, int32(end), true
	return k
}

// explicit reads a pair that begins with "?".
func (p *parser) explicit(m int32, c int) {
	pair := p.add(Pair, p.pos)
	p.nodes[pair].explicit = true
	p.mark(p.pos, p.pos+1)
	p.pos++
	p.nodes[pair].end = int32(p.pos)
	k := p.block(c, true, true)
	p.link(pair, k)
	back := p.here()
	p.space()
	if !p.over() && p.first() && p.column() == c && p.src[p.pos] == ':' && isSpace(p.at(p.pos+1)) {
		p.nodes[pair].sep = int32(p.pos)
		p.pos++
		p.nodes[pair].end = int32(p.pos)
		p.link(pair, p.block(c, true, true))
	} else {
		p.back(back)
		p.link(pair, p.null(int(p.nodes[k].end)))
	}
	p.link(m, pair)
}

// unfinished reads a line on which a key is expected and no colon stands: a key
// that is being typed, for this line only.
func (p *parser) unfinished(m int32, c int) {
	pair := p.add(Pair, p.pos)
	end := p.pos
	for stop := p.lineEnd(p.pos); end < stop && !(p.src[end] == '#' && end > p.pos && isSpace(p.src[end-1])); end++ {
	}
	end = trimmed(p.src, p.pos, max(end, p.pos+1))
	p.problem(p.pos, end, "missing-colon", "a key is followed by : and a space")
	k := p.add(Scalar, p.pos)
	p.nodes[k].end = int32(end)
	p.nodes[k].broken, p.nodes[pair].broken = true, true
	p.link(pair, k)
	p.pos = end
	p.link(pair, p.below(c, end))
	p.link(m, pair)
}

// ---- keys ----

// key reports whether an implicit key begins at i: its end and the offset of its
// colon, or -1 and -1.
func (p *parser) key(i int) (end, colon int) {
	start := i
	// An anchor and a tag at most: more are no properties of a key.
	for n := 0; n < 2 && i < len(p.src) && (p.src[i] == '&' || p.src[i] == '!'); n++ {
		i = p.blanks(p.propertyEnd(i))
	}
	p.steps += i - start
	if i >= len(p.src) {
		return -1, -1
	}
	switch c := p.src[i]; {
	case c == '"' || c == '\'':
		return p.behind(p.closing(i, c))
	case c == '*':
		j := i
		for j < len(p.src) && !isSpace(p.src[j]) {
			j++
		}
		return p.behind(j)
	case (c == '[' || c == '{') && p.action(i) < 0:
		return p.behind(p.closingBracket(i))
	case c == '&' || c == '!' || c == '#' || c == '|' || c == '>' || c == '@' || c == '`':
		return -1, -1
	case c == ':' && isSpace(p.at(i+1)):
		return i, i
	case (c == '?' || c == '-') && isSpace(p.at(i+1)):
		return -1, -1
	}
	return p.plainKey(i)
}

// behind returns end and the colon that follows it, or -1 if none does.
func (p *parser) behind(end int) (int, int) {
	if end < 0 {
		return -1, -1
	}
	if j := p.blanks(end); p.at(j) == ':' && isSpace(p.at(j+1)) {
		return end, j
	}
	return -1, -1
}

// plainKey looks for the ": " that ends the plain key at i.
func (p *parser) plainKey(i int) (end, colon int) {
	if m := &p.colon; i < m.from || i > m.to {
		m.from = i
		m.to, m.found = p.nextColon(i)
	}
	if !p.colon.found {
		return -1, -1
	}
	return trimmed(p.src, i, p.colon.to), p.colon.to
}

// nextColon returns where the plain text at i ends on its line and whether it
// ends at the ":" of a key.
func (p *parser) nextColon(i int) (int, bool) {
	from := i
	defer func() { p.steps += i - from }()
	for i < len(p.src) {
		switch p.src[i] {
		case '\n', '\r':
			return i, false
		case ':':
			if isSpace(p.at(i + 1)) {
				return i, true
			}
		case '#':
			if i > from && isSpace(p.src[i-1]) {
				return i, false
			}
		case '{':
			if end := p.action(i); end >= 0 {
				i = end
				continue
			}
		}
		i++
	}
	return i, false
}

// closing returns the end of the quoted text at i if it ends on its line, or -1.
func (p *parser) closing(i int, quote byte) int {
	from := i
	defer func() { p.steps += i - from }()
	for i++; i < len(p.src) && !isBreak(p.src[i]); i++ {
		switch c := p.src[i]; {
		case c == quote && quote == '\'' && p.at(i+1) == '\'':
			i++
		case c == quote:
			return i + 1
		case c == '\\' && quote == '"':
			i++
		case c == '{':
			if end := p.action(i); end >= 0 {
				i = end - 1
			}
		}
	}
	return -1
}

// closingBracket returns the end of the flow collection at i if it ends on its
// line, or -1. One with a bracket that closes another kind has no end that the reader
// of the collection would agree with.
func (p *parser) closingBracket(i int) int {
	from := i
	var open []byte // what closes what is open
	defer func() { p.steps += i - from }()
	for ; i < len(p.src) && !isBreak(p.src[i]); i++ {
		switch c := p.src[i]; c {
		case '[', '{':
			open = append(open, c+2) // "]" and "}" come two behind them
		case ']', '}':
			last := len(open) - 1
			if open[last] != c {
				return -1
			}
			if open = open[:last]; last == 0 {
				return i + 1
			}
		case '"', '\'':
			if b := p.src[i-1]; !isSpace(b) && !isFlow(b) && b != ':' {
				continue
			}
			if end := p.closing(i, c); end >= 0 {
				i = end - 1
			} else {
				return -1
			}
		case '#':
			// Behind an indicator it needs no space to begin a comment; see space.
			if b := p.src[i-1]; isSpace(b) || isFlow(b) {
				return -1
			}
		}
	}
	return -1
}

// keyLike reports whether the line whose first word is at i looks like a key or an
// item of block style, so that it is no continuation of a quote or bracket that
// somebody forgot to close.
func (p *parser) keyLike(i int) bool {
	if p.at(i) == '-' && isSpace(p.at(i+1)) {
		return true
	}
	from := i
	for i < len(p.src) && isWord(p.src[i]) {
		i++
	}
	p.steps += i - from
	return i > from && p.at(i) == ':' && isSpace(p.at(i+1))
}

// isWord reports whether c can be a part of the keys that people write.
func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		c == '.' || c == '_' || c == '-' || c == '/' || c >= 0x80
}
