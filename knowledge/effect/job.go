package effect

import "github.com/kubelore/kubelore/knowledge/language"

// JobRun returns what a Job runs and when it ends. The jobTemplate of a CronJob is
// shaped like one.
func JobRun(job any, l language.Language) string {
	r := &reader{}
	object := r.object(job)
	spec := r.object(object["spec"])
	words := sentences(l, r.work(spec, l), r.failure(spec, l), r.deadline(spec, l), r.removal(spec, l))
	if spec == nil || r.bad {
		return ""
	}
	return words
}

// work returns what makes a Job complete.
func (r *reader) work(spec map[string]any, l language.Language) string {
	parallel, wanted := r.count(spec["parallelism"], 1), r.count(spec["completions"], 1)
	switch {
	case r.flag(spec["suspend"]):
		return pick(l, "It is suspended: no Pods run until `suspend` is false.", "一時停止中 (`suspend`)。false になるまで Pod は動かない。")
	case parallel == 0:
		return pick(l, "No Pods run while `parallelism` is 0.", "`parallelism` が 0 の間、Pod は動かない。")
	case spec["completions"] == nil && spec["parallelism"] != nil:
		return say(l, "Runs %[1]s at once; it is complete when one has succeeded and all have ended.",
			"%[2]d 個の Pod を同時に動かす。1 つ以上が成功し、すべてが終わると完了。", plural(parallel, "Pod"), parallel)
	case wanted == 0:
		return pick(l, "It is complete at once: `completions` is 0.", "`completions` が 0 のため、直ちに完了する。")
	}
	order := say(l, ", %d at a time", " (同時に %d 個)", min(parallel, wanted))
	if wanted == 1 || parallel == 1 {
		order = pick(l, ", one at a time", " (1 つずつ)")
	}
	if wanted == 1 {
		order = ""
	}
	if r.text(spec["completionMode"], "NonIndexed") == "Indexed" {
		return say(l, "Runs until the Pod of each index from 0 to %d has succeeded%s.", "0 から %d の各インデックスの Pod が成功するまで動かす%s。", wanted-1, order)
	}
	return say(l, "Runs until %[1]s succeeded%[3]s.", "%[2]d 個の Pod が成功するまで動かす%[3]s。", plural(wanted, "Pod")+hasOrHave(wanted), wanted, order)
}

func hasOrHave(n int64) string {
	if n == 1 {
		return " has"
	}
	return " have"
}

// failure returns what makes a Job fail. Pods that are replaced count each; with
// OnFailure the restarts of containers count as well.
func (r *reader) failure(spec map[string]any, l language.Language) string {
	if spec["backoffLimitPerIndex"] != nil {
		return say(l, "Each index is tried again up to %s; the Job fails in the end if one has failed.", "各インデックスの再試行は最大%s。失敗したものがあれば、最後に Job は失敗する。",
			times(r.count(spec["backoffLimitPerIndex"], 0), l))
	}
	limit := r.count(spec["backoffLimit"], 6)
	note := ""
	if spec["podFailurePolicy"] != nil {
		note = pick(l, ", if `podFailurePolicy` decides nothing else", " (`podFailurePolicy` が別の判断をしない場合)")
	}
	if r.text(r.object(r.object(spec["template"])["spec"])["restartPolicy"], "") == "OnFailure" {
		return say(l, "Containers that fail restart in place; the Job fails once they have done so %s%s.",
			"失敗したコンテナは同じ Pod で再起動される。再起動が合計%sに達すると Job は失敗する%s。", times(max(limit, 1), l), note)
	}
	if limit == 0 {
		return say(l, "The Job fails with the first failed Pod%s.", "Pod が 1 つ失敗すると Job は失敗する%s。", note)
	}
	return say(l, "The Job fails once more than %[1]s failed%[3]s; new ones start after 10 s, 20 s and so on, up to 10 min.",
		"失敗した Pod が %[2]d 個を超えると Job は失敗する%[3]s。再試行の間隔は 10 秒から倍々に 10 分まで。", plural(limit, "Pod")+hasOrHave(limit), limit, note)
}

func times(n int64, l language.Language) string {
	return say(l, "%[1]s", " %[2]d 回", plural(n, "time"), n)
}

func (r *reader) deadline(spec map[string]any, l language.Language) string {
	if spec["activeDeadlineSeconds"] == nil {
		return ""
	}
	return say(l, "After %s it is stopped and has failed.", "%sで打ち切られ、失敗となる。", duration(r.count(spec["activeDeadlineSeconds"], 0), l))
}

func (r *reader) removal(spec map[string]any, l language.Language) string {
	if spec["ttlSecondsAfterFinished"] == nil {
		return ""
	}
	seconds := r.count(spec["ttlSecondsAfterFinished"], 0)
	if seconds == 0 {
		return pick(l, "It is deleted with its Pods as soon as it has ended.", "終了すると直ちに Pod ごと削除される。")
	}
	return say(l, "It is deleted with its Pods %s after it has ended.", "終了から %s後に Pod ごと削除される。", duration(seconds, l))
}
