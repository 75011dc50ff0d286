package check

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/kubelore/kubelore/knowledge/spell"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/graph"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
	"github.com/kubelore/kubelore/server/workspace"
)

// A Related place is the other end of a problem.
type Related struct {
	// Path is the path of the file, or its URI if it is not on disk.
	Path    string
	Span    text.Span
	Message string

	anchor graph.Anchor
}

// related returns a span in the document of an object as the other end of a problem.
func related(p graph.Place, span text.Span, message string) Related {
	return Related{p.File.Path, p.Shift(span), message, p.Anchor(span)}
}

// crossing is the checking of one file against all others.
type crossing struct {
	world *workspace.World
	file  *manifest.File
	path  string
	// closed remembers for each folder whether all its manifests are known, and proven
	// what proves said.
	closed map[string]bool
	proven map[proof]bool
	// names are those of the objects that a proof is about, and nearest the answers of
	// spell.Nearest for them.
	names   map[proof][]string
	nearest map[slip]string
	// here are the Pod Security levels that the file itself says, see enforced.
	here func() map[string]string
	// problems are those of the document at hand, and count from its start.
	problems []Problem
	// at is the object at hand.
	at graph.Place
}

// Across returns the problems of a file that only the other files show, and those of
// names within it: what it names and nobody defines, selects and nobody is. They are
// reported only where the workspace plausibly is the whole world for them (design.md
// section 6).
func Across(w *workspace.World, f *manifest.File, path string, s *config.Settings) []Problem {
	found := ignorable(f, acrossFound(w, f, path))
	all := slices.DeleteFunc(found, func(p Problem) bool { return severity(p, s) == Off })
	for i := range all {
		all[i].Severity = severity(all[i], s)
	}
	slices.SortStableFunc(all, func(a, b Problem) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return all
}

// acrossFound returns the problems that Across is about, those that comments ignore
// included.
func acrossFound(w *workspace.World, f *manifest.File, path string) []Problem {
	summary := w.File(path)
	if summary == nil || !w.Loaded || slices.ContainsFunc(f.Documents(), func(d manifest.Placed) bool { return broken(d.Document) }) {
		return nil
	}
	c := &crossing{
		world: w, file: f, path: path, here: sync.OnceValue(func() map[string]string { return enforced(f) }),
		closed: map[string]bool{}, proven: map[proof]bool{}, names: map[proof][]string{}, nearest: map[slip]string{},
	}
	rest := summary.Documents
	var all []Problem
	for _, d := range f.Documents() {
		if len(rest) == 0 || rest[0].Start != d.Start || d.Empty() {
			continue // it holds no objects
		}
		all = append(all, c.remembered(d, summary, rest[0])...)
		rest = rest[1:]
	}
	twice := c.duplicates(summary)
	translate(twice, f.Env.Language)
	return append(all, twice...)
}

// crossed is what a document remembers of the last time that it was checked against
// others. Typing a letter hardly ever changes what they say, but they move.
type crossed struct {
	mu sync.Mutex
	// state and path are those of the time, and known says that there was one.
	state workspace.State
	path  string
	known bool
	// problems count from the start of the document.
	problems []Problem
}

// crossedKey is the key of crossed.
type crossedKey struct{}

// remembered returns the problems of a document, which are those of the last time if no
// file says anything else now.
func (c *crossing) remembered(d manifest.Placed, f *graph.File, summary graph.Document) []Problem {
	last := manifest.Remember(d.Document, crossedKey{}, func() *crossed { return &crossed{} })
	last.mu.Lock()
	defer last.mu.Unlock()
	if !last.known || last.path != c.path || last.state != c.world.State() || !c.relocate(last.problems) {
		c.problems = nil
		for _, o := range summary.Objects {
			c.at = graph.Place{Object: o, File: f, Start: d.Start}
			c.object()
			for i := range o.References {
				c.reference(graph.Use{Place: c.at, Reference: &o.References[i]})
			}
		}
		c.enforcedElsewhere(d)
		translate(c.problems, d.Env().Language)
		last.problems, last.path, last.state, last.known = c.problems, c.path, c.world.State(), true
	}
	all := make([]Problem, len(last.problems))
	for i, p := range last.problems {
		all[i] = p.at(d)
	}
	return all
}

// relocate finds the other ends of problems again. It reports whether all are there.
func (c *crossing) relocate(problems []Problem) bool {
	for i := range problems {
		moved := make([]Related, len(problems[i].Related))
		for j, r := range problems[i].Related {
			var ok bool
			if r.Span, ok = c.world.Locate(r.anchor); !ok {
				return false
			}
			moved[j] = r
		}
		if len(moved) > 0 {
			problems[i].Related = moved // those that were handed out stay what they are
		}
	}
	return true
}

// broken reports whether the syntax of a document is, so that half of it may be missing.
func broken(d *manifest.Document) bool {
	return slices.ContainsFunc(document(d), func(p Problem) bool { return strings.HasPrefix(p.Code, "yaml/") && p.Severity == Error })
}

// report adds a problem of the object at hand. Its spans count from the document.
func (c *crossing) report(p Problem) {
	d := c.file.At(c.at.Start)
	p.Field, p.Kind, p.Name = d.Document.Path(d.Document.At(p.Span.Start)), c.at.Kind, c.at.Object.Name
	c.problems = append(c.problems, p)
}

// object checks the object at hand.
func (c *crossing) object() {
	switch {
	case c.at.Is("autoscaling", "HorizontalPodAutoscaler"):
		c.autoscaler()
	case c.at.Is("policy", "PodDisruptionBudget"):
		c.budget()
	case c.at.Is("", "PersistentVolumeClaim"):
		c.claim()
	case c.at.Is("", "ConfigMap"), c.at.Is("", "Secret"):
		c.unusedKeys()
	case c.at.Replicas >= 0 && len(c.at.Templates) > 0:
		c.scaled()
	}
	if len(c.at.Templates) > 0 {
		c.rationed()
	}
}

// whole reports whether all manifests are known that go with those of a file: no chart,
// no generator and no base from elsewhere adds to them.
func (c *crossing) whole(path string) bool {
	folder := filepath.Dir(path)
	known, ok := c.closed[folder]
	if !ok {
		known = c.wholeFolder(folder)
		c.closed[folder] = known
	}
	return known
}

func (c *crossing) wholeFolder(folder string) bool {
	for where, b := range c.world.Builds {
		if !b.Adds {
			continue
		}
		if below(folder, where) || slices.ContainsFunc(b.Uses, func(use string) bool { return below(folder, use) || filepath.Dir(use) == folder }) {
			return false
		}
	}
	return true
}

// below reports whether a folder is another one, or in it.
func below(folder, other string) bool {
	return folder == other || strings.HasPrefix(folder, strings.TrimSuffix(other, string(filepath.Separator))+string(filepath.Separator))
}

// together reports whether an object is evidence for what belongs to the object at hand:
// it is said to be in the same namespace, or neither says one and both are in one folder.
// Folders of a workspace can be applications that have nothing to do with each other. In
// the namespaces of a cluster itself stands what whoever made the cluster has put there.
func (c *crossing) together(p graph.Place, space string) bool {
	if p.Object.Namespace != space || slices.Contains(ofClusters, space) {
		return false
	}
	return space != "" || filepath.Dir(p.File.Path) == filepath.Dir(c.path)
}

// A proof is a question: whether the workspace defines the objects of a kind in a
// namespace, or those of a kind in none.
type proof struct {
	group, kind, space string
	cluster            bool
}

// ofClusters are the namespaces that a cluster has by itself, of which no workspace is all.
var ofClusters = []string{"kube-system", "kube-public", "kube-node-lease"}

// proves answers a question with yes if the workspace has objects of the kind, and none
// whose name nobody knows.
func (c *crossing) proves(q proof) bool {
	yes, ok := c.proven[q]
	if !ok {
		yes = c.whole(c.path) && c.found(q)
		c.proven[q] = yes // many references ask the same
	}
	return yes
}

func (c *crossing) found(q proof) bool {
	found := false
	for _, p := range c.world.OfKind(q.group, q.kind) {
		if p.Unsure || !c.whole(p.File.Path) {
			return false
		}
		found = found || q.cluster || c.together(p, q.space)
	}
	return found
}

// A slip is a name that nothing has, where something of a proof should.
type slip struct {
	proof
	name string
}

// near returns the name that was meant, or nothing.
func (c *crossing) near(s slip) string {
	if near, ok := c.nearest[s]; ok {
		return near // a large file makes the same slip again and again
	}
	names, ok := c.names[s.proof]
	if !ok {
		for _, p := range c.world.OfKind(s.group, s.kind) {
			if s.cluster || p.Object.Namespace == s.space {
				names = append(names, p.Object.Name)
			}
		}
		slices.Sort(names)
		names = slices.Compact(names)
		c.names[s.proof] = names
	}
	near, _ := spell.Nearest(s.name, slices.Values(names))
	c.nearest[s] = near
	return near
}

// operators reports whether a namespace has objects of custom kinds, whose controllers
// can make anything.
func (c *crossing) operators(space string) bool {
	return slices.ContainsFunc(c.world.Custom(space), func(p graph.Place) bool { return c.together(p, space) })
}

// duplicates returns the problems of objects that a file has twice, as they stand in the
// file: the later replaces the earlier.
func (c *crossing) duplicates(f *graph.File) []Problem {
	var all []Problem
	type identity struct{ group, kind, space, name string }
	seen := make(map[identity]graph.Place, len(f.Documents))
	for p := range f.Objects() {
		id := identity{p.Group, p.Kind, p.Object.Namespace, p.Object.Name}
		before, twice := seen[id]
		if p.Object.Name == "" || p.Unsure || p.Templated {
			continue
		}
		if !twice {
			seen[id] = p
			continue
		}
		c.at, c.problems = p, nil
		c.report(Problem{
			Span: p.NameSpan, Severity: Warning, Code: "rt/duplicate-resource",
			Message: "this file has another " + p.Kind + " " + p.Object.Name + " above; the one that is applied last replaces it",
			Related: []Related{related(before, before.NameSpan, p.Kind+" "+p.Object.Name)},
		})
		all = append(all, c.problems[0].at(c.file.At(p.Start)))
	}
	return all
}
