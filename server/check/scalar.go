package check

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/quantity"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/server/edit"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// scalar checks a scalar as the decoder of the API server would, after kubectl has
// read it by the rules of YAML 1.1.
func (p *pass) scalar(n syntax.Node, t *schema.Type, at place) {
	v := n.Resolve()
	if v == nil {
		return
	}
	switch t.Kind {
	case schema.String:
		p.text(n, v, t, at)
	case schema.Integer:
		p.integer(n, v, t, at)
	case schema.Number:
		if !isNumber(v) {
			p.wrong(n, t, at, describe(v))
		}
	case schema.Boolean:
		p.boolean(n, v, t, at)
	case schema.IntOrString:
		if _, ok := v.(string); !ok && !fits(v, 32) {
			p.wrong(n, t, at, describe(v))
		}
	case schema.Quantity:
		p.quantity(n, v, t, at)
	case schema.Object, schema.Map, schema.List:
		p.wrong(n, t, at, describe(v))
	case schema.Any:
	}
}

// describe returns the words for a value.
func describe(v any) string {
	switch v := v.(type) {
	case string:
		return "a string"
	case bool:
		return fmt.Sprintf("the boolean %t", v)
	case float64:
		return "a number with a fraction"
	default:
		return "a number"
	}
}

func isNumber(v any) bool {
	switch v.(type) {
	case int64, uint64, float64:
		return true
	}
	return false
}

// text checks a value that must be a string, of a format in some fields.
func (p *pass) text(n syntax.Node, v any, t *schema.Type, at place) {
	s, ok := v.(string)
	if !ok {
		p.unquoted(n, v, t, at)
		return
	}
	if example := unlike(t.Format, s); example != "" {
		p.misfit(n, at, Problem{Message: fmt.Sprintf("want %s, this is %s", example, short(s)), Fixes: p.plainSecret(n, s, at)})
	}
}

// plainSecret offers to write plain text in the data of a Secret as the API server reads it.
func (p *pass) plainSecret(n syntax.Node, s string, at place) []Fix {
	pair := n.Parent()
	if p.at.APIVersion != "v1" || p.at.Kind != "Secret" || !at.alias.IsZero() || pair.Parent().Parent() != p.at.Root.Pair("data") {
		return nil
	}
	key := pair.Key().Text()
	m := &mistake{pass: p, d: p.doc, r: p.at}
	fixes := []Fix{m.fix("Encode as base64", false, func(e *edit.Editor) {
		e.Set("data["+key+"]", base64.StdEncoding.EncodeToString([]byte(s)))
	})}
	if !m.get("stringData[" + key + "]").IsZero() {
		return fixes
	}
	return append([]Fix{m.fix("Move to stringData", false, func(e *edit.Editor) {
		e.Set("stringData["+key+"]", s)
		e.Delete("data[" + key + "]")
	})}, fixes...)
}

// unlike returns what a text that is not of a format should be, or "" if it is.
func unlike(format, s string) (example string) {
	var err error
	switch format {
	case "byte":
		_, err = base64.StdEncoding.DecodeString(s)
		example = "base64; plain text goes into stringData"
	case "date-time":
		_, err = time.Parse(time.RFC3339, s)
		example = "a time such as 2026-01-31T12:00:00Z"
	case "date-time-micro":
		_, err = time.Parse(metav1.RFC3339Micro, s)
		example = "a time with microseconds such as 2026-01-31T12:00:00.000000Z"
	case "duration":
		_, err = time.ParseDuration(s)
		example = "a duration such as 1h30m"
	}
	if err == nil {
		return ""
	}
	return example
}

// unquoted reports a number or boolean where a string must be. The API server is
// then given the string that the author meant, so that it can say the rest.
func (p *pass) unquoted(n syntax.Node, v any, t *schema.Type, at place) {
	if example := unlike(t.Format, n.Text()); example != "" {
		p.misfit(n, at, Problem{Message: fmt.Sprintf("want %s, this is %s", example, describe(v))})
		return
	}
	if len(t.Enum) > 0 && !slices.Contains(t.Enum, n.Text()) || p.refused(n) {
		p.wrong(n, t, at, describe(v)) // in quotes it would be no better
		return
	}
	what := describe(v)
	if n.Text() != fmt.Sprint(v) {
		what = fmt.Sprintf("read as %v", v)
	}
	fixes := quoteFix(n)
	if at.alias.IsZero() && len(fixes) > 0 {
		p.instead[n] = n.Text()
		p.bad = append(p.bad, n)
	}
	message := fmt.Sprintf("want a string, and %s without quotes is %s; put it in quotes", short(n.Text()), what)
	p.misfit(n, at, Problem{Message: message, Fixes: fixes})
}

