package value

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/kubelore/kubelore/knowledge/language"
)

// cronFields holds the values of the five fields, in ascending order. They come from
// what the library has parsed and not from the text, so that what is said is what
// fires: */40 is minutes 0 and 40 of each hour, not every 40 minutes.
type cronFields struct {
	minutes, hours, days, months []int
	// weekdays are 1 to 7: a week begins on Monday.
	weekdays []int
	// either says that a day counts if days or weekdays have it. Otherwise both must.
	either bool
}

// fieldsOf returns the fields of a parsed schedule.
func fieldsOf(s *cron.SpecSchedule) cronFields {
	const star = 1 << 63 // set by the library for * and ?
	f := cronFields{
		minutes: values(s.Minute, 0, 59), hours: values(s.Hour, 0, 23),
		days: values(s.Dom, 1, 31), months: values(s.Month, 1, 12),
		either: s.Dom&star == 0 && s.Dow&star == 0,
	}
	f.weekdays = values(s.Dow, 1, 6)
	if s.Dow&1 != 0 {
		f.weekdays = append(f.weekdays, 7)
	}
	return f
}

// values returns the numbers from first to last whose bit is set.
func values(bits uint64, first, last int) []int {
	var set []int
	for i := first; i <= last; i++ {
		if bits&(1<<i) != 0 {
			set = append(set, i)
		}
	}
	return set
}

// empty reports whether a field has no value, as "," has none: such a schedule never
// fires.
func (f cronFields) empty() bool {
	return len(f.minutes) == 0 || len(f.hours) == 0 || len(f.months) == 0 || len(f.days) == 0 || len(f.weekdays) == 0
}

// words returns the schedule as a phrase: "at 03:30 on Monday to Friday",
// 「毎週月曜から金曜の 03:30」.
func (f cronFields) words(l language.Language) string {
	when, often := f.timeWords(l)
	day := f.dayWords(l)
	switch {
	case day == "" && often:
		return when
	case day == "":
		return say(l, "%s every day", "毎日 %s", when)
	}
	return say(l, "%[1]s %[2]s", "%[2]sの %[1]s", when, day)
}

// timeWords returns the times of a day as a phrase. often says that it needs no
// "every day" to be understood.
func (f cronFields) timeWords(l language.Language) (words string, often bool) {
	const mostTimes, minutesOfHour, hoursOfDay = 6, 60, 24
	first, last := f.hours[0], f.hours[len(f.hours)-1]
	allHours := len(f.hours) == hoursOfDay
	if !allHours && len(f.minutes)*len(f.hours) <= mostTimes {
		return say(l, "at %s", "%s", and(l, f.times())), false
	}
	firstTime, lastTime := clock(first, f.minutes[0]), clock(last, f.minutes[len(f.minutes)-1])
	single := len(f.minutes) == 1
	if step := everyNth(f.hours, hoursOfDay); single && step > 1 {
		return say(l, "every %[1]d hours from %[2]s", "%[2]s から %[1]d 時間ごと", step, firstTime), true
	}
	var how string // within an hour
	switch step := everyNth(f.minutes, minutesOfHour); {
	case step == 1:
		how = pick(l, "every minute", "毎分")
	case step > 1 && !single && f.minutes[0] == 0:
		how = say(l, "every %d minutes", "%d 分ごと", step)
	case allHours && single:
		return say(l, "at minute %d of every hour", "毎時 %d 分", f.minutes[0]), true
	case allHours:
		return say(l, "at the minutes %s of every hour", "毎時 %s 分", and(l, numbers(f.minutes))), true
	case single:
		how = say(l, "at minute %d of every hour", "毎時 %d 分", f.minutes[0])
	default:
		how = say(l, "at the minutes %s of every hour", "毎時 %s 分", and(l, numbers(f.minutes)))
	}
	switch {
	case allHours:
		return how, true
	case last-first == len(f.hours)-1:
		return say(l, "%[1]s from %[2]s to %[3]s", "%[2]s から %[3]s まで%[1]s", how, firstTime, lastTime), false
	}
	return say(l, "%[1]s of the hours %[2]s", "%[2]s 時台の%[1]s", how, and(l, spans(f.hours, strconv.Itoa, l))), false
}

