// Package snippet holds what is written in one go: the starting point of a manifest
// of each kind, and parts such as a probe or a volume.
//
// They are data with tab stops. It deliberately does not know where in a file they
// are written, nor how an editor is told of tab stops.
package snippet

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	_ "embed"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/language"
)

// A Block is a part of a manifest that is written together.
type Block struct {
	// In is the name of the type of the object that gets the keys, such as "Probe".
	In string
	// Item says that the block is a whole item of a list, and Lists are the fields of
	// such lists if it does not fit into others.
	Item  bool
	Lists []string
	// Name is a word or two.
	Name string
	// Since is the release that first understands it, or 0.
	Since catalog.Minor
	// Text says what it is for.
	Text language.Text
	// Source is the text with its tab stops, see [Parse], indented by two spaces, with
	// lists at the column of their key.
	Source string
}

// Fits reports whether the block is a whole item of the lists of a field.
func (b *Block) Fits(list string) bool {
	return b.Item && (len(b.Lists) == 0 || slices.Contains(b.Lists, list))
}

//go:embed kinds.yaml
var kindsYAML string

//go:embed blocks.yaml
var blocksYAML string

type tables struct {
	// kinds are the starting points by "apiVersion Kind".
	kinds  map[string]string
	blocks map[string][]*Block
}

var load = sync.OnceValue(func() *tables {
	t := &tables{kinds: map[string]string{}, blocks: map[string][]*Block{}}
	for _, doc := range documents(kindsYAML) {
		var apiVersion, kind string
		for line := range strings.Lines(doc) {
			if v, ok := strings.CutPrefix(line, "apiVersion: "); ok {
				apiVersion = strings.TrimSpace(v)
			}
			if v, ok := strings.CutPrefix(line, "kind: "); ok {
				kind = strings.TrimSpace(v)
			}
		}
		t.kinds[apiVersion+" "+kind] = doc
	}
	for _, doc := range documents(blocksYAML) {
		b := block(doc)
		t.blocks[b.In] = append(t.blocks[b.In], b)
	}
	return t
})

// documents returns the documents of a table, without the comment at its head.
func documents(content string) []string {
	content = strings.ReplaceAll(content, "\r\n", "\n")
	return strings.Split(strings.TrimSuffix(content, "\n"), "\n---\n")[1:]
}

func block(doc string) *Block {
	b := &Block{}
	for {
		line, rest, _ := strings.Cut(doc, "\n")
		head, ok := strings.CutPrefix(line, "# ")
		if !ok {
			b.Source = doc
			return b
		}
		doc = rest
		name, value, _ := strings.Cut(head, ": ")
		switch name {
		case "in":
			b.In = value
		case "item":
			b.Item = true
			b.Lists = strings.Split(value, ", ")
		case "name":
			b.Name = value
		case "since":
			m, err := catalog.ParseMinor(value)
			if err != nil {
				panic(fmt.Sprintf("blocks.yaml: %v", err)) // TestBlocks reads them all
			}
			b.Since = m
		case "en":
			b.Text.EN = value
		case "ja":
			b.Text.JA = value
		default:
			panic("blocks.yaml: " + line) // likewise
		}
	}
}

// Kind returns the starting point of a kind as the source of a body, or "" if there is
// none for this version.
func Kind(apiVersion, kind string) string { return load().kinds[apiVersion+" "+kind] }

// Blocks returns the blocks that write keys of objects of a type. The caller must not
// change the slice.
func Blocks(typeName string) []*Block { return load().blocks[typeName] }

// All returns the names of the types that have blocks, sorted.
func All() []string {
	var all []string
	for name := range load().blocks {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}
