package graph

import (
	"strings"

	"github.com/kubelore/kubelore/knowledge/relation"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// DNSName is the relation of the DNS name of a Service to it, in any text:
// web.shop.svc.cluster.local.
var DNSName = &relation.Relation{ //nolint:gochecknoglobals // a constant, if structs could be
	ID: "dns-name", How: relation.Name, To: []relation.Kind{{APIVersion: "v1", Name: "Service"}}, Severity: "information",
}

const svc = ".svc"

// dns notes the DNS names of Services in the texts of the document. Only names with .svc
// are: of shorter ones nobody knows what they name.
func (s *summarizer) dns(sum *Summary) {
	content := s.doc.Text()
	for from := 0; ; {
		i := strings.Index(content[from:], svc)
		if i < 0 {
			return
		}
		at := from + i
		from = at + len(svc)
		if from < len(content) && isName(content[from]) {
			continue
		}
		space := word(content, at)
		if space == "" || at == len(space) || content[at-len(space)-1] != '.' {
			continue
		}
		end := at - len(space) - 1
		name := word(content, end)
		n := s.doc.At(end)
		if name == "" || n.Kind() != syntax.Scalar || n.Parent().Kind() == syntax.Pair && n.Parent().Key() == n {
			continue
		}
		for _, o := range sum.Objects {
			if o.Span.Start <= end && end <= o.Span.End {
				o.References = append(o.References, Reference{
					Relation: DNSName, Span: text.Span{Start: end - len(name), End: end}, Name: s.keep(name), Namespace: s.keep(space),
					NamespaceSpan: text.Span{Start: end + 1, End: at}, Kinds: DNSName.To,
				})
			}
		}
	}
}

// word returns the name that ends at an offset.
func word(content string, end int) string {
	start := end
	for start > 0 && isName(content[start-1]) {
		start--
	}
	return content[start:end]
}

// isName reports whether a name of an object in DNS can have a byte.
func isName(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' }
