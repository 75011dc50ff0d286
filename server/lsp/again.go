package lsp

import (
	"encoding/json"
	"slices"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/kubelore/kubelore/server/complete"
)

// suggestAgain is the command of VS Code that opens the list of completions. Editors that
// have a command of this name say so with the experimental ability commands, as other
// servers have them do.
const suggestAgain = "editor.action.triggerSuggest"

func knowsCommand(experimental protocol.LSPAny, name string) bool {
	var known struct {
		Commands struct {
			Commands []string `json:"commands"`
		} `json:"commands"`
	}
	return len(experimental) > 0 && json.Unmarshal(experimental, &known) == nil && slices.Contains(known.Commands.Commands, name)
}

// again returns what the editor does when an item is accepted of which something has to
// follow: the author gets the list of it at once. It is no command for what is complete.
func again(x complete.Item) protocol.Command {
	if x.Snippet != "" || !strings.HasSuffix(x.Edit.New, " ") && !strings.HasSuffix(x.Edit.New, "=") {
		return protocol.Command{}
	}
	// Where nothing can be offered the editor shall not say so.
	return protocol.Command{Title: "Suggest", Command: suggestAgain, Arguments: []protocol.LSPAny{protocol.LSPAny(`{"auto":true}`)}}
}
