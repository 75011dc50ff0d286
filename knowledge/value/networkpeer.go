package value

import "github.com/kubelore/kubelore/knowledge/language"

// peer returns one item of from or to as a phrase, or nothing.
func peer(item any, namespace string, l language.Language) string {
	m, _ := item.(map[string]any)
	pods, namespaces, block := m["podSelector"], m["namespaceSelector"], m["ipBlock"]
	if block != nil {
		if pods != nil || namespaces != nil {
			return "" // the API server refuses it
		}
		return ipBlock(block, l)
	}
	p, podsOK := parseSelector(pods, l)
	n, namespacesOK := parseSelector(namespaces, l)
	switch {
	case pods != nil && !podsOK || namespaces != nil && !namespacesOK || pods == nil && namespaces == nil:
		return ""
	case namespaces == nil && p.everything():
		return pick(l, "every Pod of "+here(namespace, l), japanese(here(namespace, l), "のすべての Pod"))
	case namespaces == nil:
		return pick(l, "Pods of "+here(namespace, l)+" with "+p.words(l), japanese(here(namespace, l), "の Pod (", p.words(l), ")"))
	case p.everything() && n.everything():
		return pick(l, "every Pod of every namespace", "すべての名前空間のすべての Pod")
	case p.everything():
		return say(l, "every Pod of namespaces with %s", "名前空間 (%s) のすべての Pod", n.words(l))
	case n.everything():
		return say(l, "Pods of every namespace with %s", "すべての名前空間の Pod (%s)", p.words(l))
	}
	return say(l, "Pods with %[1]s in namespaces with %[2]s", "名前空間 (%[2]s) の Pod (%[1]s)", p.words(l), n.words(l))
}

// ipBlock returns a range of addresses as a phrase, or nothing.
func ipBlock(block any, l language.Language) string {
	m, _ := block.(map[string]any)
	cidr, _ := textAt(m, "cidr")
	except, ok := textsAt(m, "except")
	if cidr == "" || !ok {
		return ""
	}
	words := code(cidr)
	switch cidr {
	case "0.0.0.0/0":
		words = say(l, "every IPv4 address (%s)", "すべての IPv4 アドレス (%s)", words)
	case "::/0":
		words = say(l, "every IPv6 address (%s)", "すべての IPv6 アドレス (%s)", words)
	}
	if len(except) == 0 {
		return words
	}
	return say(l, "%s except %s", "%s (%s を除く)", words, and(l, codes(except)))
}

// portRange returns one item of ports as a phrase, or nothing, and whether it may be
// the port of DNS.
func portRange(item any, l language.Language) (words string, dns bool) {
	const dnsPort, lastPort = 53, 65535
	m, isMap := item.(map[string]any)
	protocol, ok := textAt(m, "protocol")
	end, hasEnd, endOK := numberAt(m, "endPort")
	if !isMap || !ok || !endOK {
		return "", false
	}
	switch protocol {
	case "":
		protocol = "TCP" // the default of networking/v1
	case "TCP", "UDP", "SCTP":
	default:
		return "", false
	}
	name, isName := m["port"].(string)
	first, isNumber := wholeNumber(m["port"])
	switch {
	case hasEnd && (!isNumber || end < first || end > lastPort) || isNumber && (first < 1 || first > lastPort):
		return "", false
	case m["port"] == nil:
		return say(l, "every %s port", "すべての %s ポート", protocol), true
	case isName && name != "":
		return say(l, "the %s port named %s", "%s のポート名 %s", protocol, code(name)), true
	case !isNumber:
		return "", false
	case hasEnd && end > first:
		return say(l, "%s ports %d to %d", "%s ポート %d から %d まで", protocol, first, end), first <= dnsPort && dnsPort <= end
	}
	return say(l, "%s port %d", "%s ポート %d", protocol, first), first == dnsPort
}
