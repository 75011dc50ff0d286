// Package quantity reads resource quantities: 500m, 128Mi, 1e3.
//
// It reads those that can be computed with. Kubernetes reads 1e999999999 as well, and
// arithmetic on that writes out a billion digits. The package deliberately does not know
// what a quantity is of, nor whether it is allowed there.
package quantity

import (
	"regexp"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
)

const (
	// longest and largest bound the length and the exponent of quantities that somebody
	// means.
	longest, largest = 40, 30
	// mostDigits and mostExponent bound what Kubernetes computes with in no time.
	mostDigits, mostExponent = 1000, 1000
)

// Parse parses a quantity that somebody may mean. It reports false for what is none, and
// for what is longer or has a larger exponent than any of use.
func Parse(s string) (resource.Quantity, bool) {
	if n, ok := exponent(s); len(s) > longest || !ok || n > largest || n < -largest {
		return resource.Quantity{}, false
	}
	q, err := resource.ParseQuantity(s)
	return q, err == nil
}

// Endless reports whether computing with s, if that is a quantity, may not come to an end.
// Spaces around it count for nothing, as the API server cuts them off.
func Endless(s string) bool {
	s = strings.TrimSpace(s)
	number := s[:len(s)-len(strings.TrimLeft(s, "+-.0123456789"))]
	if len(number) > mostDigits {
		return true
	}
	if number == "" || strings.Trim(s[len(number):], "eE+-0123456789") != "" {
		return false // it has a unit, or is no quantity
	}
	n, ok := exponent(s)
	return !ok || n > mostExponent || n < -mostExponent
}

// largeExponent is the exponent of a number with four digits or more.
var largeExponent = regexp.MustCompile(`[0-9.][eE][+-]?[0-9]{4}`)

// EndlessWithin reports whether a text of another language, such as JSON, may hold a
// quantity with an exponent that makes it endless.
func EndlessWithin(text string) bool { return largeExponent.MatchString(text) }

// exponent returns the exponent of a quantity, 0 if there is none. It reports false for
// one that is no number.
func exponent(s string) (int, bool) {
	i := strings.IndexAny(s, "eE")
	if i < 0 || i+1 == len(s) || s[i+1] == 'i' {
		return 0, true // E is a unit, too
	}
	n, err := strconv.Atoi(s[i+1:])
	return n, err == nil
}
