package check

import (
	"path"
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/spell"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// At returns the check whose id stands at an offset of a file, in bytes, and where: in a
// comment that ignores problems or, in a settings file, among the rules.
func At(f *manifest.File, offset int, settings bool) (Info, text.Span, bool) {
	d := f.At(offset)
	span, ok := ignoredAt(d.Document, offset-d.Start)
	if settings {
		span, ok = ruleAt(d.Document, offset-d.Start)
	}
	if !ok {
		return Info{}, text.Span{}, false
	}
	id := strings.Trim(d.Text()[span.Start:span.End], `"'`)
	known := Known(f.Env)
	i := slices.IndexFunc(known, func(x Info) bool { return x.Code == id })
	if i < 0 {
		return Info{}, text.Span{}, false
	}
	return known[i], span.Shift(d.Start), true
}

// ignoredAt returns where the id at an offset stands in a comment that ignores problems.
func ignoredAt(d *manifest.Document, at int) (text.Span, bool) {
	for _, c := range d.Comments() {
		if at < c.Start || at > c.End {
			continue
		}
		list, ok := d.IgnoreList(c)
		if !ok || at < list.Start || at > list.End {
			return text.Span{}, false
		}
		start := list.Start + strings.LastIndexByte(d.Text()[list.Start:at], ',') + 1
		end := list.End
		if i := strings.IndexByte(d.Text()[at:list.End], ','); i >= 0 {
			end = at + i
		}
		return text.Span{Start: start, End: end}, true
	}
	return text.Span{}, false
}

// ruleAt returns where the key at an offset stands in the setting rules.
func ruleAt(d *manifest.Document, at int) (text.Span, bool) {
	n := d.At(at)
	pair := n.Parent()
	if pair.Kind() != syntax.Pair || pair.Key() != n || pair.Parent() != d.Root().Get("rules") {
		return text.Span{}, false
	}
	return n.Span(), true
}

// unknown reports whether no check has an id, or an id that a glob matches, and lets x say
// so. An id that could be that of a pack is not unknown: its rules are not here when they
// are off.
func unknown(env *manifest.Env, id string, x *Problem) bool {
	var codes []string
	families := map[string]bool{}
	for _, check := range slices.Concat(All(), Known(env)) {
		if ok, err := path.Match(id, check.Code); ok && err == nil {
			return false
		}
		family, _, _ := strings.Cut(check.Code, "/")
		families[family] = true
		codes = append(codes, check.Code)
	}
	near, ok := spell.Nearest(id, slices.Values(codes))
	if family, _, _ := strings.Cut(id, "/"); !ok && !families[family] {
		return false
	}
	x.Message = "there is no check " + id
	if ok {
		x.Message += "; did you mean " + near + "?"
	}
	return true
}
