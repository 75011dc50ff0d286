package value

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/kubelore/kubelore/knowledge/language"
)

// Duration returns a number of seconds as people say it: "1 min 30 s". It returns
// nothing for a negative number.
func Duration(seconds int64, l language.Language) string {
	if seconds < 0 {
		return ""
	}
	const minute, hour, day = 60, 60 * 60, 24 * 60 * 60
	var parts []string
	if days := seconds / day; days > 0 {
		parts = append(parts, pick(l, plural(days, "day"), count(days)+" 日"))
	}
	for _, unit := range []struct {
		n      int64
		en, ja string
	}{
		{seconds % day / hour, "h", "時間"},
		{seconds % hour / minute, "min", "分"},
		{seconds % minute, "s", "秒"},
	} {
		if unit.n > 0 || seconds == 0 && unit.en == "s" {
			parts = append(parts, fmt.Sprintf("%d %s", unit.n, pick(l, unit.en, unit.ja)))
		}
	}
	return strings.Join(parts, " ")
}

// GoDuration returns what a duration in the notation of Go amounts to: "1h30m",
// "250ms". Fields of the type metav1.Duration have it. It returns nothing for a
// negative duration.
func GoDuration(s string, l language.Language) string {
	const longest = 64
	if len(s) > longest {
		return ""
	}
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		return ""
	}
	whole, rest := int64(d/time.Second), d%time.Second
	if rest == 0 {
		return Duration(whole, l)
	}
	// What is below a second is left to milliseconds, which may have a fraction.
	below := strconv.FormatFloat(float64(rest)/float64(time.Millisecond), 'f', -1, 64) + pick(l, " ms", " ミリ秒")
	if whole == 0 {
		return below
	}
	return Duration(whole, l) + " " + below
}
