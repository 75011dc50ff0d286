package syntax

// inside moves to the next thing in a flow collection whose parent is at column n.
// It returns false if the collection cannot go on there: at the end, or at a line
// that is indented no deeper than the parent and looks like block style.
func (p *parser) inside(n int) bool {
	newLine := p.space()
	if p.over() {
		return false
	}
	if !newLine || p.spaces(p.line) > n {
		return true
	}
	if p.keyLike(p.pos) {
		return false
	}
	if c := p.src[p.pos]; c != ']' && c != '}' {
		p.shallow()
	}
	return true
}

// shallow reports a line of a quote or bracket that is indented too little.
// kubectl reads it all the same, and so do we.
func (p *parser) shallow() {
	p.problem(p.pos, p.pos+1, "shallow-line", "indent this line more than the key that it belongs to")
}

// flow reads a collection in brackets or braces.
func (p *parser) flow(n int) int32 {
	kind, closer := Sequence, byte(']')
	if p.src[p.pos] == '{' {
		kind, closer = Mapping, '}'
	}
	x := p.add(kind, p.pos)
	p.nodes[x].flow = true
	p.mark(p.pos, p.pos+1)
	p.pos++
	p.brackets++
	defer func() { p.brackets-- }()
	last := p.here() // behind the last entry, to which an unclosed collection reaches
	unclosed := p.unclosed
	if p.brackets > deepest/2 {
		p.problem(p.pos-1, p.pos, "too-deep", "this is nested too deeply")
		if !p.eof() && !isBreak(p.src[p.pos]) {
			p.skipLine()
		}
		p.nodes[x].broken, p.nodes[x].end = true, int32(p.pos)
		return x
	}
	separated := true // by a comma, or nothing was read yet
	for {
		if !p.inside(n) {
			if p.unclosed == unclosed { // else what is open inside may have taken our end
				p.problem(int(p.nodes[x].start), max(last.pos, int(p.nodes[x].start)+1), "unclosed-flow", "close this with "+string(closer))
			}
			return p.cutOff(x, last)
		}
		switch c := p.src[p.pos]; {
		case c == closer:
			p.mark(p.pos, p.pos+1)
			p.pos++
			p.nodes[x].end = int32(p.pos)
			return x
		case c == ']' || c == '}':
			p.problem(p.pos, p.pos+1, "wrong-bracket", "close with "+string(closer)+" what was opened before")
			p.unclosed++
			if p.brackets > 1 {
				return p.cutOff(x, last)
			}
			p.mark(p.pos, p.pos+1)
			p.pos++
		case c == ',':
			if separated {
				p.problem(p.pos, p.pos+1, "extra-comma", "there is nothing before this comma")
			}
			separated = true
			p.mark(p.pos, p.pos+1)
			p.pos++
		default:
			if !separated && p.nodes[x].last >= 0 {
				p.problem(p.pos, p.pos+1, "missing-comma", "put a comma before this")
			}
			p.flowEntry(x, kind, n)
			separated = false
		}
		last = p.here()
	}
}

// cutOff ends a collection without a closing bracket.
func (p *parser) cutOff(x int32, at place) int32 {
	p.unclosed++
	p.nodes[x].broken = true
	p.nodes[x].end = max(p.nodes[x].end, int32(at.pos))
	p.back(at)
	return x
}

// flowEntry reads one entry of the collection x.
func (p *parser) flowEntry(x int32, kind Kind, n int) {
	start, line := p.pos, p.line
	explicit := p.src[p.pos] == '?' && isSpace(p.at(p.pos+1))
	if explicit {
		p.mark(p.pos, p.pos+1)
		p.pos++
		if !p.inside(n) {
			p.link(x, p.null(p.pos))
			return
		}
	}
	key, quoted := p.flowKey(n)
	back := p.here()
	colon := p.inside(n) && p.src[p.pos] == ':' && (quoted || p.separates(p.pos+1))
	if !colon {
		p.back(back)
		if kind == Sequence && !explicit {
			p.flowItem(x, key)
			return
		}
	} else if kind == Sequence && !explicit && p.line != line {
		p.problem(start, p.pos, "nested-block", "a key in a list must be on one line")
	}
	pair := p.add(Pair, start)
	p.nodes[pair].explicit = explicit
	p.link(pair, key)
	if colon {
		p.nodes[pair].sep = int32(p.pos)
		p.pos++
		p.nodes[pair].end = int32(p.pos)
		p.link(pair, p.flowValue(n))
	} else {
		p.nodes[pair].broken = !explicit && kind == Mapping
		p.link(pair, p.null(int(p.nodes[key].end)))
	}
	if kind == Mapping {
		p.link(x, pair)
		return
	}
	m := p.add(Mapping, start)
	p.nodes[m].flow = true
	p.link(m, pair)
	p.flowItem(x, m)
}

