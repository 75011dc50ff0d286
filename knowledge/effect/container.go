package effect

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/kubelore/kubelore/knowledge/language"
)

// Container says which requests and limits for cpu and memory will apply to a container
// that leaves some out. Bare says that it stands in a Pod and not in a template.
func Container(container any, bare bool, l language.Language) []string {
	c, ok := read[corev1.Container](container)
	if !ok {
		return nil
	}
	var all []string
	for _, name := range []corev1.ResourceName{corev1.ResourceCPU, corev1.ResourceMemory} {
		request, requested := c.Resources.Requests[name]
		limit, limited := c.Resources.Limits[name]
		switch {
		case !requested && limited && bare:
			all = append(all, in(l, language.Text{
				EN: "No %s request: it becomes the limit, %s.", JA: "%s の requests がないので、limits と同じ %s になる。",
			}, name, canonical(limit)))
		case !requested && limited:
			all = append(all, in(l, language.Text{
				EN: "No %s request: in the Pods it becomes the limit, %s. The template goes on showing none.",
				JA: "%s の requests がないので、Pod では limits と同じ %s になる。テンプレートには現れない。",
			}, name, canonical(limit)))
		case !requested:
			all = append(all, in(l, language.Text{
				EN: "No %s request: a LimitRange of the namespace may set one, otherwise it is 0.",
				JA: "%s の requests がない。名前空間の LimitRange が補うことがあり、なければ 0。",
			}, name))
		}
		switch {
		case !limited && name == corev1.ResourceMemory:
			all = append(all, in(l, language.Text{
				EN: "No memory limit: a LimitRange may set one, otherwise only the node bounds it.",
				JA: "memory の limits がない。LimitRange が補うことがあり、なければノードだけが上限になる。",
			}))
		case limited && requested && limit.Cmp(request) > 0:
			all = append(all, in(l, language.Text{
				EN: "%s: %s is reserved, bursts may go up to %s.", JA: "%s: %s を確保し、一時的に %s まで使える。",
			}, name, canonical(request), canonical(limit)))
		}
	}
	return all
}
