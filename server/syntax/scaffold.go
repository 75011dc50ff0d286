package syntax

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/kubelore/kubelore/server/text"
)

// SCAFFOLD: the prototype parser behind the real API, so that other packages can
// be written now. To be deleted with the real parser.

func Parse(content string, opts Options) *Tree {
	t := &Tree{opts: opts}
	start := 0
	for start < len(content) || len(t.docs) == 0 {
		end := chunk(content, start)
		t.docs = append(t.docs, Placed{scaffold(content[start:end], opts), start})
		if end == start {
			break
		}
		start = end
	}
	return t
}

func (t *Tree) Edit(content string, change text.Change) *Tree {
	n := Parse(content, t.opts)
	old := map[string]*Document{}
	for _, d := range t.docs {
		old[d.text] = d.Document
	}
	for i := range n.docs {
		if d := old[n.docs[i].text]; d != nil {
			n.docs[i].Document = d
		}
	}
	return n
}

func chunk(c string, s int) int {
	content, i := false, s
	for i < len(c) {
		e := strings.IndexByte(c[i:], '\n')
		if e < 0 {
			e = len(c)
		} else {
			e += i + 1
		}
		line := strings.TrimSpace(c[i:e])
		switch {
		case strings.HasPrefix(c[i:e], "---") && (len(line) == 3 || line[3] == ' '):
			if content {
				return i
			}
			content = true
		case strings.HasPrefix(c[i:e], "...") && line == "...":
			return e
		case line != "" && line[0] != '#' && line[0] != '%':
			content = true
		}
		i = e
	}
	return len(c)
}

func scaffold(s string, opts Options) *Document {
	p := pParse([]byte(s), opts.Templates)
	d := &Document{text: s, root: -1}
	kinds := map[pKind]Kind{KMap: Mapping, KPair: Pair, KSeq: Sequence, KItem: Item, KScalar: Scalar, KAlias: Alias, KNull: Null, KError: Error}
	for _, n := range p.Nodes {
		d.nodes = append(d.nodes, node{kind: kinds[n.Kind], style: Style(n.Style), flow: n.Flow, broken: n.Bad, explicit: n.Explicit, start: n.Start, end: n.End, sep: n.Sep, parent: n.Parent, first: n.First, last: n.Last, next: n.Next, anchor: n.Anchor, anchorEnd: n.AnchorEnd, tag: n.Tag, tagEnd: n.TagEnd, indent: n.Indent})
	}
	if doc := p.Nodes[0].First; doc >= 0 {
		d.root = p.Nodes[doc].First
		d.nodes[d.root].parent = -1
		d.nodes[d.root].next = -1
	}
	for _, e := range p.Errs {
		d.problems = append(d.problems, Problem{text.Span{Start: int(e.Start), End: int(e.End)}, "syntax", e.Msg})
	}
	for _, c := range p.Comments {
		d.comments = append(d.comments, text.Span{Start: int(c.Start), End: int(c.End)})
	}
	for _, c := range p.Templates {
		d.templates = append(d.templates, text.Span{Start: int(c.Start), End: int(c.End)})
	}
	return d
}

// Text returns the content of a scalar, with quotes, escapes and folding undone.
func (n Node) Text() string {
	if n.doc == nil {
		return ""
	}
	r := n.raw()
	if r.kind != Scalar && r.kind != Alias {
		return ""
	}
	t := &pTree{Src: []byte(n.doc.text), Nodes: []pNode{{Kind: KScalar, Style: pStyle(r.style), Bad: r.broken, Indent: r.indent, Start: r.start, End: r.end, Anchor: r.anchor, AnchorEnd: r.anchorEnd, Tag: r.tag, TagEnd: r.tagEnd}}}
	return t.Value(0)
}

type pKind uint8

const (
	KStream pKind = iota
	KDoc
	KMap
	KPair // children: key, value
	KSeq
	KItem // children: value
	KScalar
	KAlias
	KNull
	KError
)

type pStyle uint8

const (
	pPlain pStyle = iota
	pSingle
	pDouble
	pLiteral
	pFolded
)

type pNode struct {
	Kind                           pKind
	Style                          pStyle
	Flow                           bool
	Bad                            bool  // recovered node (missing colon, unclosed...)
	Explicit                       bool  // explicit key / explicit doc start
	ExplEnd                        bool  // explicit doc end
	Indent                         int32 // parent indent (needed to decode block scalars)
	Start, End                     int32
	Sep                            int32 // offset of ':' / '-' indicator, -1 if absent
	Parent                         int32
	First, Last, Next              int32
	Anchor, AnchorEnd, Tag, TagEnd int32
}

type Err struct {
	Start, End int32
	Msg        string
}
type pSpan struct{ Start, End int32 }

type pTree struct {
	Src       []byte
	Nodes     []pNode
	Errs      []Err
	Comments  []pSpan
	Templates []pSpan
}

type props struct{ a, ae, t, te, start int32 }

type P struct {
	pTree
	pos, ls   int
	tabs      bool // tabs in indentation of the current line
	tmpl      bool
	depth     int
	lastC     int
	flowDepth int
}

func pParse(src []byte, templates bool) *pTree {
	p := &P{tmpl: templates, lastC: -1}
	p.Src = src
	p.Nodes = make([]pNode, 0, len(src)/12+16)
	p.stream()
	return &p.pTree
}

func (p *P) add(k pKind, start int) int32 {
	p.Nodes = append(p.Nodes, pNode{Kind: k, Start: int32(start), End: int32(start), Sep: -1, Parent: -1, First: -1, Last: -1, Next: -1, Anchor: -1, Tag: -1})
	return int32(len(p.Nodes) - 1)
}
func (p *P) link(parent, child int32) {
	c := &p.Nodes[child]
	c.Parent = parent
	n := &p.Nodes[parent]
	if n.First < 0 {
		n.First = child
	} else {
		p.Nodes[n.Last].Next = child
	}
	n.Last = child
	if c.End > n.End {
		n.End = c.End
	}
}
func (p *P) err(s, e int, m string) {
	p.Errs = append(p.Errs, Err{int32(s), int32(e), m})
}
func (p *P) at(i int) byte {
	if i < len(p.Src) {
		return p.Src[i]
	}
	return 0
}
func isWS(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0 }
func isFlow(c byte) bool {
	return c == ',' || c == '[' || c == ']' || c == '{' || c == '}'
}
func (p *P) eof() bool { return p.pos >= len(p.Src) }
func (p *P) marker(i int) bool {
	if i+3 > len(p.Src) {
		return false
	}
	s := p.Src[i : i+3]
	return (s[0] == '-' && s[1] == '-' && s[2] == '-' || s[0] == '.' && s[1] == '.' && s[2] == '.') && (i+3 >= len(p.Src) || isWS(p.Src[i+3]))
}
func (p *P) end() bool { return p.eof() || (p.pos == p.ls && p.marker(p.pos)) }
func (p *P) eol(i int) int {
	j := bytes.IndexByte(p.Src[i:], '\n')
	if j < 0 {
		return len(p.Src)
	}
	j += i
	if j > i && p.Src[j-1] == '\r' {
		j--
	}
	return j
}
func (p *P) newline() { // pos at \n or \r
	if p.Src[p.pos] == '\r' && p.at(p.pos+1) == '\n' {
		p.pos++
	}
	p.pos++
	p.ls = p.pos
	p.tabs = false
}
func (p *P) comment() {
	e := p.eol(p.pos)
	if p.pos > p.lastC {
		p.Comments = append(p.Comments, pSpan{int32(p.pos), int32(e)})
		p.lastC = p.pos
	}
	p.pos = e
}

