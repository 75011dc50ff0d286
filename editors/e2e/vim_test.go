package e2e

import (
	"os"
	"path/filepath"
	"testing"
)

// TestVim has ALE say what is wrong in an autoscaler of an old cluster, and what its kind
// means, with the files that people copy.
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
	vim := startTerminal(t, openShop(t, "en"), env, program, "hpa.yaml")
	vim.see("the version to be reported as removed", "autoscaling/v2beta2 HorizontalPodAutoscaler was removed in 1.26")
	vim.typed("2Gw:ALEHover")
	vim.press("Enter")
	vim.see("the card of the kind", "Raises and lowers the replica count")
	vim.press("Escape")
	vim.typed(":qa!")
	vim.press("Enter")
}
