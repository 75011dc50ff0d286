package check

// anyYAML reports whether a problem is one that any server for YAML finds, in the same
// document and mostly on the same line. Each was tried with yaml-language-server 1.19.
// What is missing here, such as the encoding, a comment that touches a value, or a key
// that is too long, it lets pass although kubectl does not.
func anyYAML(code string) bool {
	switch code {
	case "schema/duplicate-key",
		"yaml/bad-character", "yaml/bad-escape", "yaml/bad-indent", "yaml/bad-property", "yaml/block-header", "yaml/block-indent",
		"yaml/extra-comma", "yaml/missing-colon", "yaml/missing-comma", "yaml/missing-space", "yaml/nested-block", "yaml/tab-indent",
		"yaml/unclosed-flow", "yaml/unclosed-quote", "yaml/unexpected-item", "yaml/unexpected-text", "yaml/unknown-alias",
		"yaml/unknown-tag", "yaml/wrong-bracket":
		return true
	}
	return false
}
