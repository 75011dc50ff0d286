package marker

import "testing"

func TestShape(t *testing.T) {
	for _, tc := range []struct{ name, card, want string }{
		{"title only", "**a** — b\n", "**a** — b\n"},
		{"ours", "**a**\n\nText.\n\n`x.a`\n", "**a**\n\nText.\n\n`x.a`\n"},
		{"quoted", "**a**\n\n> One.\n>\n> - two\n\nThree.\n", "**a**\n\n> …\n\nThree.\n"},
		{"quoted twice", "**a**\n\n> One.\n\n> - `A` means\n> - `B` too\n", "**a**\n\n> …\n\n> …\n"},
	} {
		if got := shape(tc.card); got != tc.want {
			t.Errorf("%s: got\n%s\nwant\n%s", tc.name, got, tc.want)
		}
	}
}
