package navigate

import (
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/value"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
	"github.com/kubelore/kubelore/server/workspace"
)

// A Link leads out of a file: to a page, or to another file.
type Link struct {
	Span text.Span
	// URL is the page, or empty; Path is the file or folder, or empty.
	URL, Path string
	// Image says that the page is that of an image in its registry.
	Image bool
}

// linksKey is the key under which a document remembers its links.
type linksKey struct{}

// Links returns the links of the file with a path.
func Links(f *manifest.File, path string) []Link {
	build := workspace.IsKustomization(filepath.Base(path))
	var all []Link
	for _, d := range f.Documents() {
		links := manifest.Remember(d.Document, linksKey{}, func() []Link { return linksOf(d.Document) })
		if build {
			links = append(slices.Clone(links), filesOf(d.Document, filepath.Dir(path))...)
		}
		for _, l := range links {
			l.Span = l.Span.Shift(d.Start)
			all = append(all, l)
		}
	}
	return all
}

var pages = regexp.MustCompile(`https?://[^\s"'<>{}|\\^\x60\[\]]+`)

// linksOf returns the images and URLs of a document.
func linksOf(d *manifest.Document) []Link {
	var all []Link
	for _, at := range pages.FindAllStringIndex(d.Text(), -1) {
		page := strings.TrimRight(d.Text()[at[0]:at[1]], ".,;:!?)*")
		if u, err := url.Parse(page); err == nil && u.Host != "" && !strings.Contains(page, "$(") {
			all = append(all, Link{Span: text.Span{Start: at[0], End: at[0] + len(page)}, URL: page})
		}
	}
	for _, r := range d.Resources() {
		images(d, r.Root, func(n syntax.Node) {
			if page := value.ImagePage(n.Text()); page != "" {
				all = append(all, Link{Span: n.Span(), URL: page, Image: true})
			}
		})
	}
	slices.SortFunc(all, func(a, b Link) int { return a.Span.Start - b.Span.Start })
	return all
}

// images finds the images of containers below a node.
func images(d *manifest.Document, n syntax.Node, found func(syntax.Node)) {
	for c := range n.Children() {
		switch v := c.Value(); {
		case v.IsZero():
		case c.Kind() == syntax.Pair && v.Kind() == syntax.Scalar:
			if t := d.TypeOf(n); t != nil && (t.Name == "Container" || t.Name == "EphemeralContainer") && c.Key().Text() == "image" {
				found(v)
			}
		default:
			images(d, v, found)
		}
	}
}

// filesOf returns the files and folders that a kustomization names.
func filesOf(d *manifest.Document, folder string) []Link {
	var all []Link
	add := func(n syntax.Node) {
		name := n.Text()
		if n.Kind() != syntax.Scalar || name == "" || strings.Contains(name, "://") || strings.ContainsAny(name, "\n?*{") {
			return
		}
		if _, file, ok := strings.Cut(name, "="); ok { // key=file
			name = file
		}
		all = append(all, Link{Span: n.Span(), Path: filepath.Join(folder, filepath.FromSlash(name))})
	}
	root := d.Root()
	for _, field := range []string{"resources", "bases", "components", "crds", "configurations", "patchesStrategicMerge", "generators", "transformers", "validators"} {
		for item := range root.Get(field).Children() {
			add(item.Value())
		}
	}
	for _, field := range []string{"patches", "patchesJson6902", "replacements"} {
		for item := range root.Get(field).Children() {
			add(item.Value().Get("path"))
		}
	}
	for _, field := range []string{"configMapGenerator", "secretGenerator"} {
		for item := range root.Get(field).Children() {
			for _, list := range []string{"files", "envs"} {
				for file := range item.Value().Get(list).Children() {
					add(file.Value())
				}
			}
		}
	}
	return all
}
