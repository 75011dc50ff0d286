package rule

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/kubelore/kubelore/knowledge/language"
)

// An Error says what is wrong in a file of rules, and on which line of it, from 1.
type Error struct {
	Line    int
	Message string
}

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Message) }

// written is a rule as it is written.
type written struct {
	ID          string
	Severity    string
	Off         bool
	On          string
	Kinds       []string
	APIVersions []string `yaml:"apiVersions"`
	Each        string
	When        yaml.Node
	At          string
	Key         bool
	Level       string
	EN, JA      texts
	Concept     string
	Evidence    string
	Fix         *writtenFix
}

type texts struct{ Message, Says, Because, Remedy string }

type writtenFix struct {
	EN, JA string
	Safe   bool
	When   yaml.Node
	Steps  []yaml.Node
}

var (
	idPattern  = regexp.MustCompile(`^[a-z][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)+$`)
	severities = []string{"warning", "information", "hint"}
)

// Parse reads a file with a list of rules, and compiles every condition in it, so
// that a mistake is found before the rule is used. The error is an [*Error].
func Parse(content string) ([]*Rule, error) {
	rules, err := read(content)
	if err != nil {
		return nil, err
	}
	for _, r := range rules {
		if err := r.compile(); err != nil {
			return nil, err
		}
	}
	return rules, nil
}

// read reads a file with a list of rules without a look at the conditions.
func read(content string) ([]*Rule, error) {
	var list yaml.Node
	if err := yaml.Unmarshal([]byte(content), &list); err != nil {
		return nil, &Error{lineIn(err), "this is no YAML: " + strings.TrimPrefix(err.Error(), "yaml: ")}
	}
	if len(list.Content) == 0 || list.Content[0].Kind != yaml.SequenceNode {
		return nil, &Error{1, "a file of rules is a list"}
	}
	var rules []*Rule
	for _, node := range list.Content[0].Content {
		r, err := readRule(node)
		if err != nil {
			return nil, err
		}
		rules = append(rules, r)
	}
	return rules, nil
}

func readRule(node *yaml.Node) (*Rule, error) {
	var w written
	if err := knownKeys(node); err != nil {
		return nil, err
	}
	if err := node.Decode(&w); err != nil {
		return nil, &Error{cmp.Or(lineIn(err), node.Line), strings.TrimPrefix(err.Error(), "yaml: ")}
	}
	r := &Rule{
		ID: w.ID, Severity: w.Severity, Off: w.Off, On: cmp.Or(Scope(w.On), Object), Kinds: w.Kinds, APIVersions: w.APIVersions,
		Each: w.Each, At: w.At, Key: w.Key, Level: w.Level, Concept: w.Concept, Evidence: w.Evidence,
		Message: language.Text{EN: w.EN.Message, JA: w.JA.Message},
		Says:    language.Text{EN: cmp.Or(w.EN.Says, w.EN.Message), JA: cmp.Or(w.JA.Says, w.JA.Message)},
		Because: language.Text{EN: w.EN.Because, JA: w.JA.Because},
		Remedy:  language.Text{EN: w.EN.Remedy, JA: w.JA.Remedy},
		when:    expression{source: w.When.Value, line: lineOfText(&w.When)},
	}
	wrong := ""
	switch {
	case !idPattern.MatchString(r.ID):
		wrong = "id must be a family, a slash and words, such as acme/no-owner"
	case !slices.Contains(severities, r.Severity):
		wrong = "severity must be one of " + strings.Join(severities, ", ") + "; errors are left to the API server"
	case r.On != Object && r.On != Pod && r.On != Container:
		wrong = "on must be object, pod or container"
	case w.When.Value == "":
		wrong = "when, the condition in CEL, is missing"
	case r.Message.EN == "":
		wrong = "en.message is missing"
	case r.Level != "" && r.Level != "baseline" && r.Level != "restricted":
		wrong = "level must be baseline or restricted"
	}
	if wrong != "" {
		return nil, &Error{node.Line, wrong}
	}
	for i, text := range []string{r.Message.EN, r.Message.JA} {
		r.messages[i] = templateOf(text, node.Line)
	}
	r.at = templateOf(r.At, node.Line)
	if w.Fix != nil {
		fix, err := readFix(w.Fix, node.Line)
		if err != nil {
			return nil, err
		}
		r.Fix = fix
	}
	return r, nil
}

// keys are those of a rule.
var keys = []string{
	"id", "severity", "off", "on", "kinds", "apiVersions", "each", "when", "at", "key", "level", "en", "ja", "concept", "evidence", "fix",
}

func knownKeys(node *yaml.Node) error {
	if node.Kind != yaml.MappingNode {
		return &Error{node.Line, "a rule is a mapping"}
	}
	for i := 0; i < len(node.Content); i += 2 {
		if k := node.Content[i]; !slices.Contains(keys, k.Value) {
			return &Error{k.Line, fmt.Sprintf("a rule has no %s; it has %s", k.Value, strings.Join(keys, ", "))}
		}
	}
	return nil
}

func readFix(w *writtenFix, line int) (*Fix, error) {
	fix := &Fix{Title: language.Text{EN: w.EN, JA: w.JA}, Safe: w.Safe}
	if w.EN == "" || len(w.Steps) == 0 {
		return nil, &Error{line, "a fix needs a title (en) and steps"}
	}
	if w.When.Value != "" {
		fix.when = &expression{source: w.When.Value, line: lineOfText(&w.When)}
	}
	for i := range w.Steps {
		node := &w.Steps[i]
		if node.Kind != yaml.MappingNode || len(node.Content) != 2 {
			return nil, &Error{node.Line, "a step is set: {path: value}, delete: path or rename: {path: name}"}
		}
		step := Step{Kind: StepKind(node.Content[0].Value)}
		switch what := node.Content[1]; {
		case step.Kind == Drop && what.Kind == yaml.ScalarNode:
			step.Path = what.Value
		case (step.Kind == Put || step.Kind == Rename) && what.Kind == yaml.MappingNode && len(what.Content) == 2:
			step.Path, step.Value = what.Content[0].Value, plain(what.Content[1])
		default:
			return nil, &Error{node.Line, "a step is set: {path: value}, delete: path or rename: {path: name}"}
		}
		step.path = templateOf(step.Path, node.Line)
		if s, ok := step.Value.(string); ok {
			step.text = templateOf(s, node.Line)
		}
		fix.Steps = append(fix.Steps, step)
	}
	return fix, nil
}

// plain returns a node as a value to write.
func plain(node *yaml.Node) any {
	switch node.Kind {
	case yaml.MappingNode:
		pairs := []Pair{}
		for i := 0; i < len(node.Content); i += 2 {
			pairs = append(pairs, Pair{node.Content[i].Value, plain(node.Content[i+1])})
		}
		return pairs
	case yaml.SequenceNode:
		items := []any{}
		for _, item := range node.Content {
			items = append(items, plain(item))
		}
		return items
	default:
		var v any
		if err := node.Decode(&v); err != nil {
			return node.Value
		}
		return v
	}
}

// lineOfText returns the line on which the text of a scalar begins.
func lineOfText(node *yaml.Node) int {
	if node.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return node.Line + 1
	}
	return node.Line
}

// lineIn returns the line that an error of the YAML library names, or 1.
func lineIn(err error) int {
	line := 1
	if _, after, ok := strings.Cut(err.Error(), "line "); ok {
		_, _ = fmt.Sscan(after, &line) // not every error names one
	}
	return line
}
