//go:build linux

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// packageYAML packages the extension that stands for that of Red Hat, which is not on npm.
// Its server is the real one.
func packageYAML(t *testing.T, tools vscodeTools) string {
	t.Helper()
	server, err := filepath.Abs("vscode/node_modules/yaml-language-server/out/server/src/server.js")
	if err != nil {
		t.Fatal(err)
	}
	modules, err := filepath.Abs("../vscode/node_modules")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("KUBELORE_YAML_SERVER", server)
	dir, file := t.TempDir(), filepath.Join(t.TempDir(), "yaml.vsix")
	if err := os.CopyFS(dir, os.DirFS("vscode/yaml")); err != nil {
		t.Fatal(err)
	}
	output(t, dir, []string{"NODE_PATH=" + modules}, filepath.Join(modules, ".bin/esbuild"), "extension.js", "--bundle", "--platform=node",
		"--format=cjs", "--external:vscode", "--outfile=dist/extension.js", "--log-level=warning")
	output(t, dir, nil, tools.node, tools.vsce, "package", "--no-dependencies", "--skip-license", "--allow-missing-repository", "--out", file)
	return file
}

// TestVSCodeBesideYAML has the YAML extension in the same workbench: what both find is
// said once, and the settings of the other are changed after a yes only.
func TestVSCodeBesideYAML(t *testing.T) {
	w := startWorkbench(t, true, map[string]string{
		"mistakes.yaml": read(t, "manifests/mistakes.yaml"),
		"broken.yaml":   "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  b: \"c\" d\n",
		"kubernetes.json": `{"type": "object", "properties": {"spec": {"type": "object", "additionalProperties": false,
  "properties": {"replicas": {"type": "integer"}, "selector": {}, "template": {}}}}}`,
		"other.json":            `{"type": "object"}`,
		".vscode/settings.json": `{"yaml.schemas": {"./kubernetes.json": "*.yaml", "./other.json": "other.yaml"}}`,
	}, packageYAML(t, needWorkbench(t)))
	said := func(file, who, what string) func() bool {
		return func() bool {
			for problem := range strings.SplitSeq(w.ask("problems", file), "\n") {
				if strings.HasPrefix(problem, who) && strings.Contains(problem, what) {
					return true
				}
			}
			return false
		}
	}
	not := func(holds func() bool) func() bool { return func() bool { return !holds() } }
	const theirs = "Property replica is not allowed"
	schemas := w.ask("setting", "yaml.schemas")

	w.ask("open", "mistakes.yaml")
	w.wait("the misspelt field to be reported", said("mistakes.yaml", "kubelore: 6", "schema/unknown-field"))
	w.wait("the other to report it as well", said("mistakes.yaml", "", theirs))
	w.see("wait", ".notifications-toasts .notification-toast", "./kubernetes.json in the setting yaml.schemas")
	if now := w.ask("setting", "yaml.schemas"); now != schemas {
		t.Errorf("the setting was changed without a yes, from %s to %s", schemas, now)
	}
	w.see("click", ".notifications-toasts .notification-toast .monaco-button", "Remove the Schema")
	w.wait("the schema to be removed, and no other", func() bool { return w.ask("setting", "yaml.schemas") == `{"./other.json":"other.yaml"}` })
	w.wait("the other to be silent", not(said("mistakes.yaml", "", theirs)))
	w.wait("the misspelt field to be reported still", said("mistakes.yaml", "kubelore: 6", "schema/unknown-field"))

	// Mistakes of the syntax are the other's, unless it looks for none, or somebody wants both.
	w.ask("open", "broken.yaml")
	ours := said("broken.yaml", "kubelore: 6", "yaml/unexpected-text")
	w.wait("the other to report the syntax", said("broken.yaml", "YAML: 6", ""))
	w.ask("hover", "broken.yaml", "ConfigMap") // whatever there was to say has been said
	if ours() {
		t.Errorf("the same is said twice:\n%s", w.ask("problems", "broken.yaml"))
	}
	w.ask("configure", "yaml.validate", false)
	w.wait("the syntax to be reported by Kubelore", ours)
	w.ask("configure", "yaml.validate", nil)
	w.wait("Kubelore to be silent again", not(ours))
	w.ask("configure", "kubelore.yamlCoexistence", false)
	w.wait("both to report it, as was asked for", ours)

	// It has the schema of the settings from the extension, as that is packaged.
	write(t, filepath.Join(w.dir, ".kubelore.yaml"), "nosuch: 1\nlanguage: fr\n")
	w.ask("open", ".kubelore.yaml")
	w.wait("the other to know what settings there are", said(".kubelore.yaml", "yaml-schema", "nosuch"))
	w.wait("the other to know what settings can be", said(".kubelore.yaml", "yaml-schema", `"ja"`))
	w.ask("replace", ".kubelore.yaml", "nosuch: 1\nlanguage: fr", "language: ja")
	w.wait("the other to find nothing wrong", not(said(".kubelore.yaml", "yaml-schema", "")))
}
