package complete

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
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
		for _, d := range f.Documents() {
			for _, r := range d.Resources() {
				if r.Type != nil && !r.Borrowed && len(d.Problems()) == 0 {
					s.below(f, d, r.Root, filepath.Base(name))
				}
			}
		}
	}
	return s
}

// below measures all places in a node.
func (s *score) below(f *manifest.File, d manifest.Placed, n syntax.Node, name string) {
	for c := range n.Children() {
		if c.Kind() == syntax.Pair && d.FieldOf(c) != nil {
			s.key(f, d, c, name)
		}
		v := c.Value()
		if (c.Kind() == syntax.Pair && d.FieldOf(c) != nil || c.Kind() == syntax.Item) && v.Kind() == syntax.Scalar && v.Style() == syntax.Plain && limited(d, c) {
			s.value(f, d, v, name)
		}
		if v.Kind() == syntax.Mapping || v.Kind() == syntax.Sequence {
			s.below(f, d, v, name)
		}
	}
}

// limited reports whether somebody can know which values there are: the schema, or the
// rest of the manifest.
func limited(d manifest.Placed, c syntax.Node) bool {
	pair := c
	for pair.Kind() != syntax.Pair {
		pair = pair.Parent()
	}
	f := d.FieldOf(pair)
	if f == nil {
		return false
	}
	t := f.Type
	if t.Kind == schema.List {
		t = t.Elem
	}
	key := pair.Key().Text()
	if (key == "kind" || key == "apiVersion") && d.ResourceOf(pair).Root == pair.Parent() {
		return true
	}
	owner := d.TypeOf(pair.Parent()).Name
	_, known := catalog.ValuesOf(owner, key)
	return len(t.Enum) > 0 || known || t.Kind == schema.Boolean || owner == "VolumeMount" && key == "name"
}

// key deletes a pair with all lines of it that follow, and asks for its key.
func (s *score) key(f *manifest.File, d manifest.Placed, pair syntax.Node, name string) {
	if pair.Parent().Flow() {
		return
	}
	content := f.Text.String()
	start, end := d.Start+pair.Span().Start, d.Start+pair.Span().End
	if last := strings.TrimRight(content[start:end], " \n\r"); true {
		end = start + len(last)
	}
	if next := strings.IndexByte(content[end:], '\n'); next > 0 {
		end += next // a comment
	}
	rank := rankOf(f, content[:start]+content[end:], start, pair.Key().Text())
	s.count(rank, true, fmt.Sprintf("%s: %s", name, d.Path(pair)))
}

func (s *score) value(f *manifest.File, d manifest.Placed, v syntax.Node, name string) {
	content := f.Text.String()
	start, end := d.Start+v.Span().Start, d.Start+v.Span().End
	rank := rankOf(f, content[:start]+content[end:], start, v.Text())
	s.count(rank, false, fmt.Sprintf("%s: %s = %s", name, d.Path(v.Parent()), v.Text()))
}

// rankOf returns the place of a label among what is offered, from 1, and 0 if it is not.
func rankOf(f *manifest.File, content string, offset int, label string) int {
	items := At(manifest.Open(text.New(content), f.Env), offset, nil)
	return 1 + slices.IndexFunc(items, func(x Item) bool { return x.Label == label })
}

func (s *score) count(rank int, key bool, what string) {
	s.positions++
	if rank > 0 {
		s.reciprocal += 1 / float64(rank)
	}
	if key {
		s.keys++
		if rank > 0 && rank <= 3 {
			s.topThree++
		}
	}
	if rank == 0 || rank > 3 {
		s.misses = append(s.misses, fmt.Sprintf("%3d %s", rank, what))
	}
}
