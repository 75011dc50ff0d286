package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"
	"golang.org/x/term"

	"github.com/kubelore/kubelore/knowledge/apiserver"
	"github.com/kubelore/kubelore/knowledge/rule"
	"github.com/kubelore/kubelore/server/check"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/graph"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
	"github.com/kubelore/kubelore/server/workspace"
)

// checkFlags are the flags of the command check.
type checkFlags struct {
	format, version, failOn, config, language, stdinName string
	// fix writes safe fixes into the files, and diff prints them instead.
	fix, diff bool
}

// formats write the report, by name.
var formats = map[string]func(io.Writer, *report, bool) error{ //nolint:gochecknoglobals // a table
	"text":   writeText,
	"json":   writeJSON,
	"github": writeGitHub,
	"sarif":  writeSARIF,
}

func checkCommand() *cobra.Command {
	var flags checkFlags
	cmd := &cobra.Command{
		Use:   "check [flags] PATH... | -",
		Short: "Check manifests in files and folders",
		Long: "Check reads the manifests in files and folders, and those of standard input for -, and reports what the API\n" +
			"server would refuse or warn about. CustomResourceDefinitions among them define kinds for the others.\n" +
			"A path can be a glob, such as 'deploy/**/*.yaml'. Of a folder is left out what Git ignores and what the setting\n" +
			"exclude names; a file that is named is checked in any case.\n" +
			"It exits with 0 if there is nothing at or above --fail-on, 1 if there is, 2 if something could not be read.",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runCheck(cmd, args, flags) },
	}
	f := cmd.Flags()
	f.StringVar(&flags.format, "format", "text", "text, json, sarif (for code scanning) or github (annotations of GitHub Actions)")
	f.StringVar(&flags.version, "kubernetes-version", "", "the release, or range of releases, that the manifests are for, such as 1.34 or 1.31-1.37")
	f.StringVar(&flags.failOn, "fail-on", "error", "the least severity that makes the exit code 1: error, warning, information, hint or none")
	f.StringVar(&flags.language, "language", "", "the language of messages, en or ja (default: that of the settings, or else en)")
	f.BoolVar(&flags.fix, "fix", false, "write the fixes that are right without a doubt into the files, and report what is left")
	f.BoolVar(&flags.diff, "diff", false, "print what --fix would change, and write nothing; the exit code is 1 if there is something")
	f.StringVar(&flags.stdinName, "stdin-name", "-", "the name of what comes on standard input, for the report")
	f.StringVar(&flags.config, "config", "", "the settings file (default "+config.FileName+" in the current folder, if there is one)")
	return cmd
}

