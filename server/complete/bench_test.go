package complete

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/text"
	"github.com/kubelore/kubelore/server/workspace"
)

// tenManifests returns the beginnings of ten real manifests, or of our own if the real
// ones are not there.
func tenManifests(tb testing.TB) []string {
	tb.Helper()
	files, err := filepath.Glob("../../../shared/oracle/real/*.yaml")
	if err != nil || len(files) < 100 {
		if files, err = filepath.Glob("../../testdata/completion/*.yaml"); err != nil || len(files) == 0 {
			tb.Fatalf("there are no manifests: %v", err)
		}
	}
	var all []string
	for i := 0; i < len(files) && len(all) < 10; i += max(1, len(files)/10) {
		data, err := os.ReadFile(files[i])
		if err != nil {
			tb.Fatal(err)
		}
		all = append(all, string(data[:min(len(data), 3000)]))
	}
	return all
}

// longText returns manifests of 10,000 lines.
func longText(manifests []string) string {
	var long strings.Builder
	for lines := 0; lines < 10_000; {
		for _, s := range manifests {
			long.WriteString(s + "\n---\n")
			lines += strings.Count(s, "\n") + 2
		}
	}
	return long.String()
}

// BenchmarkTyping types manifests in an empty file, and at the end and in the middle of
// one of 10,000 lines, and asks for completions behind each character. The time of an
// answer includes the edit before it and what the workspace makes of it; p95 is the time
// that 95 % of the answers take at most.
func BenchmarkTyping(b *testing.B) {
	typed := tenManifests(b)
	long := longText(typed)
	middle := strings.Index(long[len(long)/2:], "\n---\n") + len(long)/2 + len("\n---\n")
	for name, around := range map[string][2]string{
		"an empty file": {"", ""}, "the end of 10,000 lines": {long, ""}, "the middle of 10,000 lines": {long[:middle], "\n---\n" + long[middle:]},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var took []time.Duration
			for b.Loop() {
				for _, s := range typed {
					took = append(took, typing(b, around[0], s, around[1])...)
				}
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "ms-p95")
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-p50")
			b.ReportMetric(0, "ns/op") // a round is ten manifests, which says nothing
		})
	}
}

// typing types a manifest between two texts and returns how long each answer took.
func typing(b *testing.B, before, typed, after string) []time.Duration {
	b.Helper()
	const uri = "file:///manifest.yaml"
	session := workspace.New(config.Default())
	session.Open(uri, 1, before+after)
	line, char := strings.Count(before, "\n"), 0
	var took []time.Duration
	for i := range len(typed) {
		change := workspace.Change{StartLine: line, StartChar: char, EndLine: line, EndChar: char, Text: typed[i : i+1]}
		start := time.Now()
		if err := session.Edit(uri, int32(i+2), []workspace.Change{change}, text.UTF8); err != nil { //nolint:gosec // a small number
			b.Fatal(err)
		}
		snapshot := session.Snapshot()
		At(snapshot.File(uri).File, len(before)+i+1, In(snapshot.World))
		took = append(took, time.Since(start))
		if char++; typed[i] == '\n' {
			line, char = line+1, 0
		}
	}
	return took
}

// BenchmarkAnswer asks once behind an edit in a file of 10,000 lines.
func BenchmarkAnswer(b *testing.B) {
	const uri = "file:///manifest.yaml"
	long := longText(tenManifests(b))
	pod := "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: a\n    image: a\n    "
	session := workspace.New(config.Default())
	session.Open(uri, 1, long+pod+"\n---\n"+long)
	line := strings.Count(long+pod, "\n")
	b.ReportAllocs()
	for b.Loop() {
		for _, word := range []string{"i", ""} {
			change := workspace.Change{StartLine: line, StartChar: 4, EndLine: line, EndChar: 5 - len(word), Text: word}
			if err := session.Edit(uri, 2, []workspace.Change{change}, text.UTF8); err != nil {
				b.Fatal(err)
			}
			snapshot := session.Snapshot()
			if len(At(snapshot.File(uri).File, len(long+pod)+len(word), In(snapshot.World))) == 0 {
				b.Fatal("nothing is offered")
			}
		}
	}
}
