package main

import (
	"bytes"
	_ "embed" // of releases.tsv
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kubelore/kubelore/knowledge/catalog"
)

// factsFile is the table of package catalog, from the root of the module.
const factsFile = "knowledge/catalog/fields.tsv"

// releasesFile names the releases that are read.
//
//go:embed releases.tsv
var releasesFile string

// A pin is a release whose API types are read.
type pin struct{ api, extensions string }

// pins returns them, the oldest first.
func pins(file string) []pin {
	var all []pin
	for line := range strings.Lines(file) {
		if api, extensions, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); ok && line[0] != '#' {
			all = append(all, pin{api, extensions})
		}
	}
	return all
}

const (
	apiModule        = "k8s.io/api"
	extensionsModule = "k8s.io/apiextensions-apiserver"
)

func factsCommand() *cobra.Command {
	var only bool
	cmd := &cobra.Command{
		Use:   "facts",
		Short: "Write what is known of fields, from all releases of the API types (downloads them)",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return facts(".", only) },
	}
	cmd.Flags().BoolVar(&only, "check", false, "write nothing, and fail if the table is stale")
	return cmd
}

// facts writes the table below root. If only is set it fails instead where the table
// is not what it would write.
func facts(root string, only bool) error {
	releases, err := readReleases()
	if err != nil {
		return err
	}
	types, err := factsOf(releases, linkedGates())
	if err != nil {
		return err
	}
	name, table := filepath.Join(root, filepath.FromSlash(factsFile)), factsTable(types)
	if !only {
		return os.WriteFile(name, []byte(table), 0o644)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("read the table of facts: %w", err)
	}
	if strings.ReplaceAll(string(data), "\r\n", "\n") != table {
		return fmt.Errorf("%s is stale; run go run ./cmd/dev facts", factsFile)
	}
	return nil
}

// readReleases downloads and parses the API types of all releases.
func readReleases() ([]release, error) {
	var modules []string
	pins := pins(releasesFile)
	for _, p := range pins {
		modules = append(modules, apiModule+"@"+p.api, extensionsModule+"@"+p.extensions)
	}
	folders, err := download(modules)
	if err != nil {
		return nil, err
	}
	var releases []release
	for i, p := range pins {
		s := newSource()
		err := errors.Join(
			s.read(folders[apiModule+"@"+p.api]),
			s.read(filepath.Join(folders[extensionsModule+"@"+p.extensions], "pkg", "apis")))
		if err != nil {
			return nil, fmt.Errorf("read the API types of %s: %w", p.api, err)
		}
		releases = append(releases, release{catalog.Oldest + catalog.Minor(i), s})
	}
	return releases, nil
}

// download returns the folders of modules, each named path@version.
func download(modules []string) (map[string]string, error) {
	cmd := exec.Command("go", append([]string{"mod", "download", "-json"}, modules...)...)
	cmd.Dir = os.TempDir() // outside of our module, or its go.sum grew
	out, failed := cmd.Output()
	folders := map[string]string{}
	for d := json.NewDecoder(bytes.NewReader(out)); d.More(); {
		var m struct{ Path, Version, Dir, Error string }
		if err := d.Decode(&m); err != nil {
			return nil, fmt.Errorf("read what go mod download says: %w", err)
		}
		if m.Error != "" {
			return nil, fmt.Errorf("download %s@%s: %s", m.Path, m.Version, m.Error)
		}
		folders[m.Path+"@"+m.Version] = m.Dir
	}
	if failed != nil {
		return nil, fmt.Errorf("go mod download: %w", failed)
	}
	return folders, nil
}

const factsHead = `# Facts of fields, made by go run ./cmd/dev facts; change the generator instead. "-" is nothing; dashes at the end are left out.
# type	group	version
#	field	since	removed	required since	optional since	deprecated	feature gates	gates on since	values of the enum, =release for those added later
`

// factsTable writes facts as package catalog reads them.
func factsTable(types []typeFacts) string {
	var b strings.Builder
	b.WriteString(factsHead)
	for _, t := range types {
		fmt.Fprintf(&b, "%s\t%s\t%s\n", t.name, dash(t.group), t.version)
		for _, f := range t.fields {
			cells := []string{
				"", f.name, minor(f.Since), minor(f.Removed), minor(f.Required), minor(f.Optional),
				minor(f.Deprecated), dash(f.Gate), minor(f.GateOn), enum(f.EnumSince),
			}
			for cells[len(cells)-1] == "-" {
				cells = cells[:len(cells)-1]
			}
			b.WriteString(strings.Join(cells, "\t") + "\n")
		}
	}
	return b.String()
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func minor(m catalog.Minor) string {
	if m == 0 {
		return "-"
	}
	return m.String()
}

func enum(values []catalog.EnumValue) string {
	var all []string
	for _, v := range values {
		if v.Since != 0 {
			all = append(all, v.Value+"="+v.Since.String())
		} else {
			all = append(all, v.Value)
		}
	}
	slices.Sort(all)
	return dash(strings.Join(all, ","))
}
