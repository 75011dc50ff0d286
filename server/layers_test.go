// Package server_test holds the architecture of the module as tables, and fails
// where the code leaves them. The reasons are in doc/architecture.md.
package server_test

import (
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	module = "github.com/kubelore/kubelore"
	root   = ".."
)

// layers lists, for each package, what it may import from this module. A package
// that is not listed may not exist; a direction that is not listed may not either.
// Features (check, complete, hover) never import each other.
var layers = map[string][]string{
	"knowledge/apiserver": {"knowledge/catalog", "knowledge/quantity", "knowledge/schema"},
	"knowledge/card": {
		"knowledge/catalog", "knowledge/concept", "knowledge/effect", "knowledge/language", "knowledge/relation", "knowledge/schema",
		"knowledge/value",
	},
	"knowledge/catalog":  {"knowledge/language"},
	"knowledge/concept":  {"knowledge/language", "knowledge/spell"},
	"knowledge/effect":   {"knowledge/language", "knowledge/quantity"},
	"knowledge/language": {},
	"knowledge/quantity": {},
	"knowledge/relation": {"knowledge/catalog"},
	"knowledge/rule":     {"knowledge/catalog", "knowledge/concept", "knowledge/language", "knowledge/quantity"},
	"knowledge/schema":   {"knowledge/catalog"},
	"knowledge/snippet":  {"knowledge/catalog", "knowledge/language"},
	"knowledge/spell":    {},
	"knowledge/usage":    {},
	"knowledge/value":    {"knowledge/language", "knowledge/quantity"},

	"server":           {},
	"server/text":      {},
	"server/syntax":    {"server/text"},
	"server/manifest":  {"server/text", "server/syntax", "knowledge/"},
	"server/edit":      {"server/text", "server/syntax", "server/manifest"},
	"server/config":    {"knowledge/catalog", "knowledge/language", "knowledge/spell"},
	"server/graph":     {"server/text", "server/syntax", "server/manifest", "knowledge/"},
	"server/workspace": {"server/text", "server/syntax", "server/manifest", "server/graph", "server/config", "knowledge/"},
	"server/check":     {"server/text", "server/syntax", "server/manifest", "server/graph", "server/config", "server/edit", "server/workspace", "knowledge/"},
	"server/complete":  {"server/text", "server/syntax", "server/manifest", "server/graph", "server/config", "server/workspace", "knowledge/"},
	"server/hover":     {"server/text", "server/syntax", "server/manifest", "server/graph", "server/config", "server/workspace", "knowledge/"},
	"server/navigate":  {"server/text", "server/syntax", "server/manifest", "server/graph", "server/workspace", "knowledge/"},
	"server/outline":   {"server/text", "server/syntax", "server/manifest", "server/graph", "knowledge/"},
	"server/refactor":  {"server/text", "server/syntax", "server/manifest", "server/graph", "server/edit", "server/workspace", "knowledge/"},
	"server/change":    {"server/text", "server/syntax", "server/manifest", "server/graph", "server/workspace", "knowledge/"},
	"server/lsp": {
		"server/text", "server/syntax", "server/manifest", "server/graph", "server/config", "server/workspace",
		"server/check", "server/complete", "server/hover", "server/navigate", "server/change", "server/refactor", "server/outline", "knowledge/",
	},
	"server/complete/truth": {"server/text", "server/syntax", "server/manifest", "knowledge/"},
	"server/lsp/lsptest":    {"server/text", "server/config", "server/workspace", "server/lsp"},
	"server/marker":         {"server/text", "server/lsp", "server/lsp/lsptest"},

	"cmd/kubelore": {
		"server/text", "server/manifest", "server/graph", "server/config", "server/workspace", "server/check", "server/lsp", "knowledge/",
		"cmd/kubelore/setup",
	},
	"cmd/kubelore/setup": {"editors", "knowledge/language"},
	"cmd/dev":            {"cmd/dev/", "server/", "knowledge/"},
	"cmd/dev/pins":       {},

	"editors":     {},
	"editors/e2e": {},

	"editors/playground/server": {"server/lsp"},
}

// A rule keeps imports to some packages. Every path stands for itself; one that
// ends with a slash stands for everything below it, and in paths and except also
// for the package of that name.
type rule struct {
	paths  []string
	except []string
	only   []string
	// tests says that tests are held to the rule as well.
	tests bool
	why   string
}

