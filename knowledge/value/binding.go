package value

import (
	"strings"

	"github.com/kubelore/kubelore/knowledge/language"
)

// Binding returns who gets the permissions of which role, and where: in the namespace
// of a RoleBinding, or in the whole cluster for a ClusterRoleBinding.
func Binding(roleRef, subjects any, namespace string, cluster bool, l language.Language) []string {
	ref, _ := roleRef.(map[string]any)
	kind, _ := textAt(ref, "kind")
	name, _ := textAt(ref, "name")
	if name == "" || kind != "ClusterRole" && (kind != "Role" || cluster) {
		return nil
	}
	list, isList := subjects.([]any)
	if !isList && subjects != nil {
		return nil
	}
	role, in := kind+" "+code(name), scopeWords(namespace, cluster, l)
	if len(list) == 0 {
		return []string{say(l, "No subjects: nobody gets the permissions of the %s.", "subjects がなく、%s の権限は誰にも与えられない。", role)}
	}
	who := make([]string, 0, len(list))
	for _, s := range list {
		words := subject(s, namespace, cluster, l)
		if words == "" {
			return nil
		}
		who = append(who, words)
	}
	all := []string{pick(l, "Gives the permissions of the "+role+" in "+in+" to "+and(l, who)+".",
		japanese(in, "で、", role, "の権限を与える。対象は", and(l, who), "。"))}
	if kind == "ClusterRole" && !cluster {
		all = append(all, say(l, "Of the ClusterRole only the rules about namespaced resources count, and only in this namespace.",
			"ClusterRole のうち、名前空間に属するリソースのルールだけが、この名前空間の中でだけ効く。"))
	}
	return all
}

// subject returns one subject of a binding as a phrase, or nothing.
func subject(s any, namespace string, cluster bool, l language.Language) string {
	m, _ := s.(map[string]any)
	kind, _ := textAt(m, "kind")
	name, _ := textAt(m, "name")
	own, ok := textAt(m, "namespace")
	if !ok || name == "" {
		return ""
	}
	switch kind {
	case "ServiceAccount":
		switch {
		case own == "" && cluster:
			return "" // the API server refuses it
		case own == "" && namespace == "":
			return say(l, "the ServiceAccount %s of the same namespace", "同じ名前空間の ServiceAccount %s", code(name))
		case own == "":
			own = namespace
		}
		return serviceAccount(own, name, l)
	case "Group":
		return group(name, l)
	case "User":
		// The user name that a ServiceAccount has.
		if parts := strings.Split(name, ":"); len(parts) == 4 && strings.HasPrefix(name, "system:serviceaccount:") {
			return serviceAccount(parts[2], parts[3], l)
		}
		if name == "system:anonymous" {
			return say(l, "the user %s (requests without credentials)", "ユーザー %s (認証情報のないリクエスト)", code(name))
		}
		return say(l, "the user %s", "ユーザー %s", code(name))
	}
	return ""
}

func serviceAccount(namespace, name string, l language.Language) string {
	return say(l, "the ServiceAccount %[2]s of the namespace %[1]s", "名前空間 %[1]s の ServiceAccount %[2]s", code(namespace), code(name))
}

// group returns a group as a phrase. Some groups have members by their name.
func group(name string, l language.Language) string {
	members := map[string]language.Text{
		"system:authenticated":   {EN: "everybody who is authenticated", JA: "認証された全員"},
		"system:unauthenticated": {EN: "requests without credentials", JA: "認証情報のないリクエスト"},
		"system:serviceaccounts": {EN: "every ServiceAccount of the cluster", JA: "クラスターのすべての ServiceAccount"},
		"system:nodes":           {EN: "every kubelet", JA: "すべての kubelet"},
	}[name].In(l)
	if namespace, found := strings.CutPrefix(name, "system:serviceaccounts:"); found {
		members = say(l, "every ServiceAccount of the namespace %s", "名前空間 %s のすべての ServiceAccount", code(namespace))
	}
	if members == "" {
		return say(l, "the group %s", "グループ %s", code(name))
	}
	return say(l, "the group %s (%s)", "グループ %s (%s)", code(name), members)
}
