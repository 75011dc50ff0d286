// Package setup plans what an editor's configuration has to hold so that the editor
// starts Kubelore, and what is to be taken away again.
//
// It knows where editors look and how their files are written. It deliberately touches
// no file: it is told what files hold, and says what they are to hold.
package setup

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/language"
)

// A Machine is what a plan depends on.
type Machine struct {
	// OS is the operating system, as GOOS has it.
	OS string
	// Home is the home folder of the user.
	Home string
	// Env returns the value of an environment variable, empty if it is not set.
	Env func(name string) string
	// Read returns the content of a file. It reports false if there is no such file.
	Read func(path string) (content string, ok bool, err error)
	// IsFolder reports whether a path is that of a folder.
	IsFolder func(path string) bool
}

// An Edit is a change of one file.
type Edit struct {
	Path string
	// Before is the content that the file has; nil if there is no file.
	Before *string
	// After is the content that it is to have; nil if it is to be deleted.
	After *string
	// Backup says that what is there is to be kept in another file.
	Backup bool
}

// A Plan is what is to be done for an editor.
type Plan struct {
	// Editor is the name of the editor as people write it.
	Editor string
	// Folder is where the editor has its configuration; empty if nothing is written.
	Folder string
	// Edits are the changes; empty if everything is as it should be.
	Edits []Edit
	// Kept are the files that need no change.
	Kept []string
	// Command is a program to run, with its arguments; usually empty.
	Command []string
	// Notes say what else there is to do or to know.
	Notes []language.Text
}

// Options are what the user asked for.
type Options struct {
	// Remove takes away what an earlier call has written.
	Remove bool
	// Extension is the .vsix file to install in VS Code; empty for none.
	Extension string
}

// A BlockedError is a reason for which a configuration is not touched.
type BlockedError struct {
	// Path is the file that is in the way, and Line its line from 1, 0 for none.
	Path string
	Line int
	// What is wrong, and Do is what to do about it.
	What, Do language.Text
	// Text is what to write by hand; empty for nothing.
	Text string
	// Cause is the error that was met; nil for none.
	Cause error
}

// In returns the problem in a language, as lines.
func (p *BlockedError) In(l language.Language) string {
	var b strings.Builder
	if p.Path != "" {
		b.WriteString(p.Path)
		if p.Line > 0 {
			fmt.Fprintf(&b, ":%d", p.Line)
		}
		b.WriteString(": ")
	}
	b.WriteString(p.What.In(l))
	if p.Cause != nil {
		fmt.Fprintf(&b, ": %v", p.Cause)
	}
	b.WriteString("\n" + p.Do.In(l) + "\n")
	if p.Text != "" {
		b.WriteString("\n" + strings.TrimRight(p.Text, "\n") + "\n")
	}
	return b.String()
}

// Error returns the problem in English.
func (p *BlockedError) Error() string { return strings.TrimRight(p.In(language.English), "\n") }

// Unwrap returns the cause.
func (p *BlockedError) Unwrap() error { return p.Cause }

// plans are those that there is a plan for, by the name on the command line.
var plans = map[string]struct { //nolint:gochecknoglobals // a table
	title string
	plan  func(*planner, Options) error
}{
	"emacs":  {"Emacs", (*planner).emacs},
	"helix":  {"Helix", (*planner).helix},
	"neovim": {"Neovim", (*planner).neovim},
	"vscode": {"VS Code", (*planner).vscode},
	"zed":    {"Zed", (*planner).zed},
}

// Editors returns the names of the editors that there is a plan for, in order.
func Editors() []string {
	return slices.Sorted(maps.Keys(plans))
}

// Make returns the plan for an editor, which is one of Editors. The error is a *BlockedError
// if the configuration is in the way.
func Make(editor string, m Machine, opts Options) (*Plan, error) {
	e, ok := plans[editor]
	if !ok {
		return nil, fmt.Errorf("there is no editor %q; use %s", editor, strings.Join(Editors(), ", "))
	}
	p := &planner{Machine: m, remove: opts.Remove, plan: Plan{Editor: e.title}}
	if err := e.plan(p, opts); err != nil {
		return nil, err
	}
	return &p.plan, nil
}

// planner gathers a plan.
type planner struct {
	Machine
	remove bool
	plan   Plan
}

// note adds a note to the plan; there are none about what was taken away.
func (p *planner) note(en, ja string) {
	if !p.remove {
		p.plan.Notes = append(p.plan.Notes, language.Text{EN: en, JA: ja})
	}
}

// read returns the content of a file.
func (p *planner) read(path string) (content string, ok bool, err error) {
	content, ok, err = p.Read(path)
	if err != nil {
		return "", false, &BlockedError{
			Path: path, Cause: err,
			What: language.Text{EN: "this file cannot be read", JA: "このファイルを読めない"},
			Do:   language.Text{EN: "Nothing was changed. Give yourself access to it, and try again.", JA: "何も変更していない。読めるようにしてから、もう一度実行する。"},
		}
	}
	return content, ok, nil
}

// change adds an edit to the plan, if it is one.
func (p *planner) change(e Edit) {
	switch {
	case e.Before == nil && e.After == nil:
	case e.Before != nil && e.After != nil && *e.Before == *e.After:
		p.plan.Kept = append(p.plan.Kept, e.Path)
	default:
		p.plan.Edits = append(p.plan.Edits, e)
	}
}
