package setup

import (
	"github.com/kubelore/kubelore/editors"
	"github.com/kubelore/kubelore/knowledge/language"
)

// emacs writes a file of its own into the folder of Emacs, and a block into the init
// file that loads it.
func (p *planner) emacs(Options) error {
	folder, initFile, err := p.emacsFiles()
	if err != nil {
		return err
	}
	p.plan.Folder = folder
	if err := p.own(p.join(folder, "kubelore.el"), editors.File("emacs/kubelore.el")); err != nil {
		return err
	}
	p.note("Emacs needs a YAML mode; if it has none: M-x package-install RET yaml-mode RET.\n"+
		"With Eglot, which runs one server in a buffer, Kubelore runs in YAML files instead of others.",
		"Emacs には YAML のモードが要る。なければ M-x package-install RET yaml-mode RET で入れる。\n"+
			"Eglot は一つのバッファーで一つのサーバーしか動かさないので、YAML ファイルでは Kubelore だけが動く。")
	return p.block(host{
		block: block{path: initFile, comment: ";;", body: editors.File("emacs/init.el")},
		at:    func(content string) (int, error) { return len(content), nil },
	})
}

// emacsFiles returns the folder and the init file, found as Emacs finds them: ~/.emacs
// counts before what is in ~/.emacs.d, and that before the folder of XDG.
func (p *planner) emacsFiles() (folder, initFile string, err error) {
	home := p.Home
	if p.OS == "windows" {
		home = p.env("HOME", p.appData())
	}
	folder = p.join(home, ".emacs.d")
	for _, name := range []string{".emacs.el", ".emacs"} {
		file := p.join(home, name)
		if _, ok, err := p.read(file); err != nil || ok {
			return folder, file, err
		}
	}
	if xdg := p.join(p.env("XDG_CONFIG_HOME", p.join(home, ".config")), "emacs"); !p.IsFolder(folder) && p.IsFolder(xdg) {
		folder = xdg
	}
	return folder, p.join(folder, "init.el"), p.framework(folder)
}

// framework is the problem of a folder whose init file is not the user's.
func (p *planner) framework(folder string) error {
	var title, yours string
	switch {
	case p.IsFolder(p.join(folder, "lisp", "lib")) && p.IsFolder(p.join(folder, "modules", "config")):
		title, yours = "Doom Emacs", "config.el"
	case p.IsFolder(p.join(folder, "core")) && p.IsFolder(p.join(folder, "layers")):
		title, yours = "Spacemacs", "dotspacemacs/user-config"
	default:
		return nil
	}
	return &BlockedError{
		Path: folder,
		What: language.Text{EN: "this is the folder of " + title + ", and its init file is not yours", JA: "これは " + title + " のフォルダーで、init ファイルは利用者のものではない"},
		Do: language.Text{
			EN: "Nothing was changed. Put this into your own configuration, " + yours + ":",
			JA: "何も変更していない。自分の設定 " + yours + " に次の内容を書く。",
		},
		Text: editors.File("emacs/kubelore.el"),
	}
}
