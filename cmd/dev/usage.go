package main

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/knowledge/usage"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

const usageFile = "knowledge/usage/usage.tsv"

func usageCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "usage FOLDER",
		Short: "Count which fields and values manifests have, for the order of completions",
		Long: "Count which fields and values the manifests in a folder have, and write " + usageFile + ".\n" +
			"Every fifth file is left out: the order of completions is measured with those.",
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return writeUsage(args[0]) },
	}
}

func writeUsage(folder string) error {
	files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("no manifests in %s: %w", folder, os.ErrNotExist)
	}
	c := &counter{follows: map[string]map[string]int{}, values: map[string]map[string]int{}, holders: map[string]map[string]int{}}
	for i, name := range files {
		if i%5 == 4 {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("read a manifest: %w", err)
		}
		f := manifest.Open(text.New(string(data)), &manifest.Env{Target: catalog.Newest})
		for _, d := range f.Documents() {
			c.doc = d.Document
			for _, r := range d.Resources() {
				c.count(r.Root, "")
			}
		}
	}
	if err := os.WriteFile(usageFile, []byte(c.table()), 0o644); err != nil {
		return fmt.Errorf("write the table: %w", err)
	}
	return nil
}

// counter counts over many documents.
type counter struct {
	doc *manifest.Document
	// follows counts how often a field comes right behind another one, by "Type field"; the
	// first field is behind "", and behind the last is "".
	follows map[string]map[string]int
	// values counts the values of a field, by "Type field".
	values map[string]map[string]int
	// holders counts the fields that hold objects of a type.
	holders map[string]map[string]int
}

// count counts what is in a node. In is the field that holds it, which tells apart
// objects of one type with different uses, such as the metadata of a template.
func (c *counter) count(n syntax.Node, in string) {
	t := c.doc.TypeOf(n)
	if t == nil {
		return
	}
	if t.Kind == schema.Object && n.Kind() == syntax.Mapping && t.Name != "" {
		c.fields(n, t.Name, "")
		c.fields(n, t.Name, "@"+in)
		add(c.holders, t.Name, in)
	}
	for child := range n.Children() {
		if child.Kind() == syntax.Pair {
			key := child.Key().Text()
			if t.Kind == schema.Object && c.doc.FieldOf(child) != nil {
				c.value(t, key, child)
			} else {
				key = in
			}
			c.count(child.Value(), usage.Holder(key, in))
		} else if child.Kind() == syntax.Item {
			c.count(child.Value(), in)
		}
	}
}

func (c *counter) fields(mapping syntax.Node, typeName, in string) {
	before := ""
	for p := range mapping.Children() {
		if c.doc.FieldOf(p) == nil {
			continue
		}
		add(c.follows, typeName+in+" "+before, p.Key().Text())
		before = p.Key().Text()
	}
	add(c.follows, typeName+in+" "+before, "")
}

// value counts a scalar, or the scalars of a list, if the field has a known set of them.
func (c *counter) value(t *schema.Type, field string, pair syntax.Node) {
	of := t.Field(field).Type
	if of.Kind == schema.List {
		of = of.Elem
	}
	known := of.Enum
	if w, ok := catalog.ValuesOf(t.Name, field); ok {
		known = w.Values
	}
	if of.Kind == schema.Boolean {
		known = []string{"true", "false"}
	}
	one := func(n syntax.Node) {
		if slices.Contains(known, n.Text()) {
			add(c.values, t.Name+" "+field, n.Text())
		}
	}
	one(pair.Value())
	for item := range pair.Value().Children() {
		if item.Kind() == syntax.Item {
			one(item.Value())
		}
	}
}

func add(counts map[string]map[string]int, key, name string) {
	if counts[key] == nil {
		counts[key] = map[string]int{}
	}
	counts[key][name]++
}

// table returns the counts as a file. Types that stand in one place only have no rows of
// their own for it.
func (c *counter) table() string {
	var b strings.Builder
	b.WriteString("# How often fields and values stand in real manifests, made by go run ./cmd/dev usage.\n" +
		"# f\ttype, @ and the field that holds it\tfield before\tfields that follow it, as name=times; . is the end\n" +
		"# v\ttype\tfield\tvalues, as value=times\n")
	write := func(kind string, counts map[string]map[string]int) {
		for _, key := range slices.Sorted(maps.Keys(counts)) {
			row := most(counts[key])
			if name, _, ok := strings.Cut(strings.Fields(key)[0], "@"); ok && len(c.holders[name]) < 2 {
				continue
			}
			owner, name, _ := strings.Cut(key, " ")
			fmt.Fprintf(&b, "%s\t%s\t%s\t%s\n", kind, owner, cmp.Or(name, "."), row)
		}
	}
	write("f", c.follows)
	write("v", c.values)
	return b.String()
}

func most(counts map[string]int) string {
	names := slices.Sorted(maps.Keys(counts))
	slices.SortStableFunc(names, func(a, b string) int { return counts[b] - counts[a] })
	var cells []string
	for _, name := range names {
		cells = append(cells, fmt.Sprintf("%s=%d", cmp.Or(name, "."), counts[name]))
	}
	return strings.Join(cells, "\t")
}
