package workspace

import (
	"sync"

	"github.com/kubelore/kubelore/server/text"
)

// mostSeen is how many bytes of files on disk are kept to tell places in them.
const mostSeen = 8 << 20

// seen are the contents of files at the other ends of problems. They are asked for with
// each letter that is typed at this end.
type seen struct {
	mu    sync.Mutex
	texts map[string]*text.Text
	bytes int
}

// Seen is Text for who tells places in a file again and again: of one that is not open,
// it is the content that was there when it was first asked for since the files were read.
// It goes with what the files said then, and may be older than what is there now.
func (s *Snapshot) Seen(path string) (*text.Text, error) {
	if f := s.At(path); f != nil {
		return f.Text, nil
	}
	x := &s.disk.seen
	x.mu.Lock()
	defer x.mu.Unlock()
	if t := x.texts[path]; t != nil {
		return t, nil
	}
	t, err := s.Text(path)
	if err != nil {
		return nil, err
	}
	if x.bytes += t.Len(); x.texts == nil || x.bytes > mostSeen {
		x.texts, x.bytes = map[string]*text.Text{}, t.Len()
	}
	x.texts[path] = t
	return t, nil
}
