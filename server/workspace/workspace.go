// Package workspace holds the state of what an editor has open: immutable
// snapshots, and the session that makes the next one.
//
// It knows which files are open in which version, the settings, and what the files on
// disk say: who names whom, custom kinds, packs. It deliberately knows no protocol.
package workspace

import (
	"errors"
	"fmt"
	"maps"
	"sync"
	"sync/atomic"

	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// A File is one version of an open file.
type File struct {
	*manifest.File
	// URI is the name that the editor gave, unchanged.
	URI string
	// Path is the path on disk, and the URI if it is not there.
	Path string
	// Version is the editor's number of this content.
	Version int32
	// State is the ID of the snapshot that the content came with; unlike Version it
	// never comes back.
	State uint64
}

// A Snapshot is the state of the workspace at one moment. It is immutable.
type Snapshot struct {
	// ID grows by one with each snapshot of a session.
	ID uint64
	// Generation grows whenever something changes that all files are checked
	// against: the settings or the custom kinds.
	Generation uint64
	Settings   *config.Settings
	env        *manifest.Env
	open       map[string]*File
	disk       *Disk
	// diskRead is the time at which it was read, see State.
	diskRead uint64
	// world is computed when it is first asked for.
	world func() *World
}

// File returns an open file, or nil.
func (s *Snapshot) File(uri string) *File { return s.open[uri] }

// Files returns the open files by URI. The caller must not change the map.
func (s *Snapshot) Files() map[string]*File { return s.open }

// Env returns what files are read against.
func (s *Snapshot) Env() *manifest.Env { return s.env }

// A Session makes snapshots. Its methods may be called from any goroutine, and
// Snapshot never blocks. Strings given to a session are kept.
type Session struct {
	current atomic.Pointer[Snapshot]

	mu sync.Mutex // held while the next snapshot is made
	// packs are what packs add.
	packs Packs
	// defined are the definitions that the custom kinds of the snapshot come from.
	defined []definition
}

// New returns a session without files.
func New(settings *config.Settings) *Session {
	s := &Session{}
	first := &Snapshot{Settings: settings, env: envOf(settings, Packs{}, nil), open: map[string]*File{}, disk: &Disk{}}
	first.world = sync.OnceValue(first.newWorld)
	s.current.Store(first)
	return s
}

// envOf returns what files are read against with the given settings; what does not
// come from them is that of before, which may be nil.
func envOf(settings *config.Settings, packs Packs, before *manifest.Env) *manifest.Env {
	env := &manifest.Env{}
	if before != nil {
		*env = *before
	}
	env.Target, env.Oldest, env.Language, env.Secrets = settings.Newest, settings.Oldest, settings.Language, settings.SecretValues
	env.PodSecurity = settings.PodSecurity
	env.Rules = Rules(settings, packs)
	return env
}

// Snapshot returns the newest snapshot.
func (s *Session) Snapshot() *Snapshot { return s.current.Load() }

// next publishes a snapshot that differs from the last one by what change does to
// it. The map of files is its own.
func (s *Session) next(change func(*Snapshot)) {
	last := s.current.Load()
	next := &Snapshot{
		ID: last.ID + 1, Generation: last.Generation, Settings: last.Settings, env: last.env, open: maps.Clone(last.open),
		disk: last.disk, diskRead: last.diskRead,
	}
	change(next)
	next.world = sync.OnceValue(next.newWorld)
	s.current.Store(next)
}

// ErrNotOpen is wrapped by the errors about files that were never opened, or
// closed already.
var ErrNotOpen = errors.New("the file is not open")

// Open adds a file, or replaces it if it is open already.
func (s *Session) Open(uri string, version int32, content string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next(func(next *Snapshot) {
		next.open[uri] = &File{manifest.Open(text.New(content), next.env), uri, Path(uri), version, next.ID}
	})
}

// Close forgets a file. It fails, wrapping ErrNotOpen, if it is not open.
func (s *Session) Close(uri string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Snapshot().File(uri) == nil {
		return fmt.Errorf("close %s: %w", uri, ErrNotOpen)
	}
	s.next(func(next *Snapshot) { delete(next.open, uri) })
	return nil
}

// A Change is one edit of the content of a file. Lines and characters count from
// 0, the latter in the encoding that Edit is told.
type Change struct {
	// Whole says that Text is the new content and the range means nothing.
	Whole                                  bool
	StartLine, StartChar, EndLine, EndChar int
	Text                                   string
}

// Edit makes the next version of a file, applying the changes in order. A range
// that lies outside the text is clamped to it, as the protocol has it for
// characters; an edit must never be lost. It fails, wrapping ErrNotOpen, if the
// file is not open, and wrapping text.ErrOutside, with the changes applied as well
// as can be, if a range was turned around or beyond the last line.
func (s *Session) Edit(uri string, version int32, changes []Change, enc text.Encoding) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.Snapshot().File(uri)
	if old == nil {
		return fmt.Errorf("edit %s: %w", uri, ErrNotOpen)
	}
	f := old.File
	var odd error
	for _, c := range changes {
		if c.Whole {
			f = manifest.Open(text.New(c.Text), f.Env)
			continue
		}
		start, end := f.Text.Offset(c.StartLine, c.StartChar, enc), f.Text.Offset(c.EndLine, c.EndChar, enc)
		if start > end || c.EndLine >= f.Text.Lines() {
			odd = fmt.Errorf("edit %s at %d:%d to %d:%d of %d lines: %w",
				uri, c.StartLine, c.StartChar, c.EndLine, c.EndChar, f.Text.Lines(), text.ErrOutside)
		}
		t, change, err := f.Text.Apply(text.Edit{Span: text.Span{Start: min(start, end), End: max(start, end)}, New: c.Text})
		if err != nil {
			return fmt.Errorf("edit %s: %w", uri, err)
		}
		f = f.Edit(t, change)
	}
	s.next(func(next *Snapshot) { next.open[uri] = &File{f, uri, old.Path, version, next.ID} })
	return odd
}

// Configure changes the settings. Files that they make no difference to are kept.
func (s *Session) Configure(settings *config.Settings) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next(func(next *Snapshot) {
		next.Settings = settings
		next.use(envOf(settings, s.packs, next.env))
	})
}

// use reads all files against another Env.
func (s *Snapshot) use(env *manifest.Env) {
	s.env = env
	s.Generation++
	for uri, f := range s.open {
		s.open[uri] = &File{f.With(env), uri, f.Path, f.Version, f.State}
	}
}
