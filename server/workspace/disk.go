package workspace

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/apiserver"
	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// The limits of what is looked at on disk. A workspace beyond them is no folder of
// manifests, and Kubelore says so instead of reading on.
const (
	largestFile = 8 << 20 // bytes
	mostFiles   = 50_000
)

// Endings are the endings of the names of files that may hold manifests.
var Endings = []string{".yaml", ".yml", ".json"} //nolint:gochecknoglobals // a constant, if slices could be

// Definitions reads the CustomResourceDefinitions in files and folders and returns
// the custom kinds by the path of their file, and notes for people about what was
// left out. Links are not followed, nor are folders that tools keep for themselves.
// A path that does not exist is a note. It stops early when ctx is done.
func Definitions(ctx context.Context, paths []string) (map[string][]*apiserver.Custom, []string) {
	found := map[string][]*apiserver.Custom{}
	var notes []string
	seen := 0
	for _, root := range paths {
		err := Walk(root, func(name string, size int64) error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if seen++; seen > mostFiles {
				notes = append(notes, fmt.Sprintf("only the first %d files of %s are looked at for CustomResourceDefinitions", mostFiles, root))
				return fs.SkipAll
			}
			if size > largestFile {
				return nil
			}
			data, err := os.ReadFile(name)
			if err != nil {
				notes = append(notes, err.Error())
				return nil
			}
			if all := definitionsIn(data); len(all) > 0 {
				found[name] = all
			}
			return nil
		})
		if err != nil {
			notes = append(notes, err.Error())
		}
	}
	return found, notes
}

func definitionsIn(data []byte) []*apiserver.Custom {
	if !bytes.Contains(data, []byte("CustomResourceDefinition")) {
		return nil
	}
	return Customs(manifest.Open(text.New(string(data)), &manifest.Env{Target: catalog.Newest}))
}

// Walk calls visit for each regular file at or below root that may hold manifests,
// in the order of names, with its size in bytes. A root that is a file is visited
// whatever its name. Visit may return fs.SkipAll.
func Walk(root string, visit func(name string, size int64) error) error {
	return filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil && name == root:
			return err
		case err != nil:
			return nil //nolint:nilerr // a folder that may not be read is none of ours
		case entry.IsDir():
			if name != root && skipped(entry.Name()) {
				return fs.SkipDir
			}
			return nil
		case name != root && !(entry.Type().IsRegular() && slices.Contains(Endings, strings.ToLower(filepath.Ext(name)))):
			return nil
		}
		info, err := os.Stat(name)
		if err != nil || !info.Mode().IsRegular() {
			return err
		}
		return visit(name, info.Size())
	})
}

// skipped reports whether a folder belongs to a tool.
func skipped(name string) bool {
	return strings.HasPrefix(name, ".") || name == "node_modules" || name == "vendor"
}
