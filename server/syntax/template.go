package syntax

import "github.com/kubelore/kubelore/server/text"

// action returns the end of the template action that begins with the "{{" at i,
// or -1 if there is none: if it is not closed before the next "{{", which is then
// an action of its own, and before the next line that looks like a key, which an
// action that is being typed must not swallow. A look therefore ends where the
// next one would begin.
func (p *parser) action(i int) int {
	if !p.actions || p.at(i) != '{' || p.at(i+1) != '{' {
		return -1
	}
	for j := i + 2; j+1 < len(p.src); j++ {
		switch {
		case p.src[j] == '}' && p.src[j+1] == '}':
			p.steps += j - i
			return j + 2
		case p.src[j] == '{' && p.src[j+1] == '{':
			p.steps += j - i
			return -1
		case isBreak(p.src[j]) && p.keyLike(p.blanks(j+1)):
			p.steps += j - i
			return -1
		}
	}
	p.steps += len(p.src) - i
	return -1
}

// openAction reports whether a template action begins at pos that is not closed.
func (p *parser) openAction() bool {
	return p.actions && p.at(p.pos) == '{' && p.at(p.pos+1) == '{' && p.action(p.pos) < 0
}

// halfAction reads a template action that is being typed: the rest of the line.
func (p *parser) halfAction() int32 {
	x := p.add(Scalar, p.pos)
	end := trimmed(p.src, p.pos, p.lineEnd(p.pos))
	p.problem(p.pos, end, "unclosed-template", "close this with }}")
	p.unclosed++
	p.nodes[x].broken, p.nodes[x].end = true, int32(end)
	p.pos = end
	return x
}

// templateLine moves over template actions that have their lines to themselves
// and reports whether there were any at pos.
func (p *parser) templateLine() bool {
	if !p.first() {
		return false
	}
	for i := p.pos; ; {
		end := p.action(i)
		if end < 0 {
			return false
		}
		next := p.blanks(end)
		if next >= len(p.src) || isBreak(p.src[next]) {
			return p.takeTemplate(end, next)
		}
		if p.at(next) != '{' || p.at(next+1) != '{' {
			return false
		}
		i = next
	}
}

func (p *parser) takeTemplate(end, next int) bool {
	if n := len(p.templates); n == 0 || p.templates[n-1].Start < p.pos {
		p.templates = append(p.templates, text.Span{Start: p.pos, End: end})
	}
	for l := text.NextLine(p.src, p.pos); l <= end && l > p.line; l = text.NextLine(p.src, l) {
		p.line = l
		if l >= len(p.src) {
			break
		}
	}
	p.pos = next
	return true
}
