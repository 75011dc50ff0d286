// Package check finds what is wrong in a file, with fixes.
//
// It knows the syntax errors that kubectl stops at, the schema of the kinds, which
// versions the target release serves, and it places on the right node what the
// API server's own code says (package apiserver). Across knows what only other files
// show. It reports only what is certain: a value that it does not understand is left
// alone. It deliberately knows no protocol.
package check

import (
	"cmp"
	"slices"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// A Severity says how bad a problem is (design.md section 6).
type Severity uint8

// The severities, worst first. Off problems are not reported.
const (
	Error Severity = iota
	Warning
	Information
	Hint
	Off
)

// String returns the word for s in settings and output.
func (s Severity) String() string { return config.Severities[s] }

// In returns the word for s that people read in a language.
func (s Severity) In(l language.Language) string {
	return language.Text{EN: s.String(), JA: [...]string{"エラー", "警告", "情報", "ヒント", "無効"}[s]}.In(l)
}

// A Problem is something wrong in a file.
type Problem struct {
	// Span is where, in bytes of the file.
	Span     text.Span
	Severity Severity
	// Code is the stable id of the check, such as "schema/unknown-field".
	Code    string
	Message string
	// Field is the API path of the field, empty for syntax.
	Field string
	// Kind and Name are those of the resource, as far as they are written.
	Kind, Name string
	// Document is the index of the document in the file, from 0.
	Document int
	// Deprecated and Unnecessary tell an editor how to draw the span.
	Deprecated, Unnecessary bool
	// Fixes are the ways out, the best first.
	Fixes []Fix
	// Related are the other ends of the problem.
	Related []Related
	// quoted says that Message is a sentence of the API server, and why is what we add.
	quoted bool
	why    string
	// ruled says that a rule found it, so that Message is in the language of the user.
	ruled bool
}

// Fixable reports whether a fix is right without a doubt.
func (p Problem) Fixable() bool {
	return slices.ContainsFunc(p.Fixes, func(f Fix) bool { return f.Preferred && len(f.Make()) > 0 })
}

// A Fix is a change that makes a problem go away.
type Fix struct {
	// Title says what the fix does, as an order: "Change to replicas".
	Title string
	// Edits do not overlap; their spans are bytes of the file before any of them.
	Edits []text.Edit
	// Preferred fixes are right without a doubt and may be applied in bulk.
	Preferred bool
	// Ignores says that the fix hides the problem.
	Ignores bool
	// Look says why an author should look at what the fix does.
	Look Look
	// later makes the edits when they are asked for, with spans from the start of the
	// document, and shift is where that stands in the file.
	later func() []text.Edit
	shift int
}

// A Look is why an author should look at what a fix does.
type Look uint8

// The reasons to look.
const (
	// NoLook is none: what the fix does is in its title.
	NoLook Look = iota
	// Rewrites says that fields change in many places, and that the meaning stays.
	Rewrites
	// Judged says that it depends on the program whether the fix is right.
	Judged
)

// Make returns the edits, which do not overlap. There are none if the fix turns out
// not to be one.
func (f Fix) Make() []text.Edit {
	if f.later == nil {
		return f.Edits
	}
	edits := slices.Clone(f.later())
	for i := range edits {
		edits[i].Span = edits[i].Span.Shift(f.shift)
	}
	return edits
}

// most is how many problems of one document are reported. A file with more is no
// manifest, and an editor that draws them all is of no use.
const most = 500

// File returns the problems of a file in order of position. Problems of
// documents are remembered with them, so after an edit only the documents that
// changed are checked again.
func File(f *manifest.File, s *config.Settings) []Problem {
	if !f.Claimed() {
		return nil
	}
	var all []Problem
	levels := enforced(f)
	for _, d := range f.Documents() {
		for _, p := range checked(d.Document, levelOf(d.Document, levels)) {
			if p.Severity = severity(p, s); p.Severity == Off {
				continue
			}
			all = append(all, p.at(d))
		}
	}
	return all
}

// large is the size, in bytes, from which it is worth to check the documents of a file at
// the same time.
const large = 256 << 10

// Ahead returns the checks of the documents of a large file that were not made yet. Who
// makes them at the same time, before File and Across, has these find the work done.
func Ahead(f *manifest.File) []func() {
	if f.Text.Len() < large {
		return nil
	}
	levels := enforced(f)
	var all []func()
	for _, d := range f.Documents() {
		if manifest.Remembers(d.Document, memory{}) {
			continue
		}
		all = append(all, func() {
			// Who asks for the problems meets the same panic, where it is guarded.
			defer func() { _ = recover() }()
			checked(d.Document, levelOf(d.Document, levels))
		})
	}
	return all
}

// at returns p as it stands in the file.
func (p Problem) at(d manifest.Placed) Problem {
	p.Span = p.Span.Shift(d.Start)
	p.Document = d.Index
	if d.Start == 0 || len(p.Fixes) == 0 {
		return p
	}
	p.Fixes = slices.Clone(p.Fixes)
	for i, fix := range p.Fixes {
		p.Fixes[i].shift = d.Start
		p.Fixes[i].Edits = slices.Clone(fix.Edits)
		for j := range fix.Edits {
			p.Fixes[i].Edits[j].Span = fix.Edits[j].Span.Shift(d.Start)
		}
	}
	return p
}

// severity returns what the settings make of a problem.
func severity(p Problem, s *config.Settings) Severity {
	if word := s.Severity(p.Code); word != "" {
		return Severity(slices.Index(config.Severities, word))
	}
	if s.YAMLCoexistence && anyYAML(p.Code) {
		return Off
	}
	return p.Severity
}

// memory is the key under which the problems of a document are remembered.
type memory struct{}

// document returns the problems of one document, with spans that count from its
// start.
func document(d *manifest.Document) []Problem {
	return manifest.Remember(d, memory{}, func() []Problem {
		p := &pass{doc: d}
		p.syntax()
		if len(d.Resources()) == 0 {
			p.unclaimed()
		}
		for _, r := range d.Resources() {
			p.resource(r)
		}
		slices.SortStableFunc(p.problems, func(a, b Problem) int {
			return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End))
		})
		translate(p.problems, d.Env().Language)
		return p.problems
	})
}

