package workspace

import (
	"net/url"
	"path/filepath"
	"strings"
)

// Path returns the path of the file that a URI names, and the URI itself if it names
// none. Editors write URIs of one file in several ways; all give the same path.
func Path(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || u.Path == "" {
		return uri
	}
	path := u.Path
	if u.Host != "" && u.Host != "localhost" {
		path = "//" + u.Host + path // a share of another machine
	}
	if len(path) >= 3 && path[0] == '/' && path[2] == ':' { // /c:/folder
		path = strings.ToUpper(path[1:2]) + path[2:]
	}
	return filepath.Clean(filepath.FromSlash(path))
}
