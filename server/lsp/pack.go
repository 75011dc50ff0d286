package lsp

import (
	"context"
	"path/filepath"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/kubelore/kubelore/server/workspace"
)

// packs says what is wrong in the files of packs.
func (d *diagnoser) packs(problems []workspace.PackProblem) {
	broken := map[string][]protocol.Diagnostic{}
	for _, p := range problems {
		path, err := filepath.Abs(p.File)
		if err != nil {
			continue // the current folder is gone, and with it the pack
		}
		name := string(uri.File(path))
		line := uint32(p.Line - 1)
		broken[name] = append(broken[name], protocol.Diagnostic{
			Range:    protocol.Range{Start: protocol.Position{Line: line}, End: protocol.Position{Line: line + 1}},
			Severity: protocol.DiagnosticSeverityError,
			Source:   protocol.NewOptional("kubelore"),
			Code:     protocol.String("pack/invalid"),
			Message:  protocol.String(p.Message),
		})
	}
	d.mu.Lock()
	d.broken, d.packsRead = broken, true
	d.mu.Unlock()
	d.poke()
}

// brokenPacks sends what is wrong in the files of packs, which are rarely open, and
// takes back what is not wrong any more. They are sent to editors that ask for
// diagnostics as well, as those ask for open files only.
func (d *diagnoser) brokenPacks(ctx context.Context) {
	d.mu.Lock()
	broken, read := d.broken, d.packsRead
	d.packsRead = false
	d.mu.Unlock()
	if !read {
		return
	}
	for name := range d.told {
		if len(broken[name]) == 0 {
			delete(d.told, name)
			d.publish(ctx, &protocol.PublishDiagnosticsParams{URI: uri.URI(name), Diagnostics: []protocol.Diagnostic{}})
		}
	}
	for name, all := range broken {
		d.told[name] = true
		d.publish(ctx, &protocol.PublishDiagnosticsParams{URI: uri.URI(name), Diagnostics: all})
	}
}
