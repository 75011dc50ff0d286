package check

import (
	"encoding/json"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/kubelore/kubelore/server/edit"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// small is the size, in bytes, up to which every document is shown to kubectl's
// reader. It reads some 15 MB a second, so this costs about a millisecond.
const small = 16 << 10

// syntax reports what is wrong with the YAML. kubectl's reader has the last word:
// what it takes is no error, whatever our tree thinks of it, and what it refuses
// is one even if our tree has no complaint.
func (p *pass) syntax() {
	p.partial = p.templated()
	if p.partial {
		return // nobody applies a template as it stands
	}
	problems := p.doc.Problems()
	p.duplicates(p.doc.Root())
	if isJSON(p.doc.Text()) {
		return
	}
	verdict := error(nil)
	if p.broken = halfKey(p.doc, problems); !p.broken && (len(problems) > 0 || p.unusual()) {
		var read []byte
		read, verdict = yaml.YAMLToJSON([]byte(p.doc.Text()))
		p.broken = verdict != nil || len(problems) > 0 && p.cut(read)
	}
	for _, x := range problems {
		severity := Error
		if !p.broken {
			// Text that kubectl reads in spite of its indentation says what was meant.
			if x.Code == "shallow-line" {
				continue
			}
			severity = Warning
		}
		p.report(Problem{Span: x.Span, Severity: severity, Code: "yaml/" + x.Code, Message: x.Message})
	}
	if verdict != nil && len(problems) == 0 {
		p.report(Problem{Span: p.lineOf(verdict), Code: "yaml/invalid", Message: "kubectl cannot read this: " + reason(verdict)})
	}
}

// isJSON reports whether a document is JSON. kubectl reads a file that begins with a brace
// as that first, and takes what its reader of YAML refuses: \/, halves of characters above
// U+FFFF, a colon on the next line.
func isJSON(document string) bool {
	return strings.HasPrefix(strings.TrimLeft(document, " \t\r\n"), "{") && json.Valid([]byte(document))
}

// halfKey reports whether the first problem is a word where the next key of a mapping stands,
// as it does while somebody types, and the text is such that kubectl's reader comes there
// with the same idea of it: then it refuses the word, and a large document need not be shown
// to it for each letter.
func halfKey(d *manifest.Document, problems []syntax.Problem) bool {
	if len(problems) == 0 || problems[0].Code != "missing-colon" || !d.Plainly() {
		return false
	}
	key := d.At(problems[0].Span.Start)
	pair := key.Parent()
	first := pair.Parent().First()
	// Before the second key of a mapping the reader may still be in the value of the key
	// around it.
	return key.Kind() == syntax.Scalar && pair.Kind() == syntax.Pair && pair.Broken() && first.Kind() == syntax.Pair && first != pair &&
		first.Column() == pair.Column() && word.MatchString(key.Source())
}

// word matches text that begins and ends nothing in YAML.
var word = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*$`)

// cut reports whether kubectl's reader got something out of a text with problems that
// cannot be what was meant. It takes what follows a mapping at a smaller indentation
// for the next document and drops it without a word, so that kind or apiVersion is
// missing from what is sent; and it closes a quote where the next one happens to be,
// so that keys are there twice.
func (p *pass) cut(read []byte) bool {
	if len(p.doc.Resources()) == 0 {
		return false
	}
	var sent struct{ APIVersion, Kind any }
	if json.Unmarshal(read, &sent) != nil || sent.APIVersion == nil || sent.Kind == nil {
		return true
	}
	_, twice := yaml.YAMLToJSONStrict([]byte(p.doc.Text()))
	return twice != nil && len(p.problems) == 0
}

// goAction matches the start of a template action as Helm charts have them: a
// field, a variable, a comment or a function. Other tools' {{name}} is no sign of a
// template that something else will complete, and kubectl would stumble over it.
var goAction = regexp.MustCompile(`\{\{-? *([.$]|/\*|"|(if|else|end|range|with|define|template|block|include|tpl|` +
	`toYaml|toJson|default|required|quote|squote|printf|print|lookup|fail|list|dict|index|and|or|not|eq|ne|gt|lt|` +
	`trunc|trim|upper|lower|b64enc|nindent|indent|coalesce|ternary|int|randAlphaNum|now|break|continue)[ }-])`)

// templated reports whether template actions stand where a value or a key would,
// so that the text is no manifest before something fills it in.
func (p *pass) templated() bool {
	if !strings.Contains(p.doc.Text(), "{{") || !goAction.MatchString(p.doc.Text()) {
		return false
	}
	if len(p.doc.Templates()) > 0 {
		return true
	}
	for _, t := range p.doc.Tokens() {
		if t.Kind == syntax.Content && t.Node.Style() == syntax.Plain && goAction.MatchString(t.Node.Source()) {
			return true
		}
	}
	return false
}

// unusual reports whether kubectl's reader may judge the text in another way than
// our tree. The large documents are those in which nothing can differ.
func (p *pass) unusual() bool { return len(p.doc.Text()) <= small || !p.doc.Plainly() }

var line = regexp.MustCompile(`line (\d+)`)

// lineOf returns the first thing on the line that an error of kubectl's reader
// names, or the first of the document.
func (p *pass) lineOf(err error) text.Span {
	s := p.doc.Text()
	at := 0
	if m := line.FindStringSubmatch(err.Error()); m != nil {
		n, _ := strconv.Atoi(m[1]) // digits
		for ; n > 1 && at < len(s); n-- {
			i := strings.IndexByte(s[at:], '\n')
			if i < 0 {
				break
			}
			at += i + 1
		}
	}
	end := at + strings.IndexByte(s[at:]+"\n", '\n')
	for at < end && (s[at] == ' ' || s[at] == '\t') {
		at++
	}
	return text.Span{Start: at, End: end}
}

// reason returns what the innermost error says, without the names of libraries.
func reason(err error) string {
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(err) {
		err = inner
	}
	s := err.Error()
	for _, prefix := range []string{"error converting YAML to JSON: ", "yaml: ", "unmarshal errors:\n  "} {
		s = strings.TrimPrefix(s, prefix)
	}
	return s
}

// duplicates reports keys that are written twice in one mapping. The API server
// refuses them; without its strictness the last one would win. Keys that override
// merged ones are legal (design.md section 11, decision 2).
func (p *pass) duplicates(n syntax.Node) {
	if n.Kind() == syntax.Mapping {
		p.duplicateKeys(n)
	}
	for c := range n.Children() {
		switch c.Kind() {
		case syntax.Pair, syntax.Item:
			p.duplicates(c.Value())
		case syntax.NoNode, syntax.Mapping, syntax.Sequence, syntax.Scalar, syntax.Alias, syntax.Null, syntax.Error:
		}
	}
}

func (p *pass) duplicateKeys(n syntax.Node) {
	// Two or three keys are the rule; a map would cost more than it saves.
	first := n.First()
	if first.IsZero() || first.Next().IsZero() {
		return
	}
	seen := make(map[string]syntax.Node, n.Count())
	for c := range n.Children() {
		if p.full {
			return
		}
		if c.Kind() != syntax.Pair || c.Broken() || c.Key().IsMerge() {
			continue
		}
		key, ok := c.Key().KeyText()
		if !ok {
			continue
		}
		before, twice := seen[key]
		if !twice {
			seen[key] = c
			continue
		}
		x := Problem{
			Span: c.Key().Span(), Code: "schema/duplicate-key", Field: p.doc.Path(c),
			Message: strconv.Quote(key) + " is already set " + p.above(before, c) + "; keep one of them",
			Fixes:   oneOf(p.doc, key, before, c),
		}
		if r := p.doc.ResourceOf(c); r != nil {
			x.Kind, x.Name = r.Kind, r.Name
		}
		p.report(x)
	}
}

// oneOf offers to keep one of two pairs with the same key. If they say the same, it makes no
// difference which. At the root it is rather the line "---" that is missing.
func oneOf(d *manifest.Document, key string, above, below syntax.Node) []Fix {
	// An alias may need what is deleted.
	if below.Parent() == d.Root() || strings.Contains(above.Source()+below.Source(), "&") {
		return nil
	}
	without := func(pair syntax.Node) func() []text.Edit {
		return editing(d, nil, func(e *edit.Editor) { e.DeleteAt(pair.Span().Start) })
	}
	return []Fix{
		{Title: "Delete this " + key, later: without(below), Preferred: above.Value().Source() == below.Value().Source()},
		{Title: "Delete the " + key + " above", later: without(above)},
	}
}

// above says how far a is above b. A document does not know its place in the file,
// so the line cannot be named.
func (p *pass) above(a, b syntax.Node) string {
	switch n := strings.Count(p.doc.Text()[a.Span().Start:b.Span().Start], "\n"); n {
	case 0:
		return "on this line"
	case 1:
		return "one line above"
	default:
		return strconv.Itoa(n) + " lines above"
	}
}
