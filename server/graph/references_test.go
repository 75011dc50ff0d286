package graph_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/relation"
	"github.com/kubelore/kubelore/server/graph"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// reference is a field that names something, of one kind.
type reference struct {
	Ref, Kind, APIVersion, Path string
	To                          []string
	How                         string
}

// references returns all fields of Kubernetes that name something.
func references(t *testing.T) []reference {
	t.Helper()
	const file = "../../../shared/knowledge/references.json"
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("SKIPPED: %s is not there, so the fields that name something are not tested one by one", file)
	}
	var table struct{ Expanded []reference }
	if err == nil {
		err = json.Unmarshal(data, &table)
	}
	if err != nil {
		t.Fatal(err)
	}
	return table.Expanded
}

// Each field that names something leads to what it names, and from there back. Fields
// that name what no manifest holds lead to the others of the same name.
func TestEachReference(t *testing.T) {
	all := references(t)
	tested := 0
	for _, ref := range all {
		for _, path := range paths(ref) {
			if name := fmt.Sprintf("%s: %s %s", ref.Ref, ref.Kind, path); !known(ref, path) {
				t.Logf("left out: %s", name)
				continue
			}
			tested++
			c := newCase(ref, path)
			if err := c.run(); err != nil {
				t.Errorf("%s: %s %s: %v\n%s", ref.Ref, ref.Kind, path, err, c.text())
			}
		}
	}
	t.Logf("REFERENCES %d of %d fields", tested, len(all))
	if tested < 1150 {
		t.Errorf("%d fields were tested, want at least 1150", tested)
	}
}

// paths returns the paths of a field: some rows have several, which start alike.
func paths(ref reference) []string {
	all := strings.Split(ref.Path, "|")
	for i := range all[1:] {
		if at := container(all[0]); at != "" {
			all[i+1] = at + "." + all[i+1]
		}
	}
	return all
}

// known reports whether a kind has a field: some rows are about several kinds.
func known(ref reference, path string) bool {
	if ref.Kind == "Event" {
		return path != "regarding"
	}
	return true
}

// testCase is a document with one reference, and documents with what it names.
type testCase struct {
	ref      reference
	relation *relation.Relation
	path     string
	main     map[string]any
	others   []map[string]any
}

func newCase(ref reference, path string) *testCase {
	c := &testCase{ref: ref, path: path}
	id := ref.Ref
	if id == "event-regarding" {
		id = "event-involvedobject"
	}
	for _, r := range relation.BuiltIn().All() {
		if r.ID == id {
			c.relation = r
		}
	}
	if c.ref.APIVersion == "" {
		c.ref.APIVersion = preferred(ref.Kind)
	}
	c.main = object(c.ref.APIVersion, ref.Kind, "main")
	c.build()
	return c
}

func preferred(kind string) string {
	if kind == "Event" {
		return "v1"
	}
	for _, k := range catalog.Named(kind) {
		return k.Versions[0].APIVersion()
	}
	return "example.com/v1"
}

func object(apiVersion, kind, name string) map[string]any {
	return map[string]any{"apiVersion": apiVersion, "kind": kind, "metadata": map[string]any{"name": name, "namespace": "shop"}}
}

// set puts a value at a path; [*] is the first item of a list.
func set(at map[string]any, path string, value any) {
	head, rest, more := strings.Cut(path, ".")
	if i := strings.Index(path, `["`); i >= 0 && i < len(head) {
		key, after, _ := strings.Cut(path[i+2:], `"]`)
		set(child(at, path[:i]), "\x00"+strings.TrimPrefix(after, "."), pair{key, value})
		return
	}
	if p, ok := value.(pair); ok && strings.HasPrefix(path, "\x00") {
		if rest := path[1:]; rest != "" {
			set(child(at, p.key), rest, p.value)
		} else {
			at[p.key] = p.value
		}
		return
	}
	name, list := strings.CutSuffix(head, "[*]")
	switch {
	case !more && list:
		at[name] = []any{value}
	case !more:
		at[name] = value
	case list:
		items, _ := at[name].([]any)
		if len(items) == 0 {
			items = []any{map[string]any{}}
			at[name] = items
		}
		set(items[0].(map[string]any), rest, value)
	default:
		set(child(at, name), rest, value)
	}
}

type pair struct {
	key   string
	value any
}

