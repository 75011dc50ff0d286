package apiserver

import (
	"maps"
	"strings"
	"testing"
)

// Rules that may compute without an end are told from those that people write.
func TestUnbounded(t *testing.T) {
	for rule, want := range map[string]bool{
		`quantity(self.size).isGreaterThan(quantity('1Gi'))`:                                              false,
		`!has(self.limits) || self.limits.all(k, quantity(self.limits[k]).compareTo(quantity("0")) >= 0)`: false,
		`isQuantity(self) && quantity(self).sign() == 1`:                                                  false,
		`quantity('1e999999999').sign() == 1`:                                                             true,
		`quantity('1' + self.size).sign() == 1`:                                                           true,
		`quantity(self.size.replace('x', '1e9')).sign() == 1`:                                             true,
		`quantity('1\x65999999999').sign() == 1`:                                                          true,
		`self.parts.map(x, x).all(x, quantity(x).sign() == 1)`:                                            true,
		"quantity(['1', 'e9'].join // x\n('')).sign() == 1":                                               true,
		`quantity('` + strings.Repeat("1", 1001) + `').sign() == 1`:                                       true,
	} {
		if got := unbounded(rule); got != want {
			t.Errorf("%.80s: %t, want %t", rule, got, want)
		}
	}
}

// thingsHead is a definition up to the properties of its objects.
const thingsHead = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: things, singular: thing, kind: Thing}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
`

const things = thingsHead + `          spec:
            type: object
            properties: {size: {type: string, maxLength: 40, default: DEFAULT}}
            x-kubernetes-validations:
            - {rule: "RULE", message: too big}
`

// Neither a definition nor an object of its kind is computed with where that has no end;
// all others are held against their rules.
func TestBottomless(t *testing.T) {
	for name, tt := range map[string]struct {
		rule, byDefault, size string
		refused               bool
	}{
		"a rule that is kept":          {"quantity(self.size).isLessThan(quantity('1Gi'))", "1Mi", "2Mi", false},
		"a rule that is broken":        {"quantity(self.size).isLessThan(quantity('1Gi'))", "1Mi", "2Gi", true},
		"an endless default":           {"quantity(self.size).isLessThan(quantity('1Gi'))", "1000000000000000000000e999999999", "2Gi", false},
		"an endless literal":           {"quantity(self.size).isLessThan(quantity('1000000000000000000000e999999999'))", "1Mi", "2Gi", false},
		"an endless text that is made": {"quantity('1000000000000000000000' + self.size).isLessThan(quantity('1Gi'))", "1Mi", "e999999999", false},
		"a rule without quantities":    {"self.size.size() + 1 < 4", "1Mi", "2Gii", true},
	} {
		t.Run(name, func(t *testing.T) {
			kind, definition := object(t, strings.NewReplacer("RULE", tt.rule, "DEFAULT", tt.byDefault).Replace(things))
			if answer := Create(kind, definition); len(answer.Errors) > 0 {
				t.Fatalf("the definition is refused: %v", answer.Errors)
			}
			all, err := Define(definition, func() map[string]any { return maps.Clone(definition) })
			if err != nil {
				t.Fatal(err)
			}
			_, thing := object(t, "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\nspec: {size: "+tt.size+"}\n")
			if answer := all[0].Create(thing); (len(answer.Errors) > 0) != tt.refused {
				t.Errorf("the object is answered with %v", answer.Errors)
			}
		})
	}
}
