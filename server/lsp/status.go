package lsp

import (
	"context"
	"encoding/json"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/config"
)

// methodStatus is a notification of our own. Editors that show what manifests are
// checked against ask for it with the experimental ability kubeloreStatus.
const methodStatus = "kubelore/status"

// A status is what manifests are checked against.
type status struct {
	// KubernetesVersion is a release such as 1.34, or a range such as 1.31-1.37.
	KubernetesVersion string `json:"kubernetesVersion"`
	// FromFile says that the file of the workspace names the release, which counts more
	// than the editor's settings.
	FromFile bool `json:"fromFile"`
}

func statusOf(s *config.Settings, fromFile bool) *status {
	version := s.Newest.String()
	if s.Oldest != s.Newest {
		version = s.Oldest.String() + "-" + version
	}
	return &status{version, fromFile}
}

func wantsStatus(experimental protocol.LSPAny) bool {
	var asked struct {
		KubeloreStatus bool `json:"kubeloreStatus"`
	}
	return len(experimental) > 0 && json.Unmarshal(experimental, &asked) == nil && asked.KubeloreStatus
}

// tellStatus sends the status to an editor that wants it, once it may be sent
// anything.
func (s *Server) tellStatus() {
	if !s.can.status || s.phase.Load() != ready {
		return
	}
	s.call(func(ctx context.Context) {
		if err := s.notify(ctx, methodStatus, s.status.Load()); err != nil {
			s.log.Debug("the status could not be told", "err", err)
		}
	})
}
