package rule

import (
	"encoding/json"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
	"sigs.k8s.io/yaml"

	"github.com/kubelore/kubelore/knowledge/catalog"
)

// archive is a marker test as far as it says which rules are on.
type archive struct {
	advice bool
	files  []txtar.File
	// What the settings say.
	PodSecurity       string
	KubernetesVersion string
	Rules             map[string]string
}

func archives(t *testing.T) map[string]*archive {
	t.Helper()
	names, err := filepath.Glob("../../testdata/marker/*/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no marker tests: ", err)
	}
	all := map[string]*archive{}
	for _, name := range names {
		content, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		a := &archive{}
		for _, f := range content.Files {
			switch {
			case f.Name == "settings.json":
				if err := json.Unmarshal(f.Data, a); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			case f.Name == "flags":
				a.advice = strings.Contains(string(f.Data), "-advice")
			case path.Ext(f.Name) == ".yaml" && !strings.HasPrefix(f.Name, "."):
				a.files = append(a.files, f)
			}
		}
		all[name] = a
	}
	return all
}

// releases returns those that a test is for.
func (a *archive) releases(t *testing.T) (oldest, newest catalog.Minor) {
	t.Helper()
	if a.KubernetesVersion == "" {
		return catalog.Newest, catalog.Newest
	}
	from, to, _ := strings.Cut(a.KubernetesVersion, "-")
	oldest, err := catalog.ParseMinor(from)
	if err != nil {
		t.Fatal(err)
	}
	if newest = oldest; to != "" {
		if newest, err = catalog.ParseMinor(to); err != nil {
			t.Fatal(err)
		}
	}
	return oldest, newest
}

// on reports whether a rule is on in a test, for Pods that are held to a level.
func (a *archive) on(r *Rule, level string) bool {
	said := ""
	for pattern, severity := range a.Rules {
		if ok, _ := path.Match(pattern, r.ID); ok && (said == "" || pattern == r.ID) {
			said = severity
		}
	}
	family, _, _ := strings.Cut(r.ID, "/")
	advises := family == "res" || family == "risk" || family == "sec"
	switch {
	case said != "":
		return said != "off"
	case advises && !a.advice:
		return false
	case r.Level == "restricted":
		return level == "restricted"
	case r.Level == "baseline":
		return level != "privileged" && (level != "" || !r.Off)
	}
	return !r.Off
}

var (
	markers   = regexp.MustCompile(`(?m)[ \t]*#~.*$`)
	separator = regexp.MustCompile(`(?m)^---.*$`)
)

// objects returns the objects in a file that kubectl could read.
func objects(f txtar.File) []map[string]any {
	var all []map[string]any
	for _, document := range separator.Split(markers.ReplaceAllString(string(f.Data), ""), -1) {
		var object map[string]any
		if err := yaml.Unmarshal([]byte(document), &object); err == nil && object["kind"] != nil {
			all = append(all, object)
		}
	}
	return all
}

// textAt returns the text at a path of keys, or nothing.
func textAt(object map[string]any, keys ...string) string {
	for _, key := range keys[:len(keys)-1] {
		object, _ = object[key].(map[string]any)
	}
	s, _ := object[keys[len(keys)-1]].(string)
	return s
}

// TestRulesAreSilent holds that there is a near miss of each rule among the marker tests:
// an object in which the rule is on and looks at something, and finds nothing. That the
// server says nothing there is what the marker tests hold.
func TestRulesAreSilent(t *testing.T) {
	// A rule that always holds finds all that the rule looks at. Other versions of the
	// kind are a near miss of a rule that is about one of them.
	const always = "true"
	silent := map[string]bool{}
	for _, a := range archives(t) {
		oldest, newest := a.releases(t)
		for _, f := range a.files {
			levels := map[string]string{}
			for _, o := range objects(f) {
				if o["kind"] == "Namespace" {
					levels[textAt(o, "metadata", "name")] = textAt(o, "metadata", "labels", "pod-security.kubernetes.io/enforce")
				}
			}
			for _, o := range objects(f) {
				level := a.PodSecurity
				if level == "" {
					level = levels[textAt(o, "metadata", "namespace")]
				}
				subject := Subject{APIVersion: textAt(o, "apiVersion"), Kind: textAt(o, "kind"), Object: o, Target: newest, Oldest: oldest}
				for _, r := range BuiltIn().All() {
					if silent[r.ID] || !a.on(r, level) {
						continue
					}
					all := &Rule{ID: r.ID, On: r.On, Kinds: r.Kinds, Each: r.Each, trusted: true, when: expression{source: always}, at: templateOf("", 0)}
					looks := newSet([]*Rule{all}).Find(subject, nil)
					silent[r.ID] = len(looks) > 0 && len(newSet([]*Rule{r}).Find(subject, nil)) == 0
				}
			}
		}
	}
	for _, r := range BuiltIn().All() {
		if !silent[r.ID] {
			t.Errorf("in no marker test %s is on, looks at something and finds nothing", r.ID)
		}
	}
}
