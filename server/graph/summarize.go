package graph

import (
	"slices"
	"strconv"
	"strings"

	"github.com/kubelore/kubelore/knowledge/relation"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// summaryKey is the key under which a document remembers its summary.
type summaryKey struct{}

// Of returns the summary of a file. Those of its documents are remembered with them.
func Of(path string, f *manifest.File) *File {
	file := &File{Path: path}
	for _, d := range f.Documents() {
		s := manifest.Remember(d.Document, summaryKey{}, func() *Summary {
			return summarize(d.Document, func(s string) string { return s })
		})
		if len(s.Objects) > 0 {
			file.Documents = append(file.Documents, Document{s, d.Start})
		}
	}
	return file
}

// Detached is Of for a file that is not kept: the summary shares no memory with it.
// Keep returns a string that is equal and can be kept.
func Detached(path string, f *manifest.File, keep func(string) string) *File {
	file := &File{Path: path}
	for _, d := range f.Documents() {
		if s := summarize(d.Document, keep); len(s.Objects) > 0 {
			file.Documents = append(file.Documents, Document{s, d.Start})
		}
	}
	return file
}

// summarizer makes the summary of one document.
type summarizer struct {
	doc  *manifest.Document
	set  *relation.Set
	keep func(string) string

	// What follows is of the object at hand.
	at *Object
	// wanted are the nodes of the references that the one of an index needs.
	wanted         map[int][]syntax.Node
	pod, container int32
	// said and last are what was found last of a kind that many ask for.
	said rule
	last struct {
		relation *relation.Relation
		top      syntax.Node
		nodes    []syntax.Node
	}
}

func summarize(d *manifest.Document, keep func(string) string) *Summary {
	s := &summarizer{doc: d, set: d.Env().Relations, keep: keep}
	if s.set == nil {
		s.set = relation.BuiltIn()
	}
	sum := &Summary{}
	all := d.Resources()
	lists := map[*manifest.Resource]bool{}
	for _, r := range all {
		lists[r.List] = true
	}
	for _, r := range all {
		if lists[r] {
			continue // what is in it counts
		}
		if o := s.object(r); o != nil {
			sum.Objects = append(sum.Objects, o)
		}
	}
	s.dns(sum)
	sum.meaning = meaningOf(sum)
	return sum
}

// object returns the summary of a resource, or nil if it does not say its kind.
func (s *summarizer) object(r *manifest.Resource) *Object {
	if r.Kind == "" || templated(r.Kind) {
		return nil
	}
	meta := r.Root.Get("metadata").Target()
	o := &Object{
		Group: s.keep(r.Group), Version: s.keep(r.Version), Kind: s.keep(r.Kind), Namespace: s.keep(r.Namespace), Name: s.keep(r.Name),
		Span: r.Root.Span(), Head: spanOf(r.Root.Get("kind")), NameSpan: spanOf(meta.Get("name")), NamespaceSpan: spanOf(meta.Get("namespace")),
		Labels: s.labels(meta.Get("labels")), Replicas: -1,
	}
	o.Unsure = templated(r.Name) || templated(r.Namespace)
	o.Templated = strings.Contains(r.Root.Source(), "{{")
	switch {
	case r.Known != nil:
		o.Cluster = !r.Known.Kind.Namespaced
	case r.Custom != nil:
		o.Cluster = !r.Custom.Namespaced
	}
	if n, err := strconv.Atoi(r.Root.Get("spec").Target().Get("replicas").Target().Text()); err == nil {
		o.Replicas = n
	}
	if keeps(o.Group, o.Kind) {
		o.Value = s.doc.Object(r)
	}
	s.at, s.wanted, s.pod, s.container = o, map[int][]syntax.Node{}, 0, 0
	if o.Is("", "Pod") {
		s.template(r.Root)
	}
	s.walk(r.Root, []*relation.Way{s.set.Kind(r.Group, r.Kind), s.set.Any()})
	s.join()
	return o
}

// keeps reports whether the whole of objects of a kind says something about others:
// what a Role allows, how much a LimitRange gives.
func keeps(group, kind string) bool {
	switch group {
	case "":
		switch kind {
		case "Service", "LimitRange", "ResourceQuota", "PersistentVolumeClaim", "PersistentVolume", "Namespace", "ServiceAccount":
			return true
		}
	case "rbac.authorization.k8s.io", "storage.k8s.io", "scheduling.k8s.io", "networking.k8s.io", "policy", "autoscaling", "apiextensions.k8s.io":
		return true
	}
	return false
}

// walk follows the ways that lead to n through the pairs of a mapping and the items of a
// sequence.
func (s *summarizer) walk(n syntax.Node, ways []*relation.Way) {
	t := s.doc.TypeOf(n)
	switch n.Kind() {
	case syntax.Mapping:
		if t != nil && t.Name != "" {
			defer s.enter(n, t)()
			if w := s.set.Type(t.Name); w != nil {
				ways = append(slices.Clip(ways), w)
			}
		}
		for p := range n.Children() {
			if p.Kind() == syntax.Pair && !p.Key().IsMerge() {
				s.pair(p, t, ways)
			}
		}
	case syntax.Sequence:
		for item := range n.Children() {
			if item.Kind() == syntax.Item {
				s.walk(item.Value(), ways)
			}
		}
	case syntax.NoNode, syntax.Pair, syntax.Item, syntax.Scalar, syntax.Alias, syntax.Null, syntax.Error:
	}
}

// pair follows the ways through one pair.
func (s *summarizer) pair(p syntax.Node, t *schema.Type, ways []*relation.Way) {
	key := p.Key().Text()
	var next []*relation.Way
	for _, w := range ways {
		if w = w.Step(key); w == nil {
			continue
		}
		for _, r := range w.Relations {
			s.reference(r, p, p.Value().Target())
		}
		for _, d := range w.Parts {
			s.parts(d, p)
		}
		next = append(next, w)
	}
	if v := p.Value(); len(next) > 0 || t == nil || s.doc.TypeOf(v) != nil {
		s.walk(v, next)
	}
}

// enter notes that n is a value of a type, until the function that it returns is called.
func (s *summarizer) enter(n syntax.Node, t *schema.Type) (leave func()) {
	pod, container := s.pod, s.container
	switch t.Name {
	case "PodSpec":
		s.pod = int32(n.ID())
	case "Container", "EphemeralContainer":
		s.container = int32(n.ID())
	case "PodTemplateSpec":
		s.template(n)
	}
	return func() { s.pod, s.container = pod, container }
}

// template notes what the Pods look like that n, the template or the Pod, makes.
func (s *summarizer) template(n syntax.Node) {
	labels, spec := n.Get("metadata").Target().Get("labels"), n.Get("spec")
	t := Template{Labels: s.labels(labels), Span: spanOf(labels)}
	if t.Span.End == 0 {
		t.Span = text.Span{Start: n.Span().Start, End: n.Span().Start}
	}
	if spec.Kind() == syntax.Mapping {
		t.pod = int32(spec.ID())
	}
	s.at.Templates = append(s.at.Templates, t)
}

// parts notes the parts that a field holds.
func (s *summarizer) parts(d *relation.Definition, p syntax.Node) {
	value := p.Value()
	switch d.Form {
	case relation.Items:
		for item := range value.Children() {
			if v := item.Value(); v.Kind() == syntax.Mapping {
				s.part(d.Part, p, v, follow(v, d.Name), follow(v, d.Also))
			}
		}
	case relation.Keys:
		if value.Kind() != syntax.Mapping {
			return
		}
		s.at.Parts = slices.Grow(s.at.Parts, value.Count()) // there can be ten thousand
		for entry := range value.Children() {
			if entry.Kind() == syntax.Pair && !entry.Key().IsMerge() {
				s.part(d.Part, p, entry, entry.Key(), syntax.Node{})
			}
		}
	case relation.Value:
		var also syntax.Node
		if d.Also != "" {
			root := p
			for !root.Parent().IsZero() && s.doc.ResourceOf(root).Root != root {
				root = root.Parent()
			}
			also = follow(root, d.Also)
		}
		s.part(d.Part, p, p, value, also)
	}
}

func (s *summarizer) part(kind string, field, whole, name, also syntax.Node) {
	x := Part{
		Kind: kind, In: s.keep(field.Key().Text()), Name: s.keep(name.Target().Text()), Also: s.keep(also.Target().Text()), Whole: whole.Span(),
		Span: spanOf(name), AlsoSpan: spanOf(also), pod: s.pod, container: s.container,
	}
	if x.Name == "" && x.Also == "" {
		return
	}
	if x.Name == "" {
		x.Span = x.AlsoSpan
	}
	if kind == "port" || kind == "service-port" {
		if x.Protocol = s.keep(whole.Get("protocol").Target().Text()); x.Protocol == "" {
			x.Protocol = "TCP"
		}
	}
	s.at.Parts = append(s.at.Parts, x)
}

// follow returns the value at a path below a mapping.
func follow(n syntax.Node, path string) syntax.Node {
	if path == "" {
		return syntax.Node{}
	}
	for _, step := range relation.Steps(path) {
		n = n.Target().Get(step)
	}
	return n
}

// spanOf returns the bytes of a scalar without its quotes, and all of any other node.
func spanOf(n syntax.Node) text.Span {
	span := n.Span()
	if n.Kind() != syntax.Scalar {
		return span
	}
	source, content := n.Source(), n.Text()
	if n.Style() != syntax.Plain && len(source) > 0 {
		source = source[:len(source)-1] // the closing quote
	}
	if content != "" && strings.HasSuffix(source, content) {
		return text.Span{Start: span.Start + len(source) - len(content), End: span.Start + len(source)}
	}
	return span
}

// templated reports whether a text is made by a template.
func templated(s string) bool { return strings.Contains(s, "{{") || strings.Contains(s, "${") }
