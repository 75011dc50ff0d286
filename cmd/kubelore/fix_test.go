package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const oldAutoscaler = `apiVersion: autoscaling/v2beta1
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  maxReplicas: 3
  metrics:
  - type: Resource
    resource:
      name: cpu
      targetAverageUtilization: 80  # of the request
`

func TestFix(t *testing.T) {
	code, out, errs := kubelore(t, map[string]string{"a.yaml": oldAutoscaler, "good.yaml": good}, "", "check", "--fix", ".")
	if code != 0 || errs != "" {
		t.Errorf("exit code %d, standard error %q, output\n%s", code, errs, out)
	}
	got, err := os.ReadFile("a.yaml")
	if err != nil {
		t.Fatal(err)
	}
	want := strings.NewReplacer("v2beta1", "v2", "      targetAverageUtilization: 80",
		"      target:\n        type: Utilization\n        averageUtilization: 80").Replace(oldAutoscaler)
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if untouched, err := os.ReadFile("good.yaml"); err != nil || string(untouched) != good {
		t.Errorf("a good file became %q (%v)", untouched, err)
	}
}

// A misspelt key is mended in quotes too, as all keys of JSON have them.
func TestFixOfJSON(t *testing.T) {
	const wrong = `{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a", "lables": {"b": "c"}}, "stringdata": {"d": "e"}}` + "\n"
	code, out, errs := kubelore(t, map[string]string{"a.json": wrong}, "", "check", "--fix", "a.json")
	if code != 0 || errs != "" {
		t.Errorf("exit code %d, standard error %q, output\n%s", code, errs, out)
	}
	want := strings.NewReplacer("lables", "labels", "stringdata", "stringData").Replace(wrong)
	if got, err := os.ReadFile("a.json"); err != nil || string(got) != want {
		t.Errorf("got %q (%v), want %q", got, err, want)
	}
}

func TestDiff(t *testing.T) {
	code, out, _ := kubelore(t, map[string]string{"a.yaml": oldAutoscaler}, "", "check", "--diff", "a.yaml")
	if code != 1 || !strings.HasPrefix(out, "--- a/a.yaml\n+++ b/a.yaml\n@@ -1,4 +1,4 @@\n-apiVersion: autoscaling/v2beta1\n") {
		t.Errorf("exit code %d, output\n%s", code, out)
	}
	if got, err := os.ReadFile("a.yaml"); err != nil || string(got) != oldAutoscaler {
		t.Errorf("--diff wrote %q (%v)", got, err)
	}
	if code, out, _ := kubelore(t, map[string]string{"a.yaml": good}, "", "check", "--diff", "a.yaml"); code != 0 || out != "" {
		t.Errorf("nothing to fix: exit code %d, output %q", code, out)
	}
	if code, _, _ := kubelore(t, nil, "", "check", "--diff", "--fix", "-"); code != 2 {
		t.Errorf("--diff with --fix: exit code %d, want 2", code)
	}
	if code, _, errs := kubelore(t, nil, oldAutoscaler, "check", "--fix", "-"); code != 2 || !strings.Contains(errs, "--diff") {
		t.Errorf("--fix of standard input: exit code %d, %q", code, errs)
	}
}

func TestGitHub(t *testing.T) {
	code, out, _ := kubelore(t, nil, strings.Replace(good, "kind: ", "kind: X", 1), "check", "--format", "github", "--stdin-name", "a,b.yaml", "-")
	if code != 1 || !strings.HasPrefix(out, "::error file=a%2Cb.yaml,line=2,col=7,endLine=2,endColumn=") || !strings.Contains(out, "title=kubelore api/unknown-kind::there is no kind X") {
		t.Errorf("exit code %d, output\n%s", code, out)
	}
}

// Nodes that hold themselves by an alias end no check, and nothing but safe fixes is made.
func TestFixOfLoops(t *testing.T) {
	paths, err := filepath.Glob("../../testdata/loops/*")
	if err != nil || len(paths) < 8 {
		t.Fatalf("the files are not there: %v", err)
	}
	files := map[string]string{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(path)] = string(data)
	}
	code, out, errs := kubelore(t, files, "", "check", "--fix", "--config", os.DevNull, ".")
	if code != exitProblems || errs != "" {
		t.Errorf("exit code %d, standard error %q", code, errs)
	}
	for name := range files {
		if !strings.HasPrefix(name, ".") && !strings.Contains(out, "--> "+name+":") {
			t.Errorf("nothing is said of %s", name)
		}
	}
	if code, _, errs := kubelore(t, files, "", "check", "."); code != exitProblems || !strings.Contains(errs, ".kubelore.yaml: ") {
		t.Errorf("with settings that hold themselves: exit code %d, standard error %q", code, errs)
	}
}
