package value

import (
	"testing"

	"github.com/kubelore/kubelore/knowledge/language"
)

func TestLabelSelector(t *testing.T) {
	for source, want := range map[string]said{
		"null":                         {"Selects nothing, because there is no selector.", "セレクターがないため、何も選ばない。"},
		"{}":                           {"Selects everything, because the selector is empty.", "セレクターが空なので、すべてを選ぶ。"},
		"{matchLabels: {}}":            {"Selects everything, because the selector is empty.", "セレクターが空なので、すべてを選ぶ。"},
		"{matchLabels: {b: c, a: ''}}": {"Selects what has `a=` and `b=c`.", "条件に合うものを選ぶ: `a=`、かつ `b=c`。"},
		"{matchExpressions: [{key: a, operator: In, values: [b]}]}": {"Selects what has `a=b`.", "条件に合うものを選ぶ: `a=b`。"},
		"{matchExpressions: [{key: a, operator: In, values: [b, c]}, {key: d, operator: Exists}]}": {
			"Selects what has `a` set to one of `b`, `c` and the label `d`.", "条件に合うものを選ぶ: `a` が `b`、`c` のいずれか、かつラベル `d` がある。",
		},
		"{matchExpressions: [{key: a, operator: NotIn, values: [b, c]}, {key: d, operator: DoesNotExist}]}": {
			"Selects what has `a` missing or other than `b`, `c` and no label `d`.", "条件に合うものを選ぶ: `a` がないか、`b`、`c` 以外、かつラベル `d` がない。",
		},
		"{matchLabels: {a: 1}}":                                         {},
		"{matchLabels: {a: b}, matchExpressions: [{key: a}]}":           {},
		"{matchExpressions: [{key: a, operator: In}]}":                  {},
		"{matchExpressions: [{key: a, operator: Exists, values: [b]}]}": {},
		"{matchExpressions: [{key: a, operator: Equals, values: [b]}]}": {},
		"{matchExpressions: [{operator: Exists}]}":                      {},
		"{matchExpressions: [null]}":                                    {},
		"app":                                                           {},
	} {
		v := decoded(t, source)
		want.check(t, source, func(l language.Language) string { return LabelSelector(v, l) })
	}
}

func TestLabelMap(t *testing.T) {
	for source, want := range map[string]said{
		"{b: c, a: b}":      {"Selects what has `a=b` and `b=c`.", "条件に合うものを選ぶ: `a=b`、かつ `b=c`。"},
		"{matchLabels: {}}": {},
		"{}":                {},
		"null":              {},
		"[]":                {},
	} {
		v := decoded(t, source)
		want.check(t, source, func(l language.Language) string { return LabelMap(v, l) })
	}
}
