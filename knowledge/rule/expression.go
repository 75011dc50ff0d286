package rule

import (
	"fmt"
	"strings"
	"sync"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/ext"
	"github.com/google/cel-go/interpreter"
)

// mostCost is what one condition may cost, in the unit of CEL: about one for each
// step. A rule of a pack must not be able to hang an editor.
const mostCost = 20_000

// variables are the names that a condition may use.
var variables = []string{"object", "kind", "pod", "container", "role", "it", "key", "index", "target", "oldest"}

// environment is what conditions are compiled in.
var environment = sync.OnceValues(func() (*cel.Env, error) {
	options := []cel.EnvOption{cel.OptionalTypes(), cel.DefaultUTCTimeZone(true), ext.Strings()}
	for _, name := range variables {
		options = append(options, cel.Variable(name, cel.DynType))
	}
	return cel.NewEnv(append(options, functions()...)...)
})

// An expression is compiled once, when it is first needed.
type expression struct {
	source string
	// line is where it begins in the file of the rule.
	line int
	once sync.Once
	// program counts what it costs, and quick does not, which takes half the time.
	program, quick cel.Program
	err            error
}

// compile returns the program. The error is an [*Error] at the line of the mistake.
func (e *expression) compile() (cel.Program, error) {
	e.once.Do(func() {
		env, err := environment()
		if err != nil {
			e.err = &Error{e.line, err.Error()}
			return
		}
		ast, issues := env.Compile(e.source)
		if issues.Err() != nil {
			first := issues.Errors()[0]
			e.err = &Error{e.line + max(first.Location.Line()-1, 0), "the condition is no CEL: " + first.Message}
			return
		}
		e.program, err = env.Program(ast, cel.CostLimit(mostCost), cel.EvalOptions(cel.OptOptimize))
		if err == nil {
			e.quick, err = env.Program(ast, cel.EvalOptions(cel.OptOptimize))
		}
		if err != nil {
			e.err = &Error{e.line, "the condition cannot be used: " + err.Error()}
		}
	})
	return e.program, e.err
}

// eval returns the value, or nil if there is none: a condition about something that
// is not as it should be does not hold.
func (e *expression) eval(at *values) ref.Val {
	program, err := e.compile()
	if err != nil || at.budget <= 0 {
		return nil
	}
	if at.small {
		program = e.quick
	}
	v, details, err := program.Eval(at)
	if details != nil && details.ActualCost() != nil {
		at.budget -= int(*details.ActualCost())
	}
	if err != nil {
		return nil
	}
	return v
}

// values are what the variables of a condition stand for.
type values struct {
	object, kind, pod, container, role, it, key, index, target, oldest ref.Val
	// budget is what all conditions may still cost together.
	budget int
	// small says that the object is too small for a condition of ours to cost much.
	small bool
}

// ResolveName returns the value of a variable.
func (v *values) ResolveName(name string) (any, bool) {
	var found ref.Val
	switch name {
	case "object":
		found = v.object
	case "kind":
		found = v.kind
	case "pod":
		found = v.pod
	case "container":
		found = v.container
	case "role":
		found = v.role
	case "it":
		found = v.it
	case "key":
		found = v.key
	case "index":
		found = v.index
	case "target":
		found = v.target
	case "oldest":
		found = v.oldest
	}
	return found, found != nil
}

// Parent returns nil: there is nothing around.
func (*values) Parent() interpreter.Activation { return nil }

func valueOf(v any) ref.Val { return types.DefaultTypeAdapter.NativeToValue(v) }

// A template is a text with expressions in braces.
type template struct {
	// texts are what stands around the expressions, in front to behind.
	texts []string
	exprs []*expression
}

func templateOf(s string, line int) template {
	t := template{}
	for {
		before, rest, ok := strings.Cut(s, "{")
		source, after, closed := strings.Cut(rest, "}")
		if !ok || !closed {
			t.texts = append(t.texts, s)
			return t
		}
		t.texts = append(t.texts, before)
		t.exprs = append(t.exprs, &expression{source: source, line: line})
		s = after
	}
}

// whole reports whether the text is nothing but one expression.
func (t template) whole() bool { return len(t.exprs) == 1 && t.texts[0] == "" && t.texts[1] == "" }

// fill returns the text, and false if an expression has no value.
func (t template) fill(at *values) (string, bool) {
	if len(t.exprs) == 0 {
		return t.texts[0], true
	}
	var b strings.Builder
	for i, e := range t.exprs {
		v := e.eval(at)
		if v == nil || types.IsError(v) {
			return "", false
		}
		b.WriteString(t.texts[i])
		b.WriteString(fmt.Sprint(v.Value()))
	}
	b.WriteString(t.texts[len(t.exprs)])
	return b.String(), true
}

func (t template) compile() error {
	for _, e := range t.exprs {
		if _, err := e.compile(); err != nil {
			return err
		}
	}
	return nil
}

// compile compiles everything in a rule. The error is an [*Error].
func (r *Rule) compile() error {
	if _, err := r.when.compile(); err != nil {
		return err
	}
	parts := []template{r.messages[0], r.messages[1], r.at}
	if r.Fix != nil && r.Fix.when != nil {
		if _, err := r.Fix.when.compile(); err != nil {
			return err
		}
	}
	if r.Fix != nil {
		for _, s := range r.Fix.Steps {
			parts = append(parts, s.path, s.text)
		}
	}
	for _, t := range parts {
		if err := t.compile(); err != nil {
			return err
		}
	}
	return nil
}
