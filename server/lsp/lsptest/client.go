package lsptest

import (
	"context"
	"slices"
	"strings"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// PublishDiagnostics records diagnostics.
func (e *Editor) PublishDiagnostics(_ context.Context, params *protocol.PublishDiagnosticsParams) error {
	e.mu.Lock()
	e.published = append(e.published, params)
	e.mu.Unlock()
	select {
	case e.arrived <- struct{}{}:
	default:
	}
	return nil
}

// Published returns what the server sent for a file, in order.
func (e *Editor) Published(name string) []*protocol.PublishDiagnosticsParams {
	return e.PublishedTo(e.URI(name))
}

// PublishedTo returns what the server sent for a URI, in order.
func (e *Editor) PublishedTo(name uri.URI) []*protocol.PublishDiagnosticsParams {
	e.mu.Lock()
	defer e.mu.Unlock()
	var all []*protocol.PublishDiagnosticsParams
	for _, p := range e.published {
		if p.URI == name {
			all = append(all, p)
		}
	}
	return all
}

// Diagnostics waits for the diagnostics of the newest version of a file and
// returns them.
func (e *Editor) Diagnostics(name string) []protocol.Diagnostic {
	e.t.Helper()
	deadline := time.After(time.Minute)
	for {
		if all := e.Published(name); len(all) > 0 {
			last := all[len(all)-1]
			if v, ok := last.Version.Get(); ok && v == e.versions[name] {
				return last.Diagnostics
			}
		}
		select {
		case <-e.arrived:
		case <-deadline:
			e.t.Fatalf("no diagnostics of version %d of %s came", e.versions[name], name)
		}
	}
}

// Configuration answers with the settings.
func (e *Editor) Configuration(_ context.Context, params *protocol.ConfigurationParams) ([]protocol.LSPAny, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	all := make([]protocol.LSPAny, len(params.Items))
	for i := range all {
		if all[i] = slices.Clone(e.settings); len(all[i]) == 0 {
			all[i] = protocol.LSPAny("null")
		}
	}
	return all, nil
}

// ShowMessage records a message for people.
func (e *Editor) ShowMessage(_ context.Context, params *protocol.ShowMessageParams) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.messages = append(e.messages, params.Message)
	return nil
}

// Messages returns the messages that were shown.
func (e *Editor) Messages() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.messages)
}

// WorkDoneProgressCreate allows progress to be shown.
func (*Editor) WorkDoneProgressCreate(context.Context, *protocol.WorkDoneProgressCreateParams) error {
	return nil
}

// Progress records progress.
func (e *Editor) Progress(_ context.Context, params *protocol.ProgressParams) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.progress = append(e.progress, slices.Clone(params.Value))
	return nil
}

// Progressed returns the values of the progress that was shown.
func (e *Editor) Progressed() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	var all []string
	for _, p := range e.progress {
		all = append(all, string(p))
	}
	return all
}

// LogTrace ignores a trace.
func (*Editor) LogTrace(context.Context, *protocol.LogTraceParams) error { return nil }

// DiagnosticRefresh counts how often the editor is to ask again.
func (e *Editor) DiagnosticRefresh(context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.refreshes++
	return nil
}

// Refreshes returns how often the editor was told to ask for diagnostics again.
func (e *Editor) Refreshes() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.refreshes
}

// RegisterCapability agrees.
func (*Editor) RegisterCapability(context.Context, *protocol.RegistrationParams) error { return nil }

// other records a notification that the protocol does not know.
func (e *Editor) other(ctx context.Context, req *jsonrpc2.Request) (any, error) {
	if req.IsCall() {
		return jsonrpc2.MethodNotFoundHandler(ctx, req)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.others == nil {
		e.others = map[string][]string{}
	}
	method := strings.Clone(req.Method())
	e.others[method] = append(e.others[method], string(req.Params()))
	return nil, nil
}

// Others returns the parameters of notifications that the protocol does not know.
func (e *Editor) Others(method string) []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.others[method])
}
