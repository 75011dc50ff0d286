// Package change makes changes to several files at once: it renames what manifests name.
//
// Who names whom is for package graph. A change is edits of files by their paths, in
// bytes. It deliberately writes no files and knows no protocol.
package change

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/knowledge/relation"
	"github.com/kubelore/kubelore/knowledge/value"
	"github.com/kubelore/kubelore/server/graph"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
	"github.com/kubelore/kubelore/server/workspace"
)

// A Note says what an author should know before an edit is made.
type Note uint8

// The notes.
const (
	Plain Note = iota
	// Recreated says that a cluster does not rename: the object with the new name is
	// another one.
	Recreated
	// Immutable says that the API server refuses to change the field of an object that
	// exists.
	Immutable
)

// An Edit is one change of a file.
type Edit struct {
	text.Edit
	Note Note
}

// Edits are the changes of each file, by its path, in order of position.
type Edits map[string][]Edit

// A RefusalError says why something cannot be renamed.
type RefusalError struct{ Reason string }

// Error implements error.
func (r *RefusalError) Error() string { return r.Reason }

// A Renamer renames in a workspace.
type Renamer struct {
	World *workspace.World
	// Content returns the content of a file of the workspace.
	Content func(path string) (*text.Text, error)
	// Language is that of refusals.
	Language language.Language
}

func (r *Renamer) refuse(en, ja string, args ...any) error {
	return &RefusalError{fmt.Sprintf(language.Text{EN: en, JA: ja}.In(r.Language), args...)}
}

// Prepare returns the name at an offset of a file that can be renamed, and where it is.
// The error is a RefusalError.
func (r *Renamer) Prepare(path string, offset int) (string, text.Span, error) {
	s, err := r.subject(path, offset)
	if err != nil {
		return "", text.Span{}, err
	}
	return s.name, s.at, nil
}

