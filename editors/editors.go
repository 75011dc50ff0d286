// Package editors holds the configuration of editors, as people copy it and as
// kubelore setup writes it: the files in this folder, byte for byte.
//
// It deliberately knows nothing about where an editor looks for its configuration.
package editors

import (
	"embed"
	"fmt"
)

//go:embed emacs/*.el helix/languages.toml neovim/lsp neovim/lua neovim/plugin zed/settings.json
var files embed.FS

// File returns the content of a file in this folder, such as helix/languages.toml. It
// panics on a name that is not embedded.
func File(name string) string {
	data, err := files.ReadFile(name)
	if err != nil {
		panic(fmt.Sprintf("editors: %v", err)) // a mistake in this program
	}
	return string(data)
}
