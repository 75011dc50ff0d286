package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/check"
	"github.com/kubelore/kubelore/server/config"
)

// schemaFile is the JSON Schema of the file with settings, and schemaURL is where other
// tools find it.
const (
	schemaFile = "editors/vscode/schema/kubelore.schema.json"
	schemaURL  = "https://raw.githubusercontent.com/kubelore/kubelore/main/" + schemaFile
)

// patternGlob is what path.Match takes for a pattern.
const patternGlob = `^([^\[\\]|\\.|\[\^?([^\]\\-](-[^\]\\-])?)+\])*$`

// settingsSchema returns the JSON Schema of .kubelore.yaml. It is of draft 7, which every
// tool for YAML knows.
func settingsSchema() (string, error) {
	properties := map[string]any{}
	for _, s := range config.All() {
		schema, err := fileSchema(s)
		if err != nil {
			return "", fmt.Errorf("setting %s: %w", s.Name, err)
		}
		schema["description"] = s.Doc.EN
		properties[s.Name] = map[string]any{"anyOf": []any{schema, map[string]any{"type": "null"}}, "description": s.Doc.EN}
		delete(schema, "description")
	}
	made, err := indented(map[string]any{
		"$schema": "http://json-schema.org/draft-07/schema#", "$id": schemaURL,
		"title": "Settings of Kubelore", "description": "The file " + config.FileName + " at the root of a workspace.",
		"type": []string{"object", "null"}, "properties": properties, "additionalProperties": false,
	}, "")
	return made + "\n", err
}

// fileSchema returns what may be written for a setting in the file. It is what editors
// take, and what only YAML can say.
func fileSchema(s config.Setting) (map[string]any, error) {
	schema, err := editorSchema(s)
	if err != nil {
		return nil, err
	}
	delete(schema, "scope")
	switch {
	case s.Name == "kubernetesVersion":
		// Without quotes 1.30 is the number 1.3, and the server knows what was meant.
		numbers := []json.Number{}
		for m := catalog.Oldest; m <= catalog.Newest; m++ {
			numbers = append(numbers, json.Number(strings.TrimSuffix(m.String(), "0")))
		}
		delete(schema, "default")
		delete(schema, "examples")
		return map[string]any{
			"default": s.Default, "examples": s.Values,
			"anyOf": []any{map[string]any{"type": "string", "enum": s.Values}, schema, map[string]any{"type": "number", "enum": numbers}},
		}, nil
	case s.Name == "rules":
		// Some readers of YAML take off for false.
		severity := map[string]any{"enum": append(words(s.Values), false)}
		schema["additionalProperties"], schema["propertyNames"] = severity, map[string]any{"pattern": patternGlob}
		checks := map[string]any{}
		for _, info := range check.All() {
			if strings.HasPrefix(info.Code, "settings/") {
				continue // nobody turns these off
			}
			checks[info.Code] = map[string]any{"enum": severity["enum"], "description": info.Says.EN}
		}
		schema["properties"] = checks
	case s.Type == "list":
		schema["items"] = map[string]any{"type": "string", "minLength": 1}
	case len(s.Parts) > 0:
		parts := map[string]any{}
		for _, part := range s.Parts {
			inner, err := fileSchema(part)
			if err != nil {
				return nil, err
			}
			inner["description"] = part.Doc.EN
			parts[part.Name] = inner
		}
		schema["properties"], schema["additionalProperties"] = parts, false
	}
	return schema, nil
}

// words returns texts as values of any type.
func words(all []string) []any {
	out := []any{}
	for _, s := range all {
		out = append(out, s)
	}
	return out
}
