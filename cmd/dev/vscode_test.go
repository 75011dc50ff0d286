package main

import (
	"encoding/json"
	"os"
	"testing"
)

func TestReplaceValue(t *testing.T) {
	doc := "{\n  \"a\": {\"b\": [1, {\"c\": 2}]},\n  \"x\": {\n    \"b\": 1,\n    \"c\": {}\n  }\n}\n"
	got, err := replaceValue(doc, []string{"x", "c"}, map[string]any{"<n>": 1})
	want := "{\n  \"a\": {\"b\": [1, {\"c\": 2}]},\n  \"x\": {\n    \"b\": 1,\n    \"c\": {\n      \"<n>\": 1\n    }\n  }\n}\n"
	if err != nil || got != want {
		t.Errorf("%v\n%s", err, got)
	}
	for _, bad := range []string{"", "{", `{"x": {}}`, `{"x": {"b": {"c": 1}}}`} {
		if got, err := replaceValue(bad, []string{"x", "c"}, 1); err == nil {
			t.Errorf("%q: got %q, want an error", bad, got)
		}
	}
}

// What the extension says is there in both languages.
func TestTextsOfVSCode(t *testing.T) {
	read := func(name string) map[string]string {
		data, err := os.ReadFile("../../editors/vscode/" + name)
		if err != nil {
			t.Fatal(err)
		}
		texts := map[string]string{}
		if err := json.Unmarshal(data, &texts); err != nil {
			t.Fatal(err)
		}
		return texts
	}
	en, ja := read("package.nls.json"), read("package.nls.ja.json")
	for key := range en {
		if ja[key] == "" {
			t.Errorf("%s is not there in Japanese", key)
		}
	}
	if len(en) != len(ja) {
		t.Errorf("%d texts in English, %d in Japanese", len(en), len(ja))
	}
}
