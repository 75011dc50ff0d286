package value

import (
	"math"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/knowledge/quantity"
)

// Quantity returns what a resource quantity amounts to: "500Mi" of memory in bytes,
// "250m" of cpu in cores. The name is the key that the quantity stands below, as in
// requests, capacities and quotas ("cpu", "limits.memory", "hugepages-2Mi"), or empty.
// It returns nothing for a plain number of something that has no unit.
func Quantity(s, name string, l language.Language) string {
	q, ok := quantity.Parse(s)
	if !ok {
		return ""
	}
	if q.Sign() < 0 {
		return "" // refused wherever a resource is meant
	}
	switch name = unprefixed(name); {
	case name == "cpu":
		return cores(s, q, l)
	case name == "memory" || name == "storage" || name == "ephemeral-storage" || strings.HasPrefix(name, "hugepages-"):
		return bytesOf(s, q, name, l)
	}
	plain := decimal(q)
	if plain == s {
		return ""
	}
	return say(l, "%s is %s.", "%s は %s。", code(s), grouped(plain))
}

// unprefixed returns the resource that a key is about: ResourceQuota has keys such as
// requests.cpu and gold.storageclass.storage.k8s.io/requests.storage.
func unprefixed(name string) string {
	if _, after, found := strings.Cut(name, ".storageclass.storage.k8s.io/"); found {
		name = after
	}
	for _, prefix := range []string{"requests.", "limits."} {
		if after, found := strings.CutPrefix(name, prefix); found {
			return after
		}
	}
	return name
}

// decimal returns the exact number that q is.
func decimal(q resource.Quantity) string {
	number := q.AsDec().String()
	if strings.Contains(number, ".") {
		number = strings.TrimRight(strings.TrimRight(number, "0"), ".")
	}
	return number
}

// suffixOf returns the number and the suffix that s is written with.
func suffixOf(s string) (number, suffix string) {
	i := len(strings.TrimRight(s, "numkKMGTPEi"))
	return s[:i], s[i:]
}

func cores(s string, q resource.Quantity, l language.Language) string {
	amount := decimal(q)
	unit := "CPU cores"
	if amount == "1" {
		unit = "CPU core"
	}
	note := ""
	switch _, fraction, _ := strings.Cut(amount, "."); {
	case len(fraction) > 3:
		// The scheduler and the kubelet use MilliValue, which rounds up.
		note = pick(l, "Kubernetes counts thousandths of a core and rounds up.", "Kubernetes は 1000 分の 1 コア単位に切り上げて数える。")
	case q.Format == resource.BinarySI:
		note = pick(l, "Suffixes such as `Mi` are meant for bytes.", "`Mi` などの接尾辞はバイト数に使うもの。")
	}
	return sentences(l, say(l, "%s is %s %s.", "%[1]s は CPU %[2]s コア。", code(s), grouped(amount), unit), note)
}

func bytesOf(s string, q resource.Quantity, name string, l language.Language) string {
	is := say(l, "%s is %s.", "%s は %s。", code(s), inBytes(q, l))
	number, suffix := suffixOf(s)
	if strings.Contains(decimal(q), ".") {
		if suffix != "m" {
			return sentences(l, is, pick(l, "A fraction of a byte makes no sense.", "1 バイトに満たない端数に意味はない。"))
		}
		return sentences(l, is, say(l, "`m` means thousandths; probably %s or %s is meant.", "`m` は 1000 分の 1 を表す。%s か %s のつもりではないか。",
			code(number+"Mi"), code(number+"M")))
	}
	note := ""
	if other, ok := quantity.Parse(number + otherSuffix(suffix)); ok && suffix != "" && other.Cmp(q) != 0 {
		note = say(l, "%s would be %s.", "%s なら %s。", code(number+otherSuffix(suffix)), inBytes(other, l))
	}
	if suffix == "" && q.Sign() > 0 && q.CmpInt64(1<<20) < 0 {
		note = pick(l, "Without a suffix the unit is the byte.", "接尾辞がない場合の単位はバイト。")
	}
	return sentences(l, is, note, pages(q, name, l))
}

// inBytes returns the number of bytes that q is.
func inBytes(q resource.Quantity, l language.Language) string {
	amount := decimal(q)
	if amount == "1" {
		return pick(l, "1 byte", "1 バイト")
	}
	return say(l, "%s bytes", "%s バイト", grouped(amount))
}

// otherSuffix returns the decimal suffix for a binary one, and the other way round.
// Whatever else there is stays as it is.
func otherSuffix(suffix string) string {
	switch suffix {
	case "k":
		return "Ki"
	case "Ki":
		return "k"
	case "M", "G", "T", "P", "E":
		return suffix + "i"
	}
	return strings.TrimSuffix(suffix, "i")
}

// pages returns how many huge pages q is, by the size of a page in the name.
func pages(q resource.Quantity, name string, l language.Language) string {
	written, found := strings.CutPrefix(name, "hugepages-")
	if !found {
		return ""
	}
	size, ok := quantity.Parse(written)
	// Value rounds up, so that it is never 0 for more than nothing, but it has no sign
	// of what does not fit into it.
	fits := func(q resource.Quantity) bool { return q.Sign() > 0 && q.CmpInt64(math.MaxInt64) <= 0 }
	if !ok || !fits(size) || !fits(q) {
		return ""
	}
	if q.Value()%size.Value() != 0 {
		return say(l, "It is no whole number of pages of %s.", "%s のページの整数倍になっていない。", code(written))
	}
	n := q.Value() / size.Value()
	return say(l, "This is %[1]s of %[3]s.", "%[3]s のページ %[2]s 枚に当たる。", plural(n, "page"), count(n), code(written))
}
