package concept

import (
	"errors"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/language"
)

// tallest is how many lines the body of an entry may have below its summary, so that
// a card fits the window beside the text.
const tallest = 14

// Every entry can be read, is there in both languages with the same points, and leads
// only to entries that exist.
func TestEntries(t *testing.T) {
	all := BuiltIn().All()
	if len(all) < 200 {
		t.Errorf("there are %d entries, want 200", len(all))
	}
	for _, c := range all {
		points := map[language.Language]int{}
		for _, l := range language.All() {
			text := c.texts[l]
			if text == nil {
				t.Errorf("%s is missing in %s", c.ID, l)
				continue
			}
			if text.Title == "" || text.Summary == "" || text.Body == "" {
				t.Errorf("%s (%s) has no title, summary or body", c.ID, l)
			}
			if n := strings.Count(text.Body, "\n") + 1; n > tallest {
				t.Errorf("%s (%s) has %d lines, want at most %d", c.ID, l, n, tallest)
			}
			if strings.Contains(text.Body, "\n#") || strings.ContainsAny(text.Summary, "\n") || strings.Contains(text.Body, "](") {
				t.Errorf("%s (%s) has a heading or a link in its text", c.ID, l)
			}
			points[l] = strings.Count("\n"+text.Body, "\n- ")
		}
		if points[language.English] != points[language.Japanese] {
			t.Errorf("%s makes %d points in English and %d in Japanese", c.ID, points[language.English], points[language.Japanese])
		}
		for _, id := range c.Related {
			if BuiltIn().ID(id) == nil || id == c.ID {
				t.Errorf("%s is related to %s, which does not exist or is itself", c.ID, id)
			}
		}
		for _, address := range []string{c.docs.EN, c.docs.JA} {
			if address != "" && !strings.HasPrefix(address, "https://") {
				t.Errorf("%s names the page %s", c.ID, address)
			}
		}
		if len(c.Links) == 0 && (c.Of == "object" || c.Of == "field" || c.Of == "value") {
			t.Errorf("nothing leads to %s", c.ID)
		}
	}
}

// Japanese texts are written as people write them: full stops and commas of the
// language, no polite endings, a space between scripts.
func TestJapaneseStyle(t *testing.T) {
	for _, c := range BuiltIn().All() {
		text := c.texts[language.Japanese]
		if text == nil {
			continue
		}
		for _, bad := range []string{"です。", "ます。", "ました。", "ください", "，", "．"} {
			if strings.Contains(text.Summary+text.Body, bad) {
				t.Errorf("%s has %q", c.ID, bad)
			}
		}
	}
}

const entry = `---
id: acme/team
kind-of: topic
status: current
links:
  - {gvk: acme.example.com/v1 Team}
  - {field: "@PodSpec volumes"}
  - {field: "acme.example.com/v1 Team spec.members[*].name"}
  - {value: "@ServiceSpec type = NodePort"}
  - {label: acme.example.com/*}
  - {label: acme.example.com/team}
  - {image: "registry.example.com/*/agent"}
aliases: [チーム, crew]
---
# en: Team
> Who owns it.

Text.

- a point

# ja: チーム
> 誰のものか。
`

