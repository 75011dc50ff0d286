package marker

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/server/text"
)

// showMarks writes marks so that different ones look different.
func showMarks(marks []*Mark) string {
	var all []string
	for _, m := range marks {
		var args []string
		for _, a := range m.Args {
			switch a := a.(type) {
			case string:
				args = append(args, fmt.Sprintf("%q", a))
			case *regexp.Regexp:
				args = append(args, "re/"+a.String()+"/")
			case Ident:
				args = append(args, string(a))
			}
		}
		all = append(all, fmt.Sprintf("%s(%s)", m.Name, strings.Join(args, " ")))
	}
	return strings.Join(all, "; ")
}

func TestParse(t *testing.T) {
	for _, tc := range []struct{ note, want, err string }{
		{note: ` hover("a")`, want: `hover("a")`},
		{note: `x()`, want: `x()`},
		{note: ` a ( "b" , c ) , d(e)  `, want: `a("b" c); d(e)`},
		{note: ` diag("a \"b\"", re"x\d+()", "tab\t")`, want: `diag("a \"b\"" re/x\d+()/ "tab\t")`},
		{note: " f(re`say \"x\"`, `a\\b`)", want: `f(re/say "x"/ "a\\b")`},
		{note: ` f(re, real)`, want: `f(re real)`},
		{note: ` f("日本", v2_x)`, want: `f("日本" v2_x)`},
		{note: ``, err: "want the name of a marker"},
		{note: ` "a"`, err: "want the name of a marker"},
		{note: ` 2x()`, err: "want the name of a marker"},
		{note: ` hover`, err: "want ( after hover"},
		{note: ` hover "a"`, err: "want ( after hover"},
		{note: ` hover(`, err: "found the end of the line"},
		{note: ` hover("a"`, err: "want , or ) after an argument"},
		{note: ` hover("a" b)`, err: "want , or ) after an argument"},
		{note: ` hover("a",)`, err: "want an argument"},
		{note: ` hover(,)`, err: "want an argument"},
		{note: ` hover("a) `, err: "is no string"},
		{note: ` hover("\d")`, err: "is no string"},
		{note: ` hover(re"a)`, err: "has no end"},
		{note: ` hover(re"(")`, err: "missing closing"},
		{note: ` hover("a") hover("b")`, err: "want a comma after hover(...)"},
		{note: ` hover("a"),`, err: "want the name of a marker"},
	} {
		marks, err := parse(tc.note)
		switch {
		case tc.err == "" && err != nil:
			t.Errorf("%s: %v", tc.note, err)
		case tc.err != "" && (err == nil || !strings.Contains(err.Error(), tc.err)):
			t.Errorf("%s: got error %v, want one with %q", tc.note, err, tc.err)
		case tc.err == "" && showMarks(marks) != tc.want:
			t.Errorf("%s: got %s, want %s", tc.note, showMarks(marks), tc.want)
		}
	}
}

func TestStrip(t *testing.T) {
	const content = "a: 1   #~ x(\"\")\n" +
		"\tb: 2\n" +
		"    #~ y(\"\")\n" +
		"kind: #~= z(\"\")\n" +
		"# a comment ~#\n" +
		"end   #~ v(\"\"), w(\"\")"
	got, marks, err := Strip("f.yaml", content, 10)
	if err != nil {
		t.Fatal(err)
	}
	if want := "a: 1\n\tb: 2\n    \nkind: \n# a comment ~#\nend"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	var where []string
	for _, m := range marks {
		where = append(where, fmt.Sprintf("%s %s %d %d", m.Name, m.File, m.Line, m.Row))
	}
	want := []string{"x f.yaml 10 0", "y f.yaml 12 2", "z f.yaml 13 3", "v f.yaml 15 5", "w f.yaml 15 5"}
	if !slices.Equal(where, want) {
		t.Errorf("got %q, want %q", where, want)
	}

	if _, _, err := Strip("f.yaml", "a\nb #~ x(\n", 7); err == nil || !strings.HasPrefix(err.Error(), "line 8: ") {
		t.Errorf("got error %v, want one for line 8", err)
	}
}

func TestPlace(t *testing.T) {
	content := text.New("x: 1\nname: 日本 name\n")
	for _, tc := range []struct {
		at         any
		start, end int
		err        string
	}{
		{at: "name", start: 5, end: 9},
		{at: "本 n", start: 14, end: 19},
		{at: "", start: 22, end: 22},
		{at: regexp.MustCompile(`name$`), start: 18, end: 22},
		{at: regexp.MustCompile(`(na)(me)`), start: 7, end: 9},
		{at: regexp.MustCompile(`na()me`), start: 7, end: 7},
		{at: "x: 1", err: "is not on the line"},
		{at: regexp.MustCompile(`name(x)?`), err: "is not on the line"},
		{at: regexp.MustCompile(`x`), err: "is not on the line"},
		{at: Ident("name"), err: "is no place"},
	} {
		m := &Mark{Name: "hover", Row: 1, Args: []any{tc.at}}
		got, err := m.place(content)
		switch {
		case tc.err == "" && (err != nil || got != text.Span{Start: tc.start, End: tc.end}):
			t.Errorf("%v: got %v, %v, want %d to %d", tc.at, got, err, tc.start, tc.end)
		case tc.err != "" && (err == nil || !strings.Contains(err.Error(), tc.err)):
			t.Errorf("%v: got error %v, want one with %q", tc.at, err, tc.err)
		}
	}
	if _, err := (&Mark{Name: "hover"}).place(content); err == nil {
		t.Error("a mark without arguments has no place, yet there is no error")
	}
}
