// Package truth finds the places in good manifests where it is known what completion
// should offer: something is deleted, and it is what stood there.
//
// It is for measuring only. It knows which values somebody could know who has not seen
// the rest of the text; it deliberately knows nothing of completion.
package truth

import (
	"iter"
	"strings"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// A Place is where something was deleted from a manifest.
type Place struct {
	// Content is the file without what was deleted, and Offset where that was, in bytes.
	Content string
	Offset  int
	// Label is the key or the value that stood there, and IsKey says that it was a key,
	// which is deleted with its value.
	Label string
	IsKey bool
	// Path is the API path of the field, and At the way to it in the decoded documents: the
	// index of the document, then keys and indexes.
	Path string
	At   []any
}

// Places yields the places of a file, in order: each key, and each value out of a set
// that is known.
func Places(f *manifest.File) iter.Seq[Place] {
	return func(yield func(Place) bool) {
		for _, d := range f.Documents() {
			for _, r := range d.Resources() {
				if r.Type != nil && !r.Borrowed && len(d.Problems()) == 0 && !below(f, d, r.Root, yield) {
					return
				}
			}
		}
	}
}

// below yields the places in a node, and reports whether more are wanted.
func below(f *manifest.File, d manifest.Placed, n syntax.Node, yield func(Place) bool) bool {
	for c := range n.Children() {
		known := c.Kind() == syntax.Pair && d.FieldOf(c) != nil
		if known && !c.Parent().Flow() && !yield(key(f, d, c)) {
			return false
		}
		v := c.Value()
		if (known || c.Kind() == syntax.Item) && v.Kind() == syntax.Scalar && v.Style() == syntax.Plain && limited(d, c) && !yield(value(f, d, v)) {
			return false
		}
		if (v.Kind() == syntax.Mapping || v.Kind() == syntax.Sequence) && !below(f, d, v, yield) {
			return false
		}
	}
	return true
}

// limited reports whether somebody can know which values there are: the schema, or the
// rest of the manifest.
func limited(d manifest.Placed, c syntax.Node) bool {
	pair := c
	for pair.Kind() != syntax.Pair {
		pair = pair.Parent()
	}
	f := d.FieldOf(pair)
	if f == nil {
		return false
	}
	t := f.Type
	if t.Kind == schema.List {
		t = t.Elem
	}
	name := pair.Key().Text()
	if (name == "kind" || name == "apiVersion") && d.ResourceOf(pair).Root == pair.Parent() {
		return true
	}
	owner := d.TypeOf(pair.Parent()).Name
	_, known := catalog.ValuesOf(owner, name)
	return len(t.Enum) > 0 || known || t.Kind == schema.Boolean || owner == "VolumeMount" && name == "name"
}

// key deletes a pair with all lines of it that follow.
func key(f *manifest.File, d manifest.Placed, pair syntax.Node) Place {
	content := f.Text.String()
	start, end := d.Start+pair.Span().Start, d.Start+pair.Span().End
	end = start + len(strings.TrimRight(content[start:end], " \n\r"))
	if next := strings.IndexByte(content[end:], '\n'); next > 0 {
		end += next // a comment
	}
	p := without(f, d, text.Span{Start: start, End: end}, pair)
	p.Label, p.IsKey = pair.Key().Text(), true
	return p
}

func value(f *manifest.File, d manifest.Placed, v syntax.Node) Place {
	p := without(f, d, v.Span().Shift(d.Start), v.Parent())
	p.Label = v.Text()
	return p
}

// without returns a place where something is deleted that belongs to a pair or an item.
func without(f *manifest.File, d manifest.Placed, s text.Span, n syntax.Node) Place {
	content := f.Text.String()
	p := Place{Content: content[:s.Start] + content[s.End:], Offset: s.Start, Path: d.Path(n)}
	for ; !n.IsZero(); n = n.Parent() {
		switch n.Kind() {
		case syntax.Pair:
			p.At = append([]any{n.Key().Text()}, p.At...)
		case syntax.Item:
			i := 0
			for c := range n.Parent().Children() {
				if c == n {
					break
				}
				i++
			}
			p.At = append([]any{i}, p.At...)
		default:
		}
	}
	p.At = append([]any{d.Index}, p.At...)
	return p
}
