package complete

import (
	"slices"
	"strings"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/server/syntax"
)

// schedules are the macros of cron and schedules that people need often.
var schedules = []string{ //nolint:gochecknoglobals // a table
	"0 0 * * *", "0 3 * * *", "*/5 * * * *", "*/15 * * * *", "0 * * * *", "0 9 * * 1-5", "0 0 * * 0", "0 0 1 * *",
	"@hourly", "@daily", "@weekly", "@monthly", "@yearly", "* * * * *",
}

// vocabulary returns the values of a field that come from a small language of its own.
func (p *place) vocabulary(owner string, f *schema.Field, pair syntax.Node) []string {
	switch owner + "." + f.Name {
	case "CronJobSpec.schedule":
		return schedules
	case "CronJobSpec.timeZone":
		return p.zones()
	case "PolicyRule.apiGroups", "ResourcePolicyRule.apiGroups", "RuleWithOperations.apiGroups", "NamedRuleWithOperations.apiGroups":
		return p.groups()
	case "PolicyRule.resources", "ResourcePolicyRule.resources", "RuleWithOperations.resources", "NamedRuleWithOperations.resources":
		return p.resources(pair)
	case "TopologySpreadConstraint.topologyKey", "PodAffinityTerm.topologyKey":
		return []string{"kubernetes.io/hostname", "topology.kubernetes.io/zone", "topology.kubernetes.io/region"}
	case "NodeSelectorRequirement.key":
		return wellKnown(catalog.Label, "Node")
	case "NodeSelectorRequirement.values":
		return valuesOfKeys[pair.Parent().Get("key").Text()]
	case "Toleration.key", "Taint.key":
		return wellKnown(catalog.Taint, "")
	case "LabelSelectorRequirement.key":
		return p.labelKeys(syntax.Node{})
	case "ObjectMeta.namespace", "Subject.namespace":
		return []string{"default", "kube-system"}
	}
	if f.Type.Kind == schema.Quantity {
		var all []string
		for _, w := range p.quantities(f.Name) {
			all = append(all, w.text)
		}
		return all
	}
	return nil
}

// valuesOfKeys are the values of well-known labels and annotations that can be listed.
var valuesOfKeys = map[string][]string{ //nolint:gochecknoglobals // a table
	"kubernetes.io/os":                               {"linux", "windows"},
	"kubernetes.io/arch":                             {"amd64", "arm64", "arm", "ppc64le", "s390x"},
	"pod-security.kubernetes.io/enforce":             {"restricted", "baseline", "privileged"},
	"pod-security.kubernetes.io/audit":               {"restricted", "baseline", "privileged"},
	"pod-security.kubernetes.io/warn":                {"restricted", "baseline", "privileged"},
	"pod-security.kubernetes.io/enforce-version":     {"latest"},
	"pod-security.kubernetes.io/audit-version":       {"latest"},
	"pod-security.kubernetes.io/warn-version":        {"latest"},
	"storageclass.kubernetes.io/is-default-class":    {"true", "false"},
	"ingressclass.kubernetes.io/is-default-class":    {"true", "false"},
	"cluster-autoscaler.kubernetes.io/safe-to-evict": {"true", "false"},
	"prometheus.io/scrape":                           {"true", "false"},
}

// zones returns the time zones, UTC first.
func (p *place) zones() []string {
	all := slices.Clone(catalog.Zones())
	slices.SortStableFunc(all, func(a, b string) int { return btoi(strings.HasSuffix(b, "UTC")) - btoi(strings.HasSuffix(a, "UTC")) })
	return all
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// groups returns the API groups, those of custom kinds behind the others.
func (p *place) groups() []string {
	all := catalog.Groups()
	var custom []string
	for _, c := range p.env.Customs.All() {
		if !slices.Contains(all, c.Kind.Group) {
			custom = append(custom, c.Kind.Group)
		}
	}
	slices.Sort(custom)
	return append(append(all, slices.Compact(custom)...), "*")
}

// resources returns the resources of the API groups of a rule, with the subresources that
// rules name.
func (p *place) resources(pair syntax.Node) []string {
	var groups []string
	for _, item := range itemsOf(pair.Parent().Get("apiGroups")) {
		groups = append(groups, item.Text())
	}
	all := catalog.Resources(groups)
	for of, sub := range map[string][]string{
		"pods":        {"pods/log", "pods/exec", "pods/portforward", "pods/eviction", "pods/status"},
		"deployments": {"deployments/scale", "deployments/status"}, "statefulsets": {"statefulsets/scale"}, "nodes": {"nodes/proxy", "nodes/metrics"},
		"serviceaccounts": {"serviceaccounts/token"},
	} {
		if slices.Contains(all, of) {
			all = append(all, sub...)
		}
	}
	for _, c := range p.env.Customs.All() {
		if len(groups) == 0 || slices.Contains(groups, c.Kind.Group) || slices.Contains(groups, "*") {
			all = append(all, c.Plural, c.Plural+"/status", c.Plural+"/finalizers")
		}
	}
	slices.Sort(all)
	return append(slices.Compact(all), "*")
}

// wellKnown returns the names of known keys, of those that a kind carries if one is given.
func wellKnown(of catalog.KeyKind, kind string) []string {
	var all []string
	for _, k := range catalog.Keys(of) {
		if k.Status == "current" && !strings.Contains(k.Name, "*") && (kind == "" || slices.Contains(k.On, kind)) {
			all = append(all, k.Name)
		}
	}
	return all
}

// quantities returns amounts of a resource: the number that is typed with each suffix that
// is usual for it, or else usual amounts.
func (p *place) quantities(of string) []word {
	suffixes, amounts := []string{"Mi", "Gi", "Ki", "Ti"}, []string{"64Mi", "128Mi", "256Mi", "512Mi", "1Gi", "2Gi"}
	switch {
	case strings.HasSuffix(of, "cpu"):
		suffixes, amounts = []string{"m", ""}, []string{"100m", "250m", "500m", "1", "2"}
	case strings.HasSuffix(of, "storage") || of == "sizeLimit":
		suffixes, amounts = []string{"Gi", "Mi", "Ti"}, []string{"1Gi", "5Gi", "10Gi", "20Gi", "50Gi", "100Gi"}
	case strings.HasPrefix(of, "hugepages-"):
		amounts = []string{"2Mi", "128Mi", "1Gi"}
	case strings.HasSuffix(of, "memory"):
	case of == "divisor":
		suffixes, amounts = nil, []string{"1", "1m", "1Mi", "1Gi"}
	default:
		suffixes, amounts = nil, []string{"1", "2", "10"} // things that are counted
	}
	typed := p.typed()
	if typed != "" && strings.Trim(typed, "0123456789.") == "" {
		var with []string
		for _, s := range suffixes {
			with = append(with, typed+s)
		}
		amounts = append(with, amounts...)
	}
	var all []word
	for _, a := range amounts {
		all = append(all, word{text: a, kind: Value, raw: true})
	}
	return once(all)
}
