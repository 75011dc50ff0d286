package card

// lifecycle adds since when there is a field.
func (v View) lifecycle(*Card, *Subject) {}