// ws skips white space, comments, newlines. Reports whether a newline was crossed.
func (p *P) ws() (nl bool) {
	for p.pos < len(p.Src) {
		switch c := p.Src[p.pos]; c {
		case ' ':
			p.pos++
		case '\t':
			p.tabs = true
			p.pos++
		case '\n', '\r':
			p.newline()
			nl = true
			if p.marker(p.pos) {
				return
			}
		case '#':
			if p.pos > p.ls && !isWS(p.Src[p.pos-1]) {
				p.err(p.pos, p.pos+1, "comment must be preceded by white space")
			}
			p.comment()
		case '{':
			if p.tmpl && p.at(p.pos+1) == '{' && p.templateLine() {
				continue
			}
			return
		default:
			return
		}
	}
	return
}

// templateLine: the rest of the line(s) from pos is only template actions, and pos is first on its line.
func (p *P) templateLine() bool {
	for i := p.ls; i < p.pos; i++ {
		if p.Src[i] != ' ' && p.Src[i] != '\t' {
			return false
		}
	}
	i := p.pos
	for {
		e := p.skipTmpl(i)
		if e < 0 {
			return false
		}
		j := e
		for p.at(j) == ' ' || p.at(j) == '\t' {
			j++
		}
		if j >= len(p.Src) || p.Src[j] == '\n' || p.Src[j] == '\r' {
			p.Templates = append(p.Templates, pSpan{int32(p.pos), int32(e)})
			if k := bytes.LastIndexByte(p.Src[p.pos:e], '\n'); k >= 0 {
				p.ls = p.pos + k + 1
			}
			p.pos = j
			return true
		}
		if p.at(j) == '{' && p.at(j+1) == '{' {
			i = j
			continue
		}
		return false
	}
}
func (p *P) skipTmpl(i int) int {
	j := bytes.Index(p.Src[i:], []byte("}}"))
	if j < 0 {
		return -1
	}
	return i + j + 2
}
func (p *P) col() int {
	if !p.tabs {
		return p.pos - p.ls
	}
	v := 0
	for i := p.ls; i < p.pos; i++ {
		if p.Src[i] == '\t' {
			v = v/2*2 + 2
		} else {
			v++
		}
	}
	return v
}

func (p *P) stream() {
	root := p.add(KStream, 0)
	if bytes.HasPrefix(p.Src, []byte("\xef\xbb\xbf")) {
		p.pos, p.ls = 3, 3
	}
	first := true
	for {
		// prefix: directives
		hadDir := false
		for {
			p.ws()
			if p.pos == p.ls && p.at(p.pos) == '%' && !p.eof() {
				e := p.eol(p.pos)
				hadDir = true
				p.directive(p.pos, e)
				p.pos = e
				continue
			}
			if p.pos == p.ls && p.marker(p.pos) && p.Src[p.pos] == '.' {
				if hadDir {
					p.err(p.pos, p.pos+3, "document end after directive")
				}
				p.pos += 3
				p.afterEnd()
				continue
			}
			break
		}
		if p.eof() {
			if hadDir {
				p.err(p.pos, p.pos, "directive without document")
			}
			break
		}
		d := p.add(KDoc, p.pos)
		p.link(root, d)
		compact := true
		if p.pos == p.ls && p.marker(p.pos) && p.Src[p.pos] == '-' {
			p.Nodes[d].Explicit = true
			p.Nodes[d].Sep = int32(p.pos)
			p.pos += 3
			compact = false
		} else if hadDir {
			p.err(p.pos, p.pos, "missing --- after directive")
		}
		_ = first
		v := p.block(-1, false, compact)
		p.link(d, v)
		for {
			p.ws()
			if p.end() {
				break
			}
			// junk at the top level: keep parsing it as a further node
			p.err(p.pos, p.eol(p.pos), "unexpected content")
			before := p.pos
			x := p.block(-1, false, true)
			p.Nodes[x].Bad = true
			p.link(d, x)
			if p.pos == before {
				p.errLine(d)
			}
		}
		p.Nodes[d].End = int32(p.pos)
		p.Nodes[root].End = int32(p.pos)
		if !p.eof() && p.Src[p.pos] == '.' {
			p.Nodes[d].ExplEnd = true
			p.pos += 3
			p.afterEnd()
		} else if !p.eof() && p.pos == p.ls && p.Src[p.pos] == '-' {
			// next document
		}
		first = false
	}
	p.Nodes[root].End = int32(len(p.Src))
}
func (p *P) afterEnd() {
	for p.at(p.pos) == ' ' || p.at(p.pos) == '\t' {
		p.pos++
	}
	if !p.eof() && p.at(p.pos) != '\n' && p.at(p.pos) != '\r' && p.at(p.pos) != '#' {
		e := p.eol(p.pos)
		p.err(p.pos, e, "content after document end marker")
		p.pos = e
	}
}
func (p *P) directive(s, e int) {
	b := p.Src[s:e]
	if bytes.HasPrefix(b, []byte("%YAML ")) {
		f := bytes.Fields(b)
		for i, x := range f {
			if x[0] == '#' {
				f = f[:i]
				break
			}
		}
		if len(f) != 2 {
			p.err(s, e, "bad %YAML directive")
		}
	}
}

// errLine swallows the rest of the line as an error node under parent.
func (p *P) errLine(parent int32) {
	e := p.eol(p.pos)
	for e > p.pos+1 && (p.Src[e-1] == ' ' || p.Src[e-1] == '\t') {
		e--
	}
	x := p.add(KError, p.pos)
	p.Nodes[x].End = int32(e)
	p.link(parent, x)
	p.pos = e
}

func (p *P) null(at int) int32 { return p.add(KNull, at) }

