package marker

import (
	"slices"
	"strings"
	"testing"
)

const sample = `What is tested.
In two lines.

-- settings.json --
{"kubernetesVersion": "1.34"}
-- web.yaml --
kind: Pod  #~ hover("kind", kind)
-- @kind --
Pod
-- b.json --
{} #~ hover("")
`

func TestRead(t *testing.T) {
	a, err := Read([]byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range a.Files {
		names = append(names, f.Name+"="+f.Text.String())
	}
	if want := []string{"web.yaml=kind: Pod\n", "b.json={}\n"}; !slices.Equal(names, want) {
		t.Errorf("files %q, want %q", names, want)
	}
	if a.Marks[0].Line != 7 || a.Marks[1].Line != 11 {
		t.Errorf("marks on lines %d and %d, want 7 and 11", a.Marks[0].Line, a.Marks[1].Line)
	}
	if !strings.Contains(string(a.Settings), "1.34") || a.Capabilities != nil {
		t.Errorf("settings %s, capabilities %s", a.Settings, a.Capabilities)
	}
	if got := a.Unused(); !slices.Equal(got, []string{"line 8: no marker uses @kind"}) {
		t.Errorf("unused %q", got)
	}
	if got, ok := a.Golden("kind"); got != "Pod\n" || !ok {
		t.Errorf("golden %q, %t", got, ok)
	}
	if got := a.Unused(); len(got) > 0 {
		t.Errorf("unused after use %q", got)
	}
	if _, ok := a.Golden("other"); ok {
		t.Error("found a golden entry that is not there")
	}
}

func TestFormat(t *testing.T) {
	a, err := Read([]byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(a.Format()); got != sample {
		t.Errorf("unchanged, got\n%s", got)
	}
	a.SetGolden("kind", "Deployment\n")
	a.SetGolden("new", "x\n")
	want := strings.Replace(sample, "\nPod\n", "\nDeployment\n", 1) + "-- @new --\nx\n"
	if got := string(a.Format()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := a.Unused(); len(got) > 0 {
		t.Errorf("unused %q", got)
	}
}

func TestReadFlags(t *testing.T) {
	a, err := Read([]byte("-- a.yaml --\nx: 1\ny: 2 #~ hover(\"y\")\n-- flags --\n-crlf -cut\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := a.Files[0].Text.String(); got != "x: 1\r\ny: 2" {
		t.Errorf("got %q", got)
	}
}

func TestReadErrors(t *testing.T) {
	for _, tc := range []struct{ name, archive, want string }{
		{"nothing", "", "line 1: the archive has no markers"},
		{"no markers", "-- a.yaml --\nkind: Pod\n", "line 1: the archive has no markers"},
		{"bad marker", "Text.\n\n-- a.yaml --\nx: 1\ny: 2 #~ hover(\n", "line 5: in hover"},
		{"twice", "-- a.yaml --\n#~ hover(\"\")\n-- a.yaml --\n", "line 3: a second entry is called a.yaml"},
		{"golden twice", "-- a.yaml --\n#~ hover(\"\")\n-- @x --\n-- @x --\n", "line 4: a second entry is called @x"},
		{"settings", "-- settings.json --\n[]\n-- a.yaml --\n#~ hover(\"\")\n", "line 1: settings.json"},
		{"capabilities", "-- a.yaml --\n#~ hover(\"\")\n-- capabilities.json --\n{\n", "line 3: capabilities.json"},
		{"flag", "-- a.yaml --\n#~ hover(\"\")\n-- flags --\n-lf\n", "line 3: no flag is called -lf"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if _, err := Read([]byte(tc.archive)); err == nil || !strings.HasPrefix(err.Error(), tc.want) {
				t.Errorf("got error %v, want one that starts with %q", err, tc.want)
			}
		})
	}
}
