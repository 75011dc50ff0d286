package lsp

import (
	"strings"

	"github.com/kubelore/kubelore/server/workspace"
)

// mostEarly bounds the changes that wait for their file.
const mostEarly = 256

// An earlyChange is the first change of a file that is not open yet.
type earlyChange struct {
	version int32
	changes []workspace.Change
}

// keepEarly keeps a change of a file that is not open. Helix, when it renames in files
// that it has not open, sends the change of some before it opens them.
func (s *Server) keepEarly(name string, version int32, changes []workspace.Change) {
	if len(s.early) >= mostEarly {
		return
	}
	for i := range changes {
		changes[i].Text = strings.Clone(changes[i].Text) // it shares the memory of the message
	}
	if s.early == nil {
		s.early = map[string]earlyChange{}
	}
	s.early[name] = earlyChange{version, changes}
}

// takeEarly applies the change that came before its file, if it belongs to this content
// of it: the version that follows.
func (s *Server) takeEarly(name string, opened int32) error {
	early, ok := s.early[name]
	delete(s.early, name)
	if !ok || early.version != opened+1 {
		return nil
	}
	err := s.session.Edit(name, early.version, early.changes, s.can.encoding)
	s.diagnoser.changed(name)
	return err
}