func (p *P) props() (r props) {
	r = props{-1, -1, -1, -1, -1}
	for !p.eof() {
		c := p.Src[p.pos]
		s := p.pos
		if c == '&' && r.a < 0 {
			p.pos++
			for !isWS(p.at(p.pos)) && !isFlow(p.at(p.pos)) {
				p.pos++
			}
			r.a, r.ae = int32(s), int32(p.pos)
		} else if c == '!' && r.t < 0 {
			if p.at(p.pos+1) == '<' {
				for p.at(p.pos) != '>' && !isWS(p.at(p.pos)) {
					p.pos++
				}
				if p.at(p.pos) == '>' {
					p.pos++
				}
			} else {
				for !isWS(p.at(p.pos)) && !isFlow(p.at(p.pos)) {
					p.pos++
				}
				if !isWS(p.at(p.pos)) && p.flowDepth == 0 {
					p.err(p.pos, p.pos+1, "bad tag")
				}
			}
			r.t, r.te = int32(s), int32(p.pos)
		} else {
			return
		}
		if r.start < 0 {
			r.start = int32(s)
		}
		for p.at(p.pos) == ' ' || p.at(p.pos) == '\t' {
			p.pos++
		}
	}
	return
}
func (p *P) setProps(n int32, r props) {
	if r.start < 0 {
		return
	}
	x := &p.Nodes[n]
	if r.a >= 0 {
		if x.Anchor >= 0 || x.Kind == KAlias {
			p.err(int(r.a), int(r.ae), "misplaced anchor")
		}
		x.Anchor, x.AnchorEnd = r.a, r.ae
	}
	if r.t >= 0 {
		if x.Tag >= 0 || x.Kind == KAlias {
			p.err(int(r.t), int(r.te), "misplaced tag")
		}
		x.Tag, x.TagEnd = r.t, r.te
	}
	if x.Start > r.start {
		x.Start = r.start
	}
	if x.Kind == KNull {
		x.End = max(r.ae, r.te)
	}
}

// keyEnd: if an implicit key starts at i, return (end of key, offset of colon).
func (p *P) keyEnd(i int) (int, int) {
	s := p.Src
	st := i
	// properties
	for i < len(s) && (s[i] == '&' || s[i] == '!') {
		for !isWS(p.at(i)) {
			i++
		}
		for p.at(i) == ' ' || p.at(i) == '\t' {
			i++
		}
	}
	if i >= len(s) {
		return -1, -1
	}
	switch c := s[i]; {
	case c == '"' || c == '\'':
		j := i + 1
		for j < len(s) && s[j] != '\n' {
			if p.tmpl && s[j] == '{' && p.at(j+1) == '{' {
				if e := p.skipTmpl(j); e > 0 {
					j = e
					continue
				}
			}
			if s[j] == c {
				if c == '\'' && p.at(j+1) == '\'' {
					j += 2
					continue
				}
				break
			}
			if c == '"' && s[j] == '\\' {
				j++
			}
			j++
		}
		if j >= len(s) || s[j] != c {
			return -1, -1
		}
		e := j + 1
		k := e
		for p.at(k) == ' ' || p.at(k) == '\t' {
			k++
		}
		if p.at(k) == ':' && isWS(p.at(k+1)) {
			return e, k
		}
		return -1, -1
	case c == '*':
		j := i
		for !isWS(p.at(j)) {
			j++
		}
		k := j
		for p.at(k) == ' ' || p.at(k) == '\t' {
			k++
		}
		if p.at(k) == ':' && isWS(p.at(k+1)) {
			return j, k
		}
		return -1, -1
	case c == '[' || c == '{':
		if p.tmpl && c == '{' && p.at(i+1) == '{' {
			break
		}
		// skip a single-line flow collection
		d := 0
		for j := i; j < len(s) && s[j] != '\n'; j++ {
			switch s[j] {
			case '[', '{':
				d++
			case ']', '}':
				d--
				if d == 0 {
					k := j + 1
					for p.at(k) == ' ' || p.at(k) == '\t' {
						k++
					}
					if p.at(k) == ':' && isWS(p.at(k+1)) {
						return j + 1, k
					}
					return -1, -1
				}
			case '"', '\'':
				q := s[j]
				if j > i && !isWS(s[j-1]) && !isFlow(s[j-1]) && s[j-1] != ':' {
					continue
				}
				for j++; j < len(s) && s[j] != q && s[j] != '\n'; j++ {
					if s[j] == '\\' && q == '"' {
						j++
					}
				}
			case '#':
				if isWS(s[j-1]) {
					return -1, -1
				}
			}
		}
		return -1, -1
	case c == '#' || c == '|' || c == '>' || c == '%' && false || c == '@' || c == '`':
		return -1, -1
	case c == '?' || c == '-' || c == ':':
		if c == ':' && isWS(p.at(i+1)) && i >= st {
			return i, i // empty key
		}
		if isWS(p.at(i + 1)) {
			return -1, -1
		}
	}
	for j := i; j < len(s); j++ {
		switch s[j] {
		case '\n', '\r':
			return -1, -1
		case ':':
			if isWS(p.at(j + 1)) {
				e := j
				for e > i && (s[e-1] == ' ' || s[e-1] == '\t') {
					e--
				}
				return e, j
			}
		case '#':
			if j > i && isWS(s[j-1]) {
				return -1, -1
			}
		case '{':
			if p.tmpl && p.at(j+1) == '{' {
				if e := p.skipTmpl(j); e > 0 {
					j = e - 1
				}
			}
		}
	}
	return -1, -1
}

func (p *P) first() bool {
	for i := p.ls; i < p.pos; i++ {
		if p.Src[i] != ' ' && p.Src[i] != '\t' {
			return false
		}
	}
	return true
}
func (p *P) dash() bool { return p.at(p.pos) == '-' && isWS(p.at(p.pos+1)) }

// block parses a node whose parent has indent n. compact: a block collection may start on this line.
func (p *P) block(n int, mapVal, compact bool) int32 {
	p.depth++
	defer func() { p.depth-- }()
	startPos := p.pos
	nl := p.ws()
	if p.depth > 1000 {
		p.err(p.pos, p.pos, "too deep")
		x := p.null(startPos)
		p.pos = p.eol(p.pos)
		return x
	}
	var outer props
	outer.start = -1
	outer.a, outer.t = -1, -1
	onOwn := nl || compact
	// properties on their own line or before content
	for {
		if p.end() {
			x := p.null(startPos)
			p.setProps(x, outer)
			return x
		}
		if nl {
			c := p.col()
			if c <= n && !(mapVal && c == n && p.dash()) {
				x := p.null(startPos)
				p.setProps(x, outer)
				return x
			}
		}
		c := p.Src[p.pos]
		if c != '&' && c != '!' {
			break
		}
		if onOwn {
			if ke, _ := p.keyEnd(p.pos); ke >= 0 {
				break // properties belong to the first key
			}
		}
		sv, svl := p.pos, p.ls
		r := p.props()
		if outer.start >= 0 && (r.a >= 0 && outer.a >= 0 || r.t >= 0 && outer.t >= 0) {
			p.err(sv, p.pos, "duplicate property")
		}
		_ = svl
		if outer.start < 0 {
			outer = r
		} else {
			if r.a >= 0 {
				outer.a, outer.ae = r.a, r.ae
			}
			if r.t >= 0 {
				outer.t, outer.te = r.t, r.te
			}
		}
		startPos = p.pos
		for startPos > 0 && (p.Src[startPos-1] == ' ' || p.Src[startPos-1] == '\t') {
			startPos--
		}
		if p.ws() {
			nl, onOwn = true, true
		} else {
			onOwn = false
			if p.pos == sv {
				break
			}
		}
	}
	var x int32
	c := p.col()
	ch := p.Src[p.pos]
	if p.tabs && onOwn && !nl && compact && n >= 0 {
		// "-\t- x"
		if k, _ := p.keyEnd(p.pos); k >= 0 || p.dash() {
			p.err(p.pos, p.pos+1, "tab before compact block collection")
		}
	}
	switch {
	case p.dash():
		if !onOwn {
			p.err(p.pos, p.pos+1, "block sequence not allowed here")
		}
		x = p.seq(c, n, mapVal && c == n)
	case ch == '?' && isWS(p.at(p.pos+1)):
		if !onOwn {
			p.err(p.pos, p.pos+1, "mapping not allowed here")
		}
		x = p.mapping(c, n)
	case ch == '|' || ch == '>':
		x = p.blockScalar(n)
	default:
		ke, _ := p.keyEnd(p.pos)
		if ke >= 0 {
			if onOwn {
				x = p.mapping(c, n)
				break
			}
			// "a: b: c" on one line
			p.err(p.pos, p.pos+1, "mapping not allowed here")
			x = p.mappingInline(c)
			break
		}
		if ch == '-' && onOwn && n >= 0 && p.looksLikeItem() {
			x = p.seq(c, n, false)
			break
		}
		x = p.scalarOrFlow(n, onOwn && nl)
		// bare word first, then a mapping or a sequence at the same column: recover
		if onOwn && p.Nodes[x].Kind == KScalar && p.Nodes[x].Style == pPlain && p.Nodes[x].Bad {
			sv, svl, svt := p.pos, p.ls, p.tabs
			p.ws()
			cc := p.col()
			isDash := p.dash()
			p.pos, p.ls, p.tabs = sv, svl, svt
			if cc == c && !isDash {
				x = p.mappingFrom(c, n, x)
			} else if cc == c && isDash {
				q := p.seqAfterBare(c, n, x)
				x = q
			} else if cc > c {
				x = p.mappingFrom(c, n, x)
			}
		}
	}
	p.setProps(x, outer)
	return x
}

