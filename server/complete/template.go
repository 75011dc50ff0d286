package complete

import (
	"strings"

	"github.com/kubelore/kubelore/knowledge/snippet"
	"github.com/kubelore/kubelore/server/syntax"
)

// What the block for a Pod template writes, where no selector says better.
const (
	templateLabel = "    app: ${1:app}\n"
	templateName  = "- name: $1\n"
)

// source returns the source of a block. A Pod template gets the labels that the selector of
// its workload asks for: a template with others is refused.
func (p *place) source(b *snippet.Block) string {
	r := p.resource()
	if b.In != "PodTemplateSpec" || r == nil {
		return b.Source
	}
	labels := r.Root.Get("spec").Target().Get("selector").Target()
	if m := labels.Get("matchLabels").Target(); m.Kind() == syntax.Mapping {
		labels = m
	}
	var written strings.Builder
	name := r.Name
	for c := range labels.Children() {
		v := c.Value()
		if c.Kind() != syntax.Pair || v.Kind() != syntax.Scalar || v.Style() >= syntax.Literal || strings.Contains(v.Source(), "\n") {
			return b.Source // matchExpressions, or what is half typed
		}
		if key := c.Key().Text(); name == "" || key == "app" || key == "app.kubernetes.io/name" {
			name = v.Text()
		}
		written.WriteString("    " + escaped(c.Key().Source()) + ": " + escaped(v.Source()) + "\n")
	}
	if written.Len() == 0 {
		return b.Source
	}
	if name = escaped(name); name == "" || strings.ContainsAny(name, "}:#") {
		name = "app"
	}
	return strings.NewReplacer(templateLabel, written.String(), templateName, "- name: ${1:"+name+"}\n").Replace(b.Source)
}

// escaped returns text that stands for itself in the source of a snippet.
func escaped(s string) string { return strings.ReplaceAll(s, "$", `\$`) }
