package check

import "testing"

// What is left out beside another server is known by its id, which must exist.
func TestAnyYAML(t *testing.T) {
	known := 0
	for _, info := range All() {
		if anyYAML(info.Code) {
			known++
		}
	}
	if want := 20; known != want {
		t.Errorf("%d checks are left out, want %d: an id in anyYAML is wrong", known, want)
	}
}
