package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// kubelore runs a command line in a folder with files.
func kubelore(t *testing.T, files map[string]string, stdin string, args ...string) (code int, out, errs string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, content := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var o, e bytes.Buffer
	code = run(args, io.NopCloser(strings.NewReader(stdin)), &o, &e)
	return code, o.String(), e.String()
}

const good = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  a: b\n"

func TestExitCodes(t *testing.T) {
	bad := strings.Replace(good, "data", "dat", 1)
	warned := "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  ports: [{port: 80}]\n  externalIPs: [10.0.0.1]\n"
	tests := []struct {
		name  string
		files map[string]string
		args  []string
		want  int
		errs  string
	}{
		{"no problems", map[string]string{"a.yaml": good}, []string{"check", "a.yaml"}, 0, ""},
		{"an error", map[string]string{"a.yaml": bad}, []string{"check", "a.yaml"}, 1, ""},
		{"a folder", map[string]string{"x/a.yaml": good, "x/y/b.yml": bad}, []string{"check", "x"}, 1, ""},
		{"folders of tools", map[string]string{"x/.git/a.yaml": bad, "x/node_modules/b.yaml": bad}, []string{"check", "x"}, 0, ""},
		{"a warning", map[string]string{"a.yaml": warned}, []string{"check", "a.yaml"}, 0, ""},
		{"a warning that counts", map[string]string{"a.yaml": warned}, []string{"check", "--fail-on", "warning", "a.yaml"}, 1, ""},
		{"an error that does not count", map[string]string{"a.yaml": bad}, []string{"check", "--fail-on=none", "a.yaml"}, 0, ""},
		{"a file that is not there", nil, []string{"check", "nosuch.yaml"}, 2, "nosuch.yaml"},
		{"no file", nil, []string{"check"}, 2, "requires at least 1 arg"},
		{"an unknown format", nil, []string{"check", "--format", "xml", "."}, 2, "use text, json, sarif or github"},
		{"an unknown severity", nil, []string{"check", "--fail-on", "fatal", "."}, 2, "use error, warning"},
		{"an unknown release", nil, []string{"check", "--kubernetes-version", "2", "."}, 2, "is no release"},
		{"an unknown language", nil, []string{"check", "--language", "tlh", "."}, 2, "use en or ja"},
		{"settings that are not there", nil, []string{"check", "--config", "nosuch", "."}, 2, "read the settings"},
		{"an unknown command", nil, []string{"chekc"}, 2, "unknown command"},
		{"no manifests", map[string]string{"a.yaml": "a: b\n"}, []string{"check", "."}, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			code, out, errs := kubelore(t, tt.files, "", tt.args...)
			if code != tt.want || !strings.Contains(errs, tt.errs) {
				t.Errorf("exit code %d, want %d; standard error %q, want %q\n%s", code, tt.want, errs, tt.errs, out)
			}
		})
	}
}

func TestText(t *testing.T) {
	_, out, _ := kubelore(t, map[string]string{"dir/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {日本: \"x\", \tport: 80}\n"}, "", "check", "dir")
	want := `error[schema/wrong-type]: want a string, and "80" without quotes is a number; put it in quotes
 --> dir/a.yaml:4:24
  |
4 | data: {日本: "x",   port: 80}
  |                           ^^
  = help: Put it in quotes

`
	if !strings.Contains(out, want) {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
	if !strings.HasSuffix(out, "1 manifest in 1 file: 2 errors\n") {
		t.Errorf("the summary is missing:\n%s", out)
	}
	if strings.Contains(out, "\x1b") {
		t.Errorf("colours without a terminal: %q", out)
	}
}

// What stands around a message is in the language of the message.
func TestTextInJapanese(t *testing.T) {
	files := map[string]string{"a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {port: 80}\n"}
	_, out, _ := kubelore(t, files, "", "check", "--language", "ja", "a.yaml")
	for _, want := range []string{"エラー[schema/wrong-type]: ", "\n  = 対処: ", "\n1 個のファイルの 1 個のマニフェスト: エラー 1 件\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing:\n%s", want, out)
		}
	}
	if strings.Contains(out, "error") {
		t.Errorf("an English word is left:\n%s", out)
	}
	_, out, _ = kubelore(t, map[string]string{"a.yaml": good}, "", "check", "--language", "ja", "a.yaml")
	if out != "1 個のファイルの 1 個のマニフェスト: 問題なし\n" {
		t.Errorf("the summary is %q", out)
	}
	_, out, _ = kubelore(t, files, "", "check", "--language", "ja", "--format", "json", "a.yaml")
	if !strings.Contains(out, `"severity": "error"`) {
		t.Errorf("programs read the words of settings:\n%s", out)
	}
}

