package usage

import (
	"regexp"
	"strings"
	"testing"
)

func TestTable(t *testing.T) {
	row := regexp.MustCompile(`^[fv]\t[A-Za-z0-9]+(@[A-Za-z0-9.$-]*)?\t[A-Za-z0-9.$-]+(\t[^\t=]+=[1-9][0-9]*)+$`)
	for line := range strings.Lines(table) {
		if line = strings.TrimSuffix(line, "\n"); !strings.HasPrefix(line, "#") && !row.MatchString(line) {
			t.Errorf("a row is not as it should be: %q", line)
		}
	}
}

func TestField(t *testing.T) {
	for _, tt := range []struct {
		place    Place
		more, it string
	}{
		{Place{Type: "Container", Holder: "containers"}, "name", "image"},
		{Place{Type: "Container", Holder: "containers", Before: "name"}, "image", "ports"},
		{Place{Type: "ServiceSpec", Holder: "spec", Before: "ports"}, "selector", "ports"},
		{Place{Type: "NoSuchType", Before: "a"}, "b", ""},
	} {
		if tt.it == "" {
			if tt.place.Field("x") != tt.place.Field("y") {
				t.Errorf("fields of unknown types differ")
			}
			continue
		}
		if tt.place.Field(tt.more) <= tt.place.Field(tt.it) {
			t.Errorf("%+v: %s is not likelier than %s", tt.place, tt.more, tt.it)
		}
	}
	if Holder("metadata", "template") != "template.metadata" || Holder("metadata", "") != "metadata" || Holder("env", "containers") != "env" {
		t.Error("holders have wrong names")
	}
	if Value("ServicePort", "protocol", "TCP") == 0 || Value("ServicePort", "protocol", "nothing") != 0 {
		t.Error("values are not counted")
	}
}
