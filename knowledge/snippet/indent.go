package snippet

import "strings"

// level is a collection that is open while a source is indented anew.
type level struct {
	// from is its column in the source, to the new one.
	from, to int
	list     bool
}

// Indent returns the source of a body with mappings indented by step spaces under their
// keys and lists by list spaces; tab stops stay as they are.
func Indent(source string, step, list int) string {
	if step == 2 && list == 0 {
		return source
	}
	var out strings.Builder
	levels := []level{{}}
	text := -1 // the column of the key whose block scalar the lines belong to
	for line := range strings.Lines(source) {
		content := strings.TrimLeft(line, " ")
		column := len(line) - len(content)
		if text >= 0 && column > text {
			top := levels[len(levels)-1]
			out.WriteString(strings.Repeat(" ", top.to+step+column-text-2) + content)
			continue
		}
		text = -1
		levels = enter(levels, column, strings.HasPrefix(content, "- "), step, list)
		top := levels[len(levels)-1]
		out.WriteString(strings.Repeat(" ", top.to) + content)
		// What stands behind a dash is a collection of its own.
		for rest := content; strings.HasPrefix(rest, "- "); rest = rest[2:] {
			top = level{from: top.from + 2, to: top.to + 2}
			levels = append(levels, top)
		}
		if trimmed := strings.TrimRight(content, "\n"); strings.HasSuffix(trimmed, ": |") || strings.HasSuffix(trimmed, ": |-") {
			text = top.from
		}
	}
	return out.String()
}

// enter closes and opens levels until the last is the one of a line.
func enter(levels []level, column int, dash bool, step, list int) []level {
	for len(levels) > 1 {
		top := levels[len(levels)-1]
		if top.from < column || top.from == column && top.list == dash {
			break
		}
		if top.from == column && dash && !top.list {
			break // a list at the column of its key
		}
		levels = levels[:len(levels)-1]
	}
	top := levels[len(levels)-1]
	switch {
	case dash && !top.list:
		return append(levels, level{from: column, to: top.to + list, list: true})
	case !dash && column > top.from:
		return append(levels, level{from: column, to: top.to + step})
	}
	return levels
}
