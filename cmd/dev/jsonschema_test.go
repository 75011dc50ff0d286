package main

import (
	"os"
	"strings"
	"testing"

	"github.com/xeipuuv/gojsonschema"
	"sigs.k8s.io/yaml"

	"github.com/kubelore/kubelore/server/config"
)

// readSchema returns the committed schema, after a check against the schema of schemas.
func readSchema(t *testing.T) *gojsonschema.Schema {
	t.Helper()
	data, err := os.ReadFile("../../" + schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	loader := gojsonschema.NewSchemaLoader()
	loader.Draft, loader.AutoDetect, loader.Validate = gojsonschema.Draft7, false, true
	schema, err := loader.Compile(gojsonschema.NewBytesLoader(data))
	if err != nil {
		t.Fatalf("the schema is not one: %v", err)
	}
	return schema
}

// accepted are settings that the server and the schema take alike.
var accepted = []string{
	"", "{}", "kubernetesVersion: '1.34'", "kubernetesVersion: 1.34", "kubernetesVersion: 1.30", "kubernetesVersion: 1.23", "kubernetesVersion: 1.31-1.37",
	"kubernetesVersion: 1.33-1.33", "kubernetesVersion:", "rules: {}", "rules: {api/*: warning, schema/unknown-field: hint}",
	"rules: {dep/field: off}", "rules: {acme/no-owner: error}", "rules: {'res/[a-m]*': information}", `rules: {'a\*b': hint}`, "rules:",
	"crds: []", "crds: [crds, more/*.yaml]", "include: [deploy/**]", "exclude: [test]", "exclude:",
	"language: en", "language: ja", "language: ''", "language:",
	"podSecurity: auto", "podSecurity: privileged", "podSecurity: baseline", "podSecurity: restricted",
	"hover: {secretValues: true}", "hover: {}", "hover:",
	"kubernetesVersion: 1.36\nlanguage: ja\nrules:\n  sec/*: off\n",
}

// refused are settings that both find something wrong with.
var refused = []string{
	"[]", "text", "kubernetesversion: 1.34", "kubernetesVersion: newest", "kubernetesVersion: 1.22", "kubernetesVersion: 1.99", "kubernetesVersion: 2.30",
	"kubernetesVersion: 1.36-1.30", "kubernetesVersion: '1.34-'", "kubernetesVersion: 1.20-1.37", "kubernetesVersion: true", "kubernetesVersion: [1.34]",
	"rules: [a]", "rules: {api/x: fatal}", "rules: {api/x: true}", "rules: {api/x: 1}", "rules: {api/x: null}", "rules: {'[': off}", "rules: {'a[]': off}",
	`rules: {'a\': off}`, "rules: off", "crds: here", "crds: [1]", "crds: ['']", "include: {a: b}", "exclude: [[a]]",
	"language: fr", "language: 1", "podSecurity: strict", "podSecurity: off", "podSecurity: ''",
	"hover: true", "hover: {secretValues: 'yes'}", "hover: {values: true}", "unknown: 1",
}

// lenient are settings that the server takes from flags and locales, and that the schema
// keeps out of files.
var lenient = []string{"kubernetesVersion: v1.34", "kubernetesVersion: 1.34.2", "kubernetesVersion: 1.31 - 1.37", "language: ja-JP"}

func TestSchemaAgreesWithTheServer(t *testing.T) {
	schema := readSchema(t)
	ask := func(file string) (bySchema, byServer bool) {
		data, err := yaml.YAMLToJSON([]byte(file))
		if err != nil {
			t.Fatalf("%q: %v", file, err)
		}
		result, err := schema.Validate(gojsonschema.NewBytesLoader(data))
		if err != nil {
			t.Fatalf("%q: %v", file, err)
		}
		_, problems := config.ParseFile([]byte(file))
		return result.Valid(), len(problems) == 0
	}
	for _, group := range []struct {
		files            []string
		schema, settings bool
	}{{accepted, true, true}, {refused, false, false}, {lenient, false, true}} {
		for _, file := range group.files {
			if schema, settings := ask(file); schema != group.schema || settings != group.settings {
				t.Errorf("%q: the schema takes it: %t, want %t; the server takes it: %t, want %t", file, schema, group.schema, settings, group.settings)
			}
		}
	}
}

// TestSchemaTakesEveryValue holds that what the documentation of a setting names is taken.
func TestSchemaTakesEveryValue(t *testing.T) {
	schema := readSchema(t)
	for _, s := range config.All() {
		for _, value := range s.Values {
			var of any = value
			if s.Type == "map" {
				of = map[string]any{"schema/unknown-field": value}
			}
			result, err := schema.Validate(gojsonschema.NewGoLoader(map[string]any{s.Name: of}))
			if err != nil || !result.Valid() {
				t.Errorf("%s: %v: %v, %v", s.Name, value, err, result)
			}
		}
	}
}

// A package of VS Code without the schema, or with another, or that does not say which
// file it is for, is found.
func TestSchemaInThePackage(t *testing.T) {
	read := func(name string) string {
		data, err := os.ReadFile("../../editors/vscode/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	const manifest, schema = "extension/package.json", "extension/schema/kubelore.schema.json"
	files := func() map[string]packed {
		return map[string]packed{manifest: {0o644, []byte(read("package.json"))}, schema: {0o644, []byte(read("schema/kubelore.schema.json"))}}
	}
	if err := verifySchema(files()); err != nil {
		t.Error(err)
	}
	for name, spoil := range map[string]func(map[string]packed){
		"no schema": func(all map[string]packed) { delete(all, schema) },
		"an old schema": func(all map[string]packed) {
			all[schema] = packed{0o644, []byte(strings.Replace(read("schema/kubelore.schema.json"), "1.37", "1.36", 1))}
		},
		"another file": func(all map[string]packed) {
			all[manifest] = packed{0o644, []byte(strings.Replace(read("package.json"), `".kubelore.yaml"`, `"kubelore.yaml"`, 1))}
		},
		"no schema said": func(all map[string]packed) { all[manifest] = packed{0o644, []byte(`{"contributes": {}}`)} },
		"no manifest":    func(all map[string]packed) { delete(all, manifest) },
	} {
		all := files()
		if spoil(all); verifySchema(all) == nil {
			t.Errorf("%s: nobody sees it", name)
		}
	}
}
