package value

import "github.com/kubelore/kubelore/knowledge/language"

// LabelSelector returns what a label selector (matchLabels, matchExpressions) selects.
// One that is nil selects nothing, as it does in most fields; an empty one selects
// everything.
func LabelSelector(selector any, l language.Language) string {
	if selector == nil {
		return pick(l, "Selects nothing, because there is no selector.", "セレクターがないため、何も選ばない。")
	}
	s, ok := parseSelector(selector, l)
	switch {
	case !ok:
		return ""
	case s.everything():
		return pick(l, "Selects everything, because the selector is empty.", "セレクターが空なので、すべてを選ぶ。")
	}
	return say(l, "Selects what has %s.", "条件に合うものを選ぶ: %s。", s.words(l))
}

// LabelMap returns what a selector that is a plain map of labels selects, such as
// spec.selector of a Service and nodeSelector. It returns nothing for an empty one,
// which means something else in each field.
func LabelMap(selector any, l language.Language) string {
	m, ok := selector.(map[string]any)
	if !ok || len(m) == 0 {
		return ""
	}
	s, ok := parseSelector(map[string]any{"matchLabels": m}, l)
	if !ok {
		return ""
	}
	return say(l, "Selects what has %s.", "条件に合うものを選ぶ: %s。", s.words(l))
}

// A labelSelector is a selector as phrases that must all be true.
type labelSelector struct{ conditions []string }

func (s labelSelector) everything() bool { return len(s.conditions) == 0 }

// words returns the conditions as one phrase that follows "with" or "has".
func (s labelSelector) words(l language.Language) string {
	return enumerate(l, s.conditions, " and ", "、かつ")
}

// parseSelector reads a label selector. It reports false if any part of it is not
// understood: without one of its conditions a selector means something else.
func parseSelector(selector any, l language.Language) (labelSelector, bool) {
	var s labelSelector
	m, ok := selector.(map[string]any)
	if !ok {
		return s, false
	}
	labels, ok := m["matchLabels"].(map[string]any)
	if !ok && m["matchLabels"] != nil {
		return s, false
	}
	for _, key := range sortedKeys(labels) {
		v, ok := labels[key].(string)
		if !ok {
			return s, false
		}
		s.conditions = append(s.conditions, code(key+"="+v))
	}
	expressions, ok := listAt(m, "matchExpressions")
	for _, e := range expressions {
		condition := expression(e, l)
		if condition == "" {
			return s, false
		}
		s.conditions = append(s.conditions, condition)
	}
	return s, ok
}

// expression returns one item of matchExpressions as a phrase, or nothing.
func expression(item any, l language.Language) string {
	m, _ := item.(map[string]any)
	key, ok := textAt(m, "key")
	operator, isText := textAt(m, "operator")
	values, areTexts := textsAt(m, "values")
	if !ok || !isText || !areTexts || key == "" {
		return ""
	}
	needsValues := operator == "In" || operator == "NotIn"
	if needsValues != (len(values) > 0) {
		return ""
	}
	listed := enumerate(l, codes(values), ", ", "、")
	switch operator {
	case "In":
		if len(values) == 1 {
			return code(key + "=" + values[0])
		}
		return say(l, "%s set to one of %s", "%s が %s のいずれか", code(key), listed)
	case "NotIn":
		return say(l, "%s missing or other than %s", "%s がないか、%s 以外", code(key), listed)
	case "Exists":
		return say(l, "the label %s", "ラベル %s がある", code(key))
	case "DoesNotExist":
		return say(l, "no label %s", "ラベル %s がない", code(key))
	}
	return ""
}
