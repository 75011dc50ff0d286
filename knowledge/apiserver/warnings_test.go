package apiserver

import "testing"

func TestSplitPath(t *testing.T) {
	for warning, want := range map[string][2]string{
		"spec.ports[0]: odd":                               {"spec.ports[0]", "odd"},
		"metadata.annotations[a.b/c]: gone; use d":         {"metadata.annotations[a.b/c]", "gone; use d"},
		"spec.externalIPs is deprecated":                   {"spec.externalIPs", "spec.externalIPs is deprecated"},
		"spec.SessionAffinity is ignored":                  {"spec.sessionAffinity", "spec.SessionAffinity is ignored"},
		`annotation "a.b/c" is deprecated, please use d`:   {"metadata.annotations[a.b/c]", `annotation "a.b/c" is deprecated, please use d`},
		"annotation a.b/c is deprecated":                   {"metadata.annotations[a.b/c]", "annotation a.b/c is deprecated"},
		"cannot use TZ in spec.schedule, use timeZone":     {"spec.schedule", "cannot use TZ in spec.schedule, use timeZone"},
		"spec.volumeClaimTemplates[0].Spec.resources: odd": {"spec.volumeClaimTemplates[0].spec.resources", "odd"},
		"nothing: about a field":                           {"", "nothing: about a field"},
		"specular: about a field":                          {"", "specular: about a field"},
	} {
		if path, message := splitPath(warning); path != want[0] || message != want[1] {
			t.Errorf("splitPath(%q) = %q, %q, want %q", warning, path, message, want)
		}
	}
}
