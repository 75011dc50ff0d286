package quantity_test

import (
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/quantity"
)

func TestParse(t *testing.T) {
	for s, want := range map[string]bool{
		"1": true, "500m": true, "1.5Gi": true, "1E": true, "1Ei": true, "1e30": true, "-1": true, "1e-3": true,
		"": false, "x": false, "1x": false, "1e31": false, "1e-31": false, "1e999999999": false, "1e99999999999999999999": false, strings.Repeat("1", 41): false,
	} {
		if _, got := quantity.Parse(s); got != want {
			t.Errorf("%.50q: %t, want %t", s, got, want)
		}
	}
}

func TestEndlessWithin(t *testing.T) {
	for s, want := range map[string]bool{
		`{"value": "1e999999999"}`: true, `quantity('1.E-1000')`: true, `quantity('1e999')`: false, "the1000": false, "": false,
	} {
		if got := quantity.EndlessWithin(s); got != want {
			t.Errorf("%q: %t, want %t", s, got, want)
		}
	}
}

func TestEndless(t *testing.T) {
	for s, want := range map[string]bool{
		"1e999999999": true, " 1e999999999 ": true, "1E2147483647": true, "-1.5e-2147483648": true, "0e1001": true, "1e99999999999999999999": true,
		strings.Repeat("1", 1001): true, "0." + strings.Repeat("0", 1000) + "1Gi": true,
		"": false, "1": false, "1E": false, "1Ei": false, "1e1000": false, "128Mi": false, "e1000000": false, "web": false,
		strings.Repeat("x", 2000): false, "1e9999a": false, "123e4567-e89b-12d3-a456-426614174000": false,
	} {
		if got := quantity.Endless(s); got != want {
			t.Errorf("%.50q: %t, want %t", s, got, want)
		}
	}
}
