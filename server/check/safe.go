package check

import "github.com/kubelore/kubelore/server/text"

// Safe returns the edits of the preferred fixes of problems that are in order of
// position. Where two overlap the first counts; the other is there after the next
// round.
func Safe(problems []Problem) []text.Edit {
	var all []text.Edit
	end := -1
	for _, p := range problems {
		for _, fix := range p.Fixes {
			if !fix.Preferred {
				continue
			}
			edits := fix.Make()
			if len(edits) == 0 {
				continue
			}
			if edits[0].Span.Start > end {
				all = append(all, edits...)
				for _, e := range edits {
					end = max(end, e.Span.End)
				}
			}
			break
		}
	}
	return all
}
