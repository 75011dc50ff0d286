package card

import (
	"fmt"

	"github.com/kubelore/kubelore/knowledge/catalog"
)

// lifecycle adds since when there is a field, until when, and which feature gate it
// needs.
func (v View) lifecycle(c *Card, s *Subject) {
	group, version := catalog.Split(s.APIVersion)
	step := s.Field()
	facts, ok := catalog.FieldFacts(group, version, step.Owner, step.Name)
	if !ok {
		// Fields of Pods and of metadata are those of the core group in every kind.
		if facts, ok = catalog.FieldFacts("", "v1", step.Owner, step.Name); !ok {
			return
		}
	}
	w := v.words()
	if facts.Since != 0 {
		c.Facts = append(c.Facts, w.since(facts.Since))
	}
	if facts.Gate != "" {
		gate := w.pick("feature gate ", "フィーチャーゲート ") + facts.Gate
		if facts.GateOn != 0 {
			gate += w.pick(", on since ", "、既定で有効なのは ") + facts.GateOn.String() + w.pick("", " から")
		} else {
			gate += w.pick(", off by default", "、既定で無効")
		}
		c.Facts = append(c.Facts, gate)
	}
	switch {
	case facts.Since > v.Target:
		c.Alert = w.pick(fmt.Sprintf("%s comes with %s; manifests here are written for %s.", c.Title, facts.Since, v.Target),
			fmt.Sprintf("%s は %s から。ここでは %s 向けに書いている。", c.Title, facts.Since, v.Target))
	case facts.Removed != 0 && facts.Removed <= v.Target:
		c.Alert = w.pick(fmt.Sprintf("%s was removed in %s.", c.Title, facts.Removed), fmt.Sprintf("%s は %s で廃止された。", c.Title, facts.Removed))
	case facts.Deprecated == catalog.Oldest:
		c.Alert = w.pick(c.Title+" is deprecated.", c.Title+" は非推奨。")
	case facts.Deprecated != 0 && facts.Deprecated <= v.Target:
		c.Alert = w.pick(fmt.Sprintf("%s is deprecated since %s.", c.Title, facts.Deprecated), fmt.Sprintf("%s は %s から非推奨。", c.Title, facts.Deprecated))
	}
}
