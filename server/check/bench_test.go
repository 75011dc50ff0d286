package check

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

const deployment = `---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: service-%[1]d
  labels:
    app: service-%[1]d
spec:
  replicas: 2
  selector:
    matchLabels:
      app: service-%[1]d
  template:
    metadata:
      labels:
        app: service-%[1]d
    spec:
      containers:
      - name: main
        image: registry.example.com/team/service:1.%[1]d
        args: ["--port", "8080"]
        ports:
        - name: http
          containerPort: 8080
        resources:
          requests:
            cpu: 100m
            memory: 128Mi
`

// BenchmarkFile checks files that were just opened: one Deployment, and a hundred.
func BenchmarkFile(b *testing.B) {
	for _, n := range []int{1, 100} {
		var s strings.Builder
		for i := range n {
			fmt.Fprintf(&s, deployment, i)
		}
		b.Run(fmt.Sprintf("%d Deployments", n), func(b *testing.B) { benchmark(b, s.String()) })
	}
}

// BenchmarkInstall checks a real install manifest, if it is there.
func BenchmarkInstall(b *testing.B) {
	data, err := os.ReadFile("../../../shared/bench/inputs/argo-install.yaml")
	if err != nil {
		b.Skipf("SKIPPED: %v", err)
	}
	benchmark(b, string(data))
}

func benchmark(b *testing.B, content string) {
	b.Helper()
	b.ReportAllocs()
	b.SetBytes(int64(len(content)))
	env := &manifest.Env{Target: catalog.Newest}
	for b.Loop() {
		if p := File(manifest.Open(text.New(content), env), config.Default()); len(p) > 0 && p[0].Severity == Error {
			b.Fatal(p[0])
		}
	}
}

// BenchmarkHostile checks documents of growing size in which every entry is wrong.
// The time for a byte must stay the same from row to row.
func BenchmarkHostile(b *testing.B) {
	const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: b\n    env:\n"
	const configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n"
	for _, x := range []struct{ name, head, entry string }{
		{"wrong types", pod, "    - {name: A%[1]d, value: %[1]d}\n"},
		{"unknown fields", pod, "    - {nam: A%[1]d, valu: '%[1]d'}\n"},
		{"refused values", pod, "    - {name: '', value: '%[1]d'}\n"},
		{"warnings", pod, "    - {name: A, value: '%[1]d'}\n"},
		{"duplicate keys", configMap, "  a: '%[1]d'\n"},
		{"refused keys", configMap, "  a %[1]d: b\n"},
		{"shared ports", "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  ports:\n", "  - port: %[1]d\n"},
	} {
		for _, n := range []int{1000, 10_000} {
			var s strings.Builder
			s.WriteString(x.head)
			for i := range n {
				fmt.Fprintf(&s, x.entry, i+1)
			}
			b.Run(fmt.Sprintf("%s/%d", x.name, n), func(b *testing.B) {
				b.SetBytes(int64(s.Len()))
				env := &manifest.Env{Target: catalog.Newest}
				for b.Loop() {
					if len(File(manifest.Open(text.New(s.String()), env), config.Default())) == 0 {
						b.Fatal("nothing is wrong")
					}
				}
			})
		}
	}
}
