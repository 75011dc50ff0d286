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

// Invariant: editing a text gives the same lines as making it anew.
func TestApplyEqualsNew(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"", "a", "\n", "\r", "\r\n", "ü\n", "\n\r\n\r"}
	x := New("one\r\ntwo\nthree\r")
	for range 20000 {
		start := rng.IntN(x.Len() + 1)
		end := start + rng.IntN(min(3, x.Len()-start)+1)
		y, change, err := x.Apply(Edit{Span{start, end}, pieces[rng.IntN(len(pieces))]})
		if err != nil {
			t.Fatal(err)
		}
		if want := New(y.content); !slices.Equal(y.starts, want.starts) {
			t.Fatalf("edit %d-%d of %q gives %q: lines at %v, want %v", start, end, x.content, y.content, y.starts, want.starts)
		}
		if x.content[:change.Prefix] != y.content[:change.Prefix] ||
			x.content[x.Len()-change.Suffix:] != y.content[y.Len()-change.Suffix:] {
			t.Fatalf("change %+v is wrong for %q -> %q", change, x.content, y.content)
		}
		if x = y; x.Len() > 60 {
			x = New(x.content[:20])
		}
	}
}
