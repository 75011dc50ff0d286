package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/relation"
	"github.com/kubelore/kubelore/knowledge/spell"
	"github.com/kubelore/kubelore/server/graph"
)

// reference checks one reference of the object at hand.
func (c *crossing) reference(u graph.Use) {
	switch u.Relation.How {
	case relation.Name, relation.Object:
		c.name(u)
	case relation.Part:
		c.partName(u)
	case relation.Selector, relation.Labels:
		c.selects(u)
	case relation.Resource:
		c.resource(u)
	case relation.Terms, relation.LabelKey, relation.TaintKey, relation.KindOf, relation.ResourceName, relation.External,
		relation.User, relation.Env, relation.KeyPrefix, relation.KeySuffix:
		// What these name is rarely in manifests, or is no mistake.
	}
}

// danglingCodes are the codes of checks by the kind that is named.
var danglingCodes = map[string]string{
	"ConfigMap": "rt/dangling-configmap", "Secret": "rt/dangling-secret", "PersistentVolumeClaim": "rt/dangling-pvc",
	"ServiceAccount": "rt/dangling-serviceaccount", "Role": "rt/dangling-role", "ClusterRole": "rt/dangling-role",
}

// referenceCodes are those of some references.
var referenceCodes = map[string]string{
	"hpa-target": "rt/dangling-hpa-target", "ingress-rule-service": "rt/ingress-service", "ingress-default-service": "rt/ingress-service",
	"ingress-v1beta1-service": "rt/ingress-service", "statefulset-servicename": "rt/statefulset-service",
	"mutatingwebhook-service": "rt/webhook-service", "validatingwebhook-service": "rt/webhook-service",
	"crd-conversion-service": "rt/webhook-service", "apiservice-service": "rt/webhook-service",
}

// provided are the kinds of which a cluster has some that no manifest of a team makes. A
// name of them is only wrong if it is nearly another one.
var provided = []string{
	"Node", "StorageClass", "IngressClass", "CSIDriver", "VolumeAttributesClass", "PriorityClass", "RuntimeClass", "DeviceClass",
	"PersistentVolume", "PriorityLevelConfiguration", "ClusterTrustBundle",
}

func codeOf(u graph.Use, kind string) string {
	if code := referenceCodes[u.Relation.ID]; code != "" {
		return code
	}
	if code := danglingCodes[kind]; code != "" {
		return code
	}
	return "rt/dangling"
}

// danglingSeverity returns how bad it is if a reference leads nowhere.
func danglingSeverity(r *relation.Relation) Severity {
	return Severity(slices.Index([]string{"error", "warning", "information", "hint"}, r.Severity))
}

// name checks the name of an object.
func (c *crossing) name(u graph.Use) {
	if u.Relation.Severity == "" || u.Optional || u.Relation.Exists(u.Reference.Name) || u.Relation.ID == "namespace" || c.at.Unsure {
		return
	}
	targets := c.world.Targets(u)
	if len(targets) > 0 {
		c.target(u, targets)
		return
	}
	if u.Relation.ID == "hpa-target" && c.scaleTarget(u) {
		return
	}
	space, cluster := u.Reference.Namespace, u.Relation.Cluster
	if space == "" {
		space = c.at.Namespace
	}
	for _, k := range u.Kinds {
		known := catalog.Named(k.Name)
		if k == relation.Any || k.APIVersion == "*" || len(known) == 0 {
			return
		}
		if k.Name == "ClusterRole" {
			cluster = true
		}
		if !c.proves(proof{k.Group(), k.Name, space, cluster}) {
			return
		}
	}
	if len(u.Kinds) == 0 {
		return
	}
	c.missing(u, space, cluster)
}

