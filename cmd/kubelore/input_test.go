package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// TestUnread holds that what cannot be checked is told, each file for itself, that the
// others are checked all the same, and that the exit code says so.
func TestUnread(t *testing.T) {
	bad := strings.Replace(good, "data", "dat", 1)
	utf16 := "\xff\xfea\x00p\x00i\x00"
	for name, tt := range map[string]struct {
		files map[string]string
		args  []string
		code  int
		errs  string
		out   []string
	}{
		"a file that is not there": {map[string]string{"a.yaml": bad}, []string{"gone.yaml", "a.yaml"}, 2, "kubelore: gone.yaml: no such file or directory\n", []string{"dat"}},
		"binary":                   {map[string]string{"x/a.yaml": bad, "x/b.yaml": "\x00GITCRYPT\x00", "x/c.yaml": good}, []string{"x"}, 2, "kubelore: x/b.yaml: this is not text\n", []string{"dat", "2 manifests in 2 files"}},
		"UTF-16":                   {map[string]string{"x/a.yaml": utf16, "x/c.yaml": good}, []string{"x"}, 2, "kubelore: x/a.yaml: this is UTF-16; save it as UTF-8\n", []string{"1 manifest in 1 file: no problems"}},
		"two of them":              {map[string]string{"x/a.yaml": utf16, "x/b.yaml": "\x00"}, []string{"x", "y"}, 2, "kubelore: x/a.yaml: this is UTF-16; save it as UTF-8\nkubelore: x/b.yaml: this is not text\nkubelore: y: no such file or directory\n", []string{"0 manifests"}},
		"some bytes in Latin-1":    {map[string]string{"x/a.yaml": good + "  c: \xe9\xe8\n", "x/b.yaml": bad}, []string{"x"}, 1, "", []string{"error[yaml/bad-encoding]", "x/a.yaml:7:6", "x/b.yaml"}},
		"whatever --fail-on says":  {map[string]string{"a.yaml": "\x00"}, []string{"--fail-on", "none", "."}, 2, "kubelore: a.yaml: this is not text\n", nil},
		"with --diff":              {map[string]string{"a.yaml": "\x00", "b.yaml": oldAutoscaler}, []string{"--diff", "."}, 2, "kubelore: a.yaml: this is not text\n", []string{"+++ b/b.yaml"}},
		"with --fix":               {map[string]string{"a.yaml": "\x00", "b.yaml": oldAutoscaler}, []string{"--fix", "."}, 2, "kubelore: a.yaml: this is not text\n", []string{"no problems"}},
		"twice the same":           {map[string]string{"x/a.yaml": good}, []string{"x/a.yaml", "x", "./x/../x/a.yaml"}, 0, "", []string{"1 manifest in 1 file"}},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := kubelore(t, tt.files, "", append([]string{"check"}, tt.args...)...)
			if code != tt.code || errs != tt.errs {
				t.Errorf("exit code %d, want %d; standard error %q, want %q", code, tt.code, errs, tt.errs)
			}
			for _, want := range tt.out {
				if !strings.Contains(out, want) {
					t.Errorf("%q is missing in\n%s", want, out)
				}
			}
		})
	}
}

// TestLeftOut holds that of folders and globs those files are checked that belong to the
// project, and that who names what does not gets it.
func TestLeftOut(t *testing.T) {
	bad := strings.Replace(good, "data", "dat", 1)
	files := map[string]string{
		".git/HEAD": "ref: refs/heads/main\n", ".gitignore": "/rendered/\n*.tmp.yaml\n", ".kubelore.yaml": "exclude: [old, a/test/*.yaml]\n",
		"a/x.yaml": bad, "a/y.tmp.yaml": bad, "a/test/z.yaml": bad, "a/test/.gitignore": "w.yaml\n", "a/test/w.yaml": bad, "a/test/sub/v.yml": bad,
		"old/o.yaml": bad, "rendered/r.yaml": bad, "a/notes.txt": bad,
	}
	for name, tt := range map[string]struct {
		args []string
		code int
		want []string
	}{
		"a folder":                     {[]string{"."}, 1, []string{"a/test/sub/v.yml", "a/x.yaml"}},
		"a folder in it":               {[]string{"a"}, 1, []string{"a/test/sub/v.yml", "a/x.yaml"}},
		"one that Git ignores":         {[]string{"rendered"}, 1, []string{"rendered/r.yaml"}},
		"one that is excluded":         {[]string{"old/"}, 1, []string{"old/o.yaml"}},
		"files":                        {[]string{"a/y.tmp.yaml", "a/test/w.yaml"}, 1, []string{"a/y.tmp.yaml", "a/test/w.yaml"}},
		"a glob":                       {[]string{"a/*.yaml"}, 1, []string{"a/x.yaml"}},
		"a glob of any depth":          {[]string{"**/*.{yaml,yml}"}, 1, []string{"a/test/sub/v.yml", "a/x.yaml"}},
		"a glob of folders":            {[]string{"a/t*"}, 1, []string{"a/test/sub/v.yml"}},
		"a glob that matches no file":  {[]string{"a/*.json"}, 2, nil},
		"a glob below what is nowhere": {[]string{"b/*.yaml", "a/x.yaml"}, 2, []string{"a/x.yaml"}},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := kubelore(t, files, "", append([]string{"check", "--format", "json"}, tt.args...)...)
			var report struct{ Problems []struct{ File string } }
			if err := json.Unmarshal([]byte(out), &report); err != nil {
				t.Fatal(err, out)
			}
			var got []string
			for _, p := range report.Problems {
				got = append(got, p.File)
			}
			got = slices.Compact(got)
			if code != tt.code || !slices.Equal(got, tt.want) || code == 2 && !strings.Contains(errs, "no file matches this") {
				t.Errorf("exit code %d, want %d; %q, want %q; %s", code, tt.code, got, tt.want, errs)
			}
		})
	}
}

