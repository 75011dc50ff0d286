package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// released is set by the linker when a release is built.
var released string //nolint:gochecknoglobals // -ldflags -X can write nothing else

// version returns the version of this program.
func version() string {
	if released != "" {
		return released
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "development"
	}
	return info.Main.Version
}

// kubernetes returns the release of Kubernetes that is linked in.
func kubernetes() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	i := slices.IndexFunc(info.Deps, func(m *debug.Module) bool { return m.Path == "k8s.io/kubernetes" })
	if i < 0 {
		return "unknown"
	}
	return strings.TrimPrefix(info.Deps[i].Version, "v")
}

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of Kubelore and of Kubernetes in it",
		Args:  cobra.NoArgs,
		Run: func(cmd *cobra.Command, _ []string) {
			fmt.Fprintf(cmd.OutOrStdout(), "kubelore %s, Kubernetes %s, %s, %s/%s\n",
				version(), kubernetes(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
		},
	}
}
