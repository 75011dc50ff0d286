package effect

import (
	"strings"

	"github.com/kubelore/kubelore/knowledge/language"
)

// Requests returns how much of the named resource a container requests in the end, and
// why. limitRanges are the LimitRange objects of its namespace. bare says that the
// container is that of a Pod itself and not of a template, in which the copied value
// never shows. It returns nothing where there is no request and none is expected, as
// for GPUs.
func Requests(container any, name string, limitRanges []any, bare bool, l language.Language) string {
	r := &reader{}
	own := r.resources(r.object(container)["resources"])
	if r.bad || !isResource(name) {
		return ""
	}
	if _, found := own.requests[name]; found {
		return say(l, "The %s request is %s, as written.", "%s の requests は %s (記述どおり)。", name, own.requests.text(name))
	}
	if _, found := own.limits[name]; found {
		// Defaulting comes before admission, so that no LimitRange changes this.
		amount := own.limits.text(name)
		if bare {
			return say(l, "The %s request is %s: it is copied from the limit when the Pod is created.",
				"%s の requests は %s。Pod の作成時に limits から写される。", name, amount)
		}
		return say(l, "The %s request is %s: each Pod copies it from the limit when it is created; this template does not show it.",
			"%s の requests は %s。Pod の作成時に limits から写される。このテンプレートには現れない。", name, amount)
	}
	_, all, ok := defaults(limitRanges, name)
	switch {
	case !ok:
		return ""
	case len(all) > 0:
		return sentence(say(l, "The %s request", "%s の requests ", name), all, l)
	case !overcommitted(name):
		return ""
	}
	return say(l, "There is no %[1]s request: for the scheduler the container needs no %[1]s.",
		"%[1]s の requests はない。スケジューラーは 0 として数える。", name)
}

// Limits returns the limit of the named resource that a container has in the end, and
// why. limitRanges are the LimitRange objects of its namespace.
func Limits(container any, name string, limitRanges []any, l language.Language) string {
	r := &reader{}
	own := r.resources(r.object(container)["resources"])
	if r.bad || !isResource(name) {
		return ""
	}
	if _, found := own.limits[name]; found {
		return say(l, "The %s limit is %s, as written.", "%s の limits は %s (記述どおり)。", name, own.limits.text(name))
	}
	all, _, ok := defaults(limitRanges, name)
	switch {
	case !ok:
		return ""
	case len(all) > 0:
		return sentences(l, sentence(say(l, "The %s limit", "%s の limits ", name), all, l), tooLow(own.requests, name, all, l))
	case !overcommitted(name):
		return ""
	}
	return say(l, "There is no %s limit: only the node bounds the container, or a limit of the whole Pod.",
		"%s の limits はない。上限はノードの容量か、Pod 全体の limits だけ。", name)
}

// overcommitted reports whether limits may be above requests, and so may be missing.
func overcommitted(name string) bool {
	return !isHugePages(name) && (!strings.Contains(name, "/") || strings.Contains(name, "kubernetes.io/"))
}

// tooLow says that a default limit is below the request that a container has.
func tooLow(requests amounts, name string, all []origin, l language.Language) string {
	request, found := requests[name]
	if !found || len(all) > 1 || request.Cmp(all[0].amount) <= 0 {
		return ""
	}
	return say(l, "This is below the request of %s, so that the Pod is refused.", "requests の %s を下回るため、Pod は拒否される。", request.String())
}
