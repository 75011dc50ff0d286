package effect

import (
	"strings"
	"testing"
	"unicode"

	"github.com/kubelore/kubelore/knowledge/language"
)

// A golden is what is said in English about some YAML. Of the Japanese text only that
// it is there, that it has the same digits, and no English words, is checked.
type golden struct{ yaml, want string }

func check(t *testing.T, tests []golden, say func(v any, l language.Language) string) {
	t.Helper()
	for _, tt := range tests {
		v := decode(t, tt.yaml)
		en, ja := say(v, language.English), say(v, language.Japanese)
		if en != tt.want {
			t.Errorf("%s:\n got %q\nwant %q", tt.yaml, en, tt.want)
		}
		if (en == "") != (ja == "") || strings.Contains(en+ja, "%!") {
			t.Errorf("%s: %q", tt.yaml, ja)
		}
		if ja != "" && !strings.ContainsFunc(ja, func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han) }) {
			t.Errorf("%s: no Japanese in %q", tt.yaml, ja)
		}
		if strings.Contains(ja, "  ") || strings.Contains(ja, " 、") || strings.Contains(ja, " 。") {
			t.Errorf("%s: spaces in %q", tt.yaml, ja)
		}
	}
}

func joined(all []string) string { return strings.Join(all, "\n") }

func TestRequestsAndLimits(t *testing.T) {
	limitRange := func(name, item string) any {
		return decode(t, "{kind: LimitRange, metadata: {name: "+name+"}, spec: {limits: ["+item+"]}}")
	}
	all := map[string][]any{
		"none":       nil,
		"max":        {limitRange("lr", "{type: Container, max: {memory: 1Gi}}")},
		"default":    {limitRange("lr", "{type: Container, max: {memory: 1Gi}, default: {memory: 512Mi}}")},
		"both":       {limitRange("lr", "{type: Container, default: {memory: 512Mi}, defaultRequest: {memory: 128Mi}}")},
		"min":        {limitRange("lr", "{type: Container, min: {memory: 64Mi}}")},
		"pod":        {limitRange("lr", "{type: Pod, max: {memory: 1Gi}}")},
		"last":       {limitRange("lr", "{type: Container, default: {memory: 1Gi}}, {type: Container, default: {memory: 2Gi}}")},
		"same":       {limitRange("a", "{type: Container, max: {memory: 1Gi}}"), limitRange("b", "{type: Container, max: {memory: 1024Mi}}")},
		"two":        {limitRange("a", "{type: Container, max: {memory: 1Gi}}"), limitRange("b", "{type: Container, max: {memory: 2Gi}}")},
		"unfinished": {limitRange("lr", "{type: Container, max: 3}")},
	}
	tests := []struct{ container, ranges, requests, limits string }{
		{"{}", "none", "There is no memory request: for the scheduler the container needs no memory.", "There is no memory limit: only the node bounds the container, or a limit of the whole Pod."},
		{"{resources: {requests: {memory: 1024Mi}}}", "none", "The memory request is 1Gi, as written.", "There is no memory limit: only the node bounds the container, or a limit of the whole Pod."},
		{"{resources: {limits: {memory: 1Gi}}}", "both", "The memory request is 1Gi: each Pod copies it from the limit when it is created; this template does not show it.", "The memory limit is 1Gi, as written."},
		{"{}", "max", "The memory request is 1Gi: a Pod gets it from `max` of the LimitRange `lr`.", "The memory limit is 1Gi: a Pod gets it from `max` of the LimitRange `lr`."},
		{"{}", "default", "The memory request is 512Mi: a Pod gets it from `default` of the LimitRange `lr`.", "The memory limit is 512Mi: a Pod gets it from `default` of the LimitRange `lr`."},
		{"{}", "both", "The memory request is 128Mi: a Pod gets it from `defaultRequest` of the LimitRange `lr`.", "The memory limit is 512Mi: a Pod gets it from `default` of the LimitRange `lr`."},
		{"{}", "min", "The memory request is 64Mi: a Pod gets it from `min` of the LimitRange `lr`.", "There is no memory limit: only the node bounds the container, or a limit of the whole Pod."},
		{"{}", "pod", "There is no memory request: for the scheduler the container needs no memory.", "There is no memory limit: only the node bounds the container, or a limit of the whole Pod."},
		{"{}", "last", "The memory request is 2Gi: a Pod gets it from `default` of the LimitRange `lr`.", "The memory limit is 2Gi: a Pod gets it from `default` of the LimitRange `lr`."},
		{"{}", "same", "The memory request is 1Gi: a Pod gets it from `max` of the LimitRange `a`.", "The memory limit is 1Gi: a Pod gets it from `max` of the LimitRange `a`."},
		{"{}", "two", "The memory request is 1Gi or 2Gi: the LimitRanges `a` and `b` differ, and the order in which they apply is not certain.", "The memory limit is 1Gi or 2Gi: the LimitRanges `a` and `b` differ, and the order in which they apply is not certain."},
		{"{resources: {requests: {memory: 2Gi}}}", "max", "The memory request is 2Gi, as written.", "The memory limit is 1Gi: a Pod gets it from `max` of the LimitRange `lr`. This is below the request of 2Gi, so that the Pod is refused."},
		{"{}", "unfinished", "", ""},
		{"[]", "none", "", ""},
		{"{resources: {limits: {memory: x}}}", "none", "", ""},
	}
	for _, tt := range tests {
		check(t, []golden{{tt.container, tt.requests}}, func(v any, l language.Language) string { return Requests(v, "memory", all[tt.ranges], false, l) })
		check(t, []golden{{tt.container, tt.limits}}, func(v any, l language.Language) string { return Limits(v, "memory", all[tt.ranges], l) })
	}
	bare := decode(t, "{resources: {limits: {cpu: 1}}}")
	if got, want := Requests(bare, "cpu", nil, true, language.English), "The cpu request is 1: it is copied from the limit when the Pod is created."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for _, name := range []string{"nvidia.com/gpu", "hugepages-2Mi", "c`pu", ""} {
		if got := Requests(bare, name, nil, true, language.English) + Limits(bare, name, nil, language.English); got != "" {
			t.Errorf("%q: %q", name, got)
		}
	}
}