// refused reports whether a value is none of those that its field can have, though no
// schema says so.
func (p *pass) refused(n syntax.Node) bool {
	pair := n.Parent()
	t := p.doc.TypeOf(pair.Parent())
	if pair.Kind() != syntax.Pair || t == nil {
		return false
	}
	words, known := catalog.ValuesOf(t.Name, pair.Key().Text())
	return known && !words.Open && !slices.Contains(words.Values, n.Text())
}

// short returns s in quotes, cut if it is long.
func short(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return strconv.Quote(s)
}

func (p *pass) integer(n syntax.Node, v any, t *schema.Type, at place) {
	bits := 64
	if t.Format == "int32" {
		bits = 32
	}
	if fits(v, bits) {
		return
	}
	if !isNumber(v) {
		x := Problem{Message: "want a whole number, this is " + describe(v)}
		if s, ok := v.(string); ok && n.Style() != syntax.Plain {
			if _, err := strconv.ParseInt(s, 10, bits); err == nil {
				x.Message = "want a whole number; take the quotes away"
				x.Fixes = []Fix{{Title: "Take the quotes away", Edits: []text.Edit{{Span: n.Span(), New: s}}, Preferred: true}}
			}
		}
		p.misfit(n, at, x)
		return
	}
	if f, ok := v.(float64); ok && f != math.Trunc(f) {
		p.misfit(n, at, Problem{Message: "want a whole number, this has a fraction"})
		return
	}
	p.misfit(n, at, Problem{Message: fmt.Sprintf("%s does not fit into %d bits", n.Text(), bits)})
}

// fits reports whether a number decodes into an integer of so many bits. YAML's
// 1e3 and 5.0 do, as they reach the server as 1000 and 5.
func fits(v any, bits int) bool {
	if !isNumber(v) {
		return false
	}
	data, err := json.Marshal(v)
	if err != nil {
		return false
	}
	_, err = strconv.ParseInt(string(data), 10, bits)
	return err == nil
}

func (p *pass) boolean(n syntax.Node, v any, t *schema.Type, at place) {
	if _, ok := v.(bool); ok {
		return
	}
	x := Problem{Message: fmt.Sprintf("want %s, this is %s", want(t), describe(v))}
	if s, ok := v.(string); ok {
		if b, err := strconv.ParseBool(s); err == nil && len(s) > 1 {
			x.Fixes = []Fix{{
				Title: "Change to " + strconv.FormatBool(b), Preferred: true,
				Edits: []text.Edit{{Span: n.Span(), New: strconv.FormatBool(b)}},
			}}
		}
	}
	p.misfit(n, at, x)
}

func (p *pass) quantity(n syntax.Node, v any, t *schema.Type, at place) {
	s, ok := v.(string)
	if isNumber(v) {
		data, err := json.Marshal(v)
		s, ok = string(data), err == nil
	}
	if !ok {
		p.wrong(n, t, at, describe(v))
		return
	}
	if quantity.Endless(s) {
		return // whether the API server takes it cannot be found out; see server
	}
	if _, err := resource.ParseQuantity(s); err == nil || s == "" && n.Style() == syntax.Plain || quantityOnTheWire(v) {
		return
	}
	x := Problem{Message: fmt.Sprintf("%s is no quantity; write one such as 500m, 2, 128Mi or 1Gi", short(s))}
	if better := quantityLike(s); better != "" {
		x.Message = fmt.Sprintf("%s is no quantity; did you mean %s?", short(s), better)
		x.Fixes = []Fix{rewrite(n, better, false)}
	}
	p.misfit(n, at, x)
}

// quantityOnTheWire reports whether a value is a quantity once it was sent: the decoder
// takes the quotes away and then the spaces in them. In JSON a line break is none.
func quantityOnTheWire(v any) bool {
	data, err := json.Marshal(v)
	if err == nil {
		_, err = resource.ParseQuantity(strings.TrimSpace(strings.Trim(string(data), `"`)))
	}
	return err == nil
}

// rewrite is the fix that makes a scalar say something else. Its quotes stay: JSON is none
// without them.
func rewrite(n syntax.Node, to string, preferred bool) Fix {
	s := to
	switch n.Style() {
	case syntax.DoubleQuoted:
		s = strconv.Quote(s)
	case syntax.SingleQuoted:
		s = "'" + strings.ReplaceAll(s, "'", "''") + "'"
	case syntax.Plain, syntax.Literal, syntax.Folded:
	}
	return Fix{Title: "Change to " + to, Edits: []text.Edit{{Span: n.Span(), New: s}}, Preferred: preferred}
}
