package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// A component is a piece of the work of others in what we hand out.
type component struct {
	name, version string
	texts         []licenceText
}

func noticesCommand() *cobra.Command {
	out, extension := ".ci/release/THIRD-PARTY.md", false
	cmd := &cobra.Command{
		Use:   "notices",
		Short: "Write the licences of all modules that the binaries link, and fail if one of them must not be shipped",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			page, err := notices(".", extension)
			if err != nil {
				return err
			}
			return errors.Join(os.MkdirAll(filepath.Dir(out), 0o755), os.WriteFile(out, []byte(page), 0o644))
		},
	}
	cmd.Flags().StringVar(&out, "out", out, "file to write")
	cmd.Flags().BoolVar(&extension, "extension", false, "with the packages in the extension of VS Code (after npm ci in editors/vscode)")
	return cmd
}

// notices returns the page that goes with all that is handed out: the modules that are
// linked on any platform, and if asked the packages bundled into the extension.
func notices(root string, extension bool) (string, error) {
	all, err := linked(root)
	if err != nil {
		return "", err
	}
	if extension {
		bundled, err := bundled(filepath.Join(root, "editors", "vscode"))
		if err != nil {
			return "", err
		}
		all = append(all, bundled...)
	}
	var refused []error
	for _, c := range all {
		if err := c.permitted(); err != nil {
			refused = append(refused, err)
		}
	}
	return noticesPage(all), errors.Join(refused...)
}

// linked returns the modules of which packages are linked into kubelore, sorted by name, the
// standard library first. Only texts that stand above linked packages count: a module may
// hold code under other licences that we do not link.
func linked(root string) ([]component, error) {
	texts := map[[3]string][]string{} // files of licences by the name, version and folder of the module
	for _, p := range platforms {
		cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}\t{{$.Dir}}{{end}}{{end}}", "./cmd/kubelore")
		cmd.Dir, cmd.Env, cmd.Stderr = root, append(os.Environ(), p.env()...), os.Stderr
		out, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("list what is linked for %s/%s: %w", p.os, p.arch, err)
		}
		for line := range strings.Lines(string(out)) {
			cells := strings.Split(strings.TrimSpace(line), "\t")
			if len(cells) != 4 {
				continue
			}
			module := [3]string{cells[0], cells[1], cells[2]}
			for folder := cells[3]; ; folder = filepath.Dir(folder) {
				files, err := licenceFiles(folder)
				if err != nil {
					return nil, err
				}
				texts[module] = append(texts[module], files...)
				if len(folder) <= len(cells[2]) {
					break
				}
			}
		}
	}
	all, err := standardLibrary(root)
	if err != nil {
		return nil, err
	}
	for module, files := range texts {
		c := component{name: module[0], version: module[1]}
		if err := c.read(module[2], files); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	slices.SortFunc(all[1:], func(a, b component) int { return cmp.Compare(a.name, b.name) })
	return all, nil
}

// standardLibrary returns the library of the Go that builds.
func standardLibrary(root string) ([]component, error) {
	cmd := exec.Command("go", "env", "GOROOT", "GOVERSION")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("find the standard library: %w", err)
	}
	folder, version, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	c := component{name: "Go standard library", version: strings.TrimSpace(version)}
	folder = strings.TrimSpace(folder)
	files, err := licenceFiles(folder)
	if err != nil {
		return nil, err
	}
	err = c.read(folder, files)
	return []component{c}, err
}

// bundled returns the packages of npm that the extension is bundled with.
func bundled(extension string) ([]component, error) {
	data, err := os.ReadFile(filepath.Join(extension, "package-lock.json"))
	if err != nil {
		return nil, err
	}
	var lock struct {
		Packages map[string]struct {
			Version string
			Dev     bool
		}
	}
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(&lock); err != nil {
		return nil, fmt.Errorf("read package-lock.json: %w", err)
	}
	var all []component
	for folder, p := range lock.Packages {
		if folder == "" || p.Dev {
			continue
		}
		c := component{name: strings.TrimPrefix(folder, "node_modules/"), version: p.Version}
		folder = filepath.Join(extension, filepath.FromSlash(folder))
		files, err := licenceFiles(folder)
		if err != nil {
			return nil, fmt.Errorf("%w; npm ci in editors/vscode installs what is missing", err)
		}
		if err := c.read(folder, files); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b component) int { return cmp.Compare(a.name, b.name) })
	return all, nil
}

// noticesPage lists the components and, after that, each text once.
func noticesPage(all []component) string {
	var b strings.Builder
	b.WriteString("# Third-party notices\n\nKubelore contains the work of others, under their licences. Their texts follow the list.\n\n| component | version | licence |\n|---|---|---|\n")
	users := map[string][]string{}
	var order []string
	for _, c := range all {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", c.name, c.version, strings.Join(c.licences(), ", "))
		for _, t := range c.texts {
			if users[t.text] == nil {
				order = append(order, t.text)
			}
			users[t.text] = append(users[t.text], c.name+" ("+t.file+")")
		}
	}
	for _, text := range order {
		fmt.Fprintf(&b, "\n## %s\n\n", strings.Join(users[text], ", "))
		for line := range strings.Lines(text) {
			b.WriteString(strings.TrimRight("    "+line, " \t\r\n") + "\n")
		}
	}
	return b.String()
}
