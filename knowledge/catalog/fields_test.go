package catalog

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/client-go/kubernetes/scheme"
)

func TestFieldFacts(t *testing.T) {
	tests := []struct {
		group, version, typeName, field string
		want                            Facts
	}{
		{"", "v1", "PodSpec", "hostUsers", Facts{Since: 25, Gate: "UserNamespacesSupport", GateOn: 33}},
		{"", "v1", "PodSpec", "resources", Facts{Since: 32, Gate: "PodLevelResources", GateOn: 34}},
		{"", "v1", "PodSpec", "evictionResponders", Facts{Since: 37, Gate: "EvictionRequestAPI"}},
		{"", "v1", "PodSpec", "workloadRef", Facts{Since: 35, Removed: 36}},
		{"", "v1", "PodSpec", "serviceAccount", Facts{Deprecated: 23}},
		{"", "v1", "Container", "resizePolicy", Facts{Since: 27, Gate: "InPlacePodVerticalScaling", GateOn: 33}},
		{"", "v1", "Container", "restartPolicy", Facts{Since: 28, EnumSince: []EnumValue{{"Always", 28}, {"Never", 34}, {"OnFailure", 34}}}},
		{"", "v1", "EnvVarSource", "fileKeyRef", Facts{Since: 34, Gate: "EnvFiles", GateOn: 35}},
		{"", "v1", "ServiceSpec", "trafficDistribution", Facts{Since: 30}},
		{"", "v1", "ServiceSpec", "loadBalancerIP", Facts{Deprecated: 24}},
		{"", "v1", "Toleration", "operator", Facts{EnumSince: []EnumValue{{"Equal", 0}, {"Exists", 0}, {"Gt", 35}, {"Lt", 35}}}},
		// Fields of embedded structs.
		{"", "v1", "Volume", "image", Facts{Since: 31, Gate: "ImageVolume", GateOn: 35}},
		{"", "v1", "Volume", "rbd", Facts{Deprecated: 28}},
		{"", "v1", "Volume", "cinder", Facts{Deprecated: 23}},
		{"", "v1", "Probe", "grpc", Facts{}},
		{"", "v1", "VolumeSource", "image", Facts{}},
		// The type was split; its fields are older than it.
		{"", "v1", "VolumeResourceRequirements", "requests", Facts{}},
		{"", "v1", "VolumeResourceRequirements", "claims", Facts{Since: 26, Removed: 29}},
		{"networking.k8s.io", "v1", "IngressLoadBalancerIngress", "hostname", Facts{}},
		// One value is deprecated, not the field.
		{"", "v1", "PersistentVolumeSpec", "persistentVolumeReclaimPolicy", Facts{}},
		{"discovery.k8s.io", "v1", "EndpointSlice", "addressType", Facts{}},
		{"apiextensions.k8s.io", "v1", "CustomResourceDefinitionVersion", "deprecated", Facts{}},
		{"apiextensions.k8s.io", "v1", "CustomResourceDefinitionVersion", "selectableFields", Facts{Since: 30, Gate: "CustomResourceFieldSelectors", GateOn: 31}},
		{"apps", "v1", "StatefulSetSpec", "serviceName", Facts{Optional: 33}},
		{"apps", "v1", "Deployment", "spec", Facts{Required: 37}},
		{"batch", "v1", "PodFailurePolicyRule", "action", Facts{
			Since: 25, EnumSince: []EnumValue{{"Count", 25}, {"FailIndex", 28}, {"FailJob", 25}, {"Ignore", 25}},
		}},
		{"batch", "v1", "JobSpec", "managedBy", Facts{Since: 30, Gate: "JobManagedBy", GateOn: 32}},
		{"", "v1", "PodSpec", "nodeName", Facts{}},
		{"", "v1", "", "", Facts{}},
	}
	for _, tt := range tests {
		got, ok := FieldFacts(tt.group, tt.version, tt.typeName, tt.field)
		if !reflect.DeepEqual(got, tt.want) || ok == reflect.DeepEqual(tt.want, Facts{}) {
			t.Errorf("%s.%s: %+v, %t, want %+v", tt.typeName, tt.field, got, ok, tt.want)
		}
	}
}

func TestFieldTableIsPlausible(t *testing.T) {
	if len(loadFields()) < 1000 {
		t.Errorf("%d fields, that is too few", len(loadFields()))
	}
	for k, f := range loadFields() {
		if reflect.DeepEqual(f, Facts{}) {
			t.Errorf("%v: nothing is said", k)
		}
		for _, m := range []Minor{f.Since, f.Removed, f.Required, f.Optional, f.Deprecated} {
			if m != 0 && (m < Oldest || m > Newest || m == Oldest && m != f.Deprecated) {
				t.Errorf("%v: the release %s cannot be: %+v", k, m, f)
			}
		}
		if f.Removed != 0 && f.Removed <= f.Since || f.Required != 0 && f.Optional != 0 || f.GateOn != 0 && f.Gate == "" {
			t.Errorf("%v contradicts itself: %+v", k, f)
		}
		if !slices.IsSortedFunc(f.EnumSince, func(a, b EnumValue) int { return strings.Compare(a.Value, b.Value) }) {
			t.Errorf("%v: values are not in order: %+v", k, f)
		}
		for _, v := range f.EnumSince {
			if v.Value == "" || v.Since < f.Since || v.Since > Newest {
				t.Errorf("%v: the value %+v cannot be: %+v", k, v, f)
			}
		}
	}
}

func TestFieldsAgreeWithLinkedModule(t *testing.T) {
	linked := linkedFields(t)
	for k, f := range loadFields() {
		fields, ok := linked[k.key]
		switch {
		case !ok:
			t.Errorf("fields.tsv has the type %v, which no linked kind is made of", k.key)
		case fields[k.field] == (f.Removed != 0):
			t.Errorf("%v.%s: linked %t, and fields.tsv says it was removed in %q", k.key, k.field, fields[k.field], f.Removed)
		}
	}
}

// linkedFields returns the names of the fields of all types that linked kinds are
// made of.
func linkedFields(t *testing.T) map[key]map[string]bool {
	t.Helper()
	groups := map[string]string{} // by package
	var types []reflect.Type
	for gvk, typ := range scheme.Scheme.AllKnownTypes() {
		if strings.HasPrefix(typ.PkgPath(), "k8s.io/api/") {
			groups[typ.PkgPath()], types = gvk.Group, append(types, typ)
		}
	}
	crd := reflect.TypeFor[apiextensions.CustomResourceDefinitionList]()
	groups[crd.PkgPath()], types = apiextensions.GroupName, append(types, crd)
	all := map[key]map[string]bool{}
	for len(types) > 0 {
		typ := types[len(types)-1]
		types = types[:len(types)-1]
		switch typ.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Array:
			types = append(types, typ.Elem())
			continue
		case reflect.Struct:
		default:
			continue
		}
		group, ours := groups[typ.PkgPath()]
		k := key{group, typ.PkgPath()[strings.LastIndexByte(typ.PkgPath(), '/')+1:], typ.Name()}
		if !ours || all[k] != nil {
			continue
		}
		all[k] = map[string]bool{}
		for _, f := range reflect.VisibleFields(typ) {
			if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" {
				all[k][name] = true
			}
			types = append(types, f.Type)
		}
	}
	return all
}

func BenchmarkParseFields(b *testing.B) {
	for b.Loop() {
		parseFields()
	}
}
