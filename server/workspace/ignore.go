package workspace

import (
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
)

// ignoreFile is where Git is told what does not belong to a project.
const ignoreFile = ".gitignore"

// filter says which files of a folder are looked at: not those that Git ignores, nor
// those that the settings exclude.
type filter struct {
	root             string
	include, exclude []string
	patterns         []gitignore.Pattern
	matcher          gitignore.Matcher
}

func newFilter(root string, include, exclude []string) *filter {
	f := &filter{root: root, include: include, exclude: exclude}
	f.matcher = gitignore.NewMatcher(nil)
	return f
}

// enter reads what the folder at a path says of the files below it. It must be called
// for a folder before skips is for what is in it.
func (f *filter) enter(folder string) {
	data, err := ReadBelow(folder, ignoreFile, largestEntry)
	if err != nil {
		return // there is none, or it is none
	}
	domain := f.steps(folder)
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\r\n")
		if line != "" && !strings.HasPrefix(line, "#") {
			f.patterns = append(f.patterns, gitignore.ParsePattern(line, domain))
		}
	}
	f.matcher = gitignore.NewMatcher(f.patterns)
}

// steps returns the names of the folders from the root to a path.
func (f *filter) steps(path string) []string {
	below, err := filepath.Rel(f.root, path)
	if err != nil || below == "." {
		return nil
	}
	return strings.Split(filepath.ToSlash(below), "/")
}

// skips reports whether a file or folder is not looked at.
func (f *filter) skips(path string, folder bool) bool {
	steps := f.steps(path)
	if len(steps) == 0 {
		return false
	}
	below := strings.Join(steps, "/")
	if len(f.patterns) > 0 && f.matcher.Match(steps, folder) || matches(f.exclude, below) {
		return true
	}
	return !folder && len(f.include) > 0 && !matches(f.include, below)
}

// matches reports whether a path is one of the globs, or below one.
func matches(globs []string, path string) bool {
	for _, glob := range globs {
		glob = strings.TrimSuffix(strings.TrimPrefix(glob, "./"), "/")
		for _, pattern := range []string{glob, glob + "/**"} {
			if ok, err := doublestar.Match(pattern, path); ok && err == nil {
				return true
			}
		}
	}
	return false
}
