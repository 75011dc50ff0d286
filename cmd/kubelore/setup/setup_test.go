package setup

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/editors"
	"github.com/kubelore/kubelore/knowledge/language"
)

// disk stands for the files of a machine, by path. A name that ends with a separator is
// that of an empty folder.
type disk map[string]string

func (d disk) machine(os, home string, env map[string]string) Machine {
	return Machine{
		OS: os, Home: home,
		Env:  func(name string) string { return env[name] },
		Read: func(path string) (string, bool, error) { content, ok := d[path]; return content, ok, nil },
		IsFolder: func(path string) bool {
			for name := range d {
				if strings.HasPrefix(name, path+"/") || strings.HasPrefix(name, path+`\`) {
					return true
				}
			}
			return false
		},
	}
}

// do carries out a plan.
func (d disk) do(plan *Plan) {
	for _, e := range plan.Edits {
		if e.After == nil {
			delete(d, e.Path)
		} else {
			d[e.Path] = *e.After
		}
	}
}

func TestPlaces(t *testing.T) {
	const win = `C:\Users\me`
	roaming, local := win+`\AppData\Roaming`, win+`\AppData\Local`
	for _, tt := range []struct {
		name, editor, os string
		env              map[string]string
		files            disk
		want             []string // parts of paths, all of which are written
	}{
		{"Neovim", "neovim", "linux", nil, nil, []string{"/home/me/.config/nvim/lsp/kubelore.lua", "/home/me/.config/nvim/lua/kubelore/init.lua", "/home/me/.config/nvim/plugin/kubelore.lua"}},
		{"Neovim, XDG", "neovim", "darwin", map[string]string{"XDG_CONFIG_HOME": "/x/"}, nil, []string{"/x/nvim/plugin/kubelore.lua"}},
		{"Neovim, XDG that is no path", "neovim", "linux", map[string]string{"XDG_CONFIG_HOME": "x"}, nil, []string{"/home/me/.config/nvim/plugin/kubelore.lua"}},
		{"Neovim, another name", "neovim", "linux", map[string]string{"NVIM_APPNAME": "lazy"}, nil, []string{"/home/me/.config/lazy/plugin/kubelore.lua"}},
		{"Neovim, Windows", "neovim", "windows", map[string]string{"LOCALAPPDATA": local}, nil, []string{local + `\nvim\lua\kubelore\init.lua`}},
		{"Neovim, Windows, no variables", "neovim", "windows", nil, nil, []string{local + `\nvim\plugin\kubelore.lua`}},
		{"Neovim, Windows, XDG", "neovim", "windows", map[string]string{"XDG_CONFIG_HOME": `D:\x`}, nil, []string{`D:\x\nvim\plugin\kubelore.lua`}},
		{"Helix", "helix", "linux", nil, nil, []string{"/home/me/.config/helix/languages.toml"}},
		{"Helix, macOS", "helix", "darwin", nil, nil, []string{"/home/me/.config/helix/languages.toml"}},
		{"Helix, XDG", "helix", "linux", map[string]string{"XDG_CONFIG_HOME": "/x"}, nil, []string{"/x/helix/languages.toml"}},
		{"Helix, Windows", "helix", "windows", map[string]string{"APPDATA": `E:\roam`}, nil, []string{`E:\roam\helix\languages.toml`}},
		{"Zed", "zed", "linux", map[string]string{"XDG_CONFIG_HOME": "/x"}, nil, []string{"/x/zed/settings.json"}},
		{"Zed, macOS", "zed", "darwin", map[string]string{"XDG_CONFIG_HOME": "/x"}, nil, []string{"/home/me/.config/zed/settings.json"}},
		{"Zed, Windows", "zed", "windows", nil, nil, []string{roaming + `\Zed\settings.json`}},
		{"Emacs, nothing there", "emacs", "linux", nil, nil, []string{"/home/me/.emacs.d/kubelore.el", "/home/me/.emacs.d/init.el"}},
		{"Emacs, a file", "emacs", "linux", nil, disk{"/home/me/.emacs": "", "/home/me/.emacs.d/init.el": ""}, []string{"/home/me/.emacs.d/kubelore.el", "/home/me/.emacs"}},
		{"Emacs, a file with a suffix", "emacs", "linux", nil, disk{"/home/me/.emacs": "", "/home/me/.emacs.el": ""}, []string{"/home/me/.emacs.d/kubelore.el", "/home/me/.emacs.el"}},
		{"Emacs, XDG", "emacs", "linux", nil, disk{"/home/me/.config/emacs/init.el": ""}, []string{"/home/me/.config/emacs/kubelore.el", "/home/me/.config/emacs/init.el"}},
		{"Emacs, XDG elsewhere", "emacs", "linux", map[string]string{"XDG_CONFIG_HOME": "/x"}, disk{"/x/emacs/": ""}, []string{"/x/emacs/kubelore.el", "/x/emacs/init.el"}},
		{"Emacs, both folders", "emacs", "linux", nil, disk{"/home/me/.config/emacs/init.el": "", "/home/me/.emacs.d/elpa/": ""}, []string{"/home/me/.emacs.d/kubelore.el", "/home/me/.emacs.d/init.el"}},
		{"Emacs, Windows", "emacs", "windows", nil, nil, []string{roaming + `\.emacs.d\kubelore.el`, roaming + `\.emacs.d\init.el`}},
		{"Emacs, Windows with HOME", "emacs", "windows", map[string]string{"HOME": win}, nil, []string{win + `\.emacs.d\kubelore.el`, win + `\.emacs.d\init.el`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			home := "/home/me"
			if tt.os == "windows" {
				home = win
			}
			plan, err := Make(tt.editor, tt.files.machine(tt.os, home, tt.env), Options{})
			if err != nil {
				t.Fatal(err)
			}
			written := map[string]bool{}
			for _, e := range plan.Edits {
				written[e.Path] = true
			}
			for _, want := range tt.want {
				if !written[want] {
					t.Errorf("%s is not written, but %v", want, written)
				}
			}
		})
	}
}

// hosts are files of users that a block is written into.
var hosts = []struct{ name, editor, path, content string }{
	{"empty", "helix", "/home/me/.config/helix/languages.toml", ""},
	{"a line", "helix", "/home/me/.config/helix/languages.toml", "[language-server.gopls]\ncommand = 'gopls'\n"},
	{"a line without an end", "helix", "/home/me/.config/helix/languages.toml", "use-grammars = { only = ['yaml'] }"},
	{"Windows", "helix", "/home/me/.config/helix/languages.toml", "[[language]]\r\nname = 'go'\r\n"},
	{"blank lines", "helix", "/home/me/.config/helix/languages.toml", "\n\n\n"},
	{"a byte order mark", "helix", "/home/me/.config/helix/languages.toml", "\ufeff[[language]]\nname = 'go'\n"},
	{"Emacs", "emacs", "/home/me/.emacs", "(setq a 1)"},
	{"Emacs, comments", "emacs", "/home/me/.emacs.d/init.el", "(setq a 1)\n\n;; the end\n"},
	{"Zed, empty", "zed", "/home/me/.config/zed/settings.json", "{}"},
	{"Zed, one line", "zed", "/home/me/.config/zed/settings.json", `{"theme": "One Dark"}`},
	{"Zed, comments", "zed", "/home/me/.config/zed/settings.json", "// Zed settings\n//\n{\n  // big\n  \"ui_font_size\": 16, // {\n}\n"},
	{"Zed, a comment behind the brace", "zed", "/home/me/.config/zed/settings.json", "/* { */ { // mine\r\n  \"theme\": \"One\",\r\n}\r\n"},
}

func TestBlocksComeAndGo(t *testing.T) {
	for _, tt := range hosts {
		t.Run(tt.name, func(t *testing.T) {
			d := disk{tt.path: tt.content}
			m := d.machine("linux", "/home/me", nil)
			plan, err := Make(tt.editor, m, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(plan.Edits) == 0 {
				t.Fatal("nothing is written")
			}
			for _, e := range plan.Edits {
				if e.Backup != (e.Path == tt.path) {
					t.Errorf("backup of %s: %t", e.Path, e.Backup)
				}
			}
			d.do(plan)
			if !strings.Contains(d[tt.path], begin) {
				t.Fatalf("%s is\n%s", tt.path, d[tt.path])
			}

			again, err := Make(tt.editor, m, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(again.Edits) > 0 || len(again.Kept) == 0 {
				t.Errorf("the second time changes %v", again.Edits)
			}

			removed, err := Make(tt.editor, m, Options{Remove: true})
			if err != nil {
				t.Fatal(err)
			}
			if len(removed.Notes) > 0 {
				t.Errorf("there is something to do after the removal: %v", removed.Notes)
			}
			d.do(removed)
			if len(d) != 1 || d[tt.path] != tt.content {
				t.Errorf("after the removal there is\n%q\nwant\n%q", d, tt.content)
			}
			if nothing, err := Make(tt.editor, m, Options{Remove: true}); err != nil || len(nothing.Edits) > 0 {
				t.Errorf("a second removal changes %v, %v", nothing, err)
			}
		})
	}
}

func TestNewFilesComeAndGo(t *testing.T) {
	for _, editor := range Editors() {
		d := disk{}
		m := d.machine("linux", "/home/me", nil)
		plan, err := Make(editor, m, Options{})
		if err != nil {
			t.Fatal(err)
		}
		d.do(plan)
		if (editor == "vscode") != (len(d) == 0) {
			t.Errorf("%s: there are the files %v", editor, d)
		}
		if again, err := Make(editor, m, Options{}); err != nil || len(again.Edits) > 0 {
			t.Errorf("%s: the second time changes %v, %v", editor, again, err)
		}
		removed, err := Make(editor, m, Options{Remove: true})
		if err != nil {
			t.Fatal(err)
		}
		d.do(removed)
		if len(d) > 0 {
			t.Errorf("%s: after the removal there is %q", editor, d)
		}
		for _, e := range removed.Edits {
			if e.Backup {
				t.Errorf("%s: a backup of %s, which the user never wrote", editor, e.Path)
			}
		}
	}
}

// What the user has written around the block stays, and the block stays in its place.
func TestOldBlocksAreReplaced(t *testing.T) {
	const path = "/home/me/.config/helix/languages.toml"
	body := editors.File("helix/languages.toml")
	d := disk{path: "# above\n\n# kubelore: begin\n[language-server.kubelore]\ncommand = 'old'\n# kubelore: end\n# below\n"}
	m := d.machine("linux", "/home/me", nil)
	plan, err := Make("helix", m, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Edits) != 1 || !plan.Edits[0].Backup {
		t.Errorf("the edits are %v", plan.Edits)
	}
	d.do(plan)
	if want := "# above\n\n# kubelore: begin\n" + body + "# kubelore: end\n# below\n"; d[path] != want {
		t.Errorf("got\n%s\nwant\n%s", d[path], want)
	}

	d[path] = strings.Replace(d[path], "command", "environment = {}\ncommand", 1)
	plan, err = Make("helix", m, Options{Remove: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Edits) != 1 || !plan.Edits[0].Backup || *plan.Edits[0].After != "# above\n# below\n" {
		t.Errorf("what the user has changed in the block is lost: %v", plan.Edits)
	}
}

func TestConflicts(t *testing.T) {
	const helix, zed, init = "/home/me/.config/helix/languages.toml", "/home/me/.config/zed/settings.json", "/home/me/.emacs.d/init.el"
	for _, tt := range []struct {
		name, editor string
		files        disk
		want         []string
	}{
		{"YAML in Helix", "helix", disk{helix: "[[language]]\nname = 'yaml'\nauto-format = true\n"}, []string{helix + ": ", "entry of its own", `language-servers = ["kubelore"`}},
		{"YAML in Helix, as one value", "helix", disk{helix: "language = [{name = 'yaml'}]\n"}, []string{"entry of its own"}},
		{"languages of Helix as one value", "helix", disk{helix: "language = [{name = 'go'}]\n"}, []string{"entry of its own"}},
		{"Kubelore in Helix", "helix", disk{helix: "[language-server.kubelore]\ncommand = 'kubelore'\n"}, []string{"entry of its own"}},
		{"broken TOML", "helix", disk{helix: "[[language]]\nname = 'go\n"}, []string{helix + ":2: Helix cannot read this file", "Mend it"}},
		{"half a block", "helix", disk{helix: "a = 1\n# kubelore: begin\n"}, []string{helix + ":2: ", "Delete what Kubelore has written"}},
		{"an end alone", "helix", disk{helix: "a = 1\n# kubelore: end\n"}, []string{helix + ":2: "}},
		{"two blocks", "helix", disk{helix: "# kubelore: begin\n# kubelore: end\n# kubelore: begin\n# kubelore: end\n"}, []string{helix + ":3: "}},
		{"lsp in Zed", "zed", disk{zed: "{\"lsp\": {}}\n"}, []string{zed + ": ", `under "lsp"`, `"path": "kubelore"`}},
		{"no object in Zed", "zed", disk{zed: "[]\n"}, []string{"not in braces"}},
		{"broken JSON", "zed", disk{zed: "{\"a\": \n"}, []string{"not JSON with comments"}},
		{"a file of the user", "neovim", disk{"/home/me/.config/nvim/plugin/kubelore.lua": "print('mine')\n"}, []string{"not Kubelore's", "require('kubelore').setup()"}},
		{"Doom", "emacs", disk{init: "", "/home/me/.emacs.d/lisp/lib/": "", "/home/me/.emacs.d/modules/config/": ""}, []string{"Doom Emacs", "config.el", "(provide 'kubelore)"}},
		{"Spacemacs", "emacs", disk{init: "", "/home/me/.emacs.d/core/": "", "/home/me/.emacs.d/layers/": ""}, []string{"Spacemacs"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Make(tt.editor, tt.files.machine("linux", "/home/me", nil), Options{})
			var problem *BlockedError
			if !errors.As(err, &problem) {
				t.Fatalf("the error is %v, want a problem", err)
			}
			for _, want := range tt.want {
				if !strings.Contains(problem.Error(), want) {
					t.Errorf("the problem does not say %q:\n%v", want, err)
				}
			}
			if problem.What.JA == "" || problem.Do.JA == "" || !strings.Contains(problem.In(language.Japanese), problem.Do.JA) {
				t.Errorf("not said in Japanese: %s", problem.In(language.Japanese))
			}
		})
	}
}

// What the user has written by hand is as good as what setup writes.
func TestHelixByHand(t *testing.T) {
	for _, servers := range []string{`["kubelore"]`, `["yaml-language-server", { name = "kubelore", except-features = ["format"] }]`} {
		d := disk{"/home/me/.config/helix/languages.toml": "[language-server.kubelore]\ncommand = 'k'\n[[language]]\nname = 'yaml'\nlanguage-servers = " + servers + "\n"}
		plan, err := Make("helix", d.machine("linux", "/home/me", nil), Options{})
		if err != nil || len(plan.Edits) > 0 || len(plan.Kept) != 1 {
			t.Errorf("%s: the plan is %v, %v", servers, plan, err)
		}
	}
}

// Settings for the server may follow the block, but Helix takes none without it.
func TestHelixSettings(t *testing.T) {
	const path = "/home/me/.config/helix/languages.toml"
	d := disk{}
	m := d.machine("linux", "/home/me", nil)
	plan, err := Make("helix", m, Options{})
	if err != nil {
		t.Fatal(err)
	}
	d.do(plan)
	d[path] += "[language-server.kubelore.config]\nlanguage = 'ja'\n"
	if again, err := Make("helix", m, Options{}); err != nil || len(again.Edits) > 0 {
		t.Errorf("the second time: %v, %v", again, err)
	}
	removed, err := Make("helix", m, Options{Remove: true})
	if err != nil || len(removed.Notes) != 1 || !strings.Contains(removed.Notes[0].EN, path) {
		t.Errorf("the plan is %v, %v", removed, err)
	}
}

func TestUnreadableFiles(t *testing.T) {
	m := disk{}.machine("linux", "/home/me", nil)
	m.Read = func(string) (string, bool, error) { return "", false, fs.ErrPermission }
	for _, editor := range []string{"emacs", "helix", "neovim", "zed"} {
		_, err := Make(editor, m, Options{})
		var problem *BlockedError
		if !errors.As(err, &problem) || !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), "cannot be read") {
			t.Errorf("%s: the error is %v", editor, err)
		}
	}
}

func TestVSCode(t *testing.T) {
	m := disk{}.machine("linux", "/home/me", nil)
	for want, opts := range map[string]Options{
		"": {}, "code --install-extension a.vsix": {Extension: "a.vsix"}, "code --uninstall-extension kubelore.kubelore": {Remove: true},
	} {
		plan, err := Make("vscode", m, opts)
		if err != nil || strings.Join(plan.Command, " ") != want || (want == "") != (len(plan.Notes) > 0) {
			t.Errorf("%v: the plan is %v, %v", opts, plan, err)
		}
	}
	if _, err := Make("ed", m, Options{}); err == nil || !strings.Contains(err.Error(), "use emacs, helix, neovim, vscode, zed") {
		t.Errorf("an editor that there is not: %v", err)
	}
}

// FuzzBlock: whatever a file holds, a block that was written into it can be taken away.
func FuzzBlock(f *testing.F) {
	for _, h := range hosts {
		f.Add(h.content)
	}
	f.Add("x\r")
	f.Add("\r\n\r")
	f.Fuzz(func(t *testing.T, content string) {
		b := block{comment: "#", body: "a\nb\n"}
		if found, err := b.find(content); err != nil || found != nil {
			return
		}
		for _, at := range []int{len(content), strings.IndexByte(content, '{') + 1} {
			with := b.insert(content, at, false)
			found, err := b.find(with)
			if err != nil || found == nil {
				t.Fatalf("the block is not found in %q: %v", with, err)
			}
			if got := found.without(with); got != content {
				t.Errorf("%q is %q after the block is taken away", content, got)
			}
		}
	})
}