func TestRollout(t *testing.T) {
	check(t, []golden{
		{"{kind: Deployment, spec: {replicas: 3}}", "3 replicas: during a rollout never below 3 available, and at most 4 Pods at a time, besides those that are terminating."},
		{"{kind: Deployment, spec: {replicas: 10}}", "10 replicas: during a rollout never below 8 available, and at most 13 Pods at a time, besides those that are terminating."},
		{"{kind: Deployment, spec: {}}", "1 replica: during a rollout never below 1 available, and at most 2 Pods at a time, besides those that are terminating."},
		{"{kind: Deployment, spec: {replicas: 3, strategy: {rollingUpdate: {maxSurge: 0}}}}", "3 replicas: during a rollout never below 2 available, and at most 3 Pods at a time, besides those that are terminating. `maxUnavailable` rounds down to 0 here, and counts as 1."},
		{"{kind: Deployment, spec: {replicas: 2, strategy: {rollingUpdate: {maxSurge: 200%, maxUnavailable: 5}}}}", "2 replicas: during a rollout never below 0 available, and at most 6 Pods at a time, besides those that are terminating."},
		{"{kind: Deployment, spec: {replicas: 3, strategy: {type: Recreate}}}", "3 replicas: a rollout stops all of them before it starts new ones, so nothing runs in between."},
		{"{kind: Deployment, spec: {paused: true}}", "It is paused: a change of the template starts no rollout."},
		{"{kind: Deployment, spec: {strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0%}}}}", ""},
		{"{kind: Deployment, spec: {strategy: {rollingUpdate: {maxUnavailable: 101%}}}}", ""},
		{"{kind: Deployment, spec: {strategy: {rollingUpdate: {maxUnavailable: '1'}}}}", ""},
		{"{kind: Deployment, spec: {strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}}}", ""},
		{"{kind: Deployment, spec: {replicas: 0}}", ""},
		{"{kind: Deployment, spec: {replicas: -1}}", ""},
		{"{kind: Deployment, spec: {replicas: x}}", ""},
		{"{kind: Deployment, spec: [], }", ""},
		{"{kind: DaemonSet, spec: {}}", "On at most 1 node at a time, the old Pod stops before a new one starts."},
		{"{kind: DaemonSet, spec: {updateStrategy: {rollingUpdate: {maxUnavailable: 10%}}}}", "On at most 10 % of the nodes (rounded up) at a time, the old Pod stops before a new one starts."},
		{"{kind: DaemonSet, spec: {updateStrategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 2}}}}", "On at most 2 nodes at a time, a new Pod starts beside the old one, which stops once the new one is available."},
		{"{kind: DaemonSet, spec: {updateStrategy: {rollingUpdate: {maxSurge: 2}}}}", ""},
		{"{kind: DaemonSet, spec: {updateStrategy: {rollingUpdate: {maxUnavailable: 150}}}}", "On at most 150 nodes at a time, the old Pod stops before a new one starts."},
		{"{kind: DaemonSet, spec: {updateStrategy: {type: OnDelete}}}", "A changed template reaches a Pod only after somebody deletes the old one."},
		{"{kind: StatefulSet, spec: {replicas: 3}}", "A rollout replaces 3 Pods, from the highest number down, one at a time: each must be available before the next one stops."},
		{"{kind: StatefulSet, spec: {replicas: 5, updateStrategy: {rollingUpdate: {partition: 3}}}}", "A rollout replaces 2 of 5 Pods, from the highest number down, one at a time: each must be available before the next one stops."},
		{"{kind: StatefulSet, spec: {replicas: 5, updateStrategy: {rollingUpdate: {partition: 5}}}}", "A rollout replaces no Pod: `partition` is 5, and there are no more than 5 replicas."},
		{"{kind: StatefulSet, spec: {replicas: 10, updateStrategy: {rollingUpdate: {maxUnavailable: 25%}}}}", "A rollout replaces 10 Pods, from the highest number down, while at most 2 are not available."},
		{"{kind: StatefulSet, spec: {replicas: 3, updateStrategy: {rollingUpdate: {maxUnavailable: 25%}}}}", "A rollout replaces 3 Pods, from the highest number down, one at a time: each must be available before the next one stops."},
		{"{kind: StatefulSet, spec: {updateStrategy: {type: Recreate}}}", ""},
		{"{kind: ReplicaSet, spec: {replicas: 3}}", ""},
		{"[]", ""},
	}, Rollout)
}

