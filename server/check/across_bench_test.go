package check

import (
	"fmt"
	"testing"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/graph"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
	"github.com/kubelore/kubelore/server/workspace"
)

const app = `apiVersion: apps/v1
kind: Deployment
metadata: {name: app-%[1]d, namespace: team-%[2]d}
spec:
  replicas: 3
  selector: {matchLabels: {app: app-%[1]d}}
  template:
    metadata: {labels: {app: app-%[1]d}}
    spec:
      containers:
      - name: main
        image: nginx:1.29
        envFrom: [{configMapRef: {name: app-%[1]d}}]
        env: [{name: A, valueFrom: {configMapKeyRef: {name: app-%[1]d, key: key}}}]
        ports: [{name: http, containerPort: 8080}]
        readinessProbe: {httpGet: {path: /, port: http}}
---
apiVersion: v1
kind: Service
metadata: {name: app-%[1]d, namespace: team-%[2]d}
spec: {selector: {app: app-%[1]d}, ports: [{name: http, port: 80, targetPort: http}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: app-%[1]d, namespace: team-%[2]d}
data: {key: value, other: value}
`

// BenchmarkAcross types into one file of a workspace of some files: a keystroke must cost
// the same however many there are.
func BenchmarkAcross(b *testing.B) {
	for _, files := range []int{10, 10_000} {
		b.Run(fmt.Sprintf("files=%d", files), func(b *testing.B) {
			env := &manifest.Env{Target: catalog.Newest}
			var all []*graph.File
			for i := range files {
				all = append(all, graph.Of(fmt.Sprintf("/w/%d.yaml", i), manifest.Open(text.New(fmt.Sprintf(app, i, i%100)), env)))
			}
			session := workspace.New(config.Default())
			session.SetDisk(&workspace.Disk{Index: graph.NewIndex(all)})
			session.Open("file:///w/3.yaml", 1, fmt.Sprintf(app, 3, 3))
			version := int32(1)
			b.ResetTimer()
			for b.Loop() {
				version++
				change := workspace.Change{StartLine: 5, StartChar: 12, EndLine: 5, EndChar: 13, Text: fmt.Sprint(version % 9)}
				if err := session.Edit("file:///w/3.yaml", version, []workspace.Change{change}, text.UTF8); err != nil {
					b.Fatal(err)
				}
				snapshot := session.Snapshot()
				f := snapshot.File("file:///w/3.yaml")
				Across(snapshot.World(), f.File, f.Path, snapshot.Settings)
			}
		})
	}
}
