package main

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// installed is a real install manifest, in a folder beside the repository where there is
// one. Without it, one of as many lines is made.
const installed = "../shared/bench/inputs/argo-install.yaml"

// sizes are the lines of the inputs.
const (
	largeLines   = 10_000
	installLines = 34_416
	manyKeys     = 10_000
)

// An input is a file to measure with.
type input struct{ name, content string }

// inputs returns the files to measure with, the same each time.
func inputs() ([]input, error) {
	install, err := os.ReadFile(installed)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		install = []byte(installManifest())
	case err != nil:
		return nil, fmt.Errorf("read an input: %w", err)
	}
	return []input{
		{"a Deployment and a Service", generator().deployment("Deployment") + "---\n" + generator().service()},
		{"many documents", strings.Join(generator().mixed(func(_, lines int) bool { return lines < largeLines }), "---\n")},
		{"an install manifest", string(install)},
		{"one ConfigMap", bigConfigMap()},
	}, nil
}

// writeInputs writes each input into a folder of its own, so that nothing else is in the
// workspace, and returns the paths.
func writeInputs(folder string, all []input) ([]string, error) {
	var paths []string
	for i, in := range all {
		path := filepath.Join(folder, fmt.Sprint(i), "manifest.yaml")
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(in.content), 0o600)); err != nil {
			return nil, fmt.Errorf("write an input: %w", err)
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// writeMany writes so many documents into files of two.
func writeMany(folder string, documents int) error {
	all := generator().mixed(func(n, _ int) bool { return n < documents })
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("write the inputs: %w", err)
	}
	for i := 0; i+1 < len(all); i += 2 {
		name := filepath.Join(folder, fmt.Sprintf("%d.yaml", i))
		if err := os.WriteFile(name, []byte(all[i]+"---\n"+all[i+1]), 0o600); err != nil {
			return fmt.Errorf("write the inputs: %w", err)
		}
	}
	return nil
}

// A manifestGenerator makes manifests of applications that do not exist.
type manifestGenerator struct {
	random *rand.Rand
	// made is how many documents there are.
	made int
}

func generator() *manifestGenerator {
	return &manifestGenerator{random: rand.New(rand.NewPCG(1, 1))} //nolint:gosec // the same manifests each time
}

func (g *manifestGenerator) pick(of ...string) string { return of[g.random.IntN(len(of))] }

func (g *manifestGenerator) app() string {
	return g.pick("api", "web", "worker", "cache", "db", "queue", "auth", "mail", "search", "report")
}

// mixed returns documents of many kinds, as long as more are wanted.
func (g *manifestGenerator) mixed(more func(documents, lines int) bool) []string {
	makers := []func() string{
		func() string { return g.deployment("Deployment") }, g.service, g.configMap, g.ingress, g.role, g.autoscaler, g.cronJob,
		func() string { return g.deployment("StatefulSet") }, func() string { return g.deployment("DaemonSet") },
	}
	var all []string
	for lines := 0; more(len(all), lines); g.made++ {
		s := makers[g.made%len(makers)]()
		all, lines = append(all, s), lines+strings.Count(s, "\n")+1
	}
	return all
}

// head begins a document, and returns the name of the application as well.
func (g *manifestGenerator) head(apiVersion, kind string) (head, app string) {
	app = g.app()
	return fmt.Sprintf("apiVersion: %s\nkind: %s\nmetadata:\n  name: %s-%d\n  namespace: shop\n  labels:\n    app.kubernetes.io/name: %[3]s\n    app.kubernetes.io/part-of: shop\n",
		apiVersion, kind, app, g.made), app
}

func (g *manifestGenerator) deployment(kind string) string {
	head, app := g.head("apps/v1", kind)
	var b strings.Builder
	b.WriteString(head + "spec:\n")
	if kind != "DaemonSet" {
		fmt.Fprintf(&b, "  replicas: %d\n", 1+g.random.IntN(9))
	}
	if kind == "StatefulSet" {
		fmt.Fprintf(&b, "  serviceName: %s-%d\n", app, g.made)
	}
	fmt.Fprintf(&b, "  selector:\n    matchLabels:\n      app.kubernetes.io/name: %s\n  template:\n    metadata:\n      labels:\n        app.kubernetes.io/name: %[1]s\n    spec:\n      serviceAccountName: %[1]s\n      containers:\n", app)
	b.WriteString(g.container(app, "        "))
	fmt.Fprintf(&b, "      volumes:\n        - name: config\n          configMap:\n            name: %s-%d-config\n", app, g.made)
	return b.String()
}

func (g *manifestGenerator) container(app, indent string) string {
	s := fmt.Sprintf(`- name: %s
  image: %s
  imagePullPolicy: IfNotPresent
  ports:
    - name: http
      containerPort: %d
      protocol: TCP
  env:
    - name: LOG_LEVEL
      value: %s
    - name: POD_NAME
      valueFrom:
        fieldRef:
          fieldPath: metadata.name
  resources:
    requests:
      cpu: %d00m
      memory: %dMi
    limits:
      memory: %dMi
  livenessProbe:
    httpGet:
      path: /healthz
      port: http
    initialDelaySeconds: %d
    periodSeconds: 10
  volumeMounts:
    - name: config
      mountPath: /etc/%[1]s
      readOnly: true
`, app, g.pick("nginx:1.27", "redis:7.4", "postgres:17", "ghcr.example/app/api:v1.4.2", "busybox:1.36"), 1024+g.random.IntN(9000), g.pick("debug", "info", "warn"),
		1+g.random.IntN(9), 64*(1+g.random.IntN(9)), 64*(10+g.random.IntN(10)), 1+g.random.IntN(30))
	return indent + strings.ReplaceAll(strings.TrimSuffix(s, "\n"), "\n", "\n"+indent) + "\n"
}

