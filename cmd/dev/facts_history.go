package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/catalog"
)

// A release is one minor release and its API types.
type release struct {
	minor  catalog.Minor
	source *source
}

// typeFacts are the fields of a type that there is something to say about.
type typeFacts struct {
	group, version, name string
	fields               []fieldFacts
}

type fieldFacts struct {
	name string
	catalog.Facts
}

// A history holds all releases, the oldest first.
type history struct {
	releases []release
	gates    gates
	// names are, for each release, the names that the types of the newest have in it.
	names []map[typeKey]typeKey
}

// factsOf compares the releases, which are in order. Types and versions that the
// newest does not have any more are left out: of versions package catalog knows
// more, and a field that led to a type that is gone is gone as well.
func factsOf(releases []release, g gates) ([]typeFacts, error) {
	h := &history{releases: releases, gates: g}
	if err := h.follow(); err != nil {
		return nil, err
	}
	newest := releases[len(releases)-1].source
	var all []typeFacts
	for k := range needed(newest) {
		fields, err := h.fields(k)
		if err != nil {
			return nil, err
		}
		if len(fields) > 0 {
			all = append(all, typeFacts{newest.groups[k.pkg], version(k), k.name, fields})
		}
	}
	slices.SortFunc(all, func(a, b typeFacts) int {
		return cmp.Or(cmp.Compare(a.group, b.group), cmp.Compare(a.version, b.version), cmp.Compare(a.name, b.name))
	})
	return all, nil
}

// version returns the version that a type is of.
func version(k typeKey) string { return k.pkg[strings.LastIndexByte(k.pkg, '/')+1:] }

// needed returns the structs that the kinds of the releases that can be targeted are
// made of. Structs that are only ever embedded are not among them, because OpenAPI
// does not have them.
func needed(s *source) map[typeKey]bool {
	found := map[typeKey]bool{}
	var add func(k typeKey)
	add = func(k typeKey) {
		t := s.types[k]
		if found[k] || !t.isStruct {
			return
		}
		found[k] = true
		for _, f := range s.fieldsOf(t) {
			if next, inner := s.lookup(f.elem); inner != nil {
				add(next)
			}
		}
	}
	for k := range s.types {
		v := catalog.Lookup(s.groups[k.pkg], version(k), k.name)
		if v != nil && v.In(catalog.Newest) != catalog.Never && (v.Removed == 0 || v.Removed > catalog.Oldest) {
			add(k)
		}
	}
	return found
}

// follow finds the names of all types in older releases. When a type was split, its
// fields existed before under the name of the old type: the resources of a
// PersistentVolumeClaim have a type of their own since 1.29, but are much older.
func (h *history) follow() error {
	last := len(h.releases) - 1
	h.names = make([]map[typeKey]typeKey, len(h.releases))
	h.names[last] = map[typeKey]typeKey{}
	for k := range h.releases[last].source.types {
		h.names[last][k] = k
	}
	for i := last - 1; i >= 0; i-- {
		then := h.releases[i].source
		before, err := replaced(then, h.releases[i+1].source)
		if err != nil {
			return fmt.Errorf("%s: %w", h.releases[i+1].minor, err)
		}
		h.names[i] = map[typeKey]typeKey{}
		for k, name := range h.names[i+1] {
			if then.types[name] != nil {
				h.names[i][k] = name
			} else if old, ok := before[name]; ok {
				h.names[i][k] = old
			}
		}
	}
	return nil
}

// replaced returns the types that are new and stand where others stood before, with
// the name of the other.
func replaced(then, now *source) (map[typeKey]typeKey, error) {
	type pair struct{ now, then typeKey }
	var todo []pair
	for k := range now.types {
		if then.types[k] != nil {
			todo = append(todo, pair{k, k})
		}
	}
	found := map[typeKey]typeKey{}
	for len(todo) > 0 {
		p := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		_, a := now.lookup(&p.now)
		_, b := then.lookup(&p.then)
		if a == nil || b == nil {
			continue
		}
		old := then.fieldsOf(b)
		for name, f := range now.fieldsOf(a) {
			if old[name] == nil {
				continue
			}
			next, ok := changed(then, now, old[name], f)
			if !ok {
				continue
			}
			if was, known := found[next.now]; known {
				if was != next.then {
					return nil, fmt.Errorf("%v stands where %v and %v stood", next.now, was, next.then)
				}
				continue
			}
			found[next.now] = next.then
			todo = append(todo, pair(next))
		}
	}
	return found, nil
}

