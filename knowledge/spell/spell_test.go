package spell

import (
	"slices"
	"strings"
	"testing"
)

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"abc", "", 3},
		{"", "abc", 3},
		{"replicas", "replcias", 1},
		{"spec", "sepc", 1},
		{"kitten", "sitting", 3},
		{"ab", "ba", 1},
		{"image", "imgae", 1},
		{"port", "ports", 1},
	}
	for _, tt := range tests {
		if got := Distance(tt.a, tt.b); got != tt.want {
			t.Errorf("Distance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestNearest(t *testing.T) {
	fields := []string{"replicas", "selector", "strategy", "template", "paused", "args", "env", "image", "imagePullPolicy"}
	tests := []struct{ word, want string }{
		{"replcias", "replicas"},
		{"Replicas", "replicas"},
		{"selektor", "selector"},
		{"img", ""},
		{"imagePullpolicy", "imagePullPolicy"},
		{"envs", "env"},
		{"arg", "args"},
		{"zzz", ""},
		{"", ""},
		{strings.Repeat("x", 100), ""},
	}
	for _, tt := range tests {
		got, ok := Nearest(tt.word, slices.Values(fields))
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("Nearest(%q) = %q, %t, want %q", tt.word, got, ok, tt.want)
		}
	}
}