func (g *manifestGenerator) service() string {
	head, app := g.head("v1", "Service")
	return head + fmt.Sprintf("spec:\n  type: ClusterIP\n  selector:\n    app.kubernetes.io/name: %s\n  ports:\n    - name: http\n      port: %d\n      targetPort: http\n      protocol: TCP\n", app, 80+g.random.IntN(8000))
}

func (g *manifestGenerator) configMap() string {
	var b strings.Builder
	head, _ := g.head("v1", "ConfigMap")
	b.WriteString(head + "data:\n")
	for i := range 12 {
		fmt.Fprintf(&b, "  setting.%d: \"value-%d\"\n", i, g.random.IntN(1_000_000))
	}
	fmt.Fprintf(&b, "  app.conf: |\n    [server]\n    port = %d\n    # a comment in a block scalar\n    name: not-a-key\n", 1024+g.random.IntN(9000))
	return b.String()
}

func (g *manifestGenerator) ingress() string {
	head, app := g.head("networking.k8s.io/v1", "Ingress")
	return head + fmt.Sprintf("spec:\n  ingressClassName: nginx\n  rules:\n    - host: %s-%d.example.com\n      http:\n        paths:\n          - path: /\n            pathType: Prefix\n            backend:\n              service:\n                name: %[1]s-%[2]d\n                port:\n                  name: http\n", app, g.made)
}

func (g *manifestGenerator) role() string {
	head, _ := g.head("rbac.authorization.k8s.io/v1", "Role")
	return head + "rules:\n  - apiGroups: [\"\"]\n    resources: [pods, services]\n    verbs: [get, list, watch]\n  - apiGroups:\n      - apps\n    resources:\n      - deployments\n    verbs:\n      - get\n      - patch\n"
}

func (g *manifestGenerator) autoscaler() string {
	head, app := g.head("autoscaling/v2", "HorizontalPodAutoscaler")
	return head + fmt.Sprintf("spec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: %s-%d\n  minReplicas: 2\n  maxReplicas: %d\n  metrics:\n    - type: Resource\n      resource:\n        name: cpu\n        target:\n          type: Utilization\n          averageUtilization: %d\n", app, g.made, 3+g.random.IntN(17), 40+g.random.IntN(50))
}

func (g *manifestGenerator) cronJob() string {
	head, app := g.head("batch/v1", "CronJob")
	return head + fmt.Sprintf("spec:\n  schedule: \"%d * * * *\"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: OnFailure\n          containers:\n", g.random.IntN(60)) + g.container(app, "            ")
}

// bigConfigMap is one document whose keys cannot be told apart by their document.
func bigConfigMap() string {
	var b strings.Builder
	b.WriteString("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: big\n  namespace: shop\ndata:\n")
	random := generator().random
	for i := range manyKeys {
		fmt.Fprintf(&b, "  setting.%d: \"value-%d\"\n", i, random.IntN(1_000_000_000))
	}
	return b.String()
}

// installManifest is like what a project has its users apply: large definitions of custom
// kinds, and the workloads that serve them.
func installManifest() string {
	var b strings.Builder
	g := generator()
	lines := 0
	write := func(s string) { b.WriteString(s); lines += strings.Count(s, "\n") }
	for kind := 0; lines < installLines*95/100; kind++ {
		write(fmt.Sprintf("apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: widget%ds.example.com\nspec:\n  group: example.com\n  names:\n    kind: Widget%[1]d\n    listKind: Widget%[1]dList\n    plural: widget%[1]ds\n    singular: widget%[1]d\n  scope: Namespaced\n  versions:\n    - name: v1\n      served: true\n      storage: true\n      schema:\n        openAPIV3Schema:\n          type: object\n          properties:\n", kind))
		for end := lines + 8000; lines < min(end, installLines*95/100); {
			write(fmt.Sprintf("            group%d:\n              type: object\n              properties:\n", lines))
			write(g.properties("                ", 0))
		}
		write("---\n")
	}
	for lines < installLines {
		write(g.deployment("Deployment") + "---\n")
		g.made++
	}
	return strings.Join(strings.SplitAfterN(b.String(), "\n", installLines+1)[:installLines], "")
}

// properties returns fields of a custom kind, which hold more of them now and then.
func (g *manifestGenerator) properties(indent string, depth int) string {
	var b strings.Builder
	for i := range 3 + g.random.IntN(4) {
		fmt.Fprintf(&b, "%sfield%d:\n%[1]s  description: A field of the widget, number %[3]d.\n", indent, i, g.random.IntN(1_000_000))
		if depth < 7 && g.random.IntN(100) < 45 {
			fmt.Fprintf(&b, "%s  type: object\n%[1]s  properties:\n%s", indent, g.properties(indent+"    ", depth+1))
			continue
		}
		fmt.Fprintf(&b, "%s  type: string\n%[1]s  enum: [a, b, c]\n", indent)
	}
	return b.String()
}
