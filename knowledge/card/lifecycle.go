package card

import (
	"fmt"
	"strings"

	"github.com/kubelore/kubelore/knowledge/catalog"
)

// lifecycle adds since when there is a field, until when, and which feature gate it
// needs.
func (v View) lifecycle(c *Card, s *Subject) {
	facts, ok := factsOf(s)
	if !ok {
		return
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
	lacking := v.releases().Lacking(facts.In)
	switch {
	case len(lacking) > 0 && lacking[0] != v.releases():
		c.Alert = v.partly(c.Title, facts.Since, facts.Removed, lacking)
	case facts.Since > v.Target:
		c.Alert = v.notYet(c.Title, facts.Since)
	case facts.Removed != 0 && facts.Removed <= v.Target:
		c.Alert = w.pick(fmt.Sprintf("%s was removed in %s.", c.Title, facts.Removed), fmt.Sprintf("%s は %s で廃止された。", c.Title, facts.Removed))
	case facts.Deprecated == catalog.Oldest:
		c.Alert = w.pick(c.Title+" is deprecated.", c.Title+" は非推奨。")
	case facts.Deprecated != 0 && facts.Deprecated <= v.Target:
		c.Alert = w.pick(fmt.Sprintf("%s is deprecated since %s.", c.Title, facts.Deprecated), fmt.Sprintf("%s は %s から非推奨。", c.Title, facts.Deprecated))
	}
}

// notYet says that something comes with a later release than all targets.
func (v View) notYet(name string, since catalog.Minor) string {
	return v.words().pick(fmt.Sprintf("%s comes with %s; manifests here are written for %s.", name, since, v.releases()),
		fmt.Sprintf("%s は %s から。ここでは %s 向けに書いている。", name, since, v.releases()))
}

// partly says of something that some releases have and others do not which ones those
// are, and why.
func (v View) partly(name string, since, removed catalog.Minor, lacking []catalog.Range) string {
	w := v.words()
	if removed != 0 && removed <= v.Target {
		return w.pick(fmt.Sprintf("%s was removed in %s and is missing in %s.", name, removed, w.releases(lacking)),
			fmt.Sprintf("%s は %s で廃止された。%s にはない。", name, removed, w.releases(lacking)))
	}
	return w.pick(fmt.Sprintf("%s comes with %s and is missing in %s.", name, since, w.releases(lacking)),
		fmt.Sprintf("%s は %s から。%s にはない。", name, since, w.releases(lacking)))
}

// releases returns the words for runs of releases: "1.25 and 1.32 to 1.34".
func (w words) releases(runs []catalog.Range) string {
	all := make([]string, len(runs))
	for i, r := range runs {
		if all[i] = r.Oldest.String(); r.Newest != r.Oldest {
			all[i] += w.pick(" to ", " から ") + r.Newest.String()
		}
	}
	return strings.Join(all, w.pick(" and ", " と "))
}

// valueSince says that some releases do not have a value of a field, or returns "".
func (v View) valueSince(written string, s *Subject) string {
	facts, ok := factsOf(s)
	if !ok {
		return ""
	}
	for _, x := range facts.EnumSince {
		lacking := v.releases().Lacking(func(m catalog.Minor) bool { return x.Since <= m })
		switch {
		case x.Value != written || len(lacking) == 0:
		case lacking[0] == v.releases():
			return v.notYet(written, x.Since)
		default:
			return v.partly(written, x.Since, 0, lacking)
		}
	}
	return ""
}

// factsOf returns what is known of a field over the releases.
func factsOf(s *Subject) (catalog.Facts, bool) {
	group, version := catalog.Split(s.APIVersion)
	step := s.Field()
	if facts, ok := catalog.FieldFacts(group, version, step.Owner, step.Name); ok {
		return facts, true
	}
	// Fields of Pods and of metadata are those of the core group in every kind.
	return catalog.FieldFacts("", "v1", step.Owner, step.Name)
}
