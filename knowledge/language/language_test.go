package language

import "testing"

func TestOf(t *testing.T) {
	for locale, want := range map[string]Language{
		"ja": Japanese, "ja-JP": Japanese, "ja_JP.UTF-8": Japanese, "JA": Japanese, "en": English, "en-US": English,
	} {
		if got, ok := Of(locale); got != want || !ok {
			t.Errorf("Of(%q) = %v, %t", locale, got, ok)
		}
	}
	for _, locale := range []string{"", "de", "C", "jab", "x-ja"} {
		if got, ok := Of(locale); got != English || ok {
			t.Errorf("Of(%q) = %v, %t, want English and false", locale, got, ok)
		}
	}
}

func TestTextFallsBackToEnglish(t *testing.T) {
	both, one := Text{"a", "b"}, Text{EN: "a"}
	if both.In(Japanese) != "b" || both.In(English) != "a" || one.In(Japanese) != "a" {
		t.Error("the wrong text")
	}
}
