package syntax

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/kubelore/kubelore/server/text"
)

// deployments returns a file of n documents of 34 lines each, as people write them.
func deployments(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `---
# service %d
apiVersion: apps/v1
kind: Deployment
metadata:
  name: service-%d
  namespace: "production"
  labels: {app: service-%d, tier: backend}
spec:
  replicas: %d
  selector:
    matchLabels:
      app: service-%d
  template:
    metadata:
      labels:
        app: service-%d
    spec:
      containers:
      - name: main
        image: registry.example.com/team/service:%d.%d
        args: ["--port", "8080"]
        ports:
        - name: http
          containerPort: 8080
        resources:
          requests:
            cpu: 100m
            memory: 128Mi
        command:
        - sh
        - -c
        - |
          exec /bin/service --id %d
`, i, i, i, i%9, i, i, i%7, i, i)
	}
	return b.String()
}

func BenchmarkParse(b *testing.B) {
	for name, n := range map[string]int{"34 lines": 1, "34k lines": 1000} {
		content := deployments(n)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(content)))
			b.ReportAllocs()
			for b.Loop() {
				Parse(content, Options{})
			}
		})
	}
}

// BenchmarkParseV4 is what the ratio of the floor is taken against.
func BenchmarkParseV4(b *testing.B) {
	content := []byte(deployments(1000))
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		parseV4(b, content)
	}
}

func parseV4(b *testing.B, content []byte) {
	b.Helper()
	d := yaml.NewDecoder(bytes.NewReader(content))
	for {
		var n yaml.Node
		if err := d.Decode(&n); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFloor reads a file of 34,000 lines with both, in turns, so that what else the
// machine does slows both down. It fails below the floor.
func BenchmarkFloor(b *testing.B) {
	const floor = 2 // times as fast as yaml/v4
	content := deployments(1000)
	var ours, theirs time.Duration
	for b.Loop() {
		start := time.Now()
		Parse(content, Options{})
		between := time.Now()
		parseV4(b, []byte(content))
		ours, theirs = ours+between.Sub(start), theirs+time.Since(between)
	}
	ratio := float64(theirs) / float64(ours)
	b.ReportMetric(ratio, "times-v4")
	b.ReportMetric(float64(b.N*len(content))/1e6/ours.Seconds(), "MB/s")
	if ratio < floor {
		b.Errorf("reading is %.1f times as fast as with yaml/v4, and the floor is %d", ratio, floor)
	}
}

// BenchmarkEdit types one character into files of growing size: what it costs must
// not grow with them, but for the copy of the list of documents.
func BenchmarkEdit(b *testing.B) {
	for _, n := range []int{10, 100, 1000} {
		x := text.New(deployments(n))
		tree := Parse(x.String(), Options{})
		at := strings.Index(x.String()[x.Len()/2:], "replicas") + x.Len()/2
		y, change, err := x.Apply(text.Edit{Span: text.Span{Start: at, End: at}, New: "x"})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("%d documents", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				tree.Edit(y, change)
			}
		})
	}
}
