package value

import (
	"strings"
	"testing"
	"time"

	"github.com/kubelore/kubelore/knowledge/language"
)

func TestCronWords(t *testing.T) {
	for schedule, want := range map[string]said{
		"30 3 * * 1-5":             {"at 03:30 on Monday to Friday", "毎週月曜から金曜の 03:30"},
		"* * * * *":                {"every minute", "毎分"},
		"*/15 * * * *":             {"every 15 minutes", "15 分ごと"},
		"*/15 * * * mon-FRI":       {"every 15 minutes on Monday to Friday", "毎週月曜から金曜、15 分ごと"},
		"*/40 * * * *":             {"at the minutes 0 and 40 of every hour", "毎時 0、40 分"},
		"1-10 * * * *":             {"at the minutes 1 to 10 of every hour", "毎時 1 から 10 分"},
		"5 * * * *":                {"at minute 5 of every hour", "毎時 5 分"},
		"0 */2 * * *":              {"every 2 hours from 00:00", "00:00 から 2 時間ごと"},
		"15 1-23/2 * * *":          {"every 2 hours from 01:15", "01:15 から 2 時間ごと"},
		"0 */12 * * *":             {"at 00:00 and 12:00 every day", "毎日 00:00、12:00"},
		"0 */5 * * *":              {"at 00:00, 05:00, 10:00, 15:00 and 20:00 every day", "毎日 00:00、05:00、10:00、15:00、20:00"},
		"* 3 * * *":                {"every minute from 03:00 to 03:59 every day", "毎日 03:00 から 03:59 まで毎分"},
		"*/15 9-17 * * *":          {"every 15 minutes from 09:00 to 17:45 every day", "毎日 09:00 から 17:45 まで 15 分ごと"},
		"30 9-17 * * *":            {"at minute 30 of every hour from 09:30 to 17:30 every day", "毎日 09:30 から 17:30 まで毎時 30 分"},
		"0,10,40 3,5,9 * * *":      {"at the minutes 0, 10 and 40 of the hours 3, 5 and 9 every day", "毎日 3、5、9 時台の 0、10、40 分"},
		"0 0 1 * *":                {"at 00:00 on the 1st of every month", "毎月 1 日の 00:00"},
		"0 0 2,3,11-13,22 * *":     {"at 00:00 on the 2nd, 3rd, 11th to 13th and 22nd of every month", "毎月 2 日、3 日、11 日から 13 日、22 日の 00:00"},
		"0 0 */2 * *":              {"at 00:00 on the 1st, 3rd, 5th, … and 31st of every month", "毎月 1 日、3 日、5 日、…、31 日の 00:00"},
		"0 0 1 jan *":              {"at 00:00 on the 1st of January", "1 月 1 日の 00:00"},
		"0 0 5 3,9 *":              {"at 00:00 on the 5th of March and September", "3 月、9 月の 5 日の 00:00"},
		"0 0 * 6-8 6,0":            {"at 00:00 on Saturday and Sunday in June to August", "6 月から 8 月の毎週土曜、日曜の 00:00"},
		"0 0 * 1 *":                {"at 00:00 every day in January", "1 月の毎日の 00:00"},
		"0 3 1 * 1":                {"at 03:00 on the 1st of every month and also on Monday", "毎月 1 日と毎週月曜の 03:00"},
		"0 3 1 2 1":                {"at 03:00 in February, on the 1st and also on Monday", "2 月の 1 日と毎週月曜の 03:00"},
		"0 3 1 * ?":                {"at 03:00 on the 1st of every month", "毎月 1 日の 03:00"},
		"0 3 1-31 * 1":             {"at 03:00 every day", "毎日 03:00"}, // no star: either day counts
		"0 3 * * 0-6":              {"at 03:00 every day", "毎日 03:00"},
		"@hourly":                  {"at minute 0 of every hour", "毎時 0 分"},
		"@daily":                   {"at 00:00 every day", "毎日 00:00"},
		"@weekly":                  {"at 00:00 on Sunday", "毎週日曜の 00:00"},
		"@monthly":                 {"at 00:00 on the 1st of every month", "毎月 1 日の 00:00"},
		"@yearly":                  {"at 00:00 on the 1st of January", "1 月 1 日の 00:00"},
		"0 0 * * fri-sat":          {"at 00:00 on Friday and Saturday", "毎週金曜、土曜の 00:00"},
		"59 23 31 12 *":            {"at 23:59 on the 31st of December", "12 月 31 日の 23:59"},
		"0-58/2 * * * *":           {"every 2 minutes", "2 分ごと"},
		"0-50/2 * * * *":           {"at the minutes 0, 2, 4, … and 50 of every hour", "毎時 0、2、4、…、50 分"},
		"1,2,4,7,11,16,22 5 * * *": {"at the minutes 1, 2, 4, 7, 11, 16 and 22 of every hour from 05:01 to 05:22 every day", "毎日 05:01 から 05:22 まで毎時 1、2、4、7、11、16、22 分"},
	} {
		full := said{"Runs " + want.en + ", in the time zone `Asia/Tokyo`.", "実行時刻: " + want.ja + " (タイムゾーン `Asia/Tokyo`)。"}
		full.check(t, schedule, func(l language.Language) string {
			words, next, ok := Cron(schedule, "Asia/Tokyo", now, l)
			if !ok || len(next) != runs {
				t.Errorf("%s: %d runs, %t", schedule, len(next), ok)
			}
			return words
		})
	}
}