func TestProbe(t *testing.T) {
	const usual = "It probes every 10 s with a timeout of 1 s; 3 failures in a row count. "
	for kind, tests := range map[string][]golden{
		"livenessProbe": {
			{"{}", usual + "A container that stops answering is killed about 31 s later at worst, and restarted as its restart policy says. One that never answers is killed about 31 s after its start, if no startup probe delays that."},
			{"{periodSeconds: 0, timeoutSeconds: 0, failureThreshold: 0, initialDelaySeconds: 60}", usual + "A container that stops answering is killed about 31 s later at worst, and restarted as its restart policy says. One that never answers is killed about 1 min 31 s after its start, if no startup probe delays that."},
			{"{periodSeconds: 1, timeoutSeconds: 10, failureThreshold: 1}", "It probes every 1 s with a timeout of 10 s; 1 failure in a row counts. A container that stops answering is killed about 11 s later at worst, and restarted as its restart policy says. One that never answers is killed about 11 s after its start, if no startup probe delays that."},
			{"{periodSeconds: -1}", ""},
			{"{periodSeconds: 10s}", ""},
			{"{periodSeconds: 1.5}", ""},
			{"[]", ""},
			{"", ""},
		},
		"startupProbe":   {{"{failureThreshold: 30}", "It probes every 10 s with a timeout of 1 s; 30 failures in a row count. A container that never answers is killed about 5 min 1 s after its start, and restarted as its restart policy says; the other probes wait until this one has succeeded once."}},
		"readinessProbe": {{"{successThreshold: 2, periodSeconds: 5}", "It probes every 5 s with a timeout of 1 s; 3 failures in a row count. A Pod that stops answering is removed from Services about 16 s later at worst, and is back about 10 s after it answers again."}},
		"probe":          {{"{}", ""}},
	} {
		check(t, tests, func(v any, l language.Language) string { return Probe(v, kind, l) })
	}
}