// looksLikeItem: "-foo: bar" or "-foo" typed without the space. Only called when nothing else matched.
func (p *P) looksLikeItem() bool { return false }

func (p *P) seqAfterBare(c, n int, bare int32) int32 {
	q := p.add(KSeq, int(p.Nodes[bare].Start))
	p.Nodes[bare].Kind = KError
	p.link(q, bare)
	p.ws()
	p.seqInto(q, c, n, false)
	return q
}

func (p *P) seq(c, n int, same bool) int32 {
	q := p.add(KSeq, p.pos)
	p.seqInto(q, c, n, same)
	return q
}
func (p *P) seqInto(q int32, c, n int, same bool) {
	for {
		// at an item
		if p.tabs && p.pos-p.ls > 0 && p.tabIndent() {
			p.err(p.ls, p.pos, "tab used for indentation")
		}
		if p.dash() {
			it := p.add(KItem, p.pos)
			p.Nodes[it].Sep = int32(p.pos)
			p.pos++
			p.Nodes[it].End = int32(p.pos)
			v := p.block(c, false, true)
			p.link(it, v)
			p.link(q, it)
		} else if p.at(p.pos) == '-' && !isWS(p.at(p.pos+1)) && !p.marker(p.pos) { // "-foo": missing space
			p.err(p.pos, p.pos+1, "missing space after '-'")
			it := p.add(KItem, p.pos)
			p.Nodes[it].Sep = int32(p.pos)
			p.Nodes[it].Bad = true
			p.pos++
			v := p.block(c, false, true)
			p.link(it, v)
			p.link(q, it)
		} else {
			// bare text at item column
			p.err(p.pos, p.eol(p.pos), "expected '- '")
			p.errLine(q)
		}
		if p.ws(); !p.end() && !p.first() {
			p.err(p.pos, p.eol(p.pos), "unexpected content")
			p.errLine(q)
			p.ws()
		}
		if p.end() {
			return
		}
		cc := p.col()
		switch {
		case cc == c:
			if same && !(p.at(p.pos) == '-' && (p.dash())) {
				return
			}
		case cc < c:
			if cc <= n {
				return
			}
			p.err(p.ls, p.pos, "wrong indentation")
			if !p.dash() {
				return
			}
		default:
			p.err(p.ls, p.pos, "wrong indentation")
			if !p.dash() {
				// stray over-indented content after an item: keep it as an error line, but parse a mapping if it is one
				if k, _ := p.keyEnd(p.pos); k >= 0 {
					x := p.mapping(cc, c)
					p.Nodes[x].Bad = true
					// attach to the last item
					last := p.Nodes[q].Last
					p.link(last, x)
					p.Nodes[q].End = p.Nodes[last].End
					p.ws()
					if p.end() {
						return
					}
					if p.col() <= n || (same && p.col() == c && !p.dash()) {
						return
					}
				}
			}
		}
	}
}
func (p *P) tabIndent() bool {
	for i := p.ls; i < p.pos; i++ {
		if p.Src[i] == '\t' {
			return true
		}
		if p.Src[i] != ' ' {
			return false
		}
	}
	return false
}

func (p *P) mapping(c, n int) int32 {
	m := p.add(KMap, p.pos)
	p.mapInto(m, c, n)
	return m
}
func (p *P) mappingFrom(c, n int, bare int32) int32 {
	m := p.add(KMap, int(p.Nodes[bare].Start))
	pr := p.add(KPair, int(p.Nodes[bare].Start))
	p.Nodes[pr].Bad = true
	p.link(pr, bare)
	sv, svl, svt := p.pos, p.ls, p.tabs
	p.ws()
	if !p.end() && p.col() > c {
		p.pos, p.ls, p.tabs = sv, svl, svt
		p.link(pr, p.block(c, true, false))
		p.ws()
	} else {
		p.link(pr, p.null(int(p.Nodes[bare].End)))
	}
	p.link(m, pr)
	if p.end() || p.col() != c {
		return m
	}
	p.mapInto(m, c, n)
	return m
}

// mappingInline handles "b: c" found after "a: " on the same line.
func (p *P) mappingInline(c int) int32 {
	m := p.add(KMap, p.pos)
	p.Nodes[m].Bad = true
	p.entry(m, c, true)
	return m
}

