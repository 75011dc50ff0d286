package effect

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	library "k8s.io/component-helpers/resource"
	"k8s.io/kubectl/pkg/util/qos"
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

const (
	web   = "{name: web, resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}"
	exact = "{name: exact, resources: {limits: {cpu: 500m, memory: 256Mi}}}"
	none  = "{name: none}"
)

func TestPod(t *testing.T) {
	tests := []struct{ name, spec, totals, class, why, evicted string }{
		{"sum of all", "containers: [" + web + ", " + exact + "]", "requests cpu 600m, memory 384Mi; limits memory 512Mi, cpu unlimited", "Burstable", "`web` has a cpu request (100m) and no limit", "more than its request of 384Mi"},
		{"limits alone", "containers: [" + exact + "]", "requests cpu 500m, memory 256Mi; limits cpu 500m, memory 256Mi", "Guaranteed", "Each container", "among the last: its limit"},
		{"nothing", "containers: [" + none + "]", "requests cpu 0, memory 0; limits cpu unlimited, memory unlimited", "BestEffort", "No container", "no memory request"},
		{"zero", "containers: [{resources: {requests: {cpu: 0}, limits: {memory: 0}}}]", "requests cpu 0, memory 0; limits cpu unlimited, memory unlimited", "BestEffort", "No container", "no memory request"},
		{"one without", "containers: [" + exact + ", " + none + "]", "requests cpu 500m, memory 256Mi; limits cpu unlimited, memory unlimited", "Burstable", "`exact` and `none` only one", "more than its request of 256Mi"},
		{"one resource", "containers: [{name: a, resources: {limits: {cpu: 1}}}]", "requests cpu 1, memory 0; limits cpu 1, memory unlimited", "Burstable", "no request and no limit for memory", "no memory request"},
		{"small init", "initContainers: [" + exact + "]\ncontainers: [" + exact + ", " + exact + "]", "requests cpu 1, memory 512Mi; limits cpu 1, memory 512Mi", "Guaranteed", "Each", "512Mi"},
		{"large init", "initContainers: [{name: i, resources: {limits: {cpu: 2, memory: 64Mi}}}]\ncontainers: [" + exact + "]", "requests cpu 2, memory 256Mi; limits cpu 2, memory 256Mi", "Guaranteed", "Each", "256Mi"},
		{"init without limits", "initContainers: [" + none + "]\ncontainers: [" + exact + "]", "limits cpu unlimited, memory unlimited", "Burstable", "only one", "256Mi"},
		{"sidecar", "initContainers: [{name: s, restartPolicy: Always, resources: {limits: {cpu: 1, memory: 1Gi}}}]\ncontainers: [" + exact + "]", "requests cpu 1500m, memory 1280Mi", "Guaranteed", "Each", "1280Mi"},
		{"init after sidecar", "initContainers: [{restartPolicy: Always, resources: {limits: {cpu: 1}}}, {resources: {limits: {cpu: 2}}}]\ncontainers: [" + exact + "]", "requests cpu 3,", "Burstable", "", "256Mi"},
		{"init before sidecar", "initContainers: [{resources: {limits: {cpu: 2}}}, {restartPolicy: Always, resources: {limits: {cpu: 1}}}]\ncontainers: [" + exact + "]", "requests cpu 2,", "Burstable", "", "256Mi"},
		{"overhead", "overhead: {cpu: 250m, memory: 64Mi}\ncontainers: [" + exact + "]", "requests cpu 750m, memory 320Mi; limits cpu 750m, memory 320Mi", "Guaranteed", "", "320Mi"},
		{"overhead alone", "overhead: {memory: 64Mi}\ncontainers: [" + none + "]", "requests cpu 0, memory 64Mi; limits cpu unlimited", "BestEffort", "", "no memory request"},
		{"Pod level", "resources: {requests: {memory: 1Gi}, limits: {cpu: 2, memory: 1Gi}}\ncontainers: [" + web + "]", "requests cpu 100m, memory 1Gi; limits cpu 2, memory 1Gi", "Burstable", "`spec.resources` has a cpu request (100m) other than its limit (2)", "1Gi"},
		{"Pod level from limits", "resources: {limits: {cpu: 1, memory: 1Gi}}\ncontainers: [" + none + "]", "requests cpu 1, memory 1Gi; limits cpu 1, memory 1Gi", "Guaranteed", "`spec.resources` has limits", "1Gi"},
		{"Pod level limit from containers", "resources: {requests: {cpu: 1}}\ncontainers: [" + exact + "]", "requests cpu 1, memory 256Mi; limits cpu 1, memory 256Mi", "Guaranteed", "`spec.resources`", "256Mi"},
		{"Pod level of no consequence", "resources: {limits: {hugepages-2Mi: 4Mi}}\ncontainers: [" + none + "]", "hugepages-2Mi 4Mi", "BestEffort", "nothing for cpu and memory", "no memory request"},
		{"critical", "priorityClassName: system-node-critical\ncontainers: [" + none + "]", "", "BestEffort", "", "never evicts"},
		{"others", "containers: [{resources: {limits: {nvidia.com/gpu: 1}}}]", "requests cpu 0, memory 0, nvidia.com/gpu 1; limits nvidia.com/gpu 1, cpu unlimited", "BestEffort", "", ""},
		{"numbers", "containers: [{resources: {limits: {cpu: 0.5, memory: 1073741824}}}]", "requests cpu 500m, memory 1073741824", "Guaranteed", "", ""},
	}
	for _, tt := range tests {
		p := PodOf(decode(t, tt.spec))
		class, why := p.QoS(language.English)
		if class != tt.class || !strings.Contains(why, tt.why) {
			t.Errorf("%s: %q because %q, want %q because %q", tt.name, class, why, tt.class, tt.why)
		}
		if got := p.Totals(language.English); !strings.Contains(got, tt.totals) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.totals)
		}
		if got := p.Eviction(language.English); !strings.Contains(got, tt.evicted) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.evicted)
		}
	}
}