func TestTermination(t *testing.T) {
	check(t, []golden{
		{"", "When the Pod is deleted, its containers have 30 s in all for the preStop hook and to end after their stop signal (usually SIGTERM); then they are killed."},
		{"3600", "When the Pod is deleted, its containers have 1 h in all for the preStop hook and to end after their stop signal (usually SIGTERM); then they are killed."},
		{"0", "A deleted Pod is gone from the API at once, and its containers are killed within seconds: another Pod may start while they still run."},
		{"-1", ""},
		{"30s", ""},
	}, Termination)
}

func TestAutoscaler(t *testing.T) {
	const (
		usual = "\nGrowing: at once, in each round (15 s) at most to the double, or to 4.\nShrinking: to the highest proposal of the last 5 min, in one step.\nNothing changes while the metrics are within 10 % of their targets."
		v2    = "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, spec: {minReplicas: 2, maxReplicas: 10, "
		cpu70 = "metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]"
		from2 = "Keeps from 2 to 10 replicas.\n"
		at70  = from2 + "`cpu`: wants `ceil(replicas × utilization ÷ 70%)`; the utilization is the usage of the Pods in percent of their requests."
	)
	check(t, []golden{
		{"{apiVersion: autoscaling/v2, spec: {maxReplicas: 5}}", "Keeps from 1 to 5 replicas (`minReplicas` is 1 by default).\nNo metric is given, so cpu counts, at 80 % of the requests.\n`cpu`: wants `ceil(replicas × utilization ÷ 80%)`; the utilization is the usage of the Pods in percent of their requests." + usual},
		{"{apiVersion: autoscaling/v1, spec: {maxReplicas: 5, targetCPUUtilizationPercentage: 50}}", "Keeps from 1 to 5 replicas (`minReplicas` is 1 by default).\n`cpu`: wants `ceil(replicas × utilization ÷ 50%)`; the utilization is the usage of the Pods in percent of their requests." + usual},
		{"{apiVersion: autoscaling/v1, metadata: {annotations: {autoscaling.alpha.kubernetes.io/metrics: '[]'}}, spec: {minReplicas: 1, maxReplicas: 5}}", "Keeps from 1 to 5 replicas."},
		{v2 + cpu70 + "}}", at70 + usual},
		{v2 + "metrics: [{type: Pods, pods: {metric: {name: hits}, target: {type: AverageValue, averageValue: 1k}}}, {type: Object, object: {metric: {name: queue}, target: {type: Value, value: 100}}}, {type: External, external: {metric: {name: ext}, target: {type: AverageValue, averageValue: 30}}}, {type: ContainerResource, containerResource: {name: memory, container: web, target: {type: AverageValue, averageValue: 1Gi}}}]}}", from2 +
			"`hits`: wants `ceil(replicas × average of the Pods ÷ 1k)`.\n`queue`: wants `ceil(ready replicas × value ÷ 100)`.\n`ext`: wants `ceil(value ÷ 30)`.\n`memory` of the container `web`: wants `ceil(replicas × average of the Pods ÷ 1Gi)`.\nThe metric that asks for the most replicas decides." + usual},
		{v2 + cpu70 + ", behavior: {scaleDown: {policies: [{type: Percent, value: 10, periodSeconds: 60}, {type: Pods, value: 5, periodSeconds: 60}], selectPolicy: Min, stabilizationWindowSeconds: 60}}}}", at70 + "\nGrowing: at once, by at most the larger of 4 Pods in 15 s and 100 % in 15 s.\nShrinking: to the highest proposal of the last 1 min, by at most the smaller of 10 % in 1 min and 5 Pods in 1 min.\nNothing changes while the metrics are within 10 % of their targets."},
		{v2 + cpu70 + ", behavior: {scaleUp: {tolerance: 0.05, stabilizationWindowSeconds: 30}, scaleDown: {selectPolicy: Disabled}}}}", at70 + "\nGrowing: to the lowest proposal of the last 30 s, by at most the larger of 4 Pods in 15 s and 100 % in 15 s.\nShrinking: never.\nNothing changes while the metrics are at most 5 % above or 10 % below their targets."},
		{v2 + cpu70 + ", behavior: {scaleUp: {policies: []}}}}", ""},
		{v2 + "metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 80}}]}}", ""},
		{"{apiVersion: autoscaling/v2, spec: {minReplicas: 9, maxReplicas: 5}}", ""},
		{"{apiVersion: autoscaling/v2beta2, spec: {maxReplicas: 5}}", ""},
		{"{apiVersion: autoscaling/v2, spec: {}}", ""},
		{"{apiVersion: autoscaling/v2, spec: {maxReplicas: x}}", ""},
	}, func(v any, l language.Language) string { return joined(Autoscaler(v, l)) })
}

