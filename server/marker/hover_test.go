package marker

import "testing"

func TestShape(t *testing.T) {
	for _, tc := range []struct{ name, card, want string }{
		{"title only", "**a** — b\n", "**a** — b\n"},
		{"a paragraph", "**a**\n\nText.\n\n`x.a`\n", "**a**\n\n…\n\n`x.a`\n"},
		{"paragraphs", "**a**\n\nOne.\n\nTwo.\n\n- three\n- four\n\n`x.a`\n", "**a**\n\n…\n\n`x.a`\n"},
		{"warning", "**a**\n\n⚠ **Gone.**\n\nText.\n", "**a**\n\n⚠ **Gone.**\n\n…\n"},
		{"values", "**a**\n\nText.\n\n- `A` means that\n- `B`\n", "**a**\n\n…\n\n- `A` …\n- `B`\n"},
	} {
		if got := shape(tc.card); got != tc.want {
			t.Errorf("%s: got\n%s\nwant\n%s", tc.name, got, tc.want)
		}
	}
}
