package apiserver

import (
	"regexp"
	"strings"
)

// recorder keeps the warnings that are given in the course of a request.
type recorder struct{ answer *Answer }

func (r recorder) AddWarning(_, text string) {
	if len(r.answer.Warnings) == mostWarnings {
		return
	}
	path, message := splitPath(text)
	r.answer.Warnings = append(r.answer.Warnings, Warning{Path: path, Message: message})
}

// The ways in which upstream names a field in the course of a sentence. The first
// group is the path, or the key of an annotation.
var (
	subjectPath = regexp.MustCompile(`^(spec\.\w+) is `)
	objectPath  = regexp.MustCompile(` in (spec\.[\w.]+)[, ]`)
	quotaPath   = regexp.MustCompile(`^ResourceQuota (\S+) \(`)
	annotation  = regexp.MustCompile(`^annotation "?([\w./-]+)"? is `)
)

// splitPath returns the API path of the field that a warning is about, if it says
// so, and the warning without the path where that stands in front of it.
func splitPath(s string) (path, message string) {
	if path, message, ok := strings.Cut(s, ": "); ok && !strings.ContainsAny(path, " \"'`") && startsWithField(path) {
		return decapitalized(path), message
	}
	for _, named := range []*regexp.Regexp{subjectPath, objectPath} {
		if m := named.FindStringSubmatch(s); m != nil {
			return decapitalized(m[1]), s
		}
	}
	if m := quotaPath.FindStringSubmatch(s); m != nil {
		return "spec.hard[" + m[1] + "]", s
	}
	if m := annotation.FindStringSubmatch(s); m != nil {
		return "metadata.annotations[" + m[1] + "]", s
	}
	return "", s
}

// decapitalized returns a path in which upstream wrote some fields as in Go, or nowhere.
func decapitalized(path string) string {
	return strings.NewReplacer(".Spec.", ".spec.", ".SessionAffinity", ".sessionAffinity", ".storageOS", ".storageos", "spec.addressType", "addressType").Replace(path)
}

func startsWithField(path string) bool {
	for _, root := range []string{"metadata", "spec", "template", "data", "rules", "roleRef", "subjects", "webhooks", "scheduling", "allowedTopologies", "matchConstraints"} {
		if below, ok := strings.CutPrefix(path, root); ok && (below == "" || below[0] == '.' || below[0] == '[') {
			return true
		}
	}
	return false
}
