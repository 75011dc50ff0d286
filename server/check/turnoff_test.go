package check

import (
	"slices"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/server/config"
)

// TestTurnOff compares what becomes of a settings file with what a person would write.
// An empty want says that nothing is offered.
func TestTurnOff(t *testing.T) {
	const code = "dep/field"
	for name, tt := range map[string]struct{ before, want string }{
		"nothing there":           {"", "rules:\n  dep/field: off\n"},
		"only a comment":          {"# ours", "# ours\nrules:\n  dep/field: off\n"},
		"no rules":                {"language: ja # ours\n", "language: ja # ours\nrules:\n  dep/field: off\n"},
		"no line break":           {"language: ja", "language: ja\nrules:\n  dep/field: off"},
		"other rules":             {"rules:\n    # why\n    api/*: hint  # loud\nlanguage: ja\n", "rules:\n    # why\n    api/*: hint  # loud\n    dep/field: off\nlanguage: ja\n"},
		"a glob that is less":     {"rules:\n  dep/*: hint\n", "rules:\n  dep/*: hint\n  dep/field: off\n"},
		"the rule itself":         {"rules:\n  dep/field: warning # for now\n", "rules:\n  dep/field: off # for now\n"},
		"the rule in quotes":      {"rules: {\"dep/field\": \"warning\"}\n", "rules: {\"dep/field\": off}\n"},
		"rules in brackets":       {"rules: {api/*: hint}\n", "rules: {api/*: hint, dep/field: off}\n"},
		"rules of nothing":        {"rules:\nlanguage: ja\n", "rules:\n  dep/field: off\nlanguage: ja\n"},
		"lines of Windows":        {"language: ja\r\n", "language: ja\r\nrules:\r\n  dep/field: off\r\n"},
		"no mapping":              {"- a\n", ""},
		"half typed":              {"rules: {api/*: \n", ""},
		"rules that are no map":   {"rules: [a]\n", ""},
		"rules behind an alias":   {"x: &a {api/*: hint}\nrules: *a\n", ""},
		"two documents":           {"language: ja\n---\nlanguage: en\n", ""},
		"what is off stays as is": {"rules:\n  dep/field: off\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := tt.before
			edits := TurnOff(tt.before, code)
			for _, x := range slices.Backward(edits) {
				got = got[:x.Span.Start] + x.New + got[x.Span.End:]
			}
			if tt.want == "" {
				if len(edits) > 0 {
					t.Errorf("got\n%s\nwant no edits", got)
				}
				return
			}
			if got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
			before, _ := config.ParseFile([]byte(tt.before))
			after, problems := config.ParseFile([]byte(got))
			if len(problems) > 0 || after.Severity(code) != "off" || after.Chosen != before.Chosen || before.Severity("api/x") != after.Severity("api/x") {
				t.Errorf("read as %+v, %v", after, problems)
			}
		})
	}
}

// TestSettable holds that a severity that an action turns off is looked at.
func TestSettable(t *testing.T) {
	for _, info := range All() {
		family, _, _ := strings.Cut(info.Code, "/")
		if want := family != "yaml" && family != "settings"; Settable(info.Code) != want {
			t.Errorf("%s can be set: %t, want %t", info.Code, !want, want)
		}
	}
}
