package value

import (
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/language"
)

func TestNetworkPolicy(t *testing.T) {
	const (
		all, allJA       = "Applies to every Pod of the namespace `web`.\n", "名前空間 `web` のすべての Pod に適用される。\n"
		openIn, openInJA = "Incoming: not limited by this policy.", "受信: このポリシーでは制限されない。"
		openOut          = "Outgoing: not limited by this policy."
		openOutJA        = "送信: このポリシーでは制限されない。"
		noIn             = "Incoming: nothing is allowed, unless another policy allows it."
		noInJA           = "受信: 他のポリシーで許可しない限り、すべて拒否される。"
		noOut            = "Outgoing: nothing is allowed, not even DNS, unless another policy allows it."
		noOutJA          = "送信: 他のポリシーで許可しない限り、DNS も含めてすべて拒否される。"
		noDNS            = "\nDNS (port 53) is not allowed, unless another policy allows it."
		noDNSJA          = "\n他のポリシーで許可しない限り、DNS (ポート 53) は通らない。"
	)
	for source, want := range map[string]said{
		// policyTypes and its defaults.
		"{}":                                 {all + noIn + "\n" + openOut, allJA + noInJA + "\n" + openOutJA},
		"{podSelector: null, egress: []}":    {all + noIn + "\n" + openOut, allJA + noInJA + "\n" + openOutJA},
		"{egress: [{}]}":                     {all + noIn + "\nOutgoing: everything is allowed.", allJA + noInJA + "\n送信: すべて許可される。"},
		"{policyTypes: [Egress]}":            {all + openIn + "\n" + noOut, allJA + openInJA + "\n" + noOutJA},
		"{policyTypes: [Ingress, Egress]}":   {all + noIn + "\n" + noOut, allJA + noInJA + "\n" + noOutJA},
		"{ingress: [{from: [], ports: []}]}": {all + "Incoming: everything is allowed.\n" + openOut, allJA + "受信: すべて許可される。\n" + openOutJA},
		"{policyTypes: [Egress], ingress: [{}]}": {
			all + "Incoming: the rules have no effect, because `policyTypes` does not list this direction.\n" + noOut,
			allJA + "受信: `policyTypes` にこの方向がないため、ルールは効かない。\n" + noOutJA,
		},
		"{podSelector: {matchLabels: {app: db}}}": {
			"Applies to the Pods of the namespace `web` with `app=db`.\n" + noIn + "\n" + openOut,
			"名前空間 `web` の Pod (`app=db`) に適用される。\n" + noInJA + "\n" + openOutJA,
		},
		// Peers.
		"{ingress: [{from: [{podSelector: {}}]}]}": {
			all + "Incoming: allowed from every Pod of the namespace `web`, on every port.\n" + openOut,
			allJA + "受信: 名前空間 `web` のすべての Pod からの通信を許可 (すべてのポート)。\n" + openOutJA,
		},
		"{ingress: [{from: [{podSelector: {matchLabels: {a: b}}, namespaceSelector: {matchLabels: {c: d}}}]}]}": {
			all + "Incoming: allowed from Pods with `a=b` in namespaces with `c=d`, on every port.\n" + openOut,
			allJA + "受信: 名前空間 (`c=d`) の Pod (`a=b`) からの通信を許可 (すべてのポート)。\n" + openOutJA,
		},
		"{ingress: [{from: [{podSelector: {matchLabels: {a: b}}}, {namespaceSelector: {matchLabels: {c: d}}}]}]}": {
			all + "Incoming: allowed from Pods of the namespace `web` with `a=b` or every Pod of namespaces with `c=d`, on every port.\n" + openOut,
			allJA + "受信: 名前空間 `web` の Pod (`a=b`)、名前空間 (`c=d`) のすべての Pod からの通信を許可 (すべてのポート)。\n" + openOutJA,
		},
		"{ingress: [{from: [{namespaceSelector: {}}, {namespaceSelector: {}, podSelector: {matchLabels: {a: b}}}]}]}": {
			all + "Incoming: allowed from every Pod of every namespace or Pods of every namespace with `a=b`, on every port.\n" + openOut,
			allJA + "受信: すべての名前空間のすべての Pod、すべての名前空間の Pod (`a=b`) からの通信を許可 (すべてのポート)。\n" + openOutJA,
		},
		"{policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8, 172.16.0.0/12]}}]}]}": {
			all + openIn + "\nOutgoing: allowed to every IPv4 address (`0.0.0.0/0`) except `10.0.0.0/8` and `172.16.0.0/12`, on every port.",
			allJA + openInJA + "\n送信: すべての IPv4 アドレス (`0.0.0.0/0`) (`10.0.0.0/8`、`172.16.0.0/12` を除く) への通信を許可 (すべてのポート)。",
		},
		// Ports.
		"{ingress: [{ports: [{port: 80}, {port: http, protocol: UDP}, {port: 3000, endPort: 4000}, {protocol: SCTP}, {port: 9, endPort: 9}]}]}": {
			all + "Incoming: allowed from anywhere, on TCP port 80, the UDP port named `http`, TCP ports 3000 to 4000, every SCTP port and TCP port 9.\n" + openOut,
			allJA + "受信: 任意の相手からの通信を許可 (TCP ポート 80、UDP のポート名 `http`、TCP ポート 3000 から 4000 まで、すべての SCTP ポート、TCP ポート 9)。\n" + openOutJA,
		},
		"{policyTypes: [Egress], egress: [{ports: [{port: 443}]}, {to: [{podSelector: {}}], ports: [{port: 54, endPort: 60}]}]}": {
			all + openIn + "\nOutgoing: allowed to anywhere, on TCP port 443.\nOutgoing: allowed to every Pod of the namespace `web`, on TCP ports 54 to 60." + noDNS,
			allJA + openInJA + "\n送信: 任意の相手への通信を許可 (TCP ポート 443)。\n送信: 名前空間 `web` のすべての Pod への通信を許可 (TCP ポート 54 から 60 まで)。" + noDNSJA,
		},
		"{policyTypes: [Egress], egress: [{ports: [{port: 443}, {port: 53, protocol: UDP}]}]}": {
			all + openIn + "\nOutgoing: allowed to anywhere, on TCP port 443 and UDP port 53.",
			allJA + openInJA + "\n送信: 任意の相手への通信を許可 (TCP ポート 443、UDP ポート 53)。",
		},
		// What is not understood completely is not described.
		"null":                                   {},
		"[]":                                     {},
		"{policyTypes: [Egr]}":                   {},
		"{policyTypes: Egress}":                  {},
		"{podSelector: {matchLabels: {app: 1}}}": {},
		"{ingress: {}}":                          {},
		"{ingress: [null]}":                      {},
		"{ingress: [{from: [{}]}]}":              {},
		"{ingress: [{from: [null]}]}":            {},
		"{ingress: [{from: [{podSelector: {}, ipBlock: {cidr: 10.0.0.0/8}}]}]}": {},
		"{ingress: [{from: [{ipBlock: {}}]}]}":                                  {},
		"{ingress: [{from: [{podSelector: {matchExpressions: [{key: a}]}}]}]}":  {},
		"{ingress: [{ports: [{port: 80, endPort: 79}]}]}":                       {},
		"{ingress: [{ports: [{port: http, endPort: 80}]}]}":                     {},
		"{ingress: [{ports: [{endPort: 80}]}]}":                                 {},
		"{ingress: [{ports: [{port: 80, protocol: ICMP}]}]}":                    {},
		"{ingress: [{ports: [{port: 0}]}]}":                                     {},
		"{ingress: [{ports: [null]}]}":                                          {},
	} {
		v := decoded(t, source)
		want.check(t, source, lines(func(l language.Language) []string { return NetworkPolicy(v, "web", l) }))
	}
}

func TestNetworkPolicyWithoutNamespace(t *testing.T) {
	v := decoded(t, "{ingress: [{from: [{podSelector: {}}]}]}")
	said{
		"Applies to every Pod of its namespace. Incoming: allowed from every Pod of its namespace, on every port. Outgoing: not limited by this policy.",
		"同じ名前空間のすべての Pod に適用される。 受信: 同じ名前空間のすべての Pod からの通信を許可 (すべてのポート)。 送信: このポリシーでは制限されない。",
	}.check(t, "no namespace", func(l language.Language) string { return strings.Join(NetworkPolicy(v, "", l), " ") })
}
