package lsp_test

import (
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/check"
	"github.com/kubelore/kubelore/server/complete"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

const here = "‸"

// hosts are manifests that lack one thing, by the types of the blocks that are offered
// at the mark.
var hosts = map[string]string{
	"containers":      "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  ‸\n",
	"initContainers":  podWith("  initContainers:\n  ‸\n"),
	"in a container":  "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: a:1\n    ‸\n",
	"env":             "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: a:1\n    env:\n    ‸\n",
	"envFrom":         "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: a:1\n    envFrom:\n    ‸\n",
	"ports":           "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: a:1\n    ports:\n    ‸\n",
	"lifecycle":       "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: a:1\n    lifecycle:\n      ‸\n",
	"probe":           "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: a:1\n    startupProbe:\n      ‸\n",
	"http":            "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: a:1\n    startupProbe:\n      httpGet:\n        ‸\n",
	"valueFrom":       "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: a:1\n    env:\n    - name: A\n      valueFrom:\n        ‸\n",
	"mounts":          "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  volumes:\n  - {name: data, emptyDir: {}}\n  containers:\n  - name: a\n    image: a:1\n    volumeMounts:\n    ‸\n",
	"volumes":         podWith("  volumes:\n  ‸\n"),
	"projections":     podWith("  volumes:\n  - name: p\n    projected:\n      sources:\n      ‸\n"),
	"keys":            podWith("  volumes:\n  - name: p\n    configMap:\n      name: c\n      items:\n      ‸\n"),
	"in a Pod":        podWith("  ‸\n"),
	"affinity":        podWith("  affinity:\n    ‸\n"),
	"spread":          podWith("  topologySpreadConstraints:\n  ‸\n"),
	"tolerations":     podWith("  tolerations:\n  ‸\n"),
	"Deployment":      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  ‸\n",
	"DaemonSet":       "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: a}\nspec:\n  ‸\n",
	"StatefulSet":     "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a}\nspec:\n  ‸\n",
	"ReplicaSet":      "apiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: a}\nspec:\n  ‸\n",
	"update":          workloadWith("DaemonSet", "  updateStrategy:\n    ‸\n"),
	"rolling":         workloadWith("Deployment", "  strategy:\n    ‸\n"),
	"stateful update": workloadWith("StatefulSet", "  updateStrategy:\n    ‸\n"),
	"claims":          workloadWith("StatefulSet", "  volumeClaimTemplates:\n  ‸\n"),
	"metrics":         hpaWith("  metrics:\n  ‸\n"),
	"behavior":        hpaWith("  behavior:\n    ‸\n"),
	"Role":            "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: a}\nrules:\n‸\n",
	"subjects":        "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: a}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: a}\nsubjects:\n‸\n",
	"Ingress":         "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a}\nspec:\n  rules:\n  ‸\n",
	"paths":           "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a}\nspec:\n  rules:\n  - http:\n      paths:\n      ‸\n",
	"tls":             "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a}\nspec:\n  rules:\n  - host: app.example.com\n  tls:\n  ‸\n",
	"ingress":         "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec:\n  podSelector: {}\n  ingress:\n  ‸\n",
	"egress":          "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec:\n  podSelector: {}\n  egress:\n  ‸\n",
	"from":            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec:\n  podSelector: {}\n  ingress:\n  - from:\n    ‸\n",
	"policy ports":    "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec:\n  podSelector: {}\n  ingress:\n  - ports:\n    ‸\n",
	"service ports":   "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  ports:\n  ‸\n",
	"limits":          "apiVersion: v1\nkind: LimitRange\nmetadata: {name: a}\nspec:\n  limits:\n  ‸\n",
	"versions":        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: as.example.com}\nspec:\n  group: example.com\n  scope: Namespaced\n  names: {kind: A, plural: as}\n  versions:\n  - {name: v1beta1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}\n  ‸\n",
	"failures":        "apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      restartPolicy: Never\n      containers:\n      - {name: a, image: b}\n  podFailurePolicy:\n    rules:\n    ‸\n",
	"selector":        "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: a}\nspec:\n  minAvailable: 1\n  selector:\n    ‸\n",
	"scale target":    "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec:\n  maxReplicas: 2\n  scaleTargetRef:\n    ‸\n",
	"validations":     "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\nmetadata: {name: a}\nspec:\n  matchConstraints:\n    resourceRules:\n    - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}\n  validations:\n  ‸\n",
}

func podWith(s string) string {
	return "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  serviceAccountName: a\n  containers:\n  - {name: a, image: a:1}\n" + s
}

func workloadWith(kind, s string) string {
	return "apiVersion: apps/v1\nkind: " + kind + "\nmetadata: {name: a}\nspec:\n  selector: {matchLabels: {app: a}}\n" +
		"  template:\n    metadata: {labels: {app: a}}\n    spec: {containers: [{name: app, image: b}]}\n" + s
}

func hpaWith(s string) string {
	return "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec:\n  maxReplicas: 3\n" +
		"  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}\n" + s
}

// TestBlocksAreValid accepts every block at a place that lacks it; the API server takes
// the result, unless it lacks something else.
func TestBlocksAreValid(t *testing.T) {
	accepted := 0
	for name, content := range hosts {
		offset := strings.Index(content, here)
		f := manifest.Open(text.New(strings.Replace(content, here, "", 1)), &manifest.Env{Target: catalog.Newest})
		n := 0
		items := complete.At(f, offset, nil)
		// Where a list is empty, the keys beside it are offered as well.
		list := len(items) > 0 && strings.HasPrefix(items[0].Label, "- ")
		for _, item := range items {
			if item.Kind != complete.Block || list && !strings.HasPrefix(item.Label, "- ") || missesOthers(name, item.Label) {
				continue
			}
			n++
			after, _, err := f.Text.Apply(item.Edit)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range check.File(manifest.Open(after, f.Env), config.Default()) {
				if p.Severity == check.Error {
					t.Errorf("%s, %s: %s: %s (%s)\n%s", name, item.Label, p.Code, p.Message, p.Field, after)
				}
			}
		}
		if n == 0 {
			t.Errorf("%s: no block is offered", name)
		}
		accepted += n
	}
	if accepted < 100 {
		t.Errorf("%d blocks were accepted", accepted)
	}
}

// missesOthers reports whether a block is only a part of what its place needs: a selector
// without the template.
func missesOthers(host, label string) bool {
	switch host {
	case "Deployment", "DaemonSet", "StatefulSet", "ReplicaSet":
		return label != "selector and template …" && label != "all required fields"
	}
	return false
}
