package lsp_test

import (
	"context"
	"testing"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/lsp/lsptest"
)

// What is accepted and has to go on opens the list again, in editors that can do it.
func TestAgain(t *testing.T) {
	const able = `{"commands": {"commands": ["editor.action.triggerSuggest"]}}`
	const pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: a\n    image: b:1\n"
	for name, tt := range map[string]struct {
		asked, content, label string
		want                  bool
	}{
		"a field with values":   {able, pod + "    imageP", "imagePullPolicy", true},
		"a field with a list":   {able, pod + "    envF", "envFrom", true},
		"a value":               {able, pod + "    imagePullPolicy: ", "Always", false},
		"a list of ids":         {able, pod + "    misspelt: 1 # ", "kubelore: ignore=", true},
		"an editor without it":  {`{"commands": {"commands": ["editor.action.rename"]}}`, pod + "    imageP", "imagePullPolicy", false},
		"an ability of no kind": {`{"commands": true}`, pod + "    imageP", "imagePullPolicy", false},
	} {
		t.Run(name, func(t *testing.T) {
			can := lsptest.Default()
			can.Experimental = protocol.LSPAny(tt.asked)
			e := lsptest.Connect(t, lsptest.Options{Capabilities: can})
			e.Open("a.yaml", tt.content)
			r, err := e.Server.Completion(context.Background(), &protocol.CompletionParams{TextDocumentPositionParams: e.At("a.yaml", len(tt.content))})
			list, ok := r.(*protocol.CompletionList)
			if err != nil || !ok {
				t.Fatal(r, err)
			}
			for _, item := range list.Items {
				if item.Label != tt.label {
					continue
				}
				if got := item.Command.Command == "editor.action.triggerSuggest"; got != tt.want {
					t.Errorf("the command is %+v", item.Command)
				}
				return
			}
			t.Errorf("%s is not offered", tt.label)
		})
	}
}