func TestDisruption(t *testing.T) {
	const blocked = ": `kubectl drain` of their nodes never ends."
	for replicas, tests := range map[int64][]golden{
		3: {
			{"spec: {minAvailable: 2}", "With 3 replicas, evictions may take down 1 at once; Pods that are not ready count as down."},
			{"spec: {minAvailable: 3}", "With 3 replicas no Pod may be evicted" + blocked},
			{"spec: {minAvailable: 5}", "With 3 replicas no Pod may be evicted" + blocked},
			{"spec: {minAvailable: 50%}", "With 3 replicas, evictions may take down 1 at once; Pods that are not ready count as down."},
			{"spec: {minAvailable: 70%}", "With 3 replicas no Pod may be evicted" + blocked},
			{"spec: {maxUnavailable: 10%}", "With 3 replicas, evictions may take down 1 at once; Pods that are not ready count as down."},
			{"spec: {maxUnavailable: 0}", "With 3 replicas no Pod may be evicted" + blocked},
			{"spec: {maxUnavailable: 9}", "With 3 replicas, evictions may take down 3 at once; Pods that are not ready count as down."},
			{"spec: {}", "Without `minAvailable` or `maxUnavailable` no Pod may be evicted" + blocked},
			{"spec: {minAvailable: 1, maxUnavailable: 1}", ""},
			{"spec: {maxUnavailable: 101%}", ""},
			{"spec: {maxUnavailable: '1'}", ""},
			{"spec: {maxUnavailable: -1}", ""},
		},
		-1: { // not known
			{"spec: {minAvailable: 2}", "An eviction must leave at least 2 Pods ready; with no more replicas than that, none is possible."},
			{"spec: {minAvailable: 50%}", "An eviction must leave at least 50 % of the expected Pods (rounded up) ready."},
			{"spec: {minAvailable: 100%}", "No Pod may be evicted" + blocked},
			{"spec: {maxUnavailable: 1}", "Evictions may take down 1 Pod at once; Pods that are not ready count as down."},
			{"spec: {maxUnavailable: 0%}", "No Pod may be evicted" + blocked},
		},
	} {
		check(t, tests, func(v any, l language.Language) string { return Disruption(v, replicas, replicas >= 0, l) })
	}
}

func TestJobRun(t *testing.T) {
	const six = " The Job fails once more than 6 Pods have failed; new ones start after 10 s, 20 s and so on, up to 10 min."
	check(t, []golden{
		{"spec: {}", "Runs until 1 Pod has succeeded." + six},
		{"spec: {completions: 10, parallelism: 3, ttlSecondsAfterFinished: 100, activeDeadlineSeconds: 3600}", "Runs until 10 Pods have succeeded, 3 at a time." + six + " After 1 h it is stopped and has failed. It is deleted with its Pods 1 min 40 s after it has ended."},
		{"spec: {completions: 2, parallelism: 5, backoffLimit: 0}", "Runs until 2 Pods have succeeded, 2 at a time. The Job fails with the first failed Pod."},
		{"spec: {completions: 4, completionMode: Indexed, backoffLimitPerIndex: 1}", "Runs until the Pod of each index from 0 to 3 has succeeded, one at a time. Each index is tried again up to 1 time; the Job fails in the end if one has failed."},
		{"spec: {parallelism: 4}", "Runs 4 Pods at once; it is complete when one has succeeded and all have ended." + six},
		{"spec: {backoffLimit: 4, template: {spec: {restartPolicy: OnFailure}}}", "Runs until 1 Pod has succeeded. Containers that fail restart in place; the Job fails once they have done so 4 times."},
		{"spec: {suspend: true, ttlSecondsAfterFinished: 0}", "It is suspended: no Pods run until `suspend` is false." + six + " It is deleted with its Pods as soon as it has ended."},
		{"spec: {backoffLimit: x}", ""},
		{"{}", ""},
		{"spec: []", ""},
	}, JobRun)
}

