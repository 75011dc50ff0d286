package effect

import "github.com/kubelore/kubelore/knowledge/language"

// Rollout returns how a Deployment, a DaemonSet or a StatefulSet of apps/v1 replaces
// its Pods when its template changes.
func Rollout(workload any, l language.Language) string {
	r := &reader{}
	object := r.object(workload)
	spec := r.object(object["spec"])
	var words string
	switch object["kind"] {
	case "Deployment":
		words = r.deployment(spec, l)
	case "DaemonSet":
		words = r.daemonSet(r.object(spec["updateStrategy"]), l)
	case "StatefulSet":
		words = r.statefulSet(spec, l)
	}
	if r.bad {
		return ""
	}
	return words
}

func (r *reader) deployment(spec map[string]any, l language.Language) string {
	strategy := r.object(spec["strategy"])
	rolling := r.object(strategy["rollingUpdate"])
	replicas, kind := r.count(spec["replicas"], 1), r.text(strategy["type"], "RollingUpdate")
	surge, unavailable := r.share(rolling["maxSurge"], share{25, true}), r.share(rolling["maxUnavailable"], share{25, true})
	switch {
	case r.flag(spec["paused"]):
		return pick(l, "It is paused: a change of the template starts no rollout.", "一時停止中 (`paused`)。テンプレートを変えてもロールアウトは始まらない。")
	case replicas == 0:
		return ""
	case kind == "Recreate" && len(rolling) == 0:
		return say(l, "%[1]s: a rollout stops all of them before it starts new ones, so nothing runs in between.",
			"レプリカ数 %[2]d。ロールアウトでは古い Pod をすべて停止してから新しい Pod を作るため、停止時間が生じる。", plural(replicas, "replica"), replicas)
	case kind != "RollingUpdate" || surge.n == 0 && unavailable.n == 0 || unavailable.percent && unavailable.n > 100:
		return "" // refused
	}
	more, fewer, note := surge.of(replicas, true), min(unavailable.of(replicas, false), replicas), ""
	if more == 0 && fewer == 0 {
		// Only the rounding did this. The controller prefers to take one down, because a
		// quota might not let it start one more.
		fewer, note = 1, pick(l, "`maxUnavailable` rounds down to 0 here, and counts as 1.", "`maxUnavailable` は切り捨てで 0 になるため、1 とみなされる。")
	}
	return sentences(l, say(l, "%[1]s: during a rollout never below %[3]d available, and at most %[4]d Pods at a time, besides those that are terminating.",
		"レプリカ数 %[2]d。ロールアウト中も利用可能な Pod は %[3]d を下回らず、Pod は同時に最大 %[4]d (終了処理中のものを除く)。",
		plural(replicas, "replica"), replicas, replicas-fewer, replicas+more), note)
}

// daemonSet rounds up both percentages, of the number of nodes that run the Pod.
func (r *reader) daemonSet(strategy map[string]any, l language.Language) string {
	rolling := r.object(strategy["rollingUpdate"])
	surge, unavailable := r.share(rolling["maxSurge"], share{}), r.share(rolling["maxUnavailable"], share{n: 1})
	switch kind := r.text(strategy["type"], "RollingUpdate"); {
	case kind == "OnDelete":
		return onDelete(l)
	case kind != "RollingUpdate" || (surge.n == 0) == (unavailable.n == 0) || max(surge.n, unavailable.n) > 100 && (surge.percent || unavailable.percent):
		return "" // refused
	case surge.n > 0:
		return say(l, "On at most %s at a time, a new Pod starts beside the old one, which stops once the new one is available.",
			"同時に最大%sで、新しい Pod を古い Pod と並べて起動し、利用可能になったら古い方を停止する。", nodes(surge, l))
	}
	return say(l, "On at most %s at a time, the old Pod stops before a new one starts.",
		"同時に最大%sで、古い Pod を停止してから新しい Pod を起動する。", nodes(unavailable, l))
}

func nodes(s share, l language.Language) string {
	if s.percent {
		return say(l, "%d %% of the nodes (rounded up)", "ノードの %d%% (切り上げ) ", s.n)
	}
	return say(l, "%[1]s", " %[2]d ノード", plural(s.n, "node"), s.n)
}

// statefulSet rounds maxUnavailable down, but never below 1. The strategy Recreate
// needs a gate that is off.
func (r *reader) statefulSet(spec map[string]any, l language.Language) string {
	strategy := r.object(spec["updateStrategy"])
	rolling := r.object(strategy["rollingUpdate"])
	replicas, partition := r.count(spec["replicas"], 1), r.count(rolling["partition"], 0)
	unavailable := r.share(rolling["maxUnavailable"], share{n: 1})
	switch kind := r.text(strategy["type"], "RollingUpdate"); {
	case kind == "OnDelete":
		return onDelete(l)
	case kind != "RollingUpdate" || unavailable.n == 0 || unavailable.percent && unavailable.n > 100 || replicas == 0:
		return ""
	case partition >= replicas:
		return say(l, "A rollout replaces no Pod: `partition` is %[1]d, and there are no more than %[2]s.",
			"`partition` が %[1]d でレプリカ数が %[3]d のため、ロールアウトはどの Pod も置き換えない。", partition, plural(replicas, "replica"), replicas)
	}
	updated, at := replicas-partition, max(1, unavailable.of(replicas, false))
	which := say(l, "A rollout replaces %[1]s", "ロールアウトでは %[2]d 個の Pod を", plural(updated, "Pod"), updated)
	if partition > 0 {
		which = say(l, "A rollout replaces %[1]d of %[2]d Pods", "ロールアウトでは %[2]d 個のうち %[1]d 個の Pod を", updated, replicas)
	}
	if at == 1 {
		return say(l, "%s, from the highest number down, one at a time: each must be available before the next one stops.",
			"%s、番号の大きい方から 1 つずつ置き換える。新しい Pod が利用可能になるまで次は停止しない。", which)
	}
	return say(l, "%s, from the highest number down, while at most %d are not available.",
		"%s、番号の大きい方から置き換える。同時に利用できない Pod は最大 %d 個。", which, at)
}

func onDelete(l language.Language) string {
	return pick(l, "A changed template reaches a Pod only after somebody deletes the old one.", "テンプレートの変更は、古い Pod を手動で削除するまで反映されない。")
}
