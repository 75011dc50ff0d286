package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
)

// buildServer builds kubelore into a folder, as it is released, and returns its path.
func buildServer(folder string) (string, error) {
	path := filepath.Join(folder, "kubelore")
	build := exec.Command("go", "build", "-ldflags", "-s -w", "-o", path, "./cmd/kubelore") //nolint:gosec,noctx // our own program
	if said, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build kubelore: %w: %s", err, said)
	}
	return path, nil
}

// yamlServer returns yaml-language-server as it is compared with: with the schema that it
// would load from the network, and with no other.
func yamlServer(command []string, enums, validate bool) (contestant, error) {
	all, definitions, err := kubernetesSchema(enums)
	if err != nil {
		return contestant{}, err
	}
	return contestant{
		command: command,
		settings: map[string]any{"yaml": map[string]any{
			"schemas": map[string]any{"kubernetes": []string{"*.yaml"}}, "completion": true, "validate": validate, "hover": true,
			"schemaStore": map[string]any{"enable": false}, "maxItemsComputed": 5000, // the default
		}},
		schemas: map[string]string{"/all.json": all, "/_definitions.json": definitions},
	}, nil
}
