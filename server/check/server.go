package check

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/kubelore/kubelore/knowledge/apiserver"
	"github.com/kubelore/kubelore/knowledge/quantity"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/knowledge/spell"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// mostPlaced is how many errors or warnings of the server are looked at. Some are
// consequences of others and not reported, so it is more than are reported.
const mostPlaced = 2 * most

// server reports what the API server says to the creation of a resource. It is
// given the resource without the values that were found bad, so that one mistake
// does not hide the others, and what it says about those is not said twice.
func (p *pass) server(r *manifest.Resource) {
	value, err := r.Root.Decode(p.instead)
	if err != nil {
		if e := syntax.AsDecodeError(err); e != nil && len(p.doc.Problems()) == 0 {
			p.report(Problem{Span: e.Node.Span(), Code: "yaml/invalid", Message: e.Message})
		}
		return
	}
	object, ok := value.(map[string]any)
	if !ok || endless(r, object) {
		return
	}
	var answer apiserver.Answer
	if r.Custom != nil {
		answer = r.Custom.Create(object)
	} else {
		answer = apiserver.Create(apiserver.Kind{Group: r.Group, Version: r.Version, Kind: r.Kind}, object)
	}
	// Looking for a place takes as long as there are items, so that looking for all
	// would take the square of it.
	answer.Errors = slices.DeleteFunc(answer.Errors, func(e apiserver.Error) bool { return !p.known(e) })
	required := required(answer.Errors)
	for _, e := range answer.Errors[:min(len(answer.Errors), mostPlaced)] {
		if !required.follows(e) {
			p.serverError(e)
		}
	}
	for _, w := range answer.Warnings[:min(len(answer.Warnings), mostPlaced)] {
		at := r.Locate(w.Path)
		// What is said of a name that is not there is not about the manifest. The server
		// warns only about what it accepts; beside an error of the same field it would be
		// said twice.
		nameless := w.Path == "metadata.name" && at.Missing != ""
		refused := slices.ContainsFunc(answer.Errors, func(e apiserver.Error) bool { return w.Path == "" || e.Path == w.Path })
		if !p.doubtful(at) && !nameless && !refused {
			x := Problem{Span: r.Span(at), Severity: Warning, Code: "api/warning", Field: w.Path, Message: w.Message, quoted: true}
			p.explain(apiserver.Error{Path: w.Path, Message: w.Message}, at, &x)
			p.report(x)
		}
	}
	for _, path := range answer.Ignored[:min(len(answer.Ignored), mostPlaced)] {
		at := r.Locate(path)
		if at.Missing == "" && !at.Node.IsZero() {
			p.report(Problem{
				Span: keySpan(at.Node), Severity: Information, Code: "api/feature-gated-field", Field: path, Unnecessary: true,
				Message: "the API server drops this field without a word, unless the feature gate that it belongs to is turned on",
			})
		}
	}
}

// endless reports whether there is a quantity in a resource that would keep the code of the
// API server for hours.
func endless(r *manifest.Resource, object map[string]any) bool {
	if r.Custom != nil {
		return endlessIn(nil, object) // conditions can take any text for a quantity
	}
	if metadata, ok := object["metadata"].(map[string]any); ok && r.Group == "autoscaling" {
		annotations, _ := metadata["annotations"].(map[string]any)
		for _, v := range annotations { // metrics in JSON
			if s, ok := v.(string); ok && quantity.EndlessWithin(s) {
				return true
			}
		}
	}
	return endlessIn(r.Type, object)
}

// endlessIn looks at the quantities in a value of a type, or at all texts in one of none.
func endlessIn(t *schema.Type, value any) bool {
	switch v := value.(type) {
	case map[string]any:
		for key, x := range v {
			of := t
			if t != nil && t.Kind == schema.Map {
				of = t.Elem
			} else if t != nil {
				f := t.Field(key)
				if f == nil {
					continue
				}
				of = f.Type
			}
			if endlessIn(of, x) {
				return true
			}
		}
	case []any:
		if t != nil {
			if t.Kind != schema.List {
				return false
			}
			t = t.Elem
		}
		return slices.ContainsFunc(v, func(x any) bool { return endlessIn(t, x) })
	case string:
		return (t == nil || t.Kind == schema.Quantity) && quantity.Endless(v)
	}
	return false
}

func keySpan(n syntax.Node) text.Span {
	if n.Kind() == syntax.Pair {
		return n.Key().Span()
	}
	return n.Span()
}

// serverError reports one error of the API server, unless it may be a consequence
// of what was reported already.
func (p *pass) serverError(e apiserver.Error) {
	if p.full {
		return
	}
	at := p.at.Locate(e.Path)
	if p.doubtful(at) || p.consequence(e, at) {
		return
	}
	x := Problem{Span: p.at.Span(at), Code: code(e), Field: e.Path, Message: e.Message, quoted: true}
	switch {
	case e.Strict:
		p.unknownCustom(at, &x)
	case e.Reason == field.ErrorTypeRequired && at.Missing != "":
		x.Message = at.Missing + ": " + x.Message
	case e.Reason == field.ErrorTypeNotSupported:
		x.Fixes = nearestValue(at, e.Message)
	case aboutKey(e, at):
		x.Span = keySpan(at.Node)
	}
	p.explain(e, at, &x)
	if !p.said(x, at.Missing != "") {
		p.report(x)
	}
}

