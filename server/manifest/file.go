// Package manifest finds the resources in a file and joins each node of their
// trees with its schema.
//
// It knows what makes a YAML document a resource (apiVersion and kind), Lists,
// JSON, half-typed documents and the API path of a node. It deliberately does
// not know whether anything is right (package check), other files (package
// workspace) or the protocol.
//
// A File is immutable. A Document of it does not know where in the file it
// stands, so it outlives edits elsewhere in the file, and with it everything
// that features remember about it; see Remember.
package manifest

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/kubelore/kubelore/knowledge/card"
	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/concept"
	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/knowledge/relation"
	"github.com/kubelore/kubelore/knowledge/rule"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// An Env is what documents are read against. Documents of different Envs share
// nothing, so a changed setting needs a new Env. It must not be changed.
type Env struct {
	// Target is the release of Kubernetes that manifests are written for, the newest one
	// if there are several, and Oldest the oldest one of several, or zero.
	Target, Oldest catalog.Minor
	// Customs are the custom kinds that the workspace defines, or nil.
	Customs *Customs
	// Language is the language of what is said about the documents.
	Language language.Language
	// Concepts are the entries to explain them with; nil are the built-in ones.
	Concepts *concept.Set
	// Relations say which fields name other objects; nil are the built-in ones.
	Relations *relation.Set
	// Rules are the rules to look for; nil are the built-in ones.
	Rules *rule.Set
	// PodSecurity is the Pod Security level that all namespaces enforce: privileged,
	// baseline or restricted; empty if each says so by its labels.
	PodSecurity string
	// Secrets says that the values of Secrets may be shown.
	Secrets bool
}

// Releases returns the releases that manifests are written for.
func (e *Env) Releases() catalog.Range {
	return catalog.Range{Oldest: cmp.Or(e.Oldest, e.Target), Newest: e.Target}
}

// View returns how cards about the documents are written.
func (e *Env) View() card.View {
	v := card.View{Language: e.Language, Target: e.Target, Oldest: e.Oldest, Concepts: e.Concepts, Relations: e.Relations, Now: time.Now(), Secrets: e.Secrets}
	if v.Concepts == nil {
		v.Concepts = concept.BuiltIn()
	}
	if v.Relations == nil {
		v.Relations = relation.BuiltIn()
	}
	return v
}

// A File is one version of the content of a file.
type File struct {
	Text *text.Text
	Env  *Env
	tree *syntax.Tree
	docs []Placed
}

// Placed is a document and its place in a file.
type Placed struct {
	*Document
	// Start is the offset in the file at which the document starts.
	Start int
	// Index counts the documents of the file from 0, as kubectl sees them:
	// documents that hold only comments do not count and have the index -1.
	Index int
}

// Open reads a file.
func Open(t *text.Text, env *Env) *File {
	templates := strings.Contains(t.String(), "{{")
	f := &File{Text: t, Env: env, tree: syntax.Parse(t.String(), syntax.Options{Templates: templates})}
	f.place(nil)
	return f
}

// Edit returns the file with the content t, which differs from f's by change.
// Documents whose text did not change are the same values as in f.
func (f *File) Edit(t *text.Text, change text.Change) *File {
	if !f.tree.Options().Templates && bringsTemplate(t, change) {
		return Open(t, f.Env)
	}
	next := &File{Text: t, Env: f.Env, tree: f.tree.Edit(t, change)}
	next.place(f.docs)
	return next
}

// With returns the file read against another Env. Documents to which the
// difference is nothing are the same values as in f.
func (f *File) With(env *Env) *File {
	next := &File{Text: f.Text, Env: env, tree: f.tree, docs: slices.Clone(f.docs)}
	for i, d := range next.docs {
		if env.Releases() != f.Env.Releases() || env.Relations != f.Env.Relations || env.Language != f.Env.Language || env.Rules != f.Env.Rules ||
			env.PodSecurity != f.Env.PodSecurity || d.custom() {
			next.docs[i].Document = newDocument(d.Document.Document, env)
		}
	}
	return next
}

// bringsTemplate reports whether "{{" stands in the changed bytes or across
// their edges, without a look at the rest of the file.
func bringsTemplate(t *text.Text, change text.Change) bool {
	around := text.Span{Start: max(change.Prefix-1, 0), End: min(t.Len()-change.Suffix+1, t.Len())}
	return strings.Contains(t.Slice(around), "{{")
}

// place fills docs, with the documents of old where the syntax is the same
// value. Both lists are in the order of the file, so equal heads and tails are
// matched and only the middle is read.
func (f *File) place(old []Placed) {
	trees := f.tree.Documents()
	f.docs = make([]Placed, len(trees))
	head, tail := 0, 0
	for head < len(trees) && head < len(old) && old[head].Document.Document == trees[head].Document {
		f.docs[head].Document = old[head].Document
		head++
	}
	for tail < len(trees)-head && tail < len(old)-head &&
		old[len(old)-1-tail].Document.Document == trees[len(trees)-1-tail].Document {
		f.docs[len(trees)-1-tail].Document = old[len(old)-1-tail].Document
		tail++
	}
	index := 0
	for i := range f.docs {
		d := &f.docs[i]
		if d.Document == nil {
			d.Document = newDocument(trees[i].Document, f.Env)
		}
		d.Start, d.Index = trees[i].Start, -1
		if !d.Empty() {
			d.Index = index
			index++
		}
	}
}

// Documents returns the documents in order, those that hold only comments
// included. The caller must not change the slice.
func (f *File) Documents() []Placed { return f.docs }

// At returns the document that holds offset; at the border of two, the later.
func (f *File) At(offset int) Placed {
	for i := len(f.docs) - 1; i > 0; i-- {
		if f.docs[i].Start <= offset {
			return f.docs[i]
		}
	}
	return f.docs[0]
}

// Claimed reports whether any document has the key apiVersion or kind at its
// top. Other files are none of our business (design.md section 11, decision 10).
func (f *File) Claimed() bool {
	for _, d := range f.docs {
		if len(d.Resources()) > 0 {
			return true
		}
	}
	return false
}
