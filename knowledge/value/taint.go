package value

import "github.com/kubelore/kubelore/knowledge/language"

// Toleration returns which taints a toleration covers, and for how long.
func Toleration(t any, l language.Language) string {
	m, ok := t.(map[string]any)
	which := tolerated(m, l)
	effect, isText := textAt(m, "effect")
	if !ok || which == "" || !isText {
		return ""
	}
	switch effect {
	case "":
		return say(l, "Tolerates %s, with any effect: the Pod may be scheduled onto the node and is not evicted.",
			"%s を許容する (effect は問わない)。Pod はそのノードに配置でき、退避もされない。", which)
	case "NoSchedule":
		return say(l, "Tolerates %s with the effect `NoSchedule`: the Pod may be scheduled onto the node.",
			"%s を許容する (effect は `NoSchedule`)。Pod はそのノードに配置できる。", which)
	case "PreferNoSchedule":
		return say(l, "Tolerates %s with the effect `PreferNoSchedule`: the scheduler does not avoid the node for it.",
			"%s を許容する (effect は `PreferNoSchedule`)。スケジューラーはそれを理由にノードを避けない。", which)
	case "NoExecute":
		if how := stay(m, l); how != "" {
			return say(l, "Tolerates %s with the effect `NoExecute`: %s.", "%s を許容する (effect は `NoExecute`)。%s。", which, how)
		}
	}
	return ""
}

// tolerated returns the taints that a toleration covers as a phrase, or nothing.
func tolerated(m map[string]any, l language.Language) string {
	key, isText := textAt(m, "key")
	operator, known := textAt(m, "operator")
	v, isValue := textAt(m, "value")
	if !isText || !known || !isValue {
		return ""
	}
	switch {
	case operator == "Exists" && v != "":
		return "" // the API server refuses it
	case operator == "Exists" && key == "":
		return pick(l, "every taint", "すべての taint")
	case key == "":
		return ""
	case operator == "Exists":
		return say(l, "the taint %s, whatever its value,", "taint %s (値は問わない)", code(key))
	case operator == "" || operator == "Equal":
		return say(l, "the taint %s", "taint %s", code(taintName(key, v)))
	case operator == "Lt":
		return say(l, "the taint %s with a number below %s (needs the feature gate `TaintTolerationComparisonOperators`)",
			"%[2]s より小さい数値の taint %[1]s (フィーチャーゲート `TaintTolerationComparisonOperators` が必要)", code(key), code(v))
	case operator == "Gt":
		return say(l, "the taint %s with a number above %s (needs the feature gate `TaintTolerationComparisonOperators`)",
			"%[2]s より大きい数値の taint %[1]s (フィーチャーゲート `TaintTolerationComparisonOperators` が必要)", code(key), code(v))
	}
	return ""
}

// stay returns how long a Pod stays on a node with a NoExecute taint, or nothing.
func stay(m map[string]any, l language.Language) string {
	seconds, found, ok := numberAt(m, "tolerationSeconds")
	switch {
	case !ok:
		return ""
	case !found:
		return pick(l, "the Pod may be scheduled onto the node and stays on it", "Pod はそのノードに配置でき、そのまま動き続ける")
	case seconds <= 0:
		return pick(l, "because of `tolerationSeconds` the Pod is evicted at once", "`tolerationSeconds` により、ただちに退避される")
	}
	return say(l, "the Pod stays for %s after the taint appears and is evicted then", "taint が付いてから %s後に退避される", Duration(seconds, l))
}

// Taint returns what a taint on a node does to Pods.
func Taint(t any, l language.Language) string {
	m, _ := t.(map[string]any)
	key, isText := textAt(m, "key")
	v, isValue := textAt(m, "value")
	effect, _ := textAt(m, "effect")
	if !isText || !isValue || key == "" {
		return ""
	}
	does := map[string]language.Text{
		"NoSchedule": {
			EN: "are not scheduled onto the node; those that run there stay",
			JA: "このノードに配置されない。すでに動いているものは残る",
		},
		"PreferNoSchedule": {
			EN: "are scheduled onto other nodes if that is possible",
			JA: "できるだけ他のノードに配置される",
		},
		"NoExecute": {
			EN: "are not scheduled onto the node, and those that run there are evicted",
			JA: "このノードに配置されず、動いているものは退避される",
		},
	}[effect].In(l)
	if does == "" {
		return ""
	}
	return say(l, "Pods that do not tolerate %s %s.", "%s を許容しない Pod は%s。", code(taintName(key, v)), does)
}

// taintName writes a taint without its effect, as kubectl does.
func taintName(key, v string) string {
	if v == "" {
		return key
	}
	return key + "=" + v
}
