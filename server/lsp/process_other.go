//go:build !unix && !windows

package lsp

// alive reports true where nobody can tell; the end of the input is enough.
func alive(int) bool { return true }
