package config

import (
	"strings"
	"testing"
)

func TestParseFile(t *testing.T) {
	s, problems := ParseFile([]byte("kubernetesVersion: 1.31-1.34\nrules:\n  api/*: warning\n  schema/unknown-field: off\ncrds: [crds, more/crd.yaml]\n"))
	if len(problems) > 0 || s.Oldest != 31 || s.Newest != 34 || len(s.CRDs) != 2 {
		t.Fatalf("%+v, %v", s, problems)
	}
	for id, want := range map[string]string{"api/invalid": "warning", "schema/unknown-field": "off", "yaml/tab-indent": ""} {
		if got := s.Severity(id); got != want {
			t.Errorf("Severity(%s) = %q, want %q", id, got, want)
		}
	}
}

func TestReleaseIsNoNumber(t *testing.T) {
	if s, problems := ParseFile([]byte("kubernetesVersion: 1.30")); s.Newest != 30 || len(problems) > 0 {
		t.Errorf("1.30 is read as %s: %v", s.Newest, problems)
	}
}

func TestBadSettings(t *testing.T) {
	tests := []struct{ file, want string }{
		{"kubernetesversion: 1.34", "did you mean kubernetesVersion?"},
		{"kubernetesVersion: newest", "is no release"},
		{"kubernetesVersion: 1.36-1.30", "ends before it begins"},
		{"kubernetesVersion: 1.40", "the nearest is used"},
		{"\nrules:\n  api/x: fatal", "line 3: must be one of"},
		{"rules: [a]", "must map ids"},
		{"rules: {'[': off}", "must be one of"},
		{"crds: here", "must be a list"},
		{"yamlCoexistence: sometimes", "must be true or false"},
		{"crds: [1]", "is none of the files"},
		{"exclude: ['" + strings.Repeat("{a,**}/", 40) + "b']", "more braces than can be tried"},
		{"include: ['{" + strings.Repeat("a,", 200) + "b}/{" + strings.Repeat("a,", 200) + "b}']", "more braces than can be tried"},
		{"exclude: ['a/[b']", "a/[b is no glob"},
		{"- a", "must map the names"},
		{"a: [", "no YAML"},
	}
	for _, tt := range tests {
		s, problems := ParseFile([]byte(tt.file))
		if len(problems) != 1 || !strings.Contains(problems[0].String(), tt.want) {
			t.Errorf("%q: problems %v, want one with %q", tt.file, problems, tt.want)
		}
		if s == nil || s.Newest < 23 || s.Newest > 37 {
			t.Errorf("%q: settings %+v are not usable", tt.file, s)
		}
	}
	if s, problems := ParseFile([]byte("include: ['{a,b,c}/**/*.{yaml,yml,json}', '{test,fixtures}']")); len(problems) > 0 || len(s.Include) != 2 {
		t.Errorf("globs that people write: %v", problems)
	}
	if _, problems := ParseFile(nil); len(problems) > 0 {
		t.Errorf("an empty file: %v", problems)
	}
}

// TestFileCountsMore holds that the file counts more than other settings, setting by
// setting, and that what it does not say is as they say.
func TestFileCountsMore(t *testing.T) {
	under := map[string]any{
		"kubernetesVersion": "1.30", "language": "ja", "rules": map[string]any{"a/b": "off", "c/d": "hint"}, "hover": map[string]any{"secretValues": true}, "wrong": 1,
	}
	s, problems := ParseFileOver([]byte("kubernetesVersion: 1.34\nlanguage:\nrules:\n  c/d: error\n"), under)
	if s.Newest != 34 || !s.Chosen || s.Severity("a/b") != "off" || s.Severity("c/d") != "error" || !s.SecretValues {
		t.Errorf("%+v", s)
	}
	if len(problems) != 1 || problems[0].Setting != "wrong" || strings.Contains(problems[0].Message, "line") {
		t.Errorf("problems %v", problems)
	}
	for _, broken := range []string{"a: [", "- a"} {
		if s, problems := ParseFileOver([]byte(broken), under); s.Newest != 30 || len(problems) != 2 {
			t.Errorf("%q: %+v, %v", broken, s, problems)
		}
	}
	if rules := under["rules"].(map[string]any); len(rules) != 2 || rules["c/d"] != "hint" {
		t.Errorf("the other settings became %v", under)
	}
}
