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
