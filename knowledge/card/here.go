package card

import (
	"strings"
	"time"

	"github.com/kubelore/kubelore/knowledge/concept"
	"github.com/kubelore/kubelore/knowledge/effect"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/knowledge/value"
)

// mostHere is how many sentences about a manifest a card has.
const mostHere = 6

// here returns what a manifest makes of a field or, where f is nil, of a kind.
func (v View) here(f *schema.Field, s *Subject) []string {
	var all []string
	add := func(sentences ...string) {
		for _, x := range sentences {
			if x != "" && len(all) < mostHere {
				all = append(all, x)
			}
		}
	}
	if f == nil {
		if describe := kinds[s.Kind]; describe != nil {
			add(describe(v, s)...)
		}
		return all
	}
	if describe := fields[s.Field()]; describe != nil {
		add(describe(v, s)...)
	}
	add(v.names(s))
	if len(all) == 0 {
		add(v.byType(f, s)...)
	}
	return all
}

// byType explains a value by the type and the name of its field.
func (v View) byType(f *schema.Field, s *Subject) []string {
	at := s.Last()
	number, isNumber := effect.Whole(at.Value)
	switch {
	case f.Type.Kind == schema.Quantity:
		return []string{value.Quantity(text(at.Value), f.Name, v.Language)}
	case f.Type.Kind == schema.Map && f.Type.Elem.Kind == schema.Quantity:
		return []string{value.Quantity(text(at.Value), at.Key, v.Language)}
	case f.Type.Name == "LabelSelector" && at.Value != nil && at.Key == f.Name:
		return []string{value.LabelSelector(at.Value, v.Language)}
	case f.Type.Format == "duration":
		return []string{value.GoDuration(text(at.Value), v.Language)}
	case isNumber && strings.HasSuffix(f.Name, "Seconds"):
		return []string{value.Duration(number, v.Language)}
	case isNumber && (f.Name == "port" || strings.HasSuffix(f.Name, "Port")):
		return []string{value.Port(number, v.Language)}
	case isNumber && (f.Name == "mode" || f.Name == "defaultMode"):
		return []string{value.FileMode(number, v.Language)}
	}
	return nil
}

// describer says what a manifest makes of something.
type describer func(View, *Subject) []string

// kinds are what is said of whole resources, by kind.
var kinds = map[string]describer{
	"Role":               rules,
	"ClusterRole":        rules,
	"RoleBinding":        binding,
	"ClusterRoleBinding": binding,
	"NetworkPolicy":      networkPolicy,

	"Pod": workload, "PodTemplate": workload, "ReplicationController": workload, "ReplicaSet": workload,
	"Deployment": workload, "StatefulSet": workload, "DaemonSet": workload, "Job": workload, "CronJob": workload,
	"HorizontalPodAutoscaler": autoscaler, "PodDisruptionBudget": disruption,
	"ResourceQuota": quota, "PersistentVolumeClaim": volumeClaim,
}

