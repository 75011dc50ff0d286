package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/workspace"
)

// section is the name under which editors keep our settings.
const section = "kubelore"

// decodeSettings returns settings as an editor sends them, with or without the
// section around them. Anything but an object gives none, and so do the sections of
// other servers, which some editors send to all.
func decodeSettings(v protocol.LSPAny) map[string]any {
	var values map[string]any
	if len(v) == 0 || json.Unmarshal(v, &values) != nil {
		return nil
	}
	if inner, ok := values[section].(map[string]any); ok {
		return inner
	}
	for name, value := range values {
		_, isObject := value.(map[string]any)
		if !isObject || slices.ContainsFunc(config.All(), func(known config.Setting) bool { return known.Name == name }) {
			return values
		}
	}
	return nil
}

// fetchSettings asks the editor for our settings.
func (s *Server) fetchSettings(ctx context.Context) {
	if !s.can.configuration {
		s.configure(s.told())
		return
	}
	answer, err := s.client.Configuration(ctx, &protocol.ConfigurationParams{
		Items: []protocol.ConfigurationItem{{Section: new(section)}},
	})
	if err != nil {
		s.log.Warn("the editor does not tell its settings", "err", err)
		return
	}
	if len(answer) > 0 {
		if values := decodeSettings(answer[0]); len(values) > 0 {
			s.configure(values)
			return
		}
	}
	s.configure(s.told()) // the workspace's file may have changed
}

// told returns the settings that the editor told last.
func (s *Server) told() map[string]any {
	s.editorMu.Lock()
	defer s.editorMu.Unlock()
	return s.editorSettings
}

// DidChangeConfiguration takes new settings, or asks for them if the message does
// not hold any, as newer editors have it.
func (s *Server) DidChangeConfiguration(_ context.Context, params *protocol.DidChangeConfigurationParams) error {
	if values := decodeSettings(params.Settings); len(values) > 0 {
		s.configure(values)
		return nil
	}
	s.call(s.fetchSettings)
	return nil
}

// configure uses the settings of the editor under those of the workspace's file,
// which count more. What is wrong with them is shown, and the defaults are used.
func (s *Server) configure(values map[string]any) {
	s.editorMu.Lock()
	s.editorSettings = values
	s.editorMu.Unlock()
	file := s.settingsFile()
	settings, problems := config.ParseFileOver(file, values)
	s.status.Store(statusOf(settings, config.Sets(file, "kubernetesVersion")))
	s.tellStatus()
	if !settings.Chosen {
		settings.Language = s.language
	}
	for _, p := range problems {
		s.log.Warn("a setting cannot be used", "setting", p.Setting, "problem", p.Message)
		s.call(func(ctx context.Context) {
			if err := s.client.ShowMessage(ctx, &protocol.ShowMessageParams{
				Type: protocol.MessageTypeWarning, Message: "Kubelore: the setting " + p.String(),
			}); err != nil {
				s.log.Debug("a message could not be shown", "err", err)
			}
		})
	}
	old := s.session.Snapshot().Settings
	if reflect.DeepEqual(old, settings) {
		return
	}
	s.session.Configure(settings)
	s.diagnoser.configured()
	s.refreshDiagnostics()
	if !reflect.DeepEqual(old.CRDs, settings.CRDs) || !reflect.DeepEqual(old.Packs, settings.Packs) || !reflect.DeepEqual(old.Include, settings.Include) ||
		!reflect.DeepEqual(old.Exclude, settings.Exclude) || old.Newest != settings.Newest {
		s.wakeLoader()
	}
}

// settingsFile returns the content of the settings file of the first workspace
// folder that has one, or nothing.
func (s *Server) settingsFile() []byte {
	for _, folder := range s.roots() {
		if strings.TrimSpace(folder) == "" {
			continue
		}
		data, err := workspace.ReadBelow(folder, config.FileName, config.LargestFile)
		if err == nil {
			return data
		}
		if !errors.Is(err, fs.ErrNotExist) {
			s.log.Warn("the settings of a workspace folder are not read", "folder", folder, "err", err)
		}
	}
	return nil
}

// isSettings reports whether a file holds settings, and no manifests.
func isSettings(f *workspace.File) bool { return filepath.Base(f.Path) == config.FileName }
