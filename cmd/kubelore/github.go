package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/kubelore/kubelore/server/check"
)

// githubLevels are the words of GitHub Actions for severities.
var githubLevels = [check.Off]string{"error", "warning", "notice", "notice"} //nolint:gochecknoglobals // a table

// writeGitHub writes workflow commands, which GitHub Actions shows at the lines of a
// pull request.
func writeGitHub(w io.Writer, r *report, _ bool) error {
	for _, p := range r.problems {
		_, err := fmt.Fprintf(w, "::%s file=%s,line=%d,col=%d,endLine=%d,endColumn=%d,title=%s::%s\n",
			githubLevels[p.Severity], githubProperty(p.file), p.line, p.column, p.endLine, p.endColumn,
			githubProperty("kubelore "+p.Code), githubData(valid(p.Message)))
		if err != nil {
			return fmt.Errorf("write a problem: %w", err)
		}
	}
	_, err := fmt.Fprintln(w, summary(r))
	if err != nil {
		return fmt.Errorf("write the summary: %w", err)
	}
	return nil
}

// githubData escapes the message of a workflow command.
func githubData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// githubProperty escapes a property of one.
func githubProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