// fields are what is said of fields, by the type that has them.
var fields = map[concept.Step]describer{
	{Owner: "Role", Name: "rules"}:                  rules,
	{Owner: "ClusterRole", Name: "rules"}:           rules,
	{Owner: "PolicyRule", Name: "verbs"}:            rule,
	{Owner: "PolicyRule", Name: "apiGroups"}:        rule,
	{Owner: "PolicyRule", Name: "resources"}:        rule,
	{Owner: "PolicyRule", Name: "resourceNames"}:    rule,
	{Owner: "PolicyRule", Name: "nonResourceURLs"}:  rule,
	{Owner: "RoleBinding", Name: "roleRef"}:         binding,
	{Owner: "RoleBinding", Name: "subjects"}:        binding,
	{Owner: "ClusterRoleBinding", Name: "roleRef"}:  binding,
	{Owner: "ClusterRoleBinding", Name: "subjects"}: binding,

	{Owner: "NetworkPolicy", Name: "spec"}:            networkPolicy,
	{Owner: "NetworkPolicySpec", Name: "ingress"}:     networkPolicy,
	{Owner: "NetworkPolicySpec", Name: "egress"}:      networkPolicy,
	{Owner: "NetworkPolicySpec", Name: "policyTypes"}: networkPolicy,
	{Owner: "NetworkPolicySpec", Name: "podSelector"}: networkPolicy,

	{Owner: "Pod", Name: "spec"}:                                        podSpec,
	{Owner: "PodTemplateSpec", Name: "spec"}:                            podSpec,
	{Owner: "Container", Name: "resources"}:                             resources,
	{Owner: "ResourceRequirements", Name: "requests"}:                   resources,
	{Owner: "ResourceRequirements", Name: "limits"}:                     resources,
	{Owner: "DeploymentSpec", Name: "replicas"}:                         rollout,
	{Owner: "DeploymentSpec", Name: "strategy"}:                         rollout,
	{Owner: "RollingUpdateDeployment", Name: "maxSurge"}:                rollout,
	{Owner: "RollingUpdateDeployment", Name: "maxUnavailable"}:          rollout,
	{Owner: "StatefulSetSpec", Name: "replicas"}:                        rollout,
	{Owner: "StatefulSetSpec", Name: "updateStrategy"}:                  rollout,
	{Owner: "RollingUpdateStatefulSetStrategy", Name: "partition"}:      rollout,
	{Owner: "RollingUpdateStatefulSetStrategy", Name: "maxUnavailable"}: rollout,
	{Owner: "DaemonSetSpec", Name: "updateStrategy"}:                    rollout,
	{Owner: "RollingUpdateDaemonSet", Name: "maxSurge"}:                 rollout,
	{Owner: "RollingUpdateDaemonSet", Name: "maxUnavailable"}:           rollout,
	{Owner: "PodSpec", Name: "terminationGracePeriodSeconds"}:           termination,
	{Owner: "ResourceQuotaSpec", Name: "hard"}:                          quota,
	{Owner: "ResourceQuotaSpec", Name: "scopes"}:                        quota,
	{Owner: "ResourceQuotaSpec", Name: "scopeSelector"}:                 quota,
	{Owner: "PersistentVolumeClaim", Name: "spec"}:                      volumeClaim,
	{Owner: "PersistentVolumeClaimSpec", Name: "resources"}:             volumeClaim,
	{Owner: "PersistentVolumeClaimSpec", Name: "storageClassName"}:      volumeClaim,
	{Owner: "Container", Name: "livenessProbe"}:                         probe,
	{Owner: "Container", Name: "readinessProbe"}:                        probe,
	{Owner: "Container", Name: "startupProbe"}:                          probe,
	{Owner: "Probe", Name: "periodSeconds"}:                             probe,
	{Owner: "Probe", Name: "failureThreshold"}:                          probe,
	{Owner: "Probe", Name: "timeoutSeconds"}:                            probe,
	{Owner: "Probe", Name: "initialDelaySeconds"}:                       probe,
	{Owner: "HorizontalPodAutoscalerSpec", Name: "metrics"}:             autoscaler,
	{Owner: "HorizontalPodAutoscalerSpec", Name: "minReplicas"}:         autoscaler,
	{Owner: "HorizontalPodAutoscalerSpec", Name: "maxReplicas"}:         autoscaler,
	{Owner: "HorizontalPodAutoscalerSpec", Name: "scaleTargetRef"}:      autoscaler,
	{Owner: "PodDisruptionBudgetSpec", Name: "minAvailable"}:            disruption,
	{Owner: "PodDisruptionBudgetSpec", Name: "maxUnavailable"}:          disruption,

	{Owner: "CronJobSpec", Name: "schedule"}: schedule,
	{Owner: "CronJobSpec", Name: "timeZone"}: schedule,

	{Owner: "Container", Name: "image"}:                    image,
	{Owner: "EphemeralContainer", Name: "image"}:           image,
	{Owner: "Container", Name: "imagePullPolicy"}:          image,
	{Owner: "ServiceSpec", Name: "selector"}:               labelMap,
	{Owner: "ReplicationControllerSpec", Name: "selector"}: labelMap,
	{Owner: "PodSpec", Name: "nodeSelector"}:               labelMap,
	{Owner: "PodSpec", Name: "tolerations"}:                tolerations,
	{Owner: "Toleration", Name: "key"}:                     tolerations,
	{Owner: "Toleration", Name: "operator"}:                tolerations,
	{Owner: "Toleration", Name: "value"}:                   tolerations,
	{Owner: "Toleration", Name: "effect"}:                  tolerations,
	{Owner: "Toleration", Name: "tolerationSeconds"}:       tolerations,
	{Owner: "NodeSpec", Name: "taints"}:                    taints,
	{Owner: "Secret", Name: "data"}:                        secret,

	{Owner: "PersistentVolumeClaimSpec", Name: "accessModes"}: accessMode,
	{Owner: "PersistentVolumeSpec", Name: "accessModes"}:      accessMode,
}

