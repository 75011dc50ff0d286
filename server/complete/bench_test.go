package complete

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// BenchmarkTyping types manifests from an empty file, and at the end of one of 10,000
// lines, and asks for completions behind each character. An operation is one question,
// with the edit before it; p95 is the time that 95 % of the answers take at most.
func BenchmarkTyping(b *testing.B) {
	files, err := filepath.Glob("../../../shared/oracle/real/*.yaml")
	if err != nil || len(files) < 100 {
		if files, err = filepath.Glob("../../testdata/completion/*.yaml"); err != nil {
			b.Fatal(err)
		}
	}
	var typed []string
	for i := 0; i < len(files) && len(typed) < 10; i += max(1, len(files)/10) {
		data, err := os.ReadFile(files[i])
		if err != nil {
			b.Fatal(err)
		}
		typed = append(typed, string(data[:min(len(data), 3000)]))
	}
	var long strings.Builder
	for strings.Count(long.String(), "\n") < 10_000 {
		for _, s := range typed {
			long.WriteString(s + "\n---\n")
		}
	}
	for name, before := range map[string]string{"an empty file": "", "10,000 lines": long.String()} {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				for _, s := range typed {
					took = append(took, typing(b, before, s)...)
				}
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "ms-p95")
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-p50")
			b.ReportMetric(0, "ns/op") // a round is ten manifests, which says nothing
		})
	}
}

// typing types a manifest behind some text and returns how long each answer took.
func typing(b *testing.B, before, typed string) []time.Duration {
	b.Helper()
	f := manifest.Open(text.New(before), &manifest.Env{Target: catalog.Newest})
	var took []time.Duration
	for i := range len(typed) {
		at := len(before) + i
		t, change, err := f.Text.Apply(text.Edit{Span: text.Span{Start: at, End: at}, New: typed[i : i+1]})
		if err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		f = f.Edit(t, change)
		At(f, at+1, nil)
		took = append(took, time.Since(start))
	}
	return took
}
