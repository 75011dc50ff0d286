package main

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"unicode/utf8"

	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/knowledge/rule"
	"github.com/kubelore/kubelore/server/check"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// report is what a check found.
type report struct {
	// language is that of the messages and of what stands around them.
	language language.Language
	problems []located
	// files counts those with at least one manifest, documents the manifests.
	files, documents int
	// counts holds the number of problems by severity.
	counts [check.Off]int
	// unread is what could not be checked.
	unread []unread
	// texts are the files by path, for the other ends of problems.
	texts map[string]*text.Text
	// rules are those that were looked for.
	rules *rule.Set
}

// end is the other end of a problem.
type end struct {
	check.Related
	file string
	text *text.Text
}

// related returns the other ends of a problem that are in what was checked.
func (r *report) related(p located) []end {
	var all []end
	for _, x := range p.Related {
		if t := r.texts[x.Path]; t != nil {
			all = append(all, end{x, filepath.ToSlash(x.Path), t})
		}
	}
	return all
}

// located is a problem with its place as people count.
type located struct {
	check.Problem
	file                             string
	text                             *text.Text
	line, column, endLine, endColumn int
}

func (r *report) add(name string, f *manifest.File, problems []check.Problem) {
	r.texts[filepath.FromSlash(name)] = f.Text
	if f.Claimed() {
		r.files++
		for _, d := range f.Documents() {
			if len(d.Resources()) > 0 {
				r.documents++
			}
		}
	}
	for _, p := range problems {
		l := located{Problem: p, file: name, text: f.Text}
		l.line, l.column = place(f.Text, p.Span.Start)
		l.endLine, l.endColumn = place(f.Text, p.Span.End)
		r.problems = append(r.problems, l)
		r.counts[p.Severity]++
	}
}

// place returns the line and the column, in code points, of an offset, from 1.
func place(t *text.Text, offset int) (line, column int) {
	l, c := t.Position(offset, text.UTF32)
	return l + 1, c + 1
}

// jsonReport is the report for programs. Its shape is a promise (design.md section 8); what
// it leaves out, such as the other ends of a problem, is in SARIF.
type jsonReport struct {
	Problems []jsonProblem `json:"problems"`
	Summary  jsonSummary   `json:"summary"`
}

type jsonProblem struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`
	Severity  string `json:"severity"`
	Code      string `json:"code"`
	Message   string `json:"message"`
	Field     string `json:"field"`
	Kind      string `json:"kind"`
	Name      string `json:"name"`
	Document  int    `json:"document"`
	Fixable   bool   `json:"fixable"`
}

type jsonSummary struct {
	Files        int `json:"files"`
	Documents    int `json:"documents"`
	Errors       int `json:"errors"`
	Warnings     int `json:"warnings"`
	Informations int `json:"informations"`
	Hints        int `json:"hints"`
}

func writeJSON(w io.Writer, r *report, _ bool) error {
	out := jsonReport{Problems: []jsonProblem{}, Summary: jsonSummary{
		Files: r.files, Documents: r.documents, Errors: r.counts[check.Error], Warnings: r.counts[check.Warning],
		Informations: r.counts[check.Information], Hints: r.counts[check.Hint],
	}}
	for _, p := range r.problems {
		out.Problems = append(out.Problems, jsonProblem{
			File: p.file, Line: p.line, Column: p.column, EndLine: p.endLine, EndColumn: p.endColumn,
			Severity: p.Severity.String(), Code: p.Code, Message: valid(p.Message), Field: p.Field,
			Kind: p.Kind, Name: p.Name, Document: p.Document, Fixable: p.Fixable(),
		})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(out); err != nil {
		return fmt.Errorf("encode the report: %w", err)
	}
	return nil
}

// valid returns s, which may quote a file that is no text, as text.
func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}
