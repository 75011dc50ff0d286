package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kubelore/kubelore/cmd/kubelore/setup"
	"github.com/kubelore/kubelore/knowledge/language"
)

// setupFlags are the flags of the command setup.
type setupFlags struct {
	language string
	options  setup.Options
	dryRun   bool
}

func setupCommand() *cobra.Command {
	var flags setupFlags
	cmd := &cobra.Command{
		Use:   "setup " + strings.Join(setup.Editors(), "|"),
		Short: "Write what an editor needs to start Kubelore into its configuration",
		Long: "Setup finds the configuration of an editor, says what it writes there, and writes it: files of its own, or a part\n" +
			"between two marked lines, with a copy of the file as it was next to it. A second call changes nothing. Where the\n" +
			"configuration has something that would clash, nothing is written, and it says what to write by hand.",
		Example:   "  kubelore setup helix --dry-run\n  kubelore setup helix\n  kubelore setup helix --remove",
		Args:      cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
		ValidArgs: setup.Editors(),
		RunE:      func(cmd *cobra.Command, args []string) error { return runSetup(cmd, args[0], flags) },
	}
	f := cmd.Flags()
	f.BoolVar(&flags.dryRun, "dry-run", false, "show what would change, and change nothing")
	f.BoolVar(&flags.options.Remove, "remove", false, "take away what setup has written")
	f.StringVar(&flags.options.Extension, "extension", "", "VS Code: the .vsix file to install, with the program code")
	f.StringVar(&flags.language, "language", "", "en or ja (default: that of the environment)")
	return cmd
}

func runSetup(cmd *cobra.Command, editor string, flags setupFlags) error {
	l, err := languageOf(flags.language)
	if err != nil {
		return err
	}
	if flags.options.Extension != "" && editor != "vscode" {
		return errors.New("--extension is for vscode")
	}
	machine, err := thisMachine()
	if err != nil {
		return err
	}
	plan, err := setup.Make(editor, machine, flags.options)
	if problem, ok := errors.AsType[*setup.BlockedError](err); ok {
		return say(cmd.ErrOrStderr(), "kubelore: "+problem.In(l), exitError(exitUsage))
	}
	if err != nil {
		return err
	}
	s := setupRun{out: cmd.OutOrStdout(), errs: cmd.ErrOrStderr(), language: l, dry: flags.dryRun}
	return s.carryOut(plan, flags.options.Remove)
}

// thisMachine returns what a plan has to know about the machine that this runs on.
func thisMachine() (setup.Machine, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return setup.Machine{}, fmt.Errorf("find your home folder: %w", err)
	}
	return setup.Machine{
		OS: runtime.GOOS, Home: home, Env: os.Getenv,
		Read: func(path string) (string, bool, error) {
			content, err := contentOf(path)
			if errors.Is(err, fs.ErrNotExist) {
				return "", false, nil
			}
			return content, err == nil, err
		},
		IsFolder: func(path string) bool {
			info, err := os.Stat(path)
			return err == nil && info.IsDir()
		},
	}, nil
}

// setupRun carries out a plan and says so.
type setupRun struct {
	out, errs io.Writer
	language  language.Language
	dry       bool
}

// setupWords stand in front of the path of a file.
var setupWords = map[string]language.Text{ //nolint:gochecknoglobals // texts
	"new":    {EN: "new", JA: "新規"},
	"change": {EN: "change", JA: "変更"},
	"delete": {EN: "delete", JA: "削除"},
	"kept":   {EN: "as it should be", JA: "設定済み"},
	"copy":   {EN: "copy of what was there", JA: "元のファイルの控え"},
	"run":    {EN: "run", JA: "実行"},
}

func (s setupRun) line(word, text string) {
	fmt.Fprintf(s.out, "%s: %s\n", setupWords[word].In(s.language), text)
}

func (s setupRun) carryOut(plan *setup.Plan, remove bool) error {
	for _, path := range plan.Kept {
		s.line("kept", path)
	}
	for _, e := range plan.Edits {
		if err := s.edit(e, plan.Folder); err != nil {
			return err
		}
	}
	if len(plan.Command) > 0 {
		if err := s.run(plan.Command); err != nil {
			return err
		}
	}
	if remove && len(plan.Edits)+len(plan.Command) == 0 {
		return say(s.out, language.Text{
			EN: "There is nothing of Kubelore in the configuration of " + plan.Editor + ".\n",
			JA: plan.Editor + " の設定に Kubelore が書いたものはない。\n",
		}.In(s.language))
	}
	if s.dry && len(plan.Edits)+len(plan.Command)+len(plan.Kept) > 0 {
		return say(s.out, language.Text{EN: "Nothing was changed.\n", JA: "何も変更していない。\n"}.In(s.language))
	}
	for _, note := range plan.Notes {
		fmt.Fprint(s.out, "\n"+note.In(s.language)+"\n")
	}
	if !remove && len(plan.Command) == 0 && len(plan.Edits)+len(plan.Kept) > 0 {
		return s.sayIfNotFound()
	}
	return nil
}

