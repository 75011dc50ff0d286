package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// replace writes a file so that it is never seen half-written. It keeps the mode of the
// file, and writes through a symbolic link.
func replace(path, content string) (err error) {
	if _, err := os.Lstat(path); err == nil {
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return err // a link to nothing is not replaced
		}
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	_, err = f.WriteString(content)
	if err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// removeEmptyFolders deletes a folder and those above it that are empty, but none above
// top, and no link to one.
func removeEmptyFolders(dir, top string) {
	for dir == top || strings.HasPrefix(dir, top+string(filepath.Separator)) {
		if info, err := os.Lstat(dir); err != nil || !info.IsDir() || os.Remove(dir) != nil {
			return
		}
		dir = filepath.Dir(dir)
	}
}