func runCheck(cmd *cobra.Command, paths []string, flags checkFlags) error {
	write, ok := formats[flags.format]
	if !ok {
		return fmt.Errorf("there is no format %q; use text, json, sarif or github", flags.format)
	}
	failOn := slices.Index(append(slices.Clone(config.Severities[:4]), "none"), flags.failOn)
	if failOn < 0 {
		return fmt.Errorf("--fail-on cannot be %q; use %s or none", flags.failOn, strings.Join(config.Severities[:4], ", "))
	}
	collectAbove(checkHeap)
	settings, err := readSettings(flags, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	if flags.fix && flags.diff {
		return errors.New("--fix and --diff exclude each other")
	}
	from := &reading{settings: filepath.Dir(flags.config), exclude: settings.Exclude}
	files, unread := from.readAll(cmd.InOrStdin(), paths, flags.stdinName)
	for _, u := range unread {
		fmt.Fprintf(cmd.ErrOrStderr(), "kubelore: %s\n", u)
	}
	if flags.fix || flags.diff {
		changed, unwritten, err := fixAll(cmd, files, settings, flags)
		for _, u := range unwritten {
			fmt.Fprintf(cmd.ErrOrStderr(), "kubelore: %s\n", u)
		}
		unread = append(unread, unwritten...)
		switch {
		case err != nil:
			return err
		case flags.diff && len(unread) > 0:
			return exitError(exitUsage)
		case flags.diff && changed:
			return exitError(exitProblems)
		case flags.diff:
			return nil
		}
	}
	r := checkAll(cmd.Context(), files, settings, cmd.ErrOrStderr())
	r.unread = unread
	out := cmd.OutOrStdout()
	if err := write(out, r, isTerminal(out) && os.Getenv("NO_COLOR") == ""); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	switch {
	case len(unread) > 0:
		return exitError(exitUsage)
	case failOn < len(r.counts) && sum(r.counts[:failOn+1]) > 0:
		return exitError(exitProblems)
	}
	return nil
}

func sum(counts []int) int {
	n := 0
	for _, c := range counts {
		n += c
	}
	return n
}

// readSettings returns the settings of the file, overruled by the flags. Settings
// that cannot be used are told and replaced by their defaults.
func readSettings(flags checkFlags, errs io.Writer) (*config.Settings, error) {
	name := flags.config
	if name == "" {
		name = config.FileName
	}
	s := config.Default()
	data, err := settingsIn(name, flags.config != "")
	switch {
	case err == nil:
		var problems []config.Problem
		s, problems = config.ParseFile(data)
		for _, p := range problems {
			fmt.Fprintf(errs, "%s: %s\n", name, p)
		}
		for _, paths := range [][]string{s.CRDs, s.Packs} {
			for i, p := range paths {
				if !filepath.IsAbs(p) {
					paths[i] = filepath.Join(filepath.Dir(name), p)
				}
			}
		}
	case flags.config != "" || !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("read the settings: %w", err)
	}
	if flags.version != "" {
		parsed, problems := config.Parse(map[string]any{"kubernetesVersion": flags.version})
		if len(problems) > 0 {
			return nil, fmt.Errorf("--kubernetes-version: %s", problems[0].Message)
		}
		s.Oldest, s.Newest = parsed.Oldest, parsed.Newest
	}
	if flags.language != "" {
		if s.Language, err = languageOf(flags.language); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// settingsIn returns the content of a settings file. One that nobody named came with the
// manifests, perhaps from a stranger: it is read as the server reads it.
func settingsIn(name string, named bool) ([]byte, error) {
	if named {
		return os.ReadFile(name)
	}
	return workspace.ReadBelow(".", name, config.LargestFile)
}

// openAll reads files, with the kinds that they define for each other.
func openAll(ctx context.Context, files []input, settings *config.Settings, errs io.Writer) []*manifest.File {
	opened := make([]*manifest.File, len(files))
	defined := make([][]*apiserver.Custom, len(files))
	rules := rulesHere(settings, errs)
	env := &manifest.Env{Target: settings.Newest, Oldest: settings.Oldest, Language: settings.Language, PodSecurity: settings.PodSecurity, Rules: rules}
	each(len(files), nil, func(i int) {
		opened[i] = manifest.Open(text.New(files[i].content), env)
		defined[i] = workspace.Customs(opened[i])
	})
	customs := slices.Concat(defined...)
	if len(settings.CRDs) > 0 {
		loader := workspace.Loader{Extra: settings.CRDs, Env: env}
		disk, err := loader.Load(ctx)
		if err != nil {
			fmt.Fprintln(errs, "kubelore:", err)
			disk = &workspace.Disk{}
		}
		for _, note := range disk.Notes {
			fmt.Fprintln(errs, "kubelore:", note)
		}
		for _, all := range disk.Customs {
			customs = append(customs, all...)
		}
	}
	whole := *env
	whole.Customs = manifest.NewCustoms(customs)
	for i := range opened {
		opened[i] = opened[i].With(&whole)
	}
	return opened
}

// checkAll checks files against each other's definitions and those of the settings.
func checkAll(ctx context.Context, files []input, settings *config.Settings, errs io.Writer) *report {
	opened := openAll(ctx, files, settings, errs)
	problems := make([][]check.Problem, len(files))
	summaries := make([]*graph.File, len(files))
	each(len(files), nil, func(i int) { summaries[i] = graph.Of(filepath.FromSlash(files[i].name), opened[i]) })
	world := workspace.NewWorld(summaries, builds(files))
	each(len(files), bar(len(files), errs), func(i int) {
		ahead := check.Ahead(opened[i])
		each(len(ahead), nil, func(i int) { ahead[i]() })
		across := check.Across(world, opened[i], summaries[i].Path, settings)
		problems[i] = check.Together(check.File(opened[i], settings), across)
	})
	r := &report{texts: map[string]*text.Text{}, language: settings.Language}
	for i, f := range opened {
		r.add(files[i].name, f, problems[i])
		r.rules = f.Env.Rules
	}
	return r
}

// builds returns how the manifests in the folders of files are made.
func builds(files []input) map[string]*workspace.Build {
	all := map[string]*workspace.Build{}
	for _, f := range files {
		path := filepath.FromSlash(f.name)
		if b := workspace.BuildIn(path, []byte(f.content)); b != nil {
			all[filepath.Dir(path)] = b
		}
	}
	return all
}

// rulesHere returns the rules, those of packs in the current folder and of the settings
// included.
func rulesHere(settings *config.Settings, errs io.Writer) *rule.Set {
	packs, problems := workspace.ReadPacks([]string{"."}, settings.Packs)
	for _, p := range problems {
		fmt.Fprintln(errs, "kubelore:", p)
	}
	return workspace.Rules(settings, packs)
}

// each calls f for the numbers below n, on as many goroutines as there are
// processors, and shows the progress on b, which may be nil.
func each(n int, b *progressbar.ProgressBar, f func(int)) {
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range n {
		g.Go(func() error {
			f(i)
			if b != nil {
				return b.Add(1)
			}
			return nil
		})
	}
	// The only errors are those of drawing the bar, and nobody waits for that.
	_ = g.Wait()
	if b != nil {
		_ = b.Clear()
	}
}

// bar returns a progress bar if there is somebody to see it and it takes a while.
func bar(n int, errs io.Writer) *progressbar.ProgressBar {
	const worth = 100
	if n < worth || !isTerminal(errs) {
		return nil
	}
	return progressbar.NewOptions(n, progressbar.OptionSetWriter(errs), progressbar.OptionSetDescription("checking"),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
