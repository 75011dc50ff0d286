package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/server/config"
)

// A vscodeSetting is one property of contributes.configuration. Its text stands in
// package.nls.json and package.nls.ja.json.
type vscodeSetting struct {
	doc    language.Text
	schema map[string]any
}

// vscodeSettings returns the settings of the extension by name: those of the server,
// and the few that concern the extension alone.
func vscodeSettings() (map[string]vscodeSetting, error) {
	all := map[string]vscodeSetting{
		"kubelore.server.path": {
			language.Text{
				EN: "The server to start instead of the one in the extension: a path, which may begin with ~ or ${workspaceFolder}.",
				JA: "拡張機能に入っているサーバーの代わりに起動するサーバーのパス。~ や ${workspaceFolder} で始めてもよい。",
			},
			map[string]any{"type": "string", "default": "", "scope": "machine-overridable"},
		},
		"kubelore.trace.server": {
			language.Text{
				EN: "Whether the messages between the editor and the server are written to the log.",
				JA: "エディターとサーバーの間のメッセージをログに書くか。",
			},
			map[string]any{"type": "string", "default": "off", "enum": []string{"off", "messages", "verbose"}, "scope": "window"},
		},
	}
	for _, s := range config.All() {
		named := map[string]config.Setting{"kubelore." + s.Name: s}
		if len(s.Parts) > 0 {
			delete(named, "kubelore."+s.Name)
			for _, part := range s.Parts {
				named["kubelore."+s.Name+"."+part.Name] = part
			}
		}
		for name, part := range named {
			schema, err := editorSchema(part)
			if err != nil {
				return nil, fmt.Errorf("setting %s: %w", name, err)
			}
			all[name] = vscodeSetting{part.Doc, schema}
		}
	}
	for name, s := range all {
		if s.doc.EN == "" || s.doc.JA == "" {
			return nil, fmt.Errorf("setting %s is not documented in every language", name)
		}
		s.schema["description"] = "%" + textKey(name) + "%"
	}
	return all, nil
}

func textKey(name string) string { return "setting." + strings.TrimPrefix(name, "kubelore.") }

// editorSchema returns what may be written for a setting as a JSON Schema.
func editorSchema(s config.Setting) (map[string]any, error) {
	schema := map[string]any{"scope": "window"}
	var value any
	if err := yaml.Unmarshal([]byte(s.Default), &value); s.Type != "string" && err != nil {
		return nil, fmt.Errorf("its default is not of its type: %w", err)
	}
	schema["default"] = value
	switch s.Type {
	case "bool":
		schema["type"] = "boolean"
	case "list":
		schema["type"], schema["items"] = "array", map[string]any{"type": "string"}
	case "map":
		schema["type"], schema["additionalProperties"] = "object", map[string]any{"type": "string", "enum": s.Values}
	case "string":
		schema["type"], schema["default"] = "string", s.Default
		if len(s.Values) > 0 && !slices.Contains(s.Values, s.Default) {
			schema["default"] = ""
		}
		if s.Pattern != "" {
			schema["pattern"], schema["examples"] = s.Pattern, s.Values
		} else if len(s.Values) > 0 {
			schema["enum"] = s.Values
		}
	default:
		return nil, fmt.Errorf("there is no type %s", s.Type)
	}
	return schema, nil
}

// vscodeManifest returns package.json with the settings as they are now.
func vscodeManifest(old string) (string, error) {
	settings, err := vscodeSettings()
	if err != nil {
		return "", err
	}
	properties := map[string]any{}
	for name, s := range settings {
		properties[name] = s.schema
	}
	return replaceValue(old, []string{"contributes", "configuration"}, map[string]any{"title": "Kubelore", "properties": properties})
}

// vscodeTexts returns package.nls.json, or that of another language, with the
// documentation of the settings as it is now. The other texts stay.
func vscodeTexts(old string, l language.Language) (string, error) {
	settings, err := vscodeSettings()
	if err != nil {
		return "", err
	}
	texts := map[string]string{}
	if err := json.Unmarshal([]byte(old), &texts); err != nil {
		return "", err
	}
	for key := range texts {
		if strings.HasPrefix(key, "setting.") {
			delete(texts, key)
		}
	}
	for name, s := range settings {
		texts[textKey(name)] = s.doc.In(l)
	}
	made, err := indented(texts, "")
	return made + "\n", err
}

// replaceValue replaces the value at a path of names in a JSON object, and leaves
// every other byte as it is.
func replaceValue(doc string, path []string, value any) (string, error) {
	dec := json.NewDecoder(strings.NewReader(doc))
	for depth, want := range path {
		if _, err := dec.Token(); err != nil { // the brace
			return "", err
		}
		for {
			name, err := dec.Token()
			if err != nil {
				return "", err
			}
			if name == json.Delim('}') {
				return "", fmt.Errorf("there is no %s", strings.Join(path[:depth+1], "."))
			}
			if name == want {
				break
			}
			var skipped json.RawMessage
			if err := dec.Decode(&skipped); err != nil {
				return "", err
			}
		}
	}
	var replaced json.RawMessage
	if err := dec.Decode(&replaced); err != nil {
		return "", err
	}
	end := int(dec.InputOffset())
	made, err := indented(value, strings.Repeat("  ", len(path)))
	return doc[:end-len(replaced)] + made + doc[end:], err
}

func indented(value any, prefix string) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, "  ")
	err := enc.Encode(value)
	return strings.TrimSuffix(b.String(), "\n"), err
}
