package main

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"
)

const (
	performanceFile  = "server/doc/performance.md"
	performanceBegin = "<!-- Made by go run ./cmd/dev bench --write -->"
	performanceEnd   = "<!-- until here -->"
)

// figures returns the table of all that was measured, with what must be reached and, if
// there are two servers, how many times more the second takes.
func figures(all []figure, contestants []contestant) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Measured on %s with %d processors (%s/%s).\n\n| file | what | must be |", time.Now().UTC().Format(time.DateOnly), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH)
	for _, c := range contestants {
		b.WriteString(" " + c.name + " |")
	}
	if len(contestants) > 1 {
		b.WriteString(" times |")
	}
	b.WriteString("\n|---|---|---:|" + strings.Repeat("---:|", len(contestants)) + map[bool]string{true: "---:|"}[len(contestants) > 1] + "\n")
	last := ""
	for _, f := range all {
		file := f.file
		if file == last {
			file = ""
		}
		last = f.file
		fmt.Fprintf(&b, "| %s | %s | %s |", file, f.what, f.budget)
		for i := range contestants {
			if i < len(f.values) {
				fmt.Fprintf(&b, " %s %s |", number(f.values[i]), f.unit)
			} else {
				b.WriteString(" |")
			}
		}
		switch {
		case len(contestants) < 2:
		case len(f.values) > 1 && f.values[0] > 0:
			fmt.Fprintf(&b, " %s |", number(f.values[1]/f.values[0]))
		default:
			b.WriteString(" |")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// number returns a number with two digits that mean something.
func number(v float64) string {
	switch {
	case v >= 10:
		return strconv.FormatFloat(v, 'f', 0, 64)
	case v >= 1:
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return strconv.FormatFloat(v, 'g', 2, 64)
}

// stages are the benchmarks that are run, by the folder of their package.
var stages = [][2]string{ //nolint:gochecknoglobals // a table
	{"./server/syntax", "^(BenchmarkParse|BenchmarkEdit)$"},
	{"./knowledge/apiserver", "^BenchmarkCreate$"},
	{"./server/check", "^(BenchmarkFile|BenchmarkInstall|BenchmarkAcross)$"},
	{"./server/workspace", "^BenchmarkLoad$"},
	{"./server/lsp", "^(BenchmarkKeystroke|BenchmarkHover|BenchmarkCompletion)$"},
}

// benchmarked matches a line of the output of a benchmark.
var benchmarked = regexp.MustCompile(`(?m)^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+(\S+) ns/op(.*)$`)

// allocated match what a benchmark says of memory.
var allocated = [2]*regexp.Regexp{regexp.MustCompile(`(\d+) B/op`), regexp.MustCompile(`(\d+) allocs/op`)} //nolint:gochecknoglobals // compiled once

// benchStages runs the benchmarks of the stages and returns a table of them.
func benchStages() (string, error) {
	var b strings.Builder
	b.WriteString("| stage | time | memory | pieces |\n|---|---:|---:|---:|\n")
	for _, s := range stages {
		fmt.Fprintf(os.Stderr, "benchmarks of %s\n", s[0])
		c := exec.Command("go", "test", "-run", "^$", "-bench", s[1], "-benchmem", "-benchtime", "300ms", s[0]) //nolint:gosec,noctx // our own tests
		out, err := c.CombinedOutput()
		found := benchmarked.FindAllStringSubmatch(string(out), -1)
		if err != nil {
			return "", fmt.Errorf("benchmarks of %s: %w: %s", s[0], err, out)
		}
		for _, m := range found {
			ns, err := strconv.ParseFloat(m[2], 64)
			if err != nil {
				return "", fmt.Errorf("benchmarks of %s: %w", s[0], err)
			}
			name := strings.ReplaceAll(strings.TrimPrefix(s[0], "./")+" "+m[1], "_", " ")
			fmt.Fprintf(&b, "| %s | %s ms | %s kB | %s |\n", name, number(ns/1e6), number(memoryIn(m[3], 0)/1e3), number(memoryIn(m[3], 1)))
		}
	}
	return b.String(), nil
}

// memoryIn returns a number that a benchmark says of memory, or 0.
func memoryIn(line string, which int) float64 {
	m := allocated[which].FindStringSubmatch(line)
	if m == nil {
		return 0
	}
	v, _ := strconv.ParseFloat(m[1], 64) // digits
	return v
}

// writePerformance puts the tables into the document.
func writePerformance(tables string) error {
	data, err := os.ReadFile(performanceFile)
	if err != nil {
		return fmt.Errorf("read the document: %w", err)
	}
	before, rest, ok := strings.Cut(string(data), performanceBegin)
	_, after, found := strings.Cut(rest, performanceEnd)
	if !ok || !found {
		return fmt.Errorf("%s has no place for the tables", performanceFile)
	}
	if err := os.WriteFile(performanceFile, []byte(before+performanceBegin+"\n"+tables+performanceEnd+after), 0o644); err != nil {
		return fmt.Errorf("write the document: %w", err)
	}
	return nil
}
