// Package usage knows what manifests have most, so that it is offered first.
//
// The counts are facts about real manifests, made by cmd/dev. It deliberately does not
// know what is allowed.
package usage

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

//go:embed usage.tsv
var table string

// key is a field of a type and the field before it.
type key struct{ owner, name string }

type counts struct {
	times map[string]int
	all   int
}

type tables struct {
	follows, values map[key]*counts
	// fields counts the fields of a type wherever they stand.
	fields map[string]*counts
}

var load = sync.OnceValue(func() *tables {
	t := &tables{follows: map[key]*counts{}, values: map[key]*counts{}, fields: map[string]*counts{}}
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") || len(cells) < 4 {
			continue
		}
		k := key{cells[1], strings.TrimSuffix(cells[2], ".")}
		to := t.values
		if cells[0] == "f" {
			to = t.follows
		}
		to[k] = &counts{times: map[string]int{}}
		for _, cell := range cells[3:] {
			i := strings.LastIndexByte(cell, '=')
			name := cell[:i]
			n, _ := strconv.Atoi(cell[i+1:]) // TestTable reads them all
			to[k].add(name, n)
			if cells[0] == "f" {
				if t.fields[k.owner] == nil {
					t.fields[k.owner] = &counts{times: map[string]int{}}
				}
				t.fields[k.owner].add(name, n)
			}
		}
	}
	return t
})

func (c *counts) add(name string, n int) {
	c.times[name] += n
	c.all += n
}

// share returns the part of the counts that a name has, with a little for what was
// never seen.
func (c *counts) share(name string, otherwise float64) float64 {
	const trust = 3 // how many sightings weigh as much as what is known otherwise
	if c == nil {
		return otherwise
	}
	return (float64(c.times[name]) + trust*otherwise) / (float64(c.all) + trust)
}

// A Place is where in an object of a type a field is to stand.
type Place struct {
	// Type is the name of the type of the object, Holder the field that holds it, see
	// [Holder].
	Type, Holder string
	// Before and After are the fields around the place, empty at an end.
	Before, After string
}

// end stands for the end of an object in the table.
const end = "."

// Field returns how likely a field is at a place. The numbers of fields at one place can
// be compared; they mean nothing else.
func (p Place) Field(name string) float64 {
	t := load()
	after := p.After
	if after == "" {
		after = end
	}
	const least = 0.001 // for fields that nobody was seen to write
	score := func(owner string, otherwise, ended float64) (behind, before float64) {
		usual := t.fields[owner].share(name, otherwise)
		behind = t.follows[key{owner, p.Before}].share(name, usual)
		next := t.fields[owner].share(after, ended)
		return behind, t.follows[key{owner, name}].share(after, next)
	}
	behind, before := score(p.Type, least, least)
	if p.Holder != "" {
		if _, ok := t.fields[p.Type+"@"+p.Holder]; ok {
			behind, before = score(p.Type+"@"+p.Holder, behind, before)
		}
	}
	return behind * before
}

// Holder returns the name under which an object is counted: that of the field that holds
// it, with the field around it for the metadata and spec of templates. Around is the
// holder of the object with the field, empty at the top.
func Holder(field, around string) string {
	if (field == "metadata" || field == "spec") && around != "" {
		return around + "." + field
	}
	return field
}

// Value returns how often a value of a field of a type was seen.
func Value(owner, field, value string) int {
	if c := load().values[key{owner, field}]; c != nil {
		return c.times[value]
	}
	return 0
}