func (p *P) entry(m int32, c int, inline bool) {
	pr := p.add(KPair, p.pos)
	ch := p.Src[p.pos]
	if ch == '?' && isWS(p.at(p.pos+1)) {
		p.Nodes[pr].Explicit = true
		p.pos++
		k := p.block(c, true, true)
		p.link(pr, k)
		sv, svl, svt := p.pos, p.ls, p.tabs
		p.ws()
		if !p.end() && p.first() && p.col() == c && p.Src[p.pos] == ':' && isWS(p.at(p.pos+1)) {
			p.Nodes[pr].Sep = int32(p.pos)
			p.pos++
			p.link(pr, p.block(c, true, true))
		} else {
			p.pos, p.ls, p.tabs = sv, svl, svt
			p.link(pr, p.null(int(p.Nodes[k].End)))
		}
		p.link(m, pr)
		return
	}
	ke, colon := p.keyEnd(p.pos)
	if ke < 0 {
		// bare text: key without colon, single line only
		e := p.pos
		le := p.eol(p.pos)
		for e < le {
			if p.Src[e] == '#' && e > p.pos && isWS(p.Src[e-1]) {
				break
			}
			e++
		}
		for e > p.pos && (p.Src[e-1] == ' ' || p.Src[e-1] == '\t') {
			e--
		}
		if e == p.pos {
			e = le
		}
		p.err(p.pos, e, "missing ':'")
		k := p.add(KScalar, p.pos)
		p.Nodes[k].End = int32(e)
		p.Nodes[k].Bad = true
		p.Nodes[pr].Bad = true
		p.link(pr, k)
		p.pos = e
		// nested content under the incomplete key
		sv, svl, svt := p.pos, p.ls, p.tabs
		p.ws()
		if !p.end() && p.col() > c {
			p.pos, p.ls, p.tabs = sv, svl, svt
			p.link(pr, p.block(c, true, false))
		} else {
			p.pos, p.ls, p.tabs = sv, svl, svt
			p.link(pr, p.null(e))
		}
		p.link(m, pr)
		return
	}
	if colon-p.pos > 1024 {
		p.err(p.pos, colon, "implicit key too long")
	}
	r := p.props()
	var k int32
	if p.pos >= ke {
		k = p.null(p.pos)
		if r.start < 0 {
			k = p.null(ke)
		}
	} else {
		switch p.Src[p.pos] {
		case '[', '{':
			if p.tmpl && p.at(p.pos+1) == '{' && p.Src[p.pos] == '{' {
				k = p.add(KScalar, p.pos)
				p.Nodes[k].End = int32(ke)
			} else {
				k = p.flow(c)
			}
		case '"', '\'':
			k = p.add(KScalar, p.pos)
			p.Nodes[k].End = int32(ke)
			if p.Src[p.pos] == '"' {
				p.Nodes[k].Style = pDouble
				p.checkEscapes(p.pos, ke)
			} else {
				p.Nodes[k].Style = pSingle
			}
		case '*':
			k = p.add(KAlias, p.pos)
			p.Nodes[k].End = int32(ke)
		default:
			switch c := p.Src[p.pos]; c {
			case ',', ']', '}', '%', '@', '`':
				p.err(p.pos, p.pos+1, "character cannot start a plain scalar")
			}
			k = p.add(KScalar, p.pos)
			p.Nodes[k].End = int32(ke)
		}
	}
	p.setProps(k, r)
	p.link(pr, k)
	p.Nodes[pr].Sep = int32(colon)
	p.pos = colon + 1
	p.Nodes[pr].End = int32(p.pos)
	p.link(pr, p.block(c, true, false))
	p.link(m, pr)
}

func (p *P) mapInto(m int32, c, n int) {
	for {
		if p.tabs && p.tabIndent() {
			p.err(p.ls, p.pos, "tab used for indentation")
		}
		p.entry(m, c, false)
		if p.ws(); !p.end() && !p.first() {
			p.err(p.pos, p.eol(p.pos), "unexpected content")
			p.errLine(m)
			p.ws()
		}
		if p.end() {
			return
		}
		cc := p.col()
		if cc <= n {
			return
		}
		if cc < c {
			p.err(p.ls, p.pos, "wrong indentation")
		} else if cc > c {
			p.err(p.ls, p.pos, "wrong indentation")
		}
		for p.dash() && !p.end() {
			// sequence item where a key is expected
			p.err(p.pos, p.pos+1, "sequence item not allowed here")
			cc = p.col()
			x := p.seq(cc, max(n, cc-1), true)
			p.Nodes[x].Bad = true
			last := p.Nodes[m].Last
			if last >= 0 && p.Nodes[last].Kind == KPair {
				p.link(last, x)
				p.Nodes[m].End = p.Nodes[x].End
			} else {
				p.link(m, x)
			}
			p.ws()
			if p.end() || p.col() <= n {
				return
			}
		}
	}
}

// ---- scalars and flow ----

func (p *P) scalarOrFlow(n int, own bool) int32 {
	switch c := p.Src[p.pos]; c {
	case '"', '\'':
		x := p.quoted(n, c)
		p.trail()
		return x
	case '[', '{':
		if p.tmpl && c == '{' && p.at(p.pos+1) == '{' {
			break
		}
		x := p.flow(n)
		p.trail()
		return x
	case '*':
		s := p.pos
		for !isWS(p.at(p.pos)) {
			p.pos++
		}
		x := p.add(KAlias, s)
		p.Nodes[x].End = int32(p.pos)
		p.trail()
		return x
	case '@', '`', '%', ']', '}', ',':
		if c != '%' {
			p.err(p.pos, p.pos+1, "character cannot start a plain scalar")
		}
		if c == '%' {
			p.err(p.pos, p.pos+1, "character cannot start a plain scalar")
		}
	}
	return p.plain(n, own)
}

// trail: after a quoted/flow/alias value only a comment may follow.
func (p *P) trail() {
	s := p.pos
	for p.at(p.pos) == ' ' || p.at(p.pos) == '\t' {
		p.pos++
	}
	if p.eof() || p.Src[p.pos] == '\n' || p.Src[p.pos] == '\r' || p.Src[p.pos] == '#' && p.pos > s {
		return
	}
}

func (p *P) plainLineEnd(i int) int { // end of plain text starting at i on this line (block context)
	s := p.Src
	j := i
	for j < len(s) {
		c := s[j]
		if c == '\n' || c == '\r' {
			break
		}
		if c == '#' && j > i && isWS(s[j-1]) {
			break
		}
		if c == '{' && p.tmpl && p.at(j+1) == '{' {
			if e := p.skipTmpl(j); e > 0 {
				j = e
				continue
			}
		}
		if c == ':' && isWS(p.at(j+1)) {
			break
		}
		j++
	}
	for j > i && (s[j-1] == ' ' || s[j-1] == '\t') {
		j--
	}
	return j
}

func (p *P) plain(n int, own bool) int32 {
	x := p.add(KScalar, p.pos)
	e := p.plainLineEnd(p.pos)
	if e == p.pos {
		e = p.pos + 1
	}
	p.pos = e
	for {
		// look at the next line
		i := p.pos
		for p.at(i) == ' ' || p.at(i) == '\t' {
			i++
		}
		if i >= len(p.Src) || (p.Src[i] != '\n' && p.Src[i] != '\r') {
			break // comment or junk ends the scalar
		}
		ls := i
		tab := false
		for i < len(p.Src) {
			if p.Src[i] == '\n' {
				i++
				ls = i
				tab = false
			} else if p.Src[i] == '\r' {
				i++
				if p.at(i) == '\n' {
					i++
				}
				ls = i
				tab = false
			} else if p.Src[i] == ' ' {
				i++
			} else if p.Src[i] == '\t' {
				tab = true
				i++
			} else {
				break
			}
		}
		if i >= len(p.Src) || p.Src[i] == '#' || (i == ls && p.marker(i)) {
			break
		}
		sp := 0
		for p.at(ls+sp) == ' ' {
			sp++
		}
		if sp <= n {
			break
		}
		_ = tab
		if p.tmpl && p.Src[i] == '{' && p.at(i+1) == '{' {
			break
		}
		k := i
		if p.Src[k] == '-' && isWS(p.at(k+1)) {
			for k++; p.at(k) == ' '; k++ {
			}
		}
		if ke, _ := p.keyEnd(k); ke >= 0 {
			p.Nodes[x].Bad = true // the next line looks like a key: stop here
			p.err(int(p.Nodes[x].Start), p.pos, "missing ':' or unfinished value")
			break
		}
		p.pos = p.plainLineEnd(i)
		p.ls = ls
		if p.pos == i {
			p.pos++
		}
	}
	p.Nodes[x].End = int32(p.pos)
	return x
}

