package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"k8s.io/kube-openapi/pkg/validation/spec"
	"k8s.io/kubernetes/pkg/generated/openapi"

	"github.com/kubelore/kubelore/knowledge/catalog"
)

// kubernetesSchema returns the JSON schemas of all kinds as the collection that
// yaml-language-server loads has them: all.json, which lists them, and
// _definitions.json. They are made of the linked definitions. Enums are left out unless
// they are asked for, as what Kubernetes publishes has none.
func kubernetesSchema(enums bool) (all, definitions string, err error) {
	defs := map[string]any{}
	for name, d := range openapi.GetOpenAPIDefinitions(func(path string) spec.Ref { return spec.MustCreateRef("#/definitions/" + path) }) {
		data, err := json.Marshal(d.Schema)
		if err != nil {
			return "", "", fmt.Errorf("write the schema of %s: %w", name, err)
		}
		var v any
		if err := json.Unmarshal(data, &v); err != nil {
			return "", "", fmt.Errorf("read the schema of %s: %w", name, err)
		}
		defs[name] = strict(v, enums)
	}
	defs["io.k8s.apimachinery.pkg.util.intstr.IntOrString"] = map[string]any{"oneOf": []any{map[string]any{"type": "string"}, map[string]any{"type": "integer"}}}
	defs["io.k8s.apimachinery.pkg.api.resource.Quantity"] = map[string]any{"oneOf": []any{map[string]any{"type": "string"}, map[string]any{"type": "number"}}}
	published := map[string]any{}
	for _, k := range catalog.Kinds() {
		for _, v := range k.Versions {
			if name := definitionOf(k.Group, v.Name, k.Name); v.In(catalog.Newest) == catalog.Served && defs[name] != nil {
				identify(defs[name], v.APIVersion(), k.Name)
				reach(defs, name, published)
			}
		}
	}
	defs = published
	var refs []any
	for _, name := range sortedKeys(defs) {
		refs = append(refs, map[string]any{"$ref": "_definitions.json#/definitions/" + name})
	}
	first, err := json.Marshal(map[string]any{"oneOf": refs})
	if err != nil {
		return "", "", fmt.Errorf("write the list of schemas: %w", err)
	}
	second, err := json.Marshal(map[string]any{"definitions": defs})
	if err != nil {
		return "", "", fmt.Errorf("write the schemas: %w", err)
	}
	return string(first), string(second), nil
}

// reach notes a definition and those that it refers to.
func reach(defs map[string]any, name string, into map[string]any) {
	if into[name] != nil || defs[name] == nil {
		return
	}
	into[name] = defs[name]
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if ref, ok := v["$ref"].(string); ok {
				reach(defs, ref[strings.LastIndexByte(ref, '/')+1:], into)
			}
			for _, x := range v {
				walk(x)
			}
		case []any:
			for _, x := range v {
				walk(x)
			}
		}
	}
	walk(defs[name])
}

func sortedKeys(m map[string]any) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// definitionOf returns the name of the definition of a kind.
func definitionOf(group, version, kind string) string {
	switch group {
	case "":
		group = "core"
	case "apiextensions.k8s.io":
		return "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions." + version + "." + kind
	default:
		group, _, _ = strings.Cut(group, ".")
	}
	return "io.k8s.api." + group + "." + version + "." + kind
}

// strict closes the objects of a schema, so that there are no other fields.
func strict(v any, enums bool) any {
	switch v := v.(type) {
	case map[string]any:
		if _, isField := v["enum"].([]any); isField && !enums {
			delete(v, "enum")
		}
		if _, ok := v["properties"].(map[string]any); ok && v["additionalProperties"] == nil {
			v["additionalProperties"] = false
		}
		for _, x := range v {
			strict(x, enums)
		}
	case []any:
		for _, x := range v {
			strict(x, enums)
		}
	}
	return v
}

// identify says in a schema which apiVersion and kind it is for.
func identify(definition any, apiVersion, kind string) {
	d, _ := definition.(map[string]any)
	fields, _ := d["properties"].(map[string]any)
	for name, value := range map[string]string{"apiVersion": apiVersion, "kind": kind} {
		if f, ok := fields[name].(map[string]any); ok {
			f["enum"] = []any{value}
		}
	}
}
