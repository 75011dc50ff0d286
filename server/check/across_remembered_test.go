package check

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/graph"
	"github.com/kubelore/kubelore/server/text"
	"github.com/kubelore/kubelore/server/workspace"
)

// TestAcrossRemembered edits two open files again and again: what documents remember of
// others is what a check finds that remembers nothing, spans in other documents included.
func TestAcrossRemembered(t *testing.T) {
	const uris = 2
	uri := func(i int) string { return fmt.Sprintf("file:///w/%d.yaml", i) }
	session := newSession()
	for i := range uris {
		session.Open(uri(i), 1, twoApplications(i))
	}
	// What is typed, before what: comments move what follows, the rest says something else.
	typed := []struct{ before, text string }{
		{"kind:", "# moved\n"},
		{"nginx", "my/"},
		{"app-", "x"},
		{"key:", "other"},
		{"http", "s"},
		{"port: 80", " "},
		{"---", "# up\n"},
		{"replicas: ", "1"},
		{"selector:", "#"},
		{"namespace: ", "z"},
		{"maxReplicas: ", "1"},
	}
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same each time
	found := map[string]int{}
	for version := int32(2); version < 400; version++ {
		i := random.IntN(uris)
		content := session.Snapshot().File(uri(i)).Text
		change := typed[random.IntN(len(typed))]
		places := occurrences(content.String(), change.before)
		if len(places) == 0 {
			continue
		}
		at := places[random.IntN(len(places))]
		line, char := content.Position(at, text.UTF8)
		edit := workspace.Change{StartLine: line, StartChar: char, EndLine: line, EndChar: char, Text: change.text}
		if strings.HasSuffix(content.String()[:at], change.text) {
			end, char := content.Position(content.Len(), text.UTF8)
			edit = workspace.Change{EndLine: end, EndChar: char, Text: twoApplications(i)} // it starts anew
		}
		if err := session.Edit(uri(i), version, []workspace.Change{edit}, text.UTF8); err != nil {
			t.Fatal(err)
		}
		fresh := newSession()
		for i := range uris {
			fresh.Open(uri(i), 1, session.Snapshot().File(uri(i)).Text.String())
		}
		for i := range uris {
			got, want := acrossIn(session.Snapshot(), uri(i)), acrossIn(fresh.Snapshot(), uri(i))
			if !slices.Equal(got, want) {
				t.Fatalf("version %d of %s: remembered\n%s\nfound anew\n%s\nin\n%s", version, uri(i), strings.Join(got, "\n"), strings.Join(want, "\n"),
					session.Snapshot().File(uri(i)).Text.String())
			}
			for _, p := range got {
				found[strings.Fields(p)[0]]++
			}
		}
	}
	if len(found) < 5 {
		t.Errorf("too few sorts of problems to mean something: %v", found)
	}
}

func newSession() *workspace.Session {
	s := workspace.New(config.Default())
	s.SetDisk(&workspace.Disk{Index: graph.NewIndex(nil)})
	return s
}

// twoApplications returns two applications of which some names lead nowhere.
func twoApplications(i int) string {
	s := fmt.Sprintf(app, 2*i, 0) + "---\n" + fmt.Sprintf(app, 2*i+1, 0) + `---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: scale, namespace: team-0}
spec:
  maxReplicas: 3
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: app-0}
`
	return strings.Replace(s, "configMapKeyRef: {name: app", "configMapKeyRef: {name: ap", 1)
}

func occurrences(content, of string) []int {
	var all []int
	for i := 0; ; {
		next := strings.Index(content[i:], of)
		if next < 0 {
			return all
		}
		all = append(all, i+next)
		i += next + len(of)
	}
}

// acrossIn returns what Across finds in an open file, each problem with all it says.
func acrossIn(s *workspace.Snapshot, uri string) []string {
	f := s.File(uri)
	var all []string
	for _, p := range Across(s.World(), f.File, f.Path, s.Settings) {
		say := fmt.Sprint(p.Code, " ", p.Span, p.Document, p.Field, p.Kind, p.Name, " ", p.Message)
		for _, r := range p.Related {
			say += fmt.Sprint(" ", r.Path, r.Span, r.Message)
		}
		for _, fix := range p.Fixes {
			say += fmt.Sprint(" ", fix.Title, fix.Make())
		}
		all = append(all, say)
	}
	return all
}