// missing reports that nothing has a name.
func (c *crossing) missing(u graph.Use, space string, cluster bool) {
	kind := u.Kinds[0]
	near := c.near(slip{proof{kind.Group(), kind.Name, space, cluster}, u.Reference.Name})
	if near == "" {
		if !slices.Contains(provided, kind.Name) {
			c.report(Problem{
				Span: u.Reference.Span, Severity: danglingSeverity(u.Relation), Code: codeOf(u, kind.Name),
				Message: fmt.Sprintf("the workspace has no %s %s, but others", kind.Name, u.Reference.Name),
			})
		}
		return
	}
	x := Problem{
		Span: u.Reference.Span, Severity: danglingSeverity(u.Relation), Code: codeOf(u, kind.Name),
		Message: fmt.Sprintf("the workspace has no %s %s", kind.Name, u.Reference.Name),
	}
	x.Message += "; did you mean " + near + "?"
	x.Fixes = changeTo(u.Reference.Span, near)
	for _, p := range c.world.Named(u.Kinds, space, near) {
		x.Related = append(x.Related, related(p, p.Where(), p.Kind+" "+near))
	}
	c.report(x)
}

// target checks what a reference leads to.
func (c *crossing) target(u graph.Use, targets []graph.Target) {
	if u.Relation.ID != "statefulset-servicename" {
		return
	}
	for _, t := range targets {
		if !c.together(t.Place, c.at.Namespace) || t.Templated || value(t.Value, "spec", "clusterIP") == "None" {
			return
		}
	}
	t := targets[0]
	c.report(Problem{
		Span: u.Reference.Span, Severity: Warning, Code: "rt/statefulset-service",
		Message: fmt.Sprintf("Service %s is not headless, so the Pods get no DNS names of their own; it needs clusterIP: None", t.Object.Name),
		Related: []Related{related(t.Place, t.Where(), "Service "+t.Object.Name)},
	})
}

// scaleTarget checks the kind that an autoscaler scales. It reports whether it is wrong.
func (c *crossing) scaleTarget(u graph.Use) bool {
	kind := u.Kinds[0]
	group, version := catalog.Split(kind.APIVersion)
	if kind.APIVersion == "*" || group != "" && version == "" {
		return false
	}
	target := c.file.Env.Target
	if v := catalog.Lookup(group, version, kind.Name); v != nil && v.In(target) == catalog.Served {
		return false
	}
	for _, k := range catalog.Named(kind.Name) {
		if v := k.Preferred(target); v != nil && catalog.BuiltIn(group) {
			if group == "" && target >= refusesNoGroup {
				return true // the API server refuses it itself
			}
			x := Problem{
				Span: u.Reference.Span, Severity: Warning, Code: "rt/dangling-hpa-target",
				Message: fmt.Sprintf("%s is not in %s, so nothing is scaled", kind.Name, kind.APIVersion),
			}
			x.Message += "; it is in " + v.APIVersion()
			c.report(x)
			return true
		}
	}
	return false
}

// partName checks the name of a part: a key, a port, a container.
func (c *crossing) partName(u graph.Use) {
	if u.Relation.Of == "" {
		if u.Relation.Part == "port" {
			c.ownPort(u)
		}
		return // the API server looks at the others itself
	}
	if u.Optional || u.Relation.Severity == "" || c.at.Unsure {
		return
	}
	if targets := c.world.Targets(u); len(targets) > 0 {
		c.protocol(u, targets)
		return
	}
	holders := c.world.Holders(u)
	if len(holders) == 0 || slices.ContainsFunc(holders, func(t graph.Target) bool { return t.Templated || !c.whole(t.File.Path) }) {
		return // that the object is missing is said of its name
	}
	var names []string
	for _, t := range holders {
		for _, x := range t.Parts {
			if x.Kind == u.Relation.Part {
				names = append(names, cmpName(x, u.Member))
			}
		}
	}
	if len(names) == 0 || holders[0].Is("", "Secret") && value(holders[0].Value, "type") == "kubernetes.io/service-account-token" {
		return // it is filled by somebody else
	}
	c.missingPart(u, holders[0], names)
}

// protocol checks that a port of a Service leads to one of the same protocol.
func (c *crossing) protocol(u graph.Use, targets []graph.Target) {
	if u.Relation.ID != "service-targetport" || c.at.Templated {
		return
	}
	for i := range c.at.Parts {
		x := &c.at.Parts[i]
		if x.Kind != "service-port" || u.Reference.Span.Start < x.Whole.Start || u.Reference.Span.End > x.Whole.End {
			continue
		}
		if slices.ContainsFunc(targets, func(t graph.Target) bool { return t.Part.Protocol == x.Protocol || t.Templated }) {
			return
		}
		t := targets[0]
		c.report(Problem{
			Span: u.Reference.Span, Severity: Warning, Code: "rt/service-protocol",
			Message: fmt.Sprintf("port %s of %s %s is %s, this port of the Service is %s, so nothing arrives", u.Member, t.Kind, t.Object.Name, t.Part.Protocol, x.Protocol),
			Related: []Related{related(t.Place, t.Spot(), t.Kind+" "+t.Object.Name)},
		})
	}
}

