package syntax

import (
	"sort"
	"strings"

	"github.com/kubelore/kubelore/server/text"
)

// Parse reads content. It never fails: mistakes are in the documents' Problems.
// Content without any document gives one Empty document.
func Parse(content string, opts Options) *Tree {
	t := &Tree{opts: opts}
	t.read(content, 0, nothing)
	t.hasOne()
	return t
}

// read appends the documents in content, which is the part of the file from start and
// begins and ends where documents do. It takes those that find knows by their text.
func (t *Tree) read(content string, start int, find func(string) *Document) {
	for from := 0; from < len(content); {
		end := documentEnd(content, from)
		t.docs = append(t.docs, Placed{t.document(content[from:end], find), start + from})
		from = end
	}
}

// hasOne gives a tree without documents an empty one.
func (t *Tree) hasOne() {
	if len(t.docs) == 0 {
		t.docs = []Placed{{t.document("", nothing), 0}}
	}
}

func (t *Tree) document(s string, find func(string) *Document) *Document {
	if d := find(s); d != nil {
		return d
	}
	// The text of a document outlives the content it was cut from, so it is cut
	// out for good: a one-line document must not hold a large file.
	return parse(strings.Clone(s), t.opts)
}

func nothing(string) *Document { return nil }

// finder finds documents by their text. A keystroke leaves two or three to choose
// from; an editor that replaces a whole file leaves them all.
func finder(docs []Placed) func(string) *Document {
	const few = 8
	if len(docs) > few {
		byText := make(map[string]*Document, len(docs))
		for _, d := range docs {
			byText[d.text] = d.Document
		}
		return func(s string) *Document { return byText[s] }
	}
	return func(s string) *Document {
		for _, d := range docs {
			if d.text == s {
				return d.Document
			}
		}
		return nil
	}
}

// documentEnd returns where the document that starts at from ends: before the
// next line that begins with "---", or after one that begins with "..."; and between
// two objects of JSON, which kubectl reads one after the other without a marker.
//
// The split looks at nothing but the starts of lines, because YAML gives these
// markers their meaning everywhere, even inside quotes, brackets and block
// scalars. That is what makes a mistake in one document harmless to the others,
// and a document something that can be kept.
func documentEnd(content string, from int) int {
	begun := false // content or "---" was seen, so the next "---" is another document's
	for i := from; i < len(content); {
		switch {
		case isMarker(content, i, '-'):
			if begun {
				return i
			}
			begun = true
		case isMarker(content, i, '.'):
			return text.NextLine(content, i)
		case begun && betweenObjects(content, i):
			return i
		case !begun:
			begun = startsContent(content, i, i == from)
		}
		if !begun {
			i = text.NextLine(content, i)
			continue
		}
		// From here only a line that starts with a marker matters.
		i = nextMarker(content, i)
	}
	return len(content)
}

// nextMarker returns the start of the first line after i that begins like a marker or an
// object.
func nextMarker(content string, i int) int {
	for i < len(content) {
		i = text.NextLine(content, i)
		if i+2 < len(content) && (content[i] == '-' && content[i+1] == '-' || content[i] == '.' && content[i+1] == '.') {
			return i
		}
		if i < len(content) && content[i] == '{' {
			return i
		}
	}
	return i
}

// betweenObjects reports whether an object begins on the line at i, and one ends on the
// last line before: both at the margin, where no YAML has them. Like the markers it is told
// by the two lines alone, so that what is written elsewhere changes nothing.
func betweenObjects(s string, i int) bool {
	if i == 0 || s[i] != '{' || strings.HasPrefix(s[i:], "{{") {
		return false
	}
	before := strings.TrimRight(s[:i], " \t\r\n")
	if !strings.HasSuffix(before, "}") {
		return false
	}
	line := before[strings.LastIndexAny(before, "\r\n")+1:]
	return (line[0] == '{' || line[0] == '}') && !strings.HasPrefix(line, "{{")
}

// startsContent reports whether the line at i, the first of a document or not,
// holds more than a comment, a directive or space.
func startsContent(content string, i int, first bool) bool {
	if first {
		i += len(bom(content[i:]))
	}
	if i < len(content) && content[i] == '%' {
		return false
	}
	for i < len(content) && (content[i] == ' ' || content[i] == '\t') {
		i++
	}
	return i < len(content) && content[i] != '#' && content[i] != '\n' && content[i] != '\r'
}

// byteOrderMark can stand before any document.
const byteOrderMark = "\ufeff"

func bom(s string) string {
	if strings.HasPrefix(s, byteOrderMark) {
		return byteOrderMark
	}
	return ""
}

// isMarker reports whether "---" or "..." made of c stands at i, which must be
// the start of a line.
func isMarker(s string, i int, c byte) bool {
	return i+3 <= len(s) && s[i] == c && s[i+1] == c && s[i+2] == c && (i+3 == len(s) || isSpace(s[i+3]))
}

// Edit returns the tree of x, which differs from what t was read from by
// change. Documents whose text did not change are shared with t. It costs what
// the documents at the change cost, however large the file is.
func (t *Tree) Edit(x *text.Text, change text.Change) *Tree {
	next := &Tree{opts: t.opts}
	oldEnd := 0
	if n := len(t.docs); n > 0 {
		oldEnd = t.docs[n-1].Start + len(t.docs[n-1].text)
	}
	// A document is kept if it ends before the change with room for the change to
	// make or break the marker behind it: a marker's line may begin in the old
	// text, so the document before the one that holds the change goes too.
	first := sort.Search(len(t.docs), func(i int) bool {
		return t.docs[i].Start+len(t.docs[i].text) >= change.Prefix
	})
	first = max(first-1, 0)
	last := sort.Search(len(t.docs), func(i int) bool { return t.docs[i].Start > oldEnd-change.Suffix })
	last = min(last+1, len(t.docs))
	shift := x.Len() - oldEnd
	from, to := 0, x.Len()
	if first < len(t.docs) {
		from = t.docs[first].Start
	}
	if last < len(t.docs) {
		to = t.docs[last].Start + shift
	}
	next.docs = make([]Placed, first, len(t.docs)+2)
	copy(next.docs, t.docs[:first])
	next.read(x.Slice(text.Span{Start: from, End: to}), from, finder(t.docs[first:last]))
	for _, d := range t.docs[last:] {
		next.docs = append(next.docs, Placed{d.Document, d.Start + shift})
	}
	next.hasOne()
	return next
}
