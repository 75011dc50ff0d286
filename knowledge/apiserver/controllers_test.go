package apiserver

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"k8s.io/apiserver/pkg/util/feature"
	"k8s.io/component-base/featuregate"

	"github.com/kubelore/kubelore/knowledge/catalog"
)

// linkedControllers returns what the linked kube-controller-manager says of its
// controllers, by their names. It is a program, so its source is read.
func linkedControllers(t *testing.T) map[string]*catalog.Controller {
	t.Helper()
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", "k8s.io/kubernetes/cmd/kube-controller-manager/names").Output()
	if err != nil {
		t.Fatalf("find kube-controller-manager: %v", err)
	}
	read := func(pattern string) string {
		files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(dir)), pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("there is no %s: %v", pattern, err)
		}
		var all strings.Builder
		for _, name := range files {
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(content)
		}
		return all.String()
	}
	ids := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^\t(\w+) += "([a-z-]+)"`).FindAllStringSubmatch(read("controller_names.go"), -1) {
		ids[m[1]] = m[2]
	}
	all := map[string]*catalog.Controller{}
	source := read("../app/*.go")
	starts := regexp.MustCompile(`name: +names\.(\w+),\n`).FindAllStringSubmatchIndex(source, -1)
	for i, m := range starts {
		end := len(source)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		descriptor, _, _ := strings.Cut(source[m[1]:end], "\n\t}\n")
		c := &catalog.Controller{Name: ids[source[m[2]:m[3]]], Off: strings.Contains(descriptor, "isDisabledByDefault: true")}
		for _, gate := range regexp.MustCompile(`features\.(\w+)`).FindAllStringSubmatch(descriptor, -1) {
			if !feature.DefaultFeatureGate.Enabled(featuregate.Feature(gate[1])) {
				c.Gates = append(c.Gates, gate[1])
			}
		}
		if !strings.Contains(descriptor, "isCloudProviderController: true") {
			all[c.Name] = c
		}
	}
	return all
}

func TestControllersAreThoseOfTheLinkedModule(t *testing.T) {
	linked := linkedControllers(t)
	if len(linked) < 40 {
		t.Fatalf("only %d controllers were read", len(linked))
	}
	for _, c := range catalog.Controllers() {
		like := linked[c.Name]
		delete(linked, c.Name)
		switch {
		case like == nil:
			t.Errorf("there is no %s", c.Name)
		case like.Off != c.Off, !slices.Equal(like.Gates, c.Gates):
			t.Errorf("%s: off %v, gates %v; the module says %v, %v", c.Name, c.Off, c.Gates, like.Off, like.Gates)
		case c.Text.EN == "" || c.Text.JA == "":
			t.Errorf("%s is not explained", c.Name)
		}
	}
	for name := range maps.Keys(linked) {
		t.Errorf("%s is missing", name)
	}
}
