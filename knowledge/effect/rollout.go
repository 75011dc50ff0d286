package effect

import (
	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/kubelore/kubelore/knowledge/language"
)

// Rollout says how the Pods of a Deployment are replaced.
func Rollout(deployment any, l language.Language) string {
	d, ok := read[appsv1.Deployment](deployment)
	if !ok {
		return ""
	}
	replicas := int64(1)
	if d.Spec.Replicas != nil {
		replicas = int64(*d.Spec.Replicas)
	}
	if replicas <= 0 {
		return ""
	}
	if d.Spec.Strategy.Type == appsv1.RecreateDeploymentStrategyType {
		return in(l, language.Text{
			EN: "A rollout ends all %d Pods before it starts new ones: there is a gap.",
			JA: "ロールアウトでは %d 個の Pod をすべて終わらせてから新しいものを始める。停止時間ができる。",
		}, replicas)
	}
	quarter := intstr.FromString("25%")
	surge, unavailable := &quarter, &quarter
	if r := d.Spec.Strategy.RollingUpdate; r != nil {
		if r.MaxSurge != nil {
			surge = r.MaxSurge
		}
		if r.MaxUnavailable != nil {
			unavailable = r.MaxUnavailable
		}
	}
	more, ok1 := scaled(surge, replicas, true)
	fewer, ok2 := scaled(unavailable, replicas, false)
	if !ok1 || !ok2 || more < 0 || fewer < 0 {
		return ""
	}
	if more == 0 && fewer == 0 {
		fewer = 1 // as the controller does, so that a rollout can move
	}
	return in(l, language.Text{
		EN: "A rollout keeps at least %d of %d Pods available, and has at most %d at a time.",
		JA: "ロールアウト中も、%[2]d 個の Pod のうち %[1]d 個以上が使え、全体は %[3]d 個を超えない。",
	}, max(replicas-fewer, 0), replicas, replicas+more)
}
