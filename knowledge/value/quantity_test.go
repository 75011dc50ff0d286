package value

import (
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/language"
)

func TestQuantity(t *testing.T) {
	for _, tt := range []struct {
		s, name string
		want    said
	}{
		{"500Mi", "memory", said{"`500Mi` is 524,288,000 bytes. `500M` would be 500,000,000 bytes.", "`500Mi` は 524,288,000 バイト。`500M` なら 500,000,000 バイト。"}},
		{"1G", "limits.memory", said{"`1G` is 1,000,000,000 bytes. `1Gi` would be 1,073,741,824 bytes.", "`1G` は 1,000,000,000 バイト。`1Gi` なら 1,073,741,824 バイト。"}},
		{"1.5Ki", "storage", said{"`1.5Ki` is 1,536 bytes. `1.5k` would be 1,500 bytes.", "`1.5Ki` は 1,536 バイト。`1.5k` なら 1,500 バイト。"}},
		{"1E", "gold.storageclass.storage.k8s.io/requests.storage", said{
			"`1E` is 1,000,000,000,000,000,000 bytes. `1Ei` would be 1,152,921,504,606,846,976 bytes.",
			"`1E` は 1,000,000,000,000,000,000 バイト。`1Ei` なら 1,152,921,504,606,846,976 バイト。",
		}},
		{"1E6", "memory", said{"`1E6` is 1,000,000 bytes. Without a suffix the unit is the byte.", "`1E6` は 1,000,000 バイト。接尾辞がない場合の単位はバイト。"}},
		{"128m", "memory", said{
			"`128m` is 0.128 bytes. `m` means thousandths; probably `128Mi` or `128M` is meant.",
			"`128m` は 0.128 バイト。`m` は 1000 分の 1 を表す。`128Mi` か `128M` のつもりではないか。",
		}},
		{"1000m", "memory", said{"`1000m` is 1 byte.", "`1000m` は 1 バイト。"}},
		{"0.5", "ephemeral-storage", said{"`0.5` is 0.5 bytes. A fraction of a byte makes no sense.", "`0.5` は 0.5 バイト。1 バイトに満たない端数に意味はない。"}},
		{"0", "memory", said{"`0` is 0 bytes.", "`0` は 0 バイト。"}},
		{"6Mi", "requests.hugepages-2Mi", said{
			"`6Mi` is 6,291,456 bytes. `6M` would be 6,000,000 bytes. This is 3 pages of `2Mi`.",
			"`6Mi` は 6,291,456 バイト。`6M` なら 6,000,000 バイト。`2Mi` のページ 3 枚に当たる。",
		}},
		{"5Mi", "hugepages-2Mi", said{
			"`5Mi` is 5,242,880 bytes. `5M` would be 5,000,000 bytes. It is no whole number of pages of `2Mi`.",
			"`5Mi` は 5,242,880 バイト。`5M` なら 5,000,000 バイト。`2Mi` のページの整数倍になっていない。",
		}},
		{"1G", "hugepages-0", said{"`1G` is 1,000,000,000 bytes. `1Gi` would be 1,073,741,824 bytes.", "`1G` は 1,000,000,000 バイト。`1Gi` なら 1,073,741,824 バイト。"}},
		{"18E", "hugepages-18E", said{
			"`18E` is 18,000,000,000,000,000,000 bytes. `18Ei` would be 9,223,372,036,854,775,807 bytes.",
			"`18E` は 18,000,000,000,000,000,000 バイト。`18Ei` なら 9,223,372,036,854,775,807 バイト。",
		}},
		{"250m", "cpu", said{"`250m` is 0.25 CPU cores.", "`250m` は CPU 0.25 コア。"}},
		{"1", "requests.cpu", said{"`1` is 1 CPU core.", "`1` は CPU 1 コア。"}},
		{"100u", "cpu", said{"`100u` is 0.0001 CPU cores. Kubernetes counts thousandths of a core and rounds up.", "`100u` は CPU 0.0001 コア。Kubernetes は 1000 分の 1 コア単位に切り上げて数える。"}},
		{"1Ki", "cpu", said{"`1Ki` is 1,024 CPU cores. Suffixes such as `Mi` are meant for bytes.", "`1Ki` は CPU 1,024 コア。`Mi` などの接尾辞はバイト数に使うもの。"}},
		{"1500m", "", said{"`1500m` is 1.5.", "`1500m` は 1.5。"}},
		{"10k", "pods", said{"`10k` is 10,000.", "`10k` は 10,000。"}},
		{"10", "pods", said{}},
		{"-1", "memory", said{}},
		{"", "memory", said{}},
		{"1MB", "memory", said{}},
		{"1e31", "memory", said{}},
		{"1e2147483648", "cpu", said{}},
		{"1e-999999999", "", said{}},
		{strings.Repeat("9", 41), "cpu", said{}},
	} {
		tt.want.check(t, tt.s+" "+tt.name, func(l language.Language) string { return Quantity(tt.s, tt.name, l) })
	}
}

