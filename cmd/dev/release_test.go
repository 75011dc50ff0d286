package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

const root = "../.."

func TestVersionsAgree(t *testing.T) {
	if _, err := agreedVersion(root); err != nil {
		t.Error(err)
	}
}

// A version that is raised in one place only is found.
func TestVersionsDisagree(t *testing.T) {
	version, err := agreedVersion(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{
		"editors/vscode/package.json", "editors/vscode/package-lock.json", "editors/vscode/CHANGELOG.md", "README.md", "server/doc/ci.md",
		"server/doc/release/v" + version + ".md",
	} {
		t.Run(file, func(t *testing.T) {
			other := t.TempDir()
			for _, name := range []string{
				"editors/vscode/package.json", "editors/vscode/package-lock.json", "editors/vscode/CHANGELOG.md", "README.md", "server/doc/ci.md",
				"server/doc/release/v" + version + ".md",
			} {
				data, err := os.ReadFile(filepath.Join(root, name))
				if err != nil {
					t.Fatal(err)
				}
				if name == file {
					data = bytes.ReplaceAll(data, []byte(version), []byte("9.9.9"))
				}
				write(t, filepath.Join(other, name), string(data))
			}
			if _, err := agreedVersion(other); err == nil {
				t.Errorf("nobody sees that %s is of 9.9.9", file)
			}
		})
	}
	other := t.TempDir()
	write(t, filepath.Join(other, "v"+version+".md"), "# v"+version+"\n")
	write(t, filepath.Join(other, "v9.9.9.md"), "# v9.9.9\n")
	if err := releaseNotes(other, version); err == nil {
		t.Error("nobody sees that there are notes of a later release")
	}
}

func write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Releases are built for the platforms that there are extensions for.
func TestPlatforms(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(root, ".goreleaser.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var config struct {
		Builds []struct{ Goos, Goarch []string }
	}
	if err := yaml.Unmarshal(data, &config); err != nil {
		t.Fatal(err)
	}
	var built, packaged []string
	for _, b := range config.Builds {
		for _, system := range b.Goos {
			for _, arch := range b.Goarch {
				built = append(built, system+"/"+arch)
			}
		}
	}
	for _, p := range platforms {
		packaged = append(packaged, p.os+"/"+p.arch)
	}
	slices.Sort(built)
	if !slices.Equal(built, packaged) {
		t.Errorf("goreleaser builds for %v, extensions are packaged for %v", built, packaged)
	}
}

// Each thing that can be wrong with an archive is found.
func TestVerifyArchive(t *testing.T) {
	p, ok := here()
	if !ok {
		t.Skip("SKIPPED: no releases for this platform")
	}
	other := platforms[slices.IndexFunc(platforms, func(o platform) bool { return o.os == p.os && o.arch != p.arch })]
	server := tinyProgram(t, p)
	notices := "| Go standard library | go1 | BSD-3-Clause |\n| k8s.io/kubernetes | v1 | Apache-2.0 |\n"
	good := map[string]packed{p.binary(): {0o755, server}, "LICENSE": {0o644, []byte("Apache License")}, "THIRD-PARTY.md": {0o644, []byte(notices)}}
	with := func(name string, f packed) map[string]packed {
		files := map[string]packed{}
		maps.Copy(files, good)
		files[name] = f
		return files
	}
	for name, c := range map[string]struct {
		p     platform
		files map[string]packed
		says  string
	}{
		"good":              {p, good, ""},
		"another platform":  {other, good, "GOARCH"},
		"no program":        {p, with(p.binary(), packed{0o755, []byte("#!/bin/sh")}), "no program of Go"},
		"not executable":    {p, with(p.binary(), packed{0o644, server}), "cannot be executed"},
		"no licence":        {p, with("LICENSE", packed{}), "LICENSE is missing"},
		"incomplete notice": {p, with("THIRD-PARTY.md", packed{0o644, []byte("| k8s.io/kubernetes |")}), "Go standard library"},
	} {
		for _, pack := range []func(*testing.T, map[string]packed) string{packTarGz, packZip} {
			_, err := verifyArchive(c.p, pack(t, c.files))
			if said := fmt.Sprint(err); (err == nil) != (c.says == "") || !strings.Contains(said, c.says) {
				t.Errorf("%s: %v, want %q", name, err, c.says)
			}
		}
	}
}

// tinyProgram builds a program as releases are built.
func tinyProgram(t *testing.T, p platform) []byte {
	t.Helper()
	folder := t.TempDir()
	write(t, filepath.Join(folder, "go.mod"), "module tiny\n\ngo 1.26.0\n")
	write(t, filepath.Join(folder, "main.go"), "package main\n\nfunc main() {}\n")
	if err := command(folder, p.env(), "go", "build", "-trimpath", "-o", "tiny", "."); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(folder, "tiny"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func packTarGz(t *testing.T, files map[string]packed) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for name, f := range files {
		if err := w.WriteHeader(&tar.Header{Name: name, Mode: int64(f.mode), Size: int64(len(f.data))}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(f.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "a.tar.gz")
	write(t, file, b.String())
	return file
}

func packZip(t *testing.T, files map[string]packed) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, f := range files {
		head := &zip.FileHeader{Name: name, Method: zip.Deflate}
		head.SetMode(f.mode)
		w, err := z.CreateHeader(head)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(f.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "a.zip")
	write(t, file, b.String())
	return file
}

func TestVerifyChecksums(t *testing.T) {
	folder := t.TempDir()
	list := filepath.Join(folder, "checksums.txt")
	write(t, filepath.Join(folder, "a.vsix"), "a")
	write(t, list, "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  a.vsix\n")
	if err := verifyChecksums(list); err != nil {
		t.Error(err)
	}
	write(t, filepath.Join(folder, "a.vsix"), "b")
	if err := verifyChecksums(list); err == nil {
		t.Error("another content is not seen")
	}
	write(t, filepath.Join(folder, "a.vsix"), "a")
	write(t, filepath.Join(folder, "b.zip"), "b")
	if err := verifyChecksums(list); err == nil || !strings.Contains(err.Error(), "b.zip") {
		t.Errorf("a file without a checksum: %v", err)
	}
}
