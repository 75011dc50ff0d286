package effect

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/kubelore/kubelore/knowledge/language"
)

// Probe says how long a probe takes to act. Kind is livenessProbe, readinessProbe or
// startupProbe.
func Probe(probe any, kind string, l language.Language) string {
	p, ok := read[corev1.Probe](probe)
	if !ok {
		return ""
	}
	or := func(n, otherwise int32) int64 {
		if n == 0 {
			return int64(otherwise)
		}
		return int64(n)
	}
	period, failures, delay := or(p.PeriodSeconds, 10), or(p.FailureThreshold, 3), int64(p.InitialDelaySeconds)
	timeout, successes := or(p.TimeoutSeconds, 1), or(p.SuccessThreshold, 1)
	if period < 1 || failures < 1 || delay < 0 || timeout < 1 || successes < 1 {
		return ""
	}
	// The last failure counts when its time is up.
	worst := seconds((failures-1)*period+period+timeout, l)
	switch kind {
	case "livenessProbe":
		return in(l, language.Text{
			EN: "A container that stops answering is restarted within about %s.", JA: "応答しなくなったコンテナは、およそ %s 以内に再起動される。",
		}, worst)
	case "readinessProbe":
		return in(l, language.Text{
			EN: "A container that stops answering gets no more traffic within about %s, and again after %d success(es).",
			JA: "応答しなくなったコンテナには、およそ %s 以内に通信が来なくなり、%d 回成功すると再び来る。",
		}, worst, successes)
	case "startupProbe":
		return in(l, language.Text{
			EN: "The container has about %s to start; until then the other probes wait. After that it is restarted.",
			JA: "起動にはおよそ %s の猶予があり、その間は他の probe を行わない。過ぎると再起動される。",
		}, seconds(delay+failures*period, l))
	}
	return ""
}
