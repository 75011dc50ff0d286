package complete

import (
	"slices"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/knowledge/snippet"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

const mark = "‸"

// at completes at the mark in content.
func at(content string) (before string, items []Item) {
	offset := strings.Index(content, mark)
	content = strings.Replace(content, mark, "", 1)
	f := manifest.Open(text.New(content), &manifest.Env{Target: catalog.Newest})
	return content, At(f, offset, nil)
}

func labels(items []Item) []string {
	var all []string
	for _, item := range items {
		all = append(all, item.Label)
	}
	return all
}

const container = `apiVersion: v1
kind: Pod
metadata:
  name: a
spec:
  containers:
  - name: a
    image: b
    `

func TestOffers(t *testing.T) {
	tests := []struct {
		name, content string
		want          []string // labels that begin the list, or all if the last is "."
		not           []string
	}{
		{"an empty document", mark, []string{"Deployment", "Service", "ConfigMap"}, []string{"spec"}},
		{"a word in an empty document", "ki" + mark, []string{"kind", "Deployment"}, nil},
		{"the beginning of a kind", "dep" + mark, []string{"Deployment"}, nil},
		{"an apiVersion alone", "apiVersion: batch/v1\n" + mark, []string{"kind", "metadata", "CronJob", "Job"}, []string{"Deployment"}},
		{"between documents", "a: b\n---\n" + mark + "\n---\nc: d\n", []string{"Deployment", "Service"}, nil},
		{"the top of a kind", "apiVersion: v1\nkind: ConfigMap\n" + mark, []string{"metadata", "data", "binaryData", "immutable", "."}, []string{"kind"}},
		{"a kind without apiVersion", "kind: Deployment\nspec:\n  " + mark, []string{"template", "selector", "replicas"}, nil},
		{"a blank line under a key", "apiVersion: apps/v1\nkind: Deployment\nspec:\n  " + mark + "\n", []string{"template", "selector", "replicas"}, nil},
		{"a half word", container + "imagePul" + mark, []string{"imagePullPolicy"}, []string{"name", "image"}},
		{"in the middle", container + mark + "\n    command: [a]\n", []string{"imagePullPolicy", "resources"}, []string{"command", "name"}},
		{"a key that is there", container + "comm" + mark + "and: [a]\n", []string{"command"}, []string{"name"}},
		{"behind a dash", "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - " + mark, []string{"name", "image"}, nil},
		{"a word behind a dash", "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - na" + mark, []string{"name"}, nil},
		{"a list without a dash", "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    " + mark, []string{"- name", "- image"}, nil},
		{"an enum", container + "imagePullPolicy: " + mark, []string{"IfNotPresent", "Always", "Never", "."}, nil},
		{"an enum without a space", container + "imagePullPolicy:" + mark, []string{"IfNotPresent", "Always", "Never", "."}, nil},
		{"an enum in quotes", container + `imagePullPolicy: "A` + mark + `"`, []string{"Always", "IfNotPresent", "Never", "."}, nil},
		{"a glued value", container + "imagePullPolicy:Nev" + mark, []string{"Never"}, nil},
		{"a boolean", container + "tty: " + mark, []string{"true", "false", "."}, nil},
		{"kinds of an apiVersion", "apiVersion: batch/v1\nkind: " + mark, []string{"CronJob", "Job", "."}, nil},
		{"all kinds", "kind: " + mark, []string{"Deployment", "Service", "ConfigMap"}, []string{"PodSecurityPolicy"}},
		{"versions of a kind", "apiVersion: " + mark + "\nkind: HorizontalPodAutoscaler\n", []string{"autoscaling/v2", "autoscaling/v1", "."}, nil},
		{"a removed version", "apiVersion: autoscaling/v2alpha1\nkind: HorizontalPodAutoscaler\nspec:\n  " + mark, []string{"scaleTargetRef", "maxReplicas", "behavior"}, nil},
		{"braces", "apiVersion: v1\nkind: Pod\nspec: {" + mark + "}\n", []string{"containers", "priorityClassName"}, nil},
		{"JSON", `{"apiVersion": "v1", "kind": "Pod", "spec": {"` + mark + `"}}`, []string{"containers", "priorityClassName"}, nil},
		{"a List", "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  spec:\n    " + mark, []string{"containers"}, nil},
		{"a broken document", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: \"a\nspec:\n  cont" + mark + "\n  volumes: [\n", []string{"containers"}, []string{"volumes"}},
		{"fields of the server last", "apiVersion: v1\nkind: Pod\nmetadata:\n  " + mark, []string{"name", "labels", "annotations"}, nil},
		{"a comment", container + "# ima" + mark, nil, nil},
		{"a block scalar", "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    ki" + mark, nil, nil},
		{"a custom resource", "apiVersion: example.com/v1\nkind: Thing\nspec:\n  " + mark, nil, nil},
		{"labels", "apiVersion: v1\nkind: Pod\nmetadata:\n  labels:\n    " + mark, []string{"app.kubernetes.io/name", "app.kubernetes.io/component"}, []string{"batch.kubernetes.io/job-name"}},
		{"behind a value", container + "tty: true " + mark, nil, nil},
	}
	for _, tt := range tests {
		_, items := at(tt.content)
		got := labels(items)
		want := tt.want
		if len(want) > 0 && want[len(want)-1] == "." {
			want = want[:len(want)-1]
			if len(got) != len(want) {
				t.Errorf("%s: got %q, want exactly %q", tt.name, got, want)
			}
		}
		if len(got) < len(want) || !slices.Equal(got[:len(want)], want) || len(want) == 0 && len(got) > 0 {
			t.Errorf("%s: got %.200q, want %q first", tt.name, got, want)
		}
		for _, not := range tt.not {
			if slices.Contains(got, not) {
				t.Errorf("%s: %s is offered", tt.name, not)
			}
		}
	}
}

func TestAccept(t *testing.T) {
	tests := []struct{ name, content, label, want string }{
		{"a scalar", container + "imagePul" + mark, "imagePullPolicy", container + "imagePullPolicy: "},
		{"an object", container + "live" + mark, "livenessProbe", container + "livenessProbe:\n      "},
		{"a list at the column of its key", container + "env" + mark, "env", container + "env:\n    - "},
		{
			"four spaces, lists indented", "apiVersion: v1\nkind: Pod\nspec:\n    containers:\n        - name: a\n          resources:\n              limits: {}\n          en" + mark, "env",
			"apiVersion: v1\nkind: Pod\nspec:\n    containers:\n        - name: a\n          resources:\n              limits: {}\n          env:\n              - ",
		},
		{"a key with a value", container + "com" + mark + "mand: [a]", "command", container + "command: [a]"},
		{"a key with a block below", "apiVersion: v1\nkind: Pod\nspe" + mark + "\n  hostNetwork: true\n", "spec", "apiVersion: v1\nkind: Pod\nspec:\n  hostNetwork: true\n"},
		{"a value", container + "imagePullPolicy: N" + mark, "Never", container + "imagePullPolicy: Never"},
		{"a value without a space", container + "imagePullPolicy:" + mark, "Never", container + "imagePullPolicy: Never"},
		{"a glued value", container + "imagePullPolicy:Nev" + mark, "Never", container + "imagePullPolicy: Never"},
		{"a value in quotes", container + `imagePullPolicy: "` + mark + `"`, "Never", container + `imagePullPolicy: "Never"`},
		{"wrong indentation", "apiVersion: v1\nkind: Pod\nspec:\n  hostNetwork: true\n    hostP" + mark, "hostPID", "apiVersion: v1\nkind: Pod\nspec:\n  hostNetwork: true\n  hostPID: "},
		{"a new item", "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    " + mark, "- name", "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: "},
		{"JSON", `{"apiVersion": "v1", "kind": "Pod", "spec": {"co` + mark + `"}}`, "containers", `{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": }}`},
		{"a kind", "kind: Dep" + mark, "Deployment", "kind: Deployment"},
	}
	for _, tt := range tests {
		before, items := at(tt.content)
		i := slices.IndexFunc(items, func(x Item) bool { return x.Label == tt.label })
		if i < 0 {
			t.Errorf("%s: %s is not offered among %.200q", tt.name, tt.label, labels(items))
			continue
		}
		after, _, err := text.New(before).Apply(items[i].Edit)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		} else if after.String() != tt.want {
			t.Errorf("%s: got\n%q, want\n%q", tt.name, after, tt.want)
		}
	}
}

