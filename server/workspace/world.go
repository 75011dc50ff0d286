package workspace

import (
	"fmt"
	"sync/atomic"

	"github.com/kubelore/kubelore/server/graph"
	"github.com/kubelore/kubelore/server/text"
)

// A World is what is known of all files together.
type World struct {
	*graph.Graph
	// Builds are the folders whose manifests are not all there is, by path.
	Builds map[string]*Build
	// Loaded says that the files on disk were read.
	Loaded bool

	state State
}

// A State is equal for two worlds only if all files say the same in both, wherever in
// their file they say it.
type State struct {
	// disk is the time at which the files on disk were read: documents remember states, and
	// must not keep what was read alive.
	disk, open uint64
}

// reads counts how often files on disk were read.
var reads atomic.Uint64 //nolint:gochecknoglobals // states of all sessions must differ

// State returns the state of w.
func (w *World) State() State { return w.state }

// NewWorld returns what files say together that are all there is.
func NewWorld(files []*graph.File, builds map[string]*Build) *World {
	g := graph.New(nil, files)
	return &World{Graph: g, Builds: builds, Loaded: true, state: State{reads.Add(1), g.OpenState()}}
}

// Meaning changes when what all files say together does. Before the files on disk were
// read it is another than after that, as only then it is known what there is not.
func (w *World) Meaning() uint64 {
	if !w.Loaded {
		return ^w.Graph.Meaning()
	}
	return w.Graph.Meaning()
}

// World returns what all files say together, those on disk as far as they are read. It
// is computed when it is first asked for: what is on disk is folded already, so it costs
// what the open files cost.
func (s *Snapshot) World() *World { return s.world() }

func (s *Snapshot) newWorld() *World {
	var open []*graph.File
	for _, uri := range sorted(s.open) {
		open = append(open, graph.Of(s.open[uri].Path, s.open[uri].File))
	}
	g := graph.New(s.disk.Index, open)
	return &World{Graph: g, Builds: s.disk.Builds, Loaded: s.disk.Index != nil, state: State{s.diskRead, g.OpenState()}}
}

// At returns the open file with a path, or nil.
func (s *Snapshot) At(path string) *File {
	for _, f := range s.open {
		if f.Path == path {
			return f
		}
	}
	return nil
}

// Text returns the content of a file of the workspace, open or on disk.
func (s *Snapshot) Text(path string) (*text.Text, error) {
	if f := s.At(path); f != nil {
		return f.Text, nil
	}
	data, err := read(path, largestFile)
	if err != nil {
		return nil, fmt.Errorf("read a file of the workspace: %w", err)
	}
	return text.New(string(data)), nil
}

// SetDisk says what the files on disk say now. What an open file says counts before its
// state on disk.
func (s *Session) SetDisk(d *Disk) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next(func(next *Snapshot) { next.disk, next.diskRead = d, reads.Add(1) })
}
