package apiserver

import (
	"slices"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	apiservice "k8s.io/kubernetes/pkg/api/service"
	core "k8s.io/kubernetes/pkg/apis/core"
)

// someNodePort stands for a port that the server picks. It picks free ones from the range
// that it was started with.
const someNodePort = 30000

// beginCreate does what the storage layer of a kind does before validation. It returns what
// that refuses; the code for it needs a cluster, so what depends on none is repeated here.
func beginCreate(obj runtime.Object) field.ErrorList {
	s, ok := obj.(*core.Service)
	if !ok {
		return nil
	}
	// Old clients write only the singular field, and validation looks at both.
	if s.Spec.ClusterIP != "" && len(s.Spec.ClusterIPs) == 0 {
		s.Spec.ClusterIPs = []string{s.Spec.ClusterIP}
	}
	refused := append(oneFamily(s), samePorts(s)...)
	// Validation wants the port of who needs one, though nobody has to write it.
	if apiservice.NeedsHealthCheck(s) && s.Spec.HealthCheckNodePort == 0 {
		s.Spec.HealthCheckNodePort = someNodePort
	}
	return refused
}

// oneFamily refuses several addresses for a Service that wants one, as it does if it says
// nothing. Which families there are is a matter of the cluster.
func oneFamily(s *core.Service) field.ErrorList {
	policy := core.IPFamilyPolicySingleStack
	if s.Spec.IPFamilyPolicy != nil {
		policy = *s.Spec.IPFamilyPolicy
	} else if s.Spec.ClusterIP == core.ClusterIPNone && len(s.Spec.Selector) == 0 {
		policy = core.IPFamilyPolicyRequireDualStack
	}
	if s.Spec.Type == core.ServiceTypeExternalName || policy != core.IPFamilyPolicySingleStack {
		return nil
	}
	var all field.ErrorList
	refuse := func(what string) {
		all = append(all, field.Invalid(field.NewPath("spec", "ipFamilyPolicy"), policy,
			"must be 'RequireDualStack' or 'PreferDualStack' when multiple "+what+" are specified"))
	}
	if len(s.Spec.ClusterIPs) == 2 {
		refuse("cluster IPs")
	}
	if len(s.Spec.IPFamilies) == 2 {
		refuse("IP families")
	}
	return all
}

// samePorts refuses a node port that a Service asks for twice. Validation knows only those
// of the same protocol. Ports with the same number may share one.
func samePorts(s *core.Service) field.ErrorList {
	if s.Spec.Type != core.ServiceTypeNodePort && s.Spec.Type != core.ServiceTypeLoadBalancer {
		return nil
	}
	var all field.ErrorList
	taken, of := map[int32]bool{}, map[int32]int32{}
	for i, p := range s.Spec.Ports {
		if p.NodePort == 0 {
			continue
		}
		shared := of[p.Port] == p.NodePort
		if taken[p.NodePort] && !shared {
			all = append(all, field.Invalid(field.NewPath("spec", "ports").Index(i).Child("nodePort"), p.NodePort, allocated))
			continue
		}
		taken[p.NodePort] = true
		if of[p.Port] == 0 {
			of[p.Port] = p.NodePort
		}
	}
	if n := s.Spec.HealthCheckNodePort; apiservice.NeedsHealthCheck(s) && n != 0 && taken[n] {
		all = append(all, field.Invalid(field.NewPath("spec", "healthCheckNodePort"), n, allocated))
	}
	return all
}

const allocated = "provided port is already allocated"

// withoutSaid returns the errors of a that are at none of the paths of b.
func withoutSaid(a, b field.ErrorList) field.ErrorList {
	return slices.DeleteFunc(a, func(e *field.Error) bool {
		return slices.ContainsFunc(b, func(x *field.Error) bool { return x.Field == e.Field })
	})
}