// Every prefix of a manifest, at every offset: edits lie on one line, in the file,
// and hold the cursor.
func TestEverywhere(t *testing.T) {
	const content = "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec: {containers: [{name: a, image: \"b\"}]}\n  strategy:\n    type: Recreate\n---\n" + container + "env:\n    - name: A\n      value: |\n        x\n"
	for end := 0; end <= len(content); end += 3 {
		f := manifest.Open(text.New(content[:end]), &manifest.Env{Target: catalog.Newest})
		for offset := 0; offset <= end; offset++ {
			for _, item := range At(f, offset, nil) {
				s := item.Edit.Span
				if s.Start < 0 || s.End > end || !s.Contains(offset) || strings.Contains(content[s.Start:s.End], "\n") {
					t.Fatalf("prefix %d, offset %d: %s edits %v", end, offset, item.Label, s)
				}
				if item.Label == "" || item.Filter == "" {
					t.Fatalf("prefix %d, offset %d: %+v has no label or filter", end, offset, item)
				}
			}
		}
	}
}

// Each object type of each kind is offered with all its fields on a blank line.
func TestAllFieldsOfAllKinds(t *testing.T) {
	for _, k := range catalog.Kinds() {
		v := k.Preferred(catalog.Newest)
		if v == nil {
			continue
		}
		typ := schema.BuiltIn().Kind(k.Group, v.Name, k.Name)
		if typ == nil {
			t.Errorf("%s %s has no type", v.APIVersion(), k.Name)
			continue
		}
		for _, f := range typ.Fields {
			if f.Type.Kind != schema.Object || len(f.Type.Fields) == 0 {
				continue
			}
			_, items := at("apiVersion: " + v.APIVersion() + "\nkind: " + k.Name + "\n" + f.Name + ":\n  " + mark + "\n")
			for _, field := range f.Type.Fields {
				if !slices.ContainsFunc(items, func(x Item) bool { return x.Label == field.Name }) {
					t.Errorf("%s.%s: %s is not offered", k.Name, f.Name, field.Name)
				}
			}
		}
	}
}

// The name of a block is not that of a field, which would be offered instead of it.
func TestBlockNames(t *testing.T) {
	types := map[string]*schema.Type{}
	seen := map[*schema.Type]bool{}
	var walk func(*schema.Type)
	walk = func(x *schema.Type) {
		if x == nil || seen[x] {
			return
		}
		seen[x] = true
		if x.Name != "" && x.Kind == schema.Object && types[x.Name] == nil {
			types[x.Name] = x
		}
		for _, f := range x.Fields {
			walk(f.Type)
		}
		walk(x.Elem)
	}
	for _, k := range catalog.Kinds() {
		for _, v := range k.Versions {
			walk(schema.BuiltIn().Kind(k.Group, v.Name, k.Name))
		}
	}
	for _, name := range snippet.All() {
		if types[name] == nil {
			t.Errorf("no kind has a %s", name)
			continue
		}
		for _, b := range snippet.Blocks(name) {
			if b.Item && types[name].Field(b.Name) != nil {
				t.Errorf("%s has a field %s, so the block is never offered", name, b.Name)
			}
		}
	}
}
