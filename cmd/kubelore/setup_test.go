package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// atHome makes a home folder with files, by path below it, for all programs.
func atHome(t *testing.T, files map[string]string) string {
	t.Helper()
	home := t.TempDir()
	for _, name := range []string{"XDG_CONFIG_HOME", "NVIM_APPNAME", "LC_ALL", "LC_MESSAGES", "LANG"} {
		t.Setenv(name, "")
	}
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	t.Setenv("APPDATA", filepath.Join(home, ".config"))
	t.Setenv("LOCALAPPDATA", filepath.Join(home, ".config"))
	for name, content := range files {
		path := filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return home
}

// filesIn returns the files below a folder by path, with slashes.
func filesIn(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		files[filepath.ToSlash(name)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func same(a, b map[string]string) bool {
	for name, content := range a {
		if other, ok := b[name]; !ok || other != content {
			return false
		}
	}
	return len(a) == len(b)
}

func TestSetupComesAndGoes(t *testing.T) {
	const languages, backup = ".config/helix/languages.toml", ".config/helix/languages.toml.before-kubelore"
	before := map[string]string{languages: "[[language]]\nname = \"go\"\nauto-format = true"}
	home := atHome(t, before)

	code, out, _ := kubelore(t, nil, "", "setup", "helix", "--dry-run")
	if code != 0 || !same(filesIn(t, home), before) {
		t.Fatalf("--dry-run: exit code %d, files %q", code, filesIn(t, home))
	}
	for _, want := range []string{"change: " + filepath.Join(home, languages), "\n+# kubelore: begin\n", "\n+language-servers = [\"kubelore\"", "Nothing was changed."} {
		if !strings.Contains(out, want) {
			t.Errorf("--dry-run does not say %q:\n%s", want, out)
		}
	}

	code, out, _ = kubelore(t, nil, "", "setup", "helix")
	written := filesIn(t, home)
	if code != 0 || len(written) != 2 || written[backup] != before[languages] || !strings.HasPrefix(written[languages], before[languages]+"\n# kubelore: begin\n") {
		t.Fatalf("exit code %d, files %q", code, written)
	}
	if !strings.Contains(out, "copy of what was there: "+filepath.Join(home, backup)) {
		t.Errorf("it does not say where the copy is:\n%s", out)
	}
	if info, err := os.Stat(filepath.Join(home, languages)); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the mode has changed: %v, %v", info.Mode(), err)
	}

	code, out, _ = kubelore(t, nil, "", "setup", "helix")
	if code != 0 || !same(filesIn(t, home), written) || !strings.Contains(out, "as it should be: ") {
		t.Errorf("the second time: exit code %d, files %q\n%s", code, filesIn(t, home), out)
	}

	code, _, _ = kubelore(t, nil, "", "setup", "helix", "--remove")
	if code != 0 || !same(filesIn(t, home), before) {
		t.Errorf("--remove: exit code %d, files %q", code, filesIn(t, home))
	}
	code, out, _ = kubelore(t, nil, "", "setup", "helix", "--remove", "--language", "ja")
	if code != 0 || !strings.Contains(out, "Helix の設定に Kubelore が書いたものはない。") {
		t.Errorf("--remove again: exit code %d\n%s", code, out)
	}
}

// Everything that setup makes in an empty home folder is gone after a removal, folders
// included.
func TestSetupLeavesNothingBehind(t *testing.T) {
	for _, editor := range []string{"emacs", "helix", "neovim", "zed"} {
		home := atHome(t, nil)
		if code, _, errs := kubelore(t, nil, "", "setup", editor); code != 0 || len(filesIn(t, home)) == 0 {
			t.Fatalf("%s: exit code %d: %s", editor, code, errs)
		}
		if code, _, errs := kubelore(t, nil, "", "setup", editor, "--remove"); code != 0 || len(filesIn(t, home)) > 0 {
			t.Errorf("%s: exit code %d, files %q: %s", editor, code, filesIn(t, home), errs)
		}
		for _, folder := range []string{".config/nvim/plugin", ".config/nvim/lua", ".config/nvim/lsp", ".config/helix", ".config/zed", ".emacs.d"} {
			if _, err := os.Stat(filepath.Join(home, folder)); err == nil {
				t.Errorf("%s: the folder %s is left", editor, folder)
			}
		}
	}
}

func TestSetupKeepsWhatIsThere(t *testing.T) {
	const settings = ".config/zed/settings.json"
	if runtime.GOOS == "windows" {
		t.Skip("links need rights there")
	}
	home := atHome(t, map[string]string{"dotfiles/settings.json": "{\"a\": 1}\n", settings + backupSuffix: "mine\n"})
	if err := os.Symlink(filepath.Join(home, "dotfiles", "settings.json"), filepath.Join(home, settings)); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := kubelore(t, nil, "", "setup", "zed"); code != 0 {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	files := filesIn(t, home)
	if info, err := os.Lstat(filepath.Join(home, settings)); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is replaced: %v, %v", info, err)
	}
	if !strings.Contains(files["dotfiles/settings.json"], "kubelore: begin") || files[settings+backupSuffix] != "mine\n" || files[settings+backupSuffix+"-2"] != "{\"a\": 1}\n" {
		t.Errorf("the files are %q", files)
	}
	if code, _, _ := kubelore(t, nil, "", "setup", "zed", "--remove"); code != 0 {
		t.Errorf("exit code %d", code)
	}
	files = filesIn(t, home)
	if files["dotfiles/settings.json"] != "{\"a\": 1}\n" || files[settings+backupSuffix] != "mine\n" {
		t.Errorf("after the removal the files are %q", files)
	}
}

func TestSetupSaysWhatIsWrong(t *testing.T) {
	yaml := map[string]string{".config/helix/languages.toml": "[[language]]\nname = \"yaml\"\n"}
	for _, tt := range []struct {
		name  string
		files map[string]string
		args  []string
		want  string
	}{
		{"a clash", yaml, []string{"helix"}, "[language-server.kubelore]"},
		{"a clash, in Japanese", yaml, []string{"helix", "--language", "ja"}, "何も変更していない。"},
		{"a folder in place of a file", map[string]string{".config/helix/languages.toml/a": ""}, []string{"helix"}, "cannot be read"},
		{"a file in place of a folder", map[string]string{".config/helix": ""}, []string{"helix"}, "helix"},
		{"no editor", nil, nil, "accepts 1 arg"},
		{"an unknown editor", nil, []string{"ed"}, `invalid argument "ed"`},
		{"an extension for another editor", nil, []string{"zed", "--extension", "a.vsix"}, "--extension is for vscode"},
		{"an unknown language", nil, []string{"zed", "--language", "tlh"}, "use en or ja"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			home := atHome(t, tt.files)
			before := filesIn(t, home)
			code, out, errs := kubelore(t, nil, "", append([]string{"setup"}, tt.args...)...)
			if code != 2 || !strings.Contains(errs, tt.want) {
				t.Errorf("exit code %d, want 2; standard error\n%s\nwant %q", code, errs, tt.want)
			}
			if !same(before, filesIn(t, home)) {
				t.Errorf("something was changed: %q\n%s", filesIn(t, home), out)
			}
		})
	}
}

func TestSetupVSCode(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the stand-in is a script")
	}
	home := atHome(t, map[string]string{"bin/code": "#!/bin/sh\necho \"got $*\"\n"})
	if err := os.Chmod(filepath.Join(home, "bin/code"), 0o700); err != nil {
		t.Fatal(err)
	}
	path := os.Getenv("PATH")
	t.Setenv("PATH", filepath.Join(home, "bin")+string(os.PathListSeparator)+path)
	if code, out, _ := kubelore(t, nil, "", "setup", "vscode"); code != 0 || !strings.Contains(out, "--extension FILE.vsix") || strings.Contains(out, "got") {
		t.Errorf("exit code %d:\n%s", code, out)
	}
	if code, out, _ := kubelore(t, nil, "", "setup", "vscode", "--dry-run"); code != 0 || !strings.Contains(out, "--extension FILE.vsix") {
		t.Errorf("--dry-run without an extension: exit code %d:\n%s", code, out)
	}
	if code, out, _ := kubelore(t, nil, "", "setup", "vscode", "--extension", "a.vsix", "--dry-run"); code != 0 || strings.Contains(out, "got") {
		t.Errorf("--dry-run: exit code %d:\n%s", code, out)
	}
	if code, out, _ := kubelore(t, nil, "", "setup", "vscode", "--extension", "a.vsix"); code != 0 || !strings.Contains(out, "run: code --install-extension a.vsix\n") {
		t.Errorf("exit code %d:\n%s", code, out)
	}
	t.Setenv("PATH", home)
	if code, _, errs := kubelore(t, nil, "", "setup", "vscode", "--remove"); code != 2 || !strings.Contains(errs, "not on your PATH") {
		t.Errorf("without code: exit code %d:\n%s", code, errs)
	}
}
