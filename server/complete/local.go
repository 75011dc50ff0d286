package complete

import (
	"iter"
	"slices"
	"strings"

	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
)

// local returns the values that the file itself has for a field: names of volumes, ports
// and containers of this Pod, ports of the Pods and Services of the file.
func (p *place) local(owner, field string, pair syntax.Node) []word {
	switch owner + "." + field {
	case "VolumeMount.name", "VolumeDevice.name":
		return p.volumes(pair)
	case "HTTPGetAction.port", "TCPSocketAction.port":
		return ports(p.around(pair, "Container"), true)
	case "GRPCAction.port":
		return ports(p.around(pair, "Container"), false)
	case "ServicePort.targetPort", "NetworkPolicyPort.port":
		var all []word
		for pod := range p.pods() {
			for _, c := range containersOf(pod) {
				all = append(all, ports(c, true)...)
			}
		}
		return once(append(all, p.selectedPorts()...))
	case "ResourceFieldSelector.containerName":
		return names(containersOf(p.around(pair, "PodSpec")), "container")
	case "ContainerResourceMetricSource.container":
		var all []word
		for pod := range p.pods() {
			all = append(all, names(containersOf(pod), "container")...)
		}
		return once(all)
	case "ServiceBackendPort.name":
		return p.servicePorts(pair, "name")
	case "ServiceBackendPort.number":
		return p.servicePorts(pair, "port")
	case "ObjectMeta.namespace", "Subject.namespace":
		return p.namespaces(pair)
	case "ObjectFieldSelector.fieldPath":
		return p.fieldPaths(pair)
	case "EnvVar.value":
		return p.addresses(pair.Parent().Get("name").Text(), p.typed())
	case "Container.image":
		return p.images(pair)
	}
	return nil
}

// around returns the mapping around a node whose type has a name.
func (p *place) around(n syntax.Node, typeName string) syntax.Node {
	for ; !n.IsZero(); n = n.Parent() {
		if n.Kind() == syntax.Mapping {
			if t := p.doc.TypeOf(n); t != nil && t.Name == typeName {
				return n
			}
		}
	}
	return syntax.Node{}
}

// pods yields the specs of the Pods of the file.
func (p *place) pods() iter.Seq[syntax.Node] {
	return func(yield func(syntax.Node) bool) {
		for _, d := range p.file.Documents() {
			for _, r := range d.Resources() {
				if pod := podOf(r); pod.Kind() == syntax.Mapping && !yield(pod) {
					return
				}
			}
		}
	}
}

// templateOf returns the mapping with the metadata and the spec of the Pods of a resource.
func templateOf(r *manifest.Resource) syntax.Node {
	spec := r.Root.Get("spec").Target()
	switch r.Kind {
	case "Pod":
		return r.Root
	case "PodTemplate":
		return r.Root.Get("template").Target()
	case "CronJob":
		spec = spec.Get("jobTemplate").Target().Get("spec").Target()
	}
	return spec.Get("template").Target()
}

func podOf(r *manifest.Resource) syntax.Node { return templateOf(r).Get("spec").Target() }

func containersOf(pod syntax.Node) []syntax.Node {
	var all []syntax.Node
	for _, field := range []string{"containers", "initContainers"} {
		all = append(all, itemsOf(pod.Get(field))...)
	}
	return all
}

// itemsOf returns the values of the items of a list.
func itemsOf(list syntax.Node) []syntax.Node {
	var all []syntax.Node
	for c := range list.Target().Children() {
		if c.Kind() == syntax.Item {
			all = append(all, c.Value().Target())
		}
	}
	return all
}

// names returns the names of mappings.
func names(mappings []syntax.Node, detail string) []word {
	var all []word
	for _, m := range mappings {
		if name := m.Get("name").Text(); name != "" {
			all = append(all, word{text: name, detail: detail, kind: Reference})
		}
	}
	return once(all)
}

// once returns the words without those that are there already.
func once(words []word) []word {
	seen := map[string]bool{}
	return slices.DeleteFunc(words, func(w word) bool {
		twice := seen[w.text]
		seen[w.text] = true
		return twice
	})
}

