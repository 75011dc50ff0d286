package card

import (
	"github.com/kubelore/kubelore/knowledge/effect"
	"github.com/kubelore/kubelore/knowledge/value"
)

// podSpecs are the paths of the specification of the Pods that a kind makes.
var podSpecs = map[string][]string{
	"Pod":                   {"spec"},
	"PodTemplate":           {"template", "spec"},
	"ReplicationController": {"spec", "template", "spec"},
	"ReplicaSet":            {"spec", "template", "spec"},
	"Deployment":            {"spec", "template", "spec"},
	"StatefulSet":           {"spec", "template", "spec"},
	"DaemonSet":             {"spec", "template", "spec"},
	"Job":                   {"spec", "template", "spec"},
	"CronJob":               {"spec", "jobTemplate", "spec", "template", "spec"},
}

// workload says what the Pods of a resource amount to: class, sums, eviction, rollout.
func workload(v View, s *Subject) []string {
	all := v.pod(get(s.At[0].Value, podSpecs[s.Kind]...), s.Kind == "Pod")
	switch s.Kind {
	case "Deployment", "StatefulSet", "DaemonSet":
		all = append(all, effect.Rollout(s.At[0].Value, v.Language))
	}
	if s.Kind == "CronJob" {
		all = append(schedule(v, s), all...)
	}
	if s.Kind == "Job" {
		all = append(all, effect.JobRun(s.At[0].Value, v.Language))
	}
	return all
}

func (v View) pod(spec any, evicted bool) []string {
	p := effect.PodOf(spec)
	class, why := p.QoS(v.Language)
	if class == "" {
		return nil
	}
	all := []string{v.words().pick("QoS class **"+class+"**: ", "QoS クラスは **"+class+"**。") + why, p.Totals(v.Language)}
	if evicted {
		all = append(all, p.Eviction(v.Language))
	}
	return all
}

// podSpec is said of the specification of a Pod, wherever it stands.
func podSpec(v View, s *Subject) []string { return v.pod(s.Within("PodSpec"), true) }

// resources says what applies to a container where something is left out. At one of
// its amounts it says what the amount is.
func resources(v View, s *Subject) []string {
	if amount := text(s.Last().Value); amount != "" {
		return []string{value.Quantity(amount, s.Last().Key, v.Language)}
	}
	container := s.Within("Container")
	var all []string
	for _, name := range []string{"cpu", "memory"} {
		all = append(all, effect.Requests(container, name, s.LimitRanges, s.Kind == "Pod", v.Language), effect.Limits(container, name, s.LimitRanges, v.Language))
	}
	return all
}

func rollout(v View, s *Subject) []string {
	return []string{effect.Rollout(s.At[0].Value, v.Language)}
}

// termination says how long the containers of a Pod may take to end.
func termination(v View, s *Subject) []string {
	return []string{effect.Termination(s.Last().Value, v.Language)}
}

// quota says what a ResourceQuota demands of the Pods in its namespace. At one of its
// amounts it says what the amount is.
func quota(v View, s *Subject) []string {
	if amount := text(s.Last().Value); amount != "" && s.Field().Name == "hard" {
		return []string{value.Quantity(amount, s.Last().Key, v.Language)}
	}
	return effect.Quota(s.At[0].Value, v.Language)
}

// volumeClaim says what a claim asks for, also one of the templates of a StatefulSet.
func volumeClaim(v View, s *Subject) []string {
	spec := s.Within("PersistentVolumeClaimSpec")
	if spec == nil {
		spec = get(s.At[0].Value, "spec")
	}
	return []string{effect.VolumeClaim(spec, v.Language)}
}

// probe says how long the probe around a field takes to act.
func probe(v View, s *Subject) []string {
	for _, step := range s.Way {
		switch step.Name {
		case "livenessProbe", "readinessProbe", "startupProbe":
			return []string{effect.Probe(s.Named(step.Name), step.Name, v.Language)}
		}
	}
	return nil
}

func autoscaler(v View, s *Subject) []string {
	return effect.Autoscaler(s.At[0].Value, v.Language)
}

func disruption(v View, s *Subject) []string {
	return []string{effect.Disruption(s.At[0].Value, s.Replicas, s.Counted, v.Language)}
}
