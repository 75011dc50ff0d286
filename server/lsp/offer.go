package lsp

import (
	"github.com/kubelore/kubelore/knowledge/card"
	"github.com/kubelore/kubelore/server/check"
	"github.com/kubelore/kubelore/server/complete"
	"github.com/kubelore/kubelore/server/workspace"
)

// offered returns what fits at an offset of a file.
func offered(snapshot *workspace.Snapshot, f *workspace.File, offset int) []complete.Item {
	if isSettings(f) {
		return complete.InSettings(f.File, offset, ignorable{snapshot, f, offset})
	}
	if items := complete.At(f.File, offset, complete.In(snapshot.World)); len(items) > 0 {
		return items
	}
	return complete.InComment(f.File, offset, ignorable{snapshot, f, offset})
}

// ignorable is what comments can ignore in the document at an offset.
type ignorable struct {
	snapshot *workspace.Snapshot
	file     *workspace.File
	offset   int
}

// Found implements complete.Checks.
func (x ignorable) Found(line int) []complete.Check {
	var all []complete.Check
	infos := map[string]complete.Check{}
	for _, c := range x.All() {
		infos[c.ID] = c
	}
	for _, p := range check.Ignorable(x.snapshot.World(), x.file.File, x.file.Path, x.snapshot.Settings, x.offset, line) {
		all = append(all, complete.Check{ID: p.Code, Says: p.Message, Card: infos[p.Code].Card})
	}
	return all
}

// All implements complete.Checks.
func (x ignorable) All() []complete.Check {
	view := x.file.Env.View()
	infos := check.Known(x.file.Env)
	all := make([]complete.Check, len(infos))
	for i, info := range infos {
		all[i] = complete.Check{
			ID: info.Code, Says: info.Says.In(view.Language),
			Card: func() *card.Card {
				return view.Check(info.Code, info.Severity.String(), info.Says, info.Because, info.Remedy)
			},
		}
	}
	return all
}
