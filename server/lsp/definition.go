package lsp

import (
	"context"
	"path/filepath"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/workspace"
)

// wakeLoader says that definitions on disk may have changed.
func (s *Server) wakeLoader() {
	select {
	case s.reload <- struct{}{}:
	default:
	}
}

// loadDefinitions is the goroutine that reads packs, and the custom kinds that files on
// disk define, in the workspace folders and where the setting crds points.
func (s *Server) loadDefinitions(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.reload:
		}
		packs, problems := workspace.ReadPacks(s.folders)
		s.session.SetPacks(packs)
		s.diagnoser.packs(problems)
		found, notes := workspace.Definitions(ctx, s.definitionPaths())
		for _, note := range notes {
			s.log.Warn("a definition was not read", "note", note)
		}
		if ctx.Err() != nil {
			return
		}
		s.session.SetDisk(found)
		// The diagnoser looks at the custom kinds when it has been quiet for a while.
		s.diagnoser.poke()
	}
}

// definitionPaths returns the files and folders to look for definitions in.
func (s *Server) definitionPaths() []string {
	paths := append([]string(nil), s.folders...)
	for _, p := range s.session.Snapshot().Settings.CRDs {
		if !filepath.IsAbs(p) && len(s.folders) > 0 {
			p = filepath.Join(s.folders[0], p)
		}
		paths = append(paths, p)
	}
	return paths
}

// registerWatches asks the editor to say when files change that may hold
// definitions, or our settings.
func (s *Server) registerWatches(ctx context.Context) {
	if !s.can.watch {
		return
	}
	options := `{"watchers":[{"globPattern":"**/*.{yaml,yml,json}"},{"globPattern":"**/.kubelore/packs/**"}]}`
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
