package setup

import (
	"strings"

	"github.com/kubelore/kubelore/editors"
)

// neovim writes files of its own only: Neovim sources what is in plugin by itself.
func (p *planner) neovim(Options) error {
	p.plan.Folder = p.neovimFolder()
	for _, name := range []string{"lsp/kubelore.lua", "lua/kubelore/init.lua", "plugin/kubelore.lua"} {
		path := p.join(append([]string{p.plan.Folder}, strings.Split(name, "/")...)...)
		if err := p.own(path, editors.File("neovim/"+name)); err != nil {
			return err
		}
	}
	p.note("In a manifest K shows what is under the cursor, and :lua vim.lsp.buf.code_action() offers the fixes.",
		"マニフェストで K を押すとカーソル位置の説明が出る。:lua vim.lsp.buf.code_action() で修正を選ぶ。")
	return nil
}
