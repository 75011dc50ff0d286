package main

import (
	"errors"
	"fmt"
	"go/build"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"

	"github.com/kubelore/kubelore/knowledge/catalog"
)

const kubernetesModule = "k8s.io/kubernetes"

// pinsFile imports what go mod tidy would drop; see its comment.
var pinsFile = filepath.Join("cmd", "dev", "pins", "pins.go") //nolint:gochecknoglobals // as good as a constant

// findRelease returns the release that is meant by 1.38.1, or the newest of 1.38.x.
func findRelease(wanted string) (string, error) {
	out, err := exec.Command("go", "list", "-m", "-versions", "-f", `{{join .Versions " "}}`, kubernetesModule).Output()
	if err != nil {
		return "", fmt.Errorf("list the releases of Kubernetes: %w", err)
	}
	return releaseAmong(strings.Fields(string(out)), wanted)
}

func releaseAmong(all []string, wanted string) (string, error) {
	wanted = "v" + strings.TrimPrefix(wanted, "v")
	newest := ""
	for _, v := range all {
		series, anyPatch := strings.CutSuffix(wanted, ".x")
		if semver.Prerelease(v) == "" && (v == wanted || anyPatch && semver.MajorMinor(v) == series) && semver.Compare(v, newest) > 0 {
			newest = v
		}
	}
	if newest == "" {
		return "", fmt.Errorf("there is no release %s of Kubernetes; write it like 1.38.1 or 1.38.x", wanted)
	}
	return strings.TrimPrefix(newest, "v"), nil
}

// stagingVersion is the version of the modules that are released with Kubernetes.
func stagingVersion(version string) string { return "v0" + strings.TrimPrefix(version, "1") }

// staged returns the modules that a release of Kubernetes comes with: it requires them
// at v0.0.0, which exists nowhere.
func staged(goMod []byte) ([]string, error) {
	f, err := modfile.Parse("go.mod of Kubernetes", goMod, nil)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, r := range f.Require {
		if r.Mod.Version == "v0.0.0" {
			all = append(all, r.Mod.Path)
		}
	}
	if len(all) == 0 {
		return nil, errors.New("it requires no modules of its own")
	}
	return all, nil
}

// moveModules changes go.mod and what keeps modules in it.
func moveModules(version string) error {
	ours, err := os.ReadFile("go.mod")
	if err != nil {
		return err
	}
	linked, err := moduleVersion(".", kubernetesModule)
	if err != nil {
		return err
	}
	before, err := partsOf(linked)
	if err != nil {
		return err
	}
	parts, err := partsOf("v" + version)
	if err != nil {
		return err
	}
	// What is no part any more, and what was none. Others are required only where we did.
	gone := slices.DeleteFunc(slices.Clone(before), func(p string) bool { return slices.Contains(parts, p) })
	added := slices.DeleteFunc(parts, func(p string) bool { return slices.Contains(before, p) })
	made, err := requireRelease(ours, version, added, gone)
	if err != nil {
		return err
	}
	if err := os.WriteFile("go.mod", made, 0o644); err != nil {
		return err
	}
	if err := goneImports(".", made, version); err != nil {
		return err
	}
	return rewrite(pinsFile, func(old string) (string, error) { return changePins(old, version, added, gone) })
}

// partsOf returns the modules that a release of Kubernetes comes with.
func partsOf(version string) ([]string, error) {
	folders, err := download([]string{kubernetesModule + "@" + version})
	if err != nil {
		return nil, err
	}
	goMod, err := os.ReadFile(filepath.Join(folders[kubernetesModule+"@"+version], "go.mod"))
	if err != nil {
		return nil, err
	}
	return staged(goMod)
}

// requireRelease returns go.mod with a release of Kubernetes, and with all parts of it that
// were required, those that are new in it, and none that is gone.
func requireRelease(goMod []byte, version string, added, gone []string) ([]byte, error) {
	f, err := modfile.Parse("go.mod", goMod, nil)
	if err != nil {
		return nil, err
	}
	old := ""
	for _, r := range f.Require {
		if r.Mod.Path == kubernetesModule {
			old = stagingVersion(strings.TrimPrefix(r.Mod.Version, "v"))
		}
	}
	parts := slices.Clone(added)
	for _, r := range f.Require {
		if r.Mod.Version == old && strings.HasPrefix(r.Mod.Path, "k8s.io/") && !slices.Contains(gone, r.Mod.Path) {
			parts = append(parts, r.Mod.Path)
		}
	}
	for _, p := range gone {
		if err := f.DropRequire(p); err != nil {
			return nil, err
		}
	}
	if err := f.AddRequire(kubernetesModule, "v"+version); err != nil {
		return nil, err
	}
	for _, p := range parts {
		if err := f.AddRequire(p, stagingVersion(version)); err != nil {
			return nil, err
		}
	}
	f.Cleanup()
	return f.Format()
}