// volumes returns the names of the volumes of the Pod around a node, those that the file
// does not mount there yet first.
func (p *place) volumes(pair syntax.Node) []word {
	pod := p.around(pair, "PodSpec")
	all := names(itemsOf(pod.Get("volumes")), "volume")
	if r := p.doc.ResourceOf(pair); r != nil {
		for _, claim := range itemsOf(r.Root.Get("spec").Target().Get("volumeClaimTemplates")) {
			if name := claim.Get("metadata").Target().Get("name").Text(); name != "" {
				all = append(all, word{text: name, detail: "volumeClaimTemplate", kind: Reference})
			}
		}
	}
	mounted := map[string]bool{}
	for _, field := range []string{"volumeMounts", "volumeDevices"} {
		for _, m := range itemsOf(p.around(pair, "Container").Get(field)) {
			if m != pair.Parent() {
				mounted[m.Get("name").Text()] = true
			}
		}
	}
	slices.SortStableFunc(all, func(a, b word) int {
		switch {
		case mounted[a.text] == mounted[b.text]:
			return 0
		case mounted[a.text]:
			return 1
		}
		return -1
	})
	return once(all)
}

// ports returns the ports of a container, by name if they have one and names are wanted.
func ports(container syntax.Node, byName bool) []word {
	var all []word
	for _, port := range itemsOf(container.Get("ports")) {
		number, name := port.Get("containerPort").Text(), port.Get("name").Text()
		if name != "" && byName {
			all = append(all, word{text: name, detail: number, kind: Reference})
		}
		if number != "" {
			all = append(all, word{text: number, detail: name, kind: Reference, raw: true})
		}
	}
	return all
}

// selectedPorts returns the ports of the Pods of other files that the Service or the
// NetworkPolicy selects.
func (p *place) selectedPorts() []word {
	r := p.resource()
	if r == nil || p.names == nil {
		return nil
	}
	spec := r.Root.Get("spec").Target()
	selector := spec.Get("selector").Target()
	if r.Kind == "NetworkPolicy" {
		selector = spec.Get("podSelector").Target().Get("matchLabels").Target()
	}
	labels := map[string]string{}
	for c := range selector.Children() {
		if c.Kind() == syntax.Pair {
			labels[c.Key().Text()] = c.Value().Text()
		}
	}
	if len(labels) == 0 {
		return nil
	}
	var all []word
	for _, x := range p.names.Ports(r.Namespace, labels) {
		if x.Name != "" {
			all = append(all, word{text: x.Name, detail: x.Number, kind: Reference})
		}
		if x.Number != "" {
			all = append(all, word{text: x.Number, detail: x.Name, kind: Reference, raw: true})
		}
	}
	return all
}

// fieldPaths returns the paths of the labels and annotations that the Pod around a node has.
// Those that the server knows by name are values of the field.
func (p *place) fieldPaths(pair syntax.Node) []word {
	r := p.doc.ResourceOf(pair)
	if r == nil {
		return nil
	}
	var all []word
	for _, field := range []string{"labels", "annotations"} {
		for c := range templateOf(r).Get("metadata").Target().Get(field).Target().Children() {
			if key := c.Key().Text(); c.Kind() == syntax.Pair && key != "" && !strings.Contains(key, "'") {
				all = append(all, word{text: "metadata." + field + "['" + key + "']", detail: c.Value().Text(), kind: Reference})
			}
		}
	}
	return all
}

// servicePorts returns a field of the ports of the Service that a backend names.
func (p *place) servicePorts(pair syntax.Node, field string) []word {
	service := p.around(pair, "IngressServiceBackend").Get("name").Text()
	var all []word
	for _, d := range p.file.Documents() {
		for _, r := range d.Resources() {
			if r.Kind != "Service" || r.Name != service {
				continue
			}
			for _, port := range itemsOf(r.Root.Get("spec").Target().Get("ports")) {
				if s := port.Get(field).Text(); s != "" {
					all = append(all, word{text: s, detail: "Service " + service, kind: Reference, raw: field == "port"})
				}
			}
		}
	}
	r := p.resource()
	if field != "port" || p.names == nil || r == nil {
		return once(all) // by name they are named as parts of what the backend names
	}
	for _, x := range p.names.Services() {
		if x.Name != service || x.Namespace != "" && r.Namespace != "" && x.Namespace != r.Namespace {
			continue
		}
		for _, port := range x.Ports {
			if port.Number != "" {
				all = append(all, word{text: port.Number, detail: "Service " + service, kind: Reference, raw: true})
			}
		}
	}
	return once(all)
}

// images returns the images of the containers of the file and of others.
func (p *place) images(pair syntax.Node) []word {
	var all []word
	for pod := range p.pods() {
		for _, c := range containersOf(pod) {
			if s := c.Get("image").Text(); s != "" && c != pair.Parent() {
				all = append(all, word{text: s, kind: Reference})
			}
		}
	}
	if p.names != nil {
		own := pair.Value().Text() // which is in the workspace, too
		for _, s := range p.names.Images() {
			if s != own {
				all = append(all, word{text: s, kind: Reference})
			}
		}
	}
	return once(all)
}
