package check

import (
	"slices"
	"strings"
	"sync"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/rule"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/edit"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// ruled returns what rules find in a document. A document that is broken, that is a
// template or whose kind nobody knows is left alone.
func ruled(d *manifest.Document, level string) []Problem {
	if len(d.Problems()) > 0 || len(d.Templates()) > 0 || strings.Contains(d.Text(), "{{") {
		return nil
	}
	set := rulesOf(d.Env())
	var all []Problem
	for _, r := range d.Resources() {
		if r.Type == nil || r.List == nil && len(d.Resources()) > 1 || generated(r) {
			continue
		}
		object := d.Object(r)
		if object == nil {
			continue
		}
		found := set.Find(rule.Subject{APIVersion: r.APIVersion, Kind: r.Kind, Object: object, Target: d.Env().Target, Oldest: d.Env().Oldest},
			func(x *rule.Rule) bool { return asked(x, level) })
		for _, f := range found {
			if len(all) == most {
				return all
			}
			all = append(all, problemOf(d, r, f, level))
		}
	}
	return all
}

// generated reports whether a controller made a resource, whose author has no say.
func generated(r *manifest.Resource) bool {
	return r.Root.Get("metadata").Target().Get("ownerReferences").Target().Kind() == syntax.Sequence
}

// asked reports whether a rule is to be asked at a Pod Security level: those of a
// level are if it or a stricter one is enforced. If nobody enforces any, those of the
// baseline are as advice.
func asked(r *rule.Rule, level string) bool {
	switch r.Level {
	case "baseline":
		return level != "privileged" && (level != "" || !r.Off)
	case "restricted":
		return level == "restricted"
	}
	return true
}

// problemOf returns a finding as a problem of a document.
func problemOf(d *manifest.Document, r *manifest.Resource, f rule.Finding, level string) Problem {
	at := r.Locate(f.Path)
	x := Problem{
		Span: r.Span(at), Severity: severityOf(f.Rule, level), Code: f.Rule.ID, Message: f.Message(d.Env().Language), quoted: true, ruled: true,
		Kind: r.Kind, Name: r.Name, Field: f.Path, Deprecated: strings.HasPrefix(f.Rule.ID, "dep/"),
	}
	if f.Rule.Key && at.Missing == "" && !at.Node.IsZero() {
		x.Span = keySpan(at.Node)
	}
	if fix := f.Rule.Fix; fix != nil {
		look := Judged
		if fix.Safe {
			look = NoLook
		}
		x.Fixes = []Fix{{
			Title: fix.Title.In(d.Env().Language), Preferred: fix.Safe, Look: look,
			later: sync.OnceValue(func() []text.Edit { return everywhere(d, stepEdits(d, r, f.Steps())) }),
		}}
	}
	return x
}

// severityOf returns how bad it is to break a rule. Pods that break an enforced Pod
// Security level are refused, or never made.
func severityOf(r *rule.Rule, level string) Severity {
	switch {
	case r.Level != "" && level != "":
		return Warning
	case r.Off:
		return Off
	}
	return Severity(slices.Index(config.Severities, r.Severity))
}

// stepEdits returns the edits that the steps of a fix amount to.
func stepEdits(d *manifest.Document, r *manifest.Resource, steps []rule.Step) []text.Edit {
	if len(steps) == 0 {
		return nil
	}
	e := edit.Of(d, r)
	for _, s := range steps {
		switch s.Kind {
		case rule.Put:
			e.Set(s.Path, valueOf(s.Value))
		case rule.Drop:
			e.Delete(s.Path)
		case rule.Rename:
			name, _ := s.Value.(string)
			e.Rename(s.Path, name)
		}
	}
	return e.Edits()
}

// everywhere returns edits of a document if all target releases have what they write, and
// none otherwise.
func everywhere(d *manifest.Document, edits []text.Edit) []text.Edit {
	if len(edits) == 0 || d.Env().Releases().Oldest >= catalog.Newest {
		return edits
	}
	after := d.Text()
	for _, e := range slices.Backward(edits) {
		after = after[:e.Span.Start] + e.New + after[e.Span.End:]
	}
	f := manifest.Open(text.New(after), d.Env())
	if len(f.Documents()) != 1 || lackingIn(f.Documents()[0].Document) > lackingIn(d) {
		return nil
	}
	return edits
}

// lackingIn counts what some target release does not have.
func lackingIn(d *manifest.Document) int {
	n := 0
	for _, p := range document(d) {
		if p.Code == "api/field-not-yet" || p.Code == "api/value-not-yet" {
			n++
		}
	}
	return n
}

// valueOf returns a value of a rule as one to write.
func valueOf(v any) any {
	switch v := v.(type) {
	case []rule.Pair:
		pairs := []edit.Pair{}
		for _, p := range v {
			pairs = append(pairs, edit.Pair{Key: p.Key, Value: valueOf(p.Value)})
		}
		return pairs
	case []any:
		items := []any{}
		for _, item := range v {
			items = append(items, valueOf(item))
		}
		return items
	}
	return v
}

// merge returns the problems of both lists. Where the API server warns about a place
// that a rule means as well, its sentence stays and takes over the fixes.
func merge(server, rules []Problem) []Problem {
	all := slices.Clone(server)
	for _, p := range rules {
		i := slices.IndexFunc(all, func(x Problem) bool {
			return x.Span == p.Span && (x.Code == "api/warning" || x.Code == p.Code || x.Severity == Error)
		})
		switch {
		case i < 0:
			all = append(all, p)
		case all[i].Code == "api/warning" && len(all[i].Fixes) == 0:
			all[i].Fixes = p.Fixes
		}
	}
	return all
}

// rulesOf returns the rules of an environment, the built-in ones if it says nothing of them.
func rulesOf(env *manifest.Env) *rule.Set {
	if env.Rules == nil {
		return rule.Default()
	}
	return env.Rules
}

// enforceLabel is the label of a Namespace that says which level its Pods are held to.
const enforceLabel = "pod-security.kubernetes.io/enforce"

// podSecurityRule reports whether a rule belongs to a Pod Security level.
func podSecurityRule(d *manifest.Document, id string) bool {
	return slices.ContainsFunc(rulesOf(d.Env()).All(), func(r *rule.Rule) bool { return r.ID == id && r.Level != "" })
}

// enforced returns the Pod Security levels that the namespaces of a file enforce.
func enforced(f *manifest.File) map[string]string {
	var levels map[string]string
	for _, d := range f.Documents() {
		for _, r := range d.Resources() {
			if r.Kind != "Namespace" || r.APIVersion != "v1" {
				continue
			}
			level := r.Root.Get("metadata").Target().Get("labels").Target().Get(enforceLabel).Target().Text()
			if podSecurityLevels[level] {
				if levels == nil {
					levels = map[string]string{}
				}
				levels[r.Name] = level
			}
		}
	}
	return levels
}

// levelOf returns the Pod Security level that the Pods of a document are held to, or
// empty. What the settings say counts more than labels.
func levelOf(d *manifest.Document, levels map[string]string) string {
	if s := d.Env().PodSecurity; s != "" {
		return s
	}
	if len(levels) > 0 {
		for _, r := range d.Resources() {
			if level := levels[r.Namespace]; level != "" && r.Namespace != "" {
				return level
			}
		}
	}
	return ""
}
