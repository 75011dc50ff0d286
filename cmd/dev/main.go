// Command dev does what developers of Kubelore do now and then. Without arguments it
// lists its tasks.
package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

func main() {
	root := &cobra.Command{Use: "dev", Short: "Tasks of the developers of Kubelore", SilenceUsage: true, SilenceErrors: true}
	root.AddCommand(generateCommand(), factsCommand(), usageCommand(), vsixCommand(), compareCommand(), soakCommand(), fuzzCommand(), benchCommand(),
		noticesCommand(), releaseCommand(), inventoryCommand(), upgradeCommand())
	root.CompletionOptions.HiddenDefaultCmd = true
	if err := root.Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "dev:", err)
		os.Exit(1)
	}
}