// edit changes a file in the folder of an editor, or shows what would change.
func (s setupRun) edit(e setup.Edit, folder string) error {
	word, before, after := "change", "", ""
	if e.Before == nil {
		word = "new"
	} else {
		before = *e.Before
	}
	if e.After == nil {
		word = "delete"
	} else {
		after = *e.After
	}
	s.line(word, e.Path)
	if s.dry {
		return say(s.out, unified(filepath.Base(e.Path), before, after))
	}
	if e.Backup {
		backup, err := keepCopy(e.Path, before)
		if err != nil {
			return s.unwritable(backup, err)
		}
		s.line("copy", backup)
	}
	var err error
	if e.After == nil {
		err = os.Remove(e.Path)
		removeEmptyFolders(filepath.Dir(e.Path), filepath.Clean(folder))
	} else if err = os.MkdirAll(filepath.Dir(e.Path), 0o755); err == nil {
		err = replace(e.Path, after)
		dropCopies(e.Path, after)
	}
	if err != nil {
		return s.unwritable(e.Path, err)
	}
	return nil
}

// unwritable is what is said where a file cannot be written. Many such files are made
// by a program that manages all configurations.
func (s setupRun) unwritable(path string, err error) error {
	p := &setup.BlockedError{
		Path: path, Cause: err,
		What: language.Text{EN: "this file cannot be written", JA: "このファイルに書き込めない"},
		Do: language.Text{
			EN: "If another program makes your configuration, write there what --dry-run shows.",
			JA: "別のプログラムが設定を作っているなら、--dry-run が示す内容をその設定に書く。",
		},
	}
	return say(s.errs, "kubelore: "+p.In(s.language), exitError(exitUsage))
}

// run runs a program of an editor.
func (s setupRun) run(command []string) error {
	s.line("run", strings.Join(command, " "))
	if s.dry {
		return nil
	}
	c := exec.Command(command[0], command[1:]...)
	c.Stdout, c.Stderr = s.out, s.errs
	err := c.Run()
	if err == nil {
		return nil
	}
	p := &setup.BlockedError{
		Cause: err,
		What:  language.Text{EN: command[0] + " has failed", JA: command[0] + " が失敗した"},
		Do: language.Text{
			EN: `If it is not on your PATH: the command "Shell Command: Install 'code' command in PATH" of VS Code puts it there on macOS.` +
				"\nOtherwise use the Extensions view of VS Code.",
			JA: "PATH にないなら、macOS では VS Code のコマンド「シェル コマンド: PATH 内に 'code' コマンドをインストールします」で使えるようになる。\n" +
				"それ以外の場合は VS Code の拡張機能ビューを使う。",
		},
	}
	return say(s.errs, "kubelore: "+p.In(s.language), exitError(exitUsage))
}

// sayIfNotFound warns if editors will not find this program, as they look on PATH.
func (s setupRun) sayIfNotFound() error {
	if _, err := exec.LookPath("kubelore"); err == nil || errors.Is(err, exec.ErrDot) {
		return nil
	}
	where := language.Text{EN: "its folder", JA: "そのフォルダー"}.In(s.language)
	if program, err := os.Executable(); err == nil {
		where = filepath.Dir(program)
	}
	return say(s.errs, language.Text{
		EN: "\nkubelore: the program kubelore is not on your PATH, so the editor will not find it. Add " + where + " to PATH.\n",
		JA: "\nkubelore: プログラム kubelore が PATH にないので、エディターはこれを見つけられない。" + where + " を PATH に加える。\n",
	}.In(s.language))
}

// backupSuffix stands behind the name of a file that was copied before it was changed.
const backupSuffix = ".before-kubelore"

// backupName returns the name of the nth copy of a file, from 1.
func backupName(path string, n int) string {
	if n == 1 {
		return path + backupSuffix
	}
	return path + backupSuffix + "-" + strconv.Itoa(n)
}

// keepCopy writes a content next to a file, and returns the name. Copies that are there
// are left alone; one that has this content already will do.
func keepCopy(path, content string) (string, error) {
	for n := 1; ; n++ {
		name := backupName(path, n)
		there, err := contentOf(name)
		switch {
		case err == nil && there == content:
			return name, nil
		case err == nil:
		case errors.Is(err, fs.ErrNotExist):
			return name, replace(name, content)
		default:
			return name, err
		}
	}
}

// dropCopies deletes the copies of a file that hold what it holds now.
func dropCopies(path, content string) {
	for n := 1; ; n++ {
		name := backupName(path, n)
		there, err := contentOf(name)
		if err != nil {
			return
		}
		if there == content {
			_ = os.Remove(name) // it is of no use, and does no harm
		}
	}
}
