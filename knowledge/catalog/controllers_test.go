package catalog

import (
	"slices"
	"testing"
)

func TestActors(t *testing.T) {
	programs := []string{"kube-apiserver", "kube-scheduler", "kubelet", "kube-proxy", "cloud-controller-manager"}
	addOns := []string{"ingress", "network", "csi", "dra"}
	categories := []string{"workload", "service", "config", "device", "policy", "access", "identity", "admission", "cluster", "metadata"}
	for _, k := range Kinds() {
		if !slices.Contains(categories, k.Category) && !k.never {
			t.Errorf("%s of %q has the category %q", k.Name, k.Group, k.Category)
		}
		for _, a := range k.Actors {
			known := slices.Contains(programs, a.Program)
			switch {
			case a.Controller != "":
				known = ControllerNamed(a.Controller) != nil
			case a.AddOn != "":
				known = slices.Contains(addOns, a.AddOn)
			}
			if !known {
				t.Errorf("%s of %q: there is no %+v", k.Name, k.Group, a)
			}
		}
	}
	for _, c := range Controllers() {
		if len(c.Kinds()) == 0 && c.Name != "garbage-collector-controller" {
			t.Errorf("no kind is acted on by %s", c.Name)
		}
	}
}
