package catalog

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/kubelore/kubelore/knowledge/language"
)

// A Controller is one of the loops in kube-controller-manager.
type Controller struct {
	// Name is how the option --controllers names it.
	Name string
	// Off controllers run only if --controllers names them.
	Off bool
	// Gates are the feature gates that it needs and that are off by default.
	Gates []string
	// Text says what it does.
	Text language.Text
}

//go:embed controllers.tsv
var controllersTSV string

var loadControllers = sync.OnceValue(func() []*Controller {
	var all []*Controller
	for line := range strings.Lines(controllersTSV) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		c := &Controller{Name: cells[0], Off: cells[1] == "off", Text: language.Text{EN: cells[3], JA: cells[4]}}
		if cells[2] != "-" {
			c.Gates = strings.Split(cells[2], ",")
		}
		all = append(all, c)
	}
	return all
})

// Controllers returns the controllers of kube-controller-manager, sorted by name. The
// caller must not change the slice.
func Controllers() []*Controller { return loadControllers() }

// ControllerNamed returns the controller with a name, or nil. The end "-controller" may
// be missing.
func ControllerNamed(name string) *Controller {
	for _, c := range Controllers() {
		if c.Name == name || c.Name == name+"-controller" {
			return c
		}
	}
	return nil
}

// Kinds returns the kinds of the newest release that the controller acts on; none are
// all.
func (c *Controller) Kinds() []*Kind {
	var all []*Kind
	for _, k := range Kinds() {
		exists := func(v *Version) bool { return v.In(Newest) == Served || v.In(Newest) == Off }
		acts := func(a Actor) bool { return a.Controller == c.Name }
		if slices.ContainsFunc(k.Versions, exists) && slices.ContainsFunc(k.Actors, acts) {
			all = append(all, k)
		}
	}
	return all
}
