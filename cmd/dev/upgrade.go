package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kubelore/kubelore/knowledge/catalog"
)

func upgradeCommand() *cobra.Command {
	since := ""
	cmd := &cobra.Command{
		Use:   "upgrade-kubernetes VERSION",
		Short: "Move all modules of Kubernetes to a release such as 1.38.1 or 1.38.x, make the tables anew, and print what changed",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return upgrade(cmd.OutOrStdout(), args[0], since)
		},
	}
	cmd.Flags().StringVar(&since, "since", "", "the inventory from before, where an upgrade did not get to its end")
	return cmd
}

// upgrade moves the module in the working directory to a release of Kubernetes. What this
// program knows is the old one until it is compiled again, so the later steps are
// processes of their own.
func upgrade(out io.Writer, wanted, since string) error {
	version, err := findRelease(wanted)
	if err != nil {
		return err
	}
	if since == "" {
		if since, err = writeInventory(); err != nil {
			return err
		}
	}
	again := fmt.Sprintf("mend it, and run go run ./cmd/dev upgrade-kubernetes --since %s %s again", since, version)
	if err := moveModules(version); err != nil {
		return fmt.Errorf("%w\n%s", err, again)
	}
	minor, err := catalog.ParseMinor(version)
	if err != nil {
		return err
	}
	if err := errors.Join(
		rewrite(filepath.Join("cmd", "dev", "releases.tsv"), func(old string) (string, error) { return pinRelease(old, version) }),
		rewrite(filepath.Join("knowledge", "catalog", "minor.go"), func(old string) (string, error) { return raiseNewest(old, minor) }),
		command(".", nil, "go", "mod", "tidy"),
	); err != nil {
		return err
	}
	for _, task := range []string{"facts", "generate"} {
		if err := command(".", nil, "go", "run", "./cmd/dev", task); err != nil {
			return fmt.Errorf("the code does not fit Kubernetes %s (%w); %s", version, err, again)
		}
	}
	old, err := os.ReadFile(since)
	if err != nil {
		return err
	}
	cmd := exec.Command("go", "run", "./cmd/dev", "inventory")
	cmd.Stderr = os.Stderr
	now, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("list what Kubernetes %s has: %w; %s", version, err, again)
	}
	report(out, version, string(old), string(now))
	return nil
}

// writeInventory keeps what the linked Kubernetes has, and returns the file.
func writeInventory() (string, error) {
	lines, err := inventory()
	if err != nil {
		return "", err
	}
	file := filepath.Join(dist, "kubernetes-before.txt")
	return file, errors.Join(os.MkdirAll(dist, 0o755), os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o644))
}

// rewrite changes a file.
func rewrite(file string, change func(string) (string, error)) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	made, err := change(string(data))
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return os.WriteFile(file, []byte(made), 0o644)
}

// report prints what an upgrade changed, and what is left to do by hand.
func report(out io.Writer, version, before, now string) {
	changes := difference(lines(before), lines(now))
	counts := map[string]int{}
	var b bytes.Buffer
	for _, c := range changes {
		sign, rest, _ := strings.Cut(c, " ")
		what, _, _ := strings.Cut(rest, " ")
		counts[sign+what]++
		b.WriteString(c + "\n")
	}
	fmt.Fprintf(out, "What changed with Kubernetes %s:\n%s\n", version, b.String())
	fmt.Fprintf(out, "kinds: %d came, %d went; fields: %d came, %d went; gates: %d lines came, %d went; strategies: %d are missing now, %d were before\n",
		counts["+kind"], counts["-kind"], counts["+field"], counts["-field"], counts["+gate"], counts["-gate"],
		count(now, "strategy missing"), count(before, "strategy missing"))
	fmt.Fprint(out, byHand)
}

// byHand is what no program can do.
const byHand = `
By hand:
- knowledge/catalog/kinds.tsv: the kinds and versions above, when they came and went
- knowledge/apiserver/strategies.go: a strategy for each new kind, or why there is none in uncreated.go; the lines "strategy missing"
  above and go test ./knowledge/apiserver name those that lack both
- knowledge/relation/relations.tsv: new fields that name objects; go test ./knowledge/relation names what it finds
- knowledge/concept/entries: what an author should know of it, in both languages
- README.md, server/doc: the release is named there
- go test ./... and .ci/run
`

func lines(s string) []string { return strings.Split(strings.TrimSuffix(s, "\n"), "\n") }

func count(s, prefix string) int { return strings.Count("\n"+s, "\n"+prefix) }
