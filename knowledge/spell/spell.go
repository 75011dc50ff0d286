// Package spell finds the word that somebody meant to write.
//
// It knows letters and how fingers slip. It deliberately does not know which
// words exist; it is given them.
package spell

import (
	"iter"
	"strings"
)

// Nearest returns the candidate that is nearest to word, if one is near enough
// that word is probably a slip of it. Case counts less than a letter. Of equally
// near candidates the alphabetically first is taken. The word itself counts.
func Nearest(word string, candidates iter.Seq[string]) (string, bool) {
	if word == "" || len(word) > longest {
		return "", false
	}
	best, least := "", allowed(word)*2+1
	lower := strings.ToLower(word)
	for c := range candidates {
		// A difference in length is as many slips at least.
		if len(c) > longest || max(len(c)-len(word), len(word)-len(c))*2 > least {
			continue
		}
		d := Distance(lower, strings.ToLower(c)) * 2
		if d == 0 && c != word {
			d = 1 // the case is wrong, which is nearer than any letter
		}
		if d < least || d == least && best != "" && c < best {
			best, least = c, d
		}
	}
	return best, best != ""
}

// longest is the length beyond which words are not looked at, so that hostile ones cost
// nothing: no name of Kubernetes comes near it.
const longest = 80

// allowed returns the number of slips after which a word of this length is
// another word.
func allowed(word string) int {
	switch n := len(word); {
	case n <= 3:
		return 1
	case n <= 7:
		return 2
	default:
		return 3
	}
}

// Distance returns the number of letters to insert, delete, replace or swap with
// their neighbour to turn a into b (the optimal string alignment distance).
// Letters are bytes, which is right for the names of Kubernetes.
func Distance(a, b string) int {
	var space [3][longest + 1]int // on the stack, as thousands of words can be compared
	before, above, row := space[0][:], space[1][:], space[2][:]
	if len(b) > longest {
		before, above, row = make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	}
	for j := range len(b) + 1 {
		above[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, above, row = above, row, before
	}
	return above[len(b)]
}
