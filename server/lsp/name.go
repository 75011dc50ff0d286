package lsp

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// named keeps how the editor writes the names of files. The library rewrites them, so
// that all spellings of one name are the same; but some editors find a file by the name
// they gave only.
func (s *Server) named(next jsonrpc2.Handler) jsonrpc2.Handler {
	return func(ctx context.Context, req *jsonrpc2.Request) (any, error) {
		if req.Method() == protocol.MethodTextDocumentDidOpen {
			given := givenName(req.Params())
			if name, err := uri.Parse(given); err == nil {
				if string(name) == given {
					s.given.Delete(strings.Clone(given))
				} else {
					s.given.Store(strings.Clone(string(name)), given)
				}
			}
		}
		return next(ctx, req)
	}
}

// uriOf returns the URI of an open file as the editor wrote it.
func (s *Server) uriOf(name string) uri.URI {
	if given, ok := s.given.Load(name); ok {
		return uri.URI(given.(string)) //nolint:forcetypeassert // nothing else is stored
	}
	return uri.URI(name)
}

// givenName returns the URI of the file that is opened, or "". It reads no further than
// to there: the content may be long.
func givenName(params []byte) string {
	d := json.NewDecoder(bytes.NewReader(params))
	for _, key := range []string{"textDocument", "uri"} {
		if t, err := d.Token(); err != nil || t != json.Delim('{') {
			return ""
		}
		for {
			t, err := d.Token()
			if _, ok := t.(string); !ok || err != nil {
				return ""
			}
			if t == key {
				break
			}
			var other json.RawMessage
			if d.Decode(&other) != nil {
				return ""
			}
		}
	}
	t, err := d.Token()
	name, ok := t.(string)
	if err != nil || !ok {
		return ""
	}
	return name
}