// TestUnreadInSARIF holds that services learn what was not checked.
func TestUnreadInSARIF(t *testing.T) {
	code, out, _ := kubelore(t, map[string]string{"x/a.yaml": good, "x/b.yaml": "\x00"}, "", "check", "--format", "sarif", "x", "gone")
	run := readSARIF(t, out)
	if code != 2 || len(run.Invocations) != 1 || *run.Invocations[0].ExecutionSuccessful {
		t.Fatalf("exit code %d\n%s", code, out)
	}
	told := run.Invocations[0].ToolExecutionNotifications
	if len(told) != 2 || *told[0].Message.Text != "this is not text" || *told[1].Locations[0].PhysicalLocation.ArtifactLocation.URI != "gone" {
		t.Errorf("it tells of %d\n%s", len(told), out)
	}
}

// TestTooLarge makes a file without blocks on disk.
func TestTooLarge(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("a.yaml", []byte(good), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("b.yaml", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate("b.yaml", 100<<20); err != nil {
		t.Fatal(err)
	}
	const want = ": this is larger than 32 MiB, so it is not checked; split it\n"
	var out, errs bytes.Buffer
	if code := run([]string{"check", "."}, io.NopCloser(strings.NewReader("")), &out, &errs); code != 2 || errs.String() != "kubelore: b.yaml"+want {
		t.Errorf("exit code %d, standard error %q", code, errs.String())
	}
	if !strings.Contains(out.String(), "1 manifest in 1 file: no problems") {
		t.Errorf("the other file is not checked:\n%s", out.String())
	}
	errs.Reset()
	endless := io.NopCloser(io.LimitReader(zeros{}, 1<<40))
	if code := run([]string{"check", "-"}, endless, &out, &errs); code != 2 || errs.String() != "kubelore: -"+want {
		t.Errorf("standard input without end: exit code %d, standard error %q", code, errs.String())
	}
}

// zeros is without end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestLinks(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.MkdirAll("real", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("real", "a.yaml"), []byte(good), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, to := range map[string]string{"link": "real", "round": "round", "dangling.yaml": "nowhere"} {
		if err := os.Symlink(to, name); err != nil {
			t.Skip("SKIPPED: symbolic links cannot be made here:", err)
		}
	}
	for name, want := range map[string]struct {
		code int
		says string
	}{
		"link": {0, "1 manifest in 1 file"}, "real/": {0, "1 manifest in 1 file"}, "round": {2, "kubelore: round: "}, "dangling.yaml": {2, "kubelore: dangling.yaml: "},
	} {
		var out, errs bytes.Buffer
		code := run([]string{"check", name}, io.NopCloser(strings.NewReader("")), &out, &errs)
		if code != want.code || !strings.Contains(out.String()+errs.String(), want.says) {
			t.Errorf("%s: exit code %d\n%s%s", name, code, out.String(), errs.String())
		}
	}
}

// TestPermissions holds that folders that may not be read are told.
func TestPermissions(t *testing.T) {
	if os.Geteuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("SKIPPED: whoever runs this may read everything")
	}
	t.Chdir(t.TempDir())
	if err := os.MkdirAll("x/y", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("x/a.yaml", []byte(good), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod("x/y", 0); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod("x/y", 0o755) //nolint:errcheck // for the removal of the folder
	var out, errs bytes.Buffer
	code := run([]string{"check", "x"}, io.NopCloser(strings.NewReader("")), &out, &errs)
	if code != 2 || errs.String() != "kubelore: x/y: permission denied\n" || !strings.Contains(out.String(), "1 manifest") {
		t.Errorf("exit code %d\n%s%s", code, out.String(), errs.String())
	}
}

// TestOrder holds that the report is in the order of the names, however many files are
// checked at the same time, and that nobody is shown a progress bar who is no terminal.
func TestOrder(t *testing.T) {
	const n = 300
	files := map[string]string{}
	for i := range n {
		files[fmt.Sprintf("x/%03d.yaml", i)] = strings.Replace(good, "data", "dat", 1)
	}
	code, out, errs := kubelore(t, files, "", "check", "x")
	if code != 1 || errs != "" {
		t.Errorf("exit code %d, standard error %q", code, errs)
	}
	at := 0
	for i := range n {
		found := strings.Index(out[at:], fmt.Sprintf("x/%03d.yaml", i))
		if found < 0 {
			t.Fatalf("file %d is missing or too early", i)
		}
		at += found
	}
}