func child(at map[string]any, name string) map[string]any {
	if m, ok := at[name].(map[string]any); ok {
		return m
	}
	m := map[string]any{}
	at[name] = m
	return m
}

// sibling returns the path of another field of the mapping that a field is in.
func sibling(path, name string) string {
	i := strings.LastIndexByte(path, '.')
	return path[:i+1] + name
}

// target adds an object of the first kind that the field can name.
func (c *testCase) target() map[string]any {
	to := "v1/ConfigMap"
	if len(c.relation.To) > 0 && c.relation.To[0] != relation.Any {
		to = c.relation.To[0].APIVersion + "/" + c.relation.To[0].Name
	}
	i := strings.LastIndexByte(to, '/')
	x := object(to[:i], to[i+1:], "target")
	c.others = append(c.others, x)
	return x
}

var selectors = map[string]any{"matchLabels": map[string]any{"app": "web"}, "matchExpressions": []any{map[string]any{"key": "tier", "operator": "Exists"}}}

var labels = map[string]any{"app": "web", "tier": "front"}

// build fills in the field and what it names.
func (c *testCase) build() {
	switch c.relation.How {
	case relation.Name:
		c.target()
		set(c.main, c.path, "target")
		if strings.HasPrefix(c.relation.Space, "parameters") {
			set(c.main, c.relation.Space, "shop")
		}
		if c.ref.Ref == "pv-azurefile-secret" {
			set(c.main, "spec.azureFile.secretNamespace", "shop")
		}
		if c.ref.Ref == "endpoints-same-name" {
			set(c.main, "metadata.name", "target")
		}
		if c.ref.Ref == "namespace" {
			set(c.main, "metadata.namespace", "target")
		}
	case relation.Object:
		c.object()
	case relation.Selector, relation.Labels, relation.Terms:
		c.selector()
	case relation.Part, relation.KeySuffix, relation.Env:
		c.part()
	case relation.LabelKey, relation.TaintKey:
		node := c.target()
		set(node, `metadata.labels["zone"]`, "a")
		set(node, "spec.taints[*].key", "zone")
		set(c.main, c.path, "zone")
	case relation.External:
		set(c.main, c.path, "elsewhere")
		other := object(c.ref.APIVersion, c.ref.Kind, "other")
		set(other, c.path, "elsewhere")
		c.others = append(c.others, other)
	case relation.KindOf:
		c.crd()
		set(c.main, c.path, map[string]any{"apiVersion": "example.com/v1", "kind": "Team"})
	case relation.Resource:
		c.crd()
		set(c.main, c.path, "teams")
		switch c.ref.Ref {
		case "sar-resource":
			set(c.main, sibling(c.path, "group"), "example.com")
		case "svm-resource":
			set(c.main, c.path, map[string]any{"group": "example.com", "resource": "teams"})
		default:
			set(c.main, sibling(c.path, "apiGroups"), []any{"example.com"})
		}
	case relation.ResourceName:
		c.others = append(c.others, object("v1", "ConfigMap", "target"))
		set(c.main, c.path, "target")
		set(c.main, sibling(c.path, "apiGroups"), []any{""})
		set(c.main, sibling(c.path, "resources"), []any{"configmaps"})
	case relation.User:
		c.target()
		set(c.main, c.path, "system:serviceaccount:shop:target")
		set(c.main, sibling(c.path, "kind"), "User")
	case relation.KeyPrefix:
		c.target()
		set(c.main, `spec.hard["target`+c.relation.Part+`requests"]`, "1")
	}
}

func (c *testCase) crd() {
	crd := object("apiextensions.k8s.io/v1", "CustomResourceDefinition", "teams.example.com")
	set(crd, "spec.group", "example.com")
	set(crd, "spec.names.plural", "teams")
	set(crd, "spec.names.kind", "Team")
	c.others = append(c.others, crd)
}

