package marker

import (
	"fmt"
	"slices"
	"strings"
)

// difference shows how to get from old to new as a unified diff without context
// and without names, which is short enough to be read in a test. Lines that end
// with "\r\n" are shown without the "\r", and blanks at the end of a line as "·".
func difference(before, after string) string {
	a, b := lines(before), lines(after)
	// keep[i][j] is the length of the longest common sequence of a[i:] and b[j:].
	// Marker tests are short, so the square does not matter.
	keep := make([][]int, len(a)+1)
	for i := range keep {
		keep[i] = make([]int, len(b)+1)
	}
	for i := range slices.Backward(a) {
		for j := range slices.Backward(b) {
			keep[i][j] = max(keep[i+1][j], keep[i][j+1])
			if a[i] == b[j] {
				keep[i][j] = keep[i+1][j+1] + 1
			}
		}
	}
	var out strings.Builder
	for i, j := 0, 0; i < len(a) || j < len(b); {
		if i < len(a) && j < len(b) && a[i] == b[j] {
			i, j = i+1, j+1
			continue
		}
		fromA, fromB := i, j
		for i < len(a) && (j == len(b) || a[i] != b[j] && keep[i+1][j] >= keep[i][j+1]) {
			i++
		}
		for j < len(b) && (i == len(a) || a[i] != b[j] && keep[i][j+1] > keep[i+1][j]) {
			j++
		}
		fmt.Fprintf(&out, "@@ -%s +%s @@\n", extent(fromA, i), extent(fromB, j))
		for _, l := range a[fromA:i] {
			out.WriteString("-" + visible(l) + "\n")
		}
		for _, l := range b[fromB:j] {
			out.WriteString("+" + visible(l) + "\n")
		}
	}
	return out.String()
}

// visible shows the blanks at the end of a line, which a reader, and many an
// editor, would lose.
func visible(line string) string {
	content := strings.TrimRight(line, " ")
	return content + strings.Repeat("·", len(line)-len(content))
}

// lines splits s into its lines; a missing line break at the end is shown as
// diff shows it.
func lines(s string) []string {
	var all []string
	for l := range strings.Lines(s) {
		text, ended := strings.CutSuffix(l, "\n")
		all = append(all, strings.TrimSuffix(text, "\r"))
		if !ended {
			all = append(all, `\ No newline at end of file`)
		}
	}
	return all
}

// extent writes the lines [from, to), counted from 0, as the head of a hunk does.
func extent(from, to int) string {
	switch to - from {
	case 0:
		return fmt.Sprintf("%d,0", from)
	case 1:
		return fmt.Sprint(to)
	}
	return fmt.Sprintf("%d,%d", from+1, to-from)
}
