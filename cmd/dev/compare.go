package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/complete/truth"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

const comparisonFile = "server/doc/features/completion.md"

func compareCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "compare-completion COMMAND...",
		Short: "Compare what yaml-language-server and we offer at the same places",
		Long: "Delete each key and each known value of the manifests in testdata/completion, ask yaml-language-server, which COMMAND\n" +
			"starts, and kubelore for it, accept it, and write the table into " + comparisonFile + ". For example:\n" +
			"go run ./cmd/dev compare-completion node yaml-language-server/bin/yaml-language-server --stdio",
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return compareCompletion(args) },
	}
	c.Flags().SetInterspersed(false) // the flags are those of COMMAND
	return c
}

// contestant is a server with what it is told.
type contestant struct {
	name     string
	command  []string
	settings map[string]any
	// schemas are the contents of the schemas that it asks for, by the end of their address.
	schemas map[string]string
}

func compareCompletion(command []string) error {
	folder, err := os.MkdirTemp("", "compare")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	own, err := buildServer(folder)
	if err != nil {
		return err
	}
	contestants := []contestant{{name: "Kubelore", command: []string{own}}}
	for _, enums := range []bool{false, true} {
		c, err := yamlServer(command, enums, false)
		if err != nil {
			return err
		}
		c.name = map[bool]string{false: "yaml-language-server %s", true: "the same, with enums in its schema"}[enums]
		contestants = append(contestants, c)
	}
	var rows []string
	for _, c := range contestants {
		r, err := c.run()
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		rows = append(rows, r.row())
	}
	return writeComparison(rows)
}

// result is what was found out about a server.
type result struct {
	name                               string
	places, keys, keysInThree, inThree int
	nothing, missed, wrong             int
	reciprocal                         float64
	took                               []time.Duration
	// notes are the places where something is amiss.
	notes []string
}

func (r *result) row() string {
	slices.Sort(r.took)
	percent := func(n, of int) string { return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(max(1, of))) }
	fmt.Fprintf(os.Stderr, "%s:\n%s\n", r.name, strings.Join(r.notes, "\n"))
	return fmt.Sprintf("| %s | %.3f | %s | %s | %d | %d | %d of %d | %.1f ms |", r.name, r.reciprocal/float64(r.places), percent(r.inThree, r.places),
		percent(r.keysInThree, r.keys), r.nothing, r.missed, r.wrong, r.places-r.missed-r.nothing, float64(r.took[len(r.took)/2].Microseconds())/1000)
}

// run asks a server at all places.
func (c contestant) run() (*result, error) {
	p, err := startPeer(c.command, c.answer)
	if err != nil {
		return nil, err
	}
	defer func() { _ = p.close() }()
	r := &result{name: c.name}
	if err := c.greet(p, r); err != nil {
		return nil, err
	}
	files, err := filepath.Glob("testdata/completion/*.yaml")
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no manifests in testdata/completion: %w", os.ErrNotExist)
	}
	if err := warmUp(p); err != nil {
		return nil, err
	}
	n := 0
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read a manifest: %w", err)
		}
		f := manifest.Open(text.New(string(data)), &manifest.Env{Target: catalog.Newest})
		for place := range truth.Places(f) {
			n++
			uri := fmt.Sprintf("file:///compare/%d.yaml", n)
			start := time.Now()
			items, err := ask(p, uri, place)
			if err != nil {
				return nil, err
			}
			r.took = append(r.took, time.Since(start))
			r.count(f, place, items)
		}
	}
	return r, nil
}

// warmUp asks until there is an answer, so that settings and schemas have come.
func warmUp(p *peer) error {
	const pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  "
	for i := range 100 {
		items, err := ask(p, fmt.Sprintf("file:///compare/first%d.yaml", i), truth.Place{Content: pod + "\n", Offset: len(pod)})
		if err != nil || len(items) > 0 {
			return err
		}
	}
	return fmt.Errorf("nothing is offered in a Pod: %w", errors.ErrUnsupported)
}

// answer answers what a server asks of its editor.
func (c contestant) answer(method string, params json.RawMessage) any {
	switch method {
	case "workspace/configuration":
		var asked struct {
			Items []struct{ Section string }
		}
		if json.Unmarshal(params, &asked) != nil {
			return nil
		}
		all := []any{}
		for _, x := range asked.Items {
			v := c.settings[x.Section]
			if v == nil {
				v = map[string]any{}
			}
			all = append(all, v)
		}
		return all
	case "vscode/content":
		for end, content := range c.schemas {
			if bytes.Contains(params, []byte(end)) {
				return content
			}
		}
	}
	return nil
}

