package value

import (
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/kubelore/kubelore/knowledge/language"
)

// runs is how many of the next times Cron returns.
const runs = 5

// Cron returns when the schedule of a CronJob fires, in words, and its next times
// after now, in the time zone. timeZone is the field of that name or empty; times are
// in UTC then, which is the clock of the controller in most clusters. There are fewer
// times, or none, if no more come within five years, and none for @every, which counts
// from the creation of the object. ok is false if the API server refuses the schedule
// or the zone on a new object.
func Cron(schedule, timeZone string, now time.Time, l language.Language) (words string, next []time.Time, ok bool) {
	// A schedule that lists every value of every field is not nearly as long.
	const longest = 1000
	zone, ok := location(timeZone)
	// TZ anywhere is refused; besides, the parser panics on some forms of it.
	if !ok || len(schedule) > longest || strings.Contains(schedule, "TZ") {
		return "", nil, false
	}
	parsed, err := cron.ParseStandard(schedule)
	if err != nil {
		return "", nil, false
	}
	switch s := parsed.(type) {
	case cron.ConstantDelaySchedule:
		return say(l, "Runs every %s, counted from the creation of the CronJob.", "CronJob の作成時点から %sごとに実行する。",
			Duration(int64(s.Delay/time.Second), l)), nil, true
	case *cron.SpecSchedule:
		f := fieldsOf(s)
		if f.empty() {
			return pick(l, "Never runs: a field holds no value.", "値のない項目があるため、実行されない。"), nil, true
		}
		next, known := nextRuns(s, now.In(zone))
		never := ""
		if known && len(next) == 0 {
			never = pick(l, "No such time comes within five years.", "この先 5 年間、該当する時刻はない。")
		}
		return sentences(l, scheduleSentence(f, timeZone, l), never), next, true
	}
	return "", nil, false
}

// location loads a time zone as the API server does, which refuses names that are no
// IANA names. It is UTC if there is none.
func location(timeZone string) (*time.Location, bool) {
	// Longer than any name; it is also what a database on disk is asked for.
	const longest, longestPart = 100, 14
	if timeZone == "" {
		return time.UTC, true
	}
	if len(timeZone) > longest || strings.EqualFold(timeZone, "Local") {
		return nil, false
	}
	for part := range strings.SplitSeq(timeZone, "/") {
		if part == "." || part == ".." || len(part) > longestPart || strings.HasPrefix(part, "-") || !isZoneName(part) {
			return nil, false
		}
	}
	zone, err := time.LoadLocation(timeZone)
	return zone, err == nil
}

// isZoneName reports whether s has the characters of a part of a time zone.
func isZoneName(s string) bool {
	odd := func(r rune) bool {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
		return !letter && !strings.ContainsRune(".-_+", r)
	}
	return s != "" && strings.IndexFunc(s, odd) < 0
}

// nextRuns returns the next times after now. Each search of the library gives up after
// five years, and takes steps of days or hours before it looks at minutes,
// so that the work is bounded as long as no field is empty. There is one exception,
// and then known is false.
func nextRuns(s cron.Schedule, now time.Time) (next []time.Time, known bool) {
	for t := now; len(next) < runs; {
		if skipsDay(t) {
			return next, false
		}
		if t = s.Next(t); t.IsZero() {
			break
		}
		next = append(next, t)
	}
	return next, true
}

// skipsDay reports whether the zone of t leaves out a whole day in the years that the
// library searches, as Samoa did at the end of 2011 to change sides of the date line:
// adding a day to the day before leads back to it, and the search never ends.
func skipsDay(t time.Time) bool {
	const years, most = 6, 12 * 60 * 60
	for end := t.AddDate(years, 0, 0); t.Before(end); {
		_, change := t.ZoneBounds()
		if change.IsZero() {
			break
		}
		_, before := change.Add(-time.Second).Zone()
		_, after := change.Zone()
		if after-before > most {
			return true
		}
		t = change
	}
	return false
}

func scheduleSentence(f cronFields, timeZone string, l language.Language) string {
	if timeZone != "" {
		return say(l, "Runs %s, in the time zone %s.", "実行時刻: %s (タイムゾーン %s)。", f.words(l), code(timeZone))
	}
	return say(l, "Runs %s, by the clock of kube-controller-manager, usually UTC.", "実行時刻: %s (kube-controller-manager の時計。通常は UTC)。", f.words(l))
}
