package lsp

import (
	"context"
	"path/filepath"
	"reflect"
	"time"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/workspace"
)

// firstServed is how long the loader waits for the first file to be answered, because
// who opened it waits too.
const firstServed = 500 * time.Millisecond

// secondLook is how long after a look another is taken for an editor that does not watch
// files: it tells of one that is saved, and others are saved with it.
const secondLook = 2 * time.Second

// wakeLoader says that files on disk may have changed.
func (s *Server) wakeLoader() {
	select {
	case s.reload <- struct{}{}:
	default:
	}
}

// load is the goroutine that reads packs and the files of the workspace folders, and
// those that define custom kinds where the setting crds points.
func (s *Server) load(ctx context.Context) {
	loader := &workspace.Loader{}
	var again <-chan time.Time
	for {
		repeat := false
		select {
		case <-ctx.Done():
			return
		case <-s.reload:
			repeat = !s.can.watch
		case <-again:
		}
		select {
		case <-ctx.Done():
			return
		case <-s.served:
		case <-time.After(firstServed):
		}
		packs, problems := workspace.ReadPacks(s.roots(), s.below(s.session.Snapshot().Settings.Packs))
		s.session.SetPacks(packs)
		s.diagnoser.packs(problems)
		s.prepare(loader)
		progress := s.newProgress("Kubelore: reading the manifests of the workspace")
		loader.Progress = progress.report
		disk, err := loader.Load(ctx)
		progress.end()
		if err != nil {
			return // the connection ends
		}
		for _, note := range disk.Notes {
			s.log.Warn("a file was not read", "note", note)
		}
		s.session.SetDisk(disk)
		// The diagnoser looks at what this means when it has been quiet for a while.
		s.diagnoser.poke()
		if again = nil; repeat {
			again = time.After(secondLook)
		}
	}
}

// prepare tells the loader the settings. If they say something else than before, it
// reads every file again.
func (s *Server) prepare(l *workspace.Loader) {
	snapshot := s.session.Snapshot()
	settings := snapshot.Settings
	env := &manifest.Env{Target: settings.Newest, Relations: snapshot.Env().Relations}
	extra := s.below(settings.CRDs)
	if l.Env == nil || l.Env.Target != env.Target || l.Env.Relations != env.Relations {
		l.Forget()
		l.Env = env
	}
	if !reflect.DeepEqual(l.Extra, extra) {
		l.Forget()
	}
	l.Folders, l.Extra, l.Include, l.Exclude = s.roots(), extra, settings.Include, settings.Exclude
}

// below returns paths of settings, which count from the first workspace folder.
func (s *Server) below(paths []string) []string {
	folders := s.roots()
	var all []string
	for _, p := range paths {
		if !filepath.IsAbs(p) && len(folders) > 0 {
			p = filepath.Join(folders[0], p)
		}
		all = append(all, p)
	}
	return all
}

// registerWatches asks the editor to say when files change that may hold
// definitions, or our settings.
func (s *Server) registerWatches(ctx context.Context) {
	if !s.can.watch {
		return
	}
	options := `{"watchers":[{"globPattern":"**/*.{yaml,yml,json}"},{"globPattern":"**/{Kustomization,.gitignore}"},{"globPattern":"**/.kubelore/packs/**"}]}`
	err := s.client.RegisterCapability(ctx, &protocol.RegistrationParams{Registrations: []protocol.Registration{{
		ID: "files", Method: "workspace/didChangeWatchedFiles", RegisterOptions: protocol.LSPAny(options),
	}}})
	if err != nil {
		s.log.Info("the editor does not watch files", "err", err)
	}
}

// DidChangeWatchedFiles looks at what changed on disk.
func (s *Server) DidChangeWatchedFiles(context.Context, *protocol.DidChangeWatchedFilesParams) error {
	s.wakeLoader()
	s.call(s.fetchSettings)
	return nil
}