func (p *P) quoted(n int, q byte) int32 {
	x := p.add(KScalar, p.pos)
	st := pDouble
	if q == '\'' {
		st = pSingle
	}
	p.Nodes[x].Style = st
	s := p.Src
	i := p.pos + 1
	ls := p.ls
	for i < len(s) {
		c := s[i]
		if c == q {
			if q == '\'' && p.at(i+1) == '\'' {
				i += 2
				continue
			}
			p.Nodes[x].End = int32(i + 1)
			if q == '"' {
				p.checkEscapes(p.pos, i+1)
			}
			p.pos = i + 1
			p.ls = ls
			return x
		}
		if c == '\\' && q == '"' && p.at(i+1) != '\n' && p.at(i+1) != '\r' {
			i += 2
			continue
		}
		if p.tmpl && c == '{' && p.at(i+1) == '{' {
			if e := p.skipTmpl(i); e > 0 {
				i = e
				continue
			}
		}
		if c == '\n' {
			j := i + 1
			sp := j
			for p.at(j) == ' ' {
				j++
			}
			ind := j - sp
			for p.at(j) == '\t' || p.at(j) == ' ' {
				j++
			}
			if j >= len(s) {
				break
			}
			if s[j] != '\n' && s[j] != '\r' && (ind <= n || p.marker(sp)) {
				// unclosed: end on the first line
				break
			}
			ls = sp
			i = sp
			if s[sp] == '\n' {
				continue
			}
			i = j
			continue
		}
		i++
	}
	e := p.eol(p.pos)
	if p.flowDepth > 0 {
		// stop at a closing bracket or comma if there is one
		if j := bytes.IndexAny(p.Src[p.pos+1:e], ",]}"); j >= 0 {
			e = p.pos + 1 + j
		}
	}
	p.Nodes[x].Bad = true
	p.err(p.pos, e, "unclosed quote")
	p.Nodes[x].End = int32(e)
	p.pos = e
	return x
}

func (p *P) checkEscapes(s, e int) {
	for i := s + 1; i < e-1; i++ {
		if p.Src[i] != '\\' {
			continue
		}
		i++
		n := 0
		switch p.at(i) {
		case '0', 'a', 'b', 't', '\t', 'n', 'v', 'f', 'r', 'e', ' ', '"', '/', '\\', 'N', '_', 'L', 'P', '\n', '\r':
		case 'x':
			n = 2
		case 'u':
			n = 4
		case 'U':
			n = 8
		default:
			p.err(i-1, i+1, "unknown escape")
		}
		for k := 1; k <= n; k++ {
			c := p.at(i + k)
			if !(c >= '0' && c <= '9' || c|32 >= 'a' && c|32 <= 'f') {
				p.err(i-1, i+k, "bad escape")
				break
			}
		}
	}
}

func (p *P) blockScalar(n int) int32 {
	x := p.add(KScalar, p.pos)
	st := pLiteral
	if p.Src[p.pos] == '>' {
		st = pFolded
	}
	p.Nodes[x].Style = st
	p.Nodes[x].Indent = int32(n)
	p.pos++
	ind := 0
	seenI, seenC := false, false
	for {
		c := p.at(p.pos)
		if (c == '+' || c == '-') && !seenC {
			seenC = true
		} else if c >= '1' && c <= '9' && !seenI {
			seenI = true
			ind = int(c - '0')
		} else {
			break
		}
		p.pos++
	}
	hs := p.pos
	for p.at(p.pos) == ' ' || p.at(p.pos) == '\t' {
		p.pos++
	}
	if p.at(p.pos) == '#' && p.pos > hs {
		p.comment()
	} else if e := p.eol(p.pos); e > p.pos {
		p.err(p.pos, e, "unexpected text after block scalar header")
		p.pos = e
	}
	if p.eof() {
		p.Nodes[x].End = int32(p.pos)
		return x
	}
	if p.Src[p.pos] == '\r' {
		p.pos++
	}
	if p.at(p.pos) == '\n' {
		p.pos++
	}
	p.ls = p.pos
	req := -1
	if ind > 0 {
		req = max(n, 0) + ind
		if n < 0 {
			req = ind
		}
	}
	end := p.pos
	maxBlank := 0
	s := p.Src
	for p.pos < len(s) {
		i := p.pos
		for i < len(s) && s[i] == ' ' {
			i++
		}
		sp := i - p.pos
		blank := i >= len(s) || s[i] == '\n' || s[i] == '\r'
		if blank && !(req >= 0 && sp >= req) {
			if sp > maxBlank {
				maxBlank = sp
			}
			if i >= len(s) {
				if sp > 0 {
					end = i
				}
				p.pos = i
				break
			}
			i = p.eol(i)
			p.pos = min(i+1, len(s))
			if i < len(s) && s[i] == '\r' {
				p.pos = i + 2
			}
			end = p.pos
			continue
		}
		if req < 0 {
			if sp <= n || p.marker(p.pos) {
				break
			}
			if p.at(i) == '\t' && sp <= n {
				break
			}
			req = sp
			if maxBlank > sp {
				p.err(p.pos, i, "leading blank line of block scalar is more indented than its content")
			}
		} else if sp < req || (sp == 0 && p.marker(p.pos)) {
			if sp > n && s[i] != '#' && !p.marker(p.pos) {
				p.err(p.pos, i, "block scalar content is under-indented")
				// recovery: keep it in the scalar
			} else {
				break
			}
		}
		e := bytes.IndexByte(s[i:], '\n')
		if e < 0 {
			p.pos = len(s)
		} else {
			p.pos = i + e + 1
		}
		end = p.pos
	}
	p.Nodes[x].Indent = int32(req)
	p.Nodes[x].End = int32(end)
	p.pos = end
	p.ls = p.pos
	if end == len(s) && end > 0 && s[end-1] != '\n' {
		p.ls = bytes.LastIndexByte(s[:end], '\n') + 1
	}
	p.tabs = false
	// step back so that callers see the newline
	if p.pos > 0 && s[p.pos-1] == '\n' {
		p.pos--
		if p.pos > 0 && s[p.pos-1] == '\r' {
			p.pos--
		}
		p.ls = bytes.LastIndexByte(s[:p.pos], '\n') + 1
	}
	return x
}

