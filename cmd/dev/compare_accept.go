package main

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/snippet"
	"github.com/kubelore/kubelore/server/complete/truth"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// An offer is an item of a completion, as the protocol writes it.
type offer struct {
	Label               string   `json:"label"`
	SortText            string   `json:"sortText"`
	InsertText          string   `json:"insertText"`
	InsertTextFormat    int      `json:"insertTextFormat"`
	InsertTextMode      int      `json:"insertTextMode"`
	TextEdit            *change  `json:"textEdit"`
	AdditionalTextEdits []change `json:"additionalTextEdits"`
}

// A change is a text edit.
type change struct {
	Range struct {
		Start, End struct{ Line, Character int }
	} `json:"range"`
	NewText string `json:"newText"`
}

// order is what editors sort items by.
func (o offer) order() string { return cmp.Or(o.SortText, o.Label) }

// count notes what a server offers at a place.
func (r *result) count(f *manifest.File, place truth.Place, items []offer) {
	r.places++
	if place.IsKey {
		r.keys++
	}
	i := slices.IndexFunc(items, func(o offer) bool { return strings.Trim(o.Label, `"'`) == place.Label })
	switch {
	case len(items) == 0:
		r.nothing++
		r.note("nothing offered", place)
		return
	case i < 0:
		r.missed++
		r.note("not offered", place)
		return
	}
	r.reciprocal += 1 / float64(i+1)
	if i < 3 {
		r.inThree++
		if place.IsKey {
			r.keysInThree++
		}
	}
	if why := spoilt(f, place, items[i]); why != "" {
		r.wrong++
		r.note(why, place)
	}
}

func (r *result) note(what string, place truth.Place) {
	r.notes = append(r.notes, fmt.Sprintf("\t%s: %s = %s", what, place.Path, place.Label))
}

// spoilt says what is wrong with a manifest after an item was accepted, or nothing.
func spoilt(f *manifest.File, place truth.Place, o offer) string {
	t := text.New(place.Content)
	at := text.Span{Start: place.Offset, End: place.Offset}
	edits := []text.Edit{{Span: at, New: cmp.Or(o.InsertText, o.Label)}}
	if o.TextEdit != nil {
		edits[0] = o.TextEdit.in(t)
	}
	if o.InsertTextFormat == 2 {
		edits[0].New = snippet.Parse(edits[0].New).Plain()
	}
	if o.InsertTextMode != 1 { // editors move the further lines to where the line begins
		line := t.Line(t.LineOf(edits[0].Span.Start))
		content := place.Content[line.Start:line.End]
		edits[0].New = strings.ReplaceAll(edits[0].New, "\n", "\n"+content[:len(content)-len(strings.TrimLeft(content, " "))])
	}
	for _, e := range o.AdditionalTextEdits {
		edits = append(edits, e.in(t))
	}
	slices.SortStableFunc(edits, func(a, b text.Edit) int { return b.Span.Start - a.Span.Start })
	for _, e := range edits {
		next, _, err := t.Apply(e)
		if err != nil {
			return "cannot be applied"
		}
		t = next
	}
	after := decodedDocuments(manifest.Open(t, f.Env))
	if after == nil {
		return "does not parse"
	}
	if !holds(any(after), leaveOut(any(decodedDocuments(f)), place.At)) {
		return "other values change"
	}
	v, ok := follow(any(after), place.At)
	if !ok || !place.IsKey && v != nil && reflect.TypeOf(v).Kind() == reflect.Map {
		return "stands elsewhere"
	}
	return ""
}

// in returns the change as an edit of a text.
func (c *change) in(t *text.Text) text.Edit {
	at := func(line, char int) int { return t.Offset(min(line, t.Lines()-1), char, text.UTF16) }
	return text.Edit{Span: text.Span{Start: at(c.Range.Start.Line, c.Range.Start.Character), End: at(c.Range.End.Line, c.Range.End.Character)}, New: c.NewText}
}

// decodedDocuments returns the values of all documents, nil if one cannot be read.
func decodedDocuments(f *manifest.File) []any {
	all := []any{}
	for _, d := range f.Documents() {
		if d.Empty() {
			all = append(all, nil)
			continue
		}
		v, err := d.Root().Decode(nil)
		if err != nil || len(d.Problems()) > 0 {
			return nil
		}
		all = append(all, v)
	}
	return all
}

// leaveOut returns a value without what a way leads to; an item of a list becomes null.
func leaveOut(v any, way []any) any {
	if len(way) == 0 {
		return nil
	}
	switch v := v.(type) {
	case map[string]any:
		c := map[string]any{}
		for k, x := range v {
			if k != way[0] {
				c[k] = x
			} else if len(way) > 1 {
				c[k] = leaveOut(x, way[1:])
			}
		}
		return c
	case []any:
		c := slices.Clone(v)
		if i, ok := way[0].(int); ok && i < len(c) {
			c[i] = leaveOut(c[i], way[1:])
		}
		return c
	}
	return v
}

// holds reports whether a value holds all of another. Null stands for anything.
func holds(v, part any) bool {
	switch part := part.(type) {
	case nil:
		return true
	case map[string]any:
		m, ok := v.(map[string]any)
		if !ok {
			return len(part) == 0
		}
		for k, x := range part {
			if y, ok := m[k]; !ok || !holds(y, x) {
				return false
			}
		}
		return true
	case []any:
		l, ok := v.([]any)
		if !ok || len(l) < len(part) {
			return false
		}
		for i, x := range part {
			if !holds(l[i], x) {
				return false
			}
		}
		return true
	}
	return v == part
}

// follow returns what a way leads to.
func follow(v any, way []any) (any, bool) {
	for _, step := range way {
		switch x := v.(type) {
		case map[string]any:
			name, _ := step.(string)
			next, ok := x[name]
			if !ok {
				return nil, false
			}
			v = next
		case []any:
			i, ok := step.(int)
			if !ok || i >= len(x) {
				return nil, false
			}
			v = x[i]
		default:
			return nil, false
		}
	}
	return v, true
}