// changePins returns pins.go with a package of each new part, and without those of the
// parts that are gone.
func changePins(old, version string, added, gone []string) (string, error) {
	var kept []string
	last := 0 // line behind the last import
	for line := range strings.Lines(old) {
		_, quoted, _ := strings.Cut(line, `_ "`)
		if slices.ContainsFunc(gone, func(p string) bool { return strings.HasPrefix(quoted, p+"/") || strings.HasPrefix(quoted, p+`"`) }) {
			continue
		}
		kept = append(kept, line)
		if quoted != "" {
			last = len(kept)
		}
	}
	for _, p := range added {
		if strings.Contains(old, `"`+p+"/") {
			continue
		}
		folders, err := download([]string{p + "@" + stagingVersion(version)})
		if err != nil {
			return "", err
		}
		name, err := anyPackage(p, folders[p+"@"+stagingVersion(version)])
		if err != nil {
			return "", err
		}
		kept = slices.Insert(kept, last, "\t_ \""+name+"\"\n")
		last++
	}
	first := slices.IndexFunc(kept, func(line string) bool { return strings.HasPrefix(line, "\t_ \"") })
	slices.Sort(kept[first:last])
	return strings.Join(kept, ""), nil
}

// anyPackage returns a package of a module that others may import: the one with the
// fewest imports, which drags the least along.
func anyPackage(module, folder string) (string, error) {
	best, fewest := "", 0
	err := filepath.WalkDir(folder, func(name string, d os.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !d.IsDir():
			return nil
		case slices.Contains([]string{"internal", "testdata", "vendor", "test"}, d.Name()):
			return filepath.SkipDir
		}
		p, err := build.ImportDir(name, 0)
		if err != nil || p.Name == "main" {
			return nil //nolint:nilerr // no package is there
		}
		if best == "" || len(p.Imports) < fewest {
			inside, err := filepath.Rel(folder, name)
			if err != nil {
				return err
			}
			best, fewest = path.Join(module, filepath.ToSlash(inside)), len(p.Imports)
		}
		return nil
	})
	if err == nil && best == "" {
		err = errors.New("it has no package to import")
	}
	if err != nil {
		return "", fmt.Errorf("%s: %w", module, err)
	}
	return best, nil
}

// pinRelease returns releases.tsv with a release as the last one: in place of an older
// patch of it, or behind the minor release before it. Later ones are dropped.
func pinRelease(old, version string) (string, error) {
	staging := stagingVersion(version)
	var kept []string
	newest := ""
	for line := range strings.Lines(old) {
		api, _, _ := strings.Cut(line, "\t")
		if strings.HasPrefix(line, "#") || semver.Compare(semver.MajorMinor(api), semver.MajorMinor(staging)) < 0 {
			kept = append(kept, line)
			if line[0] != '#' {
				newest = api
			}
		}
	}
	before, err := catalog.ParseMinor("1" + strings.TrimPrefix(newest, "v0"))
	if err != nil {
		return "", err
	}
	minor, err := catalog.ParseMinor(version)
	if err != nil {
		return "", err
	}
	if minor != before+1 {
		return "", fmt.Errorf("from %s to %s is more than one minor release; go one at a time, or what changed between them is lost", before, minor)
	}
	return strings.Join(kept, "") + staging + "\t" + staging + "\n", nil
}

var newestConst = regexp.MustCompile(`(?m)^(\tNewest Minor = )\d+$`)

// raiseNewest returns minor.go with another newest release.
func raiseNewest(old string, minor catalog.Minor) (string, error) {
	if !newestConst.MatchString(old) {
		return "", errors.New("it does not say what the newest release is")
	}
	return newestConst.ReplaceAllString(old, fmt.Sprintf("${1}%d", int(minor))), nil
}
