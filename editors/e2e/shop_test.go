package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shop is a workspace with an autoscaler of an old cluster, and a workload that names
// what stands in another file.
var shop = map[string]string{
	".kubelore.yaml": "kubernetesVersion: \"1.37\"\n",
	"hpa.yaml": `apiVersion: autoscaling/v2beta2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  maxReplicas: 10
`,
	"settings.yaml": `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  mode: fast
`,
	"web.yaml": `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: main
        image: nginx:1.29
        envFrom:
        - configMapRef:
            name: settings
`,
}

// openShop writes the workspace into a new folder, with hovers in a language; empty for
// that of the editor.
func openShop(t *testing.T, language string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range shop {
		if name == ".kubelore.yaml" {
			if language == "" {
				continue // it would count more than the settings of the editor
			}
			content += "language: " + language + "\n"
		}
		write(t, filepath.Join(dir, name), content)
	}
	return dir
}

// holds returns whether a file holds a text, as a condition to wait for.
func holds(t *testing.T, file, text string) func() bool {
	t.Helper()
	return func() bool {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(string(data), text)
	}
}
