package relation

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"
)

//go:embed relations.tsv
var table string

var builtIn = sync.OnceValue(func() *Set {
	s := &Set{byPlace: map[string]*Relation{}}
	for line := range strings.Lines(table) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		c := cellsOf(line)
		r := &Relation{
			ID: c[0], Places: placesOf(c[1], c[2]), How: How(c[3]), Of: c[6], Part: c[7], Severity: c[8], BuiltIn: list(c[9]),
		}
		if err := r.scope(c[5]); err != nil {
			panic(fmt.Sprintf("relations.tsv: %s: %v", r.ID, err)) // TestBuiltIn reads it
		}
		for _, to := range list(c[4]) {
			k, err := kindOf(to)
			if err != nil {
				panic(fmt.Sprintf("relations.tsv: %s: %v", r.ID, err)) // likewise
			}
			r.To = append(r.To, k)
		}
		s.all = append(s.all, r)
		for _, place := range r.Places {
			s.byPlace[place] = r
		}
	}
	s.ways = waysOf(s.all)
	return s
})

// cellsOf returns the cells of a line of a table; "-" is an empty one.
func cellsOf(line string) []string {
	cells := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
	for i, c := range cells {
		if c == "-" {
			cells[i] = ""
		}
	}
	return cells
}

// list returns the words of a cell that holds several.
func list(cell string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(cell, ",")
}

// placesOf returns each path from each owner.
func placesOf(owners, paths string) []string {
	var places []string
	for _, owner := range list(owners) {
		for _, path := range list(paths) {
			places = append(places, owner+" "+path)
		}
	}
	return places
}

// kindOf reads a kind: v1/Secret, apps/v1/Deployment, or * for any.
func kindOf(s string) (Kind, error) {
	if s == "*" {
		return Any, nil
	}
	i := strings.LastIndexByte(s, '/')
	if i <= 0 || i == len(s)-1 {
		return Kind{}, fmt.Errorf("%q is no kind; write it like v1/Secret or apps/v1/Deployment", s)
	}
	return Kind{s[:i], s[i+1:]}, nil
}

// scope reads where the named objects are.
func (r *Relation) scope(s string) error {
	switch {
	case s == "" || s == "same":
	case s == "cluster":
		r.Cluster = true
	case strings.ContainsAny(s, ".["):
		r.Space = s
	default:
		return errors.New("scope must be same, cluster, or the path of the field that has the namespace")
	}
	return nil
}

// written is a relation as packs write it.
type written struct {
	ID       string   `yaml:"id"`
	Field    string   `yaml:"field"`
	To       []string `yaml:"to"`
	How      string   `yaml:"how"`
	Scope    string   `yaml:"scope"`
	Of       string   `yaml:"of"`
	Part     string   `yaml:"part"`
	Severity string   `yaml:"severity"`
}

// hows are what packs can write: key is short for part with the part key.
var hows = []string{"name", "object", "part", "key", "selector", "labels", "external"}

// Parse reads the relations of a pack: a list of mappings with id, field and to, and
// with how, scope, of, part and severity if they are not the usual ones.
func Parse(content string) ([]*Relation, error) {
	var lines []written
	decoder := yaml.NewDecoder(strings.NewReader(content))
	decoder.KnownFields(true)
	if err := decoder.Decode(&lines); err != nil {
		return nil, fmt.Errorf("read the relations: %w", err)
	}
	var all []*Relation
	for i, w := range lines {
		r, err := relation(w)
		if err != nil {
			return nil, fmt.Errorf("relation %d: %w", i+1, err)
		}
		all = append(all, r)
	}
	return all, nil
}

func relation(w written) (*Relation, error) {
	if w.How == "" {
		w.How = "name"
	}
	if w.How == "key" {
		w.How, w.Part = "part", "key"
	}
	if err := w.check(); err != nil {
		return nil, err
	}
	r := &Relation{
		ID: w.ID, Places: []string{strings.ReplaceAll(strings.Join(strings.Fields(w.Field), " "), "[*]", "")},
		How: How(w.How), Of: strings.ReplaceAll(w.Of, "[*]", ""), Part: w.Part, Severity: w.Severity,
	}
	if err := r.scope(strings.ReplaceAll(w.Scope, "[*]", "")); err != nil {
		return nil, err
	}
	for _, to := range w.To {
		k, err := kindOf(to)
		if err != nil {
			return nil, err
		}
		r.To = append(r.To, k)
	}
	return r, nil
}

// check reports what is missing or cannot be.
func (w written) check() error {
	words := strings.Fields(w.Field)
	want := 3
	if strings.HasPrefix(w.Field, "@") {
		want = 2
	}
	switch {
	case w.ID == "":
		return errors.New("id is missing")
	case len(words) != want:
		return fmt.Errorf("%q is no field; write it like apps/v1 StatefulSet spec.serviceName or @PodSpec priorityClassName", w.Field)
	case !slices.Contains(hows, w.How):
		return fmt.Errorf("how must be one of %s", strings.Join(hows, ", "))
	case len(w.To) == 0 && w.How != "part" && w.How != "external":
		return errors.New("to is missing: the kinds that the field names, such as v1/Secret")
	case w.How == "part" && w.Of == "" && w.Part == "key":
		return errors.New("of is missing: the field that names the object with the key")
	case w.How == "part" && !Parts()[w.Part]:
		return fmt.Errorf("there is no part %q", w.Part)
	case w.Severity != "" && !slices.Contains([]string{"warning", "information", "hint"}, w.Severity):
		return errors.New("severity must be warning, information or hint")
	}
	return nil
}
