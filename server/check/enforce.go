package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/server/graph"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// refusedBy goes behind the message of a rule: the Namespace and the level that make it
// count.
var refusedBy = language.Text{
	EN: "; Namespace %s enforces %s, so the Pod is refused",
	JA: "。Namespace %s が %s を強制しているため、Pod は拒否される",
}

// podSecurityLevels are those that a Namespace can enforce.
var podSecurityLevels = map[string]bool{"privileged": true, "baseline": true, "restricted": true}

// enforcedElsewhere reports Pods in a document that break the Pod Security level that their
// Namespace, in another file, enforces. What the settings or a Namespace in the same file
// say is up to File.
func (c *crossing) enforcedElsewhere(d manifest.Placed) {
	if levelOf(d.Document, c.here()) != "" || len(d.Resources()) != 1 {
		return
	}
	space, ok := c.enforcing(d.Resources()[0])
	if !ok {
		return
	}
	level, _ := lookup(space.Value, "metadata", "labels", enforceLabel).(string)
	for _, p := range ruled(d.Document, level) {
		if !podSecurityRule(d.Document, p.Code) {
			continue
		}
		c.problems = append(c.problems, Problem{
			Span: p.Span, Severity: Warning, Code: "sec/enforce-mismatch", Field: p.Field, Kind: p.Kind, Name: p.Name, Fixes: p.Fixes,
			Message: p.Message + fmt.Sprintf(refusedBy.In(d.Env().Language), space.Object.Name, level), quoted: true, ruled: true,
			Related: []Related{related(space, space.Where(), "Namespace "+space.Object.Name)},
		})
	}
}

// enforcing returns the Namespace in another file that enforces a level for a resource. If
// there are several of the name, as overlays have, they must agree.
func (c *crossing) enforcing(r *manifest.Resource) (graph.Place, bool) {
	var found graph.Place
	level := ""
	for _, p := range c.world.OfKind("", "Namespace") {
		if r.Namespace == "" || p.Object.Name != r.Namespace || p.File.Path == c.path {
			continue
		}
		says, _ := lookup(p.Value, "metadata", "labels", enforceLabel).(string)
		if p.Templated || p.Unsure || !podSecurityLevels[says] || level != "" && says != level {
			return graph.Place{}, false
		}
		found, level = p, says
	}
	return found, level != ""
}

// Together returns the problems of a file and those that other files show, both in order,
// as one list. What is advice in the one and refused in the other is said once.
func Together(file, across []Problem) []Problem {
	if len(across) == 0 {
		return file
	}
	refused := map[text.Span][]string{}
	for _, p := range across {
		if p.Code == "sec/enforce-mismatch" {
			refused[p.Span] = append(refused[p.Span], p.Message)
		}
	}
	all := slices.DeleteFunc(slices.Clone(file), func(p Problem) bool {
		return slices.ContainsFunc(refused[p.Span], func(m string) bool { return strings.HasPrefix(m, p.Message) })
	})
	all = append(all, across...)
	slices.SortStableFunc(all, func(a, b Problem) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return all
}
