package catalog

import (
	"slices"
	"testing"
)

func TestRange(t *testing.T) {
	for _, tt := range []struct {
		r                    Range
		group, version, kind string
		lacking              []Range
		preferred            string
	}{
		{Range{31, 37}, "apps", "v1", "Deployment", nil, "apps/v1"},
		{Range{37, 37}, "flowcontrol.apiserver.k8s.io", "v1beta3", "FlowSchema", []Range{{37, 37}}, "flowcontrol.apiserver.k8s.io/v1"},
		// Introduced in 1.26, removed in 1.32; v1 came with 1.29.
		{Range{25, 34}, "flowcontrol.apiserver.k8s.io", "v1beta3", "FlowSchema", []Range{{25, 25}, {32, 34}}, ""},
		{Range{28, 30}, "flowcontrol.apiserver.k8s.io", "v1beta3", "FlowSchema", nil, "flowcontrol.apiserver.k8s.io/v1beta3"},
		{Range{29, 37}, "flowcontrol.apiserver.k8s.io", "v1", "FlowSchema", nil, "flowcontrol.apiserver.k8s.io/v1"},
		// A beta version that is off by default.
		{Range{30, 34}, "networking.k8s.io", "v1", "ServiceCIDR", []Range{{30, 32}}, ""},
	} {
		v := Lookup(tt.group, tt.version, tt.kind)
		if v == nil {
			t.Fatalf("there is no %s/%s %s", tt.group, tt.version, tt.kind)
		}
		if got := tt.r.Lacking(func(m Minor) bool { return v.In(m) == Served }); !slices.Equal(got, tt.lacking) || tt.r.Serves(v) != (got == nil) {
			t.Errorf("%s: %s is lacking in %v, want %v", tt.r, v.APIVersion(), got, tt.lacking)
		}
		preferred := ""
		if p := tt.r.Preferred(v.Kind); p != nil {
			preferred = p.APIVersion()
		}
		if preferred != tt.preferred {
			t.Errorf("%s: got %q of %s, want %q", tt.r, preferred, tt.kind, tt.preferred)
		}
	}
}

func TestFactsIn(t *testing.T) {
	f := Facts{Since: 26, Removed: 29}
	for m, want := range map[Minor]bool{25: false, 26: true, 28: true, 29: false} {
		if f.In(m) != want {
			t.Errorf("%s: got %t", m, !want)
		}
	}
	if r := (Range{25, 28}); r.Has(f) || !r.Has(Facts{}) || r.String() != "1.25-1.28" || (Range{25, 25}).String() != "1.25" {
		t.Errorf("%s: wrong", r)
	}
}
