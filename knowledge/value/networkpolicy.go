package value

import (
	"slices"

	"github.com/kubelore/kubelore/knowledge/language"
)

// NetworkPolicy returns which Pods a policy applies to, and which traffic it allows in
// and out. The namespace is the one of the policy, or empty if it is not known. Nothing
// is returned if any part is not understood: a policy that is half described would
// look stricter, or weaker, than it is.
func NetworkPolicy(spec any, namespace string, l language.Language) []string {
	m, isMap := spec.(map[string]any)
	selector := m["podSelector"]
	if selector == nil {
		selector = map[string]any{} // it is no pointer: left out is empty
	}
	pods, ok := parseSelector(selector, l)
	types, areTexts := textsAt(m, "policyTypes")
	unknown := slices.ContainsFunc(types, func(t string) bool { return t != "Ingress" && t != "Egress" })
	if !isMap || !ok || !areTexts || unknown {
		return nil
	}
	in, out := direction{l: l, namespace: namespace}, direction{l: l, namespace: namespace, out: true}
	if !in.parse(m, "ingress", "from") || !out.parse(m, "egress", "to") {
		return nil
	}
	// The defaults of networking/v1: Ingress always, Egress if there are rules for it.
	in.limited = len(types) == 0 || slices.Contains(types, "Ingress")
	out.limited = slices.Contains(types, "Egress") || len(types) == 0 && len(out.rules) > 0
	return slices.Concat([]string{appliesTo(pods, namespace, l)}, in.describe(), out.describe())
}

// appliesTo returns the sentence about the Pods that a policy selects.
func appliesTo(pods labelSelector, namespace string, l language.Language) string {
	where := here(namespace, l)
	if pods.everything() {
		return pick(l, "Applies to every Pod of "+where+".", japanese(where, "のすべての Pod に適用される。"))
	}
	return pick(l, "Applies to the Pods of "+where+" with "+pods.words(l)+".", japanese(where, "の Pod (", pods.words(l), ") に適用される。"))
}

// here returns the namespace of the policy as a phrase.
func here(namespace string, l language.Language) string {
	if namespace == "" {
		return pick(l, "its namespace", "同じ名前空間")
	}
	return say(l, "the namespace %s", "名前空間 %s", code(namespace))
}

// A direction is one of the two lists of rules of a policy.
type direction struct {
	l         language.Language
	namespace string
	// out is true for egress.
	out bool
	// limited says that the policy is about this direction at all.
	limited bool
	rules   []trafficRule
}

// A trafficRule is one rule as phrases. A list that is empty allows everything.
type trafficRule struct {
	peers, ports []string
	// dns says that the rule may allow DNS.
	dns bool
}

// parse reads the rules below a key, whose peers stand below another, and reports
// whether it understood all of them.
func (d *direction) parse(spec map[string]any, key, peersKey string) bool {
	list, ok := listAt(spec, key)
	for _, item := range list {
		m, isMap := item.(map[string]any)
		peers, arePeers := listAt(m, peersKey)
		ports, arePorts := listAt(m, "ports")
		if !isMap || !arePeers || !arePorts {
			return false
		}
		rule := trafficRule{dns: len(ports) == 0}
		for _, p := range peers {
			words := peer(p, d.namespace, d.l)
			if words == "" {
				return false
			}
			rule.peers = append(rule.peers, words)
		}
		for _, p := range ports {
			words, dns := portRange(p, d.l)
			if words == "" {
				return false
			}
			rule.ports, rule.dns = append(rule.ports, words), rule.dns || dns
		}
		d.rules = append(d.rules, rule)
	}
	return ok
}

// describe returns what the policy allows in this direction.
func (d *direction) describe() []string {
	name := pick(d.l, "Incoming", "受信")
	if d.out {
		name = pick(d.l, "Outgoing", "送信")
	}
	switch {
	case !d.limited && len(d.rules) > 0:
		return []string{say(d.l, "%s: the rules have no effect, because `policyTypes` does not list this direction.", "%s: `policyTypes` にこの方向がないため、ルールは効かない。", name)}
	case !d.limited:
		return []string{say(d.l, "%s: not limited by this policy.", "%s: このポリシーでは制限されない。", name)}
	case len(d.rules) == 0 && d.out:
		return []string{say(d.l, "%s: nothing is allowed, not even DNS, unless another policy allows it.", "%s: 他のポリシーで許可しない限り、DNS も含めてすべて拒否される。", name)}
	case len(d.rules) == 0:
		return []string{say(d.l, "%s: nothing is allowed, unless another policy allows it.", "%s: 他のポリシーで許可しない限り、すべて拒否される。", name)}
	case slices.ContainsFunc(d.rules, trafficRule.everything):
		return []string{say(d.l, "%s: everything is allowed.", "%s: すべて許可される。", name)}
	}
	var all []string
	for _, rule := range d.rules[:min(len(d.rules), mostSentences)] {
		all = append(all, say(d.l, "%s: %s.", "%s: %s。", name, d.allowed(rule)))
	}
	if left := len(d.rules) - mostSentences; left > 0 {
		all = append(all, say(d.l, "%s: and %d more rules.", "%s: ほかルール %d 件。", name, left))
	}
	if d.out && !slices.ContainsFunc(d.rules, func(r trafficRule) bool { return r.dns }) {
		all = append(all, say(d.l, "DNS (port 53) is not allowed, unless another policy allows it.", "他のポリシーで許可しない限り、DNS (ポート 53) は通らない。"))
	}
	return all
}

// everything reports whether the rule allows all traffic.
func (r trafficRule) everything() bool { return len(r.peers)+len(r.ports) == 0 }

// allowed returns what a rule allows as a phrase.
func (d *direction) allowed(r trafficRule) string {
	peers := enumerate(d.l, r.peers, " or ", "、")
	if len(r.peers) == 0 {
		peers = pick(d.l, "anywhere", "任意の相手")
	}
	ports := and(d.l, r.ports)
	if len(r.ports) == 0 {
		ports = pick(d.l, "every port", "すべてのポート")
	}
	if d.out {
		return pick(d.l, "allowed to "+peers+", on "+ports, japanese(peers, "への通信を許可 (", ports, ")"))
	}
	return pick(d.l, "allowed from "+peers+", on "+ports, japanese(peers, "からの通信を許可 (", ports, ")"))
}