func (c *testCase) object() {
	x := c.target()
	value := map[string]any{"name": "target", "namespace": "shop", "kind": x["kind"], "apiVersion": x["apiVersion"]}
	apiVersion := x["apiVersion"].(string)
	group, _, grouped := strings.Cut(apiVersion, "/")
	if !grouped {
		group = ""
	}
	switch {
	case strings.HasSuffix(c.ref.Ref, "-role"), strings.HasPrefix(c.ref.Ref, "pvc-"), strings.HasPrefix(c.ref.Ref, "ingress"):
		delete(value, "apiVersion")
		value["apiGroup"] = group
	case c.ref.How == "service-reference", c.ref.How == "secret-reference", c.ref.Ref == "flowschema-sa":
		delete(value, "apiVersion")
		delete(value, "kind")
	case c.ref.How == "subject":
		delete(value, "apiVersion")
	case c.ref.How == "gvr-name":
		value = map[string]any{"name": "target", "namespace": "shop", "group": "", "resource": "services"}
	case c.ref.How == "param-ref":
		value = map[string]any{"name": "target", "namespace": "shop"}
		kind := strings.TrimSuffix(c.ref.Kind, "Binding")
		p := object("admissionregistration.k8s.io/v1", kind, "policy")
		set(p, "spec.paramKind", map[string]any{"apiVersion": "v1", "kind": "ConfigMap"})
		c.others = append(c.others, p)
		set(c.main, "spec.policyName", "policy")
	}
	set(c.main, c.path, value)
}

func (c *testCase) selector() {
	var value any = selectors
	if c.relation.How == relation.Labels {
		value = map[string]any{"app": "web"}
	}
	if c.relation.How == relation.Terms {
		value = map[string]any{"matchExpressions": []any{map[string]any{"key": "app", "operator": "In", "values": []any{"web", "api"}}}}
	}
	set(c.main, c.path, value)
	if c.relation.Of == "." {
		template := "spec.template.metadata.labels"
		if c.ref.Kind == "CronJob" {
			template = "spec.jobTemplate.spec.template.metadata.labels"
		}
		set(c.main, template, labels)
		return
	}
	x := c.target()
	set(x, "metadata.labels", labels)
	if strings.Contains(c.path, "namespaceSelector") {
		x["metadata"].(map[string]any)["name"] = "shop"
	}
}

// podSpec returns the path of the spec of the Pod that a path goes through.
func podSpec(path string) string {
	for _, field := range []string{"containers[*]", "initContainers[*]", "ephemeralContainers[*]", "volumes[*]", "podFailurePolicy"} {
		if i := strings.Index(path, "."+field); i >= 0 {
			if field == "podFailurePolicy" {
				return path[:i] + ".template.spec"
			}
			return path[:i]
		}
	}
	if strings.Contains(path, "annotations") {
		return strings.TrimPrefix(path[:strings.Index(path, "metadata")]+"spec", ".")
	}
	return ""
}

// container returns the path of the container that a path goes through.
func container(path string) string {
	for _, field := range []string{"initContainers[*]", "ephemeralContainers[*]", "containers[*]"} {
		if i := strings.Index(path, field); i >= 0 {
			return path[:i+len(field)]
		}
	}
	return ""
}

