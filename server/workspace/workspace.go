// Package workspace holds the state of what an editor has open: immutable
// snapshots, and the session that makes the next one.
//
// It knows which files are open in which version, and the settings. It
// deliberately knows no protocol.
package workspace

import (
	"sync"
	"sync/atomic"

	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/manifest"
)

// A File is one version of an open file.
type File struct {
	*manifest.File
	// URI is the name that the editor gave, unchanged.
	URI string
	// Version is the editor's number of this content.
	Version int32
}

// A Snapshot is the state of the workspace at one moment. It is immutable.
type Snapshot struct {
	// ID grows by one with each snapshot of a session.
	ID       uint64
	Settings *config.Settings
	env      *manifest.Env
	open     map[string]*File
}

// A Session makes snapshots. Its methods may be called from any goroutine;
// Snapshot never blocks.
type Session struct {
	mu      sync.Mutex // held while the next snapshot is made
	current atomic.Pointer[Snapshot]
}

// Snapshot returns the newest snapshot.
func (s *Session) Snapshot() *Snapshot { return s.current.Load() }