func TestVolumeClaim(t *testing.T) {
	const ten = "Asks for a volume of at least 10Gi, to be used by one node. "
	check(t, []golden{
		{"{accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Gi}}}", ten + "`storageClassName` is missing: the default StorageClass provides it, and without one the claim waits."},
		{"{accessModes: [ReadWriteOnce], storageClassName: '', resources: {requests: {storage: 10Gi}}}", ten + "The empty `storageClassName` means no class, not the default one: only an existing PersistentVolume without a class can be bound."},
		{"{accessModes: [ReadWriteOnce], storageClassName: fast, resources: {requests: {storage: 10Gi}}}", ten + "The StorageClass `fast` provides it, unless a PersistentVolume of that class is free."},
		{"{accessModes: [ReadOnlyMany, ReadWriteMany], volumeName: pv, resources: {requests: {storage: 1024Mi}}}", "Asks for a volume of at least 1Gi, to be used by many nodes for reading and by many nodes. It waits for the PersistentVolume `pv` and no other."},
		{"{accessModes: [Foo], resources: {requests: {storage: 10Gi}}}", ""},
		{"{accessModes: [ReadWriteOnce]}", ""},
		{"{resources: {requests: {storage: x}}}", ""},
	}, VolumeClaim)
}

func TestQuota(t *testing.T) {
	const help = "\nA LimitRange may fill them in, and a request is copied from the limit; Pods with `spec.resources` are exempt."
	check(t, []golden{
		{"spec: {hard: {requests.cpu: 1, limits.memory: 1Gi, pods: 10}}", "Each container, init containers included, must have a cpu request and a memory limit: otherwise the API server refuses the Pod." + help},
		{"spec: {hard: {memory: 1Gi}, scopes: [NotTerminating, NotBestEffort]}", "Each container, init containers included, must have a memory request: otherwise the API server refuses the Pod." + help + "\nIt is only about Pods without `activeDeadlineSeconds` and of other QoS classes than BestEffort."},
		{"spec: {hard: {cpu: 1}, scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [high]}]}}", "Each container, init containers included, must have a cpu request: otherwise the API server refuses the Pod." + help + "\nIt is only about Pods of the priority class `high`."},
		{"spec: {hard: {cpu: 1}, scopes: [Foo]}", ""},
		{"spec: {hard: {pods: 10, requests.ephemeral-storage: 1Gi, requests.storage: 1Ti, requests.nvidia.com/gpu: 1}}", ""},
		{"spec: {hard: []}", ""},
	}, func(v any, l language.Language) string { return joined(Quota(v, l)) })
}

// The time must not grow with the square of the input, nor with the digits of numbers.
func TestLargeInput(t *testing.T) {
	const n = 20000
	var inits []any
	for i := range n {
		c := map[string]any{"resources": map[string]any{"requests": map[string]any{"example.com/r" + string(rune('a'+i%26)) + strings.Repeat("x", i%200): 1}}}
		if i%2 == 0 {
			c["restartPolicy"] = "Always"
		}
		inits = append(inits, c)
	}
	p := PodOf(map[string]any{"initContainers": inits, "containers": []any{map[string]any{}}})
	if p.Requests == nil || len(p.Totals(language.English)) > 5000 {
		t.Error("a large Pod")
	}
}
