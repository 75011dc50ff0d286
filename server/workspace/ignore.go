package workspace

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
)

// ignoreFile is where Git is told what does not belong to a project.
const ignoreFile = ".gitignore"

// filter says which files of a folder are looked at: not those that Git ignores, nor
// those that the settings exclude.
type filter struct {
	root string
	// above are the names of the folders that lead to root from where the globs count.
	above            []string
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
func (f *filter) enter(folder string) { f.heed(folder, f.steps(folder)) }

// heed reads what a folder says of the files below it.
func (f *filter) heed(folder string, domain []string) {
	data, err := ReadBelow(folder, ignoreFile, largestEntry)
	if err != nil {
		return // there is none, or it is none
	}
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
	switch {
	case err != nil:
		return nil
	case below == ".":
		return f.above
	}
	return append(slices.Clip(f.above), strings.Split(filepath.ToSlash(below), "/")...)
}

// skips reports whether a file or folder is not looked at.
func (f *filter) skips(path string, folder bool) bool {
	steps := f.steps(path)
	if len(steps) == 0 {
		return false
	}
	below := strings.Join(steps, "/")
	if len(f.patterns) > 0 && f.matcher.Match(steps, folder) || Matches(f.exclude, below) {
		return true
	}
	return !folder && len(f.include) > 0 && !Matches(f.include, below)
}

// Matches reports whether a path, joined with slashes, is one of the globs, or below one.
func Matches(globs []string, path string) bool {
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

// Skip says which files and folders below a folder are not looked at. The zero Skip leaves
// out nothing but the folders of tools.
type Skip []*filter

// Skipping returns what is left out below a folder that somebody asked for: what Git
// ignores, and what globs exclude that count from the folder of the settings. Who asks for a
// folder that is left out itself, such as one with rendered charts, wants what is in it.
func Skipping(root, settings string, exclude []string) Skip {
	full, err := filepath.Abs(root)
	if err != nil {
		return nil
	}
	git := newFilter(root, nil, nil)
	if top := repository(full); top != "" {
		git.above = between(top, full)
		folder := top
		for i, name := range git.above {
			git.heed(folder, git.above[:i])
			folder = filepath.Join(folder, name)
		}
	}
	if git.skips(root, true) {
		git = newFilter(root, nil, nil)
	}
	all := Skip{git}
	if from, err := filepath.Abs(settings); err == nil && len(exclude) > 0 {
		globs := newFilter(root, nil, exclude)
		globs.above = between(from, full)
		if (from == full || globs.above != nil) && !globs.skips(root, true) {
			all = append(all, globs)
		}
	}
	return all
}

// repository returns the folder of the Git repository that a folder is in, or "".
func repository(folder string) string {
	for {
		if _, err := os.Lstat(filepath.Join(folder, ".git")); err == nil {
			return folder
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return ""
		}
		folder = parent
	}
}

// between returns the names of the folders that lead from one folder to another, or nil if
// the other is not below it.
func between(from, to string) []string {
	rel, err := filepath.Rel(from, to)
	if err != nil || rel == "." || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return nil
	}
	return strings.Split(filepath.ToSlash(rel), "/")
}

func (s Skip) skips(path string, folder bool) bool {
	return slices.ContainsFunc(s, func(f *filter) bool { return f.skips(path, folder) })
}

func (s Skip) enter(folder string) {
	for _, f := range s {
		f.enter(folder)
	}
}
