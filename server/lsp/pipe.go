package lsp

import "io"

// A pipe is the two ends that an editor gives a server, as one connection.
//
// Closing it ends a Read that waits, while a read of standard input goes on until the
// other end is closed, which editors do when the server has ended. So a pump reads the
// input; it is left behind with the process.
type pipe struct {
	*io.PipeReader
	in  io.Closer
	out io.WriteCloser
}

func newPipe(in io.ReadCloser, out io.WriteCloser) pipe {
	r, w := io.Pipe()
	go func() {
		_, err := io.Copy(w, in)
		w.CloseWithError(err)
	}()
	return pipe{r, in, out}
}

func (p pipe) Write(b []byte) (int, error) { return p.out.Write(b) }

// Close ends what reads, and closes both ends.
func (p pipe) Close() error {
	err := p.PipeReader.Close()
	for _, c := range []io.Closer{p.in, p.out} {
		if e := c.Close(); err == nil {
			err = e
		}
	}
	return err
}
