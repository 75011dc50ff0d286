package check

import (
	"fmt"
	"slices"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// release reports a field, and values of it, that a target release does not have. The
// schema is that of the newest release that there is, which has them all.
func (p *pass) release(pair syntax.Node, key string, t *schema.Type, at place) {
	if p.doc.Env().Releases().Oldest == catalog.Newest {
		return
	}
	facts, ok := p.facts(t.Name, key)
	if !ok {
		return
	}
	if lacking := p.lacking(func(m catalog.Minor) bool { return facts.In(m) || p.inLacking(pair, m) }); len(lacking) > 0 {
		x := Problem{
			Span: at.span(pair.Key()), Code: "api/field-not-yet", Field: p.doc.Path(pair),
			Message: fmt.Sprintf("%s has no field %q in %s", nameOf(t), key, spoken(lacking)),
		}
		x.Message += "; it comes with " + facts.Since.String()
		p.report(x)
	}
	if len(facts.EnumSince) == 0 {
		return
	}
	switch v := pair.Value(); v.Kind() {
	case syntax.Scalar:
		p.releaseOfValue(v, key, facts, at.span(v))
	case syntax.Sequence:
		for item := range v.Children() {
			if item.Value().Kind() == syntax.Scalar {
				p.releaseOfValue(item.Value(), key, facts, at.span(item.Value()))
			}
		}
	case syntax.NoNode, syntax.Mapping, syntax.Pair, syntax.Item, syntax.Alias, syntax.Null, syntax.Error:
	}
}

// inLacking reports whether a field around a pair is missing in a release, which is said of
// that field.
func (p *pass) inLacking(pair syntax.Node, m catalog.Minor) bool {
	for n := pair.Parent(); !n.IsZero() && n != p.at.Root; n = n.Parent() {
		if n.Kind() != syntax.Pair {
			continue
		}
		if t := p.doc.TypeOf(n.Parent()); t != nil {
			if facts, ok := p.facts(t.Name, n.Key().Text()); ok && !facts.In(m) {
				return true
			}
		}
	}
	return false
}

// releaseOfValue reports a value that a target release that has the field does not have.
func (p *pass) releaseOfValue(v syntax.Node, key string, facts catalog.Facts, span text.Span) {
	for _, x := range facts.EnumSince {
		if x.Value != v.Text() {
			continue
		}
		lacking := p.lacking(func(m catalog.Minor) bool { return x.Since <= m || !facts.In(m) })
		if len(lacking) > 0 {
			found := Problem{
				Span: span, Code: "api/value-not-yet", Field: p.doc.Path(v),
				Message: fmt.Sprintf("%q is no value of %s in %s", x.Value, key, spoken(lacking)),
			}
			found.Message += "; it comes with " + x.Since.String()
			p.report(found)
		}
	}
}

// removed reports whether a field that the newest release does not have is one that
// target releases have, or had, and reports a problem if some of them do not.
func (p *pass) removed(pair syntax.Node, key string, t *schema.Type, at place) bool {
	facts, ok := p.facts(t.Name, key)
	if !ok || facts.Removed == 0 {
		return false
	}
	lacking, releases := p.lacking(facts.In), p.doc.Env().Releases()
	if len(lacking) > 0 {
		x := Problem{
			Span: at.span(pair.Key()), Code: "schema/unknown-field", Field: p.doc.Path(pair),
			Message: fmt.Sprintf("%s has no field %q in %s", nameOf(t), key, spoken(lacking)),
		}
		if facts.Removed <= releases.Newest {
			x.Message += "; it was removed in " + facts.Removed.String()
		} else {
			x.Message += "; it comes with " + facts.Since.String()
		}
		p.report(x)
	}
	return true
}

// facts returns what is known of a field of the resource at hand over the releases.
func (p *pass) facts(owner, field string) (catalog.Facts, bool) {
	if facts, ok := catalog.FieldFacts(p.at.Group, p.at.Version, owner, field); ok {
		return facts, true
	}
	// Fields of Pods and of metadata are those of the core group in every kind.
	return catalog.FieldFacts("", "v1", owner, field)
}

// lacking returns the target releases that serve the resource at hand and for which has
// says no.
func (p *pass) lacking(has func(catalog.Minor) bool) []catalog.Range {
	return p.doc.Env().Releases().Lacking(func(m catalog.Minor) bool {
		return p.at.Known != nil && p.at.Known.In(m) != catalog.Served || has(m)
	})
}

// once returns problems with one for each thing that not all target releases have: what
// the newest one refuses as well is said in its words, and what it drops without a word
// is refused by the others.
func once(problems []Problem) []Problem {
	said := map[string]map[text.Span]bool{"schema/bad-enum": {}, "api/field-not-yet": {}}
	for _, x := range problems {
		if spans := said[x.Code]; spans != nil {
			spans[x.Span] = true
		}
	}
	return slices.DeleteFunc(problems, func(x Problem) bool {
		return x.Code == "api/value-not-yet" && said["schema/bad-enum"][x.Span] ||
			x.Code == "api/feature-gated-field" && said["api/field-not-yet"][x.Span]
	})
}

// spoken returns the words for releases that lack something: those before it came, those
// after it went, or both.
func spoken(lacking []catalog.Range) string {
	a, b := lacking[0], lacking[len(lacking)-1]
	switch {
	case a == b && a.Oldest == a.Newest:
		return a.Oldest.String()
	case a == b:
		return fmt.Sprintf("1.%d to 1.%d", a.Oldest, a.Newest)
	case a.Oldest == a.Newest && b.Oldest == b.Newest:
		return fmt.Sprintf("1.%d and 1.%d", a.Oldest, b.Oldest)
	case a.Oldest == a.Newest:
		return fmt.Sprintf("1.%d and 1.%d to 1.%d", a.Oldest, b.Oldest, b.Newest)
	case b.Oldest == b.Newest:
		return fmt.Sprintf("1.%d to 1.%d and 1.%d", a.Oldest, a.Newest, b.Oldest)
	}
	return fmt.Sprintf("1.%d to 1.%d and 1.%d to 1.%d", a.Oldest, a.Newest, b.Oldest, b.Newest)
}
