package effect

import "github.com/kubelore/kubelore/knowledge/language"

// behavior returns how fast an autoscaler moves; nil is one without behavior, which
// has a limit of its own for growing.
func (r *reader) behavior(m map[string]any, l language.Language) []string {
	up, down := r.object(m["scaleUp"]), r.object(m["scaleDown"])
	var grow string
	if m == nil {
		grow = pick(l, "Growing: at once, in each round (15 s) at most to the double, or to 4.", "増加: 待たずに、1 回 (15 秒ごと) につき最大で 2 倍または 4 まで。")
	} else {
		grow = r.scaling(up, true, l)
	}
	return filled(grow, r.scaling(down, false, l), r.tolerance(up["tolerance"], down["tolerance"], l))
}

// scaling returns the rules of one direction. Growing by default waits for nothing and
// adds 4 Pods or 100 % in 15 s; shrinking looks back 300 s and may then drop
// everything.
func (r *reader) scaling(rules map[string]any, up bool, l language.Language) string {
	window := int64(300)
	direction, extreme := pick(l, "Shrinking", "減少"), pick(l, "highest", "最大")
	if up {
		window, direction, extreme = 0, pick(l, "Growing", "増加"), pick(l, "lowest", "最小")
	}
	window = r.count(rules["stabilizationWindowSeconds"], window)
	chosen := r.text(rules["selectPolicy"], "Max")
	if chosen == "Disabled" {
		return say(l, "%s: never.", "%s: 行わない。", direction)
	}
	start := pick(l, "at once", "待たずに")
	if window > 0 {
		start = say(l, "to the %s proposal of the last %s", "直近 %[2]sの提案の%[1]s値へ", extreme, duration(window, l))
	}
	steps := r.policies(rules["policies"], up, chosen, l)
	if steps == "" {
		return say(l, "%s: %s, in one step.", "%s: %s、一度に。", direction, start)
	}
	return say(l, "%s: %s, by %s.", "%s: %s、%s。", direction, start, steps)
}

// policies returns the largest step, or nothing if there is no limit.
func (r *reader) policies(v any, up bool, chosen string, l language.Language) string {
	items := r.list(v)
	if v == nil {
		if !up {
			return ""
		}
		items = []any{
			map[string]any{"type": "Pods", "value": 4, "periodSeconds": 15},
			map[string]any{"type": "Percent", "value": 100, "periodSeconds": 15},
		}
	}
	// Without policies the API server refuses the object.
	r.bad = r.bad || len(items) == 0 || chosen != "Max" && chosen != "Min"
	var steps []string
	unlimited := 0
	for _, item := range items {
		m := r.object(item)
		n, period, kind := r.count(m["value"], 0), r.count(m["periodSeconds"], 0), r.text(m["type"], "")
		r.bad = r.bad || n == 0 || period == 0 || kind != "Pods" && kind != "Percent"
		step := say(l, "%d %% in %s", "%[2]sに %[1]d%%", n, duration(period, l))
		if kind == "Pods" {
			step = say(l, "%[1]s in %[3]s", "%[3]sに %[2]d Pod", plural(n, "Pod"), n, duration(period, l))
		} else if n >= 100 && !up {
			unlimited++
		}
		steps = append(steps, step)
	}
	const most = 4
	switch {
	case unlimited > 0 && (chosen == "Max" || unlimited == len(items)):
		return ""
	case len(steps) == 1:
		return say(l, "at most %s", "最大で %s", steps[0])
	case len(steps) > most:
		return say(l, "the steps of its %d policies", "%d 個のポリシーに従って", len(steps))
	case chosen == "Min":
		return say(l, "at most the smaller of %s", "最大で %s の小さい方", and(l, steps))
	}
	return say(l, "at most the larger of %s", "最大で %s の大きい方", and(l, steps))
}

// tolerance returns how far a metric must be off its target.
func (r *reader) tolerance(up, down any, l language.Language) string {
	percent := func(v any) float64 {
		if v == nil {
			return 10 // the flag --horizontal-pod-autoscaler-tolerance
		}
		q, ok := quantity(v)
		r.bad = r.bad || !ok
		return float64(q.MilliValue()) / 10
	}
	above, below := percent(up), percent(down)
	if above == below {
		return say(l, "Nothing changes while the metrics are within %v %% of their targets.", "メトリクスと目標の差が %v%% 以内なら何もしない。", above)
	}
	return say(l, "Nothing changes while the metrics are at most %v %% above or %v %% below their targets.",
		"メトリクスが目標の %v%% 上から %v%% 下の間なら何もしない。", above, below)
}