var rules = []rule{
	{
		paths: []string{"go.lsp.dev/"},
		only:  []string{"server/lsp", "server/lsp/lsptest", "server/marker"},
		tests: true,
		why:   "only server/lsp speaks the protocol",
	},
	{
		paths: []string{"k8s.io/kubernetes/"},
		only:  []string{"knowledge/apiserver", "knowledge/schema", "cmd/dev"},
		tests: true,
		why:   "what Kubernetes does is asked of knowledge/apiserver and knowledge/schema",
	},
	{
		paths: []string{"k8s.io/apimachinery/"},
		only:  []string{"knowledge/", "server/manifest", "server/check", "cmd/dev"},
		why:   "features work on our own types",
	},
	{
		paths:  []string{"k8s.io/", "sigs.k8s.io/"},
		except: []string{"k8s.io/kubernetes/", "k8s.io/apimachinery/", "sigs.k8s.io/yaml/"},
		only:   []string{"knowledge/", "cmd/dev", "cmd/dev/pins"},
		why:    "what Kubernetes is stands in knowledge",
	},
	{
		paths:  []string{"os/", "net/", "syscall/", "io/ioutil/"},
		except: []string{"net/netip/", "net/url/"},
		only: []string{
			"server/lsp", "server/workspace", "cmd/kubelore", "cmd/dev",
			"server/lsp/lsptest", "server/marker", "editors/e2e", "editors/playground/server",
		},
		why: "pure packages are given their input",
	},
	{
		paths: []string{"github.com/spf13/", "golang.org/x/term/"},
		only:  []string{"cmd/kubelore", "cmd/dev"},
		why:   "only commands know terminals",
	},
	{
		paths: []string{"testing/", "golang.org/x/tools/", "github.com/google/go-cmp/", "github.com/owenrumney/go-sarif/", "github.com/xeipuuv/gojsonschema/"},
		only:  []string{"server/lsp/lsptest", "server/marker", "editors/e2e"},
		why:   "it is for tests",
	},
}

// startsGoroutines lists the packages that may start goroutines; see the list of
// all of them in doc/architecture.md.
var startsGoroutines = []string{"server/lsp", "server/workspace", "cmd/kubelore", "cmd/dev", "server/lsp/lsptest", "editors/playground/server"}

// atRoot lists what may stand at the top of the repository: our folders, and the
// files that tools look for there and nowhere else.
var atRoot = []string{
	"cmd", "server", "knowledge", "testdata", "editors", "go.mod", "README.md",
	"go.sum", "LICENSE", ".gitignore", ".ci", ".github", ".golangci.yml", ".goreleaser.yaml",
	".pre-commit-hooks.yaml", ".gitattributes", ".editorconfig",
}

func TestLayers(t *testing.T) {
	found := map[string]bool{}
	for _, p := range readPackages(t, root) {
		found[p.path] = true
		for _, v := range violations(p) {
			t.Error(v)
		}
	}
	for p := range layers {
		if !found[p] {
			t.Errorf("layers names %s, which does not exist", p)
		}
	}
}

func TestRoot(t *testing.T) {
	ignored, err := os.ReadFile(filepath.Join(root, ".gitignore"))
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != ".git" && !allowedAtRoot(e.Name(), string(ignored)) {
			t.Errorf("%s may not stand at the root of the repository", e.Name())
		}
	}
}

// violations says how a package leaves the tables.
func violations(p goPackage) []string {
	allowed, ok := layers[p.path]
	if !ok {
		return []string{p.path + " is not in layers; say there what it may import"}
	}
	var found []string
	for _, im := range p.imports {
		if own, ok := strings.CutPrefix(im.path, module+"/"); ok {
			// A test in a package of its own imports the package that it tests, and what
			// stands below it for tests alone.
			if !listed(allowed, own) && (!im.test || own != p.path && !strings.HasPrefix(own, p.path+"/")) {
				found = append(found, im.at.String()+": "+p.path+" may not import "+own)
			}
			continue
		}
		for _, r := range rules {
			if im.test && !r.tests || !covers(r.paths, im.path) || covers(r.except, im.path) || listed(r.only, p.path) {
				continue
			}
			found = append(found, im.at.String()+": "+p.path+" may not import "+im.path+": "+r.why)
		}
	}
	if !slices.Contains(startsGoroutines, p.path) {
		for _, at := range p.goroutines {
			found = append(found, at.String()+": "+p.path+" may not start goroutines")
		}
	}
	return found
}

// listed reports whether list names a package, or a folder above it.
func listed(list []string, pkg string) bool {
	return slices.ContainsFunc(list, func(s string) bool {
		return s == pkg || strings.HasSuffix(s, "/") && strings.HasPrefix(pkg, s)
	})
}

// covers reports whether an import path is one of paths or below one.
func covers(paths []string, importPath string) bool { return listed(paths, importPath+"/") }

// allowedAtRoot reports whether a name is in atRoot or matches a pattern of .gitignore.
func allowedAtRoot(name, gitignore string) bool {
	if slices.Contains(atRoot, name) {
		return true
	}
	for pattern := range strings.Lines(gitignore) {
		if ok, _ := path.Match(strings.Trim(pattern, "/\n"), name); ok {
			return true
		}
	}
	return false
}

