package check

import (
	"strings"

	"github.com/kubelore/kubelore/knowledge/quantity"
)

// suffixes are the ways in which people write units that Kubernetes does not have.
var suffixes = map[string]string{
	"k": "k", "kb": "k", "kib": "Ki", "ki": "Ki", "m": "M", "mb": "M", "mib": "Mi", "mi": "Mi",
	"g": "G", "gb": "G", "gib": "Gi", "gi": "Gi", "t": "T", "tb": "T", "tib": "Ti", "ti": "Ti",
	"b": "", "byte": "", "bytes": "", "cpu": "", "cpus": "", "core": "", "cores": "",
	"millicpu": "m", "millicores": "m",
}

// quantityLike returns the quantity that somebody who wrote s probably meant, or "".
func quantityLike(s string) string {
	number := strings.TrimRight(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ")
	unit := strings.ToLower(strings.TrimSpace(s[len(number):]))
	suffix, ok := suffixes[unit]
	better := strings.ReplaceAll(number, ",", ".") + suffix
	if _, sound := quantity.Parse(better); !ok || !sound || better == s {
		return ""
	}
	return better
}
