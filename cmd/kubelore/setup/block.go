package setup

import (
	"strings"

	"github.com/kubelore/kubelore/knowledge/language"
)

// What kubelore writes into a file of the user stands between two lines, which are
// comments there. Taken away with the line end before it, the file is as it was.
const (
	begin = "kubelore: begin"
	end   = "kubelore: end"
	// inNewFile stands behind begin where there was no file before.
	inNewFile = " (in a new file)"
)

// A block is a part of a file that kubelore writes.
type block struct {
	path string
	// comment is what begins a comment in the file.
	comment string
	// indent stands before the lines of the marks.
	indent string
	// body is what stands between the marks, with an end of line.
	body string
}

// found is where a block stands in a file.
type found struct {
	// start and stop are byte offsets: from the line end before the block, if there is one,
	// to behind the line end after it.
	start, stop int
	// newFile says that the file was made with the block.
	newFile bool
	// text is the block, from the first mark to the last.
	text string
}

// without returns the content of the file without the block.
func (f *found) without(content string) string { return content[:f.start] + content[f.stop:] }

// newline returns how lines end in a file.
func newline(content string) string {
	if strings.Contains(content, "\r\n") || strings.HasSuffix(content, "\r") {
		return "\r\n"
	}
	return "\n"
}

// text returns the block with its marks, as lines of a file.
func (b block) text(newFile bool, eol string) string {
	first := b.indent + b.comment + " " + begin
	if newFile {
		first += inNewFile
	}
	return strings.ReplaceAll(first+"\n"+b.body+b.indent+b.comment+" "+end+"\n", "\n", eol)
}

// insert returns the content of a file with the block at an offset.
func (b block) insert(content string, at int, newFile bool) string {
	eol := newline(content)
	text := b.text(newFile, eol)
	if at > 0 {
		text = eol + text
	}
	return content[:at] + text + content[at:]
}

// find looks for the block in the file; nil if it is not there. A mark that has lost
// its other half is a *BlockedError.
func (b block) find(content string) (*found, error) {
	var f *found
	opened, closed, offset, line := 0, 0, 0, 0
	for text := range strings.Lines(content) {
		line++
		mark, isComment := strings.CutPrefix(strings.TrimSpace(text), b.comment+" ")
		switch {
		case isComment && (mark == begin || mark == begin+inNewFile):
			if opened > 0 {
				return nil, b.broken(line)
			}
			opened = line
			f = &found{start: len(withoutLineEnd(content[:offset])), newFile: mark != begin, text: content[offset:]}
		case isComment && mark == end:
			if opened == 0 || closed > 0 {
				return nil, b.broken(line)
			}
			closed = line
			f.stop = offset + len(text)
			f.text = strings.TrimSuffix(f.text, content[f.stop:])
		}
		offset += len(text)
	}
	if opened > 0 && closed == 0 {
		return nil, b.broken(opened)
	}
	return f, nil
}

// withoutLineEnd takes away the line end that insert has put before a block.
func withoutLineEnd(s string) string {
	return strings.TrimSuffix(strings.TrimSuffix(s, "\n"), "\r")
}

// broken is the problem of a mark without the other.
func (b block) broken(line int) error {
	return &BlockedError{
		Path: b.path, Line: line,
		What: language.Text{
			EN: `the lines "` + begin + `" and "` + end + `" do not stand once each, in this order`,
			JA: `行「` + begin + `」と「` + end + `」がこの順に一つずつ並んでいない`,
		},
		Do: language.Text{
			EN: "Delete what Kubelore has written there, with both lines, and try again.",
			JA: "Kubelore が書いた部分を両方の行ごと消してから、もう一度実行する。",
		},
	}
}

// A host is a file of the user that a block is written into.
type host struct {
	block
	// empty is what a new file holds around the block.
	empty string
	// at returns the offset for the block in a content without it, or a *BlockedError.
	at func(content string) (int, error)
}

// block plans to write a block into a file, or to take it away.
func (p *planner) block(h host) error {
	content, exists, err := p.read(h.path)
	if err != nil {
		return err
	}
	f, err := h.find(content)
	if err != nil {
		return err
	}
	e := Edit{Path: h.path}
	if exists {
		e.Before = &content
	}
	if p.remove {
		if f == nil {
			return nil
		}
		rest := f.without(content)
		if rest != h.empty || !f.newFile {
			e.After = &rest
		}
		// What the user has changed within the block is not lost.
		e.Backup = f.text != h.text(f.newFile, newline(content))
		p.change(e)
		return nil
	}
	rest, newFile := content, !exists
	if f != nil {
		rest, newFile = f.without(content), f.newFile
	}
	if !exists {
		rest = h.empty
	}
	at, err := h.at(rest)
	if err != nil {
		return err
	}
	if f != nil { // it stays where it is
		at = f.start
	}
	after := h.insert(rest, at, newFile)
	e.After, e.Backup = &after, exists
	p.change(e)
	return nil
}

// own plans to write a file that is Kubelore's alone, or to delete it. It is told from
// a file of the user by its first line.
func (p *planner) own(path, content string) error {
	before, exists, err := p.read(path)
	if err != nil {
		return err
	}
	e := Edit{Path: path}
	if exists {
		first, _, _ := strings.Cut(content, "\n")
		if old, _, _ := strings.Cut(before, "\n"); strings.TrimRight(old, "\r") != first {
			if p.remove {
				return nil
			}
			return &BlockedError{
				Path: path,
				What: language.Text{EN: "this file is there already, and it is not Kubelore's", JA: "このファイルはすでにあり、Kubelore が書いたものではない"},
				Do:   language.Text{EN: "Nothing was changed. Move it away, and try again; or write this yourself:", JA: "何も変更していない。別の場所に移してからもう一度実行するか、次の内容を自分で書く。"},
				Text: content,
			}
		}
		e.Before, e.Backup = &before, before != content
	}
	if !p.remove {
		e.After = &content
	}
	p.change(e)
	return nil
}
