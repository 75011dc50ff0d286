package effect

import "github.com/kubelore/kubelore/knowledge/language"

// Disruption returns how many Pods a PodDisruptionBudget lets evictions take down at
// once, and when it blocks them. replicas is the number of Pods that it selects, if
// that is known.
func Disruption(pdb any, replicas int64, known bool, l language.Language) string {
	r := &reader{}
	spec := r.object(r.object(pdb)["spec"])
	least, most := spec["minAvailable"], spec["maxUnavailable"]
	s := r.share(least, r.share(most, share{}))
	switch {
	case r.bad || least != nil && most != nil || s.percent && s.n > 100 || known && replicas < 1:
		return ""
	case least == nil && most == nil:
		// The controller then expects no Pods, and allows nothing for those that are there.
		return say(l, "Without `minAvailable` or `maxUnavailable` no Pod may be evicted: %s.", "`minAvailable` も `maxUnavailable` もないと、どの Pod も退避できない。%s。", blocks(l))
	case known:
		return allowed(s, replicas, least != nil, l)
	case least == nil && s.n == 0 || least != nil && s.percent && s.n == 100:
		return say(l, "No Pod may be evicted: %s.", "どの Pod も退避できない。%s。", blocks(l))
	}
	amount := pods(s, l)
	if least != nil {
		if s.percent {
			return say(l, "An eviction must leave at least %s ready.", "退避後も Ready な Pod が%s以上残る必要がある。", amount)
		}
		return say(l, "An eviction must leave at least %s ready; with no more replicas than that, none is possible.",
			"退避後も Ready な Pod が%s以上残る必要がある。レプリカ数がそれ以下なら退避できない。", amount)
	}
	return say(l, "Evictions may take down %s at once; Pods that are not ready count as down.", "退避で同時に減らせる Pod は%sまで。Ready でない Pod も数に入る。", amount)
}

// allowed says how many of a known number of Pods may be down. The controller rounds
// percentages up in both fields.
func allowed(s share, replicas int64, available bool, l language.Language) string {
	down := min(s.of(replicas, true), replicas)
	if available {
		down = replicas - down
	}
	if down == 0 {
		return say(l, "With %[1]s no Pod may be evicted: %[3]s.", "レプリカ数 %[2]d では、どの Pod も退避できない。%[3]s。", plural(replicas, "replica"), replicas, blocks(l))
	}
	return say(l, "With %[1]s, evictions may take down %[3]d at once; Pods that are not ready count as down.",
		"レプリカ数 %[2]d に対し、退避で同時に減らせる Pod は %[3]d 個まで。Ready でない Pod も数に入る。", plural(replicas, "replica"), replicas, down)
}

func blocks(l language.Language) string {
	return pick(l, "`kubectl drain` of their nodes never ends", "ノードの `kubectl drain` が終わらない")
}

func pods(s share, l language.Language) string {
	if s.percent {
		return say(l, "%d %% of the expected Pods (rounded up)", "期待される数の %d%% (切り上げ) ", s.n)
	}
	return say(l, "%[1]s", " %[2]d 個", plural(s.n, "Pod"), s.n)
}