func TestParse(t *testing.T) {
	c, err := Parse(strings.ReplaceAll(entry, "\n", "\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	en, ja := c.Text(language.English), c.Text(language.Japanese)
	if en.Title != "Team" || en.Summary != "Who owns it." || en.Body != "Text.\n\n- a point" {
		t.Errorf("the English text is %+v", en)
	}
	if ja.Title != "チーム" || ja.Summary != "誰のものか。" || ja.Body != "" {
		t.Errorf("the Japanese text is %+v", ja)
	}
}

func TestJoined(t *testing.T) {
	for body, want := range map[string]string{
		"One\ntwo.\n\n- three\n  four\n- five\n": "One two.\n\n- three four\n- five",
		"これは\n文である。\nPod は\n動く。":                 "これは文である。 Pod は動く。",
		"| a |\n|---|\n| b |\n\ntext":            "| a |\n|---|\n| b |\n\ntext",
	} {
		if got := joined(body); got != want {
			t.Errorf("joined(%q) = %q, want %q", body, got, want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for name, tt := range map[string]struct {
		old, with, says string
		line            int
	}{
		"no front matter": {"---\nid", "id", "front matter", 1},
		"no YAML":         {"kind-of: topic", "kind-of: [", "cannot be read", 0},
		"unknown key":     {"aliases:", "alias:", "alias", 13},
		"no id":           {"id: acme/team\n", "", "id is missing", 2},
		"no subject":      {"topic", "thing", "kind-of must be one of", 2},
		"no status":       {"status: current", "status: new", "status must be one of", 2},
		"bad link":        {"{gvk:", "{kind:", `"kind" is no kind of link`, 2},
		"bad field":       {`"@PodSpec volumes"`, `"@PodSpec"`, "is no field", 2},
		"bad value":       {"type = NodePort", "type NodePort", "has no value", 2},
		"bad heading":     {"# ja: チーム", "# Team", "a heading must be", 22},
		"no language":     {"# ja:", "# fr:", "a heading must be", 22},
		"no English":      {"# en:", "# ja:", "English text is missing", 0},
		"no summary":      {"> Who", "Who", "no summary", 0},
		"early text":      {"# en: Team", "Hello", "before the heading", 15},
	} {
		_, err := Parse(strings.Replace(entry, tt.old, tt.with, 1))
		e, ok := errors.AsType[*Error](err)
		if !ok || !strings.Contains(e.Message, tt.says) || tt.line > 0 && e.Line != tt.line {
			t.Errorf("%s: %v, want %q on line %d", name, err, tt.says, tt.line)
		}
	}
}

func TestLookUp(t *testing.T) {
	c, err := Parse(entry)
	if err != nil {
		t.Fatal(err)
	}
	s := new(Set).With([]*Concept{c})
	for name, got := range map[string]*Concept{
		"kind":        s.Kind("acme.example.com/v1", "Team"),
		"type":        s.Field("v1", "Pod", []Step{{"Pod", "spec"}, {"PodSpec", "volumes"}}),
		"path":        s.Field("acme.example.com/v1", "Team", []Step{{"Team", "spec"}, {"", "members"}, {"", "name"}}),
		"value":       s.Value("v1", "Service", []Step{{"Service", "spec"}, {"ServiceSpec", "type"}}, "NodePort"),
		"label":       s.Key(Label, "acme.example.com/team"),
		"prefix":      s.Key(Label, "acme.example.com/other"),
		"image":       s.Image("registry.example.com/a/b/agent"),
		"id":          s.Find("acme/team"),
		"alias":       s.Find("Crew"),
		"title in ja": s.Find("チーム"),
	} {
		if got != c {
			t.Errorf("%s: nothing is found", name)
		}
	}
	for name, got := range map[string]*Concept{
		"kind":  s.Kind("acme.example.com/v2", "Team"),
		"type":  s.Field("v1", "Pod", []Step{{"Pod", "volumes"}}),
		"value": s.Value("v1", "Service", []Step{{"ServiceSpec", "type"}}, "ClusterIP"),
		"key":   s.Key(Annotation, "acme.example.com/team"),
		"image": s.Image("registry.example.com/agents"),
		"word":  s.Find("team2"),
		"empty": s.Find(""),
	} {
		if got != nil {
			t.Errorf("%s: %s is found", name, got.ID)
		}
	}
	if id, ok := s.Nearest("crow"); !ok || id != "acme/team" {
		t.Errorf("the nearest to crow is %q, %t", id, ok)
	}
}

// A set is not changed by making another from it, and what is there already counts.
func TestWith(t *testing.T) {
	c, err := Parse(entry)
	if err != nil {
		t.Fatal(err)
	}
	other := *c
	a := new(Set).With([]*Concept{c})
	b := a.With([]*Concept{&other})
	if b.ID("acme/team") != c || len(b.links["acme.example.com/v1 Team"]) != 1 || len(new(Set).With(nil).All()) != 0 {
		t.Error("an entry was replaced or doubled")
	}
}
