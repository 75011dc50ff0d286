package value

import (
	"testing"

	"github.com/kubelore/kubelore/knowledge/language"
)

func TestToleration(t *testing.T) {
	for source, want := range map[string]said{
		"{operator: Exists}": {
			"Tolerates every taint, with any effect: the Pod may be scheduled onto the node and is not evicted.",
			"すべての taint を許容する (effect は問わない)。Pod はそのノードに配置でき、退避もされない。",
		},
		"{key: a, operator: Exists, effect: NoSchedule}": {
			"Tolerates the taint `a`, whatever its value, with the effect `NoSchedule`: the Pod may be scheduled onto the node.",
			"taint `a` (値は問わない) を許容する (effect は `NoSchedule`)。Pod はそのノードに配置できる。",
		},
		"{key: a, value: b, effect: PreferNoSchedule}": {
			"Tolerates the taint `a=b` with the effect `PreferNoSchedule`: the scheduler does not avoid the node for it.",
			"taint `a=b` を許容する (effect は `PreferNoSchedule`)。スケジューラーはそれを理由にノードを避けない。",
		},
		"{key: a, effect: NoExecute}": {
			"Tolerates the taint `a` with the effect `NoExecute`: the Pod may be scheduled onto the node and stays on it.",
			"taint `a` を許容する (effect は `NoExecute`)。Pod はそのノードに配置でき、そのまま動き続ける。",
		},
		"{key: a, effect: NoExecute, tolerationSeconds: 300}": {
			"Tolerates the taint `a` with the effect `NoExecute`: the Pod stays for 5 min after the taint appears and is evicted then.",
			"taint `a` を許容する (effect は `NoExecute`)。taint が付いてから 5 分後に退避される。",
		},
		"{key: a, effect: NoExecute, tolerationSeconds: -1}": {
			"Tolerates the taint `a` with the effect `NoExecute`: because of `tolerationSeconds` the Pod is evicted at once.",
			"taint `a` を許容する (effect は `NoExecute`)。`tolerationSeconds` により、ただちに退避される。",
		},
		"{key: a, operator: Gt, value: '5', effect: NoSchedule}": {
			"Tolerates the taint `a` with a number above `5` (needs the feature gate `TaintTolerationComparisonOperators`) with the effect `NoSchedule`: the Pod may be scheduled onto the node.",
			"`5` より大きい数値の taint `a` (フィーチャーゲート `TaintTolerationComparisonOperators` が必要) を許容する (effect は `NoSchedule`)。Pod はそのノードに配置できる。",
		},
		"{}": {}, "null": {}, "{value: b}": {}, "{key: a, operator: In}": {}, "{key: a, operator: Exists, value: b}": {}, "{key: a, effect: Evict}": {},
		"{key: 1}": {}, "{key: a, value: true}": {}, "{key: a, effect: 1}": {},
		// Of the seconds nothing is known.
		"{key: a, effect: NoExecute, tolerationSeconds: soon}": {},
	} {
		v := decoded(t, source)
		want.check(t, source, func(l language.Language) string { return Toleration(v, l) })
	}
}

func TestTaint(t *testing.T) {
	for source, want := range map[string]said{
		"{key: a, value: b, effect: NoSchedule}": {
			"Pods that do not tolerate `a=b` are not scheduled onto the node; those that run there stay.",
			"`a=b` を許容しない Pod はこのノードに配置されない。すでに動いているものは残る。",
		},
		"{key: a, effect: PreferNoSchedule}": {
			"Pods that do not tolerate `a` are scheduled onto other nodes if that is possible.",
			"`a` を許容しない Pod はできるだけ他のノードに配置される。",
		},
		"{key: a, effect: NoExecute}": {
			"Pods that do not tolerate `a` are not scheduled onto the node, and those that run there are evicted.",
			"`a` を許容しない Pod はこのノードに配置されず、動いているものは退避される。",
		},
		"{key: a}": {}, "{effect: NoSchedule}": {}, "null": {}, "{key: a, effect: noschedule}": {}, "{key: a, value: 1, effect: NoSchedule}": {},
	} {
		v := decoded(t, source)
		want.check(t, source, func(l language.Language) string { return Taint(v, l) })
	}
}
