package effect

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/kubelore/kubelore/knowledge/language"
)

// Quota returns what the Pods of a namespace must declare because of a ResourceQuota,
// and which Pods it is about. Only quotas of cpu and memory demand anything; other
// resources are counted where they are declared.
func Quota(resourceQuota any, l language.Language) []string {
	r := &reader{}
	spec := r.object(r.object(resourceQuota)["spec"])
	hard := r.object(spec["hard"])
	var needed []string
	for _, name := range []string{cpu, memory} {
		if hard["requests."+name] != nil || hard[name] != nil {
			needed = append(needed, say(l, "a %s request", "%s の requests", name))
		}
	}
	for _, name := range []string{cpu, memory} {
		if hard["limits."+name] != nil {
			needed = append(needed, say(l, "a %s limit", "%s の limits", name))
		}
	}
	scope := r.scopes(spec, l)
	if r.bad || len(needed) == 0 {
		return nil
	}
	return filled(
		say(l, "Each container, init containers included, must have %s: otherwise the API server refuses the Pod.",
			"すべてのコンテナ (init コンテナを含む) に %s が必要。ないと API サーバーが Pod を拒否する。", and(l, needed)),
		pick(l, "A LimitRange may fill them in, and a request is copied from the limit; Pods with `spec.resources` are exempt.",
			"LimitRange で補ってもよい。requests は limits から写される。`spec.resources` のある Pod は対象外。"),
		scope)
}

// scopes returns which Pods a quota is about. What is not understood leaves the quota
// unexplained: without one of its scopes it means something else.
func (r *reader) scopes(spec map[string]any, l language.Language) string {
	var all []string
	for _, s := range r.list(spec["scopes"]) {
		all = append(all, r.scope(map[string]any{"scopeName": s, "operator": "Exists"}, l))
	}
	for _, e := range r.list(r.object(spec["scopeSelector"])["matchExpressions"]) {
		all = append(all, r.scope(r.object(e), l))
	}
	if len(all) == 0 {
		return ""
	}
	r.bad = r.bad || slices.Contains(all, "")
	return say(l, "It is only about Pods %s.", "対象は%sだけ。", strings.Join(all, pick(l, " and ", "かつ")))
}

func (r *reader) scope(m map[string]any, l language.Language) string {
	name, operator := r.text(m["scopeName"], ""), r.text(m["operator"], "")
	if name == "PriorityClass" {
		return r.priorities(operator, r.list(m["values"]), l)
	}
	if operator != "Exists" {
		return "" // refused
	}
	return map[string]language.Text{
		"Terminating":               {EN: "with `activeDeadlineSeconds`", JA: " `activeDeadlineSeconds` のある Pod "},
		"NotTerminating":            {EN: "without `activeDeadlineSeconds`", JA: " `activeDeadlineSeconds` のない Pod "},
		"BestEffort":                {EN: "of the QoS class BestEffort", JA: " QoS クラスが BestEffort の Pod "},
		"NotBestEffort":             {EN: "of other QoS classes than BestEffort", JA: " QoS クラスが BestEffort 以外の Pod "},
		"CrossNamespacePodAffinity": {EN: "with affinity to Pods of other namespaces", JA: "他の名前空間の Pod とのアフィニティを持つ Pod "},
	}[name].In(l)
}

func (r *reader) priorities(operator string, values []any, l language.Language) string {
	const most = 10
	var names []string
	for _, v := range values[:min(len(values), most)] {
		names = append(names, code(r.text(v, "")))
	}
	if len(values) > most {
		names = append(names, "…")
	}
	switch {
	case operator == "Exists":
		return pick(l, "with a priority class", "優先度クラスのある Pod ")
	case operator == "DoesNotExist":
		return pick(l, "without a priority class", "優先度クラスのない Pod ")
	case operator == "In" && len(names) > 0:
		return say(l, "of the priority class %s", "優先度クラス %s の Pod ", and(l, names))
	case operator == "NotIn" && len(names) > 0:
		return say(l, "of other priority classes than %s", "優先度クラス %s 以外の Pod ", and(l, names))
	}
	return ""
}

// Demands returns the resources of which a ResourceQuota demands a request or a limit
// of each container. It reports false for a quota that is only about some Pods, or that
// is not understood.
func Demands(resourceQuota any) (requests, limits []string, ok bool) {
	hard, ok := Hard(resourceQuota)
	for _, name := range []string{cpu, memory} {
		_, short := hard[name]
		_, long := hard["requests."+name]
		if short || long {
			requests = append(requests, name)
		}
		if _, limited := hard["limits."+name]; limited {
			limits = append(limits, name)
		}
	}
	return requests, limits, ok
}

// Hard returns what a ResourceQuota allows in its namespace, by the names of quotas. It
// reports false for a quota that is only about some Pods, or that is not understood.
func Hard(resourceQuota any) (map[string]resource.Quantity, bool) {
	r := &reader{}
	spec := r.object(r.object(resourceQuota)["spec"])
	hard := r.amounts(spec["hard"])
	return hard, !r.bad && len(r.list(spec["scopes"])) == 0 && spec["scopeSelector"] == nil
}
