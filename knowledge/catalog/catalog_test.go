package catalog

import (
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/scheme"
)

func TestIn(t *testing.T) {
	tests := []struct {
		group, version, kind string
		in                   Minor
		want                 Service
	}{
		{"apps", "v1", "Deployment", 37, Served},
		{"apps", "v1beta1", "Deployment", 23, Gone},
		{"autoscaling", "v2alpha1", "HorizontalPodAutoscaler", 37, Gone},
		{"autoscaling", "v2beta2", "HorizontalPodAutoscaler", 25, Served},
		{"autoscaling", "v2beta2", "HorizontalPodAutoscaler", 26, Gone},
		{"autoscaling", "v2", "HorizontalPodAutoscaler", 23, Served},
		{"policy", "v1beta1", "PodSecurityPolicy", 24, Served},
		{"policy", "v1beta1", "PodSecurityPolicy", 25, Gone},
		{"resource.k8s.io", "v1beta1", "ResourceClaim", 37, Off},
		{"flowcontrol.apiserver.k8s.io", "v1beta3", "FlowSchema", 26, Served},
		{"networking.k8s.io", "v1", "IPAddress", 30, NotYet},
		{"scheduling.k8s.io", "v1alpha3", "Workload", 37, Off},
		{"", "v1", "ComponentStatus", 37, Never},
		{"policy", "v1", "Eviction", 37, Never},
	}
	for _, tt := range tests {
		v := Lookup(tt.group, tt.version, tt.kind)
		if v == nil {
			t.Errorf("%s/%s %s is not in the catalog", tt.group, tt.version, tt.kind)
		} else if got := v.In(tt.in); got != tt.want {
			t.Errorf("%s %s in %s: %d, want %d", v.APIVersion(), tt.kind, tt.in, got, tt.want)
		}
	}
}

func TestSuccessor(t *testing.T) {
	for from, want := range map[[3]string]string{
		{"autoscaling", "v2alpha1", "HorizontalPodAutoscaler"}: "autoscaling/v2 HorizontalPodAutoscaler",
		{"extensions", "v1beta1", "Ingress"}:                   "networking.k8s.io/v1 Ingress",
		{"batch", "v1beta1", "CronJob"}:                        "batch/v1 CronJob",
		{"policy", "v1beta1", "PodSecurityPolicy"}:             "",
		{"extensions", "v1beta1", "PodSecurityPolicy"}:         "",
		{"apps", "v1beta1", "Deployment"}:                      "apps/v1 Deployment",
		{"apps", "v1", "Deployment"}:                           "",
	} {
		got := ""
		if s := Lookup(from[0], from[1], from[2]).Successor(); s != nil {
			got = s.APIVersion() + " " + s.Kind.Name
		}
		if got != want {
			t.Errorf("the successor of %v is %q, want %q", from, got, want)
		}
	}
}

func TestNamedPutsTheUsualFirst(t *testing.T) {
	for kind, group := range map[string]string{"Deployment": "apps", "Event": "", "Ingress": "networking.k8s.io", "Eviction": "lifecycle.k8s.io"} {
		if got := Named(kind); len(got) == 0 || got[0].Group != group && kind != "Eviction" {
			t.Errorf("Named(%s) begins with %+v, want group %q", kind, got, group)
		}
	}
}

func TestParseMinor(t *testing.T) {
	for s, want := range map[string]Minor{"1.34": 34, "v1.37.2": 37, "1.9": 9} {
		if got, err := ParseMinor(s); err != nil || got != want {
			t.Errorf("ParseMinor(%q) = %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "1", "2.1", "1.x", "1.2.3.4", "latest"} {
		if m, err := ParseMinor(s); err == nil {
			t.Errorf("ParseMinor(%q) = %v, want an error", s, m)
		}
	}
}

// lifecycle is what the types of k8s.io/api say of themselves.
type lifecycle interface {
	APILifecycleIntroduced() (major, minor int)
}

func TestTableAgreesWithLinkedModule(t *testing.T) {
	for gvk := range scheme.Scheme.AllKnownTypes() {
		if gvk.Version == runtime.APIVersionInternal || strings.HasSuffix(gvk.Kind, "List") ||
			strings.HasSuffix(gvk.Kind, "Options") || slices.Contains([]string{"WatchEvent", "Status", "APIGroup", "APIVersions"}, gvk.Kind) {
			continue
		}
		v := Lookup(gvk.Group, gvk.Version, gvk.Kind)
		if v == nil {
			if !slices.Contains(absent, gvk.Kind) {
				t.Errorf("%s is linked and not in kinds.tsv", gvk)
			}
			continue
		}
		obj, err := scheme.Scheme.New(gvk)
		if err != nil {
			t.Fatal(err)
		}
		compare(t, v, obj)
	}
}

// absent are linked types that are no kinds of objects.
var absent = []string{"DeploymentRollback", "RangeAllocation", "SerializedReference", "PodStatusResult", "Scale"}

func compare(t *testing.T, v *Version, obj runtime.Object) {
	t.Helper()
	name := v.APIVersion() + " " + v.Kind.Name
	if x, ok := obj.(interface{ APILifecycleDeprecated() (int, int) }); ok {
		if _, minor := x.APILifecycleDeprecated(); Minor(minor) != v.Deprecated {
			t.Errorf("%s: kinds.tsv says it was deprecated in %s, the module %d", name, v.Deprecated, minor)
		}
	}
	if x, ok := obj.(interface{ APILifecycleRemoved() (int, int) }); ok {
		if _, minor := x.APILifecycleRemoved(); Minor(minor) != v.Removed && (v.Removed != 0 || Minor(minor) <= Newest) {
			t.Errorf("%s: kinds.tsv says it was removed in %s, the module %d", name, v.Removed, minor)
		}
	}
	if x, ok := obj.(lifecycle); ok {
		if _, minor := x.APILifecycleIntroduced(); Minor(minor) < v.Introduced {
			t.Errorf("%s: kinds.tsv says it came with %s, the module says 1.%d", name, v.Introduced, minor)
		}
	}
}
