package apiserver

import (
	"strings"
	"sync"
	"testing"

	"sigs.k8s.io/yaml"
)

func object(t *testing.T, manifest string) (Kind, map[string]any) {
	t.Helper()
	var o map[string]any
	if err := yaml.Unmarshal([]byte(manifest), &o); err != nil {
		t.Fatal(err)
	}
	apiVersion, _ := o["apiVersion"].(string)
	group, version, found := strings.Cut(apiVersion, "/")
	if !found {
		group, version = "", apiVersion
	}
	kind, _ := o["kind"].(string)
	return Kind{Group: group, Version: version, Kind: kind}, o
}

func TestCreate(t *testing.T) {
	tests := []struct {
		name, manifest string
		path, says     string // of the only error; empty for none
	}{
		{"a pod", "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: b}]}}", "", ""},
		{
			"a privileged pod is for admission to judge",
			"{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: b, securityContext: {privileged: true}}]}}", "", "",
		},
		{"a name to generate", "{apiVersion: v1, kind: ConfigMap, metadata: {generateName: a-}}", "", ""},
		{"a bad name to generate", "{apiVersion: v1, kind: ConfigMap, metadata: {generateName: A-}}", "metadata.generateName", "Invalid value"},
		{"no name", "{apiVersion: v1, kind: ConfigMap, metadata: {}}", "metadata.name", "name or generateName is required"},
		{"a namespace where none can be is taken away", "{apiVersion: v1, kind: Namespace, metadata: {name: a, namespace: b}}", "", ""},
		{"an unknown field", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, dat: {}}", "dat", `unknown field "dat"`},
		{
			"overhead", "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {runtimeClassName: c, overhead: {cpu: -1}, containers: [{name: a, image: b}]}}",
			"spec.overhead[cpu]", "must be greater than or equal to 0",
		},
		{
			"an access review", "{apiVersion: authorization.k8s.io/v1, kind: SubjectAccessReview, spec: {user: a, resourceAttributes: {verb: get, resource: pods}}}",
			"", "",
		},
		{
			"an access review of nobody",
			"{apiVersion: authorization.k8s.io/v1, kind: SubjectAccessReview, spec: {resourceAttributes: {verb: get, resource: pods}}}",
			"spec.user", "at least one of user or group must be specified",
		},
		{
			"a review of one's own", "{apiVersion: authorization.k8s.io/v1, kind: SelfSubjectAccessReview, spec: {nonResourceAttributes: {path: /, verb: get}}}",
			"", "",
		},
		{
			"a local review",
			"{apiVersion: authorization.k8s.io/v1, kind: LocalSubjectAccessReview, metadata: {namespace: a}, spec: {user: a, resourceAttributes: {namespace: a, verb: get, resource: pods}}}",
			"", "",
		},
		{
			"a local review elsewhere",
			"{apiVersion: authorization.k8s.io/v1, kind: LocalSubjectAccessReview, metadata: {namespace: a}, spec: {user: a, resourceAttributes: {namespace: b, verb: get, resource: pods}}}",
			"spec.resourceAttributes.namespace", "must match metadata.namespace",
		},
		{
			"a local review in no namespace is in default",
			"{apiVersion: authorization.k8s.io/v1, kind: LocalSubjectAccessReview, spec: {user: a, resourceAttributes: {namespace: default, verb: get, resource: pods}}}",
			"", "",
		},
		{"rules of one's own", "{apiVersion: authorization.k8s.io/v1, kind: SelfSubjectRulesReview, spec: {namespace: a}}", "", ""},
		{"a token", "{apiVersion: authentication.k8s.io/v1, kind: TokenReview, spec: {token: a}}", "", ""},
		{"no token", "{apiVersion: authentication.k8s.io/v1, kind: TokenReview, spec: {}}", "spec.token", "Required"},
		{"a binding", "{apiVersion: v1, kind: Binding, metadata: {name: a}, target: {kind: Node, name: b}}", "", ""},
		{"a binding of nothing", "{apiVersion: v1, kind: Binding, target: {kind: Node, name: b}}", "metadata.name", "Required"},
		{"a binding to nothing", "{apiVersion: v1, kind: Binding, metadata: {name: a}, target: {kind: Node}}", "target.name", "Required"},
		{
			"a binding with parameters",
			"{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicyBinding, metadata: {name: a}, " +
				"spec: {policyName: p, validationActions: [Deny], paramRef: {name: b, parameterNotFoundAction: Deny}}}",
			"", "",
		},
		{
			"a binding of a mutation with parameters",
			"{apiVersion: admissionregistration.k8s.io/v1, kind: MutatingAdmissionPolicyBinding, metadata: {name: a}, " +
				"spec: {policyName: p, paramRef: {selector: {matchLabels: {a: b}}, parameterNotFoundAction: Allow}}}",
			"", "",
		},
		{"somebody else's kind", "{apiVersion: example.com/v1, kind: Thing}", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			kind, o := object(t, tt.manifest)
			got := Create(kind, o).Errors
			switch {
			case tt.says == "" && len(got) == 0:
			case tt.says == "" || len(got) != 1 || got[0].Path != tt.path || !strings.Contains(got[0].Message, tt.says):
				t.Errorf("got %+v, want %q at %q", got, tt.says, tt.path)
			}
		})
	}
}

// The validation code of Kubernetes has state of its own; it must bear being asked
// by many at once, and must not change what it is given.
func TestCreateByMany(t *testing.T) {
	const manifest = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {selector: {matchLabels: {a: b}}, " +
		"template: {metadata: {labels: {a: c}}, spec: {containers: [{name: a, image: b}]}}}}"
	kind, shared := object(t, manifest)
	before, err := yaml.Marshal(shared)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 20 {
				if got := Create(kind, shared).Errors; len(got) != 1 || got[0].Path != "spec.template.metadata.labels" {
					t.Errorf("got %+v", got)
					return
				}
			}
		})
	}
	all.Wait()
	if after, err := yaml.Marshal(shared); err != nil || string(after) != string(before) {
		t.Errorf("the object was changed to %s (%v)", after, err)
	}
}

func BenchmarkCreate(b *testing.B) {
	kind, o := Kind{"apps", "v1", "Deployment"}, map[string]any{}
	if err := yaml.Unmarshal([]byte("{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {selector: {matchLabels: {a: b}}, "+
		"template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: b}]}}}}"), &o); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if got := Create(kind, o).Errors; len(got) > 0 {
			b.Fatal(got)
		}
	}
}
