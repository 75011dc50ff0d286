package text

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestPositions(t *testing.T) {
	const content = "a\r\nü𝄞x\rend\n"
	x := New(content)
	if got := x.Lines(); got != 4 {
		t.Fatalf("Lines() = %d, want 4", got)
	}
	tests := []struct {
		at                 string
		line, u16, u8, u32 int
	}{
		{"a", 0, 0, 0, 0},
		{"\r\n", 0, 1, 1, 1},
		{"ü", 1, 0, 0, 0},
		{"𝄞", 1, 1, 2, 1},
		{"x", 1, 3, 6, 2},
		{"end", 2, 0, 0, 0},
	}
	for _, tt := range tests {
		offset := strings.Index(content, tt.at)
		for enc, want := range map[Encoding]int{UTF16: tt.u16, UTF8: tt.u8, UTF32: tt.u32} {
			line, char := x.Position(offset, enc)
			if line != tt.line || char != want {
				t.Errorf("Position(%q, %d) = %d:%d, want %d:%d", tt.at, enc, line, char, tt.line, want)
			}
			if got := x.Offset(line, char, enc); got != offset {
				t.Errorf("Offset(%d, %d, %d) = %d, want %d", line, char, enc, got, offset)
			}
		}
	}
}

func TestOffsetIsClamped(t *testing.T) {
	x := New("ab\n𝄞\n")
	tests := []struct {
		line, char int
		enc        Encoding
		want       int
	}{
		{0, 9, UTF16, 2},
		{-1, 4, UTF16, 0},
		{0, -3, UTF16, 0},
		{1, 1, UTF16, 3},
		{1, 2, UTF16, 7},
		{1, 2, UTF8, 3},
		{2, 5, UTF16, 8},
		{99, 0, UTF16, 8},
	}
	for _, tt := range tests {
		if got := x.Offset(tt.line, tt.char, tt.enc); got != tt.want {
			t.Errorf("Offset(%d, %d, %d) = %d, want %d", tt.line, tt.char, tt.enc, got, tt.want)
		}
	}
}

func TestApplyOutside(t *testing.T) {
	x := New("abc")
	for _, s := range []Span{{-1, 0}, {2, 1}, {0, 4}} {
		if _, _, err := x.Apply(Edit{Span: s}); !errors.Is(err, ErrOutside) {
			t.Errorf("Apply(%v): err = %v, want ErrOutside", s, err)
		}
	}
}

// Invariant: a text that was edited is the same as one made anew, and its pieces hold whole
// lines, wherever the edit is in them.
func TestApplyEqualsNew(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	inserts := []string{"", "a", "\n", "\r", "\r\n", "ü\n", "\n\r\n\r", strings.Repeat("line\r\n", pieceSize/4), strings.Repeat("x", pieceSize)}
	const beginning = "one\r\ntwo\nthree\r"
	x, content := New(beginning), beginning
	for range 20000 { // in one piece
		start := rng.IntN(x.Len() + 1)
		end := start + rng.IntN(min(3, x.Len()-start)+1)
		insert := inserts[rng.IntN(7)]
		y, change, err := x.Apply(Edit{Span{start, end}, insert})
		if err != nil {
			t.Fatal(err)
		}
		content = content[:start] + insert + content[end:]
		if y.String() != content || change != (Change{start, x.Len() - end}) {
			t.Fatalf("bytes %d to %d of %q, %q: %+v, %q", start, end, x, insert, change, y)
		}
		sameLines(t, y, content)
		if x = y; x.Len() > 60 {
			content = content[:20]
			x = New(content)
		}
	}
	for i := range 4000 {
		start := rng.IntN(x.Len() + 1)
		if i%2 == 0 { // where pieces meet
			start = min(max(x.pieces[rng.IntN(len(x.pieces))].start+rng.IntN(5)-2, 0), x.Len())
		}
		length := rng.IntN(4)
		if i%200 == 0 {
			length = rng.IntN(3 * pieceSize)
		}
		end := min(start+length, x.Len())
		insert := inserts[rng.IntN(7)]
		if i%20 == 0 {
			insert = inserts[rng.IntN(len(inserts))]
		}
		y, change, err := x.Apply(Edit{Span{start, end}, insert})
		if err != nil {
			t.Fatal(err)
		}
		content = content[:start] + insert + content[end:]
		if y.String() != content || change != (Change{start, x.Len() - end}) {
			t.Fatalf("edit %d: bytes %d to %d by %d bytes: %+v", i, start, end, len(insert), change)
		}
		sameLines(t, y, content)
		if x = y; x.Len() > 10*pieceSize {
			x, content = New(beginning), beginning
		}
	}
}

// sameLines compares the lines of a text with those of its content, and looks at its pieces.
func sameLines(t *testing.T, x *Text, content string) {
	t.Helper()
	var all []int32
	for i, p := range x.pieces {
		if last := i == len(x.pieces)-1; !last && (len(p.starts) == 0 || int(p.starts[len(p.starts)-1]) != len(p.content)) || len(p.content) == 0 && len(x.pieces) > 1 {
			t.Fatalf("piece %d of %d, which has %d bytes, is no run of whole lines", i, len(x.pieces), len(p.content))
		}
		if p.before != len(all) {
			t.Fatalf("piece %d has %d line breaks before it, want %d", i, p.before, len(all))
		}
		for _, s := range p.starts {
			all = append(all, int32(p.start)+s)
		}
	}
	if !slices.Equal(all, lineStarts(content)) {
		t.Fatalf("the lines start at %v, want %v", all, lineStarts(content))
	}
}

// Lines and slices are the same wherever the pieces meet.
func TestPieces(t *testing.T) {
	content := strings.Repeat("a\r\nb\rc\n𝄞\n", 3*pieceSize/4)
	x := New(content)
	if len(x.pieces) < 4 {
		t.Fatalf("there are %d pieces", len(x.pieces))
	}
	for i, want := range strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(content), "\n") {
		s := x.Line(i)
		if got := x.Slice(s); got != want {
			t.Fatalf("line %d is %q, want %q", i, got, want)
		}
		for _, offset := range []int{s.Start, s.End} {
			if line, char := x.Position(offset, UTF8); line != i || char != offset-s.Start || x.Offset(line, char, UTF8) != offset {
				t.Fatalf("offset %d is at %d:%d", offset, line, char)
			}
		}
	}
	for _, p := range x.pieces {
		for _, s := range []Span{{p.start, p.start}, {p.start, p.end()}, {max(p.start-3, 0), min(p.end()+3, x.Len())}, {p.start, x.Len()}} {
			if x.Slice(s) != content[s.Start:s.End] {
				t.Fatalf("the slice %v is wrong", s)
			}
		}
	}
}
