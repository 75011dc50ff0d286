package effect

import (
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/kubelore/kubelore/knowledge/language"
)

func decode(t *testing.T, s string) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal([]byte(s), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// The rules of the page on resources, and what has come since: sums, init containers,
// sidecars, overhead, the budget of the Pod, requests that are copied from limits.
func TestPod(t *testing.T) {
	const a, b = "{name: a, resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 200m, memory: 128Mi}}}", "{name: b, resources: {limits: {cpu: 500m, memory: 256Mi}}}"
	for name, tt := range map[string]struct{ spec, qos, why, totals, evicted string }{
		"nothing":         {"containers: [{name: a}]", "BestEffort", "no container has", "requests nothing and has no limits", "among the first"},
		"both":            {"containers: [" + a + ", " + b + "]", "Burstable", "`a` request and limit for cpu differ", "requests cpu 600m, memory 320Mi; limits cpu 700m, memory 384Mi", "no more than 320Mi"},
		"limits alone":    {"containers: [" + b + "]", "Guaranteed", "every container", "requests cpu 500m, memory 256Mi; limits cpu 500m, memory 256Mi", "256Mi"},
		"requests alone":  {"containers: [{name: a, resources: {requests: {cpu: 1, memory: 1Gi}}}]", "Burstable", "`a` has no limit for cpu", "requests cpu 1, memory 1Gi, no limits", "1Gi"},
		"one without":     {"containers: [" + b + ", {name: c}]", "Burstable", "`c` has no limit for cpu", "requests cpu 500m, memory 256Mi, no limits", "256Mi"},
		"init containers": {"initContainers: [{name: i, resources: {requests: {cpu: 2}, limits: {cpu: 2}}}]\ncontainers: [" + b + "]", "Burstable", "`i` has no limit for memory", "requests cpu 2, memory 256Mi", "256Mi"},
		"sidecars":        {"initContainers: [{name: i, restartPolicy: Always, resources: {limits: {cpu: 1, memory: 1Gi}}}]\ncontainers: [" + b + "]", "Guaranteed", "every", "requests cpu 1500m, memory 1280Mi", "1280Mi"},
		"overhead":        {"overhead: {cpu: 250m}\ncontainers: [" + b + "]", "Guaranteed", "every", "requests cpu 750m", "256Mi"},
		"a budget":        {"resources: {requests: {cpu: 1, memory: 1Gi}, limits: {cpu: 2, memory: 2Gi}}\ncontainers: [{name: a}]", "Burstable", "spec.resources", "requests cpu 1, memory 1Gi; limits cpu 2, memory 2Gi", "1Gi"},
		"zero":            {"containers: [{name: a, resources: {requests: {cpu: 0}}}]", "BestEffort", "no container", "requests cpu 0", "among the first"},
	} {
		p, ok := PodOf(decode(t, tt.spec))
		if !ok {
			t.Errorf("%s: cannot be read", name)
			continue
		}
		class, why := p.QoS(language.English)
		if class != tt.qos || !strings.Contains(why, tt.why) {
			t.Errorf("%s: %s because %q, want %s because %q", name, class, why, tt.qos, tt.why)
		}
		if got := p.Totals(language.English); !strings.Contains(got, tt.totals) {
			t.Errorf("%s: %q, want %q", name, got, tt.totals)
		}
		if got := p.Eviction(language.English); !strings.Contains(got, tt.evicted) {
			t.Errorf("%s: %q, want %q", name, got, tt.evicted)
		}
		if p.Totals(language.Japanese) == p.Totals(language.English) {
			t.Errorf("%s: there is no Japanese", name)
		}
	}
	for _, spec := range []string{"", "[]", "{}", "containers: {}", "containers: [{resources: {requests: {cpu: x}}}]", "containers: [1]"} {
		if _, ok := PodOf(decode(t, spec)); ok {
			t.Errorf("%q was read", spec)
		}
	}
}

func TestContainer(t *testing.T) {
	for content, want := range map[string]string{
		"{name: a}": "No cpu request: a LimitRange of the namespace may set one, otherwise it is 0. | No memory request: a LimitRange of the namespace may set one, otherwise it is 0. | No memory limit",
		"{name: a, resources: {limits: {cpu: 1, memory: 1Gi}}}":                          "No cpu request: in the Pods it becomes the limit, 1.",
		"{name: a, resources: {requests: {cpu: 1, memory: 1Gi}, limits: {memory: 2Gi}}}": "memory: 1Gi is reserved, bursts may go up to 2Gi.",
	} {
		if got := strings.Join(Container(decode(t, content), false, language.English), " | "); !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", content, got, want)
		}
	}
	if got := Container(decode(t, "{resources: {limits: {cpu: 1}}}"), true, language.English); len(got) == 0 || strings.Contains(got[0], "template") {
		t.Errorf("in a Pod: %q", got)
	}
}

