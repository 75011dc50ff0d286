package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// All that is linked may be handed out, and its texts are on the page.
func TestNotices(t *testing.T) {
	page, err := notices(root, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| Go standard library | go1.", "| k8s.io/kubernetes | v1.", "| go.lsp.dev/protocol | v",
		"| github.com/inconshreveable/mousetrap |",                // linked on Windows only
		"k8s.io/apimachinery (third_party/forked/golang/LICENSE)", // below the root of its module
		"    Redistribution and use in source and binary forms",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, "github.com/google/licensecheck") {
		t.Error("the page names what only our tasks use")
	}
}

// What must not be handed out, or may not, is refused.
func TestRefusedLicences(t *testing.T) {
	// The text of the WTFPL, which is known but not among the permitted ones.
	const known = "            DO WHAT THE FUCK YOU WANT TO PUBLIC LICENSE\n                    Version 2, December 2004\n\n" +
		" Everyone is permitted to copy and distribute verbatim or modified\n copies of this license document, and changing it is allowed as long\n as the name is changed.\n\n" +
		"            DO WHAT THE FUCK YOU WANT TO PUBLIC LICENSE\n   TERMS AND CONDITIONS FOR COPYING, DISTRIBUTION AND MODIFICATION\n\n  0. You just DO WHAT THE FUCK YOU WANT TO.\n"
	for name, c := range map[string]struct{ file, text, says string }{
		"unknown":       {"LICENSE", "You may look, but not touch.", "is not known"},
		"not permitted": {"COPYING", known, "not among the permitted"},
		"none":          {"NOTICE", "Made by us.", "no known licence"},
	} {
		folder := t.TempDir()
		write(t, filepath.Join(folder, c.file), c.text)
		files, err := licenceFiles(folder)
		if err != nil {
			t.Fatal(err)
		}
		x := component{name: "x", version: "v1"}
		if err := x.read(folder, files); err != nil {
			t.Fatal(err)
		}
		if err := x.permitted(); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
}
