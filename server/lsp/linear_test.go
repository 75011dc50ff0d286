package lsp_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/kubelore/kubelore/server/lsp/lsptest"
	"github.com/kubelore/kubelore/server/text"
)

// repeated returns n copies of a line, with %d as the number of each.
func repeated(n int, line string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(line, "%d", fmt.Sprint(i)))
	}
	return b.String()
}

const (
	podHead = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n"
	mapHead = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n"
)

// hostile are shapes of text that grow with n, made to take long.
var hostile = []struct {
	name string
	n    int
	make func(n int) string
}{
	{"nested mappings", 300, func(n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.Repeat(" ", i) + "a:\n")
		}
		return mapHead + b.String()
	}},
	{"nested sequences", 4000, func(n int) string { return mapHead + "  a:\n  " + strings.Repeat("- ", n) + "x\n" }},
	{"nested brackets", 4000, func(n int) string { return mapHead + "  a: " + strings.Repeat("[", n) + strings.Repeat("]", n) + "\n" }},
	{"nested braces", 4000, func(n int) string {
		return mapHead + "  a: " + strings.Repeat("{a: ", n) + strings.Repeat("}", n) + "\n"
	}},
	{"open brackets", 4000, func(n int) string { return mapHead + "  a: " + strings.Repeat("[", n) }},
	{"open braces on lines", 4000, func(n int) string { return mapHead + "  a: " + strings.Repeat("{\n", n) }},
	{"nested question marks", 2000, func(n int) string { return mapHead + "  " + strings.Repeat("? ", n) + "x\n" }},
	{"aliases of aliases", 30, func(n int) string {
		return mapHead + "  a0: &a0 [x, x]\n" + repeated(n, "  b%d: &b%d [*a0, *a0]\n") + bomb(n)
	}},
	{"aliases of one", 4000, func(n int) string { return podHead + "  nodeSelector: &a {a: b}\n" + repeated(n, "  x%d: *a\n") }},
	{"merges", 2000, func(n int) string { return podHead + "  x: &a {a: b}\n  y:\n" + repeated(n, "  - <<: *a\n    b: %d\n") }},
	{"merges of merges", 500, func(n int) string {
		return podHead + "  x0: &x0 {a: b}\n" + repeated(n, "  x1%d: &x1%d\n    <<: *x0\n    k%d: v\n") + "  z:\n    <<: [" + strings.TrimSuffix(repeated(n, "*x1%d, "), ", ") + "]\n"
	}},
	{"open quotes", 4000, func(n int) string { return mapHead + repeated(n, "  a%d: \"b\n  c%d: 'd\n") }},
	{"one open quote", 20_000, func(n int) string { return mapHead + "  a: \"\n" + repeated(n, "  b%d: c\n") }},
	{"a long line", 100_000, func(n int) string { return mapHead + "  a: " + strings.Repeat("é", n) + "\n" }},
	{"a long line of pairs", 10_000, func(n int) string { return mapHead + "  a: {" + repeated(n, "k%d: v, ") + "}\n" }},
	{"a long key", 100_000, func(n int) string { return mapHead + "  " + strings.Repeat("k", n) + ": v\n" }},
	{"a long anchor", 100_000, func(n int) string { return mapHead + "  a: &" + strings.Repeat("k", n) + " v\n" }},
	{"a long tag", 100_000, func(n int) string { return mapHead + "  a: !" + strings.Repeat("k", n) + " v\n" }},
	{"a long name", 20_000, func(n int) string { return strings.Replace(podHead, "name: a", "name: "+strings.Repeat("a", n), 1) }},
	{"a long quantity", 20_000, func(n int) string {
		return podHead + "  containers:\n  - name: a\n    image: b\n    resources: {limits: {cpu: " + strings.Repeat("1", n) + "}}\n"
	}},
	{"a large quantity", 200, func(n int) string {
		return podHead + "  x: &x 1e1000000000\n  containers:\n" +
			repeated(n, "  - name: c%d\n    image: b\n    resources: {limits: {cpu: 1e1000000000, memory: 1000000000000000000000e999999999}, requests: &r {cpu: *x}}\n  - {name: d%d, image: b, resources: {requests: *r}}\n")
	}},
	{"a large quantity in an annotation", 1000, func(n int) string {
		return "apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: a\n  annotations:\n" +
			"    autoscaling.alpha.kubernetes.io/metrics: '[" + repeated(n, `{"type":"Resource","resource":{"name":"cpu","targetAverageValue":"1000000000000000000000e999999999"}},`) + "{}]'\n" +
			"spec: {maxReplicas: 3, scaleTargetRef: {kind: Deployment, name: a}}\n"
	}},
	{"a long image", 20_000, func(n int) string {
		return podHead + "  containers:\n  - name: a\n    image: " + strings.Repeat("a/", n) + "b\n"
	}},
	{"a long schedule", 20_000, func(n int) string {
		return "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec:\n  schedule: \"" + strings.Repeat("1,", n) + "1 * * * *\"\n"
	}},
	{"a block scalar", 20_000, func(n int) string { return mapHead + "  a: |\n" + repeated(n, "    line %d: x\n") }},
	{"many keys", 10_000, func(n int) string { return mapHead + repeated(n, "  key%d: value\n") }},
	{"many equal keys", 10_000, func(n int) string { return mapHead + repeated(n, "  key: value\n") }},
	{"many unknown fields", 2000, func(n int) string { return podHead + repeated(n, "  containerz%d: value\n") }},
	{"many labels", 3000, func(n int) string {
		return "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  labels:\n" + repeated(n, "    key%d: value\n")
	}},
	{"many documents", 500, func(n int) string { return repeated(n, podHead+"  hostname: a%d\n---\n") }},
	{"many empty documents", 10_000, func(n int) string { return repeated(n, "---\n") + podHead }},
	{"many containers", 200, func(n int) string {
		return podHead + "  containers:\n" + repeated(n, "  - name: c%d\n    image: b\n    ports: [{containerPort: 1%d}]\n")
	}},
	{"many equal containers", 200, func(n int) string { return podHead + "  containers:\n" + repeated(n, "  - name: c\n    image: b\n") }},
	{"many variables", 2000, func(n int) string {
		return podHead + "  containers:\n  - name: a\n    image: b\n    env:\n" + repeated(n, "    - name: V%d\n      value: $(V%d)\n")
	}},
	{"many equal variables", 2000, func(n int) string {
		return podHead + "  containers:\n  - name: a\n    image: b\n    env:\n" + repeated(n, "    - name: V\n      value: a\n")
	}},
	{"many volumes", 1000, func(n int) string {
		return podHead + "  containers:\n  - name: a\n    image: b\n    volumeMounts:\n" + repeated(n, "    - {name: v%d, mountPath: /v%d}\n") + "  volumes:\n" + repeated(n, "  - {name: v%d, emptyDir: {}}\n")
	}},
	{"many ports", 1000, func(n int) string {
		return "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  selector: {app: a}\n  ports:\n" + repeated(n, "  - {name: p%d, port: 80}\n")
	}},
	{"many equal ports", 1000, func(n int) string {
		return podHead + "  containers:\n  - name: a\n    image: b\n    ports:\n" + repeated(n, "    - containerPort: 80\n")
	}},
	{"many equal paths", 1000, func(n int) string {
		return podHead + "  volumes:\n  - name: v\n    projected:\n      sources:\n" + repeated(n, "      - configMap: {name: c%d, items: [{key: a, path: p}]}\n")
	}},
	{"many rules", 1000, func(n int) string {
		return "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: a}\nrules:\n" + repeated(n, "- {apiGroups: [\"\"], resources: [pods], verbs: [get]}\n")
	}},
	{"names of resources", 3000, func(n int) string {
		return "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: a}\nrules:\n- apiGroups: [\"\"]\n  verbs: [get]\n  resources:\n" +
			repeated(n, "  - things%d\n") + "  resourceNames:\n" + repeated(n, "  - name%d\n")
	}},
	{"resources of groups", 3000, func(n int) string {
		return "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: a}\nrules:\n- verbs: [get]\n  resources:\n" +
			repeated(n, "  - things%d\n") + "  apiGroups:\n" + repeated(n, "  - g%d.example.com\n")
	}},
	{"subjects", 1000, func(n int) string {
		return "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: a}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: a}\nsubjects:\n" +
			repeated(n, "- {kind: ServiceAccount, name: a%d, namespace: b}\n")
	}},
	{"ports of a policy", 1000, func(n int) string {
		return "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec:\n  podSelector: {}\n  egress:\n  - to:\n" +
			repeated(n, "    - podSelector: {matchLabels: {a: b%d}}\n") + "    ports:\n" + repeated(n, "    - port: p%d\n")
	}},
	{"paths", 1000, func(n int) string {
		return "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a}\nspec:\n  rules:\n  - http:\n      paths:\n" +
			repeated(n, "      - {path: /p%d, pathType: Prefix, backend: {service: {name: s%d, port: {name: http}}}}\n")
	}},
	{"metrics", 1000, func(n int) string {
		return "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec:\n  maxReplicas: 3\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}\n  metrics:\n" +
			repeated(n, "  - {type: ContainerResource, containerResource: {name: cpu, container: c%d, target: {type: Utilization, averageUtilization: 1}}}\n")
	}},
	{"selectors", 500, func(n int) string {
		return podHead + "  affinity:\n    podAffinity:\n      requiredDuringSchedulingIgnoredDuringExecution:\n" +
			repeated(n, "      - {topologyKey: a, namespaces: [a%d, b%d], labelSelector: {matchExpressions: [{key: k%d, operator: In, values: [a, b]}]}}\n")
	}},
	{"variables without an end", 20_000, func(n int) string {
		return podHead + "  containers:\n  - name: a\n    image: b\n    args: [\"" + strings.Repeat("$(", n) + "\"]\n"
	}},
	{"aliases of many keys", 300, func(n int) string {
		return podHead + "  nodeSelector: &a\n" + repeated(n, "    k%d: v\n") + repeated(n, "  x%d: *a\n")
	}},
	{"aliases of one list", 300, func(n int) string {
		return podHead + "  x: &a\n" + repeated(n, "  - {name: v%d, mountPath: /v%d}\n") + "  containers:\n" + repeated(n, "  - {name: c%d, image: b, volumeMounts: *a}\n")
	}},
	{"a list", 500, func(n int) string {
		return "apiVersion: v1\nkind: List\nitems:\n" + repeated(n, "- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: a%d}\n  data: {a: b}\n")
	}},
	{"equal objects", 500, func(n int) string { return repeated(n, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\n") }},
	{"names of nothing", 500, func(n int) string {
		return repeated(n, podHead+"  serviceAccountName: s%d\n  containers: [{name: a, image: b, envFrom: [{configMapRef: {name: n%d}}]}]\n---\n")
	}},
	{"services", 200, func(n int) string {
		return repeated(n, "apiVersion: v1\nkind: Service\nmetadata: {name: s%d}\nspec: {selector: {app: a%d}, ports: [{port: 80}]}\n---\n") +
			repeated(n, "apiVersion: v1\nkind: Pod\nmetadata: {name: p%d, labels: {app: a%d}}\nspec: {containers: [{name: a, image: b}]}\n---\n")
	}},
	{"templates", 2000, func(n int) string { return mapHead + repeated(n, "  a%d: {{ .Values.a }}\n  {{- if .x }}\n") }},
	{"open templates", 4000, func(n int) string { return mapHead + "  a: " + strings.Repeat("{{ ", n) + "\n" }},
	{"comments", 10_000, func(n int) string { return podHead + repeated(n, "  # kubelore: ignore=nosuch%d x\n") }},
	{"ignores", 1000, func(n int) string {
		return podHead + repeated(n, "  x%d: y # kubelore: ignore=schema/unknown-field x\n")
	}},
	{"tabs", 10_000, func(n int) string { return mapHead + repeated(n, "\ta%d: b\n") }},
	{"carriage returns", 10_000, func(n int) string { return mapHead + strings.Repeat("\r", n) + "a: b\r\n" }},
	{"words", 10_000, func(n int) string { return podHead + repeated(n, "  word%d\n") }},
	{"JSON", 2000, func(n int) string {
		return `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{` + repeated(n, `"k%d":"v",`) + `"z":""}}`
	}},
}

// bomb returns n anchors of which each holds the one before twice.
func bomb(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "  a%d: &a%d [*a%d, *a%d]\n", i+1, i+1, i, i)
	}
	return b.String()
}

