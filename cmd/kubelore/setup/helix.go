package setup

import (
	"errors"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"github.com/kubelore/kubelore/editors"
	"github.com/kubelore/kubelore/knowledge/language"
)

// languages is what of languages.toml can be in the way.
type languages struct {
	Language []struct {
		Name    string `toml:"name"`
		Servers []any  `toml:"language-servers"`
	} `toml:"language"`
	Servers map[string]struct {
		Command any `toml:"command"`
	} `toml:"language-server"`
}

// helix writes a block at the end of languages.toml. Helix takes one entry for a
// language, so it does not write beside one of the user.
func (p *planner) helix(Options) error {
	p.plan.Folder = p.helixFolder()
	h := host{block: block{
		path:    p.join(p.plan.Folder, "languages.toml"),
		comment: "#",
		body:    editors.File("helix/languages.toml"),
	}}
	h.at = func(content string) (int, error) {
		byHand, err := h.languages(content)
		if err != nil || byHand {
			return 0, err
		}
		if _, err := parseLanguages(h.insert(content, len(content), false)); err != nil {
			return 0, h.conflict(err)
		}
		return len(content), nil
	}
	if !p.remove {
		content, _, err := p.read(h.path)
		if err != nil {
			return err
		}
		if f, err := h.find(content); err == nil && f == nil {
			if byHand, err := h.languages(content); err == nil && byHand {
				p.plan.Kept = append(p.plan.Kept, h.path)
				return nil
			}
		}
	}
	if p.remove {
		return p.withoutHelix(h)
	}
	p.note("hx --health yaml shows whether Helix finds the server.", "hx --health yaml で、Helix がサーバーを見つけたかどうかが分かる。")
	return p.block(h)
}

// withoutHelix takes the block away, and says if settings for the server are left:
// Helix takes none for a server without a command.
func (p *planner) withoutHelix(h host) error {
	if err := p.block(h); err != nil || len(p.plan.Edits) == 0 {
		return err
	}
	rest := p.plan.Edits[0].After
	if rest == nil {
		return nil
	}
	if l, err := parseLanguages(*rest); err == nil {
		if server, ok := l.Servers["kubelore"]; ok && server.Command == nil {
			p.plan.Notes = append(p.plan.Notes, language.Text{
				EN: h.path + " has settings for Kubelore that you have written, which Helix refuses without the server: delete [language-server.kubelore...].",
				JA: h.path + " に、自分で書いた Kubelore の設定が残っている。サーバーがないと Helix が受け付けないので、[language-server.kubelore...] を消す。",
			})
		}
	}
	return nil
}

// languages looks for what is in the way in the file of the user. It reports whether
// the user has written there what starts Kubelore.
func (h host) languages(content string) (byHand bool, err error) {
	l, err := parseLanguages(content)
	if err != nil {
		problem := &BlockedError{
			Path: h.path, Cause: err,
			What: language.Text{EN: "Helix cannot read this file", JA: "Helix はこのファイルを読めない"},
			Do:   language.Text{EN: "Nothing was changed. Mend it, and try again.", JA: "何も変更していない。直してから、もう一度実行する。"},
		}
		if at, ok := errors.AsType[*toml.DecodeError](err); ok {
			problem.Line, _ = at.Position()
		}
		return false, problem
	}
	// Settings for the server may stand outside of the block.
	defined := l.Servers["kubelore"].Command != nil
	for _, entry := range l.Language {
		if entry.Name != "yaml" {
			continue
		}
		if defined && slices.ContainsFunc(entry.Servers, isKubelore) {
			return true, nil
		}
		return false, h.conflict(nil)
	}
	if defined {
		return false, h.conflict(nil)
	}
	return false, nil
}

// isKubelore reports whether an item of language-servers names Kubelore: as a string,
// or as a table that also says what it is used for.
func isKubelore(item any) bool {
	if table, ok := item.(map[string]any); ok {
		item = table["name"]
	}
	return item == "kubelore"
}

// conflict is the problem of an entry of the user that a second one would clash with.
func (h host) conflict(cause error) error {
	return &BlockedError{
		Path: h.path, Cause: cause,
		What: language.Text{
			EN: "this file has an entry of its own for YAML or for Kubelore, and Helix takes one only",
			JA: "このファイルには YAML か Kubelore の設定がすでにある。Helix が受け付けるのは一つだけである",
		},
		Do: language.Text{
			EN: `Nothing was changed. Put "kubelore" into language-servers of your entry, so that the file says this too:`,
			JA: `何も変更していない。その設定の language-servers に "kubelore" を加え、次の内容も含まれるようにする。`,
		},
		Text: h.body,
	}
}

func parseLanguages(content string) (languages, error) {
	var l languages
	err := toml.Unmarshal([]byte(strings.TrimPrefix(content, "\ufeff")), &l)
	return l, err
}
