package rule

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/language"
)

// mostTotal is what the conditions for one object may cost together. Beyond it nothing
// is said: an object that large was not written by a person.
const mostTotal = 1_000_000

// A Finding is a rule that holds for something in an object.
type Finding struct {
	Rule *Rule
	// Path is the API path of the place that is meant; it may lead to what is not
	// written.
	Path string
	// item is the path of the item that the condition held for.
	item string
	at   values
}

// A Subject is an object that rules are asked about.
type Subject struct {
	APIVersion, Kind string
	// Object is the object as encoding/json decodes it.
	Object map[string]any
	// Target is the release that it is for, the newest one if there are several, and
	// Oldest the oldest one of several, or zero.
	Target, Oldest catalog.Minor
}

// Find returns what the rules find in an object. Rules of a Pod Security level are
// left out unless take, which may be nil, wants them.
func (s *Set) Find(subject Subject, take func(*Rule) bool) []Finding {
	f := &finder{Subject: subject, take: take}
	f.at.object, f.at.kind = valueOf(subject.Object), types.String(subject.Kind)
	f.small = size(subject.Object, smallest) < smallest
	f.at.target, f.at.oldest, f.at.budget = types.Int(subject.Target), types.Int(cmp.Or(subject.Oldest, subject.Target)), mostTotal
	f.rules(s.general)
	f.rules(s.byKind[subject.Kind])
	return f.found
}

// finder is the search in one object.
type finder struct {
	Subject
	take  func(*Rule) bool
	at    values
	found []Finding
	// pods are the Pod specs in the object; nil until they are needed.
	pods []podSpec
	read bool
	// small says that the object is one of the usual size.
	small bool
}

// smallest is the number of values from which the cost of every condition is counted.
const smallest = 500

// size counts the values in v, as far as most.
func size(v any, most int) int {
	n := 1
	switch v := v.(type) {
	case map[string]any:
		for _, child := range v {
			if n >= most {
				break
			}
			n += size(child, most-n)
		}
	case []any:
		for _, child := range v {
			if n >= most {
				break
			}
			n += size(child, most-n)
		}
	}
	return n
}

// place is a value and its path.
type place struct {
	path, key string
	value     any
	index     int
}

type podSpec struct {
	place
	val        ref.Val
	containers []container
}

type container struct {
	place
	role string
	val  ref.Val
}

func (f *finder) rules(rules []*Rule) {
	for _, r := range rules {
		if len(r.APIVersions) > 0 && !slices.Contains(r.APIVersions, f.APIVersion) || f.take != nil && !f.take(r) {
			continue
		}
		switch r.On {
		case Object:
			f.each(r, place{value: f.Object}, f.at.object)
		case Pod:
			for i := range f.podSpecs() {
				p := &f.pods[i]
				f.at.pod = p.val
				f.each(r, p.place, p.val)
			}
		case Container:
			for i := range f.podSpecs() {
				p := &f.pods[i]
				f.at.pod = p.val
				for j := range p.containers {
					c := &p.containers[j]
					f.at.container, f.at.role = c.val, types.String(c.role)
					f.each(r, c.place, c.val)
				}
			}
		}
		f.at.pod, f.at.container, f.at.role = nil, nil, nil
	}
}

// each asks a rule about the items below something.
func (f *finder) each(r *Rule, of place, val ref.Val) {
	if r.Each == "" {
		f.at.it = val
		f.ask(r, of)
		return
	}
	for path := range strings.SplitSeq(r.Each, " | ") {
		for _, item := range walk(of, path) {
			f.at.it, f.at.key, f.at.index = valueOf(item.value), types.String(item.key), types.Int(item.index)
			f.ask(r, item)
		}
	}
	f.at.key, f.at.index = nil, nil
}

func (f *finder) ask(r *Rule, item place) {
	f.at.small = f.small && r.trusted
	if holds := r.when.eval(&f.at); holds == types.True {
		at, ok := r.at.fill(&f.at)
		if ok {
			f.found = append(f.found, Finding{Rule: r, Path: join(item.path, at), item: item.path, at: f.at})
		}
	}
}

// Message says what is wrong.
func (f Finding) Message(l language.Language) string {
	at := f.at
	at.budget = mostCost
	t, general := f.Rule.messages[0], f.Rule.Says.In(l)
	if l == language.Japanese && f.Rule.Message.JA != "" {
		t = f.Rule.messages[1]
	}
	if s, ok := t.fill(&at); ok {
		return s
	}
	return general
}

