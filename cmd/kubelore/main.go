// Command kubelore is a language server for people who write Kubernetes manifests,
// and the same checks for the command line and CI.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	_ "time/tzdata" // the API server knows all time zones, on every machine

	"github.com/spf13/cobra"
)

// The exit codes of all commands (design.md section 8).
const (
	exitClean    = 0
	exitProblems = 1
	exitUsage    = 2
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// exitError ends the program with a code; what there was to say has been said.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// run runs a command line and returns the exit code.
func run(args []string, in io.ReadCloser, out, errs io.Writer) int {
	root := &cobra.Command{
		Use:   "kubelore",
		Short: "A language server for Kubernetes manifests",
		Long: "Kubelore reads Kubernetes manifests and says what the API server would say, and explains it.\n" +
			"Without a command it is a language server on standard input and output.",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
	}
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errs)
	serve := serveCommand(in, out, errs)
	root.AddCommand(serve, checkCommand(), explainCommand(), setupCommand(), versionCommand())
	root.RunE = serve.RunE
	root.Flags().AddFlagSet(serve.Flags())
	root.CompletionOptions.HiddenDefaultCmd = true
	err := root.Execute()
	var code exitError
	switch {
	case err == nil:
		return exitClean
	case errors.As(err, &code):
		return int(code)
	}
	fmt.Fprintf(errs, "kubelore: %v\n", err)
	return exitUsage
}
