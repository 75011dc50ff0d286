package lsp

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"

	"go.lsp.dev/jsonrpc2"
)

const (
	// largestMessage is the size, in bytes, beyond which a message is none of an editor.
	largestMessage = 256 << 20
	// keptBuffer is the size, in bytes, up to which the memory of a message is kept for
	// the next; that of a large file is given back.
	keptBuffer = 1 << 20
	// mostHeaders is how many lines stand before a message at most.
	mostHeaders = 64
)

// frames is a stream of messages with headers. It writes as the library does. It reads
// on its own, because the library ends the connection at the first message that is no
// JSON, and keeps the memory of the largest message forever.
//
// What is between the headers can be anything: it is answered and the next message is
// read. Where a message ends must be known, so bad headers end the stream.
type frames struct {
	jsonrpc2.Stream
	in    *bufio.Reader
	body  []byte
	count int64
	log   *slog.Logger
}

func newFrames(conn io.ReadWriteCloser, log *slog.Logger) *frames {
	return &frames{Stream: jsonrpc2.NewHeaderStream(conn), in: bufio.NewReader(conn), log: log}
}

// Read implements jsonrpc2.Stream.
func (f *frames) Read(ctx context.Context) (jsonrpc2.Message, int64, error) {
	body, n, err := f.ReadFrame(ctx)
	if err != nil {
		return nil, 0, err
	}
	message, err := jsonrpc2.DecodeMessage(body)
	return message, n, err //nolint:wrapcheck // the library knows its own errors
}

// ReadFrame returns the next message that is one, and its size with its headers. It is
// valid until the next call. The connection looks for this method; without it, there are
// no batches.
func (f *frames) ReadFrame(ctx context.Context) ([]byte, int64, error) {
	for {
		if err := ctx.Err(); err != nil {
			return nil, 0, err //nolint:wrapcheck // the library knows its own errors
		}
		f.count = 0
		size, err := f.headers()
		if err != nil {
			return nil, 0, err
		}
		body, err := f.read(size)
		if err != nil {
			return nil, 0, err
		}
		refused := refusal(body)
		if refused == nil {
			return body, f.count, nil
		}
		f.log.Warn("a message cannot be read", "err", refused, "bytes", size)
		if _, err := f.Write(ctx, jsonrpc2.NewResponse(jsonrpc2.ID{}, nil, refused)); err != nil {
			return nil, 0, err //nolint:wrapcheck // likewise
		}
	}
}

// WriteFrame writes a message that is encoded already; see ReadFrame.
func (f *frames) WriteFrame(ctx context.Context, data []byte) (int64, error) {
	return f.Stream.(interface { //nolint:forcetypeassert // it is made in newFrames
		WriteFrame(ctx context.Context, data []byte) (int64, error)
	}).WriteFrame(ctx, data) //nolint:wrapcheck // the library knows its own errors
}

// refusal returns the error to answer to a message that is none, else nil.
func refusal(body []byte) error {
	var err error
	if trimmed := bytes.TrimLeft(body, " \t\r\n"); len(trimmed) > 0 && trimmed[0] == '[' {
		// What is wrong inside of a batch is answered there.
		_, err = jsonrpc2.ParseRequests(body)
	} else {
		_, err = jsonrpc2.DecodeMessage(body)
	}
	return err //nolint:wrapcheck // it is an error of the protocol
}

// headers reads the headers of a message and returns its size.
func (f *frames) headers() (int, error) {
	size := -1
	for range mostHeaders {
		line, err := f.in.ReadSlice('\n')
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			return 0, fmt.Errorf("%w: a line has more than %d bytes", jsonrpc2.ErrInvalidHeader, len(line))
		case errors.Is(err, io.EOF) && (len(line) > 0 || f.count > 0):
			return 0, io.ErrUnexpectedEOF
		case err != nil:
			return 0, err //nolint:wrapcheck // the end of the input must stay io.EOF
		}
		f.count += int64(len(line))
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			if size < 0 {
				return 0, fmt.Errorf("%w: there is no Content-Length", jsonrpc2.ErrInvalidHeader)
			}
			return size, nil
		}
		name, value, ok := bytes.Cut(line, []byte(":"))
		if !ok {
			return 0, fmt.Errorf("%w: %.40q", jsonrpc2.ErrInvalidHeader, line)
		}
		if !bytes.EqualFold(bytes.TrimSpace(name), []byte("Content-Length")) {
			continue
		}
		n, err := strconv.ParseUint(string(bytes.TrimSpace(value)), 10, 31)
		if err != nil || n > largestMessage {
			return 0, fmt.Errorf("%w: a Content-Length of %.40q", jsonrpc2.ErrInvalidHeader, value)
		}
		size = int(n)
	}
	return 0, fmt.Errorf("%w: more than %d lines", jsonrpc2.ErrInvalidHeader, mostHeaders)
}

// read reads a message of the given size.
func (f *frames) read(size int) ([]byte, error) {
	body := f.body
	if size > cap(body) {
		body = make([]byte, size)
		if size <= keptBuffer {
			f.body = body
		}
	}
	n, err := io.ReadFull(f.in, body[:size])
	f.count += int64(n)
	if err != nil && n < size {
		return nil, io.ErrUnexpectedEOF
	}
	return body[:size], nil
}
