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
		minutes: bitsOf(s.Minute, 0, 59), hours: bitsOf(s.Hour, 0, 23),
		days: bitsOf(s.Dom, 1, 31), months: bitsOf(s.Month, 1, 12),
		either: s.Dom&star == 0 && s.Dow&star == 0,
	}
	f.weekdays = bitsOf(s.Dow, 1, 6)
	if s.Dow&1 != 0 {
		f.weekdays = append(f.weekdays, 7)
	}
	return f
}

// bitsOf returns the numbers from first to last whose bit is set.
func bitsOf(bits uint64, first, last int) []int {
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
		return pick(l, when+" every day", japanese("毎日", when))
	}
	of := "の"
	if often {
		of = "、"
	}
	return pick(l, when+" "+day, japanese(day, of, when))
}

// timeWords returns the times of a day as a phrase. often says that it needs no
// "every day" to be understood.
func (f cronFields) timeWords(l language.Language) (words string, often bool) {
	const mostTimes, hoursOfDay = 6, 24
	first, last := f.hours[0], f.hours[len(f.hours)-1]
	allHours := len(f.hours) == hoursOfDay
	if !allHours && len(f.minutes)*len(f.hours) <= mostTimes {
		return say(l, "at %s", "%s", and(l, f.times())), false
	}
	firstTime, lastTime := clock(first, f.minutes[0]), clock(last, f.minutes[len(f.minutes)-1])
	if step := everyNth(f.hours, hoursOfDay); len(f.minutes) == 1 && step > 1 {
		return say(l, "every %[1]d hours from %[2]s", "%[2]s から %[1]d 時間ごと", step, firstTime), true
	}
	minutes, repeats := f.minuteWords(l)
	everyHour := minutes
	if !repeats {
		everyHour = pick(l, minutes+" of every hour", japanese("毎時", minutes))
	}
	switch {
	case allHours:
		return everyHour, true
	case last-first == len(f.hours)-1:
		return pick(l, everyHour+" from "+firstTime+" to "+lastTime, japanese(firstTime, "から", lastTime, "まで", everyHour)), false
	}
	hours := and(l, spans(f.hours, strconv.Itoa, l))
	return pick(l, minutes+" of the hours "+hours, japanese(hours, "時台の", minutes)), false
}

// minuteWords returns the minutes of an hour as a phrase. repeats says that it is about
// a distance and needs no "of every hour".
func (f cronFields) minuteWords(l language.Language) (words string, repeats bool) {
	const minutesOfHour = 60
	step := everyNth(f.minutes, minutesOfHour)
	switch {
	case step == 1:
		return pick(l, "every minute", "毎分"), true
	case len(f.minutes) == 1:
		return say(l, "at minute %d", "%d 分", f.minutes[0]), false
	case step > 1 && f.minutes[0] == 0:
		return say(l, "every %d minutes", "%d 分ごと", step), true
	}
	return say(l, "at the minutes %s", "%s 分", and(l, spans(f.minutes, strconv.Itoa, l))), false
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
	switch {
	case everyDay && everyWeekday && months == "":
		return ""
	case everyDay && everyWeekday:
		return pick(l, "every day in "+months, months+"の毎日")
	case everyDay && months == "":
		return pick(l, "on "+weekdays, "毎週"+weekdays)
	case everyDay:
		return pick(l, "on "+weekdays+" in "+months, months+"の毎週"+weekdays)
	case everyWeekday && months == "":
		return say(l, "on the %s of every month", "毎月 %s", days)
	case everyWeekday && len(f.months) == 1:
		return say(l, "on the %[2]s of %[1]s", "%[1]s %[2]s", months, days)
	case everyWeekday:
		return say(l, "on the %[2]s of %[1]s", "%[1]sの %[2]s", months, days)
	case months == "":
		return say(l, "on the %s of every month and also on %s", "毎月 %sと毎週%s", days, weekdays)
	}
	return say(l, "in %[1]s, on the %[2]s and also on %[3]s", "%[1]sの %[2]sと毎週%[3]s", months, days, weekdays)
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
			from, to := name(values[i]), name(values[end])
			phrases = append(phrases, pick(l, from+" to "+to, japanese(from, "から", to)))
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

func monthName(l language.Language) func(int) string {
	return func(m int) string { return pick(l, time.Month(m).String(), fmt.Sprintf("%d 月", m)) }
}

func weekdayName(l language.Language) func(int) string {
	names := strings.Split("日月火水木金土", "")
	return func(d int) string { return pick(l, time.Weekday(d%7).String(), names[d%7]+"曜") }
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
