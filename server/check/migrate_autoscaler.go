package check

import (
	"fmt"
	"strings"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/edit"
	"github.com/kubelore/kubelore/server/syntax"
)

// migrateAutoscaler writes autoscaling/v2: what v1 says of CPU becomes a metric, and
// the metrics of v2alpha1 and v2beta1 get the shape that they have since v2beta2.
func migrateAutoscaler(e *edit.Editor, _, to string) {
	if to != "autoscaling/v2" && to != "autoscaling/v2beta2" {
		return
	}
	if e.Has("spec.targetCPUUtilizationPercentage") {
		if e.Has("spec.metrics") {
			e.Fail() // no version has both
			return
		}
		value := e.Get("spec.targetCPUUtilizationPercentage").Source()
		e.Delete("spec.targetCPUUtilizationPercentage")
		e.Set("spec.metrics", []any{[]edit.Pair{
			{Key: "type", Value: "Resource"},
			{Key: "resource", Value: []edit.Pair{
				{Key: "name", Value: "cpu"},
				{Key: "target", Value: []edit.Pair{{Key: "type", Value: "Utilization"}, {Key: "averageUtilization", Value: edit.Raw(value)}}},
			}},
		}})
	}
	for i := range items(e, "spec.metrics") {
		migrateMetric(e, fmt.Sprintf("spec.metrics[%d]", i))
	}
}

// items returns the number of items in the list at a path.
func items(e *edit.Editor, path string) int {
	n := 0
	for c := range e.Get(path).Target().Children() {
		if c.Kind() == syntax.Item {
			n++
		}
	}
	return n
}

// sources are the kinds of metrics, by the field that holds them.
var sources = []string{"resource", "containerResource", "object", "pods", "external"}

// migrateMetric gives a metric the shape of v2.
func migrateMetric(e *edit.Editor, path string) {
	for _, source := range sources {
		at := path + "." + source
		if !e.Has(at) {
			continue
		}
		if source == "object" && e.Has(at+".target.name") && e.Has(at+".target.kind") && !e.Has(at+".target.type") {
			e.Rename(at+".target", "describedObject")
			if kinds := catalog.Named(e.Scalar(at + ".describedObject.kind")); len(kinds) > 0 && !e.Has(at+".describedObject.apiVersion") {
				if v := kinds[0].Preferred(catalog.Newest); v != nil {
					e.Set(at+".describedObject.apiVersion", v.APIVersion())
				}
			}
		}
		selector := map[string]string{"object": "selector", "pods": "selector", "external": "metricSelector"}[source]
		if e.Has(at + ".metricName") {
			e.Nest(at+".metricName", []string{"metric", "name"})
		}
		if selector != "" && e.Has(at+"."+selector) {
			moveSelector(e, at, selector)
		}
		for _, old := range []struct{ field, kind, value string }{
			{"targetAverageUtilization", "Utilization", "averageUtilization"},
			{"targetAverageValue", "AverageValue", "averageValue"},
			{"targetValue", "Value", "value"},
			{"averageValue", "AverageValue", "averageValue"},
		} {
			if !e.Has(at + "." + old.field) {
				continue
			}
			if e.Has(at + ".target") {
				// Both a value and an average: v2 has room for both under one type.
				e.Set(at+".target."+old.value, edit.Raw(e.Get(at+"."+old.field).Source()))
				e.Delete(at + "." + old.field)
				continue
			}
			e.Nest(at+"."+old.field, []string{"target", old.value}, edit.Pair{Key: "type", Value: old.kind})
		}
	}
}

// moveSelector moves the selector of a metric to its name.
func moveSelector(e *edit.Editor, at, field string) {
	value, ok := e.Resource().Locate(at + "." + field).Node.Value().Decode(nil)
	pairs := pairsOf(value)
	if ok != nil || pairs == nil || !e.Has(at+".metric") {
		e.Fail()
		return
	}
	e.Delete(at + "." + field)
	e.Set(at+".metric.selector", pairs)
}

// pairsOf returns a decoded value as one to write, with its keys in order.
func pairsOf(v any) any {
	switch v := v.(type) {
	case map[string]any:
		pairs := []edit.Pair{}
		for _, key := range sortedKeys(v) {
			pairs = append(pairs, edit.Pair{Key: key, Value: pairsOf(v[key])})
		}
		return pairs
	case []any:
		list := []any{}
		for _, item := range v {
			list = append(list, pairsOf(item))
		}
		return list
	case string:
		return strings.Clone(v)
	}
	return v
}