// fws: white space in flow context; false if the flow must end here (dedent or document marker).
func (p *P) fws(n int) bool {
	nl := p.ws()
	if p.end() {
		return false
	}
	if nl {
		sp := 0
		for p.at(p.ls+sp) == ' ' {
			sp++
		}
		c := p.Src[p.pos]
		if sp <= n {
			if c == ']' || c == '}' {
				p.err(p.pos, p.pos+1, "closing bracket is not indented enough")
				return true
			}
			if p.flowDepth > 0 && n >= 0 {
				return false
			}
			return false
		}
	}
	return true
}

func (p *P) flow(n int) int32 {
	open := p.Src[p.pos]
	k, cl := KSeq, byte(']')
	if open == '{' {
		k, cl = KMap, '}'
	}
	x := p.add(k, p.pos)
	p.Nodes[x].Flow = true
	p.pos++
	p.flowDepth++
	defer func() { p.flowDepth-- }()
	if p.flowDepth > 500 {
		p.err(p.pos, p.pos, "too deep")
		p.pos = p.eol(p.pos)
		p.Nodes[x].End = int32(p.pos)
		return x
	}
	needComma := false
	lastEnd := p.pos
	for {
		if !p.fws(n) {
			p.err(int(p.Nodes[x].Start), lastEnd, "unclosed flow collection")
			p.Nodes[x].Bad = true
			p.Nodes[x].End = int32(lastEnd)
			p.back(lastEnd)
			return x
		}
		c := p.Src[p.pos]
		if c == cl {
			p.pos++
			p.Nodes[x].End = int32(p.pos)
			return x
		}
		if c == ']' || c == '}' {
			p.err(p.pos, p.pos+1, "mismatched bracket")
			if p.flowDepth > 1 {
				p.Nodes[x].Bad = true
				p.Nodes[x].End = int32(lastEnd)
				return x
			}
			p.pos++
			lastEnd = p.pos
			continue
		}
		if c == ',' {
			if !needComma {
				p.err(p.pos, p.pos+1, "unexpected ','")
			}
			needComma = false
			p.pos++
			lastEnd = p.pos
			continue
		}
		if needComma {
			p.err(p.pos, p.pos+1, "missing ','")
		}
		before := p.pos
		e := p.flowEntry(k, n)
		p.link(x, e)
		if p.pos == before {
			p.err(p.pos, p.pos+1, "unexpected character")
			p.pos++
		}
		lastEnd = p.pos
		needComma = true
	}
}

// back moves pos back to off (same or earlier line).
func (p *P) back(off int) {
	if off >= p.pos {
		return
	}
	p.pos = off
	p.ls = bytes.LastIndexByte(p.Src[:off], '\n') + 1
	p.tabs = false
}

func (p *P) flowEntry(k pKind, n int) int32 {
	start := p.pos
	sls := p.ls
	explicit := false
	if p.Src[p.pos] == '?' && isWS(p.at(p.pos+1)) {
		explicit = true
		p.pos++
		p.fws(n)
	}
	var key int32
	json := false
	if p.eof() {
		return p.null(p.pos)
	}
	c := p.Src[p.pos]
	if c == ',' || c == ']' || c == '}' {
		key = p.null(p.pos)
	} else if c == ':' && (isWS(p.at(p.pos+1)) || isFlow(p.at(p.pos+1))) {
		key = p.null(p.pos)
	} else {
		key, json = p.flowNode(n)
	}
	sv, svl, svt := p.pos, p.ls, p.tabs
	ok := p.fws(n)
	if ok && p.Src[p.pos] == ':' && (json || isWS(p.at(p.pos+1)) || isFlow(p.at(p.pos+1))) {
		if k == KSeq && !explicit && p.ls != sls {
			p.err(start, p.pos, "implicit key must be on one line")
		}
		pr := p.add(KPair, start)
		p.Nodes[pr].Explicit = explicit
		p.Nodes[pr].Sep = int32(p.pos)
		p.link(pr, key)
		p.pos++
		sv, svl, svt = p.pos, p.ls, p.tabs
		ok = p.fws(n)
		var v int32
		if !ok || p.Src[p.pos] == ',' || p.Src[p.pos] == ']' || p.Src[p.pos] == '}' {
			p.pos, p.ls, p.tabs = sv, svl, svt
			v = p.null(p.pos)
		} else {
			v, _ = p.flowNode(n)
		}
		p.link(pr, v)
		if k == KSeq {
			m := p.add(KMap, start)
			p.Nodes[m].Flow = true
			p.link(m, pr)
			return m
		}
		return pr
	}
	p.pos, p.ls, p.tabs = sv, svl, svt
	if k == KMap || explicit {
		pr := p.add(KPair, start)
		p.Nodes[pr].Explicit = explicit
		p.link(pr, key)
		p.link(pr, p.null(p.pos))
		if k == KSeq {
			m := p.add(KMap, start)
			p.Nodes[m].Flow = true
			p.link(m, pr)
			return m
		}
		return pr
	}
	return key
}

func (p *P) flowNode(n int) (int32, bool) {
	r := p.props()
	if r.start >= 0 {
		at := p.pos
		if !p.fws(n) {
			x := p.null(at)
			p.setProps(x, r)
			return x, false
		}
	}
	var x int32
	json := false
	switch c := p.Src[p.pos]; c {
	case '"', '\'':
		x = p.quoted(n, c)
		json = true
	case '[', '{':
		if p.tmpl && c == '{' && p.at(p.pos+1) == '{' {
			x = p.flowPlain(n)
		} else {
			x = p.flow(n)
			json = true
		}
	case '*':
		s := p.pos
		for !isWS(p.at(p.pos)) && !isFlow(p.at(p.pos)) {
			p.pos++
		}
		x = p.add(KAlias, s)
		p.Nodes[x].End = int32(p.pos)
	case ',', ']', '}':
		x = p.null(p.pos)
	case ':':
		if isWS(p.at(p.pos+1)) || isFlow(p.at(p.pos+1)) {
			x = p.null(p.pos)
		} else {
			x = p.flowPlain(n)
		}
	default:
		x = p.flowPlain(n)
	}
	p.setProps(x, r)
	return x, json
}

func (p *P) flowPlain(n int) int32 {
	x := p.add(KScalar, p.pos)
	if c := p.Src[p.pos]; c == '-' && (isWS(p.at(p.pos+1)) || isFlow(p.at(p.pos+1))) || c == '@' || c == '`' || c == '%' || c == '|' || c == '>' {
		p.err(p.pos, p.pos+1, "character cannot start a plain scalar")
	}
	s := p.Src
	last := p.pos
	for p.pos < len(s) {
		c := s[p.pos]
		if c == '{' && p.tmpl && p.at(p.pos+1) == '{' {
			if e := p.skipTmpl(p.pos); e > 0 {
				p.pos = e
				last = e
				continue
			}
		}
		if isFlow(c) {
			break
		}
		if c == ':' && (isWS(p.at(p.pos+1)) || isFlow(p.at(p.pos+1))) {
			break
		}
		if c == '#' && isWS(s[p.pos-1]) {
			break
		}
		if c == '\n' || c == '\r' {
			// continuation?
			svp, svl, svt := p.pos, p.ls, p.tabs
			for p.pos < len(s) && (s[p.pos] == '\n' || s[p.pos] == '\r' || s[p.pos] == ' ' || s[p.pos] == '\t') {
				if s[p.pos] == '\n' || s[p.pos] == '\r' {
					p.newline()
				} else {
					p.pos++
				}
			}
			if p.eof() || p.end() || p.pos-p.ls <= n || s[p.pos] == '#' {
				p.pos, p.ls, p.tabs = svp, svl, svt
				break
			}
			continue
		}
		p.pos++
		if c != ' ' && c != '\t' {
			last = p.pos
		}
	}
	p.Nodes[x].End = int32(last)
	p.back(last)
	return x
}