// times returns all times of a day.
func (f cronFields) times() []string {
	var all []string
	for _, hour := range f.hours {
		for _, minute := range f.minutes {
			all = append(all, clock(hour, minute))
		}
	}
	return all
}

func clock(hour, minute int) string { return fmt.Sprintf("%02d:%02d", hour, minute) }

// everyNth returns n if the values go on in steps of n without end, over the change of
// the hour or the day as well. Otherwise it returns 0.
func everyNth(values []int, period int) int {
	n := period / len(values)
	if n*len(values) != period || values[0] >= n {
		return 0
	}
	for i, v := range values {
		if v != values[0]+i*n {
			return 0
		}
	}
	return n
}

// dayWords returns the days as a phrase, or nothing for every day.
func (f cronFields) dayWords(l language.Language) string {
	everyDay, everyWeekday := len(f.days) == 31, len(f.weekdays) == 7
	if f.either && (everyDay || everyWeekday) {
		everyDay, everyWeekday = true, true
	}
	months := ""
	if len(f.months) < 12 {
		months = and(l, spans(f.months, monthName(l), l))
	}
	var days, weekdays string
	if !everyDay {
		days = and(l, spans(f.days, ordinal(l), l))
	}
	if !everyWeekday {
		weekdays = and(l, spans(f.weekdays, weekdayName(l), l))
	}
	ofMonths := pick(l, "every month", "毎月")
	if months != "" {
		ofMonths = say(l, "%s", "%sの", months)
	}
	switch {
	case everyDay && everyWeekday && months == "":
		return ""
	case everyDay && everyWeekday:
		return say(l, "every day in %s", "%sの毎日", months)
	case everyDay && months == "":
		return say(l, "on %s", "毎週%s", weekdays)
	case everyDay:
		return say(l, "on %[2]s in %[1]s", "%[1]sの毎週%[2]s", months, weekdays)
	case everyWeekday:
		return say(l, "on the %[2]s of %[1]s", "%[1]s %[2]s", ofMonths, days)
	case months == "":
		return say(l, "on the %s of every month and on every %s", "毎月 %s または毎週%s", days, weekdays)
	}
	return say(l, "in %[1]s, on the %[2]s and on every %[3]s", "%[1]sの %[2]s または毎週%[3]s", months, days, weekdays)
}

// spans returns the values as phrases, in which three and more that follow each other
// are one, and many at the same distance are cut short.
func spans(values []int, name func(int) string, l language.Language) []string {
	const many = 5
	if n := len(values); n >= many && values[1]-values[0] > 1 && sameDistance(values) {
		return []string{name(values[0]), name(values[1]), name(values[2]), "…", name(values[n-1])}
	}
	var phrases []string
	for i := 0; i < len(values); {
		end := i
		for end+1 < len(values) && values[end+1] == values[end]+1 {
			end++
		}
		if end-i >= 2 {
			phrases = append(phrases, say(l, "%s to %s", "%sから%s", name(values[i]), name(values[end])))
			i = end + 1
			continue
		}
		phrases = append(phrases, name(values[i]))
		i++
	}
	return phrases
}

// sameDistance reports whether the values go on in equal steps.
func sameDistance(values []int) bool {
	for i := 2; i < len(values); i++ {
		if values[i]-values[i-1] != values[1]-values[0] {
			return false
		}
	}
	return true
}

func numbers(values []int) []string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = strconv.Itoa(v)
	}
	return texts
}

func monthName(l language.Language) func(int) string {
	return func(m int) string { return pick(l, time.Month(m).String(), fmt.Sprintf("%d 月", m)) }
}

func weekdayName(l language.Language) func(int) string {
	japanese := strings.Split("日月火水木金土", "")
	return func(d int) string { return pick(l, time.Weekday(d%7).String(), japanese[d%7]+"曜") }
}

// ordinal names the days of a month: "1st", 「1 日」.
func ordinal(l language.Language) func(int) string {
	return func(d int) string {
		suffix := "th"
		if d/10 != 1 {
			switch d % 10 {
			case 1:
				suffix = "st"
			case 2:
				suffix = "nd"
			case 3:
				suffix = "rd"
			}
		}
		return pick(l, strconv.Itoa(d)+suffix, fmt.Sprintf("%d 日", d))
	}
}
