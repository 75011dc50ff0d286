package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
	"github.com/tailscale/hujson"
	"go.yaml.in/yaml/v4"

	"github.com/kubelore/kubelore/server/config"
)

// decode returns a block of configuration as maps and lists, or nil for a language that
// has more than values in it.
func decode(language string, data []byte) (any, error) {
	var value any
	switch language {
	case "toml":
		var table map[string]any
		err := toml.Unmarshal(data, &table)
		return table, err
	case "yaml":
		return value, yaml.Unmarshal(data, &value)
	case "json": // with the comments and commas that these editors allow
		plain, err := hujson.Standardize(data)
		if err != nil {
			return nil, err
		}
		return value, json.Unmarshal(plain, &value)
	}
	return nil, nil
}

// blocks returns the blocks of code in a page, each with its language in front.
func blocks(page string) [][2]string {
	var all [][2]string
	for _, part := range regexp.MustCompile("(?ms)^```([a-z]+)\n(.*?)^```$").FindAllStringSubmatch(page, -1) {
		all = append(all, [2]string{part[1], part[2]})
	}
	return all
}

// configurations is the folder with those of the editors.
const configurations = "../../editors"

// TestConfigurations reads every block of configuration that people are told to copy.
func TestConfigurations(t *testing.T) {
	languages := map[string]string{".json": "json", ".sublime-settings": "json", ".toml": "toml"}
	pages, err := filepath.Glob(configurations + "/*/README.md")
	if err != nil || len(pages) < 9 {
		t.Fatalf("the pages are %q, %v", pages, err)
	}
	for _, name := range []string{"helix/languages.toml", "kate/settings.json", "sublime/LSP.sublime-settings", "zed/settings.json"} {
		pages = append(pages, filepath.Join(configurations, name))
	}
	read, named := 0, 0
	for _, name := range append(pages, "../../README.md") {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all := blocks(string(data))
		if language := languages[filepath.Ext(name)]; language != "" {
			all = [][2]string{{language, string(data)}}
		}
		for _, block := range all {
			value, err := decode(block[0], []byte(block[1]))
			if err != nil {
				t.Errorf("%s: %v in\n%s", name, err, block[1])
			}
			if value != nil {
				read++
			}
			named += checkSettings(t, name, block[0], value, block[1])
		}
	}
	if read < 7 || named < 6 {
		t.Errorf("%d blocks were read, and %d settings", read, named)
	}
}

// checkSettings checks that a block names settings of Kubelore that there are, and returns
// how many.
func checkSettings(t *testing.T, name, language string, value any, block string) int {
	t.Helper()
	var settings map[string]any
	switch language {
	case "yaml":
		settings, _ = value.(map[string]any)
	case "toml":
		table, _ := value.(map[string]any)
		servers, _ := table["language-server"].(map[string]any)
		server, _ := servers["kubelore"].(map[string]any)
		settings, _ = server["config"].(map[string]any)
	case "lua", "elisp": // what stands behind the name of the section
		setting := regexp.MustCompile(`kubelore (?:= \{ |\(:)([a-zA-Z]+)(?: =)? ["']([^"']+)["']`)
		for _, found := range setting.FindAllStringSubmatch(block, -1) {
			settings = map[string]any{found[1]: found[2]}
		}
	}
	if _, problems := config.Parse(settings); len(problems) > 0 {
		t.Errorf("%s: %v in\n%s", name, problems, block)
	}
	return len(settings)
}

// TestConfigurationsStart checks that each configuration starts the server, by the
// command that kubelore understands.
func TestConfigurationsStart(t *testing.T) {
	for name, want := range map[string][]string{
		"helix/languages.toml":         {"language-server", "kubelore", "command"},
		"kate/settings.json":           {"servers", "yaml", "command"},
		"sublime/LSP.sublime-settings": {"clients", "kubelore", "command"},
		"zed/settings.json":            {"lsp", "yaml-language-server", "binary", "path"},
	} {
		data, err := os.ReadFile(filepath.Join(configurations, name))
		if err != nil {
			t.Fatal(err)
		}
		language := "json"
		if strings.HasSuffix(name, ".toml") {
			language = "toml"
		}
		value, err := decode(language, data)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range want {
			inner, ok := value.(map[string]any)
			if !ok || inner[part] == nil {
				t.Fatalf("%s: there is no %s, only %q", name, part, slices.Sorted(maps.Keys(inner)))
			}
			value = inner[part]
		}
		if list, ok := value.([]any); ok && len(list) > 0 {
			value = list[0]
		}
		if value != "kubelore" {
			t.Errorf("%s starts %v", name, value)
		}
	}
}
