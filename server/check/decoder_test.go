package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/util/json"
	"sigs.k8s.io/yaml"

	"github.com/kubelore/kubelore/knowledge/apiserver"
	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/schema"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/syntax"
	"github.com/kubelore/kubelore/server/text"
)

// fewValues are written into every field of every kind, and all the values into some
// fields of each class: the decoder takes or refuses them by the Go type of the
// field, which our schema only describes.
var fewValues = []string{"a", `"a"`, "1", "1.5", "on", "~", "[]", "{}"}

var moreValues = []string{
	"", `""`, `"1"`, "yes", "true", `"true"`, "0", "-1", "007", "1_000", "5.0", "1e3", "1e-3", "1e400", "0x1F", ".5",
	"2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "18446744073709551616",
	"1Gi", "100m", "1 Gi", "0.5Gi", "1e3Mi", "+1", ".inf", "12:30", "2001-12-14", "2001-12-14T21:59:43Z", "2001-12-14t21:59:43.10-05:00",
	`"2001-12-14T21:59:43Z"`, `"2001-12-14T21:59:43.123456Z"`, "1h", `"1h30m"`, "aGVsbG8=", "aGVsbG8", `"aGVs\nbG8="`, "50%",
	"[a]", "[1]", "[~]", "[[]]", "[{}]", "{a: b}", "{a: 1}", "{a: ~}", "{a: []}", "{a: {}}",
}

// perClass is how many fields of a class are tried with all values.
const perClass = 5

// unplaced are types, beside unions, that decode themselves in ways that no schema says. What is
// wrong in them is told, but at the kind.
var unplaced = []string{"JSONSchemaPropsOrStringArray"}

// TestDecoder compares, for each field of each kind, what we say of the type of a
// value with what the decoder of the API server does.
func TestDecoder(t *testing.T) {
	d := &decoderTest{T: t, seen: map[string]bool{}, class: map[string]int{}, odd: map[string][]string{}}
	for _, k := range catalog.Kinds() {
		v := k.Preferred(catalog.Newest)
		if v == nil || !apiserver.Knows(apiserver.Kind{Group: k.Group, Version: v.Name, Kind: k.Name}) {
			continue
		}
		head := fmt.Sprintf("{apiVersion: %s, kind: %s, ", v.APIVersion(), k.Name)
		typ := schema.BuiltIn().Kind(k.Group, v.Name, k.Name)
		for _, f := range typ.Fields {
			if f.Name != "apiVersion" && f.Name != "kind" {
				d.field(spot{k.Name, head, "}"}, typ, f)
			}
		}
	}
	t.Logf("%d fields, %d documents", len(d.seen), d.documents)
	if len(d.seen) < 2000 {
		t.Errorf("only %d fields were reached; the walk is broken", len(d.seen))
	}
	for _, what := range slices.Sorted(maps.Keys(d.odd)) {
		t.Errorf("%s: %d times, such as %s", what, len(d.odd[what]), d.odd[what][0])
	}
}

type decoderTest struct {
	*testing.T
	seen      map[string]bool
	class     map[string]int
	documents int
	odd       map[string][]string
}

// spot is a place for a value in a document.
type spot struct{ path, before, after string }

func (s spot) in(path, before, after string) spot {
	return spot{s.path + path, s.before + before, after + s.after}
}

// field tries the values in a field of an object, and goes on below it. Each field
// of each type is tried once.
func (d *decoderTest) field(at spot, in *schema.Type, f *schema.Field) {
	key := fmt.Sprintf("%p.%s", in, f.Name)
	if d.seen[key] {
		return
	}
	d.seen[key] = true
	d.values(at.in("."+f.Name, f.Name+": ", ""), f.Type)
}

// values tries the values of a type, and goes on below it.
func (d *decoderTest) values(at spot, t *schema.Type) {
	all := fewValues
	class := t.Kind.String() + t.Format
	if t.Elem != nil {
		class += t.Elem.Kind.String() + t.Elem.Format
	}
	if t.Kind == schema.Any || t.Preserve {
		class += t.Name
	}
	if d.class[class]++; d.class[class] <= perClass {
		all = slices.Concat(fewValues, moreValues)
	}
	for _, v := range all {
		d.try(at, v, t)
	}
	switch t.Kind {
	case schema.Object:
		for _, f := range t.Fields {
			d.field(at.in("", "{", "}"), t, f)
		}
	case schema.List:
		d.elements(at.in("[]", "[", "]"), t)
	case schema.Map:
		d.elements(at.in("[]", "{k: ", "}"), t)
	default:
	}
}

func (d *decoderTest) elements(at spot, t *schema.Type) {
	key := fmt.Sprintf("%p", t)
	if !d.seen[key] {
		d.seen[key] = true
		d.values(at, t.Elem)
	}
}

func (d *decoderTest) try(at spot, value string, t *schema.Type) {
	d.documents++
	doc := at.before + value + at.after
	data, err := yaml.YAMLToJSON([]byte(doc))
	if err != nil {
		return // infinities cannot be sent
	}
	var object map[string]any
	if err := json.Unmarshal(data, &object); err != nil { // which knows whole numbers, as encoding/json does not
		d.Fatal(err)
	}
	refused := ""
	for _, e := range apiserver.Create(kindOf(object), object).Errors {
		if e.Decoding {
			refused = e.Message
		}
	}
	f := manifest.Open(text.New(doc), &manifest.Env{Target: catalog.Newest})
	document := f.Documents()[0].Document
	p := &pass{doc: document, at: document.Resources()[0], instead: map[syntax.Node]any{}, meant: map[string]bool{}}
	p.schema(p.at)
	name := fmt.Sprintf("%s %s %s", t.Kind, t.Format, t.Name)
	switch {
	case len(p.problems) > 0 && refused == "":
		d.note("false alarm: "+value+" in "+name, at.path+": "+p.problems[0].Message)
	case len(p.problems) == 0 && refused != "" && !d.told(f):
		d.note("missed: "+value+" in "+name, at.path+": "+refused)
	case len(p.problems) == 0 && refused != "" && t.Format != "byte" && !(t.Union || slices.Contains(unplaced, t.Name)):
		d.note("without a place: "+value+" in "+name, at.path+": "+refused)
	}
}

func (d *decoderTest) note(what, detail string) { d.odd[what] = append(d.odd[what], detail) }

// told reports whether a file as a whole is said to hold a value of a wrong type.
func (d *decoderTest) told(f *manifest.File) bool {
	return slices.ContainsFunc(File(f, config.Default()), func(p Problem) bool {
		return p.Code == "schema/wrong-type" || p.Code == "schema/unknown-field"
	})
}

func kindOf(object map[string]any) apiserver.Kind {
	apiVersion := object["apiVersion"].(string)
	i := strings.LastIndexByte(apiVersion, '/')
	return apiserver.Kind{Group: apiVersion[:max(i, 0)], Version: apiVersion[i+1:], Kind: object["kind"].(string)}
}
