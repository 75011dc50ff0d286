package lsp

import (
	"context"
	"slices"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/workspace"
)

// roots returns the paths of the workspace folders.
func (s *Server) roots() []string {
	s.foldersMu.Lock()
	defer s.foldersMu.Unlock()
	return slices.Clone(s.folders)
}

// DidChangeWorkspaceFolders takes folders to the workspace and from it.
func (s *Server) DidChangeWorkspaceFolders(_ context.Context, params *protocol.DidChangeWorkspaceFoldersParams) error {
	s.foldersMu.Lock()
	for _, f := range params.Event.Removed {
		path := workspace.Path(strings.Clone(string(f.URI)))
		s.folders = slices.DeleteFunc(s.folders, func(folder string) bool { return folder == path })
	}
	for _, f := range params.Event.Added {
		if path := workspace.Path(strings.Clone(string(f.URI))); !slices.Contains(s.folders, path) {
			s.folders = append(s.folders, path)
		}
	}
	s.foldersMu.Unlock()
	s.wakeLoader()
	s.call(s.fetchSettings)
	return nil
}