// Value decodes a scalar node.
func (t *pTree) Value(i int32) string {
	n := &t.Nodes[i]
	if n.Kind == KNull {
		return ""
	}
	s := int(n.Start)
	if n.Kind == KScalar || n.Kind == KAlias {
		// skip properties
		if n.Anchor >= 0 || n.Tag >= 0 {
			s = int(max(n.AnchorEnd, n.TagEnd))
			for s < int(n.End) && (t.Src[s] == ' ' || t.Src[s] == '\t' || t.Src[s] == '\n' || t.Src[s] == '\r' || t.Src[s] == '#') {
				if t.Src[s] == '#' {
					for s < int(n.End) && t.Src[s] != '\n' {
						s++
					}
					continue
				}
				s++
			}
		}
	}
	raw := string(t.Src[s:n.End])
	raw = strings.ReplaceAll(raw, "\r\n", "\n")
	if n.Kind == KAlias {
		return raw
	}
	switch n.Style {
	case pPlain:
		return foldFlow(raw)
	case pSingle:
		raw = strings.TrimSuffix(raw[1:], "'")
		return strings.ReplaceAll(foldFlow(raw), "''", "'")
	case pDouble:
		raw = raw[1:]
		if !n.Bad && strings.HasSuffix(raw, `"`) {
			raw = raw[:len(raw)-1]
		}
		return double(raw)
	}
	return t.blockValue(n, raw)
}

func foldFlow(s string) string {
	if strings.IndexByte(s, '\n') < 0 {
		return s
	}
	ls := strings.Split(s, "\n")
	var b strings.Builder
	b.WriteString(strings.TrimRight(ls[0], " \t"))
	empty := 0
	for i, l := range ls[1:] {
		last := i == len(ls)-2
		l = strings.TrimLeft(l, " \t")
		if !last {
			l = strings.TrimRight(l, " \t")
		}
		if l == "" && !last {
			empty++
			continue
		}
		if empty > 0 {
			b.WriteString(strings.Repeat("\n", empty))
		} else {
			b.WriteByte(' ')
		}
		empty = 0
		b.WriteString(l)
	}
	return b.String()
}

func double(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		c := s[i]
		if c == '\n' || ((c == ' ' || c == '\t') && strings.HasPrefix(strings.TrimLeft(s[i:], " \t"), "\n")) {
			for s[i] != '\n' {
				i++
			}
			n := 0
			for i < len(s) && (s[i] == '\n' || s[i] == ' ' || s[i] == '\t') {
				if s[i] == '\n' {
					n++
				}
				i++
			}
			if n == 1 {
				b.WriteByte(' ')
			} else {
				b.WriteString(strings.Repeat("\n", n-1))
			}
			continue
		}
		if c != '\\' || i+1 >= len(s) {
			b.WriteByte(c)
			i++
			continue
		}
		i++
		c = s[i]
		i++
		hex := 0
		switch c {
		case '0':
			b.WriteByte(0)
		case 'a':
			b.WriteByte(7)
		case 'b':
			b.WriteByte(8)
		case 't', '\t':
			b.WriteByte(9)
		case 'n':
			b.WriteByte(10)
		case 'v':
			b.WriteByte(11)
		case 'f':
			b.WriteByte(12)
		case 'r':
			b.WriteByte(13)
		case 'e':
			b.WriteByte(27)
		case ' ', '"', '/', '\\':
			b.WriteByte(c)
		case 'N':
			b.WriteRune(0x85)
		case '_':
			b.WriteRune(0xa0)
		case 'L':
			b.WriteRune(0x2028)
		case 'P':
			b.WriteRune(0x2029)
		case 'x':
			hex = 2
		case 'u':
			hex = 4
		case 'U':
			hex = 8
		case '\n':
			n := 0
			for i < len(s) && (s[i] == '\n' || s[i] == ' ' || s[i] == '\t') {
				if s[i] == '\n' {
					n++
				}
				i++
			}
			b.WriteString(strings.Repeat("\n", n))
		}
		if hex > 0 && i+hex <= len(s) {
			v, err := strconv.ParseUint(s[i:i+hex], 16, 32)
			if err == nil {
				if v <= utf8.MaxRune {
					b.WriteRune(rune(v))
				}
			}
			i += hex
		}
	}
	return b.String()
}

func (t *pTree) blockValue(n *pNode, raw string) string {
	nl := strings.IndexByte(raw, '\n')
	if nl < 0 {
		return ""
	}
	hdr, body := raw[:nl], raw[nl+1:]
	if i := strings.IndexByte(hdr, '#'); i >= 0 {
		hdr = hdr[:i]
	}
	chomp := byte(0)
	if strings.Contains(hdr, "-") {
		chomp = '-'
	} else if strings.Contains(hdr, "+") {
		chomp = '+'
	}
	endNL := strings.HasSuffix(body, "\n")
	if body == "" {
		return ""
	}
	ls := strings.Split(body, "\n")
	if endNL {
		ls = ls[:len(ls)-1]
	}
	ind := int(n.Indent)
	for i, l := range ls {
		k := 0
		for k < len(l) && l[k] == ' ' && (ind < 0 || k < ind) {
			k++
		}
		ls[i] = l[k:]
	}
	// trailing empty lines
	tr := 0
	for len(ls) > 0 && ls[len(ls)-1] == "" {
		ls = ls[:len(ls)-1]
		tr++
	}
	var b strings.Builder
	if n.Style == pLiteral {
		b.WriteString(strings.Join(ls, "\n"))
	} else {
		prevMore := false
		empties := 0
		started := false
		for i, l := range ls {
			if l == "" {
				empties++
				continue
			}
			more := l[0] == ' ' || l[0] == '\t'
			if !started {
				b.WriteString(strings.Repeat("\n", empties))
			} else if more || prevMore {
				b.WriteString(strings.Repeat("\n", empties+1))
			} else if empties > 0 {
				b.WriteString(strings.Repeat("\n", empties))
			} else {
				b.WriteByte(' ')
			}
			_ = i
			empties = 0
			started = true
			prevMore = more
			b.WriteString(l)
		}
	}
	switch chomp {
	case '-':
	case '+':
		if len(ls) > 0 && (endNL || tr > 0) {
			b.WriteByte('\n')
		}
		if !endNL && tr > 0 {
			tr--
		}
		b.WriteString(strings.Repeat("\n", tr))
	default:
		if len(ls) > 0 && (endNL || tr > 0) {
			b.WriteByte('\n')
		}
	}
	return b.String()
}
