package config

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"

	"go.yaml.in/yaml/v4"
)

// FileName is the name of the settings file at the root of a workspace.
const FileName = ".kubelore.yaml"

// LargestFile is the size, in bytes, beyond which a file holds no settings.
const LargestFile = 1 << 20

// ParseFile reads the content of a settings file. Problems name their line. A
// file that is no YAML gives one problem and the defaults.
func ParseFile(content []byte) (*Settings, []Problem) { return ParseFileOver(content, nil) }

// ParseFileOver reads the content of a settings file that counts more than other decoded
// settings: what it does not say is as they say.
func ParseFileOver(content []byte, under map[string]any) (*Settings, []Problem) {
	var root yaml.Node
	if err := yaml.Unmarshal(content, &root); err != nil && !errors.Is(err, io.EOF) {
		s, problems := Parse(under)
		return s, append(problems, Problem{FileName, "this is no YAML: " + err.Error()})
	}
	var values map[string]any
	if err := root.Decode(&values); err != nil {
		s, problems := Parse(under)
		return s, append(problems, Problem{FileName, "must map the names of settings to values"})
	}
	// 1.30 is a release and not the number 1.3.
	if v, ok := values["kubernetesVersion"].(float64); ok {
		values["kubernetesVersion"] = written(&root, "kubernetesVersion", v)
	}
	s, problems := Parse(over(values, under))
	for i := range problems {
		if line := lineOf(&root, problems[i].Setting); line > 0 {
			problems[i].Message = fmt.Sprintf("line %d: %s", line, problems[i].Message)
		}
	}
	return s, problems
}

// Sets reports whether a settings file says what a setting is, rightly or not. A setting
// without a value counts as not there.
func Sets(content []byte, setting string) bool {
	var values map[string]any
	return yaml.Unmarshal(content, &values) == nil && values[setting] != nil
}

// over returns settings over others. Of a map each entry counts by itself.
func over(values, under map[string]any) map[string]any {
	if len(under) == 0 {
		return values
	}
	all := maps.Clone(under)
	for name, v := range values {
		upper, isMap := v.(map[string]any)
		lower, both := all[name].(map[string]any)
		switch {
		case isMap && both:
			entries := maps.Clone(lower)
			maps.Copy(entries, upper)
			all[name] = entries
		case v != nil:
			all[name] = v
		}
	}
	return all
}

// written returns the text of a top-level setting, or v if it is not found.
func written(root *yaml.Node, name string, v any) any {
	for i := 0; len(root.Content) > 0 && i+1 < len(root.Content[0].Content); i += 2 {
		if root.Content[0].Content[i].Value == name {
			return root.Content[0].Content[i+1].Value
		}
	}
	return v
}

// lineOf returns the line, from 1, of the key of a setting, or 0.
func lineOf(root *yaml.Node, setting string) int {
	if len(root.Content) == 0 {
		return 0
	}
	name, rest, _ := strings.Cut(setting, ".")
	m := root.Content[0]
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value != name {
			continue
		}
		for j, sub := 0, m.Content[i+1]; rest != "" && j+1 < len(sub.Content); j += 2 {
			if sub.Content[j].Value == rest {
				return sub.Content[j].Line
			}
		}
		return m.Content[i].Line
	}
	return 0
}
