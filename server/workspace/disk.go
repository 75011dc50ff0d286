package workspace

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The limits of what is looked at on disk. A workspace beyond them is no folder of
// manifests, and Kubelore says so instead of reading on.
const (
	largestFile = 8 << 20 // bytes
	mostFiles   = 50_000
)

// Endings are the endings of the names of files that may hold manifests.
var Endings = []string{".yaml", ".yml", ".json"} //nolint:gochecknoglobals // a constant, if slices could be

// Walk calls visit for each regular file at or below root that may hold manifests,
// in the order of names, with its size in bytes. A root that is a file is visited
// whatever its name. Visit may return fs.SkipAll. Failed, which may be nil, is told the
// folders below root that cannot be read.
func Walk(root string, s Skip, visit func(name string, size int64) error, failed func(name string, err error)) error {
	return walk(root, s, func(path string, info fs.FileInfo) error { return visit(path, info.Size()) }, failed)
}

func walk(root string, s Skip, visit func(path string, info fs.FileInfo) error, failed func(name string, err error)) error {
	// A folder that is opened by a link is looked at; a separator leads through it.
	if info, err := os.Lstat(root); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if info, err := os.Stat(root); err == nil && info.IsDir() {
			root += string(filepath.Separator)
		}
	}
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil && path == root:
			return err
		case err != nil:
			if failed != nil {
				failed(path, err)
			}
			return nil // in a workspace, a folder that may not be read is none of ours
		case entry.IsDir():
			if path != root && (skipped(entry.Name()) || s.skips(path, true)) {
				return fs.SkipDir
			}
			s.enter(path)
			return nil
		case path != root && (!entry.Type().IsRegular() || !slices.Contains(Endings, strings.ToLower(filepath.Ext(path))) && !isBuild(entry.Name())):
			return nil
		case path != root && s.skips(path, false):
			return nil
		}
		info, err := os.Stat(path)
		if err != nil || !info.Mode().IsRegular() {
			return nil //nolint:nilerr // it went away, or it is no file
		}
		return visit(path, info)
	})
}

// skipped reports whether a folder belongs to a tool.
func skipped(name string) bool {
	return strings.HasPrefix(name, ".") || name == "node_modules" || name == "vendor"
}

// Openable returns the file that an editor can open for a path: itself, or what kustomize
// reads in a folder. It reports false if there is none.
func Openable(path string) (string, bool) {
	info, err := os.Stat(path)
	if err != nil {
		return "", false
	}
	if !info.IsDir() {
		return path, true
	}
	for _, name := range kustomizations {
		if _, err := os.Stat(filepath.Join(path, name)); err == nil {
			return filepath.Join(path, name), true
		}
	}
	return "", false
}
