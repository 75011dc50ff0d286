package catalog

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// kindsTSV is reviewed by hand and compared with the linked module by
// TestTableAgreesWithLinkedModule. What the module does not know (versions
// removed before its lifecycle data begins, short names) comes from older
// releases of k8s.io/api and from the discovery of a 1.37 server. Controllers have
// their names from k8s.io/kubernetes (TestActors, and TestControllersAreThoseOfTheLinkedModule in
// package apiserver).
//
//go:embed kinds.tsv
var kindsTSV string

// table is the parsed kinds.tsv.
type table struct {
	kinds    []*Kind
	named    map[string][]*Kind
	versions map[key]*Version
	groups   map[string]bool
}

type key struct{ group, version, kind string }

var load = sync.OnceValue(func() *table {
	t := &table{named: map[string][]*Kind{}, versions: map[key]*Version{}, groups: map[string]bool{}}
	for line := range strings.Lines(kindsTSV) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		for i := range cells {
			if cells[i] == "-" {
				cells[i] = ""
			}
		}
		switch {
		case strings.HasPrefix(line, "#"):
		case cells[0] != "":
			t.addKind(cells)
		default:
			t.addVersion(t.kinds[len(t.kinds)-1], cells)
		}
	}
	for _, same := range t.named {
		slices.SortStableFunc(same, func(a, b *Kind) int { return a.usual() - b.usual() })
	}
	return t
})

func (t *table) addKind(cells []string) {
	k := &Kind{
		Name: cells[0], Group: cells[1], Plural: cells[2],
		Namespaced: strings.Contains(cells[4], "namespaced"),
		never:      strings.Contains(cells[4], "never"),
		CreateOnly: strings.Contains(cells[4], "create-only"),
		Category:   cells[5],
	}
	if cells[3] != "" {
		k.ShortNames = strings.Split(cells[3], ",")
	}
	if cells[6] != "" {
		for name := range strings.SplitSeq(cells[6], ",") {
			k.Actors = append(k.Actors, actorOf(name))
		}
	}
	t.kinds = append(t.kinds, k)
	t.named[k.Name] = append(t.named[k.Name], k)
	t.groups[k.Group] = true
}

func (t *table) addVersion(k *Kind, cells []string) {
	v := &Version{
		Kind: k, Name: cells[1], Introduced: minorOf(cells[2]), Deprecated: minorOf(cells[3]),
		Removed: minorOf(cells[4]), Replacement: cells[5], on: cells[6] == "on",
	}
	k.Versions = append(k.Versions, v)
	t.versions[key{k.Group, v.Name, k.Name}] = v
}

// actorOf reads the name of an actor in the table.
func actorOf(name string) Actor {
	if addOn, ok := strings.CutPrefix(name, "addon/"); ok {
		return Actor{AddOn: addOn}
	}
	if strings.HasSuffix(name, "-controller") {
		return Actor{Program: "kube-controller-manager", Controller: name}
	}
	return Actor{Program: name}
}

// minorOf reads the minor of a release in the table.
func minorOf(s string) Minor {
	m, err := ParseMinor(s)
	if err != nil {
		return 0
	}
	return m
}
