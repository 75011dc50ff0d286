package card

import "github.com/kubelore/kubelore/knowledge/concept"

// lifecycle adds since when there is a field.
func (v View) lifecycle(*Card, *Subject) {}

// wellKnown describes a key that Kubernetes or its tools know. It reports whether it is one.
func (v View) wellKnown(*Card, concept.LinkKind, string) bool { return false }
