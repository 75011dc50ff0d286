// Package check finds what is wrong in a file, with fixes.
//
// It knows the syntax errors that kubectl would stop at, the schema of built-in
// kinds and which versions the target release serves. It reports only what is
// certain: a value that it does not understand is left alone. It deliberately
// knows no protocol and no other file.
package check

import (
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/manifest"
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
}

// A Fix is a change that makes a problem go away.
type Fix struct {
	// Title says what the fix does, as an order: "Change to replicas".
	Title string
	// Edits do not overlap; their spans are bytes of the file before any of them.
	Edits []text.Edit
	// Preferred fixes are right without a doubt and may be applied in bulk.
	Preferred bool
}

// File returns the problems of a file in order of position. Problems of
// documents are remembered with them, so after an edit only the documents that
// changed are checked again.
func File(f *manifest.File, s *config.Settings) []Problem { panic("not implemented") }
