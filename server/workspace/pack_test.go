package workspace

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
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
`

func write(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		name = filepath.Join(root, filepath.FromSlash(PackFolder), filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// What is wrong in one file is told with its line, and the others are read.
func TestReadPacks(t *testing.T) {
	root := write(t, map[string]string{
		"acme/pack.yaml":           "id: acme\nversion: 1.0.0\n",
		"acme/concepts/team.md":    team,
		"acme/concepts/twice.md":   team,
		"acme/concepts/foreign.md": strings.Replace(team, "acme/team", "team", 1),
		"acme/concepts/broken.md":  strings.Replace(team, "# en: Team", "# Team", 1),
		"acme/concepts/large.md":   strings.Repeat("x", largestEntry+1),
		"acme/concepts/notes.txt":  "not an entry",
		"acme/relations/a.yaml":    "- {id: acme/account, field: acme.example.com/v1 Team spec.account, to: [v1/ServiceAccount]}\n",
		"acme/relations/b.yaml":    "- id: acme/other\n  whatever: x\n",
		"nameless/pack.yaml":       "version: 1.0.0\n",
		"odd/pack.yaml":            "id: [\n",
		"empty/readme.md":          "",
	})
	packs, problems := ReadPacks([]string{root, t.TempDir()}, nil)
	if len(packs.Concepts) != 1 || packs.Concepts[0].ID != "acme/team" {
		t.Errorf("the concepts are %v", packs.Concepts)
	}
	if len(packs.Relations) != 1 || packs.Relations[0].ID != "acme/account" {
		t.Errorf("the relations are %v", packs.Relations)
	}
	want := map[string]string{
		"twice.md": "is taken by", "foreign.md": "must begin with that of the pack", "broken.md": "a heading must be", "large.md": "larger than", "relations/b.yaml": "whatever",
		"nameless/pack.yaml": "needs an id", "odd/pack.yaml": "no YAML", "empty/pack.yaml": "cannot be read",
	}
	if len(problems) != len(want) {
		t.Errorf("%d problems, want %d: %v", len(problems), len(want), problems)
	}
	for _, p := range problems {
		for file, says := range want {
			if strings.HasSuffix(filepath.ToSlash(p.File), file) {
				if !strings.Contains(p.Message, says) || file == "broken.md" && p.Line != 7 || file == "relations/b.yaml" && p.Line != 2 {
					t.Errorf("%s: got %q on line %d, want %q", file, p.Message, p.Line, says)
				}
				delete(want, file)
			}
		}
	}
	for file := range want {
		t.Errorf("nothing is said of %s", file)
	}
}

// Settings name packs and folders of packs.
func TestReadNamedPacks(t *testing.T) {
	root := write(t, map[string]string{
		"acme/pack.yaml":          "id: acme\n",
		"acme/concepts/team.md":   team,
		"other/pack.yaml":         "id: other\n",
		"other/concepts/squad.md": strings.ReplaceAll(team, "acme/team", "other/squad"),
	})
	packs := filepath.Join(root, filepath.FromSlash(PackFolder))
	for name, tt := range map[string]struct {
		named          []string
		want, problems int
	}{
		"a folder of packs": {[]string{packs}, 2, 0},
		"a pack":            {[]string{filepath.Join(packs, "acme")}, 1, 0},
		"nothing":           {[]string{filepath.Join(packs, "nosuch"), filepath.Join(packs, "other")}, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			got, problems := ReadPacks(nil, tt.named)
			if len(got.Concepts) != tt.want || len(problems) != tt.problems {
				t.Errorf("%d concepts, want %d; problems %v", len(got.Concepts), tt.want, problems)
			}
		})
	}
}