// flowItem adds a value to a sequence.
func (p *parser) flowItem(x, value int32) {
	item := p.add(Item, int(p.nodes[value].start))
	p.nodes[item].flow = true
	p.link(item, value)
	p.link(x, item)
}

// flowKey reads the key or the value at pos. It reports whether it is quoted or a
// collection, so that a colon may follow without a space.
func (p *parser) flowKey(n int) (key int32, quoted bool) {
	switch c := p.src[p.pos]; {
	case c == ',' || c == ']' || c == '}' || c == ':' && p.separates(p.pos+1):
		return p.null(p.pos), false
	}
	return p.flowNode(n, false)
}

// flowValue reads the value behind a colon.
func (p *parser) flowValue(n int) int32 {
	back := p.here()
	if !p.inside(n) || p.src[p.pos] == ',' || p.src[p.pos] == ']' || p.src[p.pos] == '}' {
		p.back(back)
		return p.null(p.pos)
	}
	v, _ := p.flowNode(n, true)
	return v
}

// separates reports whether the byte at i ends the indicator before it.
func (p *parser) separates(i int) bool { return isSpace(p.at(i)) || isFlow(p.at(i)) }

// flowNode reads a node in a flow collection, the value of a pair if value is set.
func (p *parser) flowNode(n int, value bool) (x int32, quoted bool) {
	w := p.properties()
	if at := p.pos; w.start >= 0 && !p.inside(n) {
		x = p.null(at)
		p.describe(x, w)
		return x, false
	}
	switch c := p.src[p.pos]; {
	case c == '"' || c == '\'':
		x, quoted = p.quoted(n, c), true
	case p.openAction():
		x = p.halfAction()
	case (c == '[' || c == '{') && p.action(p.pos) < 0:
		x, quoted = p.flow(n), true
	case c == '*':
		x = p.add(Alias, p.pos)
		p.pos = p.aliasEnd(p.pos, true)
		p.nodes[x].end = int32(p.pos)
	case c == ',' || c == ']' || c == '}' || c == ':' && p.separates(p.pos+1):
		x = p.null(p.pos)
	default:
		x = p.flowPlain(n, value)
	}
	p.describe(x, w)
	return x, quoted
}

// flowPlain reads a plain scalar in flow style, which may go on on the next lines.
// A value does not go on where a key follows: the comma between them is missing.
func (p *parser) flowPlain(n int, value bool) int32 {
	x := p.add(Scalar, p.pos)
	switch c := p.src[p.pos]; {
	case c == '-' && p.separates(p.pos+1), c == '|', c == '>':
		p.problem(p.pos, p.pos+1, "bad-character", "a value in brackets cannot start with "+string(c)+"; put it in quotes")
	default:
		p.plainStart(p.pos)
	}
	last := p.here()
	for !p.eof() {
		c := p.src[p.pos]
		if c == '{' {
			if end := p.action(p.pos); end >= 0 {
				p.pos = end
				last = p.here()
				continue
			}
		}
		if isFlow(c) || c == ':' && p.separates(p.pos+1) || c == '#' && isSpace(p.src[p.pos-1]) {
			break
		}
		if value && last.pos < p.pos && p.nextKey(last) {
			break
		}
		if isBreak(c) {
			if !p.flowContinues(n) {
				break
			}
			continue
		}
		p.pos++
		p.steps++
		if c != ' ' && c != '\t' {
			last = p.here()
		}
	}
	if last.pos == int(p.nodes[x].start) {
		last.pos++
	}
	p.back(last)
	p.nodes[x].end = int32(p.pos)
	return x
}

// nextKey reports whether a key begins at pos, behind space that follows a value:
// one in quotes, or one on a line of its own.
func (p *parser) nextKey(value place) bool {
	switch c := p.src[p.pos]; {
	case isSpace(c):
		return false
	case c == '"':
		end, _ := p.behind(p.closing(p.pos, c))
		return end >= 0
	default:
		return p.line > value.line && p.keyLike(p.pos)
	}
}

// flowContinues moves to the next line that is not blank and reports whether it
// can go on with a plain scalar.
func (p *parser) flowContinues(n int) bool {
	for !p.eof() && isSpace(p.src[p.pos]) {
		if isBreak(p.src[p.pos]) {
			p.newline()
		} else {
			p.pos++
		}
	}
	if p.over() || p.src[p.pos] == '#' {
		return false
	}
	if p.spaces(p.line) > n {
		return true
	}
	if p.keyLike(p.pos) {
		return false
	}
	p.shallow()
	return true
}
