package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

// dist is the folder that releases are made in.
const dist = "dist"

func releaseCommand() *cobra.Command {
	r := edition{parallel: 1}
	reproduce, check := false, false
	cmd := &cobra.Command{
		Use:   "release",
		Short: "Build everything of a release in dist and look at it: archives, packages, extensions, recipes, checksums",
		Long: "Build everything of a release in dist and look at it: archives, packages, extensions, recipes, checksums.\n\n" +
			"HEAD must be clean and bear the tag of the version, but not with --snapshot. Nothing is published.\n" +
			"It needs Node and npm ci in editors/vscode, dpkg-deb, and nix-hash. server/doc/release/README.md is the how-to.",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if check {
				return releaseCheck()
			}
			if err := r.make(); err != nil || !reproduce {
				return err
			}
			return r.reproduce()
		},
	}
	cmd.Flags().BoolVar(&r.snapshot, "snapshot", false, "of what is here, for trying")
	cmd.Flags().BoolVar(&check, "check", false, "build nothing: tell whether the configuration is valid, the versions agree and the licences permit a release")
	cmd.Flags().BoolVar(&reproduce, "reproduce", false, "do it again in another folder, and fail if a byte differs")
	cmd.Flags().IntVar(&r.parallel, "parallel", r.parallel, "how many platforms to build for at a time")
	return cmd
}

// An edition is a release made of the tree in the working directory.
type edition struct {
	snapshot bool
	parallel int
	// version is what the programs say, which ends in -snapshot where it is none.
	version string
	// built are the programs.
	built map[platform]string
}

// releaseCheck tells what would keep us from a release, as far as that can be told
// without building one.
func releaseCheck() error {
	_, err := agreedVersion(".")
	_, refused := notices(".", false)
	goreleaser, missing := releaseTool("goreleaser")
	if missing != nil {
		return errors.Join(err, refused, missing)
	}
	return errors.Join(err, refused, command(".", nil, goreleaser, "check", "--quiet"))
}

// releaseTool returns the path of a tool that is pinned for releases, which is built if
// it was not yet.
func releaseTool(name string) (string, error) {
	cmd := exec.Command("go", "tool", "-modfile="+filepath.Join(".ci", "release", "go.mod"), "-n", name)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("build %s: %w", name, err)
	}
	return strings.TrimSpace(string(out)), nil
}

// make builds everything and looks at it.
func (r *edition) make() error {
	version, err := agreedVersion(".")
	if err != nil {
		return fmt.Errorf("the versions do not agree: %w", err)
	}
	r.version = version
	if r.snapshot {
		r.version += "-snapshot"
	}
	for _, name := range []string{"dpkg-deb", "nix-hash"} {
		if _, err := exec.LookPath(name); err != nil {
			return fmt.Errorf("a release needs %s: %w", name, err)
		}
	}
	if err := r.goreleaser(version); err != nil {
		return err
	}
	if err := r.findPrograms(); err != nil {
		return err
	}
	for _, p := range platforms {
		file, err := vsix(p, r.built[p], dist)
		if err != nil {
			return err
		}
		if err := r.addChecksum(file); err != nil {
			return err
		}
	}
	return r.verify()
}

// goreleaser builds what it knows of.
func (r *edition) goreleaser(version string) error {
	goreleaser, err := releaseTool("goreleaser")
	if err != nil {
		return err
	}
	cyclonedx, err := releaseTool("cyclonedx-gomod")
	if err != nil {
		return err
	}
	// What is stamped on files is the time of the commit, also by vsce.
	at, err := exec.Command("git", "log", "-1", "--format=%ct").Output()
	if err != nil {
		return fmt.Errorf("ask git for the time of the commit: %w", err)
	}
	if err := os.Setenv("SOURCE_DATE_EPOCH", strings.TrimSpace(string(at))); err != nil {
		return err
	}
	env := []string{"PATH=" + filepath.Dir(cyclonedx) + string(filepath.ListSeparator) + os.Getenv("PATH")}
	args := []string{"release", "--clean", "--skip=publish", "--parallelism", strconv.Itoa(r.parallel)}
	if r.snapshot {
		args = append(args, "--snapshot")
		env = append(env, "GORELEASER_CURRENT_TAG=v"+version)
		// Without a remote it takes 0.0.0 for the version of a snapshot, and knows no commit.
		if remotes, err := exec.Command("git", "remote").Output(); err != nil || len(remotes) == 0 {
			env = append(env, "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=remote.origin.url", "GIT_CONFIG_VALUE_0=https://github.com/kubelore/kubelore")
		}
	}
	return command(".", env, goreleaser, args...)
}

// findPrograms notes where the programs are.
func (r *edition) findPrograms() error {
	data, err := os.ReadFile(filepath.Join(dist, "artifacts.json"))
	if err != nil {
		return err
	}
	var artifacts []struct{ Path, Goos, Goarch, Type string }
	if err := json.Unmarshal(data, &artifacts); err != nil {
		return fmt.Errorf("read artifacts.json: %w", err)
	}
	r.built = map[platform]string{}
	for _, a := range artifacts {
		i := slices.IndexFunc(platforms, func(p platform) bool { return p.os == a.Goos && p.arch == a.Goarch })
		if a.Type == "Binary" && i >= 0 {
			r.built[platforms[i]] = a.Path
		}
	}
	if len(r.built) != len(platforms) {
		return fmt.Errorf("there are programs for %d platforms, not for %d", len(r.built), len(platforms))
	}
	return nil
}

func (r *edition) checksums() string {
	return filepath.Join(dist, "kubelore_"+r.version+"_checksums.txt")
}

func (r *edition) addChecksum(file string) error {
	sum, err := checksum(file)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(r.checksums(), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "%s  %s\n", sum, filepath.Base(file))
	return errors.Join(err, f.Close())
}

