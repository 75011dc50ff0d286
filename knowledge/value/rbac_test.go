package value

import (
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/language"
)

func TestPolicyRules(t *testing.T) {
	for _, tt := range []struct {
		rules, where string
		cluster      bool
		want         said
	}{
		{`[{apiGroups: [""], resources: [pods, pods/log], verbs: [get, list]}]`, "web", false, said{
			"Allows `get` and `list` on `pods` and the subresource `pods/log` of the core group in the namespace `web`.",
			"名前空間 `web` で、`pods`、サブリソース `pods/log` (core グループ) への `get`、`list` を許可する。",
		}},
		{`[{apiGroups: [apps], resources: [deployments], verbs: [get]}]`, "", false, said{
			"Allows `get` on `deployments` of the group `apps` in one namespace.",
			"1 つの名前空間で、`deployments` (`apps` グループ) への `get` を許可する。",
		}},
		{`[{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]`, "web", true, said{
			"Allows every verb on every resource of every API group in the whole cluster.",
			"クラスター全体で、すべてのリソース (すべての API グループ) へのすべての verb を許可する。",
		}},
		{`[{apiGroups: ["", apps], resources: ["*/scale"], verbs: [update]}]`, "", true, said{
			"Allows `update` on the subresource `scale` of every resource of the core group and the group `apps` in the whole cluster.",
			"クラスター全体で、すべてのリソースのサブリソース `scale` (core グループ、`apps` グループ) への `update` を許可する。",
		}},
		{`[{apiGroups: [""], resources: [configmaps], resourceNames: [a, b], verbs: [get, create, list, watch]}]`, "", true, said{
			"Allows `get`, `create`, `list` and `watch` on `configmaps` of the core group in the whole cluster, limited to those named `a` and `b`. " +
				"Requests for `create` carry no name, so this does not allow them. Requests for `list` and `watch` only match with the field selector `metadata.name`.",
			"クラスター全体で、`configmaps` (core グループ) への `get`、`create`、`list`、`watch` を、名前が `a`、`b` のものに限り許可する。" +
				"`create` のリクエストには名前がないため、これでは許可されない。`list`、`watch` は、フィールドセレクター `metadata.name` を指定したときだけ通る。",
		}},
		{`[{apiGroups: [""], resources: [pods/exec], resourceNames: [a], verbs: [create]}]`, "web", false, said{
			"Allows `create` on the subresource `pods/exec` of the core group in the namespace `web`, limited to those named `a`.",
			"名前空間 `web` で、サブリソース `pods/exec` (core グループ) への `create` を、名前が `a` のものに限り許可する。",
		}},
		{`[{nonResourceURLs: [/metrics, /healthz/*], verbs: [get]}]`, "", true, said{
			"Allows `get` on the URLs `/metrics` and `/healthz/*`.", "URL `/metrics`、`/healthz/*` への `get` を許可する。",
		}},
		{`[{nonResourceURLs: [/metrics], verbs: [get]}]`, "web", false, said{}},
		{`[{nonResourceURLs: [/metrics], resources: [pods], verbs: [get]}]`, "", true, said{}},
		{`[{apiGroups: [""], resources: [pods]}, {apiGroups: [""], verbs: [get]}, {resources: [pods], verbs: [get]}, null]`, "web", false, said{}},
		{`[{apiGroups: [""], resources: pods, verbs: [get]}]`, "web", false, said{}},
		{`null`, "web", false, said{}},
	} {
		v := decoded(t, tt.rules)
		tt.want.check(t, tt.rules, lines(func(l language.Language) []string { return PolicyRules(v, tt.where, tt.cluster, l) }))
	}
}

func TestManyPolicyRules(t *testing.T) {
	v := decoded(t, "["+strings.Repeat(`{apiGroups: [""], resources: [pods], verbs: [get]},`, 25)+"]")
	got := PolicyRules(v, "web", false, en)
	if len(got) != mostSentences+1 || got[mostSentences] != "And 5 more." {
		t.Errorf("%d sentences, the last is %s", len(got), got[len(got)-1])
	}
}

func TestBinding(t *testing.T) {
	for _, tt := range []struct {
		ref, subjects, namespace string
		cluster                  bool
		want                     said
	}{
		{"{kind: Role, name: r}", "[{kind: ServiceAccount, name: ci}, {kind: User, name: jane}, {kind: Group, name: devs}]", "web", false, said{
			"Gives the permissions of the Role `r` in the namespace `web` to the ServiceAccount `ci` of the namespace `web`, the user `jane` and the group `devs`.",
			"名前空間 `web` で、Role `r` の権限を与える。対象は名前空間 `web` の ServiceAccount `ci`、ユーザー `jane`、グループ `devs`。",
		}},
		{"{kind: ClusterRole, name: view}", "[{kind: ServiceAccount, name: ci}]", "", false, said{
			"Gives the permissions of the ClusterRole `view` in one namespace to the ServiceAccount `ci` of the same namespace.\n" +
				"Of the ClusterRole only the rules about namespaced resources count, and only in this namespace.",
			"1 つの名前空間で、ClusterRole `view` の権限を与える。対象は同じ名前空間の ServiceAccount `ci`。\n" +
				"ClusterRole のうち、名前空間に属するリソースのルールだけが、この名前空間の中でだけ効く。",
		}},
		{"{kind: ClusterRole, name: view}", `[{kind: Group, name: "system:authenticated"}, {kind: Group, name: "system:serviceaccounts:ops"}, {kind: User, name: "system:serviceaccount:a:b"}]`, "", true, said{
			"Gives the permissions of the ClusterRole `view` in the whole cluster to the group `system:authenticated` (everybody who is authenticated), " +
				"the group `system:serviceaccounts:ops` (every ServiceAccount of the namespace `ops`) and the ServiceAccount `b` of the namespace `a`.",
			"クラスター全体で、ClusterRole `view` の権限を与える。対象はグループ `system:authenticated` (認証された全員)、" +
				"グループ `system:serviceaccounts:ops` (名前空間 `ops` のすべての ServiceAccount)、名前空間 `a` の ServiceAccount `b`。",
		}},
		{"{kind: ClusterRole, name: view}", "null", "", true, said{
			"No subjects: nobody gets the permissions of the ClusterRole `view`.", "subjects がなく、ClusterRole `view` の権限は誰にも与えられない。",
		}},
		{"{kind: Role, name: r}", "[{kind: User, name: jane}]", "", true, said{}},
		{"{kind: ClusterRole, name: r}", "[{kind: ServiceAccount, name: ci}]", "", true, said{}},
		{"{kind: ClusterRole, name: r}", "[{kind: User, name: a}, {kind: Robot, name: b}]", "", true, said{}},
		{"{kind: ClusterRole, name: r}", "[{kind: User}]", "", true, said{}},
		{"{kind: ClusterRole, name: r}", "jane", "", true, said{}},
		{"{kind: ClusterRole}", "[]", "", true, said{}},
		{"null", "[]", "", false, said{}},
	} {
		ref, subjects := decoded(t, tt.ref), decoded(t, tt.subjects)
		tt.want.check(t, tt.ref+" "+tt.subjects, lines(func(l language.Language) []string {
			return Binding(ref, subjects, tt.namespace, tt.cluster, l)
		}))
	}
}
