package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"

	"github.com/kubelore/kubelore/knowledge/catalog"
)

// All parts of Kubernetes are of one release, and the tables are of that.
func TestKubernetesIsOfOneRelease(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	f, err := modfile.Parse("go.mod", data, nil)
	if err != nil {
		t.Fatal(err)
	}
	versions := map[string]string{}
	for _, r := range f.Require {
		versions[r.Mod.Path] = r.Mod.Version
	}
	version := strings.TrimPrefix(versions[kubernetesModule], "v")
	if minor, err := catalog.ParseMinor(version); err != nil || minor != catalog.Newest {
		t.Errorf("Kubernetes %s is linked, the tables end with %s: %v", version, catalog.Newest, err)
	}
	parts, err := partsOf("v" + version)
	if err != nil {
		t.Fatal(err)
	}
	if len(parts) < 20 {
		t.Errorf("Kubernetes has %d parts only", len(parts))
	}
	// Those that nothing of ours needs are not in go.mod, but chosen all the same.
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"list", "-m"}, parts...)...)
	cmd.Dir = root
	chosen, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(chosen)) {
		if !strings.HasSuffix(line, " "+stagingVersion(version)+"\n") {
			t.Errorf("%s is chosen, not %s", strings.TrimSpace(line), stagingVersion(version))
		}
	}
}

// The inventory knows what is there.
func TestInventory(t *testing.T) {
	lines, err := inventory()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"kind v1 Pod", "kind apps/v1 Deployment", "kind apiextensions.k8s.io/v1 CustomResourceDefinition",
		"field core/v1 Container.image", "field apps/v1 DeploymentSpec.replicas",
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("the inventory lacks %q", want)
		}
	}
	if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "gate ") }) {
		t.Error("the inventory has no feature gates")
	}
	if missing := count(strings.Join(lines, "\n"), "strategy missing"); missing > 0 {
		t.Errorf("%d kinds have neither a strategy nor a reason to have none", missing)
	}
	now := append(slices.Clone(lines), "kind zoo/v1 Lion")
	if got := difference(lines[1:], now); !slices.Equal(got, []string{"+ " + lines[0], "+ kind zoo/v1 Lion"}) {
		t.Errorf("the difference is %q", got)
	}
}

func TestReleaseAmong(t *testing.T) {
	all := []string{"v1.37.2", "v1.37.10", "v1.38.0-rc.1", "v1.38.0"}
	for wanted, want := range map[string]string{"1.37.x": "1.37.10", "v1.37.2": "1.37.2", "1.38.x": "1.38.0", "1.38.0-rc.1": "", "1.39.x": "", "1.37": ""} {
		if got, err := releaseAmong(all, wanted); got != want || (err == nil) != (want != "") {
			t.Errorf("%s is %q, %v; want %q", wanted, got, err, want)
		}
	}
}

func TestRequireRelease(t *testing.T) {
	const ours = "module x\n\nrequire (\n\tgithub.com/a/b v1.0.0\n\tk8s.io/api v0.37.2\n\tk8s.io/klog/v2 v2.1.0\n\tk8s.io/kubernetes v1.37.2\n\tk8s.io/lost v0.37.2 // indirect\n)\n"
	made, err := requireRelease([]byte(ours), "1.38.1", []string{"k8s.io/found"}, []string{"k8s.io/lost"})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"github.com/a/b v1.0.0\n", "k8s.io/api v0.38.1\n", "k8s.io/klog/v2 v2.1.0\n", "k8s.io/kubernetes v1.38.1\n", "k8s.io/found v0.38.1\n"} {
		if !strings.Contains(string(made), want) {
			t.Errorf("%q is missing in\n%s", want, made)
		}
	}
	if strings.Contains(string(made), "lost") {
		t.Errorf("what is gone is required:\n%s", made)
	}
}

func TestChangePins(t *testing.T) {
	const pins = "package pins\n\nimport (\n\t_ \"k8s.io/a/x\"\n\t_ \"k8s.io/lost/y\"\n\t_ \"k8s.io/z\"\n)\n"
	got, err := changePins(pins, "1.38.1", []string{"k8s.io/a"}, []string{"k8s.io/lost"})
	if want := "package pins\n\nimport (\n\t_ \"k8s.io/a/x\"\n\t_ \"k8s.io/z\"\n)\n"; got != want || err != nil {
		t.Errorf("got %v\n%s", err, got)
	}
}

func TestPinRelease(t *testing.T) {
	const old = "# head\nv0.36.6\tv0.36.6\nv0.37.2\tv0.37.2\n"
	for version, want := range map[string]string{
		"1.37.3": "# head\nv0.36.6\tv0.36.6\nv0.37.3\tv0.37.3\n",
		"1.38.0": old + "v0.38.0\tv0.38.0\n",
		"1.39.0": "",
	} {
		if got, err := pinRelease(old, version); got != want || (err == nil) != (want != "") {
			t.Errorf("%s: %v\n%s", version, err, got)
		}
	}
	got, err := raiseNewest("const (\n\tOldest Minor = 23\n\tNewest Minor = 37\n)\n", 38)
	if err != nil || !strings.Contains(got, "Newest Minor = "+strconv.Itoa(38)) || !strings.Contains(got, "Oldest Minor = 23") {
		t.Errorf("%v\n%s", err, got)
	}
	if _, err := raiseNewest("const Newest = 37\n", 38); err == nil {
		t.Error("nobody sees that the constant is written in another way")
	}
}

// A package that the release does not have is named, with who imports it.
func TestGoneImports(t *testing.T) {
	version, err := moduleVersion(root, kubernetesModule)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	goMod := "module x\n\nrequire k8s.io/kubernetes " + version + "\n"
	write(t, filepath.Join(folder, "a.go"), "package a\n\nimport _ \"k8s.io/kubernetes/pkg/features\"\n")
	version = strings.TrimPrefix(version, "v")
	if err := goneImports(folder, []byte(goMod), version); err != nil {
		t.Error(err)
	}
	write(t, filepath.Join(folder, "b.go"), "package a\n\nimport _ \"k8s.io/kubernetes/pkg/gone\"\n")
	if err := goneImports(folder, []byte(goMod), version); err == nil || !strings.Contains(err.Error(), "b.go imports k8s.io/kubernetes/pkg/gone") {
		t.Errorf("a package that is gone: %v", err)
	}
}
