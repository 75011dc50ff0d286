package lsp

import (
	"context"
	"maps"
	"runtime"
	"sync"
	"time"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
	"golang.org/x/sync/errgroup"

	"github.com/kubelore/kubelore/server/check"
	"github.com/kubelore/kubelore/server/workspace"
)

// idle is how long nothing must change before the custom kinds are looked at anew,
// on which other files depend.
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
	// sent is the last version of each file that was sent; only the goroutine uses it.
	sent map[string]*workspace.File
}

func newDiagnoser(s *Server) *diagnoser {
	return &diagnoser{
		server: s, wake: make(chan struct{}, 1), pending: map[string]bool{}, gone: map[string]bool{},
		sent: map[string]*workspace.File{}, told: map[string]bool{},
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
	defer quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-d.wake:
			d.changedFiles(ctx)
			quiet.Reset(idle)
		case <-quiet.C:
			d.definitions(ctx)
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
		d.definitions(ctx)
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
		d.publish(ctx, &protocol.PublishDiagnosticsParams{URI: uri.URI(name), Diagnostics: []protocol.Diagnostic{}})
	}
	for name := range pending {
		d.file(ctx, name)
	}
}

// file sends the problems of one file, unless they were sent.
func (d *diagnoser) file(ctx context.Context, name string) {
	snap := d.server.session.Snapshot()
	f := snap.File(name)
	if f == nil || d.sent[name] == f {
		return
	}
	d.mu.Lock()
	diagnostics := append(d.server.diagnostics(f, problems(snap, f)), d.broken[name]...)
	d.mu.Unlock()
	if d.server.session.Snapshot().File(name) != f {
		return // a newer version waits
	}
	d.sent[name] = f
	d.publish(ctx, &protocol.PublishDiagnosticsParams{
		URI: uri.URI(name), Version: protocol.NewOptional(f.Version), Diagnostics: diagnostics,
	})
}

// large is the size, in bytes, from which the documents of a file are checked at the
// same time when it is opened.
const large = 256 << 10

// problems returns the problems of a file.
func problems(snap *workspace.Snapshot, f *workspace.File) []check.Problem {
	if f.Text.Len() >= large {
		var g errgroup.Group
		g.SetLimit(runtime.GOMAXPROCS(0))
		for _, d := range f.Documents() {
			g.Go(func() error {
				check.Prepare(d.Document)
				return nil
			})
		}
		if err := g.Wait(); err != nil {
			return nil // no work fails
		}
	}
	return check.File(f.File, snap.Settings)
}

// definitions looks at the custom kinds again, and at the files that depend on them.
func (d *diagnoser) definitions(ctx context.Context) {
	if d.server.session.Redefine() {
		d.all(ctx)
	}
}

// all looks at all open files again. Those that are what they were are not sent.
func (d *diagnoser) all(ctx context.Context) {
	if d.server.can.pull {
		d.server.refreshDiagnostics()
		return
	}
	snap := d.server.session.Snapshot()
	for name, f := range snap.Files() {
		if before := d.sent[name]; before != nil && same(before, f) {
			d.sent[name] = f
			continue
		}
		d.file(ctx, name)
	}
}

// same reports whether two states of a version have the same documents, so that
// their problems are the same.
func same(a, b *workspace.File) bool {
	x, y := a.Documents(), b.Documents()
	if a.Version != b.Version || len(x) != len(y) {
		return false
	}
	for i := range x {
		if x[i].Document != y[i].Document {
			return false
		}
	}
	return true
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
