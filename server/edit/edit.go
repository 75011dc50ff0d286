// Package edit changes the YAML of one document as a person would: comments,
// quoting, indentation and the style of lists stay as they are.
//
// It knows syntax trees and API paths. It deliberately knows neither schemas nor
// whether a change is right; that is up to who asks for it.
package edit

import (
	"slices"
	"strconv"
	"strings"

	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// An Editor makes one change after the other in the text of a document. A change that
// cannot be made without guessing, such as one behind an alias, makes it fail, and
// then there are no edits at all.
type Editor struct {
	before, now string
	// root is the path of the resource in the document, for items of a List.
	root   string
	failed bool
	// tree is that of read, which is the text at the time.
	tree []syntax.Placed
	read string
}

// New returns an editor of the resource that stands at the path root of a document.
func New(document, root string) *Editor { return &Editor{before: document, now: document, root: root} }

// Of returns an editor of a resource of a document, or of the document for nil.
func Of(d *manifest.Document, r *manifest.Resource) *Editor {
	root := ""
	if r != nil && r.List != nil {
		root = d.Path(r.Root.Parent())
	}
	e := New(d.Text(), root)
	if !strings.Contains(e.now, "{{") { // the trees of templates are read in another way
		e.tree, e.read = []syntax.Placed{{Document: d.Document}}, e.now
	}
	return e
}

// Text returns the document as it is now.
func (e *Editor) Text() string { return e.now }

// Failed reports whether a change could not be made.
func (e *Editor) Failed() bool { return e.failed }

// Fail gives up.
func (e *Editor) Fail() { e.failed = true }

// documents returns the tree of the text as it is now. It is read again only after a
// change: a change looks at it many times.
func (e *Editor) documents() []syntax.Placed {
	if e.tree == nil || e.read != e.now {
		e.tree, e.read = syntax.Parse(e.now, syntax.Options{}).Documents(), e.now
	}
	return e.tree
}

// Resource returns the resource as it is now; it has a tree and no types.
func (e *Editor) Resource() *manifest.Resource {
	for _, d := range e.documents() {
		if d.Start != 0 {
			break // the text is one document, and offsets count from its start
		}
		r := &manifest.Resource{Root: d.Root()}
		if e.root == "" {
			return r
		}
		if at := r.Locate(e.root); at.Missing == "" {
			return &manifest.Resource{Root: at.Node.Value()}
		}
	}
	return &manifest.Resource{}
}

// Get returns the value at a path, or the zero Node.
func (e *Editor) Get(path string) syntax.Node {
	at := e.Resource().Locate(path)
	if at.Missing != "" {
		return syntax.Node{}
	}
	return at.Node.Value()
}

// Has reports whether something is written at a path.
func (e *Editor) Has(path string) bool { return !e.Get(path).IsZero() }

// Scalar returns the text of the scalar at a path, or nothing.
func (e *Editor) Scalar(path string) string { return e.Get(path).Target().Text() }

// locate finds the place of a path, and reports false if the way there leads through an
// alias or a merge key: what is written there is not of this place alone.
func (e *Editor) locate(path string) (manifest.Location, bool) {
	r := e.Resource()
	at := r.Locate(path)
	rest := path
	for _, name := range names(r.Root, at.Node) {
		after, ok := rest, false
		for _, form := range []string{"." + name, "[" + name + "]", name} {
			if after, ok = strings.CutPrefix(rest, form); ok {
				break
			}
		}
		if !ok {
			return at, false
		}
		rest = after
	}
	return at, strings.TrimPrefix(rest, ".") == at.Missing
}

// names returns the keys and the numbers of the items from a root to a node.
func names(root, node syntax.Node) []string {
	var all []string
	for n := node; !n.IsZero() && n != root; n = n.Parent() {
		switch n.Kind() {
		case syntax.Pair:
			all = append(all, n.Key().Text())
		case syntax.Item:
			all = append(all, strconv.Itoa(n.Index()))
		case syntax.NoNode, syntax.Mapping, syntax.Sequence, syntax.Scalar, syntax.Alias, syntax.Null, syntax.Error:
		}
	}
	slices.Reverse(all)
	return all
}

// replace puts a text in the place of some bytes.
func (e *Editor) replace(from, to int, with string) {
	if strings.Contains(e.now, "\r\n") {
		with = strings.ReplaceAll(with, "\n", "\r\n")
	}
	e.now = e.now[:from] + with + e.now[to:]
}

// Set writes a value at a path, over what is there, and what is missing on the way.
// A value is a string, a number, a bool, []Pair, []any or Raw.
func (e *Editor) Set(path string, value any) {
	if e.failed {
		return
	}
	at, ok := e.locate(path)
	if !ok {
		e.failed = true
		return
	}
	if at.Missing == "" && !at.Node.IsZero() {
		e.overwrite(at.Node, value)
		return
	}
	segments, ok := split(at.Missing)
	if !ok {
		e.failed = true
		return
	}
	for i := len(segments) - 1; i > 0; i-- {
		value = []Pair{{Key: segments[i], Value: value}}
	}
	holder, into := at.Node, at.Node.Value()
	if holder.IsZero() {
		into = e.Resource().Root
	}
	e.insert(holder, into, segments[0], value)
}

// overwrite replaces the value of a pair or an item.
func (e *Editor) overwrite(node syntax.Node, value any) {
	v := node.Value()
	span := v.Span()
	switch {
	case v.Kind() == syntax.Alias || v.Anchor() != "" || v.Tag() != "":
		e.failed = true
	case v.Kind() == syntax.Null:
		at := node.Indicator() + 1
		e.replace(at, at, e.behind(node, value))
	case v.Kind() == syntax.Scalar && isScalar(value):
		if v.Style() == syntax.Literal || v.Style() == syntax.Folded {
			e.failed = true
			return
		}
		e.replace(span.Start, span.End, scalar(value, v.Style()))
	case v.Flow() || v.Kind() == syntax.Scalar && v.Style() < syntax.Literal:
		if inFlow(node) || v.Flow() && v.Kind() != syntax.Scalar && !v.First().IsZero() {
			e.replace(span.Start, span.End, e.flow(value, quotedKeys(node)))
			return
		}
		e.replace(len(strings.TrimRight(e.now[:span.Start], " ")), span.End, e.behind(node, value))
	default:
		// A block: its lines, with the line break that ends them, make way.
		end := lineEnd(e.now, contentEnd(e.now, span))
		e.replace(node.Indicator()+1, end, e.behind(node, value))
	}
}

// behind returns a value as it is written behind the colon or dash of a node.
func (e *Editor) behind(node syntax.Node, value any) string {
	if isScalar(value) || empty(value) || inFlow(node) {
		return " " + e.flow(value, quotedKeys(node))
	}
	if node.Kind() == syntax.Item {
		return " " + strings.TrimLeft(e.block(value, node.Column()+2), " ")
	}
	return "\n" + e.block(value, e.childIndent(node.Column(), value))
}

// childIndent returns how far a value below a key in some column is indented.
func (e *Editor) childIndent(column int, value any) int {
	if _, ok := value.([]any); ok {
		return column + e.listIndent()
	}
	return column + e.step()
}

// insert writes a new pair at the end of a mapping.
func (e *Editor) insert(holder, into syntax.Node, key string, value any) {
	switch {
	case into.Kind() == syntax.Null && !holder.IsZero():
		e.overwrite(holder, []Pair{{Key: key, Value: value}})
	case into.Kind() != syntax.Mapping || into.Anchor() != "":
		e.failed = true
	case into.Flow():
		e.insertFlow(holder, into, key, value)
	default:
		last := into.Last()
		at := lineEnd(e.now, contentEnd(e.now, last.Span()))
		column := into.First().Column()
		e.replace(at, at, "\n"+e.block([]Pair{{Key: key, Value: value}}, column))
	}
}

func (e *Editor) insertFlow(holder, into syntax.Node, key string, value any) {
	first, last := into.First(), into.Last()
	quoted := quotedKeys(into)
	if first.IsZero() {
		if !holder.IsZero() && !inFlow(holder) {
			e.overwrite(holder, []Pair{{Key: key, Value: value}})
			return
		}
		e.replace(into.Span().Start, into.Span().End, e.flow([]Pair{{Key: key, Value: value}}, quoted))
		return
	}
	between := ", "
	if strings.Contains(e.now[into.Span().Start:first.Span().Start], "\n") {
		between = ",\n" + strings.Repeat(" ", first.Column())
	}
	pair := e.flow([]Pair{{Key: key, Value: value}}, quoted)
	e.replace(last.Span().End, last.Span().End, between+pair[1:len(pair)-1])
}

// Add writes a value behind the last item of the list at a path.
func (e *Editor) Add(path string, value any) {
	list := e.Get(path)
	if e.failed || list.Kind() != syntax.Sequence || list.Anchor() != "" || list.First().IsZero() {
		e.failed = true
		return
	}
	last := list.Last()
	if list.Flow() {
		e.replace(last.Span().End, last.Span().End, ", "+e.flow(value, quotedKeys(list)))
		return
	}
	at := lineEnd(e.now, contentEnd(e.now, last.Span()))
	e.replace(at, at, "\n"+e.block([]any{value}, last.Column()))
}

// Delete takes away the pair or item at a path. A mapping or list that would be left
// empty goes with it.
func (e *Editor) Delete(path string) {
	if e.failed {
		return
	}
	at, ok := e.locate(path)
	if !ok || at.Missing != "" || at.Node.IsZero() {
		e.failed = true
		return
	}
	e.delete(at.Node)
}

// DeleteAt takes away the pair or item whose first byte is at an offset of the document,
// for one of two that have the same path.
func (e *Editor) DeleteAt(offset int) {
	node := e.documents()[0].At(offset)
	for !node.IsZero() && node.Kind() != syntax.Pair && node.Kind() != syntax.Item {
		node = node.Parent()
	}
	if e.failed = e.failed || node.IsZero() || node.Span().Start != offset; !e.failed {
		e.delete(node)
	}
}

func (e *Editor) delete(node syntax.Node) {
	parent := node.Parent()
	if parent.First() == node && node.Next().IsZero() {
		if holder := parent.Parent(); !holder.IsZero() && holder.Kind() == syntax.Pair && parent.Anchor() == "" {
			e.delete(holder)
			return
		}
		e.failed = true
		return
	}
	span := node.Span()
	if parent.Flow() {
		if next := node.Next(); !next.IsZero() {
			e.replace(span.Start, next.Span().Start, "")
			return
		}
		e.replace(previous(node).Span().End, span.End, "")
		return
	}
	start := lineStart(e.now, span.Start)
	if strings.TrimLeft(e.now[start:span.Start], " ") != "" {
		// The first key of an item stands on the line of the dash.
		next := node.Next()
		if next.IsZero() {
			e.failed = true
			return
		}
		e.replace(span.Start, next.Span().Start, "")
		return
	}
	end := lineEnd(e.now, contentEnd(e.now, span))
	switch after := strings.TrimPrefix(strings.TrimPrefix(e.now[end:], "\r"), "\n"); {
	case end < len(e.now):
		end = len(e.now) - len(after)
	case start > 0: // the line before becomes the last one, which has no line break either
		start = len(strings.TrimSuffix(strings.TrimSuffix(e.now[:start], "\n"), "\r"))
	}
	e.replace(start, end, "")
}

func previous(node syntax.Node) syntax.Node {
	var before syntax.Node
	for c := range node.Parent().Children() {
		if c == node {
			break
		}
		before = c
	}
	return before
}

// Rename gives the key at a path another name.
func (e *Editor) Rename(path, name string) {
	if e.failed {
		return
	}
	at, ok := e.locate(path)
	if !ok || at.Missing != "" || at.Node.Kind() != syntax.Pair || !at.Node.Parent().Pair(name).IsZero() {
		e.failed = true
		return
	}
	key := at.Node.Key()
	e.replace(key.Span().Start, key.Span().End, scalar(name, key.Style()))
}

// Edits returns the edits that make the document what it is now, with spans of the
// document before any change; nil if a change failed or there is none.
func (e *Editor) Edits() []text.Edit {
	if e.failed || e.now == e.before {
		return nil
	}
	return difference(e.before, e.now)
}
