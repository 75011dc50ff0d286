package value

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the tests know time zones on every machine

	"sigs.k8s.io/yaml"

	"github.com/kubelore/kubelore/knowledge/language"
)

const en, ja = language.English, language.Japanese

// now is the time at which the tests run: a Tuesday.
var now = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// decoded returns what a piece of YAML decodes to. Numbers become float64, as they
// are in JSON.
func decoded(t *testing.T, source string) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal([]byte(source), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// A said is what a function must say in each language.
type said struct{ en, ja string }

func (s said) check(t *testing.T, input string, f func(language.Language) string) {
	t.Helper()
	if got := f(en); got != s.en {
		t.Errorf("%s: got  %s\n\twant %s", input, got, s.en)
	}
	if got := f(ja); got != s.ja {
		t.Errorf("%s: got  %s\n\twant %s", input, got, s.ja)
	}
}

// lines makes a function that returns sentences one that returns a text.
func lines(f func(language.Language) []string) func(language.Language) string {
	return func(l language.Language) string { return strings.Join(f(l), "\n") }
}

func TestCodeStaysCode(t *testing.T) {
	for s, want := range map[string]string{
		"":                       "`\"\"`",
		"a":                      "`a`",
		"a`b":                    "`` a`b ``",
		"``":                     "``` `` ```",
		"a\nb\x00\u202ec":        "`a b  c`",
		strings.Repeat("あ", 100): "`" + strings.Repeat("あ", 80) + "…`",
	} {
		if got := code(s); got != want {
			t.Errorf("code(%q) = %s, want %s", s, got, want)
		}
	}
}

func TestEnumerate(t *testing.T) {
	many := strings.Split("a b c d e f g h i j k l", " ")
	for _, tt := range []struct {
		phrases []string
		want    said
	}{
		{nil, said{"", ""}},
		{many[:1], said{"a", "a"}},
		{many[:2], said{"a and b", "a、b"}},
		{many[:3], said{"a, b and c", "a、b、c"}},
		{many[:10], said{"a, b, c, d, e, f, g, h, i and j", "a、b、c、d、e、f、g、h、i、j"}},
		{many, said{"a, b, c, d, e, f, g, h, i, j and 2 more", "a、b、c、d、e、f、g、h、i、j、ほか 2 件"}},
	} {
		tt.want.check(t, strings.Join(tt.phrases, " "), func(l language.Language) string { return and(l, tt.phrases) })
	}
}

func TestSpacesAroundLatin(t *testing.T) {
	for want, parts := range map[string][]string{
		"名前空間 `a` の Pod (`b`) への":  {"名前空間", "`a`", "の", "Pod", " (", "`b`", ")", "への"},
		"(すべて)":                    {"(", "すべて", ")"},
		"ユーザー a、b と":               {"ユーザー", "", "a", "、", "b", "と"},
		"クラスター全体で、`a`、`b`、6 月から 8": {"クラスター全体", "で、", "`a`", "、", "`b`", "、", "6 月", "から", "8"},
	} {
		if got := japanese(parts...); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// everything calls each function that takes decoded YAML.
func everything(v any) []string {
	var all []string
	for _, l := range language.All() {
		all = append(all, LabelSelector(v, l), LabelMap(v, l), Toleration(v, l), Taint(v, l))
		m, _ := v.(map[string]any)
		for _, cluster := range []bool{false, true} {
			all = append(all, PolicyRules(v, "ns", cluster, l)...)
			all = append(all, Binding(v, v, "ns", cluster, l)...)
			all = append(all, Binding(m["roleRef"], m["subjects"], "", cluster, l)...)
		}
		all = append(all, NetworkPolicy(v, "", l)...)
	}
	return all
}

// TestAnythingAnywhere puts values of all types into all places of values that are
// right, and looks for panics and for formats that lack an argument.
func TestAnythingAnywhere(t *testing.T) {
	odd := []any{
		nil, "", "x", "`", true, int64(-1), uint64(1 << 63), 1e300, 0.5,
		[]any{},
		[]any{nil},
		[]any{"x"},
		[]any{int64(1)},
		[]any{map[string]any{}},
		map[string]any{},
		map[string]any{"x": nil},
	}
	for _, source := range []string{
		`{matchLabels: {a: b}, matchExpressions: [{key: k, operator: In, values: [a, b]}, {key: k, operator: Exists}]}`,
		`{key: k, operator: Equal, value: v, effect: NoExecute, tolerationSeconds: 5}`,
		`[{apiGroups: ["", "*"], resources: [pods, pods/log], resourceNames: [n], verbs: [get, create]}, {nonResourceURLs: [/x], verbs: ["*"]}]`,
		`{roleRef: {kind: ClusterRole, name: n}, subjects: [{kind: ServiceAccount, name: n, namespace: s}, {kind: User, name: u}, {kind: Group, name: g}]}`,
		`{podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{from: [{podSelector: {}, namespaceSelector: {}}], ports: [{port: 1, endPort: 2}]}],
		  egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}], ports: [{port: http, protocol: UDP}]}]}`,
	} {
		tried := 0
		for changed := range mutations(decoded(t, source), odd) {
			tried++
			for _, s := range everything(changed) {
				if strings.Contains(s, "%!") || strings.Contains(s, "  ") {
					t.Errorf("%v: %s", changed, s)
				}
			}
		}
		if tried < 50 {
			t.Errorf("only %d changes of %s", tried, source)
		}
	}
}

// mutations yields v with each of its nodes replaced by each of the values.
func mutations(v any, odd []any) func(yield func(any) bool) {
	return func(yield func(any) bool) {
		for _, o := range odd {
			if !yield(o) {
				return
			}
		}
		switch v := v.(type) {
		case map[string]any:
			for key := range v {
				for changed := range mutations(v[key], odd) {
					with := maps.Clone(v)
					if with[key] = changed; !yield(with) {
						return
					}
				}
			}
		case []any:
			for i := range v {
				for changed := range mutations(v[i], odd) {
					with := slices.Clone(v)
					if with[i] = changed; !yield(with) {
						return
					}
				}
			}
		}
	}
}

// FuzzStrings looks for panics, for formats that lack an argument, and for words that
// are more than a line. The engine reports inputs that take too long.
func FuzzStrings(f *testing.F) {
	for _, s := range []string{
		"500Mi", "18E", "1e9", "-.5e-3", "1h3m", "*/5 1-3 ? jan,mar *", "@every 1ns", "0 0 30 2 *", "a.b/c:d@sha256:0", "aGVsbG8=", "Asia/Tokyo", "ReadWriteOnce",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, l := range language.All() {
			words, _, ok := Base64(s, l)
			if ok != (words != "") {
				t.Errorf("Base64(%q) = %q, %t", s, words, ok)
			}
			said := []string{
				words, Quantity(s, "cpu", l), Quantity(s, "memory", l), Quantity(s, "hugepages-2Mi", l), Quantity("6Mi", "hugepages-"+s, l), Quantity(s, "", l),
				GoDuration(s, l), AccessMode(s, l),
			}
			said = append(said, Image(s, l)...)
			c, _, _ := Cron(s, "", now, l)
			z, _, _ := Cron("0 0 * * *", s, now, l)
			for _, w := range append(said, c, z) {
				if strings.Contains(w, "%!") || strings.ContainsAny(w, "\n\r\x00") {
					t.Errorf("%q: %s", s, w)
				}
			}
		}
	})
}
