package card

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/effect"
	"github.com/kubelore/kubelore/knowledge/value"
)

// A Neighbour is another object of the workspace, as a card tells of it.
type Neighbour struct {
	// File is the name of the file that defines it.
	File            string
	Kind, Name      string
	Namespace       string
	Value           map[string]any // as encoding/json decodes it, or nil if it is not kept
	Keys, Images    []string
	Ports, Selected []string
	// Replicas is how many Pods it makes, and -1 if it does not say.
	Replicas int
}

// mostNames is how many names a sentence lists.
const mostNames = 8

// Neighbour returns what there is to say of an object that a field names: where it is
// defined, and what is in it.
func (v View) Neighbour(n Neighbour) []string {
	w := v.words()
	file := "`" + n.File + "`"
	all := []string{w.pick("Defined in "+file, file+" で定義されている")}
	if contents := v.contents(n); contents != "" {
		all[0] += w.pick(" with "+contents, " ("+contents+")")
	}
	all[0] += w.pick(".", "。")
	switch n.Kind {
	case "Role", "ClusterRole":
		all = append(all, value.PolicyRules(n.Value["rules"], n.Namespace, n.Kind == "ClusterRole", v.Language)...)
	case "PersistentVolumeClaim":
		all = append(all, effect.VolumeClaim(n.Value["spec"], v.Language))
	}
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}

// contents returns what is in an object as a phrase, or nothing.
func (v View) contents(n Neighbour) string {
	w := v.words()
	var parts []string
	add := func(en, ja string, names []string) {
		if len(names) > 0 {
			parts = append(parts, w.pick(en, ja)+list(names))
		}
	}
	add("the keys ", "キー ", n.Keys)
	add("the ports ", "ポート ", n.Ports)
	if n.Replicas >= 0 {
		parts = append(parts, w.pick(fmt.Sprintf("%d replicas", n.Replicas), fmt.Sprintf("レプリカ %d", n.Replicas)))
	}
	add("the images ", "イメージ ", n.Images)
	add("the Pods of ", "対象の Pod は ", n.Selected)
	return strings.Join(parts, w.pick(", ", "、"))
}

// list returns names as code, not too many.
func list(names []string) string {
	var all []string
	for _, name := range names[:min(len(names), mostNames)] {
		if !strings.Contains(name, "`") {
			all = append(all, "`"+name+"`")
		}
	}
	s := strings.Join(all, ", ")
	if len(names) > mostNames {
		s += " ..."
	}
	return s
}

// A Grant is a role that a binding gives to a ServiceAccount.
type Grant struct {
	// Binding and Role are the objects, "RoleBinding reader" and "Role reader".
	Binding, Role string
	// Rules are those of the role, or nil if the workspace does not define it.
	Rules any
	// Namespace is where the role counts, empty for everywhere.
	Namespace string
	Cluster   bool
}

// Grants returns what a ServiceAccount may do, by the bindings of the workspace.
func (v View) Grants(grants []Grant) []string {
	w := v.words()
	var all []string
	for _, g := range grants[:min(len(grants), mostHere)] {
		through := w.pick("Through "+g.Binding+" it has "+g.Role+".", g.Binding+" により "+g.Role+" を持つ。")
		if rules := value.PolicyRules(g.Rules, g.Namespace, g.Cluster, v.Language); len(rules) > 0 {
			through += " " + strings.Join(rules[:min(len(rules), 3)], " ")
			if len(rules) > 3 {
				through += " ..."
			}
		}
		all = append(all, through)
	}
	return all
}

// Reached returns who may reach the Pods that policies select, and whom they may reach;
// none means that the workspace has policies there, and none of them is about these Pods.
func (v View) Reached(policies []Neighbour, none bool) []string {
	w := v.words()
	if none {
		return []string{w.pick("No NetworkPolicy of the workspace selects these Pods, so everything may reach them.",
			"これらの Pod を選択する NetworkPolicy はワークスペースになく、どこからでも到達できる。")}
	}
	var all []string
	for _, p := range policies[:min(len(policies), 3)] {
		sentences := value.NetworkPolicy(p.Value["spec"], p.Namespace, v.Language)
		if len(sentences) > 1 {
			all = append(all, "NetworkPolicy `"+p.Name+"`: "+strings.Join(sentences[1:], " "))
		}
	}
	return all
}