func TestCronWithoutZone(t *testing.T) {
	said{
		"Runs at 00:00 every day, by the clock of kube-controller-manager, usually UTC.", "実行時刻: 毎日 00:00 (kube-controller-manager の時計。通常は UTC)。",
	}.check(t, "@daily", func(l language.Language) string {
		words, _, _ := Cron("@daily", "", now, l)
		return words
	})
}

func TestCronWithoutRuns(t *testing.T) {
	for schedule, want := range map[string]said{
		"0 0 30 2 *": {
			"Runs at 00:00 on the 30th of February, in the time zone `Europe/Berlin`. No such time comes within five years.",
			"実行時刻: 2 月 30 日の 00:00 (タイムゾーン `Europe/Berlin`)。この先 5 年間、該当する時刻はない。",
		},
		", * * * *":      {"Never runs: a field holds no value.", "値のない項目があるため、実行されない。"},
		"@every 1h30m2s": {"Runs every 1 h 30 min 2 s, counted from the creation of the CronJob.", "CronJob の作成時点から 1 時間 30 分 2 秒ごとに実行する。"},
		"@every 1ns":     {"Runs every 1 s, counted from the creation of the CronJob.", "CronJob の作成時点から 1 秒ごとに実行する。"},
	} {
		want.check(t, schedule, func(l language.Language) string {
			words, next, ok := Cron(schedule, "Europe/Berlin", now, l)
			if !ok || len(next) != 0 {
				t.Errorf("%s: %v, %t", schedule, next, ok)
			}
			return words
		})
	}
}

func TestCronRefused(t *testing.T) {
	for _, tt := range []struct{ schedule, zone string }{
		{"", ""},
		{"* * * *", ""},
		{"* * * * * *", ""},
		{"60 * * * *", ""},
		{"0 0 * * 7", ""},
		{"@reboot", ""},
		{"@every", ""},
		{"TZ=Asia/Tokyo 0 0 * * *", ""},
		{"CRON_TZ=UTC 0 0 * * *", ""},
		{"TZ=0", ""},
		{strings.Repeat("0,", 500) + "0 0 * * *", ""},
		{"0 0 * * *", "Local"},
		{"0 0 * * *", "local"},
		{"0 0 * * *", "Asia/Nowhere"},
		{"0 0 * * *", "../etc/passwd"},
		{"0 0 * * *", "/UTC"},
		{"0 0 * * *", "Asia//Tokyo"},
		{"0 0 * * *", "Asia/Tokyo "},
		{"0 0 * * *", strings.Repeat("a/", 1000)},
	} {
		if words, next, ok := Cron(tt.schedule, tt.zone, now, en); ok || words != "" || next != nil {
			t.Errorf("Cron(%q, %q) = %s, %v", tt.schedule, tt.zone, words, next)
		}
	}
}

func TestCronNext(t *testing.T) {
	for _, tt := range []struct {
		schedule, zone string
		want           string
	}{
		{"30 3 * * 1-5", "Asia/Tokyo", "2026-11-25T03:30:00+09:00 2026-11-26T03:30:00+09:00 2026-11-27T03:30:00+09:00 2026-11-30T03:30:00+09:00 2026-12-01T03:30:00+09:00"},
		{"0 12 * * *", "", "2026-11-25T12:00:00Z 2026-11-26T12:00:00Z 2026-11-27T12:00:00Z 2026-11-28T12:00:00Z 2026-11-29T12:00:00Z"},
		{"0 0 29 2 *", "UTC", "2028-02-29T00:00:00Z 2032-02-29T00:00:00Z 2036-02-29T00:00:00Z 2040-02-29T00:00:00Z 2044-02-29T00:00:00Z"},
	} {
		_, next, _ := Cron(tt.schedule, tt.zone, now, en)
		var got []string
		for _, n := range next {
			got = append(got, n.Format(time.RFC3339))
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %v, want %s", tt.schedule, got, tt.want)
		}
	}
}

// TestCronWithoutEnd: the library would search for the first of the month for ever.
func TestCronWithoutEnd(t *testing.T) {
	words, next, ok := Cron("0 0 1 * *", "Pacific/Apia", time.Date(2011, 11, 24, 12, 0, 0, 0, time.UTC), en)
	if want := "Runs at 00:00 on the 1st of every month, in the time zone `Pacific/Apia`."; words != want || len(next) != 0 || !ok {
		t.Errorf("%s %v %t", words, next, ok)
	}
	if _, next, _ := Cron("0 0 1 * *", "Pacific/Apia", now, en); len(next) != runs {
		t.Errorf("%v after the change", next)
	}
}

// BenchmarkCronRarely is the schedule that the search of the library works longest for.
func BenchmarkCronRarely(b *testing.B) {
	for b.Loop() {
		Cron("59 23 31 2,4,6,9,11 *", "America/Sao_Paulo", now, language.English)
	}
}
