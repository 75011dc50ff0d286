package relation

import (
	_ "embed"
	"strings"
	"sync"
)

// A Definition says where parts of objects are written that other fields name: the keys
// of a ConfigMap, the ports of a container.
type Definition struct {
	// Part is the kind of part: key, port, service-port, volume, container, claim, env,
	// request, pod-request, host, template, device-request, resource, kind, taint, image.
	Part string
	// Places are the fields that hold the parts; see Relation.
	Places []string
	// Form is how they are held.
	Form Form
	// Name and Also are the paths of the name of a part and of its other name, the number
	// of a port, or empty: from the item of a list of parts, and from the owner of a Value
	// for Also.
	Name, Also string
}

// A Form is how a field holds parts.
type Form string

// The forms. Items are parts in a list, Keys are the keys of a map, a Value is the field
// itself.
const (
	Items Form = "items"
	Keys  Form = "keys"
	Value Form = "value"
)

//go:embed parts.tsv
var partTable string

// definitions returns the table of parts.
var definitions = sync.OnceValue(func() []*Definition {
	var all []*Definition
	for line := range strings.Lines(partTable) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := cellsOf(line)
		all = append(all, &Definition{
			Part: cells[0], Places: placesOf(cells[1], cells[2]), Form: Form(cells[3]), Name: cells[4], Also: cells[5],
		})
	}
	return all
})

// Parts returns the kinds of parts that can be named.
func Parts() map[string]bool {
	parts := map[string]bool{}
	for _, d := range definitions() {
		parts[d.Part] = true
	}
	return parts
}