// greet does what an editor does first.
func (c contestant) greet(p *peer, r *result) error {
	var hello struct {
		ServerInfo struct{ Name, Version string }
	}
	err := p.call("initialize", map[string]any{
		"processId": os.Getpid(), "rootUri": nil,
		"capabilities": map[string]any{
			"workspace": map[string]any{"configuration": true, "didChangeConfiguration": map[string]any{}},
			"textDocument": map[string]any{"completion": map[string]any{"completionItem": map[string]any{
				"snippetSupport": true, "insertTextModeSupport": map[string]any{"valueSet": []int{1, 2}},
				"documentationFormat": []string{"markdown"}, "resolveSupport": map[string]any{"properties": []string{"documentation"}},
			}}},
		},
	}, &hello)
	if err != nil {
		return err
	}
	if strings.Contains(r.name, "%s") {
		r.name = fmt.Sprintf(r.name, peerVersion(c.command))
	}
	if err := p.notify("initialized", map[string]any{}); err != nil {
		return err
	}
	if len(c.schemas) > 0 {
		if err := p.notify("yaml/registerContentRequest", map[string]any{}); err != nil {
			return err
		}
	}
	return p.notify("workspace/didChangeConfiguration", map[string]any{"settings": c.settings})
}

// peerVersion returns the version in the package of a server of Node.js.
func peerVersion(command []string) string {
	for _, arg := range command {
		data, err := os.ReadFile(filepath.Join(filepath.Dir(filepath.Dir(arg)), "package.json"))
		var pkg struct{ Name, Version string }
		if err == nil && json.Unmarshal(data, &pkg) == nil && pkg.Name == "yaml-language-server" {
			return pkg.Version
		}
	}
	return ""
}

// ask opens a manifest, asks for completions and closes it.
func ask(p *peer, uri string, place truth.Place) ([]offer, error) {
	t := text.New(place.Content)
	line, char := t.Position(place.Offset, text.UTF16)
	document := map[string]any{"uri": uri, "languageId": "yaml", "version": 1, "text": place.Content}
	if err := p.notify("textDocument/didOpen", map[string]any{"textDocument": document}); err != nil {
		return nil, err
	}
	var raw json.RawMessage
	if err := p.call("textDocument/completion", map[string]any{
		"textDocument": map[string]any{"uri": uri}, "position": map[string]any{"line": line, "character": char},
	}, &raw); err != nil {
		return nil, err
	}
	if err := p.notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": uri}}); err != nil {
		return nil, err
	}
	var list struct{ Items []offer }
	if err := json.Unmarshal(raw, &list); err != nil {
		if err := json.Unmarshal(raw, &list.Items); err != nil {
			return nil, fmt.Errorf("read completions: %w", err)
		}
	}
	slices.SortStableFunc(list.Items, func(a, b offer) int { return strings.Compare(a.order(), b.order()) })
	return list.Items, nil
}

const (
	comparisonBegin = "<!-- Made by go run ./cmd/dev compare-completion -->"
	comparisonEnd   = "<!-- until here -->"
)

// writeComparison puts the table into the document.
func writeComparison(rows []string) error {
	data, err := os.ReadFile(comparisonFile)
	if err != nil {
		return fmt.Errorf("read the document: %w", err)
	}
	before, rest, ok := strings.Cut(string(data), comparisonBegin)
	_, after, found := strings.Cut(rest, comparisonEnd)
	if !ok || !found {
		return fmt.Errorf("%s has no place for the table", comparisonFile)
	}
	head := "| server | mean reciprocal rank | in the top 3 | keys in the top 3 | offers nothing | offers other things only | wrong when accepted | median time |\n" +
		"|---|---|---|---|---|---|---|---|\n"
	out := before + comparisonBegin + "\n" + head + strings.Join(rows, "\n") + "\n" + comparisonEnd + after
	if err := os.WriteFile(comparisonFile, []byte(out), 0o644); err != nil {
		return fmt.Errorf("write the document: %w", err)
	}
	return nil
}
