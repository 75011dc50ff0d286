package syntax

import "github.com/kubelore/kubelore/server/text"

// A Cursor says where in the tree a token at some offset belongs, judging by the
// indentation of its line even where the tree cannot know yet: on a blank line,
// after "- ", in a half-typed word.
type Cursor struct {
	// Holder is what the token would be put into:
	//   - a Mapping: the token is a key of it, new or existing;
	//   - a Pair: the token is its value, see SameLine;
	//   - an Item: the token is what follows "- ", a scalar or a first key;
	//   - a Sequence: a new item of it, whose "- " is not there yet;
	//   - the zero Node: the token is the start of the document's content.
	Holder Node
	// SameLine says that the token stands on the line of the key or "-" of its
	// Holder, where a block mapping cannot start after a key.
	SameLine bool
	// Token is the key, scalar or half-typed word at the offset, from its first
	// to its last byte; it is empty where nothing is written yet.
	Token text.Span
	// Node is the scalar, alias or null at Token, or the zero Node.
	Node Node
	// Column is the number of bytes before Token on its line, "- " included.
	Column int
	// InText says that the offset is in a comment, in the continuation lines of a
	// scalar or in a template action, where nothing can be completed.
	InText bool
}

// Cursor returns where the token at offset belongs. Offset is clamped to d.
func (d *Document) Cursor(offset int) Cursor { panic("not implemented") }

// At returns the deepest node that contains offset or ends there; of two that
// touch, the one that starts at offset. It returns the zero Node outside the root.
func (d *Document) At(offset int) Node { panic("not implemented") }
