package workspace

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// ErrNoFile is wrapped by the errors about what is there but is no file to read: a
// folder, a pipe, a device, or something larger than expected. A pipe would be waited
// for until somebody writes to it.
var ErrNoFile = errors.New("this is no file to read")

// read returns the content of a file of at most so many bytes. Links are followed.
func read(path string, most int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err //nolint:wrapcheck // it names the path
	}
	return content(info, path, most, func() (*os.File, error) { return os.Open(path) })
}

// ReadBelow returns the content of a file of at most so many bytes below a folder. Links
// are followed as long as they stay below it.
func ReadBelow(folder, name string, most int64) ([]byte, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err //nolint:wrapcheck // it names the path
	}
	defer root.Close() //nolint:errcheck // it is only read
	info, err := root.Stat(name)
	if err != nil {
		return nil, err //nolint:wrapcheck // it names the path
	}
	return content(info, name, most, func() (*os.File, error) { return root.Open(name) })
}

func content(info fs.FileInfo, path string, most int64, open func() (*os.File, error)) ([]byte, error) {
	if !info.Mode().IsRegular() || info.Size() > most {
		return nil, fmt.Errorf("%s: %w", path, ErrNoFile)
	}
	f, err := open()
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it is only read
	var data bytes.Buffer
	data.Grow(int(info.Size()) + bytes.MinRead)
	switch n, err := data.ReadFrom(io.LimitReader(f, most+1)); {
	case err != nil:
		return nil, fmt.Errorf("read %s: %w", path, err)
	case n > most:
		return nil, fmt.Errorf("%s: %w", path, ErrNoFile)
	}
	return data.Bytes(), nil
}