func TestRollout(t *testing.T) {
	for spec, want := range map[string]string{
		"{replicas: 3}":  "at least 3 of 3 Pods available, and has at most 4",
		"{replicas: 10}": "at least 8 of 10 Pods available, and has at most 13",
		"{}":             "at least 1 of 1 Pods available, and has at most 2",
		"{replicas: 4, strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 50%}}}": "at least 2 of 4 Pods available, and has at most 4",
		"{replicas: 3, strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 10%}}}": "at least 2 of 3 Pods available, and has at most 3",
		"{replicas: 3, strategy: {type: Recreate}}":                                    "ends all 3 Pods",
		"{replicas: 0}": "",
		"{replicas: x}": "",
		"{replicas: 3, strategy: {rollingUpdate: {maxSurge: x}}}": "",
	} {
		got := Rollout(decode(t, "spec: "+spec), language.English)
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", spec, got, want)
		}
	}
}

func TestProbe(t *testing.T) {
	for _, tt := range [][3]string{
		{"{}", "livenessProbe", "restarted within about 31 s"},
		{"{periodSeconds: 5, failureThreshold: 2, timeoutSeconds: 3}", "livenessProbe", "about 13 s"},
		{"{}", "readinessProbe", "no more traffic within about 31 s"},
		{"{periodSeconds: 10, failureThreshold: 30}", "startupProbe", "about 5 min to start"},
		{"{periodSeconds: -1}", "livenessProbe", ""},
		{"[]", "livenessProbe", ""},
	} {
		got := Probe(decode(t, tt[0]), tt[1], language.English)
		if tt[2] == "" && got != "" || !strings.Contains(got, tt[2]) {
			t.Errorf("%s %s: %q, want %q", tt[1], tt[0], got, tt[2])
		}
	}
}

func TestAutoscaler(t *testing.T) {
	for spec, want := range map[string]string{
		"{maxReplicas: 5}": "No metrics: cpu at 80 % of the requests is used. | The largest result counts, within 1 to 5 replicas.",
		"{minReplicas: 2, maxReplicas: 10, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}, {type: Object, object: {metric: {name: hits}, target: {type: Value, value: 1k}}}]}": "`cpu`: replicas × utilization of the requests ÷ 80 %, rounded up. | `hits`: replicas × its value ÷ 1k, rounded up. | The largest result counts, within 2 to 10 replicas.",
		"{}": "",
	} {
		if got := strings.Join(Autoscaler(decode(t, "spec: "+spec), language.English), " | "); got != want {
			t.Errorf("%s: %q, want %q", spec, got, want)
		}
	}
}

func TestDisruption(t *testing.T) {
	for spec, want := range map[string]string{
		"{maxUnavailable: 0}":                  "No Pod may be down",
		"{maxUnavailable: 0%}":                 "No Pod may be down",
		"{maxUnavailable: 1}":                  "take down 1 of",
		"{minAvailable: 100%}":                 "All Pods must stay up",
		"{minAvailable: 2}":                    "no more than 2 of",
		"{minAvailable: 2, maxUnavailable: 1}": "",
		"{}":                                   "",
	} {
		got := Disruption(decode(t, "spec: "+spec), language.English)
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", spec, got, want)
		}
	}
}
