package check

import (
	"strings"

	"github.com/kubelore/kubelore/server/edit"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// Settable reports whether the setting rules has a say in a check. Nobody can use a
// document that kubectl cannot read, nor a setting that is none.
func Settable(code string) bool {
	return !strings.HasPrefix(code, "yaml/") && !strings.HasPrefix(code, "settings/")
}

// TurnOff returns the edits of the content of a settings file after which it turns a
// check off. There are none if that cannot be done without guessing.
func TurnOff(content, code string) []text.Edit {
	documents := syntax.Parse(content, syntax.Options{}).Documents()
	if len(documents) > 1 || len(documents) == 1 && len(documents[0].Problems()) > 0 {
		return nil
	}
	off := edit.Raw("off") // which the server reads as the word that it is
	var root syntax.Node
	if len(documents) == 1 {
		root = documents[0].Root()
	}
	if root.IsZero() || root.Kind() == syntax.Null && root.Span().Start == root.Span().End {
		line := "rules:\n  " + code + ": off\n"
		if content != "" && !strings.HasSuffix(content, "\n") {
			line = "\n" + line
		}
		return []text.Edit{{Span: text.Span{Start: len(content), End: len(content)}, New: line}}
	}
	e := edit.New(content, "")
	switch rules := root.Pair("rules").Value(); {
	case root.Kind() != syntax.Mapping:
		return nil
	case !rules.Pair(code).IsZero():
		e.Set("rules["+code+"]", off)
	default:
		e.Set("rules."+code, off)
	}
	return e.Edits()
}
