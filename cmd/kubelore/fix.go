package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pmezard/go-difflib/difflib"
	"github.com/spf13/cobra"

	"github.com/kubelore/kubelore/server/check"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// mostRounds is how often a file is mended again, as one fix can be in the way of
// another, or bring to light what it can be followed by.
const mostRounds = 10

// fixAll mends what can be mended without a doubt: in the files, or as a difference on
// standard output. It leaves the new content in files, and reports whether something
// changed and which files could not be written; these stay as they were.
func fixAll(cmd *cobra.Command, files []input, settings *config.Settings, flags checkFlags) (changed bool, unwritten []unread, err error) {
	opened := openAll(cmd.Context(), files, settings, cmd.ErrOrStderr())
	for i, f := range opened {
		after := mended(f, settings)
		if after == files[i].content {
			continue
		}
		changed = true
		if flags.diff {
			if _, err := fmt.Fprint(cmd.OutOrStdout(), unified(files[i].name, files[i].content, after)); err != nil {
				return changed, nil, fmt.Errorf("write the difference: %w", err)
			}
			continue
		}
		if files[i].path == "" {
			return changed, nil, errors.New("--fix cannot write to standard input; use --diff")
		}
		if err := overwrite(files[i].path, files[i].content, after); err != nil {
			unwritten = append(unwritten, unread{files[i].name, "the fixes could not be written: " + reason(err)})
			continue
		}
		files[i].content = after
	}
	return changed, unwritten, nil
}

// unified returns the difference between two versions of a file as patch takes it.
func unified(name, before, after string) string {
	const around = 3
	s, err := difflib.GetUnifiedDiffString(difflib.UnifiedDiff{
		A: diffLines(before), B: diffLines(after), FromFile: "a/" + name, ToFile: "b/" + name, Context: around,
	})
	if err != nil {
		return "" // writing to memory does not fail
	}
	return s
}

// diffLines returns the lines of a file as a difference writes them.
func diffLines(s string) []string {
	lines := strings.SplitAfter(s, "\n")
	if last := len(lines) - 1; lines[last] == "" {
		lines = lines[:last]
	} else {
		lines[last] += "\n\\ No newline at end of file\n"
	}
	return lines
}

// mended returns the content of a file after all fixes that are right without a doubt.
func mended(f *manifest.File, settings *config.Settings) string {
	for range mostRounds {
		edits := check.Safe(check.File(f, settings))
		if len(edits) == 0 {
			break
		}
		f = manifest.Open(text.New(applied(f.Text.String(), edits)), f.Env)
	}
	return f.Text.String()
}

// applied returns a text after edits that do not overlap.
func applied(content string, edits []text.Edit) string {
	edits = slices.SortedStableFunc(slices.Values(edits), func(a, b text.Edit) int { return a.Span.Start - b.Span.Start })
	var b strings.Builder
	at := 0
	for _, e := range edits {
		b.WriteString(content[at:e.Span.Start])
		b.WriteString(e.New)
		at = e.Span.End
	}
	b.WriteString(content[at:])
	return b.String()
}
