package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// released and commit are set by the linker when a release is built.
var released, commit string //nolint:gochecknoglobals // -ldflags -X can write nothing else

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

// source returns the commit that this program was built from, with a plus if the tree
// had changes.
func source() string {
	if commit != "" {
		return commit
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	switch revision := settings["vcs.revision"]; {
	case revision == "":
		return "unknown"
	case settings["vcs.modified"] == "true":
		return revision + "+"
	default:
		return revision
	}
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
		Short: "Print the version of Kubelore, its commit, and the Kubernetes in it",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return say(cmd.OutOrStdout(), fmt.Sprintf("kubelore %s, commit %s, Kubernetes %s, %s, %s/%s\n",
				version(), source(), kubernetes(), runtime.Version(), runtime.GOOS, runtime.GOARCH))
		},
	}
}