// changed returns the types of a field if the one it has now was not there then.
func changed(then, now *source, old, f *goField) (types struct{ now, then typeKey }, ok bool) {
	a, at := now.lookup(f.elem)
	b, bt := then.lookup(old.elem)
	types.now, types.then = a, b
	return types, at != nil && bt != nil && at.isStruct && bt.isStruct && then.types[a] == nil
}

// fields returns the facts of the fields of a type, those that were removed among
// them, in order of name.
func (h *history) fields(k typeKey) ([]fieldFacts, error) {
	lines := map[string][]*goField{} // by name, one field or nil for each release
	for i, r := range h.releases {
		name, ok := h.names[i][k]
		_, t := r.source.lookup(&name)
		if !ok || t == nil {
			continue
		}
		for n, f := range r.source.fieldsOf(t) {
			if lines[n] == nil {
				lines[n] = make([]*goField, len(h.releases))
			}
			lines[n][i] = f
		}
	}
	var all []fieldFacts
	for _, name := range slices.Sorted(maps.Keys(lines)) {
		facts, err := h.facts(lines[name])
		if err != nil {
			return nil, fmt.Errorf("%s %s.%s: %w", k.pkg, k.name, name, err)
		}
		if facts.Since != 0 || facts.Removed != 0 || facts.Required != 0 || facts.Optional != 0 ||
			facts.Deprecated != 0 || facts.Gate != "" || facts.EnumSince != nil {
			all = append(all, fieldFacts{name, facts})
		}
	}
	return all, nil
}

// facts returns those of one field, given as it is in each release. Of a field that
// came, went and came again, only the last time counts.
func (h *history) facts(line []*goField) (catalog.Facts, error) {
	var facts catalog.Facts
	end := len(line) - 1
	for line[end] == nil {
		facts.Removed = h.releases[end].minor
		end--
	}
	start := end
	for start > 0 && line[start-1] != nil {
		start--
	}
	if start > 0 {
		facts.Since = h.releases[start].minor
	}
	for i := end; i > start; i-- {
		if now := line[i].optional; now != line[i-1].optional {
			if now {
				facts.Optional = h.releases[i].minor
			} else {
				facts.Required = h.releases[i].minor
			}
			break
		}
	}
	var err error
	if facts.Deprecated, err = h.deprecation(line, start, end); err != nil {
		return facts, err
	}
	if facts.Removed == 0 {
		if facts.Gate, facts.GateOn, err = h.gates.of(line[start:]); err != nil {
			return facts, err
		}
	}
	facts.EnumSince, err = h.enum(line, start, end, facts.Since)
	return facts, err
}

// deprecation returns the first release since which the comment of the field always
// says that it is deprecated.
func (h *history) deprecation(line []*goField, start, end int) (catalog.Minor, error) {
	since := catalog.Minor(0)
	for i := end; i >= start; i-- {
		deprecated, err := saysDeprecated(line[i].doc)
		if err != nil && i == len(line)-1 {
			return 0, err // of older comments nobody needs to decide
		}
		if !deprecated {
			break
		}
		since = h.releases[i].minor
	}
	if known, ok := deprecatedEarlier[line[end].name]; ok && since != 0 {
		since = known
	}
	return since, nil
}

// enum returns the values of a field, if it has a closed set of them to which one was
// added after the field came, which was in the release since.
func (h *history) enum(line []*goField, start, end int, since catalog.Minor) ([]catalog.EnumValue, error) {
	values, closed := h.releases[end].source.valuesOf(line[end])
	if !closed {
		return nil, nil
	}
	var all []catalog.EnumValue
	added := false
	for _, v := range values {
		if v == "" {
			continue // for "not set", as in ipFamilies
		}
		if strings.ContainsAny(v, "\t\n=,") {
			return nil, fmt.Errorf("the table cannot hold the value %q", v)
		}
		first := start
		for i := end; i > start; i-- {
			// A type without constants had values as well. Nobody wrote them down.
			if before, _ := h.releases[i-1].source.valuesOf(line[i-1]); len(before) > 0 && !slices.Contains(before, v) {
				first = i
				break
			}
		}
		x := catalog.EnumValue{Value: v, Since: since}
		if first > start {
			x.Since, added = h.releases[first].minor, true
		}
		all = append(all, x)
	}
	if !added {
		return nil, nil
	}
	return all, nil
}
