package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// errNoFile is the problem of a pipe or a device in the place of a file. A pipe would be
// waited for, a device can be without end, and neither may be replaced by a file.
var errNoFile = errors.New("this is no regular file")

// regular returns what is known of a file. Links are followed.
func regular(path string) (fs.FileInfo, error) {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = errNoFile
	}
	return info, err
}

// contentOf returns the content of a file of the user.
func contentOf(path string) (string, error) {
	if _, err := regular(path); err != nil {
		return "", err
	}
	data, err := os.ReadFile(path)
	return string(data), err
}

// replace writes a file so that it is never seen half-written. It keeps the mode of the
// file, and writes through a symbolic link.
func replace(path, content string) (err error) {
	if _, err := os.Lstat(path); err == nil {
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return err // a link to nothing is not replaced
		}
	}
	mode := fs.FileMode(0o644)
	switch info, err := regular(path); {
	case err == nil:
		mode = info.Mode().Perm()
	case !errors.Is(err, fs.ErrNotExist):
		return err
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

// overwrite gives a file of the user another content. It stays the same file, with its
// owner, mode and names, so it is written in place. If that fails it has the content that
// it had: what it grows by is written first, which is when a full disk shows, and what was
// written over is written back.
func overwrite(path, before, after string) (err error) {
	if _, err := regular(path); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer func() {
		if closed := f.Close(); err == nil {
			err = closed
		}
	}()
	if same, err := holds(f, before); err != nil || !same {
		return cmp.Or(err, errors.New("it has changed since it was read; try again"))
	}
	common := min(len(before), len(after))
	if _, err = f.WriteAt([]byte(after[common:]), int64(common)); err == nil {
		_, err = f.WriteAt([]byte(after[:common]), 0)
	}
	if err == nil {
		err = f.Truncate(int64(len(after)))
	}
	if err == nil {
		return nil
	}
	// How much was written cannot be relied upon, so what it held is written to where that
	// goes, and looked at.
	_, wrote := f.WriteAt([]byte(before), 0)
	cut := f.Truncate(int64(len(before)))
	if same, read := holds(f, before); read != nil || !same {
		return fmt.Errorf("%v, and it is damaged: %v", err, errors.Join(wrote, cut, read)) //nolint:errorlint // all of it is to be read
	}
	return err
}

// holds reports whether a file has a content.
func holds(f *os.File, content string) (bool, error) {
	now, err := io.ReadAll(io.NewSectionReader(f, 0, int64(len(content))+1))
	return string(now) == content, err
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
