package check

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/spell"
	"github.com/kubelore/kubelore/server/edit"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// fix is a way out of a mistake, which is made when it is asked for.
func (m *mistake) fix(title string, preferred bool, do func(e *edit.Editor)) Fix {
	return Fix{Title: title, Preferred: preferred, later: editing(m.d, m.r, do)}
}

// editing makes the edits of a fix in a resource, or in a document for nil, when they are
// asked for.
func editing(d *manifest.Document, r *manifest.Resource, do func(e *edit.Editor)) func() []text.Edit {
	return sync.OnceValue(func() []text.Edit {
		e := edit.Of(d, r)
		if do(e); e.Failed() {
			return nil
		}
		return everywhere(d, e.Edits())
	})
}

// key returns the last field or key of a map in a path.
func key(path string) string {
	if _, last, ok := strings.Cut(path, ".annotations["); ok {
		return strings.TrimSuffix(last, "]") // it may hold dots
	}
	return path[strings.LastIndexByte(path, '.')+1:]
}

// beside returns the path of another field of the object that a path leads into.
func beside(path, name string) string { return parent(path) + "." + name }

// get returns the value at a path, through aliases.
func (m *mistake) get(path string) syntax.Node {
	if at := m.r.Locate(path); at.Missing == "" {
		return at.Node.Value().Target()
	}
	return syntax.Node{}
}

// texts returns the entries of a mapping of scalars.
func texts(n syntax.Node) []edit.Pair {
	var all []edit.Pair
	for c := range n.Children() {
		k, ok := c.Key().KeyText()
		if v := c.Value().Target(); ok && c.Kind() == syntax.Pair && v.Kind() == syntax.Scalar {
			all = append(all, edit.Pair{Key: k, Value: v.Text()})
		}
	}
	return all
}

func (m *mistake) dropped(preferred bool) []Fix {
	if m.at.Missing != "" {
		return nil
	}
	return []Fix{m.fix("Delete "+key(m.Path), preferred, func(e *edit.Editor) { e.Delete(m.Path) })}
}

// without offers to delete another field.
func (m *mistake) without(path string) Fix {
	return m.fix("Delete "+key(path), false, func(e *edit.Editor) { e.Delete(path) })
}

func (m *mistake) drop() []Fix       { return m.dropped(false) }
func (m *mistake) dropSafely() []Fix { return m.dropped(true) }

// set offers to write a value at a path.
func (m *mistake) set(path string, value any, preferred bool) []Fix {
	said := worded(value)
	return []Fix{m.fix("Set "+key(path)+" to "+said, preferred, func(e *edit.Editor) { e.Set(path, value) })}
}

// worded returns a value as a title has it.
func worded(v any) string {
	switch v := v.(type) {
	case int, bool:
		return fmt.Sprint(v)
	case string:
		return v
	case []any:
		var all []string
		for _, item := range v {
			all = append(all, strconv.Quote(worded(item)))
		}
		return "[" + strings.Join(all, ", ") + "]"
	}
	return ""
}

// change offers other values for the one that is wrong.
func (m *mistake) change(preferred bool, values ...string) []Fix {
	var all []Fix
	for _, v := range values {
		all = append(all, m.fix("Change to "+v, preferred, func(e *edit.Editor) {
			if e.Get(m.Path).Style() == syntax.Plain {
				e.Set(m.Path, edit.Raw(v))
				return
			}
			e.Set(m.Path, v)
		}))
	}
	return all
}

// nearest offers the candidate that was probably meant.
func (m *mistake) nearest(candidates []string) []Fix {
	const shortest = 3 // letters of a word that others can be near to
	is := m.at.Node.Value().Target().Text()
	if near, ok := spell.Nearest(is, slices.Values(candidates)); ok && m.at.Missing == "" && len(is) >= shortest {
		return m.change(false, near)
	}
	return nil
}

func (m *mistake) matchTemplate() []Fix {
	selector := m.get("spec.selector")
	if m.r.Kind != "ReplicationController" {
		if selector.Get("matchExpressions").Kind() == syntax.Sequence {
			return nil
		}
		selector = selector.Get("matchLabels").Target()
	}
	wanted := texts(selector)
	if len(wanted) == 0 {
		return nil
	}
	return []Fix{m.fix("Give the template the labels of the selector", false, func(e *edit.Editor) {
		for _, l := range wanted {
			e.Set("spec.template.metadata.labels["+l.Key+"]", l.Value)
		}
	})}
}

func (m *mistake) selectTemplate() []Fix {
	labels := texts(m.get("spec.template.metadata.labels"))
	if len(labels) == 0 || m.r.Group != "apps" {
		return nil
	}
	return []Fix{m.fix("Select the labels of the template", true, func(e *edit.Editor) { e.Set("spec.selector", []edit.Pair{{Key: "matchLabels", Value: labels}}) })}
}

