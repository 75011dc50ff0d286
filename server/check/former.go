package check

import (
	"sync"

	"github.com/kubelore/kubelore/server/edit"
	"github.com/kubelore/kubelore/server/text"
)

// former are the versions whose fields are found under the one that took their place,
// where somebody changed apiVersion and nothing else.
var former = map[string]string{
	"CustomResourceDefinition": "apiextensions.k8s.io/v1beta1",
	"HorizontalPodAutoscaler":  "autoscaling/v2beta1",
	"Ingress":                  "networking.k8s.io/v1beta1",
}

// asNow offers to write the fields of a former version as the version at hand has them.
// It is no fix if that mends not all of them, so that nothing is left half done.
func (p *pass) asNow() []Fix {
	d, r := p.doc, p.at
	from := former[r.Kind]
	if from == "" || p.partial || r.Known == nil || d.Env().Releases().Preferred(r.Known.Kind) != r.Known {
		return nil
	}
	return []Fix{{
		Title: "Write the fields as " + r.APIVersion + " has them", Preferred: true, Look: Rewrites,
		later: sync.OnceValue(func() []text.Edit {
			e := edit.Of(d, r)
			migrations[r.Kind](e, from, r.APIVersion)
			edits := e.Edits()
			if len(edits) == 0 || e.Failed() || !sound(d, r, e.Text()) {
				return nil
			}
			return edits
		}),
	}}
}
