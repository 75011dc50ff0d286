// Package effect says what the values of a manifest amount to: the QoS class and the
// sums of a Pod, the request that will apply, how a rollout goes, how long a probe
// takes, what an autoscaler computes.
//
// It knows how kube-apiserver, scheduler, kubelet and controllers of the linked release
// compute. It deliberately knows no positions and no objects but those that it is handed,
// and it says nothing of what it cannot read completely.
package effect

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/kubelore/kubelore/knowledge/language"
)

// read fills a type of Kubernetes from a decoded value. It reports false for what the
// API server could not read either.
func read[T any](v any) (*T, bool) {
	m, ok := v.(map[string]any)
	if !ok {
		return nil, false
	}
	out := new(T)
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(m, out); err != nil {
		return nil, false
	}
	return out, true
}

// in returns a text in a language, with arguments filled in.
func in(l language.Language, t language.Text, args ...any) string {
	return fmt.Sprintf(t.In(l), args...)
}

// list writes amounts of resources, cpu and memory first: "cpu 600m, memory 384Mi".
func list(amounts corev1.ResourceList) string {
	var parts []string
	add := func(name corev1.ResourceName) {
		if q, ok := amounts[name]; ok {
			parts = append(parts, string(name)+" "+canonical(q))
		}
	}
	add(corev1.ResourceCPU)
	add(corev1.ResourceMemory)
	add(corev1.ResourceEphemeralStorage)
	for _, name := range sorted(amounts) {
		if name != corev1.ResourceCPU && name != corev1.ResourceMemory && name != corev1.ResourceEphemeralStorage {
			add(name)
		}
	}
	return strings.Join(parts, ", ")
}

func canonical(q resource.Quantity) string { return q.String() }

// seconds writes a number of seconds.
func seconds(n int64, l language.Language) string {
	if n < 120 {
		return in(l, language.Text{EN: "%d s", JA: "%d 秒"}, n)
	}
	if n%60 == 0 {
		return in(l, language.Text{EN: "%d min", JA: "%d 分"}, n/60)
	}
	return in(l, language.Text{EN: "%d min %d s", JA: "%d 分 %d 秒"}, n/60, n%60)
}

// scaled resolves a number or a percentage of a total, rounding up or down. It reports
// false for what is neither.
func scaled(v *intstr.IntOrString, total int64, up bool) (int64, bool) {
	n, err := intstr.GetScaledValueFromIntOrPercent(v, int(total), up)
	return int64(n), err == nil
}
