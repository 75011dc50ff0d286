package marker

import "testing"

func TestDifference(t *testing.T) {
	for _, tc := range []struct{ name, before, after, want string }{
		{"equal", "a\nb\n", "a\nb\n", ""},
		{"one line", "a\nb\nc\n", "a\nB\nc\n", "@@ -2 +2 @@\n-b\n+B\n"},
		{"insert", "a\nc\n", "a\nb1\nb2\nc\n", "@@ -1,0 +2,2 @@\n+b1\n+b2\n"},
		{"delete", "a\nb\nc\nd\n", "a\nd\n", "@@ -2,2 +1,0 @@\n-b\n-c\n"},
		{"two hunks", "a\nb\nc\nd\ne\n", "a\nB\nc\nd\n", "@@ -2 +2 @@\n-b\n+B\n@@ -5 +4,0 @@\n-e\n"},
		{"from nothing", "", "a\n", "@@ -0,0 +1 @@\n+a\n"},
		{"to nothing", "a\n", "", "@@ -1 +0,0 @@\n-a\n"},
		{"repeated lines", "x\nx\ny\n", "x\ny\n", "@@ -2 +1,0 @@\n-x\n"},
		{"blanks", "a\n", "  \na \n", "@@ -1 +1,2 @@\n-a\n+··\n+a·\n"},
		{"line breaks of Windows", "a\r\nb\r\n", "a\r\nB\r\n", "@@ -2 +2 @@\n-b\n+B\n"},
		{"last line break", "a", "a\n", "@@ -2 +1,0 @@\n-\\ No newline at end of file\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := difference(tc.before, tc.after); got != tc.want {
				t.Errorf("got\n%s\nwant\n%s", got, tc.want)
			}
		})
	}
}
