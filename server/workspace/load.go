package workspace

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"github.com/kubelore/kubelore/knowledge/apiserver"
	"github.com/kubelore/kubelore/server/graph"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// A Disk is what the files of a workspace say, as they are on disk.
type Disk struct {
	// Index finds who names whom.
	Index *graph.Index
	// Customs are the custom kinds that each file defines, by path.
	Customs map[string][]*apiserver.Custom
	// Builds are the folders whose manifests are not all there is, or not as they will be.
	Builds map[string]*Build
	// Files is how many files hold manifests.
	Files int
	// Notes are for people: what was left out, and why.
	Notes []string

	seen seen
}

// A Loader reads the files of a workspace, and later those that changed. It may be used
// by one goroutine at a time.
type Loader struct {
	// Folders are the paths of the workspace folders, and Extra files and folders outside
	// of them that only define custom kinds.
	Folders, Extra []string
	// Include and Exclude are globs below a folder; without Include all files count.
	Include, Exclude []string
	// Env is what documents are read against.
	Env *manifest.Env
	// Progress is told how many files of how many are read; it may be nil.
	Progress func(done, all int)

	read map[string]*entry
}

// entry is a file as it was read.
type entry struct {
	size     int64
	changed  time.Time
	file     *graph.File
	customs  []*apiserver.Custom
	build    *Build
	note     string
	definers bool // it is read for its custom kinds only
}

// Forget makes the next Load read every file again, because Env or a setting changed.
func (l *Loader) Forget() { l.read = nil }

// Load reads what is new or has changed since the last time. It stops early when ctx is
// done, with an error. What cannot be read is a note.
func (l *Loader) Load(ctx context.Context) (*Disk, error) {
	found, notes := l.find(ctx)
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("load the workspace: %w", err)
	}
	next := make(map[string]*entry, len(found))
	var stale []*entry
	var paths []string
	for path, e := range found {
		if before := l.read[path]; before != nil && before.size == e.size && before.changed.Equal(e.changed) && before.definers == e.definers {
			next[path] = before
			continue
		}
		next[path] = e
		stale, paths = append(stale, e), append(paths, path)
	}
	if err := l.readAll(ctx, paths, stale); err != nil {
		return nil, err
	}
	l.read = next
	return l.disk(notes), nil
}

// readAll reads files at the same time, and leaves a processor to who is typing.
func (l *Loader) readAll(ctx context.Context, paths []string, entries []*entry) error {
	var g errgroup.Group
	g.SetLimit(max(1, runtime.GOMAXPROCS(0)-1))
	var mu sync.Mutex
	done, words := 0, newInterner()
	for i, path := range paths {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return fmt.Errorf("load the workspace: %w", err)
			}
			l.readFile(path, entries[i], words)
			if l.Progress != nil {
				mu.Lock()
				done++
				l.Progress(done, len(paths))
				mu.Unlock()
			}
			return nil
		})
	}
	return g.Wait() //nolint:wrapcheck // it is wrapped above
}

// disk folds what was read.
func (l *Loader) disk(notes []string) *Disk {
	d := &Disk{Customs: map[string][]*apiserver.Custom{}, Builds: map[string]*Build{}, Notes: notes}
	var files []*graph.File
	for _, path := range sorted(l.read) {
		e := l.read[path]
		if e.note != "" {
			d.Notes = append(d.Notes, e.note)
		}
		if len(e.customs) > 0 {
			d.Customs[path] = e.customs
		}
		if e.build != nil {
			d.Builds[filepath.Dir(path)] = e.build.and(d.Builds[filepath.Dir(path)])
		}
		if e.file != nil && len(e.file.Documents) > 0 {
			files = append(files, e.file)
		}
	}
	d.Files = len(files)
	d.Index = graph.NewIndex(files)
	return d
}

// find lists the files to look at, with their size and time of change.
func (l *Loader) find(ctx context.Context) (map[string]*entry, []string) {
	found := map[string]*entry{}
	var notes []string
	look := func(root string, definers bool, s Skip) {
		err := walk(root, s, func(path string, info fs.FileInfo) error {
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case found[path] != nil:
				return nil // folders can be in each other
			case len(found) == mostFiles:
				notes = append(notes, fmt.Sprintf("only the first %d files are looked at, and not all of %s", mostFiles, root))
				return fs.SkipAll
			}
			found[path] = &entry{size: info.Size(), changed: info.ModTime(), definers: definers}
			return nil
		}, nil)
		if err != nil && ctx.Err() == nil {
			notes = append(notes, err.Error())
		}
	}
	for _, folder := range l.Folders {
		look(folder, false, Skip{newFilter(folder, l.Include, l.Exclude)})
	}
	for _, extra := range l.Extra {
		look(extra, true, nil)
	}
	return found, notes
}

// readFile reads one file. If that fails in a way that nobody foresaw, it is noted, and
// the others are read.
func (l *Loader) readFile(path string, e *entry, words *interner) {
	defer func() {
		if r := recover(); r != nil {
			e.file, e.customs = nil, nil
			e.note = fmt.Sprintf("%s made the server fail, so it is not looked at: %v\n%s", path, r, debug.Stack())
		}
	}()
	if e.size > largestFile {
		e.note = fmt.Sprintf("%s is larger than %d MiB, so it is not looked at until it is opened", path, largestFile>>20)
		return
	}
	data, err := read(path, largestFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return // it went away while the others were read
	case err != nil:
		e.note = err.Error()
		return
	}
	if !e.definers && isBuild(filepath.Base(path)) {
		e.build = buildOf(path, data)
	}
	if !bytes.Contains(data, []byte("kind")) {
		return
	}
	if !utf8.Valid(data) {
		e.note = path + " is not UTF-8, so it is not looked at"
		return
	}
	f := manifest.Open(text.New(string(data)), l.Env)
	if !f.Claimed() {
		return
	}
	e.customs = detachedCustoms(f)
	if !e.definers {
		e.file = graph.Detached(path, f, words.keep)
	}
}

// interner keeps one copy of equal strings, as manifests repeat themselves.
type interner struct {
	mu  sync.Mutex
	all map[string]string
}

func newInterner() *interner { return &interner{all: map[string]string{}} }

func (x *interner) keep(s string) string {
	if s == "" {
		return ""
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if before, ok := x.all[s]; ok {
		return before
	}
	s = strings.Clone(s)
	x.all[s] = s
	return s
}
