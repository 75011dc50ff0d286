package main

import (
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/modfile"
)

// goneImports names the packages of Kubernetes that our code imports and that a release
// does not have. go mod tidy would look for them in other releases, and mix these.
func goneImports(root string, goMod []byte, version string) error {
	f, err := modfile.Parse("go.mod", goMod, nil)
	if err != nil {
		return err
	}
	var modules []string
	for _, r := range f.Require {
		if r.Mod.Path == kubernetesModule || r.Mod.Version == stagingVersion(version) && strings.HasPrefix(r.Mod.Path, "k8s.io/") {
			modules = append(modules, r.Mod.Path+"@"+r.Mod.Version)
		}
	}
	folders, err := download(modules)
	if err != nil {
		return err
	}
	imported, err := kubernetesImports(root)
	if err != nil {
		return err
	}
	var gone []error
	for module, folder := range folders {
		module, _, _ = strings.Cut(module, "@")
		for name, file := range imported {
			inside, ok := strings.CutPrefix(name, module+"/")
			if !ok {
				continue
			}
			if _, err := os.Stat(filepath.Join(folder, filepath.FromSlash(inside))); errors.Is(err, os.ErrNotExist) {
				gone = append(gone, fmt.Errorf("%s imports %s, which is not in Kubernetes %s", file, name, version))
			}
		}
	}
	slices.SortFunc(gone, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errors.Join(gone...)
}

// kubernetesImports returns the packages of Kubernetes that the code below a folder imports, each
// with a file that does.
func kubernetesImports(root string) (map[string]string, error) {
	imported := map[string]string{}
	err := filepath.WalkDir(root, func(file string, d os.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || d.Name() == ".git"):
			return filepath.SkipDir
		case d.IsDir() || filepath.Ext(file) != ".go":
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return fmt.Errorf("read imports: %w", err)
		}
		for _, i := range parsed.Imports {
			if name, err := strconv.Unquote(i.Path.Value); err == nil && strings.HasPrefix(name, "k8s.io/") {
				imported[name] = filepath.ToSlash(file)
			}
		}
		return nil
	})
	return imported, err
}
