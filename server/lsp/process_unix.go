//go:build unix

package lsp

import (
	"errors"
	"syscall"
)

// alive reports whether a process exists. One that belongs to somebody else does.
func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
