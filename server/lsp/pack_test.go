package lsp_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/kubelore/kubelore/server/lsp/lsptest"
)

const team = `---
id: acme/team
kind-of: object
status: current
links: [{gvk: acme.example.com/v1 Team}]
---
# en: Team
> Who owns it.

Ask in the channel.

# ja: チーム
> 誰のものか。
`

// eventually waits until something holds; it is for what the server does on its own.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	deadline := time.After(time.Minute)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// teams is the definition of what the pack is about.
const teams = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: teams.acme.example.com}
spec:
  group: acme.example.com
  scope: Namespaced
  names: {plural: teams, kind: Team}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]
`

// A pack explains the kinds of a team. A broken entry is told in its own file, with
// its line, and when it is mended it counts at once.
func TestPacks(t *testing.T) {
	root := t.TempDir()
	concepts := filepath.Join(root, ".kubelore", "packs", "acme", "concepts")
	if err := os.MkdirAll(concepts, 0o755); err != nil {
		t.Fatal(err)
	}
	save := func(name, content string) {
		t.Helper()
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	entry := filepath.Join(concepts, "team.md")
	save(filepath.Join(concepts, "..", "pack.yaml"), "id: acme\nversion: 1.0.0\n")
	save(entry, strings.Replace(team, "# en: Team", "# Team", 1))

	relations := filepath.Join(concepts, "..", "relations")
	if err := os.MkdirAll(relations, 0o755); err != nil {
		t.Fatal(err)
	}
	save(filepath.Join(relations, "team.yaml"), "- {id: acme/team-setting, field: acme.example.com/v1 Team spec.setting, to: [v1/ConfigMap], severity: warning}\n")

	e := lsptest.Connect(t, lsptest.Options{Folder: root})
	e.Open("a.yaml", teams+"---\napiVersion: acme.example.com/v1\nkind: Team\nmetadata: {name: a}\nspec: {setting: conf}\n"+
		"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\n")
	eventually(t, "the relation to be followed", func() bool {
		at := strings.Index(e.Buffer("a.yaml").String(), "conf}")
		all, err := e.Server.References(context.Background(), &protocol.ReferenceParams{
			TextDocumentPositionParams: e.At("a.yaml", at), Context: protocol.ReferenceContext{IncludeDeclaration: true},
		})
		return err == nil && len(all) == 2
	})
	told := func() []protocol.Diagnostic {
		all := e.PublishedTo(uri.File(entry))
		if len(all) == 0 {
			return nil
		}
		return all[len(all)-1].Diagnostics
	}
	eventually(t, "the broken entry to be told", func() bool { return len(told()) == 1 })
	if d := told()[0]; d.Range.Start.Line != 6 || !strings.Contains(string(d.Message.(protocol.String)), "a heading must be") {
		t.Errorf("the problem is %+v", d)
	}

	save(entry, team)
	if err := e.Server.DidChangeWatchedFiles(context.Background(), &protocol.DidChangeWatchedFilesParams{}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the problem to vanish", func() bool { return len(told()) == 0 })
	eventually(t, "the concept to be shown", func() bool { return strings.Contains(hover(t, e, "Team\nmeta"), "Ask in the channel.") })
}

// A setting names packs that stand elsewhere.
func TestNamedPacks(t *testing.T) {
	elsewhere := t.TempDir()
	concepts := filepath.Join(elsewhere, "acme", "concepts")
	if err := os.MkdirAll(concepts, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{filepath.Join(concepts, "..", "pack.yaml"): "id: acme\n", filepath.Join(concepts, "team.md"): team} {
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	e := lsptest.Connect(t, lsptest.Options{Folder: t.TempDir(), Settings: fmt.Sprintf(`{"packs": [%q]}`, elsewhere)})
	e.Open("a.yaml", teams+"---\napiVersion: acme.example.com/v1\nkind: Team\nmetadata: {name: a}\n")
	eventually(t, "the concept to be shown", func() bool { return strings.Contains(hover(t, e, "Team\nmeta"), "Ask in the channel.") })
}

// Hovers are in the language of the editor, unless a setting says otherwise.
func TestLanguage(t *testing.T) {
	for name, tt := range map[string]struct{ locale, settings, want string }{
		"the editor's":            {"ja-JP", "", "**image** — 文字列"},
		"one without texts":       {"de", "", "**image** — string"},
		"the setting before it":   {"de", `{"language": "ja"}`, "**image** — 文字列"},
		"the setting, the other":  {"ja", `{"language": "en"}`, "**image** — string"},
		"a setting without sense": {"ja", `{"language": "tlh"}`, "**image** — 文字列"},
	} {
		t.Run(name, func(t *testing.T) {
			e := lsptest.Connect(t, lsptest.Options{Locale: tt.locale, Settings: tt.settings})
			e.Open("a.yaml", pod)
			eventually(t, tt.want, func() bool { return strings.HasPrefix(hover(t, e, "image"), tt.want) })
		})
	}
}