// Steps returns the steps of the fix with paths from the root of the object and every
// expression replaced by its value. There are none if there is no fix, or not in this
// case, or an expression has no value here.
func (f Finding) Steps() []Step {
	if f.Rule.Fix == nil {
		return nil
	}
	at := f.at
	at.budget = mostCost
	if when := f.Rule.Fix.when; when != nil && when.eval(&at) != types.True {
		return nil
	}
	var steps []Step
	for _, s := range f.Rule.Fix.Steps {
		path, ok := s.path.fill(&at)
		if !ok {
			return nil
		}
		step := Step{Kind: s.Kind, Path: join(f.item, path), Value: s.Value}
		if len(s.text.exprs) > 0 {
			if s.text.whole() {
				v := s.text.exprs[0].eval(&at)
				if v == nil || types.IsError(v) {
					return nil
				}
				step.Value = v.Value()
			} else if step.Value, ok = s.text.fill(&at); !ok {
				return nil
			}
		}
		steps = append(steps, step)
	}
	return steps
}

// podPaths are where kinds hold the specs of Pods.
var podPaths = map[string]string{
	"Pod": "spec", "PodTemplate": "template.spec", "CronJob": "spec.jobTemplate.spec.template.spec",
	"Deployment": "spec.template.spec", "ReplicaSet": "spec.template.spec", "StatefulSet": "spec.template.spec",
	"DaemonSet": "spec.template.spec", "Job": "spec.template.spec", "ReplicationController": "spec.template.spec",
}

// podGroups are the groups of the kinds in podPaths.
var podGroups = []string{"", "apps", "batch", "extensions"}

// PodPath returns the path at which a kind has the spec of its Pods, or "".
func PodPath(apiVersion, kind string) string {
	group, _, found := strings.Cut(apiVersion, "/")
	if !found {
		group = ""
	}
	if !slices.Contains(podGroups, group) {
		return ""
	}
	return podPaths[kind]
}

// podSpecs returns the Pod specs in the object.
func (f *finder) podSpecs() []podSpec {
	if f.read {
		return f.pods
	}
	f.read = true
	path := PodPath(f.APIVersion, f.Kind)
	if path == "" {
		return nil
	}
	for _, p := range walk(place{value: f.Object}, path) {
		if _, ok := p.value.(map[string]any); !ok {
			continue
		}
		spec := podSpec{place: p, val: valueOf(p.value)}
		for _, role := range []string{"containers", "initContainers"} {
			for _, c := range walk(p, role+"[*]") {
				// What has no image is a patch, or still being typed.
				if m, ok := c.value.(map[string]any); ok && m["image"] != nil {
					spec.containers = append(spec.containers, container{c, role, valueOf(c.value)})
				}
			}
		}
		f.pods = append(f.pods, spec)
	}
	return f.pods
}

// walk returns what a path leads to. A segment [*] stands for every item of a list
// and every entry of a mapping.
func walk(from place, path string) []place {
	at := []place{from}
	for path != "" && len(at) > 0 {
		var segment string
		switch {
		case strings.HasPrefix(path, "[*]"):
			segment, path = "[*]", path[len("[*]"):]
		default:
			path = strings.TrimPrefix(path, ".")
			end := strings.IndexAny(path, ".[")
			if end < 0 {
				end = len(path)
			}
			segment, path = path[:end], path[end:]
		}
		var next []place
		for _, p := range at {
			next = p.step(next, segment)
		}
		at = next
	}
	return at
}

// step adds what one segment of a path leads to from p.
func (p place) step(to []place, segment string) []place {
	switch v := p.value.(type) {
	case map[string]any:
		if segment != "[*]" {
			if child, ok := v[segment]; ok {
				to = append(to, place{path: join(p.path, segment), value: child, key: segment})
			}
			return to
		}
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		for i, name := range names {
			to = append(to, place{path: p.path + "[" + name + "]", value: v[name], key: name, index: i})
		}
	case []any:
		if segment == "[*]" {
			for i, item := range v {
				to = append(to, place{path: p.path + "[" + strconv.Itoa(i) + "]", value: item, index: i})
			}
		}
	}
	return to
}

// join joins two paths.
func join(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	case b[0] == '[':
		return a + b
	}
	return a + "." + b
}
