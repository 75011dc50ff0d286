package effect

import "github.com/kubelore/kubelore/knowledge/language"

// Autoscaler returns what a HorizontalPodAutoscaler of autoscaling/v1 or v2 does, a
// sentence each: the range, the replicas that its metrics ask for, how fast it moves.
// What kube-controller-manager has flags for is at its default.
func Autoscaler(hpa any, l language.Language) []string {
	r := &reader{}
	object := r.object(hpa)
	spec := r.object(object["spec"])
	least, most := r.count(spec["minReplicas"], 1), r.count(spec["maxReplicas"], 0)
	if r.bad || most == 0 || least > most {
		return nil
	}
	all := []string{scaleRange(least, most, spec["minReplicas"] == nil, l)}
	switch object["apiVersion"] {
	case "autoscaling/v1":
		// The other metrics and the behavior of an object that was written as v2 are in
		// annotations.
		annotations := r.object(r.object(object["metadata"])["annotations"])
		if annotations["autoscaling.alpha.kubernetes.io/metrics"] != nil || annotations["autoscaling.alpha.kubernetes.io/behavior"] != nil {
			break
		}
		target := spec["targetCPUUtilizationPercentage"]
		all = append(all, filled(missingMetrics(target == nil, l), utilization(cpu, r.count(target, 80), l))...)
		all = append(all, r.behavior(nil, l)...)
	case "autoscaling/v2":
		metrics := r.list(spec["metrics"])
		all = append(all, filled(missingMetrics(len(metrics) == 0, l))...)
		if len(metrics) == 0 {
			all = append(all, utilization(cpu, 80, l))
		}
		for _, m := range metrics {
			words := r.metric(r.object(m), l)
			r.bad = r.bad || words == ""
			all = append(all, words)
		}
		if len(metrics) > 1 {
			all = append(all, pick(l, "The metric that asks for the most replicas decides.", "最も多いレプリカ数を求めるメトリクスが採用される。"))
		}
		all = append(all, r.behavior(r.object(spec["behavior"]), l)...)
	default:
		return nil
	}
	if r.bad {
		return nil
	}
	return all
}

func scaleRange(least, most int64, missing bool, l language.Language) string {
	note := ""
	if missing {
		note = pick(l, " (`minReplicas` is 1 by default)", " (`minReplicas` の既定値は 1)")
	}
	return say(l, "Keeps from %d to %d replicas%s.", "レプリカ数を %d から %d の範囲に保つ%s。", least, most, note)
}

func missingMetrics(missing bool, l language.Language) string {
	if !missing {
		return ""
	}
	return pick(l, "No metric is given, so cpu counts, at 80 % of the requests.", "メトリクスの指定がないため、requests に対する cpu 使用率 80% が使われる。")
}

// utilization returns the formula for a target in percent of the requests.
func utilization(name string, target int64, l language.Language) string {
	if target < 1 {
		return ""
	}
	return say(l, "%s: wants `ceil(replicas × utilization ÷ %d%%)`; the utilization is the usage of the Pods in percent of their requests.",
		"%s: `ceil(レプリカ数 × 使用率 ÷ %d%%)` を求める。使用率は Pod の requests に対する使用量の割合。", code(name), target)
}

// metric returns what one metric of autoscaling/v2 asks for, or nothing if it is not
// understood.
func (r *reader) metric(m map[string]any, l language.Language) string {
	kind := r.text(m["type"], "")
	field := map[string]string{"Resource": "resource", "ContainerResource": "containerResource", "Pods": "pods", "Object": "object", "External": "external"}[kind]
	source := r.object(m[field])
	target := r.object(source["target"])
	name := r.text(source["name"], "")
	if field == "pods" || field == "object" || field == "external" {
		name = r.text(r.object(source["metric"])["name"], "")
	}
	if r.bad || name == "" {
		return ""
	}
	of := code(name)
	if field == "containerResource" {
		of = say(l, "%[1]s of the container %[2]s", "コンテナ %[2]s の %[1]s", of, code(r.text(source["container"], "")))
	}
	perPod := field == "resource" || field == "containerResource"
	switch wanted := r.text(target["type"], ""); {
	case wanted == "Utilization" && perPod:
		percent := r.count(target["averageUtilization"], 0)
		if field == "containerResource" && percent > 0 {
			return say(l, "%s: wants `ceil(replicas × utilization ÷ %d%%)`; the utilization is its usage in percent of its requests.",
				"%s: `ceil(レプリカ数 × 使用率 ÷ %d%%)` を求める。使用率はそのコンテナの requests に対する割合。", of, percent)
		}
		return utilization(name, percent, l)
	case wanted == "AverageValue":
		q, ok := quantity(target["averageValue"])
		if !ok || q.IsZero() {
			return ""
		}
		if field == "object" || field == "external" {
			return say(l, "%s: wants `ceil(value ÷ %s)`.", "%s: `ceil(値 ÷ %s)` を求める。", of, q.String())
		}
		return say(l, "%s: wants `ceil(replicas × average of the Pods ÷ %s)`.", "%s: `ceil(レプリカ数 × Pod の平均値 ÷ %s)` を求める。", of, q.String())
	case wanted == "Value" && (field == "object" || field == "external"):
		q, ok := quantity(target["value"])
		if !ok || q.IsZero() {
			return ""
		}
		return say(l, "%s: wants `ceil(ready replicas × value ÷ %s)`.", "%s: `ceil(Ready なレプリカ数 × 値 ÷ %s)` を求める。", of, q.String())
	}
	return ""
}
