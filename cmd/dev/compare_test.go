package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/complete/truth"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

// TestSpoilt accepts good and bad items where a key was deleted.
func TestSpoilt(t *testing.T) {
	f := manifest.Open(text.New("apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  hostNetwork: true\n  containers:\n  - name: a\n"), &manifest.Env{Target: catalog.Newest})
	for place := range truth.Places(f) {
		if place.Path != "spec.hostNetwork" || !place.IsKey {
			continue
		}
		for inserted, want := range map[string]string{
			"hostNetwork: ${1:true}": "", "hostNetwork:": "", "hostNetwork": "does not parse", "hostNetwork:\n  a: 1": "",
			"hostPID: true\n  hostNetwork: true": "does not parse", "hostPID: true": "stands elsewhere",
		} {
			if got := spoilt(f, place, offer{Label: "hostNetwork", InsertText: inserted, InsertTextFormat: 2}); got != want {
				t.Errorf("%q: got %q, want %q", inserted, got, want)
			}
		}
		return
	}
	t.Fatal("hostNetwork is no place")
}

// TestKubernetesSchema looks for what yaml-language-server needs in the schema.
func TestKubernetesSchema(t *testing.T) {
	for _, enums := range []bool{false, true} {
		all, definitions, err := kubernetesSchema(enums)
		if err != nil {
			t.Fatal(err)
		}
		var d struct {
			Definitions map[string]struct {
				Properties map[string]struct{ Enum []string }
			}
		}
		if err := json.Unmarshal([]byte(definitions), &d); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(all, `"_definitions.json#/definitions/io.k8s.api.apps.v1.Deployment"`) {
			t.Error("Deployment is not listed")
		}
		if kind := d.Definitions["io.k8s.api.rbac.v1.Role"].Properties["kind"].Enum; len(kind) != 1 || kind[0] != "Role" {
			t.Errorf("the kind of a Role is one of %q", kind)
		}
		if got := len(d.Definitions["io.k8s.api.core.v1.Container"].Properties["imagePullPolicy"].Enum) > 0; got != enums {
			t.Errorf("with enums %t imagePullPolicy has some: %t", enums, got)
		}
	}
}
