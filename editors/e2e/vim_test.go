package e2e

import (
	"os"
	"path/filepath"
	"testing"
)

// vim is a running Vim.
type vim struct{ *terminal }

// command runs a command from normal mode.
func (v vim) command(text string) {
	v.t.Helper()
	v.press("Escape")
	v.typed(":" + text)
	v.see("the command", ":"+text)
	v.press("Enter")
}

// TestVim has ALE say what is wrong in an autoscaler of an old cluster and what its kind
// means, and mend it, and gives what two files name another name, with the files that people
// copy.
func TestVim(t *testing.T) {
	if _, err := os.Stat("/usr/share/vim/vimfiles/pack/dist-bundle/opt/ale"); err != nil && os.Getenv("CI") != "true" {
		t.Skipf("SKIPPED: ALE is not there as Debian installs it, so nothing is known about it: %v", err)
	}
	program := findEditor(t, "", "vim")
	findEditor(t, "", "tmux")
	server, home := buildServer(t), t.TempDir()
	if err := os.CopyFS(filepath.Join(home, ".vim"), os.DirFS("../vim")); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(home, ".vimrc"), "set nocompatible nomore\nfiletype plugin on\npackadd! ale\nlet g:ale_linters = {'yaml': ['kubelore']}\n")
	env := append(os.Environ(), "PATH="+server+string(os.PathListSeparator)+os.Getenv("PATH"), "HOME="+home)
	dir := openShop(t, "en")
	vim := vim{startTerminal(t, dir, env, program, "hpa.yaml")}
	vim.see("the version to be reported as removed", "autoscaling/v2beta2 HorizontalPodAutoscaler was removed in 1.26")
	vim.typed("2Gw:ALEHover")
	vim.press("Enter")
	vim.see("the card of the kind", "Raises and lowers the replica count")
	vim.press("Escape")

	vim.command("call cursor(1, 15) | ALECodeAction")
	vim.see("the choice of fixes", "1) Change to autoscaling/v2", "Type number")
	vim.typed("1")
	vim.press("Enter")
	vim.see("the new version", "apiVersion: autoscaling/v2\n")

	vim.command("edit! web.yaml | call search('settings')")
	vim.see("the file", "configMapRef")
	vim.see("the file to be checked", "requests no memory")
	vim.command("ALERename")
	vim.see("the prompt for the name", "New name")
	vim.press("C-u")
	vim.typed("config")
	vim.press("Enter")
	vim.see("the new name", "            name: config")
	vim.command("wall")
	vim.wait("the new name in the other file", holds(t, filepath.Join(dir, "settings.yaml"), "\n  name: config\n"))
	vim.command("call search('config$') | ALEGoToDefinition")
	vim.see("the definition", "mode: fast")
	vim.command("qa!")
}
