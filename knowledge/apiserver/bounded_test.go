package apiserver

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

func lines(n int, line string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, line, i)
	}
	return b.String()
}

const container = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: a\n"

// Warnings about pairs are bounded. A test that takes a minute here says that they are not.
func TestBoundedWarnings(t *testing.T) {
	const n = 20_000
	for name, tt := range map[string]struct {
		manifest string
		// least is how many warnings there are, and first is where.
		least int
		first string
	}{
		"two equal ports":           {container + "    ports: [{containerPort: 80}, {containerPort: 80}]\n", 1, "spec.containers[0].ports[1]"},
		"equal ports":               {container + "    ports:\n" + lines(n, "    - {containerPort: 80} # %d\n"), 1000, "spec.containers[0].ports[1]"},
		"equal ports of containers": {"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n" + lines(n/10, "  - {name: a%d, image: a, ports: [{containerPort: 80}]}\n"), 1000, "spec.containers[1].ports[0]"},
		"the last pair": {
			container + "    ports:\n" + lines(5000, "    - {containerPort: 1%04d}\n") + "    - {containerPort: 14999}\n", 1, "spec.containers[0].ports[5000]",
		},
		"equal paths": {
			container + "  volumes:\n  - name: v\n    projected:\n      sources:\n" + lines(n, "      - configMap: {name: c%d, items: [{key: a, path: p}]}\n"), 1000, "",
		},
		"equal paths of one source": {
			container + "  volumes:\n  - name: v\n    secret:\n      secretName: a\n      items:\n" + lines(n, "      - {key: a%d, path: p}\n"), 1000, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			kind, pod := object(t, tt.manifest)
			answer := Create(kind, pod)
			if len(answer.Warnings) < tt.least || len(answer.Warnings) > mostWarnings {
				t.Fatalf("%d warnings", len(answer.Warnings))
			}
			if got := answer.Warnings[0].Path; got != tt.first {
				t.Errorf("the first is at %q, not at %q", got, tt.first)
			}
		})
	}
}

// Objects of many values are looked at in pieces, with the same errors; and a list of bad
// items does not take minutes.
func TestBoundedCustom(t *testing.T) {
	_, definition := object(t, thingsHead+`          spec:
            type: object
            required: [size]
            properties:
              size: {type: integer}
              list: {type: array, items: {type: object, properties: {name: {type: string, pattern: "^[a-z]+$"}}}}
              map: {type: object, additionalProperties: {type: integer}}
`)
	all, err := Define(definition, func() map[string]any { return maps.Clone(definition) })
	if err != nil {
		t.Fatal(err)
	}
	create := func(spec string) []string {
		_, thing := object(t, "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\nspec:\n"+spec)
		var paths []string
		for _, e := range all[0].Create(thing).Errors {
			paths = append(paths, e.Path)
		}
		return slices.Sorted(slices.Values(paths))
	}
	good, numbers := lines(5000, "  - name: a #%d\n"), lines(5000, "    k%d: 1\n")
	for name, tt := range map[string]struct {
		spec string
		want []string
	}{
		"nothing wrong": {"  size: 1\n  map:\n" + numbers + "  list:\n" + good, nil},
		"some": {
			"  map:\n" + numbers + "    bad: a\n  list:\n" + good + "  - name: B\n",
			[]string{"spec.list[5000].name", "spec.map.bad", "spec.size"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := create(tt.spec); !slices.Equal(got, tt.want) {
				t.Errorf("errors at %v, not at %v", got, tt.want)
			}
		})
	}
	t.Run("too many", func(t *testing.T) {
		got := create("  size: 1\n  list:\n" + lines(100_000, "  - name: B%d\n"))
		if len(got) != mostErrors || !slices.Contains(got, "spec.list[0].name") || slices.Contains(got, "spec.list[1000].name") {
			t.Errorf("%d errors", len(got))
		}
	})
}
