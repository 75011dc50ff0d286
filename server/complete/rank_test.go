package complete

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/complete/truth"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// The order of what is offered may get better, never worse. MeanRank is the mean of one
// over the rank of what stood at a place before it was deleted, inTopThree the part of
// the keys that are among the first three.
const (
	meanRank   = 0.87
	inTopThree = 0.915
)

// score is what the order of completions is judged by.
type score struct {
	positions, keys, topThree int
	reciprocal                float64
	misses                    []string
}

func (s *score) mean() float64 { return s.reciprocal / float64(s.positions) }
func (s *score) top() float64  { return float64(s.topThree) / float64(s.keys) }

// TestRanking deletes each key with its value, and each value that can be known, from the
// manifests in testdata/completion, and looks for it in what is offered there.
func TestRanking(t *testing.T) {
	files, err := filepath.Glob("../../testdata/completion/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("the manifests are not there: %v", err)
	}
	s := rankAll(t, files)
	t.Logf("%d positions: mean reciprocal rank %.3f; of %d keys %.1f %% are in the top 3", s.positions, s.mean(), s.keys, 100*s.top())
	if s.positions < 150 {
		t.Errorf("there are %d positions, want at least 150", s.positions)
	}
	if s.mean() < meanRank || s.top() < inTopThree {
		t.Errorf("the order has become worse: want %.3f and %.3f; the worst are\n%s", meanRank, inTopThree, strings.Join(s.misses, "\n"))
	}
}

// TestRankingReal does the same with the real manifests that were left out when the
// counts of package usage were made.
func TestRankingReal(t *testing.T) {
	files, err := filepath.Glob("../../../shared/oracle/real/*.yaml")
	if err != nil || len(files) == 0 {
		t.Skip("SKIPPED: there are no real manifests, so the order of completions is NOT measured with them")
	}
	var out []string
	for i, name := range files {
		if i%5 == 4 {
			out = append(out, name)
		}
	}
	s := rankAll(t, out)
	t.Logf("%d positions: mean reciprocal rank %.3f; of %d keys %.1f %% are in the top 3", s.positions, s.mean(), s.keys, 100*s.top())
	if s.mean() < meanRank || s.top() < inTopThree {
		t.Errorf("the order has become worse: want %.3f and %.3f", meanRank, inTopThree)
	}
}

func rankAll(t *testing.T, files []string) *score {
	t.Helper()
	s := &score{}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f := manifest.Open(text.New(string(data)), &manifest.Env{Target: catalog.Newest})
		for place := range truth.Places(f) {
			s.count(rankOf(f, place), place, filepath.Base(name))
		}
	}
	return s
}

// rankOf returns the place of what was deleted among what is offered, from 1, and 0 if it
// is not offered.
func rankOf(f *manifest.File, place truth.Place) int {
	items := At(manifest.Open(text.New(place.Content), f.Env), place.Offset, nil)
	return 1 + slices.IndexFunc(items, func(x Item) bool { return x.Label == place.Label })
}

func (s *score) count(rank int, place truth.Place, file string) {
	s.positions++
	if rank > 0 {
		s.reciprocal += 1 / float64(rank)
	}
	if place.IsKey {
		s.keys++
		if rank > 0 && rank <= 3 {
			s.topThree++
		}
	}
	if rank == 0 || rank > 3 {
		s.misses = append(s.misses, fmt.Sprintf("%3d %s: %s = %s", rank, file, place.Path, place.Label))
	}
}
