package apiserver

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/apis/apps"
	"k8s.io/kubernetes/pkg/apis/batch"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/apis/core/pods"
)

// mostErrors is how many errors of hand-written validation are kept. The server
// compares each with each and with those of declarative validation, so that a list
// of 60,000 bad items would take half a minute.
const mostErrors = 1000

// bounded is a strategy that finds no more than mostErrors.
type bounded struct{ rest.RESTCreateStrategy }

func (b bounded) Validate(ctx context.Context, obj runtime.Object) field.ErrorList {
	return first(b.RESTCreateStrategy.Validate(ctx, obj), mostErrors)
}

// boundedDeclarative is bounded for strategies with declarative validation, which
// the server tells by their methods.
type boundedDeclarative struct {
	bounded
	rest.DeclarativeValidationStrategy
}

// validateCreate is rest.ValidateCreate in linear time. If that panics the server refuses
// the object as well: it cuts the connection.
func validateCreate(ctx context.Context, obj runtime.Object, s rest.RESTCreateStrategy) (all field.ErrorList) {
	defer func() {
		if r := recover(); r != nil {
			all = field.ErrorList{field.InternalError(nil, fmt.Errorf("the API server itself fails to validate this and cuts the connection (%v)", r))}
		}
	}()
	if declarative, ok := s.(rest.DeclarativeValidationStrategy); ok {
		return rest.ValidateCreate(ctx, obj, boundedDeclarative{bounded{s}, declarative})
	}
	return rest.ValidateCreate(ctx, obj, bounded{s})
}

// mostWarnings is how many warnings about one object are kept. Two thousand equal ports
// make two million.
const mostWarnings = 1000

// mostEqualPorts and mostPaths are how many ports with one number, and how many paths of one
// volume, are compared for warnings, since the server compares each with each.
const (
	mostEqualPorts = 100
	mostPaths      = 500
)

// warnings is WarningsOnCreate of a strategy in linear time. It spoils obj.
func warnings(ctx context.Context, obj runtime.Object, s rest.RESTCreateStrategy) []string {
	if spec := podSpec(obj); spec != nil {
		boundPorts(spec)
		boundPaths(spec)
	}
	return s.WarningsOnCreate(ctx, obj)
}

// podSpec returns the Pod that an object is or makes, or nil.
func podSpec(obj runtime.Object) *core.PodSpec {
	switch o := obj.(type) {
	case *core.Pod:
		return &o.Spec
	case *core.PodTemplate:
		return &o.Template.Spec
	case *core.ReplicationController:
		if o.Spec.Template == nil {
			return nil
		}
		return &o.Spec.Template.Spec
	case *apps.Deployment:
		return &o.Spec.Template.Spec
	case *apps.ReplicaSet:
		return &o.Spec.Template.Spec
	case *apps.StatefulSet:
		return &o.Spec.Template.Spec
	case *apps.DaemonSet:
		return &o.Spec.Template.Spec
	case *batch.Job:
		return &o.Spec.Template.Spec
	case *batch.CronJob:
		return &o.Spec.JobTemplate.Spec.Template.Spec
	}
	return nil
}

// boundPorts leaves mostEqualPorts of each number and gives the others numbers that no port
// has. They stay, as warnings say which item of a list they mean.
func boundPorts(spec *core.PodSpec) {
	type key struct {
		number   int32
		protocol core.Protocol
	}
	seen := map[key]int{}
	unused := int32(-1)
	pods.VisitContainersWithPath(spec, nil, func(c *core.Container, _ *field.Path) bool {
		for i, p := range c.Ports {
			k := key{p.ContainerPort, p.Protocol}
			if seen[k]++; seen[k] > mostEqualPorts {
				c.Ports[i].ContainerPort, c.Ports[i].HostIP = unused, "" // a warning about the address shows the number
				unused--
			}
		}
		return true
	})
}

// boundPaths leaves the first mostPaths paths of each volume.
func boundPaths(spec *core.PodSpec) {
	for _, v := range spec.Volumes {
		if v.ConfigMap != nil {
			v.ConfigMap.Items = first(v.ConfigMap.Items, mostPaths)
		}
		if v.Secret != nil {
			v.Secret.Items = first(v.Secret.Items, mostPaths)
		}
		if v.DownwardAPI != nil {
			v.DownwardAPI.Items = first(v.DownwardAPI.Items, mostPaths)
		}
		if v.Projected == nil {
			continue
		}
		v.Projected.Sources = first(v.Projected.Sources, mostPaths)
		left := mostPaths
		for _, s := range v.Projected.Sources {
			if s.ConfigMap != nil {
				s.ConfigMap.Items = first(s.ConfigMap.Items, left)
				left -= len(s.ConfigMap.Items)
			}
			if s.Secret != nil {
				s.Secret.Items = first(s.Secret.Items, left)
				left -= len(s.Secret.Items)
			}
			if s.DownwardAPI != nil {
				s.DownwardAPI.Items = first(s.DownwardAPI.Items, left)
				left -= len(s.DownwardAPI.Items)
			}
		}
	}
}

// first returns the first n items of a list, or all if they are fewer.
func first[T any](list []T, n int) []T { return list[:min(len(list), n)] }