// Rename returns the edits that give what is at an offset of a file another name,
// wherever the workspace names it. The error is a RefusalError, or about a file that cannot
// be read.
func (r *Renamer) Rename(path string, offset int, name string) (Edits, error) {
	s, err := r.subject(path, offset)
	if err != nil {
		return nil, err
	}
	if name == s.name {
		return Edits{}, nil
	}
	if problem := value.NameProblem(s.rule, name); problem != "" {
		return nil, r.refuse("%q cannot be the name: %s", "%q という名前は使えない: %s", name, problem)
	}
	if s.taken != nil && s.taken(name) {
		return nil, r.refuse("there is a %s of the name %q already", "%s %q はすでに存在する", s.what, name)
	}
	edits := Edits{}
	for _, p := range s.places {
		if err := r.edit(edits, p, s, name); err != nil {
			return nil, err
		}
	}
	for path, all := range edits {
		slices.SortFunc(all, func(a, b Edit) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
		edits[path] = slices.CompactFunc(all, func(a, b Edit) bool { return a.Span == b.Span })
	}
	return edits, nil
}

// edit adds the edit of one place. What is written there must be the old name: a file may
// have changed on disk since it was read, and an alias or an escape is written otherwise.
func (r *Renamer) edit(edits Edits, p place, s *subject, name string) error {
	t, err := r.Content(p.path)
	if err != nil {
		return fmt.Errorf("rename %s: %w", s.name, err)
	}
	content := t.String()
	if p.span.End > len(content) || p.span.Start < 0 {
		return r.refuse("%s has changed on disk; save it or open it, and try again", "%s はディスク上で変更されている。保存するか開いてから、もう一度試す", p.path)
	}
	written := content[p.span.Start:p.span.End]
	prefix, ok := strings.CutSuffix(written, s.name)
	if !ok || prefix != "" && !p.prefixed {
		return r.refuse("%s line %d does not write the name as it is; change it by hand", "%s の %d 行目は名前をそのまま書いていない。手で変更する",
			p.path, line(t, p.span.Start))
	}
	edits[p.path] = append(edits[p.path], Edit{text.Edit{Span: p.span, New: prefix + quoted(content, p.span, name, s.rule)}, p.note})
	return nil
}

func line(t *text.Text, offset int) int {
	row, _ := t.Position(offset, text.UTF8)
	return row + 1
}

// quoted returns a name as it must be written in the place of a plain scalar, so that it
// stays a text: in quotes if it would be read as a number or a boolean.
func quoted(content string, span text.Span, name string, rule value.NameRule) string {
	before := strings.TrimRight(content[:span.Start], " ")
	whole := strings.HasSuffix(before, ":") || strings.HasSuffix(before, "-") || strings.HasSuffix(before, ",") || strings.HasSuffix(before, "[")
	if rule == value.PortNumber || !whole || rule == value.LabelKey || rule == value.DataKey {
		return name
	}
	tree := syntax.Parse("- "+name, syntax.Options{})
	if v := tree.Documents()[0].Root().First().Value(); v.Kind() == syntax.Scalar {
		if s, ok := v.Resolve().(string); ok && s == name {
			return name
		}
	}
	return `"` + name + `"`
}

// place is where a name is written.
type place struct {
	path string
	span text.Span
	note Note
	// prefixed says that something can stand before the name.
	prefixed bool
}

// subject is what is renamed.
type subject struct {
	// what people call it, name is its name, and at where the cursor found it.
	what, name string
	at         text.Span
	rule       value.NameRule
	places     []place
	// taken reports whether another one has a name.
	taken func(name string) bool
}

// subject finds out what is at an offset of a file.
func (r *Renamer) subject(path string, offset int) (*subject, error) {
	f := r.World.File(path)
	if f == nil {
		return nil, r.refuse("there is nothing here that has a name", "ここには名前を持つものがない")
	}
	hits := f.At(offset)
	// A label is its own subject; else the first that is defined in the workspace counts.
	for _, h := range hits {
		if h.Label != nil || h.Requirement != nil {
			return r.label(h)
		}
	}
	for _, h := range hits {
		targets := r.targets(h)
		switch {
		case len(targets) == 0:
		case targets[0].Part != nil:
			return r.part(h, targets[0])
		case targets[0].Is("", "Namespace"):
			return r.namespace(h, targets[0])
		default:
			return r.object(h, targets[0])
		}
	}
	if len(hits) > 0 && hits[0].Use != nil {
		u := hits[0].Use
		if u.Relation.How == relation.External {
			return r.external(hits[0])
		}
		return nil, r.refuse("the workspace does not define what this names, so it cannot be renamed", "これが指すものはワークスペースで定義されていないため、名前を変更できない")
	}
	return nil, r.refuse("there is nothing here that has a name", "ここには名前を持つものがない")
}

func (r *Renamer) targets(h graph.Hit) []graph.Target {
	if h.Target != nil {
		return []graph.Target{*h.Target}
	}
	return r.World.Targets(*h.Use)
}

// object renames an object.
func (r *Renamer) object(h graph.Hit, t graph.Target) (*subject, error) {
	if t.Is("apiextensions.k8s.io", "CustomResourceDefinition") {
		return nil, r.refuse("the name of a CustomResourceDefinition is made of its group and plural name; change those",
			"CustomResourceDefinition の名前はグループと複数形の名前から決まる。そちらを変更する")
	}
	s := &subject{what: t.Kind, name: t.Object.Name, at: h.Span, rule: value.RuleOf(t.Group, t.Kind)}
	kinds := []relation.Kind{{APIVersion: t.Group + "/", Name: t.Kind}}
	s.taken = func(name string) bool {
		return slices.ContainsFunc(r.World.Named(kinds, t.Object.Namespace, name), func(p graph.Place) bool { return p.Object.Namespace == t.Object.Namespace })
	}
	// A reference can lead to several objects of the name: variants of one in overlays.
	for _, p := range r.World.Named(kinds, t.Object.Namespace, t.Object.Name) {
		s.add(p, p.NameSpan, Recreated)
		for _, u := range r.World.Uses(graph.Target{Place: p}) {
			if u.Selector == nil {
				s.add(u.Place, u.Reference.Span, noteOf(u))
			}
		}
	}
	return s, nil
}

// part renames a part of an object.
func (r *Renamer) part(h graph.Hit, t graph.Target) (*subject, error) {
	s := &subject{what: t.Part.Kind, name: t.Part.Name, at: h.Span}
	written, note := t.Part.Span, Plain
	if h.Span == t.Shift(t.Part.AlsoSpan) || h.Use != nil && h.Use.Member == t.Part.Also || t.Part.Name == "" {
		s.name, written = t.Part.Also, t.Part.AlsoSpan
	}
	switch t.Part.Kind {
	case "port", "service-port":
		s.rule = value.PortName
		if s.name == t.Part.Also {
			s.rule = value.PortNumber
		}
	case "key":
		s.rule = value.DataKey
	case "env":
		s.rule = value.Variable
	case "volume", "container", "claim", "template", "device-request":
		s.rule = value.Label
	case "host":
	default:
		return nil, r.refuse("a name of this kind is not one that the manifest gives", "この名前はマニフェストが付けるものではない")
	}
	if t.Part.Kind == "volume" && t.Is("apps", "StatefulSet") && t.Part.InTemplates() {
		note = Immutable
	}
	s.taken = func(name string) bool {
		return slices.ContainsFunc(t.Parts, func(x graph.Part) bool {
			return x.Kind == t.Part.Kind && x.Near(t.Part) && (x.Name == name || s.rule == value.PortNumber && x.Also == name)
		})
	}
	s.add(t.Place, written, note)
	for _, u := range r.World.Uses(t) {
		p := place{path: u.File.Path, span: u.Shift(u.Reference.Span), note: noteOf(u), prefixed: t.Part.Kind == "key"}
		if u.Member == s.name || p.prefixed && strings.HasSuffix(u.Member, s.name) {
			s.places = append(s.places, p)
		}
	}
	return s, nil
}

// namespace renames a namespace, and where objects and references say it.
func (r *Renamer) namespace(h graph.Hit, t graph.Target) (*subject, error) {
	s, err := r.object(h, t)
	if err != nil {
		return nil, err
	}
	for p := range r.World.Objects() {
		for i := range p.References {
			x := &p.References[i]
			if x.Namespace == s.name && x.NamespaceSpan.End > 0 {
				s.add(p, x.NamespaceSpan, noteOf(graph.Use{Place: p, Reference: x}))
			}
		}
	}
	return s, nil
}

// external renames what means something outside of manifests, wherever they write it.
func (r *Renamer) external(h graph.Hit) (*subject, error) {
	s := &subject{name: h.Use.Reference.Name, at: h.Span}
	for _, u := range r.World.Alike(*h.Use) {
		s.add(u.Place, u.Reference.Span, Plain)
	}
	return s, nil
}

func (s *subject) add(p graph.Place, span text.Span, note Note) {
	s.places = append(s.places, place{path: p.File.Path, span: p.Shift(span), note: note})
}

// noteOf returns what there is to know of changing a reference in an object that exists.
func noteOf(u graph.Use) Note {
	switch u.Relation.ID {
	case "rolebinding-role", "clusterrolebinding-role", "statefulset-servicename", "pvc-storageclass", "pvc-volumename",
		"deployment-selector", "replicaset-selector", "statefulset-selector", "daemonset-selector", "job-selector", "storageclass-provisioner":
		return Immutable
	case "namespace":
		return Recreated
	}
	if u.Is("batch", "Job") || u.Is("", "Pod") {
		return Immutable // their templates cannot be changed
	}
	return Plain
}