func TestPodIsSilentIfInDoubt(t *testing.T) {
	for _, spec := range []string{
		"", "[]", "{}", "containers: {}", "containers: [null]", "containers: [1]", "containers: [{resources: []}]",
		"containers: [{resources: {requests: {cpu: x}}}]", "containers: [{resources: {requests: {cpu: null}}}]",
		"containers: [{resources: {requests: {cpu: -1}}}]", "containers: [{resources: {requests: {cpu: 1e999999999}}}]",
		"containers: [{resources: {requests: {'c`pu': 1}}}]", "containers: [{name: 1}]",
	} {
		p := PodOf(decode(t, spec))
		class, why := p.QoS(language.English)
		if s := class + why + p.Totals(language.English) + p.Eviction(language.Japanese); s != "" {
			t.Errorf("%q: %q", spec, s)
		}
	}
}

// TestPodLikeTheLibrary compares sums and classes with the code that the scheduler and
// kubectl use, for generated Pods.
func TestPodLikeTheLibrary(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		spec := generate(random)
		content, err := json.Marshal(spec)
		if err != nil {
			t.Fatal(err)
		}
		got := PodOf(decode(t, string(content)))
		pod := &corev1.Pod{Spec: *spec}
		complete(pod)
		// The library adds in place to large quantities of the Pod it is given.
		compare(t, string(content), "requests", got.Requests, library.PodRequests(pod.DeepCopy(), library.PodResourcesOptions{}))
		compare(t, string(content), "limits", got.Limits, library.PodLimits(pod.DeepCopy(), library.PodResourcesOptions{}))
		if class, _ := got.QoS(language.English); class != string(qos.ComputePodQOS(pod)) {
			t.Fatalf("%s: %s, want %s", content, class, qos.ComputePodQOS(pod))
		}
	}
}

func compare(t *testing.T, spec, what string, got map[string]resource.Quantity, want corev1.ResourceList) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s of %s: %v, want %v", what, spec, got, want)
	}
	for name, q := range want {
		have := got[string(name)]
		if have.String() != q.String() {
			t.Fatalf("%s of %s: %s is %s, want %s", what, spec, name, have.String(), q.String())
		}
	}
}

