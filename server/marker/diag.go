package marker

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.lsp.dev/protocol"
)

// diag checks diag(at, code, want) and diag(at, code, want, severity), and claims
// the diagnostic, so that no other marker can mean it too.
func (r *run) diag(m *Mark) error {
	if err := m.want(3, 4); err != nil {
		return err
	}
	code, ok := m.Args[1].(string)
	if !ok {
		return errors.New(`the second argument is the code, such as "schema/unknown-field"`)
	}
	severity := protocol.DiagnosticSeverityError
	if len(m.Args) == 4 {
		var err error
		if severity, err = severityOf(m.Args[3]); err != nil {
			return err
		}
	}
	s, err := m.place(r.file(m))
	if err != nil {
		return err
	}
	at := extentOf(r.file(m), s, r.Encoding)
	i := slices.IndexFunc(r.unclaimed[m.File], func(d protocol.Diagnostic) bool {
		return d.Range == at && codeOf(d) == code && d.Severity == severity
	})
	if i < 0 {
		return fmt.Errorf("no %s %s at %s; there are %s", severityNames[severity], code, show(at), describeAll(r.unclaimed[m.File]))
	}
	d := r.unclaimed[m.File][i]
	r.unclaimed[m.File] = slices.Delete(r.unclaimed[m.File], i, i+1)
	if source, _ := d.Source.Get(); source != "kubelore" {
		return fmt.Errorf("the source is %q, want kubelore", source)
	}
	return r.matches(m.Args[2], content(d.Message))
}

//nolint:gochecknoglobals // A table that is never written to.
var severityNames = map[protocol.DiagnosticSeverity]string{
	protocol.DiagnosticSeverityError:       "error",
	protocol.DiagnosticSeverityWarning:     "warning",
	protocol.DiagnosticSeverityInformation: "information",
	protocol.DiagnosticSeverityHint:        "hint",
}

func severityOf(arg any) (protocol.DiagnosticSeverity, error) {
	for severity, name := range severityNames {
		if arg == Ident(name) {
			return severity, nil
		}
	}
	return 0, fmt.Errorf("%v is no severity", arg)
}

func codeOf(d protocol.Diagnostic) string {
	code, _ := d.Code.(protocol.String)
	return string(code)
}

// describe writes a diagnostic on one line.
func describe(d protocol.Diagnostic) string {
	return fmt.Sprintf("%s %s %s %q", show(d.Range), severityNames[d.Severity], codeOf(d), content(d.Message))
}

func describeAll(all []protocol.Diagnostic) string {
	if len(all) == 0 {
		return "none"
	}
	var b strings.Builder
	for _, d := range all {
		b.WriteString("\n\t" + describe(d))
	}
	return b.String()
}