func (m *mistake) endPods() []Fix {
	return slices.Concat(m.set(m.Path, "Never", false), m.set(m.Path, "OnFailure", false))
}

func (m *mistake) chooseStrategy() []Fix {
	return append(m.drop(), m.set(beside(m.Path, "type"), "RollingUpdate", false)...)
}

func (m *mistake) surge() []Fix {
	if m.r.Kind == "DaemonSet" {
		return m.set(m.Path, 1, false)
	}
	return m.set(beside(m.Path, "maxSurge"), 1, false)
}

func (m *mistake) stay() []Fix { return m.set(beside(m.Path, "maxUnavailable"), 0, false) }

func (m *mistake) nearestDescriptor() []Fix {
	return m.nearest([]string{"@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually"})
}

func (m *mistake) nearestZone() []Fix { return m.nearest(catalog.Zones()) }

// zoned is a schedule with a time zone.
var zoned = regexp.MustCompile(`^(?:CRON_)?TZ=(\S+)\s+(\S.*)$`)

func (m *mistake) moveZone() []Fix {
	found := zoned.FindStringSubmatch(m.at.Node.Value().Target().Text())
	zone := beside(m.Path, "timeZone")
	if found == nil || !m.get(zone).IsZero() || !slices.Contains(catalog.Zones(), found[1]) {
		return nil
	}
	return []Fix{m.fix("Move the time zone to timeZone", true, func(e *edit.Editor) {
		e.Set(m.Path, found[2])
		e.Set(zone, found[1])
	})}
}

// moveClass is for the author to choose: the annotation names no object, and the field does.
func (m *mistake) moveClass() []Fix {
	const field = "spec.ingressClassName"
	class := m.at.Node.Value().Target().Text()
	if m.at.Missing != "" || class == "" || !m.get(field).IsZero() {
		return nil
	}
	return []Fix{m.fix("Move the class to ingressClassName", false, func(e *edit.Editor) {
		e.Delete(m.Path)
		e.Set(field, class)
	})}
}

func (m *mistake) sidecar() []Fix {
	return append(m.drop(), m.fix("Make it a sidecar", false, func(e *edit.Editor) { e.Set(beside(m.Path, "restartPolicy"), "Always") }))
}

func (m *mistake) once() []Fix { return m.set(m.Path, 1, true) }

func (m *mistake) lower() []Fix {
	lower := strings.ToLower(m.at.Node.Value().Target().Text())
	if m.at.Missing != "" || len(validation.IsValidPortName(lower)) > 0 {
		return nil
	}
	return m.change(false, lower)
}

func (m *mistake) samePort() []Fix {
	port, err := strconv.Atoi(m.get(beside(m.Path, "containerPort")).Text())
	if err != nil {
		return nil
	}
	return m.set(m.Path, port, false)
}

func (m *mistake) escalation() []Fix {
	all := []Fix{m.without(m.Path + ".allowPrivilegeEscalation")}
	if !m.get(m.Path + ".privileged").IsZero() {
		all = append(all, m.without(m.Path+".privileged"))
	}
	return all
}

func (m *mistake) ownUsers() []Fix {
	at := inContainers.FindStringIndex(m.Path)
	if at == nil {
		return nil
	}
	return append(m.drop(), m.set(m.Path[:at[0]]+".hostUsers", false, false)...)
}

func (m *mistake) oneValue() []Fix {
	return append(m.drop(), m.without(beside(m.Path, "value")))
}

func (m *mistake) tolerate() []Fix {
	return append(m.set(m.Path, "Equal", false), m.without(beside(m.Path, "value")))
}

// inContainers is where the containers in the path of a Pod begin.
var inContainers = regexp.MustCompile(`\.(?:init|ephemeral)?[cC]ontainers\[`)

func (m *mistake) nearestVolume() []Fix {
	at := inContainers.FindStringIndex(m.Path)
	if at == nil {
		return nil
	}
	var names []string
	for _, list := range []syntax.Node{m.get(m.Path[:at[0]] + ".volumes"), m.get("spec.volumeClaimTemplates")} {
		for item := range list.Children() {
			v := item.Value().Target()
			for _, name := range []syntax.Node{v.Get("name"), v.Get("metadata").Target().Get("name")} {
				if s := name.Target().Text(); s != "" {
					names = append(names, s)
				}
			}
		}
	}
	return m.nearest(names)
}

func (m *mistake) onePod() []Fix { return m.set(m.Path, []any{"ReadWriteOncePod"}, false) }

func (m *mistake) levelRequest() []Fix {
	path := strings.Replace(m.Path, ".requests[", ".limits[", 1)
	request, limit := m.get(m.Path).Source(), m.get(path).Source()
	if request == "" || limit == "" || path == m.Path || strings.HasPrefix(limit, "-") {
		return nil
	}
	return []Fix{
		m.fix("Set the request to "+limit, false, func(e *edit.Editor) { e.Set(m.Path, edit.Raw(limit)) }),
		m.fix("Set the limit to "+request, false, func(e *edit.Editor) { e.Set(path, edit.Raw(request)) }),
	}
}