// TestViolations shows that each table is able to fail.
func TestViolations(t *testing.T) {
	imports := func(pkg string, paths ...string) goPackage {
		p := goPackage{path: pkg}
		for _, name := range paths {
			p.imports = append(p.imports, goImport{path: name})
		}
		return p
	}
	test := func(pkg, name string) goPackage {
		return goPackage{path: pkg, imports: []goImport{{path: name, test: true}}}
	}
	for _, tc := range []struct {
		name string
		p    goPackage
		want string // part of the only violation; empty for none
	}{
		{"unlisted package", imports("server/util"), "server/util is not in layers"},
		{"unlisted package below a listed one", imports("server/text/utf"), "is not in layers"},
		{"upward", imports("server/syntax", module+"/server/manifest"), "may not import server/manifest"},
		{"upward in a test", test("server/syntax", module+"/server/manifest"), "may not import server/manifest"},
		{"downward", imports("server/manifest", module+"/server/syntax"), ""},
		{"own package in a test", test("server/text", module+"/server/text"), ""},
		{"below the own package in a test", test("server/lsp", module+"/server/lsp/lsptest"), ""},
		{"below the own package", imports("server/lsp", module+"/server/lsp/lsptest"), "may not import server/lsp/lsptest"},
		{"feature to feature", imports("server/hover", module+"/server/complete"), "may not import server/complete"},
		{"knowledge to server", imports("knowledge/card", module+"/server/text"), "may not import server/text"},
		{"any knowledge", imports("server/hover", module+"/knowledge/card"), ""},
		{"protocol in a feature", imports("server/hover", "go.lsp.dev/protocol"), "only server/lsp speaks the protocol"},
		{"protocol in a test", test("server/hover", "go.lsp.dev/uri"), "only server/lsp speaks the protocol"},
		{"protocol in a command", imports("cmd/kubelore", "go.lsp.dev/protocol"), "only server/lsp"},
		{"protocol in lsp", imports("server/lsp", "go.lsp.dev/protocol", "go.lsp.dev/jsonrpc2"), ""},
		{"kubernetes", imports("server/manifest", "k8s.io/kubernetes/pkg/apis/core"), "knowledge/apiserver"},
		{"kubernetes in knowledge", imports("knowledge/card", "k8s.io/kubernetes/pkg/apis/core"), "knowledge/apiserver"},
		{"kubernetes in schema", imports("knowledge/schema", "k8s.io/kubernetes/pkg/generated/openapi"), ""},
		{"apimachinery in a feature", imports("server/hover", "k8s.io/apimachinery/pkg/runtime"), "own types"},
		{"apimachinery in check", imports("server/check", "k8s.io/apimachinery/pkg/runtime"), ""},
		{"client-go in check", imports("server/check", "k8s.io/client-go/kubernetes/scheme"), "stands in knowledge"},
		{"yaml anywhere", imports("server/config", "sigs.k8s.io/yaml"), ""},
		{"os", imports("server/check", "os"), "given their input"},
		{"os in knowledge", imports("knowledge/card", "os"), "given their input"},
		{"os/exec", imports("server/complete", "os/exec"), "given their input"},
		{"net/http", imports("server/hover", "net/http"), "given their input"},
		{"net", imports("server/text", "net"), "given their input"},
		{"pure net", imports("server/check", "net/netip", "net/url"), ""},
		{"os in workspace", imports("server/workspace", "os"), ""},
		{"os in a test", test("server/text", "os"), ""},
		{"cobra in the server", imports("server/lsp", "github.com/spf13/cobra"), "terminals"},
		{"testing in product code", imports("server/lsp", "testing"), "it is for tests"},
		{"testing in a test", test("server/text", "testing"), ""},
		{"similar name", imports("server/hover", "oslo", "k8s.iox/a"), ""},
		{
			"goroutine in a feature",
			goPackage{path: "server/check", goroutines: []token.Position{{Filename: "a.go", Line: 3}}},
			"a.go:3: server/check may not start goroutines",
		},
		{"goroutine in lsp", goPackage{path: "server/lsp", goroutines: []token.Position{{}}}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := violations(tc.p)
			if tc.want == "" && len(got) > 0 {
				t.Errorf("got %q, want none", got)
			}
			if tc.want != "" && (len(got) != 1 || !strings.Contains(got[0], tc.want)) {
				t.Errorf("got %q, want one with %q", got, tc.want)
			}
		})
	}
}

func TestAllowedAtRoot(t *testing.T) {
	const gitignore = "/kubelore\n/dist/\n*.test\n"
	for name, want := range map[string]bool{
		"server": true, "go.mod": true, ".ci": true, "dist": true, "kubelore": true, "x.test": true,
		"Makefile": false, "pkg": false, "main.go": false, ".goreleaser.yml": false, "kubelore2": false,
	} {
		if got := allowedAtRoot(name, gitignore); got != want {
			t.Errorf("%s: got %t, want %t", name, got, want)
		}
	}
}

// The comment of each package says what it deliberately does not know or do.
func TestPackagesAreDocumented(t *testing.T) {
	exempt := []string{"cmd/kubelore", "cmd/dev", "cmd/dev/pins", "editors/playground/server", "server"} // programs, and what has no code
	for name := range layers {
		if slices.Contains(exempt, name) {
			continue
		}
		files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(name), "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		says := false
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			head, _, found := strings.Cut(string(data), "\npackage ")
			says = says || found && !strings.HasSuffix(file, "_test.go") && strings.Contains(head, "// Package "+path.Base(name)+" ") && strings.Contains(head, "deliberately")
		}
		if !says {
			t.Errorf("the comment of %s does not say what the package deliberately leaves to others", name)
		}
	}
}
