package value

import (
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/language"
)

// PolicyRules returns a sentence for each rule of a Role or ClusterRole: which verbs
// on what. The rules count in the whole cluster, or in the namespace where; if that is
// empty, in a namespace that is not known. Rules that are not complete are left out,
// because they allow nothing.
func PolicyRules(rules any, where string, cluster bool, l language.Language) []string {
	list, _ := rules.([]any)
	var all []string
	for _, r := range list[:min(len(list), mostSentences)] {
		if sentence := policyRule(r, where, cluster, l); sentence != "" {
			all = append(all, sentence)
		}
	}
	if left := len(list) - mostSentences; left > 0 {
		all = append(all, say(l, "And %d more.", "ほか %d 件。", left))
	}
	return all
}

// policyRule returns one rule as a sentence, or nothing.
func policyRule(rule any, where string, cluster bool, l language.Language) string {
	m, _ := rule.(map[string]any)
	var lists [5][]string
	for i, key := range []string{"verbs", "apiGroups", "resources", "resourceNames", "nonResourceURLs"} {
		texts, ok := textsAt(m, key)
		if !ok {
			return ""
		}
		lists[i] = texts
	}
	verbs, groups, resources, names, urls := lists[0], lists[1], lists[2], lists[3], lists[4]
	if len(verbs) == 0 {
		return ""
	}
	may := verbWords(verbs, l)
	if len(urls) > 0 {
		if !cluster || len(groups)+len(resources)+len(names) > 0 {
			return "" // a namespace has no URLs, and one rule is about one of both
		}
		paths := and(l, codes(urls))
		return pick(l, "Allows "+may+" on the URLs "+paths+".", japanese("URL ", paths, "への", may, "を許可する。"))
	}
	if len(groups) == 0 || len(resources) == 0 {
		return ""
	}
	what, of, in := resourceWords(resources, l), groupWords(groups, l), scopeWords(where, cluster, l)
	if len(names) == 0 {
		return pick(l, "Allows "+may+" on "+what+" of "+of+" in "+in+".", japanese(in, "で、", what, " (", of, ") への", may, "を許可する。"))
	}
	only := and(l, codes(names))
	return sentences(l,
		pick(l, "Allows "+may+" on "+what+" of "+of+" in "+in+", limited to those named "+only+".",
			japanese(in, "で、", what, " (", of, ") への", may, "を、名前が", only, "のものに限り許可する。")),
		nameless(verbs, resources, l))
}

func verbWords(verbs []string, l language.Language) string {
	if slices.Contains(verbs, "*") {
		return pick(l, "every verb", "すべての verb")
	}
	return and(l, codes(verbs))
}

// resourceWords returns the resources of a rule. A star covers subresources as well.
func resourceWords(resources []string, l language.Language) string {
	if slices.Contains(resources, "*") {
		return pick(l, "every resource", "すべてのリソース")
	}
	words := make([]string, len(resources))
	for i, r := range resources {
		of, sub, found := strings.Cut(r, "/")
		switch {
		case !found:
			words[i] = code(r)
		case of == "*":
			words[i] = say(l, "the subresource %s of every resource", "すべてのリソースのサブリソース %s", code(sub))
		default:
			words[i] = say(l, "the subresource %s", "サブリソース %s", code(r))
		}
	}
	return and(l, words)
}

func groupWords(groups []string, l language.Language) string {
	if slices.Contains(groups, "*") {
		return pick(l, "every API group", "すべての API グループ")
	}
	words := make([]string, len(groups))
	for i, g := range groups {
		words[i] = say(l, "the group %s", "%s グループ", code(g))
		if g == "" {
			words[i] = pick(l, "the core group", "core グループ")
		}
	}
	return and(l, words)
}

// scopeWords returns where permissions count, as a phrase that follows "in".
func scopeWords(where string, cluster bool, l language.Language) string {
	switch {
	case cluster:
		return pick(l, "the whole cluster", "クラスター全体")
	case where == "":
		return pick(l, "one namespace", "1 つの名前空間")
	}
	return say(l, "the namespace %s", "名前空間 %s", code(where))
}

// nameless returns a note about verbs whose requests carry no name, so that a rule
// with resourceNames does not match them. Subresources are always of a named object.
func nameless(verbs, resources []string, l language.Language) string {
	if !slices.ContainsFunc(resources, func(r string) bool { return !strings.Contains(r, "/") }) {
		return ""
	}
	has := func(verb string) bool { return slices.Contains(verbs, verb) || slices.Contains(verbs, "*") }
	var never, some []string
	for _, verb := range []string{"create", "deletecollection"} {
		if has(verb) {
			never = append(never, code(verb))
		}
	}
	for _, verb := range []string{"list", "watch"} {
		if has(verb) {
			some = append(some, code(verb))
		}
	}
	var notes []string
	if len(never) > 0 {
		notes = append(notes, say(l, "Requests for %s carry no name, so this does not allow them.", "%s のリクエストには名前がないため、これでは許可されない。", and(l, never)))
	}
	if len(some) > 0 {
		notes = append(notes, say(l, "Requests for %s only match with the field selector `metadata.name`.", "%s は、フィールドセレクター `metadata.name` を指定したときだけ通る。", and(l, some)))
	}
	return sentences(l, notes...)
}
