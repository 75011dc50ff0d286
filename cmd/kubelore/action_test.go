package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// asKubelore makes this test binary kubelore itself.
const asKubelore = "KUBELORE_TEST_IS_KUBELORE"

func TestMain(m *testing.M) {
	if os.Getenv(asKubelore) != "" {
		main()
	}
	os.Exit(m.Run())
}

// onPath puts this program on the PATH of a script as kubelore.
func onPath(t *testing.T) []string {
	t.Helper()
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("SKIPPED: there is no bash")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := os.Symlink(self, filepath.Join(folder, "kubelore")); err != nil {
		t.Fatal(err)
	}
	return append(os.Environ(), asKubelore+"=1", "PATH="+folder+string(filepath.ListSeparator)+os.Getenv("PATH"))
}

const action = "../../.github/"

// script runs a script in a folder and returns its exit code and what it says.
func script(t *testing.T, folder string, env []string, name string) (int, string) {
	t.Helper()
	path, err := filepath.Abs(name)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "bash", path)
	cmd.Dir, cmd.Env = folder, env
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

// The GitHub Action annotates what is wrong, writes SARIF, and ends as the check does.
func TestActionChecks(t *testing.T) {
	env := onPath(t)
	folder := t.TempDir()
	bad := strings.Replace(good, "data", "dat", 1)
	if err := os.WriteFile(filepath.Join(folder, "a.yaml"), []byte(bad), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "b.yaml"), []byte(good), 0o644); err != nil {
		t.Fatal(err)
	}
	inputs := func(paths, failOn, sarif string) []string {
		return append(env, "KUBELORE_PATHS="+paths, "KUBELORE_FAIL_ON="+failOn, "KUBELORE_SARIF_FILE="+sarif,
			"KUBELORE_KUBERNETES_VERSION=1.34", "KUBELORE_LANGUAGE=")
	}
	code, out := script(t, folder, inputs("a.yaml b.yaml", "error", "out.sarif"), action+"action/check")
	if code != exitProblems || !strings.Contains(out, "::error file=a.yaml,line=3,") {
		t.Errorf("a bad file: exit code %d: %s", code, out)
	}
	sarif, err := os.ReadFile(filepath.Join(folder, "out.sarif"))
	if err != nil || !strings.Contains(string(sarif), "schema/unknown-field") {
		t.Errorf("its SARIF is %s, %v", sarif, err)
	}
	if code, out := script(t, folder, inputs("b.yaml", "hint", ""), action+"action/check"); code != exitClean {
		t.Errorf("a good file: exit code %d: %s", code, out)
	}
	if code, out := script(t, folder, inputs("c.yaml", "hint", "out.sarif"), action+"action/check"); code != exitUsage {
		t.Errorf("a missing file: exit code %d: %s", code, out)
	}
}

// The GitHub Action installs the archive that the release's checksums name, and no other.
func TestActionInstalls(t *testing.T) {
	env := onPath(t)
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("SKIPPED: there is no curl")
	}
	releases, temp := t.TempDir(), t.TempDir()
	release := filepath.Join(releases, "v1.2.3")
	if err := os.Mkdir(release, 0o755); err != nil {
		t.Fatal(err)
	}
	archive := tarOf(t, "kubelore", "#!/bin/sh\necho installed\n")
	write := func(name, content string) {
		if err := os.WriteFile(filepath.Join(release, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	sum := sha256.Sum256([]byte(archive))
	list := hex.EncodeToString(sum[:]) + "  kubelore_1.2.3_linux_arm64.tar.gz\n" + strings.Repeat("0", 64) + "  xkubelore_1.2.3_linux_arm64.tar.gz\n"
	write("kubelore_1.2.3_linux_arm64.tar.gz", archive)
	write("kubelore_1.2.3_checksums.txt", list)
	path := filepath.Join(temp, "path")
	env = append(env, "KUBELORE_RELEASES=file://"+filepath.ToSlash(releases), "RUNNER_TEMP="+temp, "GITHUB_PATH="+path, "KUBELORE_OS=Linux")
	run := func(version, arch string) (int, string) {
		return script(t, temp, append(env, "KUBELORE_VERSION="+version, "KUBELORE_ARCH="+arch), action+"action/install")
	}
	if code, out := run("v1.2.3", "ARM64"); code != 0 {
		t.Fatalf("exit code %d: %s", code, out)
	}
	folder, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), filepath.Join(strings.TrimSpace(string(folder)), "kubelore")).CombinedOutput(); string(out) != "installed\n" {
		t.Errorf("what was installed says %q, %v", out, err)
	}
	for name, c := range map[string]struct{ version, arch, says string }{
		"a branch":               {"main", "ARM64", "must name a release"},
		"an unknown machine":     {"1.2.3", "X86", "no release for X86"},
		"an archive not listed":  {"1.2.3", "X64", "kubelore_1.2.3_linux_amd64"},
		"a release that is none": {"1.2.4", "ARM64", "curl"},
	} {
		if code, out := run(c.version, c.arch); code == 0 || !strings.Contains(out, c.says) {
			t.Errorf("%s: exit code %d: %s", name, code, out)
		}
	}
	write("kubelore_1.2.3_linux_arm64.tar.gz", tarOf(t, "kubelore", "something else"))
	if code, out := run("1.2.3", "ARM64"); code == 0 || !strings.Contains(out, "the checksum of") {
		t.Errorf("a changed archive: exit code %d: %s", code, out)
	}
}

// tarOf returns a .tar.gz with one program.
func tarOf(t *testing.T, name, content string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o755, Size: int64(len(content))}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// What the action and the hooks of pre-commit run is there, and understands its arguments.
func TestActionAndHooksAreWhole(t *testing.T) {
	var a struct {
		Inputs map[string]any
		Runs   struct {
			Steps []struct {
				Run string
				Env map[string]string
			}
		}
	}
	readYAML(t, action+"action.yml", &a)
	for _, step := range a.Runs.Steps {
		if script, ok := strings.CutPrefix(strings.Trim(step.Run, `"`), "$GITHUB_ACTION_PATH/"); ok {
			if info, err := os.Stat(action + script); err != nil || info.Mode().Perm()&0o111 == 0 {
				t.Errorf("%s cannot be run: %v", script, err)
			}
		}
		for name, value := range step.Env {
			for rest := value; strings.Contains(rest, "inputs."); {
				_, rest, _ = strings.Cut(rest, "inputs.")
				if input := strings.FieldsFunc(rest, func(r rune) bool { return r == ' ' || r == '}' })[0]; a.Inputs[input] == nil {
					t.Errorf("%s asks for the input %s, which is none", name, input)
				}
			}
		}
	}
	var hooks []struct {
		ID, Entry string
		Args      []string
	}
	readYAML(t, "../../.pre-commit-hooks.yaml", &hooks)
	if len(hooks) == 0 {
		t.Fatal("there are no hooks")
	}
	for _, h := range hooks {
		t.Run(h.ID, func(t *testing.T) {
			args := append(strings.Fields(h.Entry)[1:], h.Args...)
			if code, out, errs := kubelore(t, map[string]string{"a.yaml": strings.Replace(good, "data", "dat", 1)}, "", args...); code != exitProblems {
				t.Errorf("kubelore %q: exit code %d: %s%s", args, code, out, errs)
			}
		})
	}
}

func readYAML(t *testing.T, file string, to any) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(data, to); err != nil {
		t.Fatal(err)
	}
}
