package text

import "strings"

// LineEnd returns the offset of the line break that ends the line of i, or the end
// of s. It looks for both bytes that break lines in steps, so that it need not go
// far for one when the other is near.
func LineEnd(s string, i int) int {
	const step = 256
	for i < len(s) {
		part := s[i:min(i+step, len(s))]
		n := strings.IndexByte(part, '\n')
		if n >= 0 {
			part = part[:n]
		}
		// A lone "\r" is a line break too, and one before "\n" belongs to it.
		if r := strings.IndexByte(part, '\r'); r >= 0 {
			return i + r
		}
		i += len(part)
		if n >= 0 {
			return i
		}
	}
	return len(s)
}

// NextLine returns the start of the line after that of i.
func NextLine(s string, i int) int {
	i = LineEnd(s, i)
	if i < len(s) && s[i] == '\r' {
		i++
		if i < len(s) && s[i] == '\n' {
			i++
		}
		return i
	}
	return min(i+1, len(s))
}