func (c *testCase) part() {
	value := any("part")
	spec, holder := podSpec(c.path), container(c.path)
	switch {
	case c.relation.How == relation.Env:
		set(c.main, holder+".env[*].name", "PART")
		value = "-x $(PART) $$(NOT)"
	case c.relation.How == relation.KeySuffix:
		set(c.main, spec+".containers[*].name", "part")
		set(c.main, strings.Replace(c.path, "/*", "/part", 1), "runtime/default")
		return
	case c.relation.Part == "key":
		set(c.main, ofPath(c.path, c.relation), "target")
		set(c.target(), `data["part"]`, "cGFydA==")
	case c.relation.Part == "volume":
		set(c.main, spec+".volumes[*].name", "part")
	case c.relation.Part == "claim":
		set(c.main, spec+".resourceClaims[*].name", "part")
	case c.relation.Part == "container" && c.relation.Of == "":
		set(c.main, spec0(c.path, spec)+".containers[*].name", "part")
	case c.relation.Part == "port" && c.relation.Of == "":
		set(c.main, holder+".ports[*]", map[string]any{"name": "part", "containerPort": 8080})
		if strings.Contains(c.path, "grpc") {
			value = 8080
		}
	case c.relation.Part == "port":
		pod := object("v1", "Pod", "target")
		set(pod, "metadata.labels", labels)
		set(pod, "spec.containers[*].ports[*]", map[string]any{"name": "part", "containerPort": 8080})
		c.others = append(c.others, pod)
		if c.ref.Kind == "Service" {
			set(c.main, "spec.selector", map[string]any{"app": "web"})
		} else {
			set(c.main, "spec.podSelector", map[string]any{"matchLabels": map[string]any{"app": "web"}})
			if strings.Contains(c.path, "egress") {
				set(c.main, "spec.egress[*].to[*].podSelector", map[string]any{"matchLabels": map[string]any{"app": "web"}})
			}
		}
	case c.relation.Part == "service-port":
		service := object("v1", "Service", "target")
		set(service, "spec.ports[*]", map[string]any{"name": "part", "port": 80})
		c.others = append(c.others, service)
		set(c.main, strings.TrimSuffix(strings.TrimSuffix(c.path, ".port.number"), ".port.name")+".name", "target")
		if strings.HasSuffix(c.path, "number") {
			value = 80
		}
	case c.relation.Part == "container" || c.relation.Part == "request":
		workload := object("apps/v1", "Deployment", "target")
		set(workload, "spec.template.spec.containers[*].name", "part")
		set(workload, `spec.template.spec.containers[*].resources.requests`, map[string]any{"part": "1"})
		c.others = append(c.others, workload)
		set(c.main, "spec.scaleTargetRef", map[string]any{"apiVersion": "apps/v1", "kind": "Deployment", "name": "target"})
	case c.relation.Part == "template":
		workload := object("scheduling.k8s.io/v1beta1", "Workload", "target")
		set(workload, "spec.podGroupTemplates[*].name", "part")
		c.others = append(c.others, workload)
		set(c.main, "spec.workloadRef.workloadName", "target")
	case c.relation.Part == "host":
		set(c.main, "spec.rules[*].host", "part")
	case c.relation.Part == "device-request":
		set(c.main, strings.Replace(c.path, "constraints[*].requests[*]", "requests[*].name", 1), "part")
	case c.relation.Part == "resource":
		set(c.main, "spec.names.plural", "teams")
		set(c.main, "spec.group", "example.com")
		value = "teams.example.com"
	}
	set(c.main, c.path, value)
}

func spec0(path, spec string) string {
	if spec != "" {
		return spec
	}
	return path[:strings.Index(path, ".ephemeralContainers")]
}

// ofPath returns the path of the field that names the object with the part.
func ofPath(path string, r *relation.Relation) string {
	// Both end in the same mapping or in one above: replace what differs.
	own := relation.Steps(relation.Path(r.Places[0]))
	of := relation.Steps(r.Of)
	shared := 0
	for shared < len(own) && shared < len(of) && own[shared] == of[shared] {
		shared++
	}
	steps := strings.Split(path, ".")
	steps = steps[:len(steps)-(len(own)-shared)]
	return strings.Join(append(slices.Clone(steps), of[shared:]...), ".")
}

func (c *testCase) text() string {
	var all []string
	for _, doc := range append([]map[string]any{c.main}, c.others...) {
		data, err := yaml.Marshal(doc)
		if err != nil {
			return err.Error()
		}
		all = append(all, string(data))
	}
	return strings.Join(all, "---\n")
}

// run follows the reference and comes back.
func (c *testCase) run() error {
	f := manifest.Open(text.New(c.text()), &manifest.Env{Target: catalog.Newest})
	file := graph.Of("file:///a.yaml", f)
	g := graph.New(nil, []*graph.File{file})
	var use *graph.Use
	for p := range file.Objects() {
		for i := range p.References {
			if r := &p.References[i]; r.Relation.ID == c.relation.ID && use == nil && (p.Object.Name == "main" || c.ref.Kind == p.Kind) {
				use = &graph.Use{Place: p, Reference: r}
			}
		}
		break
	}
	if use == nil {
		return errors.New("there is no such reference")
	}
	if c.relation.How == relation.External {
		if alike := g.Alike(*use); len(alike) != 2 {
			return fmt.Errorf("%d references are alike, want 2", len(alike))
		}
		return nil
	}
	targets := g.Targets(*use)
	if len(targets) != 1 {
		return fmt.Errorf("%q leads to %d targets, want 1", f.Text.String()[use.Span.Start:use.Span.End], len(targets))
	}
	if !slices.ContainsFunc(g.Uses(targets[0]), func(u graph.Use) bool { return u.Reference == use.Reference }) {
		return errors.New("the way back is missing")
	}
	return nil
}
