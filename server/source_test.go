package server_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A goPackage is what violations has to know about a folder with Go files,
// whatever their build tags.
type goPackage struct {
	path    string // below the module, such as "server/text"
	imports []goImport
	// goroutines are the places outside of tests that start one.
	goroutines []token.Position
}

type goImport struct {
	path string
	test bool // in a _test.go file
	at   token.Position
}

// readPackages reads the packages of the module at root. Like the go command it
// leaves out testdata, node_modules, and folders whose name starts with a dot or
// an underscore.
func readPackages(t *testing.T, root string) []goPackage {
	t.Helper()
	byPath := map[string]*goPackage{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			hidden := strings.HasPrefix(d.Name(), ".") || strings.HasPrefix(d.Name(), "_")
			if name != root && hidden || d.Name() == "testdata" || d.Name() == "node_modules" {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		dir, err := filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		dir = filepath.ToSlash(dir)
		if byPath[dir] == nil {
			byPath[dir] = &goPackage{path: dir}
		}
		return byPath[dir].readFile(name, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	var packages []goPackage
	for _, p := range byPath {
		packages = append(packages, *p)
	}
	slices.SortFunc(packages, func(a, b goPackage) int { return strings.Compare(a.path, b.path) })
	return packages
}

// readFile adds a file to p. If src is nil the file is read from the disk.
func (p *goPackage) readFile(name string, src any) error {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, name, src, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	test := strings.HasSuffix(name, "_test.go")
	for _, spec := range f.Imports {
		importPath, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		p.imports = append(p.imports, goImport{path: importPath, test: test, at: set.Position(spec.Pos())})
	}
	if !test {
		p.goroutines = append(p.goroutines, goroutines(f, set)...)
	}
	return nil
}

// goroutines finds go statements and calls that start a goroutine: the methods
// Go of sync.WaitGroup and errgroup.Group, time.AfterFunc and context.AfterFunc.
// It goes by names, as it has no types; nothing of ours may be called so.
func goroutines(f *ast.File, set *token.FileSet) []token.Position {
	var found []token.Position
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			found = append(found, set.Position(n.Pos()))
		case *ast.CallExpr:
			if sel, ok := n.Fun.(*ast.SelectorExpr); ok && (sel.Sel.Name == "Go" || sel.Sel.Name == "AfterFunc") {
				found = append(found, set.Position(n.Pos()))
			}
		}
		return true
	})
	return found
}

func TestReadFile(t *testing.T) {
	const src = `//go:build never

package p

import (
	"time"
	alias "go.lsp.dev/protocol"
)

func f() {
	go f()
	wg.Go(f)
	time.AfterFunc(1, f)
	Go(f)
	x.GoAway(f)
}
`
	p := goPackage{path: "p"}
	if err := p.readFile("p.go", src); err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, im := range p.imports {
		paths = append(paths, im.at.String()+" "+im.path)
	}
	if want := []string{"p.go:6:2 time", "p.go:7:2 go.lsp.dev/protocol"}; !slices.Equal(paths, want) {
		t.Errorf("imports %q, want %q", paths, want)
	}
	var lines []int
	for _, at := range p.goroutines {
		lines = append(lines, at.Line)
	}
	if want := []int{11, 12, 13}; !slices.Equal(lines, want) {
		t.Errorf("goroutines on lines %v, want %v", lines, want)
	}

	p = goPackage{path: "p"}
	if err := p.readFile("p_test.go", src); err != nil {
		t.Fatal(err)
	}
	if !p.imports[0].test || len(p.goroutines) != 0 {
		t.Errorf("a test: got %+v", p)
	}
}
