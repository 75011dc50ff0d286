package check

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/util/json"
	"sigs.k8s.io/yaml"

	"github.com/kubelore/kubelore/knowledge/apiserver"
	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// TestMutants makes random mistakes in real manifests and compares our verdict with
// what kubectl's reader and the server's code say of the whole document. Our own
// layers only place and explain errors; they must neither add nor lose a verdict.
func TestMutants(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(oracle, "*", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Skipf("SKIPPED: no manifests to mutate in %s, so our verdicts on mistakes are NOT compared with the server's", oracle)
	}
	const perFile, largest = 4, 6000
	r := rand.New(rand.NewPCG(1, 2))
	compared, disagreed := 0, 0
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		s := strings.TrimPrefix(string(data), "---\n")
		if strings.Contains(name, "/crds/") || len(s) > largest || !single(s) {
			continue
		}
		for range perFile {
			mutant := s
			for range 1 + r.IntN(2) {
				mutant = mutate(r, mutant)
			}
			f := manifest.Open(text.New(mutant), &manifest.Env{Target: catalog.Newest})
			if !single(mutant) || !f.Claimed() {
				continue
			}
			compared++
			reason := refusal(mutant)
			problems := slices.DeleteFunc(File(f, config.Default()), func(p Problem) bool { return p.Severity != Error })
			if (reason != "") == (len(problems) > 0) {
				continue
			}
			if disagreed++; disagreed <= 10 {
				t.Errorf("a mutant of %s: the server says %q, we say %v:\n%s", name, reason, where(f, problems), mutant)
			}
		}
	}
	t.Logf("MUTANTS: %d compared, %d disagreements", compared, disagreed)
	if compared < 3000 {
		t.Errorf("only %d mutants are too few", compared)
	}
}

// single reports whether a text is one document, no list and no template, so that
// the server's code can judge it as a whole.
func single(s string) bool {
	return !strings.Contains("\n"+s, "\n---") && !strings.HasSuffix(strings.TrimSpace(s), "...") &&
		!strings.Contains(s, "\nitems:") && !strings.Contains(s, "{{")
}

// refusal returns why kubectl or the server refuse a document, or nothing if they
// take it, or if it is of a kind that only a definition could know.
func refusal(doc string) string {
	data, err := yaml.YAMLToJSONStrict([]byte(doc))
	if err != nil {
		return "YAML: " + err.Error()
	}
	var object map[string]any
	if err := json.Unmarshal(data, &object); err != nil {
		return "JSON: " + err.Error()
	}
	apiVersion, _ := object["apiVersion"].(string)
	name, _ := object["kind"].(string)
	if apiVersion == "" || name == "" {
		return "apiVersion or kind is missing"
	}
	i := strings.LastIndexByte(apiVersion, '/')
	kind := apiserver.Kind{Group: apiVersion[:max(i, 0)], Version: apiVersion[i+1:], Kind: name}
	if strings.HasSuffix(name, "List") || !catalog.BuiltIn(kind.Group) {
		return ""
	}
	if v := catalog.Lookup(kind.Group, kind.Version, name); v == nil || v.In(catalog.Newest) != catalog.Served || !apiserver.Knows(kind) {
		return "no such kind is served"
	}
	for _, e := range apiserver.Create(kind, object).Errors {
		return e.Path + ": " + e.Message
	}
	return ""
}

// slips are inserted anywhere, values written in the place of others.
var (
	slips = []string{
		`"`, "'", ":", "- ", "#", "{", "}", "[", "]", "&a ", "*a", "!", "%", "@", "`", "\t", "|", ">", "?", " ", "\n", ",", "x", "1", "~",
	}
	values = []string{
		"yes", "1", "a", "[]", "{}", "~", "", `"x"`, "1.5", "-1", "100000", "A B", "|", "a.b", "50%", "[1, 2]", "{a: b}", "0", "Always", "UDP", "true",
	}
)

// mutate makes one mistake in a text, as fingers and editors do.
func mutate(r *rand.Rand, s string) string {
	lines := strings.SplitAfter(s, "\n")
	i, j := r.IntN(len(lines)), r.IntN(len(lines))
	at := r.IntN(max(len(s)-2, 1))
	if len(s) < 3 {
		return s
	}
	switch r.IntN(12) {
	case 0:
		lines = slices.Delete(lines, i, i+1)
	case 1:
		lines = slices.Insert(lines, i, lines[i])
	case 2:
		lines[i] = "  " + lines[i]
	case 3:
		lines[i] = strings.TrimPrefix(lines[i], "  ")
	case 4: // a letter is missing
		return s[:at] + s[at+1:]
	case 5: // two letters are swapped
		return s[:at] + s[at+1:at+2] + s[at:at+1] + s[at+2:]
	case 6:
		return s[:at] + slips[r.IntN(len(slips))] + s[at:]
	case 7:
		if key, _, ok := strings.Cut(lines[i], ": "); ok {
			lines[i] = key + ": " + values[r.IntN(len(values))] + "\n"
		}
	case 8:
		lines[i], lines[j] = lines[j], lines[i]
	case 9: // a letter of the key is missing
		if k := strings.Index(lines[i], ":"); k > 2 {
			p := k - 1 - r.IntN(k-1)
			lines[i] = lines[i][:p] + lines[i][p+1:]
		}
	case 10: // the line is not finished
		if line := strings.TrimRight(lines[i], "\n"); len(line) > 1 {
			lines[i] = line[:len(line)/2] + "\n"
		}
	case 11:
		lines[i] = strings.NewReplacer(`"`, "", "'", "").Replace(lines[i])
	}
	return strings.Join(lines, "")
}

// FuzzFile checks whatever bytes come: no panic, problems inside of the file and in
// order, fixes that can be applied.
func FuzzFile(f *testing.F) {
	for _, seed := range []string{
		"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: b\n",
		"kind: Deployment\napiVersion: apps/v1\nspec: &a {selector: *a, <<: *a}\n---\n{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [{}]}",
		"apiVersion: v1\nkind: Secret\nmetadata: {name: 1}\ndata: {a: !!binary x, ? [b] : c}\n",
		definitionSeed,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		file := manifest.Open(text.New(content), &manifest.Env{Target: catalog.Newest})
		last := 0
		for _, p := range File(file, config.Default()) {
			if p.Span.Start < last && p.Document == 0 || p.Span.Start > p.Span.End || p.Span.End > len(content) {
				t.Errorf("%s at %v, after %d, in %d bytes", p.Code, p.Span, last, len(content))
			}
			if p.Code == "" || p.Message == "" {
				t.Errorf("a problem without code or message: %+v", p)
			}
			for _, fix := range p.Fixes {
				end := -1
				for _, e := range fix.Edits {
					if e.Span.Start < end || e.Span.End > len(content) {
						t.Errorf("%s: the edits of %q overlap or lie outside: %v", p.Code, fix.Title, fix.Edits)
					}
					end = e.Span.End
				}
			}
		}
	})
}

const definitionSeed = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: as.b.c}
spec:
  group: b.c
  scope: Namespaced
  names: {plural: as, kind: A}
  versions:
  - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: string, pattern: "(a*)*"}}}}}
---
apiVersion: b.c/v1
kind: A
metadata: {name: x}
spec: aaaa
`
