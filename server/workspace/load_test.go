package workspace

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/relation"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/graph"
	"github.com/kubelore/kubelore/server/manifest"
)

// lay writes files below a folder.
func lay(tb testing.TB, root string, files map[string]string) {
	tb.Helper()
	for name, content := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			tb.Fatal(err)
		}
	}
}

func configMap(name string) string {
	return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\ndata:\n  key: value\n"
}

func load(t *testing.T, l *Loader) *Disk {
	t.Helper()
	l.Env = &manifest.Env{Target: catalog.Newest}
	d, err := l.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func names(d *Disk) []string {
	var all []string
	for p := range graph.New(d.Index, nil).Objects() {
		all = append(all, p.Object.Name)
	}
	slices.Sort(all)
	return all
}

// What Git ignores, what the settings leave out and what tools keep for themselves is not
// read; nor is what is behind a link, so a loop of folders ends.
func TestLoad(t *testing.T) {
	root := t.TempDir()
	lay(t, root, map[string]string{
		"a.yaml": configMap("a"), "deep/er/b.yml": configMap("b"), "c.json": `{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}}`,
		".gitignore": "/built\n*.out.yaml\n!kept.out.yaml\n", "built/x.yaml": configMap("built"), "x.out.yaml": configMap("out"), "kept.out.yaml": configMap("kept"),
		"sub/.gitignore": "local.yaml\n", "sub/local.yaml": configMap("local"), "sub/here.yaml": configMap("here"), "local.yaml": configMap("top-local"),
		"fixtures/f.yaml": configMap("fixture"), "node_modules/n.yaml": configMap("module"), ".hidden/h.yaml": configMap("hidden"), "notes.txt": configMap("text"),
		"values.yaml": "replicas: 3\nkind of: nothing\n", "binary.yaml": "kind: \xff\xfe", "broken.yaml": "kind: [\n\"",
	})
	if err := os.Symlink(root, filepath.Join(root, "loop")); err != nil {
		t.Skipf("SKIPPED: links cannot be made here: %v", err)
	}
	large, err := os.Create(filepath.Join(root, "large.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := large.Truncate(200 << 20); err != nil {
		t.Fatal(err)
	}
	if err := large.Close(); err != nil {
		t.Fatal(err)
	}
	l := &Loader{Folders: []string{root, filepath.Join(root, "sub")}, Exclude: []string{"fixtures"}}
	d := load(t, l)
	if got, want := names(d), []string{"a", "b", "c", "here", "kept", "top-local"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	notes := strings.Join(d.Notes, "\n")
	if len(d.Notes) != 2 || !strings.Contains(notes, "large.yaml is larger than") || !strings.Contains(notes, "binary.yaml is not UTF-8") {
		t.Errorf("the notes are %q", d.Notes)
	}
	l.Include = []string{"deep/**", "c.json"}
	if got, want := names(load(t, l)), []string{"b", "c", "here"}; !slices.Equal(got[:2], want[:2]) || slices.Contains(got, "a") {
		t.Errorf("with include there are %q", got)
	}
}

// Only what is new or changed is read again; what went away is forgotten.
func TestLoadAgain(t *testing.T) {
	root := t.TempDir()
	lay(t, root, map[string]string{"a.yaml": configMap("a"), "b.yaml": configMap("b"), "c.yaml": configMap("c")})
	read := 0
	l := &Loader{Folders: []string{root}, Progress: func(_, all int) { read = all }}
	load(t, l)
	if read != 3 {
		t.Errorf("%d files were read first, want 3", read)
	}
	lay(t, root, map[string]string{"b.yaml": configMap("changed"), "d.yaml": configMap("d")})
	if err := os.Remove(filepath.Join(root, "c.yaml")); err != nil {
		t.Fatal(err)
	}
	if got, want := names(load(t, l)), []string{"a", "changed", "d"}; !slices.Equal(got, want) || read != 2 {
		t.Errorf("got %q with %d files read, want %q with 2", got, read, want)
	}
	read = 0
	load(t, l)
	if read != 0 {
		t.Errorf("%d files were read although nothing changed", read)
	}
	l.Forget()
	load(t, l)
	if read != 3 {
		t.Errorf("%d files were read after all was forgotten, want 3", read)
	}
}

// Files may come and go while others are read, and a load that is not wanted any more
// ends.
func TestLoadWhileFilesVanish(t *testing.T) {
	root := t.TempDir()
	files := map[string]string{}
	for i := range 300 {
		files[fmt.Sprintf("%03d.yaml", i)] = configMap(fmt.Sprintf("c%d", i))
	}
	lay(t, root, files)
	l := &Loader{Folders: []string{root}, Progress: func(done, _ int) {
		if done%3 == 0 {
			os.Remove(filepath.Join(root, fmt.Sprintf("%03d.yaml", 299-done/3))) //nolint:errcheck // it may be gone
		}
	}}
	if d := load(t, l); d.Files == 0 || len(d.Notes) > 0 {
		t.Errorf("%d files, with the notes %q", d.Files, d.Notes)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Load(ctx); err == nil {
		t.Error("a load that nobody wants ended well")
	}
}

// An unreadable file and an unreadable folder hide nothing else.
func TestLoadUnreadable(t *testing.T) {
	if os.Getuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("SKIPPED: who runs this test may read everything")
	}
	root := t.TempDir()
	lay(t, root, map[string]string{"a.yaml": configMap("a"), "secret.yaml": configMap("b"), "folder/c.yaml": configMap("c")})
	for _, name := range []string{"secret.yaml", "folder"} {
		if err := os.Chmod(filepath.Join(root, name), 0); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.Chmod(filepath.Join(root, name), 0o755) }) //nolint:errcheck // for TempDir to clean up
	}
	l := &Loader{Folders: []string{root}}
	if d := load(t, l); !slices.Equal(names(d), []string{"a"}) || len(d.Notes) != 1 {
		t.Errorf("got %q and the notes %q", names(d), d.Notes)
	}
}

// What makes the manifests of a folder is known: charts, generators, bases elsewhere.
func TestBuilds(t *testing.T) {
	root := t.TempDir()
	lay(t, root, map[string]string{
		"chart/Chart.yaml":            "name: a\n",
		"plain/kustomization.yaml":    "resources: [a.yaml, ../base]\nnamespace: shop\n",
		"adds/kustomization.yml":      "configMapGenerator: [{name: a}]\nnamePrefix: x-\n",
		"far/Kustomization":           "resources: [https://example.com/a, github.com/a/b]\n",
		"broken/kustomization.yaml":   "resources: [\n",
		"elsewhere/Kustomization.yml": "configMapGenerator: [{name: a}]\n",
	})
	d := load(t, &Loader{Folders: []string{root}})
	for folder, want := range map[string]Build{
		"chart": {Adds: true}, "plain": {}, "adds": {Adds: true}, "far": {Adds: true}, "broken": {Adds: true},
	} {
		got := d.Builds[filepath.Join(root, folder)]
		if got == nil || got.Adds != want.Adds {
			t.Errorf("%s: got %+v, want %+v", folder, got, want)
		}
	}
	if uses := d.Builds[filepath.Join(root, "plain")].Uses; !slices.Equal(uses, []string{filepath.Join(root, "plain/a.yaml"), filepath.Join(root, "base")}) {
		t.Errorf("the folder takes manifests from %q", uses)
	}
	if d.Builds[filepath.Join(root, "elsewhere")] != nil {
		t.Error("kustomize does not read a file of that name")
	}
}

func TestPath(t *testing.T) {
	for uri, want := range map[string]string{
		"file:///a/b.yaml": "/a/b.yaml", "file:///a%20b/c.yaml": "/a b/c.yaml", "file://localhost/a": "/a", "untitled:Untitled-1": "untitled:Untitled-1",
		"file:///a/../b": "/b", "file:///c%3A/x.yaml": "C:/x.yaml", "%zz": "%zz",
	} {
		if got := filepath.ToSlash(Path(uri)); got != want {
			t.Errorf("%s is %s, want %s", uri, got, want)
		}
	}
}

// deployment is a manifest as teams have many of.
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-%[1]d
  namespace: team-%[2]d
  labels: {app.kubernetes.io/name: app-%[1]d}
spec:
  replicas: 3
  selector:
    matchLabels: {app.kubernetes.io/name: app-%[1]d}
  template:
    metadata:
      labels: {app.kubernetes.io/name: app-%[1]d}
    spec:
      serviceAccountName: app-%[1]d
      containers:
      - name: main
        image: registry.example.com/team-%[2]d/app-%[1]d:1.0.%[1]d
        envFrom:
        - configMapRef: {name: app-%[1]d}
        ports:
        - {name: http, containerPort: 8080}
        readinessProbe:
          httpGet: {path: /ready, port: http}
        resources:
          requests: {cpu: 100m, memory: 128Mi}
          limits: {memory: 128Mi}
---
apiVersion: v1
kind: Service
metadata:
  name: app-%[1]d
  namespace: team-%[2]d
spec:
  selector: {app.kubernetes.io/name: app-%[1]d}
  ports:
  - {name: http, port: 80, targetPort: http}
`

// layMany writes n files with two objects each.
func layMany(tb testing.TB, n int) string {
	tb.Helper()
	root := tb.TempDir()
	files := map[string]string{}
	for i := range n {
		files[fmt.Sprintf("team-%d/app-%d.yaml", i%100, i)] = fmt.Sprintf(deployment, i, i%100)
	}
	lay(tb, root, files)
	return root
}

// BenchmarkLoad reads 10,000 files. The budget is 4 s on two processors, and 400 MB.
func BenchmarkLoad(b *testing.B) {
	root := layMany(b, 10_000)
	relation.BuiltIn()
	env := &manifest.Env{Target: catalog.Newest}
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		start := time.Now()
		l := &Loader{Folders: []string{root}, Env: env}
		d, err := l.Load(b.Context())
		if err != nil || d.Files != 10_000 {
			b.Fatal(d, err)
		}
		b.ReportMetric(time.Since(start).Seconds(), "s/load")
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MiB")
		runtime.KeepAlive(d)
		runtime.KeepAlive(l)
	}
}

// The other end of a problem is read from disk once, and again when the files are.
func TestSeen(t *testing.T) {
	root := t.TempDir()
	lay(t, root, map[string]string{"a.yaml": configMap("a")})
	path := filepath.Join(root, "a.yaml")
	l := &Loader{Folders: []string{root}}
	s := New(config.Default())
	content := func() string {
		t.Helper()
		seen, err := s.Snapshot().Seen(path)
		if err != nil {
			t.Fatal(err)
		}
		return seen.String()
	}
	s.SetDisk(load(t, l))
	before := content()
	lay(t, root, map[string]string{"a.yaml": configMap("other")})
	if got := content(); before != configMap("a") || got != before {
		t.Errorf("it was %q, and %q is seen", before, got)
	}
	s.Open("file://"+filepath.ToSlash(path), 1, configMap("open"))
	if got := content(); got != configMap("open") {
		t.Errorf("it is open, and %q is seen", got)
	}
	if err := s.Close("file://" + filepath.ToSlash(path)); err != nil {
		t.Fatal(err)
	}
	s.SetDisk(load(t, l))
	if got := content(); got != configMap("other") {
		t.Errorf("it was read again, and %q is seen", got)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	s.SetDisk(load(t, l))
	if seen, err := s.Snapshot().Seen(path); err == nil {
		t.Errorf("it is gone, and %q is seen", seen)
	}
}