// cmpName returns the name of a part that is to be compared with another: the number if
// that is one.
func cmpName(x graph.Part, member string) string {
	if _, err := strconv.Atoi(member); err == nil || x.Name == "" {
		return x.Also
	}
	return x.Name
}

// partCodes are the codes of checks by the kind of part.
var partCodes = map[string]string{
	"key": "rt/dangling-configmap-key", "service-port": "rt/ingress-service-port", "port": "rt/service-targetport-name",
	"container": "rt/hpa-container", "template": "rt/dangling",
}

// called returns what people call a kind of part.
func called(part string) string {
	switch part {
	case "port", "service-port":
		return "port"
	case "container":
		return "container"
	case "template":
		return "template"
	}
	return "key"
}

// missingPart reports that an object does not have a part.
func (c *crossing) missingPart(u graph.Use, holder graph.Target, names []string) {
	code, ok := partCodes[u.Relation.Part]
	if !ok {
		return
	}
	x := Problem{
		Span: u.Reference.Span, Severity: danglingSeverity(u.Relation), Code: code,
		Related: []Related{related(holder.Place, holder.Spot(), holder.Kind+" "+holder.Object.Name)},
	}
	if holder.Is("", "Secret") {
		x.Code = "rt/dangling-secret-key"
	}
	slices.Sort(names)
	near, ok := spell.Nearest(u.Member, slices.Values(names))
	if _, err := strconv.Atoi(u.Member); err == nil && u.Relation.Part == "port" {
		if u.Relation.ID != "service-targetport" {
			return
		}
		x.Code, x.Severity, ok = "rt/service-targetport-number", Hint, false // a process can listen without saying so
	}
	x.Message = fmt.Sprintf("%s %s has no %s %s", holder.Kind, holder.Object.Name, called(u.Relation.Part), u.Member)
	if ok {
		x.Message += "; did you mean " + near + "?"
		x.Fixes = changeTo(u.Reference.Span, near)
	} else {
		x.Message += "; there is " + shown(slices.Compact(names))
	}
	c.report(x)
}

// shown returns names as a list that is not too long to read.
func shown(names []string) string {
	const most = 6
	if len(names) > most {
		return strings.Join(names[:most], ", ") + " ..."
	}
	return strings.Join(names, ", ")
}

// ownPort checks the port that a probe or hook names in its own container.
func (c *crossing) ownPort(u graph.Use) {
	if c.world.Finds(u) || c.at.Templated {
		return
	}
	var names []string
	for i := range c.at.Parts {
		if x := &c.at.Parts[i]; x.Kind == "port" && u.Reach(x) {
			names = append(names, cmpName(*x, u.Member))
		}
	}
	slices.Sort(names)
	if _, err := strconv.Atoi(u.Member); err == nil {
		if len(names) > 0 {
			c.report(Problem{
				Span: u.Reference.Span, Severity: Hint, Code: "rt/probe-port-number",
				Message: fmt.Sprintf("the container declares %s, but not port %s; is it a slip?", shown(names), u.Member),
			})
		}
		return
	}
	x := Problem{
		Span: u.Reference.Span, Severity: Warning, Code: "rt/probe-port-name",
		Message: fmt.Sprintf("no port of this container is called %s, so the kubelet cannot find it", u.Member),
	}
	if near, ok := spell.Nearest(u.Member, slices.Values(names)); ok {
		x.Message = fmt.Sprintf("no port of this container is called %s", u.Member)
		x.Message += "; did you mean " + near + "?"
		x.Fixes = changeTo(u.Reference.Span, near)
	}
	c.report(x)
}

// value returns what stands at a path of a decoded object, as text, or "".
func value(object map[string]any, path ...string) string {
	if at := lookup(object, path...); at != nil {
		return fmt.Sprint(at)
	}
	return ""
}