// verify looks at all that was built. The extensions were looked at when they were made.
func (r *edition) verify() error {
	kubernetes, err := moduleVersion(".", "k8s.io/kubernetes")
	if err != nil {
		return err
	}
	name := func(p platform, ending string) string {
		return filepath.Join(dist, fmt.Sprintf("kubelore_%s_%s_%s%s", r.version, p.os, p.arch, ending))
	}
	sums := map[string]string{} // of the archives, by their platform's system
	for _, p := range platforms {
		archive := name(p, ".tar.gz")
		if p.os == "windows" {
			archive = name(p, ".zip")
		}
		server, err := verifyArchive(p, archive)
		if err != nil {
			return err
		}
		if built, err := os.ReadFile(r.built[p]); err != nil || !bytes.Equal(built, server.data) {
			return errors.Join(err, fmt.Errorf("%s does not hold %s", archive, r.built[p]))
		}
		if err := verifySBOM(name(p, ".sbom.json"), r.version, kubernetes); err != nil {
			return err
		}
		if p.os == "linux" {
			deb := filepath.Join(dist, fmt.Sprintf("kubelore_%s_%s.deb", r.version, p.arch))
			if err := verifyDebian(p, deb, r.version); err != nil {
				return err
			}
		}
		sum, err := checksum(archive)
		if err != nil {
			return err
		}
		sums[p.os] += sum + " "
	}
	if err := errors.Join(verifyChecksums(r.checksums()), r.verifyRecipes(sums), r.verifyVersion(kubernetes)); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%s: archives, lists of parts and extensions for %d platforms are as they should be\n", r.version, len(platforms))
	return nil
}

// recipes are the files for collections of packages, with the systems that they serve.
var recipes = map[string][]string{ //nolint:gochecknoglobals // a table
	"homebrew/Casks/kubelore.rb":    {"darwin", "linux"},
	"scoop/kubelore.json":           {"windows"},
	"aur/kubelore-bin.pkgbuild":     {"linux"},
	"nix/pkgs/kubelore/default.nix": nil, // it writes checksums in a way of its own
}

// verifyRecipes tells which recipe is of another version, or fetches other archives.
func (r *edition) verifyRecipes(sums map[string]string) error {
	for file, systems := range recipes {
		data, err := os.ReadFile(filepath.Join(dist, filepath.FromSlash(file)))
		if err != nil {
			return err
		}
		if !bytes.Contains(data, []byte(strings.TrimSuffix(r.version, "-snapshot"))) {
			return fmt.Errorf("%s is not of %s", file, r.version)
		}
		for _, system := range systems {
			for sum := range strings.FieldsSeq(sums[system]) {
				if !bytes.Contains(data, []byte(sum)) {
					return fmt.Errorf("%s lacks the checksum %s of an archive for %s", file, sum, system)
				}
			}
		}
	}
	return nil
}

// verifyVersion tells whether the program for this machine says what it is.
func (r *edition) verifyVersion(kubernetes string) error {
	p, ok := here()
	if !ok {
		return nil
	}
	commit, err := exec.Command("git", "rev-parse", "HEAD").Output()
	if err != nil {
		return fmt.Errorf("ask git for the commit: %w", err)
	}
	out, err := exec.Command(r.built[p], "version").Output()
	if err != nil {
		return fmt.Errorf("%s version: %w", r.built[p], err)
	}
	want := fmt.Sprintf("kubelore %s, commit %s, Kubernetes %s, ", r.version, strings.TrimSpace(string(commit)), strings.TrimPrefix(kubernetes, "v"))
	if !strings.HasPrefix(string(out), want) {
		return fmt.Errorf("the program says %q, not %q", out, want)
	}
	return nil
}

// moduleVersion returns the version of a module that go.mod asks for.
func moduleVersion(root, path string) (string, error) {
	cmd := exec.Command("go", "list", "-m", "-f", "{{.Version}}", path)
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("find the version of %s: %w", path, err)
	}
	return strings.TrimSpace(string(out)), nil
}

// reproduce makes the release again from the commit, in another folder, and compares
// the checksums of all files.
func (r *edition) reproduce() error {
	if changed, err := exec.Command("git", "status", "--porcelain").Output(); err != nil || len(changed) > 0 {
		return errors.Join(err, fmt.Errorf("only what is committed can be made again, and there are changes:\n%s", changed))
	}
	folder, err := os.MkdirTemp("", "release")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // it is temporary
	again := filepath.Join(folder, "again")
	if err := command(".", nil, "git", "worktree", "add", "--detach", again, "HEAD"); err != nil {
		return err
	}
	defer command(".", nil, "git", "worktree", "remove", "--force", again) //nolint:errcheck // git prune does it otherwise
	modules, err := filepath.Abs(filepath.Join(extension, "node_modules"))
	if err != nil {
		return err
	}
	if err := os.Symlink(modules, filepath.Join(again, extension, "node_modules")); err != nil {
		return err
	}
	args := []string{"run", "./cmd/dev", "release", "--parallel", strconv.Itoa(r.parallel)}
	if r.snapshot {
		args = append(args, "--snapshot")
	}
	if err := command(again, nil, "go", args...); err != nil {
		return err
	}
	first, err := os.ReadFile(r.checksums())
	if err != nil {
		return err
	}
	second, err := os.ReadFile(filepath.Join(again, r.checksums()))
	if err != nil {
		return err
	}
	if !bytes.Equal(first, second) {
		return fmt.Errorf("the second time other bytes came out:\n%s\nnot\n%s", second, first)
	}
	fmt.Fprintln(os.Stderr, "the second time the same bytes came out")
	return nil
}
