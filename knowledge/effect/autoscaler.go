package effect

import (
	"fmt"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	policyv1 "k8s.io/api/policy/v1"

	"github.com/kubelore/kubelore/knowledge/language"
)

// Autoscaler says what a HorizontalPodAutoscaler of autoscaling/v2 computes.
func Autoscaler(hpa any, l language.Language) []string {
	h, ok := read[autoscalingv2.HorizontalPodAutoscaler](hpa)
	if !ok || h.Spec.MaxReplicas < 1 {
		return nil
	}
	least := int32(1)
	if h.Spec.MinReplicas != nil {
		least = *h.Spec.MinReplicas
	}
	var all []string
	if len(h.Spec.Metrics) == 0 {
		all = append(all, in(l, language.Text{
			EN: "No metrics: cpu at 80 %% of the requests is used.", JA: "metrics がないので、requests に対する cpu 80%% が使われる。",
		}))
	}
	for _, m := range h.Spec.Metrics {
		if s := metric(m, l); s != "" {
			all = append(all, s)
		}
	}
	return append(all, in(l, language.Text{
		EN: "The largest result counts, within %d to %d replicas.", JA: "結果のうち最大のものを、%d から %d の範囲で使う。",
	}, least, h.Spec.MaxReplicas))
}

// metric says what one metric asks for.
func metric(m autoscalingv2.MetricSpec, l language.Language) string {
	name, target := "", autoscalingv2.MetricTarget{}
	switch {
	case m.Resource != nil:
		name, target = string(m.Resource.Name), m.Resource.Target
	case m.ContainerResource != nil:
		name, target = string(m.ContainerResource.Name), m.ContainerResource.Target
	case m.Pods != nil:
		name, target = m.Pods.Metric.Name, m.Pods.Target
	case m.Object != nil:
		name, target = m.Object.Metric.Name, m.Object.Target
	case m.External != nil:
		name, target = m.External.Metric.Name, m.External.Target
	}
	switch {
	case name == "":
		return ""
	case target.AverageUtilization != nil:
		return in(l, language.Text{
			EN: "`%s`: replicas × utilization of the requests ÷ %d %%, rounded up.", JA: "`%s`: 台数 × requests に対する使用率 ÷ %d%% を切り上げ。",
		}, name, *target.AverageUtilization)
	case target.AverageValue != nil:
		return in(l, language.Text{
			EN: "`%s`: the sum over all Pods ÷ %s, rounded up.", JA: "`%s`: 全 Pod の合計 ÷ %s を切り上げ。",
		}, name, canonical(*target.AverageValue))
	case target.Value != nil:
		return in(l, language.Text{
			EN: "`%s`: replicas × its value ÷ %s, rounded up.", JA: "`%s`: 台数 × その値 ÷ %s を切り上げ。",
		}, name, canonical(*target.Value))
	}
	return ""
}

// Disruption says how many Pods a PodDisruptionBudget lets be down at once.
func Disruption(pdb any, l language.Language) string {
	b, ok := read[policyv1.PodDisruptionBudget](pdb)
	if !ok || (b.Spec.MinAvailable == nil) == (b.Spec.MaxUnavailable == nil) {
		return ""
	}
	if v := b.Spec.MaxUnavailable; v != nil {
		if n, ok := scaled(v, 100, true); ok && n == 0 {
			return in(l, language.Text{
				EN: "No Pod may be down: evictions are always refused, and `kubectl drain` never ends.",
				JA: "1 つの Pod も止められない。退避は常に拒否され、`kubectl drain` が終わらない。",
			})
		}
		return in(l, language.Text{
			EN: "Evictions may take down %s of the selected Pods at a time (percentages are rounded up).",
			JA: "退避で同時に止めてよいのは、選択された Pod のうち %s(割合は切り上げ)。",
		}, quantityOf(v.String(), l))
	}
	v := b.Spec.MinAvailable
	if n, ok := scaled(v, 100, true); ok && v.String() == "100%" && n == 100 {
		return in(l, language.Text{
			EN: "All Pods must stay up: evictions are always refused, and `kubectl drain` never ends.",
			JA: "すべての Pod を残す必要がある。退避は常に拒否され、`kubectl drain` が終わらない。",
		})
	}
	return in(l, language.Text{
		EN: "Evictions wait while no more than %s of the selected Pods are healthy (percentages are rounded up).",
		JA: "選択された Pod のうち正常なものが %s 以下の間、退避は待たされる(割合は切り上げ)。",
	}, quantityOf(v.String(), l))
}

func quantityOf(s string, l language.Language) string {
	if l == language.Japanese && s != "" && s[len(s)-1] != '%' {
		return fmt.Sprintf("%s 個", s)
	}
	return s
}