// whole is what is remembered of a document at a Pod Security level.
type whole struct{ level string }

// checked returns the problems of a document, those that rules find included.
func checked(d *manifest.Document, level string) []Problem {
	return manifest.Remember(d, whole{level}, func() []Problem {
		all := suppress(d, merge(document(d), ruled(d, level)))
		for i, p := range all {
			if fix, ok := ignoreFix(d, p); ok && p.ruled {
				list := []Problem{{Fixes: []Fix{fix}, quoted: true}}
				translate(list, d.Env().Language)
				all[i].Fixes = append(slices.Clone(p.Fixes), list[0].Fixes...)
			}
		}
		slices.SortStableFunc(all, func(a, b Problem) int {
			return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End))
		})
		return all
	})
}

// pass is the checking of one document.
type pass struct {
	doc      *manifest.Document
	problems []Problem
	// loose counts the values around whose decoders ignore fields that they do not know.
	loose int
	// full says that no more problems are taken.
	full bool
	// broken says that kubectl cannot read the document, so that nobody knows what
	// the API server would say.
	broken bool
	// partial says that the document is a template: its values are not there yet.
	partial bool

	// What follows is of the resource at hand.
	at *manifest.Resource
	// instead holds the values that the API server is given in the place of bad
	// ones, or syntax.LeaveOut.
	instead map[syntax.Node]any
	// bad are the values that cannot be decoded as written.
	bad []syntax.Node
	// aliased counts the values that were looked at by aliases.
	aliased int
	// meant are the API paths of the fields that misspelt keys were meant to be.
	meant map[string]bool
}

// report adds a problem of the resource at hand.
func (p *pass) report(x Problem) {
	if p.full {
		return
	}
	if p.at != nil {
		x.Kind, x.Name = p.at.Kind, p.at.Name
	}
	if p.full = len(p.problems) == most; p.full {
		x = Problem{Span: x.Span, Severity: Information, Code: "yaml/too-many", Message: "this document has more problems than are shown"}
	}
	p.problems = append(p.problems, x)
}

// resource checks one resource.
func (p *pass) resource(r *manifest.Resource) {
	p.at, p.instead, p.bad, p.aliased, p.meant = r, map[syntax.Node]any{}, nil, 0, map[string]bool{}
	defer func() { p.at = nil }()
	if !p.identity(r) || r.Type == nil || r.Borrowed {
		return
	}
	p.schema(r)
	if !p.broken && !p.partial && !p.full {
		p.server(r)
	}
	if p.doc.Env().Releases().Oldest < catalog.Newest {
		p.problems = once(p.problems)
	}
}

// unclaimed reports a document that no kind can be told of, among others.
func (p *pass) unclaimed() {
	root := p.doc.Root()
	switch root.Kind() {
	case syntax.Mapping:
		if p.partial || p.broken {
			return
		}
		p.report(Problem{
			Span: root.First().Key().Span(), Code: "schema/missing-required",
			Message: "apiVersion and kind are missing, so nobody can tell what this is; write them first",
		})
	case syntax.Sequence, syntax.Scalar:
		if p.broken || len(p.doc.Problems()) > 0 || p.partial {
			return
		}
		p.report(Problem{
			Span: start(p.doc, root), Code: "schema/wrong-type",
			Message: "a manifest is a mapping with apiVersion and kind",
		})
	case syntax.NoNode, syntax.Pair, syntax.Item, syntax.Alias, syntax.Null, syntax.Error:
	}
}
