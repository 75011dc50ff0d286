package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// lineMark begins the messages about a settings file for those who see no place.
var lineMark = regexp.MustCompile(`^line \d+: `)

// Settings returns the problems of a settings file, in order of position: its syntax, and
// settings that cannot be used, at their keys.
func Settings(f *manifest.File) []Problem {
	var all []Problem
	for _, d := range f.Documents() {
		for _, p := range document(d.Document) {
			if strings.HasPrefix(p.Code, "yaml/") {
				all = append(all, p.at(d))
			}
		}
	}
	if len(all) > 0 || len(f.Documents()) == 0 {
		return all // what is half typed says nothing yet
	}
	d := f.Documents()[0]
	_, problems := config.ParseFile([]byte(f.Text.String()))
	for _, x := range problems {
		p := Problem{Span: settingSpan(d.Root(), x.Setting), Severity: Warning, Code: "settings/invalid", Field: x.Setting}
		p.Message = fmt.Sprintf("the setting %s: %s", x.Setting, lineMark.ReplaceAllString(x.Message, ""))
		all = append(all, p.at(d))
	}
	for c := range d.Root().Get("rules").Target().Children() {
		p := Problem{Severity: Warning, Code: "settings/invalid", Field: "rules." + c.Key().Text()}
		if c.Kind() == syntax.Pair && unknown(f.Env, c.Key().Text(), &p) {
			p.Span = keySpan(c)
			all = append(all, p.at(d))
		}
	}
	translate(all, f.Env.Language)
	slices.SortStableFunc(all, func(a, b Problem) int { return a.Span.Start - b.Span.Start })
	return all
}

// settingSpan returns where a setting stands, such as rules.api/*: its key, or the first
// line if it is not there.
func settingSpan(root syntax.Node, name string) text.Span {
	name, rest, _ := strings.Cut(name, ".")
	pair := root.Pair(name)
	if pair.IsZero() {
		return text.Span{Start: root.Span().Start, End: root.Span().Start + len(firstLine(root.Source()))}
	}
	if inner := pair.Value().Pair(rest); !inner.IsZero() {
		pair = inner
	}
	return keySpan(pair)
}

func settingInfos() []Info {
	return []Info{{
		Code: "settings/invalid", Severity: Warning, Says: say("A setting in .kubelore.yaml is unknown or has a value that it cannot have."),
		Because: say("Its default is used instead."), Remedy: say("Write what the message says; the settings are documented in settings.md."),
	}}
}
