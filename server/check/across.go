package check

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

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
}

// crossing is the checking of one file against all others.
type crossing struct {
	world *workspace.World
	file  *manifest.File
	path  string
	// closed remembers for each folder whether all its manifests are known.
	closed   map[string]bool
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
	translate(found, f.Env.Language)
	all := slices.DeleteFunc(found, func(p Problem) bool { return severity(p, s) == Off })
	for i := range all {
		all[i].Severity = severity(all[i], s)
	}
	slices.SortStableFunc(all, func(a, b Problem) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return all
}

// acrossFound returns the problems that Across is about, in English, those that comments
// ignore included.
func acrossFound(w *workspace.World, f *manifest.File, path string) []Problem {
	summary := w.File(path)
	if summary == nil || !w.Loaded || slices.ContainsFunc(f.Documents(), func(d manifest.Placed) bool { return broken(d.Document) }) {
		return nil
	}
	c := &crossing{world: w, file: f, path: path, closed: map[string]bool{}}
	for p := range summary.Objects() {
		c.at = p
		c.object()
		for i := range p.References {
			c.reference(graph.Use{Place: p, Reference: &p.References[i]})
		}
	}
	c.duplicates(summary)
	c.enforcedElsewhere()
	return c.problems
}

// broken reports whether the syntax of a document is, so that half of it may be missing.
func broken(d *manifest.Document) bool {
	return slices.ContainsFunc(document(d), func(p Problem) bool { return strings.HasPrefix(p.Code, "yaml/") && p.Severity == Error })
}

// report adds a problem of the object at hand. Its spans count from the document.
func (c *crossing) report(p Problem) {
	d := c.file.At(c.at.Start)
	n := d.Document.At(p.Span.Start)
	p.Span = c.at.Shift(p.Span)
	p.Field, p.Kind, p.Name, p.Document = d.Document.Path(n), c.at.Kind, c.at.Object.Name, d.Index
	for i := range p.Fixes {
		for j := range p.Fixes[i].Edits {
			p.Fixes[i].Edits[j].Span = c.at.Shift(p.Fixes[i].Edits[j].Span)
		}
	}
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
// Folders of a workspace can be applications that have nothing to do with each other.
func (c *crossing) together(p graph.Place, space string) bool {
	if p.Object.Namespace != space {
		return false
	}
	return space != "" || filepath.Dir(p.File.Path) == filepath.Dir(c.path)
}

// proves reports whether the workspace defines the objects of a kind in a namespace: it
// has others of them, and none whose name nobody knows.
func (c *crossing) proves(group, kind, space string, cluster bool) bool {
	if !c.whole(c.path) {
		return false
	}
	found := false
	for _, p := range c.world.OfKind(group, kind) {
		if p.Unsure || !c.whole(p.File.Path) {
			return false
		}
		found = found || cluster || c.together(p, space)
	}
	return found
}

// operators reports whether a namespace has objects of custom kinds, whose controllers
// can make anything.
func (c *crossing) operators(space string) bool {
	return slices.ContainsFunc(c.world.Custom(space), func(p graph.Place) bool { return c.together(p, space) })
}

// duplicates reports objects that a file has twice: the later replaces the earlier.
func (c *crossing) duplicates(f *graph.File) {
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
		c.at = p
		c.report(Problem{
			Span: p.NameSpan, Severity: Warning, Code: "rt/duplicate-resource",
			Message: "this file has another " + p.Kind + " " + p.Object.Name + " above; the one that is applied last replaces it",
			Related: []Related{{c.path, before.Shift(before.NameSpan), p.Kind + " " + p.Object.Name}},
		})
	}
}
