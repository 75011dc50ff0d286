package check

import (
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/rule"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/workspace"
)

// Ignorable returns the problems of a file that a comment on the line about, counted from
// 0 in the document that holds offset, can ignore; of the whole document if about is
// negative. Those that comments hide already are among them, those that the settings or an
// annotation turn off are not. The worst come first, and none of them has fixes.
func Ignorable(w *workspace.World, f *manifest.File, path string, s *config.Settings, offset, about int) []Problem {
	if !f.Claimed() {
		return nil
	}
	d := f.At(offset)
	level := levelOf(d.Document, enforced(f))
	var found []Problem
	for _, p := range merge(document(d.Document), ruled(d.Document, level)) {
		found = append(found, p.at(d))
	}
	found = append(found, acrossFound(w, f, path)...)
	hidden := &hiding{doc: d.Document, noted: annotated(d.Document)}
	var all []Problem
	for _, p := range found {
		here := p.Span.Shift(-d.Start)
		if here.Start < 0 || here.Start > len(d.Text()) || about >= 0 && d.Line(here.Start) != about {
			continue
		}
		p.Severity, p.Fixes = severity(p, s), nil
		if p.Severity != Off && !hidden.hides(p) {
			all = append(all, p)
		}
	}
	slices.SortStableFunc(all, func(a, b Problem) int { return int(a.Severity) - int(b.Severity) })
	return all
}

// Known returns the checks and the rules of an environment, by family: all that a comment
// can name.
func Known(env *manifest.Env) []Info {
	all := slices.Concat(syntaxInfos(), resourceInfos(), acrossInfos(), settingInfos())
	all = slices.DeleteFunc(all, func(i Info) bool { return strings.HasPrefix(i.Code, "ignore/") })
	there := map[string]bool{}
	for _, r := range slices.Concat(rulesOf(env).All(), rule.BuiltIn().All()) { // the first lacks those that are off
		if !there[r.ID] {
			there[r.ID] = true
			all = append(all, infoOf(r))
		}
	}
	return all
}
