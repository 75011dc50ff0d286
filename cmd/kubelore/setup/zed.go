package setup

import (
	"strings"

	"github.com/tailscale/hujson"

	"github.com/kubelore/kubelore/editors"
	"github.com/kubelore/kubelore/knowledge/language"
)

// zed writes a block at the begin of settings.json, behind the brace: what stands there
// may end with a comma whatever follows.
//
// Zed starts servers that it or an extension knows. So Kubelore takes the place of the
// program of the YAML server that Zed knows.
func (p *planner) zed(Options) error {
	p.plan.Folder = p.zedFolder()
	whole := editors.File("zed/settings.json")
	h := host{
		block: block{
			path:    p.join(p.plan.Folder, "settings.json"),
			comment: "//",
			indent:  "  ",
			body:    strings.TrimSuffix(strings.TrimPrefix(whole, "{\n"), "}\n"),
		},
		empty: "{}\n",
	}
	h.at = func(content string) (int, error) { return h.afterBrace(content) }
	p.note("In Zed Kubelore runs instead of yaml-language-server: without an extension it knows no other server for YAML.",
		"Zed では、Kubelore は yaml-language-server の代わりに動く。拡張機能なしでは、Zed は YAML 用にほかのサーバーを知らないためである。")
	return p.block(h)
}

// afterBrace returns the offset behind the brace that the settings begin with.
func (h host) afterBrace(content string) (int, error) {
	root, err := hujson.Parse([]byte(content))
	if err != nil {
		return 0, &BlockedError{
			Path: h.path, Cause: err,
			What: language.Text{EN: "this file is not JSON with comments", JA: "このファイルはコメント付き JSON ではない"},
			Do:   language.Text{EN: "Nothing was changed. Mend it, and try again.", JA: "何も変更していない。直してから、もう一度実行する。"},
		}
	}
	settings, ok := root.Value.(*hujson.Object)
	if !ok {
		return 0, h.byHand(language.Text{EN: "the settings are not in braces", JA: "設定が波括弧で囲まれていない"})
	}
	for _, m := range settings.Members {
		if name, ok := m.Name.Value.(hujson.Literal); ok && name.String() == "lsp" {
			return 0, h.byHand(language.Text{EN: `there are settings under "lsp" already`, JA: `"lsp" の設定がすでにある`})
		}
	}
	return root.StartOffset + 1, nil
}

// byHand is the problem of settings that nothing can be written beside.
func (h host) byHand(what language.Text) error {
	return &BlockedError{
		Path: h.path, What: what,
		Do: language.Text{
			EN: "Nothing was changed. Merge this into them yourself:",
			JA: "何も変更していない。次の内容を自分で加える。",
		},
		Text: "{\n" + h.body + "}\n",
	}
}
