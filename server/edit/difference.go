package edit

import (
	"slices"
	"strings"

	"github.com/kubelore/kubelore/server/text"
)

// mostCells bounds the table of the search for common lines; beyond it everything
// between the first and the last difference is replaced.
const mostCells = 1 << 22

// difference returns edits from one text to another that leave common lines alone.
func difference(before, after string) []text.Edit {
	a, b := strings.SplitAfter(before, "\n"), strings.SplitAfter(after, "\n")
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	at := len(strings.Join(a[:head], ""))
	a, b = a[head:len(a)-tail], b[head:len(b)-tail]
	var edits []text.Edit
	for _, h := range hunks(a, b) {
		start := at + len(strings.Join(a[:h.from], ""))
		edits = append(edits, narrow(start, strings.Join(a[h.from:h.to], ""), strings.Join(b[h.from2:h.to2], "")))
	}
	return edits
}

// narrow returns the edit of what differs between two texts.
func narrow(start int, was, then string) text.Edit {
	n := 0
	for n < len(was) && n < len(then) && was[n] == then[n] {
		n++
	}
	for n > 0 && (!boundary(was, n) || !boundary(then, n)) {
		n--
	}
	m := 0
	for m < len(was)-n && m < len(then)-n && was[len(was)-1-m] == then[len(then)-1-m] {
		m++
	}
	for m > 0 && !boundary(was, len(was)-m) {
		m--
	}
	return text.Edit{Span: text.Span{Start: start + n, End: start + len(was) - m}, New: then[n : len(then)-m]}
}

// boundary reports whether a character begins at an offset of s, or s ends there.
func boundary(s string, at int) bool { return at >= len(s) || s[at]&0xC0 != 0x80 }

// hunk is a run of lines that differ.
type hunk struct{ from, to, from2, to2 int }

// hunks returns the runs of lines that differ between the longest common lines.
func hunks(a, b []string) []hunk {
	if (len(a)+1)*(len(b)+1) > mostCells {
		return []hunk{{0, len(a), 0, len(b)}}
	}
	width := len(b) + 1
	common := make([]int32, (len(a)+1)*width)
	for i, x := range slices.Backward(a) {
		for j, y := range slices.Backward(b) {
			if x == y {
				common[i*width+j] = common[(i+1)*width+j+1] + 1
			} else {
				common[i*width+j] = max(common[(i+1)*width+j], common[i*width+j+1])
			}
		}
	}
	var all []hunk
	for i, j := 0, 0; i < len(a) || j < len(b); {
		if i < len(a) && j < len(b) && a[i] == b[j] {
			i, j = i+1, j+1
			continue
		}
		h := hunk{from: i, from2: j}
		for (i < len(a) || j < len(b)) && (i == len(a) || j == len(b) || a[i] != b[j]) {
			if j == len(b) || i < len(a) && common[(i+1)*width+j] >= common[i*width+j+1] {
				i++
			} else {
				j++
			}
		}
		h.to, h.to2 = i, j
		all = append(all, h)
	}
	return all
}
