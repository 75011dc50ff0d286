package check

import (
	"fmt"
	"strings"

	"github.com/kubelore/kubelore/server/edit"
	"github.com/kubelore/kubelore/server/syntax"
)

// migrateBudget writes policy/v1, where an empty selector selects every Pod. In v1beta1 it
// selects none, and only the author knows which of the two was meant.
func migrateBudget(e *edit.Editor, _, _ string) {
	if s := e.Get("spec.selector").Target(); s.Kind() == syntax.Mapping && s.First().IsZero() {
		e.Fail()
	}
}

// migratePriority writes flowcontrol.apiserver.k8s.io/v1, where the shares have another
// name and may be none.
func migratePriority(e *edit.Editor, _, _ string) {
	const old, shares = "spec.limited.assuredConcurrencyShares", "spec.limited.nominalConcurrencyShares"
	if e.Has(old) {
		e.Rename(old, "nominalConcurrencyShares")
	}
	if e.Scalar(shares) == "0" {
		e.Fail() // it stood for the default
	}
}

// migrateRuntime writes node.k8s.io/v1, which has no spec: its fields stand at the top.
func migrateRuntime(e *edit.Editor, _, _ string) {
	if e.Has("spec.runtimeHandler") {
		lift(e, "spec.runtimeHandler", "handler")
	}
	for _, field := range []string{"overhead", "scheduling"} {
		if e.Has("spec." + field) {
			lift(e, "spec."+field, field)
		}
	}
}

// migrateStorageVersions writes storagemigration.k8s.io/v1, where a resource has no
// version and the server remembers how far it came.
func migrateStorageVersions(e *edit.Editor, _, _ string) {
	for _, field := range []string{"spec.resource.version", "spec.continueToken"} {
		if e.Has(field) {
			e.Delete(field)
		}
	}
}

// migrateClaim writes resource.k8s.io/v1beta2 and later, where what a request asks for
// exactly stands below that word.
func migrateClaim(e *edit.Editor, _, _ string) {
	for _, list := range []string{"spec.devices.requests", "spec.spec.devices.requests"} {
		for i := range items(e, list) {
			at := fmt.Sprintf("%s[%d]", list, i)
			if e.Has(at + ".deviceClassName") {
				exactly(e, at)
			}
		}
	}
}

// exactly moves what a request asks for below that word.
func exactly(e *edit.Editor, at string) {
	asked := []edit.Pair{}
	for c := range e.Get(at).Target().Children() {
		name := c.Key().Text()
		if c.Kind() != syntax.Pair || c.Key().IsMerge() {
			e.Fail()
			return
		}
		if name != "name" {
			value, ok := movable(e, c.Value())
			if !ok {
				e.Fail()
				return
			}
			asked = append(asked, edit.Pair{Key: name, Value: value})
		}
	}
	e.Set(at+".exactly", asked)
	for _, p := range asked {
		e.Delete(at + "." + p.Key)
	}
}

// migrateResources writes resource.k8s.io/v1beta2 and later, where the fields of a device
// stand in it and not below basic.
func migrateResources(e *edit.Editor, _, _ string) {
	for i := range items(e, "spec.devices") {
		at := fmt.Sprintf("spec.devices[%d]", i)
		var fields []string
		for c := range e.Get(at + ".basic").Target().Children() {
			fields = append(fields, c.Key().Text())
		}
		for _, field := range fields {
			lift(e, at+".basic."+field, at+"."+field)
		}
	}
}

// lift moves a value to another path.
func lift(e *edit.Editor, from, to string) {
	value, ok := movable(e, e.Get(from))
	if !ok || e.Has(to) {
		e.Fail()
		return
	}
	e.Set(to, value)
	e.Delete(from)
}

// movable returns a node of the text as it is now as a value to write elsewhere. Scalars
// stay as they are written, with the comment behind them, and so does what is in brackets,
// on one line.
func movable(e *edit.Editor, n syntax.Node) (any, bool) {
	source, behind := n.Source(), n.Span().End
	if n.Kind() == syntax.Alias || n.Anchor() != "" {
		return nil, false
	}
	if (n.Kind() == syntax.Scalar || n.Flow()) && !strings.Contains(source, "\n") {
		rest := firstLine(e.Text()[behind:])
		if strings.HasPrefix(strings.TrimLeft(rest, " "), "#") {
			source += strings.TrimRight(rest, "\r")
		}
		return edit.Raw(source), true
	}
	// A comment in it would be lost.
	whole := e.Text()[n.Parent().Span().Start:behind]
	value, err := n.Decode(nil)
	return pairsOf(value), err == nil && !strings.Contains(whole, "#")
}
