package catalog

import (
	"fmt"
	"strconv"
	"strings"
)

// A Minor is a minor release of Kubernetes: 37 is 1.37. Zero is unknown or never.
type Minor int

// The releases that can be targeted (design.md section 11, decision 11).
const (
	Oldest Minor = 23
	Newest Minor = 37
)

// String returns the release as people write it: "1.37".
func (m Minor) String() string { return "1." + strconv.Itoa(int(m)) }

// ParseMinor reads a release such as "1.34", "v1.34" or "1.34.2". It does not
// care whether the release can be targeted.
func ParseMinor(s string) (Minor, error) {
	parts := strings.Split(strings.TrimPrefix(s, "v"), ".")
	if len(parts) < 2 || len(parts) > 3 || parts[0] != "1" {
		return 0, fmt.Errorf("%q is no release of Kubernetes; write it like %s", s, Newest)
	}
	for _, p := range parts[1:] {
		if n, err := strconv.Atoi(p); err != nil || n < 0 || n > 999 {
			return 0, fmt.Errorf("%q is no release of Kubernetes; write it like %s", s, Newest)
		}
	}
	m, _ := strconv.Atoi(parts[1]) // checked above
	return Minor(m), nil
}