func TestDuration(t *testing.T) {
	for seconds, want := range map[int64]said{
		-1:     {},
		0:      {"0 s", "0 秒"},
		30:     {"30 s", "30 秒"},
		90:     {"1 min 30 s", "1 分 30 秒"},
		3600:   {"1 h", "1 時間"},
		86400:  {"1 day", "1 日"},
		180001: {"2 days 2 h 1 s", "2 日 2 時間 1 秒"},
	} {
		want.check(t, "seconds", func(l language.Language) string { return Duration(seconds, l) })
	}
	for s, want := range map[string]said{
		"1h30m":                         {"1 h 30 min", "1 時間 30 分"},
		"1.5s":                          {"1 s 500 ms", "1 秒 500 ミリ秒"},
		"250us":                         {"0.25 ms", "0.25 ミリ秒"},
		"0s":                            {"0 s", "0 秒"},
		"-1s":                           {},
		"1d":                            {},
		"90":                            {},
		"1" + strings.Repeat("0s", 100): {},
	} {
		want.check(t, s, func(l language.Language) string { return GoDuration(s, l) })
	}
}

func TestFileMode(t *testing.T) {
	for mode, want := range map[int64]said{
		0o640: {
			"`0640` is `rw-r-----`: the owner may read and write; the group may read; others may do nothing.",
			"`0640` は `rw-r-----`。所有者は読み取り・書き込み、グループは読み取り、その他は権限なし。",
		},
		0o751: {
			"`0751` is `rwxr-x--x`: the owner may read, write and execute; the group may read and execute; others may execute.",
			"`0751` は `rwxr-x--x`。所有者は読み取り・書き込み・実行、グループは読み取り・実行、その他は実行。",
		},
		644: {
			"The number 644 is `01204` in octal, which is above `0777`. If the octal mode `0644` is meant, write `0644`, or `420` in decimal.",
			"644 は 8 進数で `01204` になり、`0777` を超える。8 進数の `0644` のつもりなら、`0644` か 10 進数の `420` と書く。",
		},
		400: {
			"`0620` is `rw--w----`: the owner may read and write; the group may write; others may do nothing. If the octal mode `0400` is meant, write `0400`, or `256` in decimal.",
			"`0620` は `rw--w----`。所有者は読み取り・書き込み、グループは書き込み、その他は権限なし。8 進数の `0400` のつもりなら、`0400` か 10 進数の `256` と書く。",
		},
		512: {"The number 512 is `01000` in octal, which is above `0777`.", "512 は 8 進数で `01000` になり、`0777` を超える。"},
		-1:  {},
	} {
		want.check(t, "mode", func(l language.Language) string { return FileMode(mode, l) })
	}
}

// TestModesThatAreMeant: a mode that is usual in octal must not be taken for a slip.
func TestModesThatAreMeant(t *testing.T) {
	for _, mode := range []int64{0o400, 0o440, 0o444, 0o500, 0o550, 0o555, 0o600, 0o640, 0o644, 0o660, 0o664, 0o666, 0o700, 0o750, 0o755, 0o770, 0o775, 0o777} {
		if hint := meantOctal(mode, en); hint != "" {
			t.Errorf("%#o: %s", mode, hint)
		}
	}
}

func TestPort(t *testing.T) {
	for number, want := range map[int64]said{
		0: {}, 65536: {}, 12345: {}, 29999: {}, 32768: {},
		1024:  {},
		5432:  {"Usually PostgreSQL.", "通常は PostgreSQL。"},
		30000: {"In the range that node ports are taken from by default, 30000 to 32767.", "既定で NodePort に使われる範囲 (30000 から 32767) にある。"},
		32767: {"In the range that node ports are taken from by default, 30000 to 32767.", "既定で NodePort に使われる範囲 (30000 から 32767) にある。"},
		443: {
			"Usually HTTPS. To listen below 1024, a process that is not root may need the capability `NET_BIND_SERVICE` or the sysctl `net.ipv4.ip_unprivileged_port_start`.",
			"通常は HTTPS。1024 未満で待ち受けるには、root でなければ capability `NET_BIND_SERVICE` か sysctl `net.ipv4.ip_unprivileged_port_start` が必要なことがある。",
		},
	} {
		want.check(t, "port", func(l language.Language) string { return Port(number, l) })
	}
}

func TestAccessMode(t *testing.T) {
	for mode, short := range map[string]string{"ReadWriteOnce": "RWO: ", "ReadOnlyMany": "ROX: ", "ReadWriteMany": "RWX: ", "ReadWriteOncePod": "RWOP: "} {
		for _, l := range language.All() {
			if got := AccessMode(mode, l); !strings.HasPrefix(got, short) {
				t.Errorf("%s: %s", mode, got)
			}
		}
	}
	if got := AccessMode("RWO", en); got != "" {
		t.Errorf("RWO: %s", got)
	}
}
