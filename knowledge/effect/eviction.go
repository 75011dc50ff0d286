package effect

import (
	"maps"
	"slices"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/kubelore/kubelore/knowledge/language"
)

// Eviction returns when the kubelet evicts the Pod as a node runs short of memory, and
// how the kernel ranks it if memory runs out before that. The kubelet compares by
// usage above the request, then by priority, then by the excess (rankMemoryPressure);
// it does not look at the QoS class. oom_score_adj follows from the class.
func (p Pod) Eviction(l language.Language) string {
	if p.Requests == nil {
		return ""
	}
	if slices.Contains([]string{"system-node-critical", "system-cluster-critical"}, p.priorityClass) {
		return say(l, "The kubelet never evicts this Pod for lack of memory: %s makes it critical.",
			"メモリ不足でも kubelet はこの Pod を退避しない。%s により重要な Pod とみなされる。", code(p.priorityClass))
	}
	return sentences(l, p.evictionGroup(l),
		pick(l, "Within its group lower priority goes first, then more memory above the request.",
			"同じグループでは優先度の低いもの、次に requests の超過量が大きいものが先。"),
		p.oomScore(l))
}

func (p Pod) evictionGroup(l language.Language) string {
	request := p.memoryRequest()
	limit := p.Limits[memory]
	switch {
	case request.IsZero():
		return pick(l, "Short of memory, the kubelet evicts this Pod among the first: it has no memory request, so that all it uses is above it.",
			"メモリ不足のとき最初に退避されるグループ。memory の requests がなく、使用量のすべてが超過とみなされる。")
	case !p.Unlimited(memory) && limit.Cmp(request) <= 0:
		return say(l, "Short of memory, the kubelet evicts this Pod among the last: its limit keeps it from using more than its request of %s.",
			"メモリ不足のとき最後に退避されるグループ。limits があるため、使用量は requests の %s を超えない。", request.String())
	}
	return say(l, "Short of memory, the kubelet evicts this Pod among the first while it uses more than its request of %s, and among the last otherwise.",
		"メモリ不足のとき、使用量が requests の %s を超えていれば最初に、そうでなければ最後に退避されるグループ。", request.String())
}

// memoryRequest returns the request that the kubelet compares usage with: overhead
// counts only beside the request of a container.
func (p Pod) memoryRequest() resource.Quantity {
	containers := p.sum(requestsOf)
	maps.Copy(containers, p.level.requests)
	if !containers.has(memory) {
		return resource.Quantity{}
	}
	return p.Requests[memory]
}

func (p Pod) oomScore(l language.Language) string {
	switch class, _ := p.QoS(l); class {
	case guaranteed:
		return pick(l, "If memory runs out before that, the kernel kills its processes last (`oom_score_adj` -997).",
			"その前にメモリが尽きた場合、カーネルの OOM Killer は最後に選ぶ (`oom_score_adj` は -997)。")
	case bestEffort:
		return pick(l, "If memory runs out before that, the kernel kills its processes first (`oom_score_adj` 1000).",
			"その前にメモリが尽きた場合、カーネルの OOM Killer は最初に選ぶ (`oom_score_adj` は 1000)。")
	}
	return pick(l, "If memory runs out before that, the kernel spares containers the more, the larger a part of the node they request (`oom_score_adj` from 999 down to 3).",
		"その前にメモリが尽きた場合、ノードに対する requests の割合が大きいコンテナほど OOM Killer に選ばれにくい (`oom_score_adj` は 999 から 3)。")
}