// work is what something costs: how many bytes, and how many pieces of memory it took.
type work struct{ bytes, pieces float64 }

// workOf opens a file, asks everything and types in it.
func workOf(t *testing.T, content string) (work, time.Duration) {
	t.Helper()
	e := lsptest.Connect(t, lsptest.Options{})
	x := newInspector(t, e, "a.yaml")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	e.Open("a.yaml", content)
	x.diagnostics()
	for _, at := range []int{0, len(content) / 2, len(content)} {
		x.everything(boundary(content, at))
	}
	e.Edit("a.yaml", text.Span{Start: len(content), End: len(content)}, "x")
	x.diagnostics()
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	return work{float64(after.TotalAlloc - before.TotalAlloc), float64(after.Mallocs - before.Mallocs)}, took
}

// TestLinear checks that twice the text is about twice the work, whatever it looks like.
func TestLinear(t *testing.T) {
	workOf(t, podHead) // what is made once
	for _, shape := range hostile {
		t.Run(shape.name, func(t *testing.T) {
			small, large := shape.make(shape.n), shape.make(2*shape.n)
			base, _ := workOf(t, shape.make(1))
			one, took := workOf(t, small)
			two, took2 := workOf(t, large)
			// Small differences say nothing; a file of some shapes grows with the square of n.
			longer := float64(len(large)) / float64(len(small)) / 2
			bytes := (two.bytes - base.bytes) / max(one.bytes-base.bytes, 16<<20) / longer
			pieces := (two.pieces - base.pieces) / max(one.pieces-base.pieces, 100_000) / longer
			t.Logf("bytes x%.2f (%.0f MB), pieces x%.2f, %v and %v", bytes, two.bytes/(1<<20), pieces, took, took2)
			if bytes > 2.6 || pieces > 2.6 {
				t.Errorf("twice the text takes %.2f times the bytes and %.2f times the pieces of memory", bytes, pieces)
			}
		})
	}
}