func TestJSON(t *testing.T) {
	list := "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: p}\n  spec: {restartPolicy: Never, containers: [{name: ü, image: \"b:1\", resources: {limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 1, memory: 1Gi}}}]}\n"
	code, out, errs := kubelore(t, nil, good+"---\n# nothing\n---\n"+list, "check", "--format", "json", "-")
	if code != 1 || errs != "" {
		t.Errorf("exit code %d, standard error %q", code, errs)
	}
	var r struct {
		Problems []map[string]any
		Summary  map[string]int
	}
	d := json.NewDecoder(strings.NewReader(out))
	if err := d.Decode(&r); err != nil || d.More() {
		t.Fatalf("not one JSON object: %v\n%s", err, out)
	}
	if len(r.Problems) != 1 {
		t.Fatalf("%d problems, want 1:\n%s", len(r.Problems), out)
	}
	for key, want := range map[string]any{
		"file": "-", "line": 16.0, "column": 52.0, "endLine": 16.0, "endColumn": 53.0, "severity": "error", "code": "api/invalid",
		"field": "spec.containers[0].name", "kind": "Pod", "name": "p", "document": 2.0, "fixable": false,
	} {
		if got := r.Problems[0][key]; got != want {
			t.Errorf("%s is %v, want %v", key, got, want)
		}
	}
	want := map[string]int{"files": 1, "documents": 2, "errors": 1, "warnings": 0, "informations": 0, "hints": 0}
	for key, n := range want {
		if got, ok := r.Summary[key]; !ok || got != n {
			t.Errorf("%s is %d, want %d", key, got, n)
		}
	}
	if len(r.Problems[0]) != 13 {
		t.Errorf("a problem has %d keys, want 13", len(r.Problems[0]))
	}
}

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: things, singular: thing, kind: Thing}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            required: [size]
            properties: {size: {type: integer, minimum: 1}, name: {type: string}}
            x-kubernetes-validations:
            - {rule: "self.size < 10", message: too big}
