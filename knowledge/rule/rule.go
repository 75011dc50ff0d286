// Package rule holds the rules beyond what the API server refuses: what it accepts
// and should not have been written. Each rule is data: an id, a condition in CEL, the
// place that it means, texts in English and Japanese, and a fix.
//
// It knows decoded objects and API paths. It deliberately knows no positions, no files
// and no other object than the one it is given; rules about several objects stand
// elsewhere.
package rule

import (
	"embed"
	"fmt"
	"path"
	"sync"

	"github.com/kubelore/kubelore/knowledge/language"
)

// A Scope says what a rule looks at, once for each.
type Scope string

// The scopes. Pod is the spec of each Pod or Pod template in a resource, and Container
// each container of one, sidecars and init containers included.
const (
	Object    Scope = "object"
	Pod       Scope = "pod"
	Container Scope = "container"
)

// A Rule is one thing to look for.
type Rule struct {
	// ID is stable: family/words.
	ID string
	// Severity is warning, information or hint. Off says that it is not reported
	// unless the settings name a severity.
	Severity string
	Off      bool
	// On is what the rule looks at, and Kinds are the kinds of resources that it is
	// about; none are all. APIVersions limits it to some of their versions.
	On                 Scope
	Kinds, APIVersions []string
	// Each is a path of items below the object of On, such as ports[*], or several with
	// " | " between them; the condition holds for each of the items. It is empty for the object itself.
	Each string
	// At is the path of the place that is meant, from the item. Of what is not
	// written, the deepest that is counts.
	At string
	// Key says that the key of the place is meant, not its value.
	Key bool
	// Level is the Pod Security level, baseline or restricted, that the rule belongs
	// to, or empty.
	Level string
	// Message says what is wrong here, with expressions in braces. Says is the same in
	// general, Because why it matters and Remedy what to do.
	Message, Says, Because, Remedy language.Text
	// Concept is the ID of the entry that explains more, or empty.
	Concept string
	// Fix is the way out, or nil.
	Fix *Fix
	// Evidence says where it is known from.
	Evidence string

	// trusted says that the rule is built in, and its condition is known to be cheap.
	trusted  bool
	when     expression
	messages [2]template
	at       template
}

// A Fix changes the item that a rule found. Paths count from the item.
type Fix struct {
	Title language.Text
	// Safe fixes are right without a doubt.
	Safe bool
	// Steps are done in order.
	Steps []Step
	// when says in which cases there is a fix; nil is always.
	when *expression
}

// A StepKind is what a step of a fix does.
type StepKind string

// The kinds of steps.
const (
	// Put writes a value at a path, over what is there.
	Put StepKind = "set"
	// Drop takes the field or item at a path away.
	Drop StepKind = "delete"
	// Rename gives the key at a path another name.
	Rename StepKind = "rename"
)

// A Step is one change.
type Step struct {
	Kind StepKind
	// Path is where.
	Path string
	// Value is what to write there, or the new name. Mappings are []Pair. A text that
	// is one expression in braces is its value, and others are templates.
	Value any

	path, text template
}

// A Pair is one entry of a mapping that a fix writes, in the order of writing.
type Pair struct {
	Key   string
	Value any
}

//go:embed rules/*.yaml
var files embed.FS

// BuiltIn returns the rules of Kubelore. They are read when they are first needed,
// and each condition is compiled when it is.
var BuiltIn = sync.OnceValue(func() *Set {
	entries, err := files.ReadDir("rules")
	if err != nil {
		panic(err)
	}
	var all []*Rule
	for _, entry := range entries {
		content, err := files.ReadFile(path.Join("rules", entry.Name()))
		if err != nil {
			panic(err)
		}
		rules, err := read(string(content))
		if err != nil {
			panic(fmt.Sprintf("%s: %v", entry.Name(), err))
		}
		for _, r := range rules {
			r.trusted = true
		}
		all = append(all, rules...)
	}
	return newSet(all)
})

// Default returns the built-in rules that are looked for if the settings say nothing.
var Default = sync.OnceValue(func() *Set { return BuiltIn().For(func(string) string { return "" }) })

// For returns the set without the rules that are never reported: those that settings
// turn off, and those that are off and that settings do not mention. Severity is what
// they say of an id, or empty. Rules of a Pod Security level stay, as a level asks for
// them.
func (s *Set) For(severity func(id string) string) *Set {
	var all []*Rule
	for _, r := range s.all {
		if word := severity(r.ID); word != "off" && (word != "" || !r.Off || r.Level != "") {
			all = append(all, r)
		}
	}
	return newSet(all)
}

// A Set holds rules, by the kinds that they are about.
type Set struct {
	all []*Rule
	// byKind holds the rules that name a kind, and general those that name none.
	byKind  map[string][]*Rule
	general []*Rule
}

func newSet(all []*Rule) *Set {
	s := &Set{all: all, byKind: map[string][]*Rule{}}
	for _, r := range all {
		if len(r.Kinds) == 0 {
			s.general = append(s.general, r)
		}
		for _, kind := range r.Kinds {
			s.byKind[kind] = append(s.byKind[kind], r)
		}
	}
	return s
}

// With returns the set with more rules.
func (s *Set) With(more []*Rule) *Set {
	if len(more) == 0 {
		return s
	}
	return newSet(append(append([]*Rule{}, s.all...), more...))
}

// All returns the rules. The caller must not change the slice.
func (s *Set) All() []*Rule { return s.all }