func (m *mistake) limitAsRequested() []Fix {
	var missing []edit.Pair
	for _, p := range texts(m.get(beside(m.Path, "requests"))) {
		if (strings.Contains(p.Key, "/") || strings.HasPrefix(p.Key, "hugepages-")) && m.get(m.Path+"["+p.Key+"]").IsZero() {
			p.Value = edit.Raw(m.get(beside(m.Path, "requests") + "[" + p.Key + "]").Source())
			missing = append(missing, p)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return []Fix{m.fix("Set the limit to the request", true, func(e *edit.Editor) {
		for _, p := range missing {
			e.Set(m.Path+"["+p.Key+"]", p.Value)
		}
	})}
}

func (m *mistake) groupOfTarget() []Fix {
	var found []string
	for _, k := range catalog.Named(m.get(beside(m.Path, "kind")).Text()) {
		if v := m.d.Env().Releases().Preferred(k); v != nil && k.Group != "" {
			found = append(found, v.APIVersion())
		}
	}
	if len(found) != 1 {
		return nil
	}
	return m.set(m.Path, found[0], true)
}

func (m *mistake) oneBudget() []Fix {
	return []Fix{m.without("spec.minAvailable"), m.without("spec.maxUnavailable")}
}

func (m *mistake) prefix() []Fix {
	if m.get(beside(m.Path, "path")).IsZero() || !m.get(beside(m.Path, "backend.serviceName")).IsZero() {
		return nil // of an older version, or not complete
	}
	return slices.Concat(m.set(m.Path, "Prefix", false), m.set(m.Path, "Exact", false))
}

func (m *mistake) onePort() []Fix {
	return []Fix{m.without(m.Path + ".service.port.name"), m.without(m.Path + ".service.port.number")}
}

func (m *mistake) sameZone() []Fix { return m.change(true, "PreferSameZone") }

// leading are zeros in front of a number of an IPv4 address.
var leading = regexp.MustCompile(`\b0+(\d)`)

// canonical offers what an address or a network that can be read in several ways may mean.
func (m *mistake) canonical() []Fix {
	s := m.at.Node.Value().Target().Text()
	if m.at.Missing != "" || s == "" {
		return nil
	}
	if !strings.Contains(s, ":") {
		s = leading.ReplaceAllString(s, "$1")
	}
	if address, err := netip.ParseAddr(s); err == nil {
		return m.change(false, address.Unmap().String())
	}
	network, err := netip.ParsePrefix(s)
	if err != nil {
		return nil
	}
	if a := network.Addr(); a.Is4In6() {
		const mapped = 96
		if network.Bits() < mapped {
			return nil
		}
		network = netip.PrefixFrom(a.Unmap(), network.Bits()-mapped)
	}
	if whole := network.Masked(); whole != network {
		alone := netip.PrefixFrom(network.Addr(), network.Addr().BitLen())
		return m.change(false, whole.String(), alone.String())
	}
	return m.change(false, network.String())
}

func (m *mistake) coreGroup() []Fix {
	core := catalog.Resources([]string{""})
	for item := range m.get(beside(m.Path, "resources")).Children() {
		resource, _, _ := strings.Cut(item.Value().Target().Text(), "/")
		if item.Kind() == syntax.Item && !slices.Contains(core, resource) {
			return nil
		}
	}
	return m.set(m.Path, []any{""}, true)
}

func (m *mistake) noSideEffects() []Fix { return m.set(m.Path, "None", false) }

func (m *mistake) reviewVersions() []Fix { return m.set(m.Path, []any{"v1"}, false) }

// improper are the letters that no name of an object has.
var improper = regexp.MustCompile(`[^a-z0-9.-]+`)

// properName offers the name that is nearest and can be one. Who refers to the object has
// to follow, so it is not right without a doubt.
func (m *mistake) properName() []Fix {
	is := m.at.Node.Value().Target().Text()
	name := strings.Trim(improper.ReplaceAllString(strings.ToLower(is), "-"), "-.")
	if strings.Contains(m.Message, "RFC 1123 label") {
		name = strings.ReplaceAll(name, ".", "-")
	}
	if m.at.Missing != "" || name == is || len(validation.IsDNS1123Subdomain(name)) > 0 || len(name) > validation.DNS1123LabelMaxLength {
		return nil
	}
	return m.change(false, name)
}

func (m *mistake) pluralName() []Fix {
	plural, group := m.get("spec.names.plural").Text(), m.get("spec.group").Text()
	if plural == "" || group == "" {
		return nil
	}
	return m.change(true, plural+"."+group)
}
