package card

// here returns what a manifest makes of what a card is about. It is filled in by the
// packages that know how Kubernetes computes.
func (v View) here(*Subject) []string { return nil }
