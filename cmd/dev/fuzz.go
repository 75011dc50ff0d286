package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// round is how long a target is fuzzed before its time is looked at.
const round = 3 * time.Minute

// fuzzCommand fuzzes the targets, each for as much work.
func fuzzCommand() *cobra.Command {
	minutes, only, workers := 30.0, "", 1
	cmd := &cobra.Command{
		Use:   "fuzz",
		Short: "Fuzz each target for so many minutes of CPU time",
		Long: "Fuzz each target for so many minutes of CPU time, which means the same on an idle machine and on a busy one.\n\n" +
			"What Go finds it writes into testdata/fuzz beside the target; that is committed with the remedy.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return fuzz(cmd.OutOrStdout(), only, workers, time.Duration(minutes*float64(time.Minute)))
		},
	}
	cmd.Flags().Float64Var(&minutes, "minutes", minutes, "how many minutes of CPU time each target gets")
	cmd.Flags().StringVar(&only, "only", "", "the name of the only target to fuzz")
	cmd.Flags().IntVar(&workers, "workers", workers, "how many processes fuzz at a time")
	return cmd
}

// A fuzzTarget is a fuzz test and the folder of its package.
type fuzzTarget struct{ folder, name string }

var fuzzFunction = regexp.MustCompile(`(?m)^func (Fuzz\w+)\(`)

// fuzzTargets finds the fuzz tests below a folder.
func fuzzTargets(root string) ([]fuzzTarget, error) {
	var all []fuzzTarget
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			if d != nil && d.IsDir() && d.Name() == "node_modules" {
				return fs.SkipDir
			}
			return err
		}
		source, err := os.ReadFile(path) //nolint:gosec // a file of this repository
		for _, m := range fuzzFunction.FindAllSubmatch(source, -1) {
			all = append(all, fuzzTarget{"./" + filepath.ToSlash(filepath.Dir(path)), string(m[1])})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find the fuzz targets: %w", err)
	}
	return all, nil
}

func fuzz(out io.Writer, only string, workers int, each time.Duration) error {
	targets, err := fuzzTargets(".")
	if err != nil {
		return err
	}
	if only != "" {
		targets = slices.DeleteFunc(targets, func(t fuzzTarget) bool { return t.name != only })
	}
	if len(targets) == 0 {
		return errors.New("there is no such target")
	}
	fmt.Fprintln(out, "| target | CPU minutes | found |\n|---|---:|---|")
	var found error
	for _, t := range targets {
		used, err := t.fuzz(workers, each)
		verdict := "nothing"
		if err != nil {
			verdict, found = "see "+t.folder+"/testdata/fuzz", errors.Join(found, err)
		}
		fmt.Fprintf(out, "| %s %s | %.1f | %s |\n", t.folder, t.name, used.Minutes(), verdict)
	}
	return found
}

// fuzz fuzzes a target, and returns how much CPU time that took.
func (t fuzzTarget) fuzz(workers int, each time.Duration) (time.Duration, error) {
	// Building is none of it.
	if _, err := t.run("1x", workers); err != nil {
		return 0, err
	}
	var used time.Duration
	for used < each {
		took, err := t.run(min(round, max(each-used, 10*time.Second)).String(), workers)
		used += took
		fmt.Fprintf(os.Stderr, "%s: %.1f of %.0f CPU minutes\n", t.name, used.Minutes(), each.Minutes())
		if err != nil {
			return used, err
		}
	}
	return used, nil
}

func (t fuzzTarget) run(long string, workers int) (time.Duration, error) {
	// Inputs are made smaller a few times only: else a slow target does little else.
	cmd := exec.Command("go", "test", t.folder, "-run", "^$", "-fuzz", "^"+t.name+"$", //nolint:gosec,noctx // a developer asks for it
		"-fuzztime", long, "-parallel", fmt.Sprint(workers), "-fuzzminimizetime", "5x")
	text, err := cmd.CombinedOutput()
	used := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if err != nil {
		return used, fmt.Errorf("%s: %w:\n%s", t.name, err, text)
	}
	return used, nil
}