// aboutKey reports whether an error quotes the key of a map, and not the value that
// stands there.
func aboutKey(e apiserver.Error, at manifest.Location) bool {
	if at.Missing != "" || at.Node.Kind() != syntax.Pair || !strings.HasSuffix(e.Path, "]") {
		return false
	}
	key := at.Node.Key().Text()
	return key != at.Node.Value().Target().Text() && strings.HasPrefix(e.Message, "Invalid value: "+strconv.Quote(key)+":")
}

// requiredFields are the paths of the fields that the server misses.
type requiredFields map[string]bool

func required(errors []apiserver.Error) requiredFields {
	paths := requiredFields{}
	for _, e := range errors {
		if e.Reason == field.ErrorTypeRequired {
			paths[e.Path] = true
		}
	}
	return paths
}

// follows reports whether an error is there because a field is missing: of the same field
// the server says as well that nothing is no good value, and a selector that is not
// there selects nothing.
func (r requiredFields) follows(e apiserver.Error) bool {
	if e.Reason == field.ErrorTypeRequired {
		return false
	}
	return r[e.Path] || r["spec.selector"] && e.Path == "spec.template.metadata.labels"
}

// consequence reports whether an error may come from a misspelt key: it is about
// the field that was meant, or about one beside it that nobody wrote, which the
// server may have filled in from the missing one.
func (p *pass) consequence(e apiserver.Error, at manifest.Location) bool {
	if p.meant[e.Path] {
		return true
	}
	if at.Missing == "" || e.Reason == field.ErrorTypeRequired {
		return false
	}
	for path := range p.meant {
		if parent(path) == parent(e.Path) {
			return true
		}
	}
	return false
}

// parent returns the path of the object that holds the field at a path.
func parent(path string) string { return path[:max(strings.LastIndexByte(path, '.'), 0)] }

// said reports whether the same was reported at the same place or, of a field that
// nobody wrote, about a field beside it, from which the server filled it in.
func (p *pass) said(x Problem, unwritten bool) bool {
	return slices.ContainsFunc(p.problems, func(y Problem) bool {
		return y.Code == x.Code && y.Message == x.Message &&
			(y.Span == x.Span || unwritten && parent(y.Field) == parent(x.Field))
	})
}

// code returns the id of an error of the API server.
func code(e apiserver.Error) string {
	switch {
	case e.Strict:
		return "schema/unknown-field"
	case e.Decoding:
		return "schema/wrong-type"
	}
	switch e.Reason {
	case field.ErrorTypeRequired:
		return "schema/missing-required"
	case field.ErrorTypeNotSupported:
		return "schema/bad-enum"
	case field.ErrorTypeTypeInvalid:
		return "schema/wrong-type"
	case field.ErrorTypeDuplicate:
		return "api/duplicate"
	case field.ErrorTypeForbidden:
		return "api/forbidden"
	case field.ErrorTypeTooLong, field.ErrorTypeTooShort, field.ErrorTypeTooMany, field.ErrorTypeTooFew:
		return "api/size"
	case field.ErrorTypeInvalid, field.ErrorTypeNotFound, field.ErrorTypeInternal:
	}
	return "api/invalid"
}

// doubtful reports whether an error at a location may come from a value that was
// left out or changed: from one that is around it, at it or in it.
func (p *pass) doubtful(at manifest.Location) bool {
	if at.Node.IsZero() {
		return false
	}
	here := at.Node.Span()
	for _, b := range p.bad {
		s := b.Span()
		around := s.Start <= here.Start && here.End <= s.End
		// A bad value that was given to the server as it was meant is only in the
		// way of errors about itself.
		_, leftOut := p.instead[b].(syntax.LeaveOut)
		inside := here.Start <= s.Start && s.End <= here.End
		if around || inside && (leftOut || at.Node.Value() == b) {
			return true
		}
	}
	return false
}

// unknownCustom completes the report of a field that a custom kind does not have.
func (p *pass) unknownCustom(at manifest.Location, x *Problem) {
	pair := at.Node
	if pair.Kind() != syntax.Pair || at.Missing != "" {
		return
	}
	x.Span = pair.Key().Span()
	key := pair.Key().Text()
	t := p.doc.TypeOf(pair.Parent())
	if t == nil || t.Kind != schema.Object {
		return
	}
	x.Message, x.quoted = nameOf(t)+" has no field "+short(key), false
	if near, ok := spell.Nearest(key, names(t)); ok && pair.Parent().Pair(near).IsZero() {
		x.Message += "; did you mean " + near + "?"
		x.Fixes = []Fix{rewrite(pair.Key(), near, spell.Distance(key, near) <= 2)}
	}
}

// allowed finds the values that the server names in a message.
var allowed = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)

// nearestValue offers the value that is nearest to the one written, or the only one, of
// those that the server allows at a place, which can be fewer than the schema has.
func nearestValue(at manifest.Location, message string) []Fix {
	v := at.Node.Value()
	_, list, ok := strings.Cut(message, "supported values: ")
	if v.Kind() != syntax.Scalar || !ok {
		return nil
	}
	var values []string
	for _, quoted := range allowed.FindAllString(list, -1) {
		if x, err := strconv.Unquote(quoted); err == nil && x != "" {
			values = append(values, x)
		}
	}
	written := v.Text()
	if slices.Contains(values, written) {
		return nil // a feature gate is off, so the list cannot be trusted
	}
	near, ok := spell.Nearest(written, slices.Values(values))
	if !ok && len(values) == 1 {
		near, ok = values[0], true
	}
	if !ok {
		return nil
	}
	return []Fix{rewrite(v, near, strings.EqualFold(near, written))}
}
