package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// platforms are those that there is a .vsix for, by their names in the marketplace.
var platforms = map[string]struct{ os, arch string }{ //nolint:gochecknoglobals // a table
	"linux-x64":    {"linux", "amd64"},
	"linux-arm64":  {"linux", "arm64"},
	"darwin-x64":   {"darwin", "amd64"},
	"darwin-arm64": {"darwin", "arm64"},
	"win32-x64":    {"windows", "amd64"},
	"win32-arm64":  {"windows", "arm64"},
}

func vsixCommand() *cobra.Command {
	var targets []string
	var out, release string
	cmd := &cobra.Command{
		Use:   "vsix",
		Short: "Package the extension of VS Code, with the server, for each platform (after npm ci in editors/vscode)",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			slices.Sort(targets)
			for _, target := range targets {
				if err := vsix(target, out, release); err != nil {
					return err
				}
			}
			return nil
		},
	}
	var all []string
	for name, p := range platforms {
		all = append(all, name)
		if p.os == runtime.GOOS && p.arch == runtime.GOARCH {
			cmd.Long = cmd.Short + ".\nHere it would be --target " + name + "."
		}
	}
	cmd.Flags().StringSliceVar(&targets, "target", all, "platforms to package for")
	cmd.Flags().StringVar(&out, "out", "dist", "folder for the packages, from the root of the module")
	cmd.Flags().StringVar(&release, "release", "", "version that the server says it has")
	return cmd
}

// vsix builds the server for a platform and packages the extension around it.
func vsix(target, out, release string) error {
	platform, ok := platforms[target]
	if !ok {
		return fmt.Errorf("there is no platform %s", target)
	}
	out, err := filepath.Abs(out)
	if err != nil {
		return err
	}
	extension := filepath.Join("editors", "vscode")
	version, err := extensionVersion(extension)
	if err != nil {
		return err
	}
	// The package may hold the server of one platform only.
	if err := errors.Join(os.RemoveAll(filepath.Join(extension, "bin")), os.MkdirAll(out, 0o755)); err != nil {
		return err
	}
	binary := filepath.Join(extension, "bin", "kubelore")
	if platform.os == "windows" {
		binary += ".exe"
	}
	flags := "-s -w"
	if release != "" {
		flags += " -X main.released=" + release
	}
	env := []string{"CGO_ENABLED=0", "GOOS=" + platform.os, "GOARCH=" + platform.arch}
	if err := command(".", env, "go", "build", "-trimpath", "-ldflags", flags, "-o", binary, "./cmd/kubelore"); err != nil {
		return fmt.Errorf("build the server for %s: %w", target, err)
	}
	file := filepath.Join(out, fmt.Sprintf("kubelore-%s-%s.vsix", version, target))
	vsce := filepath.Join("node_modules", "@vscode", "vsce", "vsce")
	if err := command(extension, nil, "node", vsce, "package", "--no-dependencies", "--target", target, "--out", file); err != nil {
		return fmt.Errorf("package the extension for %s: %w", target, err)
	}
	return nil
}

func extensionVersion(extension string) (string, error) {
	data, err := os.ReadFile(filepath.Join(extension, "package.json"))
	if err != nil {
		return "", err
	}
	var manifest struct{ Version string }
	err = json.Unmarshal(data, &manifest)
	return manifest.Version, err
}

// command runs a program in a folder; what it says is shown.
func command(dir string, env []string, name string, args ...string) error {
	fmt.Fprintln(os.Stderr, strings.Join(append(slices.Clone(env), name), " "), strings.Join(args, " "))
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	return cmd.Run()
}
