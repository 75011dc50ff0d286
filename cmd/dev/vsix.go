package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// extension is the folder of the extension of VS Code, from the root of the module.
var extension = filepath.Join("editors", "vscode") //nolint:gochecknoglobals // as good as a constant

func vsixCommand() *cobra.Command {
	var targets []string
	var out, release string
	cmd := &cobra.Command{
		Use:   "vsix",
		Short: "Package the extension of VS Code, with the server, for each platform (after npm ci in editors/vscode)",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			for _, target := range targets {
				i := slices.IndexFunc(platforms, func(p platform) bool { return p.target == target })
				if i < 0 {
					return fmt.Errorf("there is no platform %s", target)
				}
				if err := buildVSIX(platforms[i], out, release); err != nil {
					return err
				}
			}
			return nil
		},
	}
	var all []string
	for _, p := range platforms {
		all = append(all, p.target)
	}
	if p, ok := here(); ok {
		cmd.Long = cmd.Short + ".\nHere it would be --target " + p.target + "."
	}
	cmd.Flags().StringSliceVar(&targets, "target", all, "platforms to package for")
	cmd.Flags().StringVar(&out, "out", "dist", "folder for the packages, from the root of the module")
	cmd.Flags().StringVar(&release, "release", "", "version that the server says it has")
	return cmd
}

// buildVSIX builds the server for a platform and packages the extension around it.
func buildVSIX(p platform, out, release string) error {
	folder, err := os.MkdirTemp("", "vsix")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // it is temporary
	flags := "-s -w"
	if release != "" {
		flags += " -X main.released=" + release
	}
	server := filepath.Join(folder, p.binary())
	if err := command(".", p.env(), "go", "build", "-trimpath", "-ldflags", flags, "-o", server, "./cmd/kubelore"); err != nil {
		return fmt.Errorf("build the server for %s: %w", p.target, err)
	}
	_, err = vsix(p, server, out)
	return err
}

// vsix packages the extension around a server, looks at what came out, and returns the
// file.
func vsix(p platform, server, out string) (string, error) {
	out, err := filepath.Abs(out)
	if err != nil {
		return "", err
	}
	version, err := extensionVersion(".")
	if err != nil {
		return "", err
	}
	notices, err := notices(".", true)
	if err != nil {
		return "", err
	}
	// The package may hold the server of one platform only.
	bin := filepath.Join(extension, "bin")
	if err := errors.Join(
		os.RemoveAll(bin), os.MkdirAll(bin, 0o755), os.MkdirAll(out, 0o755), copyFile(filepath.Join(bin, p.binary()), server),
		os.WriteFile(filepath.Join(extension, "THIRD-PARTY.md"), []byte(notices), 0o644),
	); err != nil {
		return "", fmt.Errorf("collect what goes into the extension: %w", err)
	}
	file := filepath.Join(out, fmt.Sprintf("kubelore-%s-%s.vsix", version, p.target))
	vsce := filepath.Join("node_modules", "@vscode", "vsce", "vsce")
	if err := command(extension, nil, "node", vsce, "package", "--no-dependencies", "--target", p.target, "--out", file); err != nil {
		return "", fmt.Errorf("package the extension for %s: %w", p.target, err)
	}
	return file, verifyVSIX(p, file, server, version)
}

// extensionVersion returns the version of the extension, which is that of all we release.
func extensionVersion(root string) (string, error) {
	data, err := os.ReadFile(filepath.Join(root, extension, "package.json"))
	if err != nil {
		return "", err
	}
	var manifest struct{ Version string }
	err = json.Unmarshal(data, &manifest)
	return manifest.Version, err
}

// copyFile copies a program.
func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // it was only read
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// command runs a program in a folder; what it says is shown.
func command(dir string, env []string, name string, args ...string) error {
	fmt.Fprintln(os.Stderr, strings.Join(append(slices.Clone(env), name), " "), strings.Join(args, " "))
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	return cmd.Run()
}
