package refactor

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kubelore/kubelore/server/edit"
	"github.com/kubelore/kubelore/server/syntax"
)

// container offers what a container lacks, if the place is one of its own fields.
func (s *site) container() {
	n := s.node
	for !n.IsZero() && n.Kind() != syntax.Mapping {
		n = n.Parent()
	}
	if t := s.doc.TypeOf(n); t == nil || t.Name != "Container" || n.Parent().Kind() != syntax.Item {
		return
	}
	path := s.doc.Path(n.Parent())
	if !strings.Contains(path, "containers[") {
		return // probes and requests of init containers are another matter
	}
	decoded, err := n.Decode(nil)
	container, ok := decoded.(map[string]any)
	if err != nil || !ok {
		return
	}
	open := ports(container)
	open = open[:min(len(open), mostPorts)]
	for _, p := range []struct{ field, en, ja string }{
		{"readinessProbe", "Add a readiness probe for port %s", "ポート %s の readiness プローブを追加"},
		{"livenessProbe", "Add a liveness probe for port %s", "ポート %s の liveness プローブを追加"},
	} {
		if container[p.field] != nil {
			continue
		}
		for _, port := range open {
			s.offer(Rewrite, fmt.Sprintf(s.say(p.en, p.ja), fmt.Sprint(port.target)), func(e *edit.Editor) {
				e.Set(path+"."+p.field, port.probe())
			})
		}
	}
	if container["resources"] == nil {
		s.offer(Rewrite, s.say("Add requests and limits", "requests と limits を追加"), func(e *edit.Editor) {
			e.Set(path+".resources", []edit.Pair{
				{Key: "requests", Value: []edit.Pair{{Key: "cpu", Value: "100m"}, {Key: "memory", Value: "128Mi"}}},
				{Key: "limits", Value: []edit.Pair{{Key: "memory", Value: "256Mi"}}},
			})
		})
	}
	s.variables(path, container)
}

// mostPorts is for how many ports of a container probes are offered.
const mostPorts = 2

// A port is one of a container. Target is its name, or its number without one.
type port struct {
	target   any
	number   any
	protocol string
}

// ports returns the ports of a container.
func ports(container map[string]any) []port {
	var all []port
	items, _ := container["ports"].([]any)
	for _, item := range items {
		m, _ := item.(map[string]any)
		p := port{m["containerPort"], m["containerPort"], "TCP"}
		if name, ok := m["name"].(string); ok && name != "" {
			p.target = name
		}
		if protocol, ok := m["protocol"].(string); ok {
			p.protocol = protocol
		}
		if p.number != nil {
			all = append(all, p)
		}
	}
	return all
}

// probe returns a probe of the port: by HTTP if its name says that it speaks it.
func (p port) probe() []edit.Pair {
	if name, ok := p.target.(string); ok && (name == "http" || strings.HasPrefix(name, "http-")) {
		return []edit.Pair{{Key: "httpGet", Value: []edit.Pair{{Key: "path", Value: "/"}, {Key: "port", Value: p.target}}}}
	}
	return []edit.Pair{{Key: "tcpSocket", Value: []edit.Pair{{Key: "port", Value: p.target}}}}
}

// variables offers to move the environment variables that are written out into a
// ConfigMap. Those that are put together from others stay.
func (s *site) variables(path string, container map[string]any) {
	name, _ := s.value("metadata", "name").(string)
	own, _ := container["name"].(string)
	if name == "" || own == "" || s.r.List != nil || s.r.Root.Flow() {
		return
	}
	name += "-" + own + "-env"
	var data []edit.Pair
	var indexes []int
	items, _ := container["env"].([]any)
	for i, item := range items {
		m, _ := item.(map[string]any)
		key, _ := m["name"].(string)
		v, isText := m["value"].(string)
		if key == "" || !isText || strings.Contains(v, "$(") || twice(items, key) {
			continue
		}
		data, indexes = append(data, edit.Pair{Key: key, Value: v}), append(indexes, i)
	}
	if len(data) == 0 {
		return
	}
	s.offer(Extract, s.say("Move the environment variables to a ConfigMap", "環境変数を ConfigMap に移す"), func(e *edit.Editor) {
		if len(indexes) == len(items) {
			e.Delete(path + ".env")
		} else {
			for _, i := range slices.Backward(indexes) {
				e.Delete(fmt.Sprintf("%s.env[%d]", path, i))
			}
		}
		from := []edit.Pair{{Key: "configMapRef", Value: []edit.Pair{{Key: "name", Value: name}}}}
		if container["envFrom"] == nil {
			e.Set(path+".envFrom", []any{from})
		} else {
			e.Add(path+".envFrom", from)
		}
		e.Append(s.resource("v1", "ConfigMap", name, nil, edit.Pair{Key: "data", Value: data}))
	})
}

// twice reports whether a variable is defined more than once: the last one counts, and
// moving it would change which.
func twice(items []any, name string) bool {
	n := 0
	for _, item := range items {
		if m, _ := item.(map[string]any); m["name"] == name {
			n++
		}
	}
	return n > 1
}
