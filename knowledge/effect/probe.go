package effect

import (
	"strings"

	"github.com/kubelore/kubelore/knowledge/language"
)

// Probe returns when a probe acts at the latest, with the defaults filled in. kind is
// the name of its field: "startupProbe", "livenessProbe" or "readinessProbe".
func Probe(probe any, kind string, l language.Language) string {
	r := &reader{}
	m := r.object(probe)
	// A zero is replaced by the default too.
	value := func(field string, missing int64) int64 {
		if n := r.count(m[field], 0); n != 0 {
			return n
		}
		return missing
	}
	period, timeout := value("periodSeconds", 10), value("timeoutSeconds", 1)
	failures, successes := value("failureThreshold", 3), value("successThreshold", 1)
	delay := value("initialDelaySeconds", 0)
	if m == nil || r.bad {
		return ""
	}
	// At worst the container falls silent right after a success, and each probe waits
	// for its timeout. The next one starts no earlier than that.
	worst := period + (failures-1)*max(period, timeout) + timeout
	checks := say(l, "It probes every %[1]s with a timeout of %[2]s; %[3]s in a row %[4]s.", "%[1]s間隔、タイムアウト %[2]s、連続 %[5]d 回の失敗で不合格。",
		duration(period, l), duration(timeout, l), plural(failures, "failure"), verb(failures), failures)
	switch strings.TrimSuffix(kind, "Probe") {
	case "liveness":
		return sentences(l, checks,
			say(l, "A container that stops answering is killed about %s later at worst, and restarted as its restart policy says.",
				"応答しなくなったコンテナは、遅くとも約 %s後に停止され、再起動ポリシーに従って再起動される。", duration(worst, l)),
			say(l, "One that never answers is killed about %s after its start, if no startup probe delays that.",
				"一度も応答しないコンテナは、startupProbe による遅れがなければ、起動から約 %s後に停止される。", duration(delay+worst, l)))
	case "startup":
		return sentences(l, checks,
			say(l, "A container that never answers is killed about %s after its start, and restarted as its restart policy says; the other probes wait until this one has succeeded once.",
				"一度も応答しないコンテナは、起動から約 %s後に停止され、再起動ポリシーに従って再起動される。他のプローブは、これが一度成功するまで始まらない。",
				duration(delay+worst, l)))
	case "readiness":
		return sentences(l, checks,
			say(l, "A Pod that stops answering is removed from Services about %s later at worst, and is back about %s after it answers again.",
				"応答しなくなった Pod は、遅くとも約 %s後に Service の宛先から外れ、応答が戻ってから約 %s後に復帰する。",
				duration(worst, l), duration(successes*period, l)))
	}
	return ""
}

func verb(failures int64) string {
	if failures == 1 {
		return "counts"
	}
	return "count"
}

// Termination returns what terminationGracePeriodSeconds of a Pod means; nil is the
// default.
func Termination(seconds any, l language.Language) string {
	r := &reader{}
	grace := r.count(seconds, 30)
	switch {
	case r.bad:
		return ""
	case grace == 0:
		return pick(l, "A deleted Pod is gone from the API at once, and its containers are killed within seconds: another Pod may start while they still run.",
			"Pod を削除すると API からは直ちに消え、コンテナは数秒以内に強制終了される。それらがまだ動いている間に別の Pod が始まることがある。")
	}
	return say(l, "When the Pod is deleted, its containers have %s in all for the preStop hook and to end after their stop signal (usually SIGTERM); then they are killed.",
		"Pod の削除時、preStop フックと停止シグナル (通常は SIGTERM) 後の終了処理に合わせて %sの猶予がある。過ぎると強制終了される。", duration(grace, l))
}
