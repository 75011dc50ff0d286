// Package effect says what the values of a manifest amount to: what a Pod costs, how
// a rollout proceeds, when a probe acts, what an autoscaler does.
//
// It knows how kube-apiserver, the scheduler, the kubelet and the controllers of
// Kubernetes 1.37 compute, with the feature gates and flags at their defaults. It
// deliberately knows no YAML positions, and no other objects than those it is handed.
// Whatever it does not understand, or the API server refuses, has an empty result:
// judging values is left to the checks.
//
// Objects are decoded YAML: map[string]any, []any, string, bool, int, int64, uint64,
// float64 and nil. Results are sentences in Markdown.
package effect

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/kubelore/kubelore/knowledge/language"
)

// pick returns the text in a language.
func pick(l language.Language, en, ja string) string { return language.Text{EN: en, JA: ja}.In(l) }

// say returns the sentence in a language, with the arguments in place. Where the
// order of words differs, the formats number their arguments.
func say(l language.Language, en, ja string, args ...any) string {
	return fmt.Sprintf(pick(l, en, ja), args...)
}

// sentences joins sentences, leaving out empty ones.
func sentences(l language.Language, all ...string) string {
	space := " "
	if l == language.Japanese {
		space = ""
	}
	return strings.Join(filled(all...), space)
}

// filled returns the sentences that are not empty.
func filled(all ...string) []string {
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}

// and joins phrases: "a, b and c", 「a、b、c」.
func and(l language.Language, phrases []string) string {
	if l == language.Japanese || len(phrases) < 2 {
		return strings.Join(phrases, pick(l, ", ", "、"))
	}
	last := len(phrases) - 1
	return strings.Join(phrases[:last], ", ") + " and " + phrases[last]
}

// code returns a name from a manifest as a code word of Markdown, in which nothing
// ends the code early. What is lost on the way, no name of Kubernetes has.
func code(name string) string {
	const longest = 63
	runes := []rune(name)
	if len(runes) > longest {
		runes = append(runes[:longest], '…')
	}
	for i, r := range runes {
		if r == '`' || !unicode.IsPrint(r) {
			runes[i] = ' '
		}
	}
	return "`" + string(runes) + "`"
}

// plural returns "1 Pod" or "2 Pods".
func plural(n int64, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.FormatInt(n, 10) + " " + one + "s"
}

// duration returns a number of seconds as people say it: "1 min 30 s".
func duration(seconds int64, l language.Language) string {
	const minute, hour, day = 60, 60 * 60, 24 * 60 * 60
	var parts []string
	for _, unit := range []struct {
		n      int64
		en, ja string
	}{
		{seconds / day, "d", "日"},
		{seconds % day / hour, "h", "時間"},
		{seconds % hour / minute, "min", "分"},
		{seconds % minute, "s", "秒"},
	} {
		if unit.n > 0 || seconds == 0 && unit.en == "s" {
			parts = append(parts, strconv.FormatInt(unit.n, 10)+" "+pick(l, unit.en, unit.ja))
		}
	}
	return strings.Join(parts, " ")
}
