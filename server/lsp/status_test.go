package lsp_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/lsp/lsptest"
)

// Editors that ask for it are told what manifests are checked against.
func TestStatus(t *testing.T) {
	for name, tt := range map[string]struct{ asked, file, want string }{
		"of the editor":                 {`{"kubeloreStatus": true}`, "", `{"kubernetesVersion":"1.31-1.34","fromFile":false}`},
		"of the file":                   {`{"kubeloreStatus": true}`, "kubernetesVersion: 1.29", `{"kubernetesVersion":"1.29","fromFile":true}`},
		"of a file with other settings": {`{"kubeloreStatus": true}`, "language: ja", `{"kubernetesVersion":"1.31-1.34","fromFile":false}`},
		"of a file without a value":     {`{"kubeloreStatus": true}`, "kubernetesVersion:", `{"kubernetesVersion":"1.31-1.34","fromFile":false}`},
		"of an empty file":              {`{"kubeloreStatus": true}`, "---\n", `{"kubernetesVersion":"1.31-1.34","fromFile":false}`},
		"of a file that is no YAML":     {`{"kubeloreStatus": true}`, "kubernetesVersion: [", `{"kubernetesVersion":"1.31-1.34","fromFile":false}`},
		"of a wrong value in the file":  {`{"kubeloreStatus": true}`, "kubernetesVersion: newest", `{"kubernetesVersion":"1.37","fromFile":true}`},
		"not asked for":                 {`{"other": 1}`, "", ""},
		"of no sense":                   {`[]`, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if tt.file != "" {
				if err := os.WriteFile(filepath.Join(dir, ".kubelore.yaml"), []byte(tt.file), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			lsptest.Bubble(t, func(t *testing.T) {
				can := lsptest.Default()
				can.Experimental = protocol.LSPAny(tt.asked)
				e := lsptest.Connect(t, lsptest.Options{Capabilities: can, Folder: dir, Settings: `{"kubernetesVersion": "1.31-1.34"}`})
				lsptest.Advance(time.Second)
				told := e.Others("kubelore/status")
				if len(told) == 0 != (tt.want == "") {
					t.Fatalf("told %q", told)
				}
				for _, got := range told {
					if got != tt.want {
						t.Errorf("told %s, want %s", got, tt.want)
					}
				}
			})
		})
	}
}
