package graph

import (
	"slices"

	"github.com/kubelore/kubelore/knowledge/relation"
	"github.com/kubelore/kubelore/server/text"
)

// A Summary is what other documents can see of a document.
type Summary struct {
	Objects []*Object
	// meaning is equal for summaries that say the same, wherever it is written.
	meaning uint64
}

// An Object is a resource as other resources see it. Spans are bytes from the start of
// the document.
type Object struct {
	Group, Version, Kind string
	// Namespace is as written; see Graph.Named for what its lack means.
	Namespace, Name string
	// Cluster says that objects of the kind are in no namespace.
	Cluster bool
	// Unsure says that the name or the namespace is made by a template, and Templated that
	// something in the object is.
	Unsure, Templated bool
	// Span is the whole object, Head the value of its kind, and NameSpan that of its
	// name, empty if it has none.
	Span, Head, NameSpan, NamespaceSpan text.Span
	Labels                              []Label
	// Templates are the Pods that the object makes, or that it is.
	Templates  []Template
	Parts      []Part
	References []Reference
	// Value is the object as encoding/json decodes it, for the kinds that say something
	// about others; see keeps. It must not be changed.
	Value map[string]any
	// Replicas is how many Pods the object makes, and -1 if it does not say.
	Replicas int
}

// A Label is a label as it is written.
type Label struct {
	Key, Value         string
	KeySpan, ValueSpan text.Span
}

// A Template is what the Pods of an object look like.
type Template struct {
	Labels []Label
	// Span is where the labels are written, or the template if it has none.
	Span text.Span
	// pod tells the parts of this template from others.
	pod int32
}

// A Part is something in an object that can be named: a key, a port, a volume.
type Part struct {
	// Kind is the kind of part; see relation.Definition.
	Kind string
	// In is the field that holds it: containers, initContainers.
	In string
	// Name and Also are its names; either can be empty.
	Name, Also string
	// Protocol is that of a port, TCP if nothing is written, and empty for other parts.
	Protocol string
	// Span is its name, or its other name if it has none, and Whole all of it.
	Span, AlsoSpan, Whole text.Span
	// pod and container are the node IDs of the Pod's spec and of the container that hold
	// the part, or 0.
	pod, container int32
}

// A Reference is a field that names something.
type Reference struct {
	Relation *relation.Relation
	// Span is the name, without quotes, or all of a selector.
	Span text.Span
	// Name and Namespace are those of the object that is named, Kinds what it can be.
	Name, Namespace string
	// NamespaceSpan is where the namespace is written, empty if it is not.
	NamespaceSpan text.Span
	Kinds         []relation.Kind
	// Member is the name of the part that is named.
	Member string
	// Groups and Resources are API groups and plural names of kinds in them.
	Groups, Resources []string
	Selector          *Selector
	// Optional says that it is right if there is nothing of the name.
	Optional bool
	// Prefix is put before the names of the keys that become variables.
	Prefix string
	// of are the indexes of the references whose objects have the part.
	of             []int
	node           int32
	pod, container int32
}

// Gone reports whether the reference has a part that needs another reference, which is
// not written.
func (r *Reference) Gone() bool { return r.Relation.Of != "" && r.Relation.Of != "." && len(r.of) == 0 }

// Members returns the parts that the object names of what a reference of it names: the
// keys of a ConfigMap.
func (o *Object) Members(r *Reference) []string {
	var all []string
	for i := range o.References {
		x := &o.References[i]
		if x.Member != "" && slices.ContainsFunc(x.of, func(of int) bool {
			return o.References[of].Name == r.Name && slices.Equal(o.References[of].Kinds, r.Kinds)
		}) {
			all = append(all, x.Member)
		}
	}
	return all
}

// A Use is a reference in an object.
type Use struct {
	Place
	*Reference
}

// is reports whether o is of one of the kinds, in any version.
func (o *Object) is(kinds []relation.Kind) bool {
	return slices.ContainsFunc(kinds, func(k relation.Kind) bool {
		return k.Name == o.Kind && (k.APIVersion == "*" || k.Group() == o.Group) || k == relation.Any
	})
}

// Is reports whether o is of a kind, in any version.
func (o *Object) Is(group, kind string) bool { return o.Group == group && o.Kind == kind }

// Where returns where an author would look for the object: its name, or else its kind.
func (o *Object) Where() text.Span {
	if o.NameSpan.End > 0 {
		return o.NameSpan
	}
	return o.Head
}

// InTemplates reports whether a part is in a template of an object other than that of its
// Pods: the template of a claim.
func (x *Part) InTemplates() bool { return x.Kind == "volume" && x.pod == 0 }

// Of reports whether x is a part of the Pods of a template.
func (x *Part) Of(t *Template) bool { return x.pod == t.pod }

// Near reports whether two parts of an object share the room in which their names must
// differ.
func (x *Part) Near(other *Part) bool {
	if x.Kind == "env" {
		return x.container == other.container
	}
	return x.pod == other.pod || x.pod == 0 || other.pod == 0
}

// Reach reports whether a reference can name a part of the same object; see near.
func (u Use) Reach(x *Part) bool { return u.near(x) }

// Needs reports whether a part is looked for in what another reference of the same object
// names.
func (r *Reference) Needs(o *Object, other *Reference) bool {
	return slices.ContainsFunc(r.of, func(i int) bool { return &o.References[i] == other })
}

// Spot returns what to show of a reference: the name, or of a selector its conditions.
func (r *Reference) Spot() text.Span {
	if r.Selector == nil || len(r.Selector.Requirements) == 0 {
		return r.Span
	}
	all := r.Selector.Requirements
	return text.Span{Start: all[0].Spot().Start, End: max(all[0].Spot().End, all[len(all)-1].Spot().End)}
}

// Spot returns the whole of a condition.
func (q *Requirement) Spot() text.Span {
	s := q.KeySpan
	for _, v := range q.ValueSpans {
		s.End = max(s.End, v.End)
	}
	return s
}

// Title returns what people call a part: its names, "http:80".
func (x *Part) Title() string {
	if x.Name == "" || x.Also == "" {
		return x.Name + x.Also
	}
	return x.Name + ":" + x.Also
}
