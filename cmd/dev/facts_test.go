package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/catalog"
)

// fake are the types of a group in three releases. The names are real ones, because
// only what kinds of the catalog are made of has facts.
var fake = []string{
	`package v1
type Pod struct {
	metav1.TypeMeta ` + "`json:\",inline\"`" + `
	Spec PodSpec ` + "`json:\"spec\"`" + `
}
type PodSpec struct {
	Gone string ` + "`json:\"gone\"`" + `
	Claim Resources ` + "`json:\"claim\"`" + `
	Op Op ` + "`json:\"op\"`" + `
	// +optional
	Was string ` + "`json:\"was\"`" + `
	NoJSON string ` + "`json:\"-\"`" + `
}
type Resources struct {
	Limits string ` + "`json:\"limits\"`" + `
}
// +enum
type Op string
const In Op = "In"
`,
	`package v1
type Pod struct {
	Spec PodSpec ` + "`json:\"spec\"`" + `
}
type PodSpec struct {
	Claim VolumeResources ` + "`json:\"claim\"`" + `
	Op Op ` + "`json:\"op\"`" + `
	// Deprecated: use another.
	Was string ` + "`json:\"was\"`" + `
	Source ` + "`json:\"\"`" + `
}
type Source struct {
	// +featureGate=Wide
	Image *string ` + "`json:\"image,omitempty\"`" + `
}
type VolumeResources struct {
	Limits string ` + "`json:\"limits\"`" + `
	More string ` + "`json:\"more\"`" + `
}
// +enum
type Op string
const (
	In Op = "In"
	NotIn Op = "NotIn"
)
`,
	`package v1
type Pod struct {
	Spec PodSpec ` + "`json:\"spec\"`" + `
}
type PodSpec struct {
	Claim VolumeResources ` + "`json:\"claim\"`" + `
	Op []Op ` + "`json:\"op\"`" + `
	// Deprecated: use another.
	Was string ` + "`json:\"was\"`" + `
	Source ` + "`json:\",inline\"`" + `
	Rules Rules ` + "`json:\"rules\"`" + `
}
type Rules []Rule
type Rule struct {
	Name string ` + "`json:\"name\"`" + `
}
type Source struct {
	Image *string ` + "`json:\"image,omitempty\"`" + `
}
type VolumeResources struct {
	Limits string ` + "`json:\"limits\"`" + `
	More string ` + "`json:\"more\"`" + `
}
type Op string
const (
	In Op = "In"
	NotIn Op = "NotIn"
	None Op = ""
)
`,
}

const fakeFacts = `PodSpec	-	v1
	gone	-	1.24
	image	1.24	-	-	-	-	Wide	1.25
	rules	1.25
	was	-	-	1.24	-	1.24
Rule	-	v1
	name	1.25
VolumeResources	-	v1
	more	1.24
`

func readFake(t *testing.T, types ...string) []release {
	t.Helper()
	var releases []release
	for i, text := range types {
		root := t.TempDir()
		dir := filepath.Join(root, "core", "v1")
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		for name, text := range map[string]string{"types.go": text, "register.go": "package v1\nconst GroupName = \"\"\n"} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		s := newSource()
		if err := s.read(root); err != nil {
			t.Fatal(err)
		}
		releases = append(releases, release{catalog.Oldest + catalog.Minor(i), s})
	}
	return releases
}

func TestFactsOf(t *testing.T) {
	types, err := factsOf(readFake(t, fake...), gates{"Wide": 25})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimPrefix(factsTable(types), factsHead); got != fakeFacts {
		t.Errorf("the table is\n%s\nwant\n%s", got, fakeFacts)
	}
}

func TestFactsOfEnums(t *testing.T) {
	marked := strings.Replace(fake[2], "type Op string", "// +enum\ntype Op string", 1)
	types, err := factsOf(readFake(t, fake[0], fake[1], marked), gates{})
	if err != nil {
		t.Fatal(err)
	}
	if want := "\top\t-\t-\t-\t-\t-\t-\t-\tIn,NotIn=1.24\n"; !strings.Contains(factsTable(types), want) {
		t.Errorf("the table lacks %q:\n%s", want, factsTable(types))
	}
}

func TestFactsOfStopsAtWhatNobodyDecided(t *testing.T) {
	for comment, want := range map[string]string{
		"The old way is deprecated.": "unclear whether it is deprecated",
		"+featureGate=Unknown":       "the feature gate Unknown does not exist",
	} {
		text := strings.Replace(fake[2], "\tOp []Op", "\t// "+comment+"\n\tOp []Op", 1)
		if _, err := factsOf(readFake(t, fake[0], text), gates{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: the error is %v, want %q", comment, err, want)
		}
	}
}

func TestGatesOfAField(t *testing.T) {
	g := gates{"A": 30, "B": 34, "Off": 0, "PodCertificateRequest": 37}
	tests := []struct {
		docs  []string // the oldest first
		names string
		on    catalog.Minor
	}{
		{[]string{"+featureGate=A"}, "A", 30},
		{[]string{"+featureGate=B,A"}, "A,B", 34},
		{[]string{"+featureGate=A\n+featureGate=Off"}, "A,Off", 0},
		{[]string{"+featureGate=A", "Nothing."}, "A", 30},
		{[]string{"+featureGate=A", "+featureGate=B"}, "B", 34},
		{[]string{"+featureGate=Forgotten", "Nothing."}, "", 0},
		{[]string{"+featureGate=PodCertificateProjection"}, "PodCertificateRequest", 37},
		{[]string{"+featureGate=CSIStorageCapacity"}, "", 0},
		{[]string{"This is a beta field and requires enabling\nA feature (enabled by default)."}, "A", 30},
		{[]string{"The value x needs the feature A."}, "", 0},
	}
	for _, tt := range tests {
		var line []*goField
		for _, doc := range tt.docs {
			line = append(line, &goField{doc: doc})
		}
		if names, on, err := g.of(line); names != tt.names || on != tt.on || err != nil {
			t.Errorf("%q: %q, %d, %v, want %q, %d", tt.docs, names, on, err, tt.names, tt.on)
		}
	}
}

func TestLinkedGates(t *testing.T) {
	g := linkedGates()
	for name, want := range map[string]catalog.Minor{"PodLevelResources": 34, "UserNamespacesSupport": 33, "ContainerStopSignals": 0} {
		if got, ok := g[name]; got != want || !ok {
			t.Errorf("%s is on since %d, %t, want %d", name, got, ok, want)
		}
	}
}

// A newer k8s.io/api needs another pin, and the table made again.
func TestPinsEndWithTheLinkedModules(t *testing.T) {
	data, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	pins := pins(releasesFile)
	last := pins[len(pins)-1]
	for _, want := range []string{apiModule + " " + last.api + "\n", extensionsModule + " " + last.extensions + "\n"} {
		if !strings.Contains(string(data), "\t"+want) {
			t.Errorf("go.mod does not require %q", want)
		}
	}
	if want := int(catalog.Newest-catalog.Oldest) + 1; len(pins) != want {
		t.Errorf("%d releases are pinned, want %d", len(pins), want)
	}
}
