package complete

import (
	"slices"
	"strings"

	"github.com/kubelore/kubelore/server/syntax"
)

// A Service is an object that others reach by its name.
type Service struct {
	// Namespace is as written; empty if nothing says which it is.
	Namespace, Name string
	Ports           []Port
}

// A Port is a port of a Service. Either may be empty.
type Port struct{ Name, Number string }

// form is how a Service is written where a variable tells a program of it.
type form uint8

const (
	noForm form = iota
	// hostForm is a name, addressForm one with a port, urlForm one with a scheme.
	hostForm
	addressForm
	urlForm
)

// forms says by the last word of the name of a variable what it holds.
var forms = map[string]form{ //nolint:gochecknoglobals // a table
	"HOST": hostForm, "HOSTNAME": hostForm, "HOSTS": hostForm, "SERVICE": hostForm, "SVC": hostForm,
	"ADDR": addressForm, "ADDRS": addressForm, "ADDRESS": addressForm, "ADDRESSES": addressForm, "ENDPOINT": addressForm, "ENDPOINTS": addressForm,
	"SERVER": addressForm, "SERVERS": addressForm, "BROKER": addressForm, "BROKERS": addressForm, "UPSTREAM": addressForm,
	"URL": urlForm, "URI": urlForm,
}

// schemes are those of the ports that have one of their own, by name and by number.
var schemes = map[string]string{ //nolint:gochecknoglobals // a table
	"https": "https", "443": "https", "8443": "https", "redis": "redis", "6379": "redis", "postgres": "postgres", "postgresql": "postgres",
	"5432": "postgres", "mysql": "mysql", "3306": "mysql", "amqp": "amqp", "5672": "amqp", "nats": "nats", "4222": "nats", "mongodb": "mongodb",
	"27017": "mongodb", "grpc": "grpc",
}

// mostAddresses is how many addresses are offered at a place; nobody reads that many.
const mostAddresses = 500

// formOf returns what a variable holds, by its name.
func formOf(variable string) form {
	name := strings.ToUpper(strings.NewReplacer("-", "_", ".", "_").Replace(variable))
	return forms[name[strings.LastIndexByte(name, '_')+1:]]
}

// addresses returns the names under which a program reaches the Services that there are,
// for a variable. If its name does not say that it holds one, only what continues the
// text that is typed is returned.
func (p *place) addresses(variable, typed string) []word {
	f := formOf(variable)
	if f == noForm && typed == "" {
		return nil
	}
	// What is typed may have a scheme, a user, and addresses with commas before this one.
	scheme, rest, ok := strings.Cut(typed, "://")
	lead := scheme + "://"
	if !ok {
		lead, rest = "", typed
	} else if f == noForm {
		f = addressForm
	}
	if strings.Contains(rest, "/") {
		return nil // the path of a URL
	}
	lead += rest[:strings.LastIndexAny(rest, "@,")+1]
	var all []word
	for _, s := range p.reachable() {
		for _, w := range s.written(f, lead) {
			if formOf(variable) != noForm || strings.HasPrefix(w.text, typed) {
				all = append(all, w)
			}
		}
		if len(all) > mostAddresses {
			break
		}
	}
	return once(all)
}

// a host is a Service under one of its names.
type host struct {
	*Service
	name string
}

// reachable returns the Services of all files, by the names under which the resource at the
// cursor can reach them: the short names in its own namespace first.
func (p *place) reachable() []host {
	own := ""
	if r := p.resource(); r != nil {
		own = r.Namespace
	}
	var short, long, other []host
	all := p.services()
	for i := range all {
		s := &all[i]
		full := s.Name + "." + s.Namespace
		if s.Namespace == "" || s.Namespace == own || own == "" {
			short = append(short, host{s, s.Name})
		}
		switch s.Namespace {
		case "":
		case own:
			long = append(long, host{s, full}, host{s, full + ".svc.cluster.local"})
		default:
			other = append(other, host{s, full}, host{s, full + ".svc.cluster.local"})
		}
	}
	return slices.Concat(short, long, other)
}

// services returns the Services of this file and of others, by namespace and name.
func (p *place) services() []Service {
	var all []Service
	for _, d := range p.file.Documents() {
		for _, r := range d.Resources() {
			if r.Kind != "Service" || group(r.APIVersion) != "" || r.Name == "" {
				continue
			}
			s := Service{Namespace: r.Namespace, Name: r.Name}
			for _, port := range itemsOf(r.Root.Get("spec").Target().Get("ports")) {
				s.Ports = append(s.Ports, Port{port.Get("name").Text(), port.Get("port").Text()})
			}
			all = append(all, s)
		}
	}
	if p.names != nil {
		all = append(all, p.names.Services()...)
	}
	slices.SortStableFunc(all, func(a, b Service) int {
		if c := strings.Compare(a.Name, b.Name); c != 0 {
			return c
		}
		return strings.Compare(a.Namespace, b.Namespace)
	})
	return slices.CompactFunc(all, func(a, b Service) bool { return a.Name == b.Name && a.Namespace == b.Namespace })
}

// written returns a host as a variable of some form holds it, behind what is typed already.
func (h host) written(f form, lead string) []word {
	write := func(text, port string) word {
		detail := "Service"
		if port != "" {
			detail += " · " + port
		}
		return word{text: lead + text, detail: detail, kind: Reference}
	}
	var all []word
	if f == addressForm || f == urlForm {
		for _, port := range h.Ports {
			switch {
			case port.Number == "":
			case f == urlForm && lead == "":
				all = append(all, write(h.url(port), port.Name))
			default:
				all = append(all, write(h.name+":"+port.Number, port.Name))
			}
		}
	}
	if f != urlForm || lead != "" || len(all) == 0 {
		name := h.name
		if f == urlForm && lead == "" {
			name = "http://" + name
		}
		all = append(all, write(name, ""))
	}
	return all
}

// url returns the address of a port with its scheme, without the number that goes without
// saying.
func (h host) url(port Port) string {
	scheme, ok := schemes[port.Name]
	if !ok {
		if scheme, ok = schemes[port.Number]; !ok {
			scheme = "http"
		}
	}
	if scheme == "http" && port.Number == "80" || scheme == "https" && port.Number == "443" {
		return scheme + "://" + h.name
	}
	return scheme + "://" + h.name + ":" + port.Number
}

// typed returns what stands between the start of the token, without its quote, and the cursor.
func (p *place) typed() string {
	return strings.Trim(p.text[p.from:max(p.from, min(p.offset, p.to))], `"'`)
}

// argument returns the addresses for a word of a command: behind the "=" of a flag, or in
// the word after one.
func (p *place) argument(item syntax.Node) []word {
	typed := p.typed()
	if flag, value, ok := strings.Cut(typed, "="); ok && strings.HasPrefix(flag, "-") {
		if formOf(strings.TrimLeft(flag, "-")) == noForm {
			return nil
		}
		all := p.addresses(strings.TrimLeft(flag, "-"), value)
		for i := range all {
			all[i].text = flag + "=" + all[i].text
		}
		return all
	}
	before := ""
	for c := range item.Parent().Children() {
		if c == item {
			break
		}
		before = c.Value().Text()
	}
	if !strings.HasPrefix(before, "-") || strings.Contains(before, "=") || formOf(strings.TrimLeft(before, "-")) == noForm {
		return nil
	}
	return p.addresses(strings.TrimLeft(before, "-"), typed)
}
