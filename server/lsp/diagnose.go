package lsp

import (
	"context"
	"maps"
	"reflect"
	"runtime"
	"sync"
	"time"

	"go.lsp.dev/protocol"
	"golang.org/x/sync/errgroup"

	"github.com/kubelore/kubelore/server/check"
	"github.com/kubelore/kubelore/server/workspace"
)

// idle is how long nothing must change before it is looked at what files say of each
// other: the custom kinds that they define, the names that they use.
const idle = 300 * time.Millisecond

// diagnoser sends the problems of files that changed. There is one, on a goroutine
// of its own.
//
// Invariants: what is sent is of the newest version of a file at the time of
// sending; each version that is the newest when its turn comes is answered, even if
// its problems are those of the last one, because editors wait for the version; no
// version is answered twice unless its problems changed.
type diagnoser struct {
	server *Server
	wake   chan struct{}

	mu sync.Mutex
	// pending are the files to look at, gone those that were closed.
	pending, gone map[string]bool
	// redefine says that a file was opened, which may define kinds for others.
	redefine bool
	// broken is what is wrong in the files of packs, by URI, and packsRead says that
	// they were read anew.
	broken    map[string][]protocol.Diagnostic
	packsRead bool
	// everything says that all open files are to be sent again, as the settings
	// changed.
	everything bool

	// told are the files of packs that the editor shows problems for; only the goroutine
	// uses it.
	told map[string]bool
	// sent is what was sent last for each file, and meaning what all files said then; only
	// the goroutine uses them.
	sent    map[string]sent
	meaning uint64
}

// sent is what an editor was told of a file.
type sent struct {
	file        *workspace.File
	diagnostics []protocol.Diagnostic
}

func newDiagnoser(s *Server) *diagnoser {
	return &diagnoser{
		server: s, wake: make(chan struct{}, 1), pending: map[string]bool{}, gone: map[string]bool{},
		sent: map[string]sent{}, told: map[string]bool{},
	}
}

// opened says that there is a new file. What it defines counts at once, while what
// is being typed counts when the author pauses.
func (d *diagnoser) opened(name string) {
	d.mu.Lock()
	d.redefine = true
	d.mu.Unlock()
	d.changed(name)
}

// changed says that a file has a new version.
func (d *diagnoser) changed(name string) {
	d.mu.Lock()
	d.pending[name] = true
	delete(d.gone, name)
	d.mu.Unlock()
	d.poke()
}

// closed says that a file was closed: its problems vanish from the editor.
func (d *diagnoser) closed(name string) {
	d.mu.Lock()
	delete(d.pending, name)
	d.gone[name] = true
	d.mu.Unlock()
	d.poke()
}

// configured says that the settings changed.
func (d *diagnoser) configured() {
	d.mu.Lock()
	d.everything = true
	d.mu.Unlock()
	d.poke()
}

func (d *diagnoser) poke() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// run is the goroutine.
func (d *diagnoser) run(ctx context.Context) {
	quiet := time.NewTimer(idle)
	quiet.Stop() // before something happened nobody knows what the editor can do
	defer quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-d.wake:
			d.changedFiles(ctx)
			quiet.Reset(idle)
		case <-quiet.C:
			d.others(ctx)
		}
	}
}

// changedFiles sends the problems of the files that changed.
func (d *diagnoser) changedFiles(ctx context.Context) {
	d.mu.Lock()
	redefine := d.redefine
	d.redefine = false
	d.mu.Unlock()
	if redefine {
		d.others(ctx)
	}
	d.mu.Lock()
	pending, gone := maps.Clone(d.pending), maps.Clone(d.gone)
	if d.everything {
		for name := range d.server.session.Snapshot().Files() {
			pending[name] = true
		}
		clear(d.sent)
	}
	d.everything = false
	clear(d.pending)
	clear(d.gone)
	d.mu.Unlock()
	d.brokenPacks(ctx)
	if d.server.can.pull {
		return
	}
	for name := range gone {
		delete(d.sent, name)
		d.publish(ctx, &protocol.PublishDiagnosticsParams{URI: d.server.uriOf(name), Diagnostics: []protocol.Diagnostic{}})
	}
	for name := range pending {
		d.guarded(ctx, name)
	}
}

// guarded is file for a file of which the checks may fail: others must not suffer. The
// editor keeps what it was told last.
func (d *diagnoser) guarded(ctx context.Context, name string) {
	d.server.protected("the check of "+name, func() { d.file(ctx, name) })
}

// file sends the problems of one file, unless they were sent.
func (d *diagnoser) file(ctx context.Context, name string) {
	snap := d.server.session.Snapshot()
	f := snap.File(name)
	if f == nil {
		return
	}
	before := d.sent[name]
	if before.file == f && d.meaning == snap.World().Meaning() {
		return
	}
	diagnostics := d.server.diagnostics(f, problems(ctx, snap, f))
	d.mu.Lock()
	diagnostics = append(diagnostics, d.broken[name]...)
	d.mu.Unlock()
	if ctx.Err() != nil || d.server.session.Snapshot().File(name) != f {
		return // nobody is there, or a newer version waits
	}
	d.sent[name] = sent{f, diagnostics}
	if before.file != nil && before.file.Version == f.Version && before.file.State == f.State && reflect.DeepEqual(before.diagnostics, diagnostics) {
		return
	}
	d.publish(ctx, &protocol.PublishDiagnosticsParams{
		URI: d.server.uriOf(name), Version: protocol.NewOptional(f.Version), Diagnostics: diagnostics,
	})
	d.server.servedOnce.Do(func() { close(d.server.served) })
}

// problems returns the problems of a file, in order of position, or none when nobody waits
// for them any more: the check of a large file outlives a cancellation, and the connection,
// by one document only.
func problems(ctx context.Context, snap *workspace.Snapshot, f *workspace.File) []check.Problem {
	if isSettings(f) {
		return check.Settings(f.File)
	}
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, work := range check.Ahead(f.File) {
		g.Go(func() error {
			if ctx.Err() == nil {
				work()
			}
			return nil
		})
	}
	_ = g.Wait() // no work fails
	if ctx.Err() != nil {
		return nil
	}
	return check.Together(check.File(f.File, snap.Settings), check.Across(snap.World(), f.File, f.Path, snap.Settings))
}

// others looks again at what files say of each other, and at the files for which that
// makes a difference.
func (d *diagnoser) others(ctx context.Context) {
	redefined := d.server.session.Redefine()
	snap := d.server.session.Snapshot()
	meaning := snap.World().Meaning()
	if !redefined && meaning == d.meaning {
		return
	}
	defer func() { d.meaning = meaning }()
	if d.server.can.pull {
		d.server.refreshDiagnostics()
		return
	}
	for name := range snap.Files() {
		d.guarded(ctx, name)
	}
}

// refreshDiagnostics asks an editor that pulls diagnostics to do so.
func (s *Server) refreshDiagnostics() {
	if !s.can.refresh {
		return
	}
	s.call(func(ctx context.Context) {
		if err := s.client.DiagnosticRefresh(ctx); err != nil {
			s.log.Debug("the editor does not refresh its diagnostics", "err", err)
		}
	})
}

func (d *diagnoser) publish(ctx context.Context, params *protocol.PublishDiagnosticsParams) {
	if err := d.server.client.PublishDiagnostics(ctx, params); err != nil && ctx.Err() == nil {
		d.server.log.Warn("diagnostics could not be sent", "uri", params.URI, "err", err)
	}
}
