package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/kubelore/kubelore/server/lsp"
)

// serveCommand is the language server. Many editors add --stdio to the command of a
// server; it is the only way of talking that there is.
func serveCommand(in io.ReadCloser, out, errs io.Writer) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Speak the Language Server Protocol on standard input and output (default)",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			collectAbove(serverHeap)
			code := lsp.Serve(context.Background(), in, writeCloser{out}, lsp.Options{Log: errs, Version: version()})
			if code != exitClean {
				return exitError(code)
			}
			return nil
		},
	}
	cmd.Flags().Bool("stdio", true, "talk on standard input and output")
	return cmd
}

// writeCloser closes what it writes to if that can be closed.
type writeCloser struct{ io.Writer }

func (w writeCloser) Close() error {
	if c, ok := w.Writer.(io.Closer); ok {
		return c.Close()
	}
	return nil
}
