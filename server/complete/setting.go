package complete

import (
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/card"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// InSettings returns the items for offset, in bytes of a settings file: names of settings
// that are not there yet, what a setting can be, and ids of checks where their severity is
// set. It goes by lines, as the file is flat and most lines are half typed.
func InSettings(f *manifest.File, offset int, checks Checks) []Item {
	content := f.Text.String()
	start := strings.LastIndexByte(content[:offset], '\n') + 1
	before := content[start:offset]
	before, quote := openQuote(before)
	if strings.ContainsAny(before, "#{}[]\"'") {
		return nil
	}
	typed := strings.TrimLeft(before, " ")
	indent := len(before) - len(typed)
	s := settingAt(f, content[:start], indent)
	key, value, isValue := strings.Cut(typed, ":")
	switch {
	case !isValue && strings.Contains(typed, " "):
		return nil
	case !isValue && quote != "":
		return nil
	case !isValue:
		return s.keys(offset-len(typed), offset, checks)
	case value != "" && value[0] != ' ':
		return nil
	}
	value = strings.TrimLeft(value, " ")
	items := s.values(key, offset-len(value), offset, len(before) == len(strings.TrimRight(before, " ")))
	if quote == "" {
		return items
	}
	for i := range items {
		items[i].quote(quote, content[offset:])
	}
	return items
}

// openQuote returns the text before a cursor without the quote that its last word begins
// with, and the quote, or the text as it is.
func openQuote(before string) (without, quote string) {
	i := strings.LastIndexAny(before, "\"'")
	if i < 1 || before[i-1] != ' ' {
		return before, ""
	}
	return before[:i] + before[i+1:], before[i : i+1]
}

// quote writes the item between quotes of which the first is there, and the last perhaps.
func (x *Item) quote(quote, after string) {
	x.Edit.Span.Start--
	if strings.HasPrefix(after, quote) {
		x.Edit.Span.End++
	}
	x.Edit.New = quote + strings.Trim(x.Edit.New, ` "`) + quote
	x.Filter = quote + x.Filter + quote
}

// settings are where in a settings file something is to be completed.
type settings struct {
	file *manifest.File
	// known are the settings that fit, and of is the one that holds them, or nil.
	known []config.Setting
	of    *config.Setting
	// written are the keys that are there.
	written []string
}

// settingAt finds what fits at an indentation below some lines.
func settingAt(f *manifest.File, above string, indent int) settings {
	s := settings{file: f, known: config.All()}
	root := f.Documents()[0].Root()
	if indent == 0 {
		for c := range root.Children() {
			s.written = append(s.written, c.Key().Text())
		}
		return s
	}
	s.known = nil
	lines := strings.Split(above, "\n")
	for _, line := range slices.Backward(lines) {
		key, _, ok := strings.Cut(line, ":")
		if ok && key != "" && key[0] != ' ' && key[0] != '#' {
			all := config.All()
			if i := slices.IndexFunc(all, func(x config.Setting) bool { return x.Name == key }); i >= 0 {
				s.of, s.known = &all[i], all[i].Parts
			}
			for c := range root.Pair(key).Value().Children() {
				s.written = append(s.written, c.Key().Text())
			}
			break
		}
	}
	return s
}

// keys offers names that are not there yet.
func (s settings) keys(from, to int, checks Checks) []Item {
	var items []Item
	offer := func(name, detail string, c func() *card.Card) {
		if !slices.Contains(s.written, name) || s.file.Text.String()[from:to] == name {
			items = append(items, Item{
				Label: name, Kind: Field, Detail: detail, Filter: name, Card: c, Edit: text.Edit{Span: text.Span{Start: from, End: to}, New: name + ": "},
			})
		}
	}
	for _, x := range s.known {
		offer(x.Name, x.Type, func() *card.Card { return s.file.Env.View().Written(x.Name, x.Doc, "") })
	}
	if s.of != nil && s.of.Name == "rules" {
		families := map[string]bool{}
		for _, c := range checks.All() {
			if family, _, ok := strings.Cut(c.ID, "/"); ok && !families[family] {
				families[family] = true
				offer(family+"/*", "", nil)
			}
			offer(c.ID, c.Says, c.Card)
		}
	}
	return items
}

// values offers what a setting can be. Releases are in quotes: 1.30 is no number.
func (s settings) values(key string, from, to int, glued bool) []Item {
	var all []string
	quoted := ""
	for _, x := range s.known {
		if x.Name == key {
			all = x.Values
			if x.Name == "kubernetesVersion" {
				quoted = `"`
			}
			if x.Type == "bool" {
				all = []string{"true", "false"}
			}
		}
	}
	if s.of != nil && len(s.of.Parts) == 0 && s.of.Type == "map" {
		all = s.of.Values
	}
	space := ""
	if glued && from == to {
		space = " "
	}
	items := []Item{}
	for _, v := range all {
		if v == "" {
			continue // that is to say nothing
		}
		items = append(items, Item{
			Label: v, Kind: Value, Filter: v, Edit: text.Edit{Span: text.Span{Start: from, End: to}, New: space + quoted + v + quoted},
		})
	}
	return items
}
