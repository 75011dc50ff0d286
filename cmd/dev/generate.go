package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/server/check"
	"github.com/kubelore/kubelore/server/config"
)

// generated are the files that are made from the code, by their path from the root
// of the module. Some are only made in part, and are given what is there.
var generated = map[string]func(old string) (string, error){ //nolint:gochecknoglobals // a table
	"server/doc/checks.md":            whole(checksPage),
	"server/doc/settings.md":          whole(settingsPage),
	schemaFile:                        func(string) (string, error) { return settingsSchema() },
	"editors/vscode/package.json":     vscodeManifest,
	"editors/vscode/package.nls.json": func(old string) (string, error) { return vscodeTexts(old, language.English) },
	"editors/vscode/package.nls.ja.json": func(old string) (string, error) {
		return vscodeTexts(old, language.Japanese)
	},
}

// whole makes a file of which all is generated.
func whole(page func() string) func(string) (string, error) {
	return func(string) (string, error) { return page(), nil }
}

func generateCommand() *cobra.Command {
	var only bool
	cmd := &cobra.Command{
		Use:   "generate",
		Short: "Write the files that are made from the code",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return generate(".", only) },
	}
	cmd.Flags().BoolVar(&only, "check", false, "write nothing, and fail if a file is stale")
	return cmd
}

// generate writes the generated files below root. If only is set it fails instead
// where a file is not what it would write.
func generate(root string, only bool) error {
	var stale []error
	for name, content := range generated {
		name = filepath.Join(root, filepath.FromSlash(name))
		data, err := os.ReadFile(name)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("read a generated file: %w", err)
		}
		old := strings.ReplaceAll(string(data), "\r\n", "\n")
		made, err := content(old)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if only {
			if old != made {
				stale = append(stale, fmt.Errorf("%s is stale; run go run ./cmd/dev generate", name))
			}
			continue
		}
		if err := os.WriteFile(name, []byte(made), 0o644); err != nil {
			return fmt.Errorf("write a generated file: %w", err)
		}
	}
	return errors.Join(stale...)
}

// notice tells those who open a generated file where to go.
const notice = "<!-- Made by go run ./cmd/dev generate; change the code instead. -->\n\n"

func checksPage() string {
	var b strings.Builder
	b.WriteString(notice + "# Checks\n\nWhat Kubelore reports, with the severity that each problem has unless the setting `rules` changes it.\n" +
		"Problems are errors only where the API server of the target release would refuse the object.\n")
	for _, x := range check.All() {
		fmt.Fprintf(&b, "\n## %s\n\n*%s.* %s\n\n%s\n\n%s\n", x.Code, capital(x.Severity.String()), x.Says.EN, x.Because.EN, x.Remedy.EN)
		var more []string
		if x.Fixable {
			more = append(more, "There is a quick fix.")
		}
		if x.Level != "" {
			more = append(more, "Part of the Pod Security level "+x.Level+": a warning where a Namespace in the same file or the setting `podSecurity` asks for that level.")
		}
		if x.Concept != "" {
			more = append(more, "More: `kubelore explain "+x.Concept+"`.")
		}
		if len(more) > 0 {
			b.WriteString("\n" + strings.Join(more, " ") + "\n")
		}
	}
	return b.String()
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func settingsPage() string {
	var b strings.Builder
	b.WriteString(notice + "# Settings\n\nSettings stand in `" + config.FileName + "` at the root of the workspace, or in the editor under `kubelore.`.\n" +
		"The file counts more than the editor, setting by setting and rule by rule, and flags on the command line more\n" +
		"than both. A setting that cannot be used is reported, and its default is used.\n\n| name | type | default | |\n|---|---|---|---|\n")
	for _, s := range config.All() {
		fmt.Fprintf(&b, "| `%s` | %s | `%s` | %s |\n", s.Name, s.Type, s.Default, s.Doc.EN)
	}
	b.WriteString("\n## JSON Schema\n\nKubelore checks, completes and explains `" + config.FileName + "` itself. For other tools there is a JSON Schema of the file\n" +
		"(draft 7), made from the same table as this page:\n[" + schemaFile + "](../../" + schemaFile + "). In VS Code the extension hands it to\n" +
		"the YAML extension of Red Hat, if that is there. Elsewhere a first line names it for yaml-language-server:\n\n" +
		"    # yaml-language-server: $schema=" + schemaURL + "\n")
	return b.String()
}