`

func TestDefinitions(t *testing.T) {
	thing := "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\nspec: {size: 12, nam: x}\n"
	for name, tt := range map[string]struct {
		files map[string]string
		args  []string
		want  []string
	}{
		"among the files":    {map[string]string{"a.yaml": thing, "b.yaml": definition}, []string{"check", "."}, []string{"too big", "did you mean name?"}},
		"named by a setting": {map[string]string{"a.yaml": thing, "crds/b.yaml": definition, ".kubelore.yaml": "crds: [crds]\n"}, []string{"check", "a.yaml"}, []string{"too big"}},
		"nowhere":            {map[string]string{"a.yaml": thing}, []string{"check", "."}, []string{"no problems"}},
		"broken":             {map[string]string{"a.yaml": thing, "b.yaml": strings.Replace(definition, "integer", "intger", 1)}, []string{"check", "."}, []string{"b.yaml", "intger"}},
		"of another version": {map[string]string{"a.yaml": strings.Replace(thing, "v1", "v2", 1), "b.yaml": definition}, []string{"check", "."}, []string{"serves v1, not v2"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, out, errs := kubelore(t, tt.files, "", tt.args...)
			for _, want := range tt.want {
				if !strings.Contains(out, want) {
					t.Errorf("the report does not say %q:\n%s%s", want, out, errs)
				}
			}
		})
	}
}

// TestRange holds that what any release of a range lacks is reported.
func TestRange(t *testing.T) {
	pod := "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {hostnameOverride: b, containers: [{name: a, image: \"a:1\"}]}\n"
	for release, want := range map[string]string{
		"1.34-1.37": "", "1.37": "",
		"1.31-1.37": `PodSpec has no field "hostnameOverride" in 1.31 to 1.33; it comes with 1.34`,
		"1.33":      `PodSpec has no field "hostnameOverride" in 1.33; it comes with 1.34`,
	} {
		code, out, _ := kubelore(t, nil, pod, "check", "--kubernetes-version", release, "-")
		if (code == 1) != (want != "") || !strings.Contains(out, want) {
			t.Errorf("%s: exit code %d, want %q in\n%s", release, code, want, out)
		}
	}
	if code, _, errs := kubelore(t, nil, pod, "check", "--kubernetes-version", "1.37-1.31", "-"); code != 2 || !strings.Contains(errs, "ends before it begins") {
		t.Errorf("a range from back to front: exit code %d, %s", code, errs)
	}
}

func TestVersion(t *testing.T) {
	code, out, _ := kubelore(t, nil, "", "version")
	if code != 0 || !strings.HasPrefix(out, "kubelore ") || !strings.Contains(out, "Kubernetes ") {
		t.Errorf("exit code %d: %s", code, out)
	}
}

// The default command is the server: it ends with its input.
func TestServeIsTheDefault(t *testing.T) {
	for _, args := range [][]string{nil, {"--stdio"}, {"serve"}, {"serve", "--stdio"}} {
		if code, out, errs := kubelore(t, nil, "", args...); code != 1 || out != "" {
			t.Errorf("%q: exit code %d, output %q, errors %q", args, code, out, errs)
		}
	}
}

func TestExplain(t *testing.T) {
	pack := "---\nid: acme/team\nkind-of: topic\nstatus: current\naliases: [crew]\n---\n# en: Team\n> Who owns it.\n"
	for name, tt := range map[string]struct {
		args []string
		code int
		want string
	}{
		"a kind":             {[]string{"deployment"}, 0, "Deployment — apps/v1"},
		"a short name":       {[]string{"deploy"}, 0, "• spec DeploymentSpec"},
		"a plural":           {[]string{"--language", "ja", "deployments"}, 0, "名前空間ごと"},
		"a field":            {[]string{"deployment.spec.strategy"}, 0, "strategy — DeploymentStrategy"},
		"a field of items":   {[]string{"pod.spec.containers[0].image"}, 0, "image — string"},
		"a check":            {[]string{"schema/unknown-field"}, 0, "A key is not a field"},
		"a kind that went":   {[]string{"podsecuritypolicy"}, 0, "removed in 1.25"},
		"a pack's entry":     {[]string{"crew"}, 0, "Who owns it."},
		"a wrong word":       {[]string{"deploymnt"}, 1, "did you mean deployment?"},
		"a wrong field":      {[]string{"deployment.spec.stratgy"}, 1, "did you mean deployment.spec.strategy?"},
		"nonsense":           {[]string{"xyzzy-plugh"}, 1, `nothing is known of "xyzzy-plugh"`},
		"a wrong language":   {[]string{"--language", "tlh", "pod"}, 2, "use en or ja"},
		"no topic":           {nil, 2, "requires at least 1 arg"},
		"nonsense in ja":     {[]string{"--language", "ja", "deploymnt"}, 1, "deployment のことか"},
		"a controller":       {[]string{"disruption-controller"}, 0, "Kinds: PodDisruptionBudget"},
		"a short controller": {[]string{"--language", "ja", "cronjob-controller"}, 0, "kube-controller-manager のコントローラー"},
		"a wrong controller": {[]string{"disuption-controller"}, 1, "did you mean disruption-controller?"},
		"checks of a kind":   {[]string{"pdb"}, 0, "Checks: rt/pdb-selects-nothing"},
		"a check's concepts": {[]string{"rt/pdb-blocks-drain"}, 0, "About: api-eviction"},
		"a path that begins": {[]string{"deployment.spec.nothinglikeit"}, 1, "did you mean deployment.spec?"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("LC_ALL", "C")
			files := map[string]string{".kubelore.yaml": "packs: [team]\n", "team/acme/pack.yaml": "id: acme\n", "team/acme/concepts/team.md": pack}
			code, out, errs := kubelore(t, files, "", append([]string{"explain"}, tt.args...)...)
			if code != tt.code || !strings.Contains(out+errs, tt.want) {
				t.Errorf("exit code %d, want %d; want %q in\n%s%s", code, tt.code, tt.want, out, errs)
			}
			if strings.ContainsAny(out, "\x1b`") || strings.Contains(out, "**") {
				t.Errorf("signs of Markdown or colours without a terminal:\n%s", out)
			}
			for line := range strings.Lines(out) {
				if len([]rune(line)) > 81 && strings.Contains(line, " ") && !strings.Contains(line, "https://") {
					t.Errorf("a line is too long: %s", line)
				}
			}
		})
	}
}
