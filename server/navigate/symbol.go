package navigate

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kubelore/kubelore/server/graph"
	"github.com/kubelore/kubelore/server/workspace"
)

// A Symbol is an object of the workspace.
type Symbol struct {
	Location
	// Name is the kind and the name, Kind the kind, and Container the namespace.
	Name, Kind, Container string
	score                 int
}

// mostSymbols is how many symbols are answered; editors ask again with every letter.
const mostSymbols = 250

// Symbols returns the objects whose kind, name, namespace, labels or images match a
// query, the best first. All words of it must match: a word with = a label, a word with
// / or : an image too, any other the letters of the kind and name in their order.
func Symbols(w *workspace.World, query string) []Symbol {
	words := strings.Fields(strings.ToLower(query))
	var all []Symbol
	for p := range w.Objects() {
		if score, ok := match(p.Object, words); ok {
			all = append(all, Symbol{
				Location: locate(graph.Target{Place: p}, graph.Hit{}), Name: title(p.Object), Kind: category(p.Object), Container: p.Object.Namespace, score: score,
			})
		}
	}
	slices.SortStableFunc(all, func(a, b Symbol) int {
		return cmp.Or(cmp.Compare(b.score, a.score), strings.Compare(a.Name, b.Name), strings.Compare(a.Path, b.Path))
	})
	return all[:min(len(all), mostSymbols)]
}

// match returns how well an object matches all words.
func match(o *graph.Object, words []string) (int, bool) {
	sum := 0
	for _, word := range words {
		best := 0
		for _, text := range []string{o.Name, o.Kind, o.Kind + "/" + o.Name, o.Kind + " " + o.Name} {
			best = max(best, score(strings.ToLower(text), word))
		}
		if o.Namespace != "" && strings.HasPrefix(strings.ToLower(o.Namespace), word) {
			best = max(best, 2)
		}
		if best == 0 && !labelled(o, word) && !runs(o, word) {
			return 0, false
		}
		sum += best + 1
	}
	return sum, true
}

// score is 0 if the letters of a word are not in a text in their order.
func score(text, word string) int {
	switch {
	case text == word:
		return 5
	case strings.HasPrefix(text, word):
		return 4
	case strings.Contains(text, word):
		return 3
	}
	rest := text
	for _, letter := range word {
		i := strings.IndexRune(rest, letter)
		if i < 0 {
			return 0
		}
		rest = rest[i+1:]
	}
	return 1
}

func labelled(o *graph.Object, word string) bool {
	key, value, _ := strings.Cut(word, "=")
	has := func(l graph.Label) bool {
		return strings.Contains(strings.ToLower(l.Key), key) && strings.HasPrefix(strings.ToLower(l.Value), value)
	}
	return strings.Contains(word, "=") && (slices.ContainsFunc(o.Labels, has) || slices.ContainsFunc(o.Templates, func(t graph.Template) bool {
		return slices.ContainsFunc(t.Labels, has)
	}))
}

func runs(o *graph.Object, word string) bool {
	return slices.ContainsFunc(o.Parts, func(x graph.Part) bool { return x.Kind == "image" && strings.Contains(strings.ToLower(x.Name), word) })
}
