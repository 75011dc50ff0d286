package hover

import (
	"slices"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

const mark = "‸"

func at(content string) (markdown, span string) {
	offset := strings.Index(content, mark)
	content = strings.Replace(content, mark, "", 1)
	c, s := At(manifest.Open(text.New(content), &manifest.Env{Target: catalog.Newest}), "", offset, nil)
	if c == nil {
		return "", ""
	}
	return c.Markdown(), content[s.Start:s.End]
}

func TestAt(t *testing.T) {
	pod := "apiVersion: v1\nkind: Pod\nmetadata:\n  labels:\n    app: a\nspec:\n"
	tests := []struct {
		name, content, span string
		want                []string // nothing is expected if it is empty
	}{
		{"a kind", strings.Replace(pod, "Pod", "P"+mark+"od", 1), "Pod", []string{"**Pod** — v1 · namespaced", "kubectl get po"}},
		{"an apiVersion", strings.Replace(pod, "v1", mark+"v1", 1), "v1", []string{"**v1** — Pod · stable"}},
		{
			"a removed version", "apiVersion: autoscaling/v2alpha1\nki" + mark + "nd: HorizontalPodAutoscaler", "kind",
			[]string{"autoscaling/v2alpha1 was removed in 1.8; use autoscaling/v2", "explained as in autoscaling/v2"},
		},
		{
			"a field of a removed version", "apiVersion: autoscaling/v2alpha1\nkind: HorizontalPodAutoscaler\nspec:\n  min" + mark + "Replicas: 1", "minReplicas",
			[]string{"**minReplicas**", "integer (int32)", "explained as in autoscaling/v2", "`spec.minReplicas`"},
		},
		{"a field", pod + "  cont" + mark + "ainers:\n  - name: a\n", "containers", []string{"list of Container", "required", "told apart by name"}},
		{"allowed values", pod + "  containers:\n  - image" + mark + "PullPolicy: Always\n", "imagePullPolicy", []string{"- `Always`", "- `Never`"}},
		{"an allowed value", pod + "  restartPolicy: Nev" + mark + "er\n", "Never", []string{"**Never** — a value of restartPolicy"}},
		{"a value", pod + "  hostname: we" + mark + "b\n", "web", []string{"**hostname**"}},
		{"an item", pod + "  containers:\n  - args: [a, b" + mark + "]\n", "b", []string{"**args**", "list of string"}},
		{"an entry of a map", strings.Replace(pod, "app:", "a"+mark+"pp:", 1), "app", []string{"**labels**", "map of string to string"}},
		{"an alias", "apiVersion: v1\nkind: Pod\nmetadata: {name: &a b}\nspec:\n  hostname: *" + mark + "a\n", "*a", []string{"**hostname**"}},
		{"a merged field", "apiVersion: v1\nkind: Pod\nspec:\n  <<: {host" + mark + "name: a}\n", "hostname", []string{"**hostname**"}},
		{"an unknown field", pod + "  nosuch" + mark + "field: 1\n", "", nil},
		{"below an unknown field", pod + "  nosuchfield:\n    a" + mark + ": 1\n", "", nil},
		{"an unknown kind", "apiVersion: example.com/v1\nki" + mark + "nd: Thing\n", "", nil},
		{"no manifest", "a: b" + mark + "\n", "", nil},
		{"space", pod + " " + mark + " hostname: a\n", "", nil},
		{"a comment", pod + "# a com" + mark + "ment\n", "", nil},
	}
	for _, tt := range tests {
		got, span := at(tt.content)
		if span != tt.span || len(tt.want) == 0 && got != "" {
			t.Errorf("%s: the card is about %q, want %q:\n%s", tt.name, span, tt.span, got)
		}
		for _, want := range tt.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: got\n%s\nwithout %q", tt.name, got, want)
			}
		}
	}
}

// Every field of every version that is served has a card with what its type says.
func TestEveryField(t *testing.T) {
	seen, fields := map[*schema.Type]bool{}, 0
	for _, k := range catalog.Kinds() {
		for _, v := range k.Versions {
			typ := schema.BuiltIn().Kind(k.Group, v.Name, k.Name)
			if v.In(catalog.Newest) == catalog.Gone || typ == nil {
				continue
			}
			head := "apiVersion: " + v.APIVersion() + "\nkind: " + k.Name + "\n"
			var walk func(t *schema.Type, lines string, indent int)
			walk = func(typ *schema.Type, lines string, indent int) {
				if seen[typ] || indent > 30 {
					return
				}
				seen[typ] = true
				for _, f := range typ.Fields {
					if indent == 0 && (f.Name == "apiVersion" || f.Name == "kind") {
						continue // their cards are about the kind
					}
					fields++
					in := strings.Repeat(" ", indent)
					if wrong := wrongCard(head+lines+in+mark+f.Name+":\n", f); wrong != "" {
						t.Errorf("%s%s%s%s: %s", head, lines, in, f.Name, wrong)
					}
					below, value, step := lines+in+f.Name+":\n", f.Type, indent+2
					for ; value.Kind == schema.List || value.Kind == schema.Map; value = value.Elem {
						if value.Kind == schema.List {
							below += strings.Repeat(" ", step-2) + "- \n"
						} else {
							below += strings.Repeat(" ", step) + "key:\n"
							step += 2
						}
					}
					if value.Kind == schema.Object {
						walk(value, below, step)
					}
				}
			}
			walk(typ, "", 0)
		}
	}
	if t.Logf("%d fields of %d types", fields, len(seen)); len(seen) < 700 || fields < 2700 {
		t.Errorf("only %d fields of %d types were seen", fields, len(seen))
	}
}

// wrongCard says what the card of a field lacks, or nothing.
func wrongCard(content string, f *schema.Field) string {
	offset := strings.Index(content, mark)
	content = strings.Replace(content, mark, "", 1)
	c, s := At(manifest.Open(text.New(content), &manifest.Env{Target: catalog.Newest}), "", offset, nil)
	if c == nil || content[s.Start:s.End] != f.Name {
		return "there is no card"
	}
	value := f.Type
	if value.Kind == schema.List {
		value = value.Elem
	}
	md := c.Markdown()
	wants := slices.Clone(value.Enum)
	if f.Required {
		wants = append(wants, "required")
	}
	if f.Default != "" {
		wants = append(wants, "default "+f.Default)
	}
	for _, want := range wants {
		if !strings.Contains(md, want) {
			return "without " + want + ":\n" + md
		}
	}
	switch {
	case len(c.Facts) == 0 || c.Facts[0] == "":
		return "without a type:\n" + md
	case c.Body == "" && f.Description != "":
		return "without its description:\n" + md
	case strings.Count(md, "```")%2 != 0:
		return "with a block that does not end:\n" + md
	}
	return ""
}