// get returns a value in decoded objects, or nil.
func get(v any, path ...string) any {
	for _, name := range path {
		m, _ := v.(map[string]any)
		v = m[name]
	}
	return v
}

// text returns a scalar as it would be written, and nothing for others.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int64, uint64, float64, int:
		return number(v)
	}
	return ""
}

func rules(v View, s *Subject) []string {
	return v.policyRules(s, get(s.At[0].Value, "rules"))
}

func rule(v View, s *Subject) []string { return v.policyRules(s, []any{s.Within("PolicyRule")}) }

func (v View) policyRules(s *Subject, all any) []string {
	namespace, _ := get(s.At[0].Value, "metadata", "namespace").(string)
	return value.PolicyRules(all, namespace, s.Kind == "ClusterRole", v.Language)
}

func binding(v View, s *Subject) []string {
	object := s.At[0].Value
	namespace, _ := get(object, "metadata", "namespace").(string)
	return value.Binding(get(object, "roleRef"), get(object, "subjects"), namespace, s.Kind == "ClusterRoleBinding", v.Language)
}

func networkPolicy(v View, s *Subject) []string {
	namespace, _ := get(s.At[0].Value, "metadata", "namespace").(string)
	return value.NetworkPolicy(get(s.At[0].Value, "spec"), namespace, v.Language)
}

// schedule says when a CronJob runs, in words and with the next times.
func schedule(v View, s *Subject) []string {
	spec := get(s.At[0].Value, "spec")
	expression, zone := text(get(spec, "schedule")), text(get(spec, "timeZone"))
	words, next, ok := value.Cron(expression, zone, v.Now, v.Language)
	if !ok {
		return nil
	}
	if len(next) == 0 {
		return []string{words, v.words().pick("It never runs.", "実行されることはない。")}
	}
	times := make([]string, len(next))
	for i, t := range next {
		times[i] = t.Format("2006-01-02 15:04 MST")
		if i > 0 && t.Format(time.DateOnly) == next[i-1].Format(time.DateOnly) {
			times[i] = t.Format("15:04")
		}
	}
	return []string{words, v.words().pick("Next: ", "次回: ") + strings.Join(times, ", ")}
}

func image(v View, s *Subject) []string {
	for _, owner := range []string{"Container", "EphemeralContainer"} {
		if ref, ok := get(s.Within(owner), "image").(string); ok {
			return value.Image(ref, v.Language)
		}
	}
	return nil
}

func labelMap(v View, s *Subject) []string {
	return []string{value.LabelMap(s.Named(s.Field().Name), v.Language)}
}

func tolerations(v View, s *Subject) []string {
	if one := s.Within("Toleration"); one != nil {
		return []string{value.Toleration(one, v.Language)}
	}
	return each(s.Named("tolerations"), func(x any) string { return value.Toleration(x, v.Language) })
}

func taints(v View, s *Subject) []string {
	return each(s.Named("taints"), func(x any) string { return value.Taint(x, v.Language) })
}

// each describes the items of a list.
func each(list any, describe func(any) string) []string {
	items, _ := list.([]any)
	var all []string
	for _, x := range items {
		all = append(all, describe(x))
		if len(all) == mostHere {
			break
		}
	}
	return all
}

// secret says what kind of thing a value of a Secret is, and the value itself only if
// a setting allows it.
func secret(v View, s *Subject) []string {
	if s.Last().Key == "data" {
		return nil
	}
	words, decoded, ok := value.Base64(text(s.Last().Value), v.Language)
	if !ok {
		return nil
	}
	all := []string{words}
	const longest = 200
	if v.Secrets && decoded != "" && len(decoded) <= longest && !strings.ContainsAny(decoded, "`\n") {
		all = append(all, "`"+decoded+"`")
	}
	return all
}

func accessMode(v View, s *Subject) []string {
	if mode, ok := s.Last().Value.(string); ok {
		return []string{value.AccessMode(mode, v.Language)}
	}
	return each(s.Named("accessModes"), func(x any) string { return value.AccessMode(text(x), v.Language) })
}
