package catalog

import (
	"slices"
	"testing"
	"time"
	_ "time/tzdata"
)

func TestZones(t *testing.T) {
	if n := len(Zones()); n < 400 {
		t.Errorf("there are %d time zones", n)
	}
	for _, name := range Zones() {
		if _, err := time.LoadLocation(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestResources(t *testing.T) {
	if got := Resources([]string{"batch"}); !slices.Equal(got, []string{"cronjobs", "jobs"}) {
		t.Errorf("batch has %q", got)
	}
	if all := Resources(nil); !slices.Contains(all, "pods") || !slices.Contains(all, "deployments") {
		t.Errorf("there are %q", all)
	}
	if groups := Groups(); groups[0] != "" || !slices.Contains(groups, "apps") || slices.Contains(groups, "extensions") {
		t.Errorf("the groups are %q", groups)
	}
}

func TestWords(t *testing.T) {
	w, ok := ValuesOf("DeploymentStrategy", "type")
	if !ok || w.Open || !slices.Equal(w.Values, []string{"Recreate", "RollingUpdate"}) {
		t.Errorf("the strategies are %+v", w)
	}
	if keys, ok := KeysOf("ResourceRequirements", "limits"); !ok || keys[0] != "cpu" {
		t.Errorf("the limits are %q", keys)
	}
	if _, ok := ValuesOf("ResourceRequirements", "limits"); ok {
		t.Error("the keys of a map are values")
	}
	for k, w := range loadWords() {
		sorted := slices.Clone(w.Values)
		slices.Sort(sorted)
		if len(slices.Compact(sorted)) != len(w.Values) || slices.Contains(w.Values, "") {
			t.Errorf("%v has a value twice, or an empty one: %q", k, w.Values)
		}
	}
}