// complete does what the API server does when it creates a Pod.
func complete(pod *corev1.Pod) {
	for _, containers := range [][]corev1.Container{pod.Spec.Containers, pod.Spec.InitContainers} {
		for _, c := range containers {
			for name, q := range c.Resources.Limits {
				if _, found := c.Resources.Requests[name]; !found {
					c.Resources.Requests[name] = q.DeepCopy()
				}
			}
		}
	}
	level := pod.Spec.Resources
	if level == nil || len(level.Requests)+len(level.Limits) == 0 {
		return
	}
	requests := library.AggregateContainerRequests(pod, library.PodResourcesOptions{})
	limits := library.AggregateContainerLimits(pod, library.PodResourcesOptions{})
	fill := func(to corev1.ResourceList, name corev1.ResourceName, from corev1.ResourceList) {
		_, found := to[name]
		if q, given := from[name]; given && !found {
			to[name] = q.DeepCopy()
		}
	}
	for _, name := range []corev1.ResourceName{"cpu", "memory", "hugepages-2Mi"} {
		if _, requested := level.Requests[name]; !requested && name == "hugepages-2Mi" {
			fill(level.Limits, name, limits)
		}
		if name != "hugepages-2Mi" {
			fill(level.Requests, name, requests)
		}
		fill(level.Requests, name, level.Limits)
		request, requested := level.Requests[name]
		if _, limited := level.Limits[name]; limited || !requested || !eachLimits(pod, name) {
			continue
		}
		if q := limits[name]; q.Cmp(request) > 0 {
			request = q
		}
		level.Limits[name] = request.DeepCopy()
	}
}

func eachLimits(pod *corev1.Pod, name corev1.ResourceName) bool {
	for _, c := range append(append([]corev1.Container{}, pod.Spec.InitContainers...), pod.Spec.Containers...) {
		if _, found := c.Resources.Limits[name]; !found {
			return false
		}
	}
	return true
}

// generate returns a PodSpec of which only the resources make sense.
func generate(random *rand.Rand) *corev1.PodSpec {
	names := []corev1.ResourceName{"cpu", "memory", "ephemeral-storage", "hugepages-2Mi", "example.com/card"}
	values := []string{"0", "1", "250m", "64Mi", "1G", "1.5", "1e3", "12345678901234567890", "0.0001"}
	list := func(odds int, names []corev1.ResourceName) corev1.ResourceList {
		all := corev1.ResourceList{}
		for _, name := range names {
			if random.IntN(odds) == 0 {
				all[name] = resource.MustParse(values[random.IntN(len(values))])
				q := all[name]
				q.RoundUp(resource.Milli) // as it is when the API server has read it
				all[name] = q
			}
		}
		return all
	}
	requirements := func(names []corev1.ResourceName) corev1.ResourceRequirements {
		odds := 1 + random.IntN(4)
		r := corev1.ResourceRequirements{Requests: list(odds, names), Limits: list(odds, names)}
		if random.IntN(3) == 0 {
			r.Requests = corev1.ResourceList{}
		}
		return r
	}
	containers := func(least, most int) []corev1.Container {
		var all []corev1.Container
		for i := range least + random.IntN(most) {
			c := corev1.Container{Name: fmt.Sprint(i), Resources: requirements(names)}
			if always := corev1.ContainerRestartPolicyAlways; least == 0 && random.IntN(2) == 0 {
				c.RestartPolicy = &always
			}
			all = append(all, c)
		}
		return all
	}
	spec := &corev1.PodSpec{Containers: containers(1, 3), InitContainers: containers(0, 4)}
	if random.IntN(3) == 0 {
		spec.Overhead = list(2, names[:2])
	}
	if random.IntN(3) == 0 {
		r := requirements([]corev1.ResourceName{"cpu", "memory", "hugepages-2Mi"})
		spec.Resources = &r
	}
	return spec
}
