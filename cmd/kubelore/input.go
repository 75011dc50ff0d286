package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/kubelore/kubelore/server/workspace"
)

// largestInput is the size, in bytes, of the largest file that is checked. A hundred
// thousand manifests fit into it; what is larger takes gigabytes of memory.
const largestInput = 32 << 20

// input is a file to check.
type input struct {
	// name is the path as it was given, joined with slashes; "-" for standard input.
	name, content string
	// path is the file to write to, or empty for standard input.
	path string
}

// unread is a file or a folder that cannot be checked, or not mended.
type unread struct{ name, why string }

func (u unread) String() string { return u.name + ": " + u.why }

// reading is the reading of what is to be checked.
type reading struct {
	files  []input
	unread []unread
	// settings is the folder that the globs of exclude count from.
	settings string
	exclude  []string
	// seen are the files that were read, as a file can be given and be in a folder that
	// is given.
	seen map[string]bool
}

// readAll reads files, folders, what globs match and, for "-", standard input: each once,
// in the order in which they are given, those of a folder by name, without what Git ignores
// and what is excluded. What cannot be read is left out and returned.
func (r *reading) readAll(in io.Reader, paths []string, stdinName string) ([]input, []unread) {
	r.seen = map[string]bool{}
	for _, root := range paths {
		if root == "-" {
			r.take(input{name: stdinName}, in)
			continue
		}
		info, err := os.Stat(root)
		switch {
		case err != nil && strings.ContainsAny(root, "*?[{"): // no shell has replaced it; Windows calls it no name
			r.glob(root)
		case err != nil:
			r.fail(root, err)
		case info.IsDir():
			r.folder(root)
		default:
			r.file(root, info.Size())
		}
	}
	return r.files, r.unread
}

// folder reads the manifests of a folder, which may be a symbolic link to one.
func (r *reading) folder(root string) {
	if !os.IsPathSeparator(root[len(root)-1]) {
		root += string(filepath.Separator)
	}
	r.below(root, func(string) bool { return true })
}

// glob reads what a pattern matches that no shell has replaced: files that may hold
// manifests, and folders with all of theirs.
func (r *reading) glob(pattern string) {
	root, rest := doublestar.SplitPattern(filepath.ToSlash(pattern))
	if _, err := os.Stat(root); err != nil || !doublestar.ValidatePattern(rest) {
		r.unread = append(r.unread, unread{pattern, "no file matches this"})
		return
	}
	found := false
	r.below(root, func(name string) bool {
		below, err := filepath.Rel(root, name)
		if err != nil {
			return false
		}
		matches := workspace.Matches([]string{rest}, filepath.ToSlash(below))
		found = found || matches
		return matches
	})
	if !found {
		r.unread = append(r.unread, unread{pattern, "no file matches this"})
	}
}

// below reads the files below a folder that are wanted.
func (r *reading) below(root string, wanted func(name string) bool) {
	err := workspace.Walk(root, workspace.Skipping(root, r.settings, r.exclude), func(name string, size int64) error {
		if wanted(name) {
			r.file(name, size)
		}
		return nil
	}, r.fail)
	if err != nil {
		r.fail(root, err)
	}
}

// file reads one file. It may be a pipe.
func (r *reading) file(name string, size int64) {
	clean := filepath.Clean(name)
	if r.seen[clean] {
		return
	}
	r.seen[clean] = true
	if size > largestInput {
		r.unread = append(r.unread, unread{name, tooLarge()})
		return
	}
	f, err := os.Open(name)
	if err != nil {
		r.fail(name, err)
		return
	}
	defer f.Close() //nolint:errcheck // nothing was written
	r.take(input{name: filepath.ToSlash(name), path: name}, f)
}

// take reads the content of a file.
func (r *reading) take(file input, from io.Reader) {
	data, err := io.ReadAll(io.LimitReader(from, largestInput+1))
	switch why := foreign(data); {
	case err != nil:
		r.fail(file.name, err)
	case len(data) > largestInput:
		r.unread = append(r.unread, unread{file.name, tooLarge()})
	case why != "":
		r.unread = append(r.unread, unread{file.name, why})
	default:
		file.content = string(data)
		r.files = append(r.files, file)
	}
}

func (r *reading) fail(name string, err error) {
	r.unread = append(r.unread, unread{strings.TrimRight(name, string(filepath.Separator)), reason(err)})
}

// reason returns what is wrong with a file. The operation says nothing to a user, and the
// path is there already.
func reason(err error) string {
	if of, ok := errors.AsType[*fs.PathError](err); ok {
		err = of.Err
	}
	return err.Error()
}

func tooLarge() string {
	return fmt.Sprintf("this is larger than %d MiB, so it is not checked; split it", largestInput>>20)
}

// foreign says why content is no text in UTF-8 at all, or returns "". Text with some
// bytes that are not UTF-8 is checked, and they are reported where they stand.
func foreign(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return "this is UTF-16; save it as UTF-8"
	case bytes.IndexByte(data, 0) >= 0:
		return "this is not text"
	}
	return ""
}
