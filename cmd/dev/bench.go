package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// measuredPeer is the release of yaml-language-server that is installed to compare with.
const measuredPeer = "1.25.0"

// manyDocuments is how many documents are checked on the command line.
const manyDocuments = 2000

func benchCommand() *cobra.Command {
	var peer, write bool
	c := &cobra.Command{
		Use:   "bench",
		Short: "Measure the server in large files, and each stage alone",
		Long: "Build kubelore, edit a small file and large ones with it as an editor would, check 2,000 documents, and run the\n" +
			"benchmarks of the stages. It takes about five minutes, and an idle machine to mean something. The inputs are\n" +
			"made, but for " + installed + ", which is taken if it is there.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return bench(cmd.OutOrStdout(), peer, write) },
	}
	c.Flags().BoolVar(&peer, "peer", false, "measure yaml-language-server "+measuredPeer+" as well, which npm installs into a temporary folder")
	c.Flags().BoolVar(&write, "write", false, "write the tables into "+performanceFile)
	return c
}

func bench(out io.Writer, peer, write bool) error {
	folder, err := os.MkdirTemp("", "bench")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	own, err := buildServer(folder)
	if err != nil {
		return err
	}
	contestants := []contestant{{name: "Kubelore", command: []string{own}}}
	if peer {
		c, err := installPeer(folder)
		if err != nil {
			return err
		}
		contestants = append(contestants, c)
	}
	table, err := benchFiles(filepath.Join(folder, "files"), contestants)
	if err != nil {
		return err
	}
	took, err := benchCheck(own, filepath.Join(folder, "many"))
	if err != nil {
		return err
	}
	table = append(table, figure{file: fmt.Sprintf("%d documents in %d files", manyDocuments, manyDocuments/2), what: "`kubelore check`", budget: "1,500 ms", unit: "ms", values: []float64{milliseconds(took)}})
	stages, err := benchStages()
	if err != nil {
		return err
	}
	text := figures(table, contestants) + "\n" + stages
	fmt.Fprintln(out, text)
	if !write {
		return nil
	}
	return writePerformance(text)
}

// installPeer installs yaml-language-server, and gives it the schema that it would load
// from the network.
func installPeer(folder string) (contestant, error) {
	install := exec.Command("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, "yaml-language-server@"+measuredPeer) //nolint:gosec,noctx // a developer asks for it
	if text, err := install.CombinedOutput(); err != nil {
		return contestant{}, fmt.Errorf("install yaml-language-server: %w: %s", err, text)
	}
	command := []string{"node", filepath.Join(folder, "node_modules/yaml-language-server/bin/yaml-language-server"), "--stdio"}
	c, err := yamlServer(command, false, true)
	c.name = "yaml-language-server " + measuredPeer
	return c, err
}

// A figure is one line of the table: what each server takes for something.
type figure struct {
	file, what, budget, unit string
	values                   []float64
}

func benchFiles(folder string, contestants []contestant) ([]figure, error) {
	all, err := inputs()
	if err != nil {
		return nil, err
	}
	paths, err := writeInputs(folder, all)
	if err != nil {
		return nil, err
	}
	var table []figure
	for i, in := range all {
		name := fmt.Sprintf("%s, %d lines", in.name, strings.Count(in.content, "\n"))
		rows := newFigures(i, name)
		for _, c := range contestants {
			fmt.Fprintf(os.Stderr, "%s: %s\n", c.name, name)
			values, err := c.bench(paths[i], in.content)
			if err != nil {
				return nil, fmt.Errorf("%s, %s: %w", c.name, name, err)
			}
			for j, v := range values {
				rows[j].values = append(rows[j].values, v)
			}
		}
		table = append(table, rows...)
	}
	return table, nil
}

// budgets are what must be reached, for each of the inputs and each of the figures.
var budgets = [][]string{ //nolint:gochecknoglobals // a table
	{"150 ms", "5 ms", "", "", "", "1 ms", "110 MB", ""},
	{"", "10 ms", "", "5 ms", "5 ms", "1 ms", "", ""},
	{"500 ms", "20 ms", "", "10 ms", "10 ms", "1 ms", "200 MB", ""},
	{"", "30 ms", "", "", "", "1 ms", "", ""},
}

func newFigures(i int, file string) []figure {
	var rows []figure
	for j, what := range []string{
		"start until the first diagnostics", "a typed letter until its diagnostics", "the same, 95th percentile", "CPU time of a typed letter",
		"completion right after a letter", "hover", "memory, when it is open", "memory, in the end",
	} {
		unit := "ms"
		if strings.HasPrefix(what, "memory") {
			unit = "MB"
		}
		rows = append(rows, figure{file: file, what: what, budget: budgets[i][j], unit: unit})
	}
	return rows
}

// starts is how often a server is started; the middle one counts.
const starts = 3

// bench measures a server with one file, in the order of the figures.
func (c contestant) bench(path, content string) ([]float64, error) {
	var first []time.Duration
	for range starts - 1 {
		s, took, err := c.open(path, content)
		if s != nil {
			_ = s.close()
		}
		if err != nil {
			return nil, err
		}
		first = append(first, took)
	}
	s, took, err := c.open(path, content)
	if s != nil {
		defer func() { _ = s.close() }()
	}
	if err != nil {
		return nil, err
	}
	first = append(first, took)
	hovers, err := s.hovers(1) // a server may still load what hovers need
	if err == nil {
		hovers, err = s.hovers(30)
	}
	if err != nil {
		return nil, err
	}
	open := s.peak()
	var letters, completions []time.Duration
	before := s.used()
	err = s.types(typed, func(_ int, sent time.Time) error {
		took, err := s.diagnosed(sent)
		letters = append(letters, took)
		return err
	})
	used := s.used() - before
	err = errors.Join(err, s.types(typed, func(at int, sent time.Time) error {
		took, err := s.ask("textDocument/completion", at)
		completions = append(completions, took)
		if err != nil {
			return err
		}
		_, err = s.diagnosed(sent)
		return err
	}))
	if err != nil {
		return nil, err
	}
	return []float64{
		quantile(first, 50), quantile(letters, 50), quantile(letters, 95), milliseconds(used) / float64(len(letters)),
		quantile(completions, 50), quantile(hovers, 50), megabytes(open), megabytes(s.peak()),
	}, nil
}

// benchCheck returns how long a check of many documents takes, the quickest of three.
func benchCheck(own, folder string) (time.Duration, error) {
	if err := writeMany(folder, manyDocuments); err != nil {
		return 0, err
	}
	var all []time.Duration
	for range 3 {
		begun := time.Now()
		text, err := exec.Command(own, "check", "--fail-on", "none", folder).CombinedOutput() //nolint:gosec,noctx // our own program
		if err != nil {
			return 0, fmt.Errorf("check %d documents: %w: %s", manyDocuments, err, text)
		}
		all = append(all, time.Since(begun))
	}
	return slices.Min(all), nil
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func megabytes(bytes int) float64 { return float64(bytes) / 1e6 }

// quantile returns the duration, in milliseconds, that so many percent do not exceed.
func quantile(all []time.Duration, percent int) float64 {
	if len(all) == 0 {
		return 0
	}
	all = slices.Sorted(slices.Values(all))
	return milliseconds(all[min(len(all)-1, len(all)*percent/100)])
}
