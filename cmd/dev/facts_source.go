package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// A typeKey names a Go type of the API: the folder of its package below the root of
// the API types, such as core/v1, and its name.
type typeKey struct{ pkg, name string }

// A source is what the Go files of one release declare.
type source struct {
	types  map[typeKey]*goType
	groups map[string]string // API group by package
}

// A goType is a declared type. Fields are those of a struct, values the constants of
// a type of strings, alias the type that it is another name of, or a list or map of.
type goType struct {
	fields   []*goField
	isStruct bool
	isEnum   bool
	values   []string
	alias    *typeKey
}

// A goField is a field of a struct as it is declared. Embedded fields have no name.
type goField struct {
	name     string
	doc      string
	optional bool
	elem     *typeKey // the named type of the value, of its items or of what it points to
}

func newSource() *source {
	return &source{types: map[typeKey]*goType{}, groups: map[string]string{}}
}

// read parses the packages group/version below dir that have API types.
func (s *source) read(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*", "*", "types*.go"))
	if err != nil {
		return err
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || strings.HasSuffix(file, "_generated.go") {
			continue
		}
		pkg := path.Base(filepath.Dir(filepath.Dir(file))) + "/" + path.Base(filepath.Dir(file))
		if err := s.readFile(pkg, file); err != nil {
			return err
		}
		if _, ok := s.groups[pkg]; !ok {
			if s.groups[pkg], err = groupName(filepath.Join(filepath.Dir(file), "register.go")); err != nil {
				return err
			}
		}
	}
	return nil
}

// groupName reads the constant GroupName.
func groupName(file string) (string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	_, rest, ok := strings.Cut(string(data), "const GroupName = \"")
	name, _, closed := strings.Cut(rest, "\"")
	if !ok || !closed {
		return "", fmt.Errorf("%s has no constant GroupName", file)
	}
	return name, nil
}

func (s *source) readFile(pkg, file string) error {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	r := &fileReader{source: s, pkg: pkg, imports: importsOf(f)}
	for _, decl := range f.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range gen.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				r.readType(spec, gen.Doc.Text()+spec.Doc.Text())
			case *ast.ValueSpec:
				if gen.Tok == token.CONST {
					r.readConst(spec)
				}
			}
		}
	}
	return nil
}

// importsOf maps the names of the imported packages of API types to their folders.
func importsOf(f *ast.File) map[string]string {
	found := map[string]string{}
	for _, imp := range f.Imports {
		p, err := strconv.Unquote(imp.Path.Value)
		folder, ok := strings.CutPrefix(p, "k8s.io/api/")
		if err != nil || !ok {
			continue
		}
		name := path.Base(folder)
		if imp.Name != nil {
			name = imp.Name.Name
		}
		found[name] = folder
	}
	return found
}

// A fileReader adds what one file declares to the source.
type fileReader struct {
	source  *source
	pkg     string
	imports map[string]string
}

// entry returns the type with this name, which may be declared in another file or
// further down.
func (r *fileReader) entry(k typeKey) *goType {
	t := r.source.types[k]
	if t == nil {
		t = &goType{}
		r.source.types[k] = t
	}
	return t
}

func (r *fileReader) readType(spec *ast.TypeSpec, doc string) {
	t := r.entry(typeKey{r.pkg, spec.Name.Name})
	t.isEnum = slices.ContainsFunc(markers(doc), func(m string) bool {
		return m == "enum" || strings.HasSuffix(m, "k8s:enum")
	})
	var st *ast.StructType
	switch x := spec.Type.(type) {
	case *ast.StructType:
		st = x
	case *ast.ArrayType, *ast.MapType:
		t.alias = r.named(x)
	default:
		if spec.Assign.IsValid() {
			t.alias = r.named(x)
		}
	}
	if st == nil {
		return
	}
	t.isStruct = true
	for _, f := range st.Fields.List {
		if field := r.readField(f); field != nil {
			t.fields = append(t.fields, field)
		}
	}
}

// readField returns nil for a field that JSON does not have.
func (r *fileReader) readField(f *ast.Field) *goField {
	tag := ""
	if f.Tag != nil {
		tag, _ = strconv.Unquote(f.Tag.Value) // the parser has checked it
	}
	name, options, _ := strings.Cut(reflect.StructTag(tag).Get("json"), ",")
	if name == "-" || name == "" && len(f.Names) > 0 {
		return nil
	}
	doc := f.Doc.Text()
	return &goField{name: name, doc: doc, optional: optional(doc, options), elem: r.named(f.Type)}
}

// optional says whether OpenAPI calls a field optional.
func optional(doc, options string) bool {
	all := markers(doc)
	switch {
	case slices.Contains(all, "optional"):
		return true
	case slices.Contains(all, "required"):
		return false
	}
	return slices.Contains(strings.Split(options, ","), "omitempty")
}

// markers returns the lines of a comment that are for tools, without the plus.
func markers(doc string) []string {
	var found []string
	for line := range strings.Lines(doc) {
		if m, ok := strings.CutPrefix(strings.TrimSpace(line), "+"); ok {
			found = append(found, m)
		}
	}
	return found
}

// named returns the type of the API that an expression is made of, or nil.
func (r *fileReader) named(e ast.Expr) *typeKey {
	switch e := e.(type) {
	case *ast.StarExpr:
		return r.named(e.X)
	case *ast.ArrayType:
		return r.named(e.Elt)
	case *ast.MapType:
		return r.named(e.Value)
	case *ast.Ident:
		if token.IsExported(e.Name) {
			return &typeKey{r.pkg, e.Name}
		}
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok && r.imports[x.Name] != "" {
			return &typeKey{r.imports[x.Name], e.Sel.Name}
		}
	}
	return nil
}

// readConst adds constants such as `ProtocolTCP Protocol = "TCP"` to their type.
func (r *fileReader) readConst(spec *ast.ValueSpec) {
	if spec.Type == nil {
		return
	}
	k := r.named(spec.Type)
	if k == nil {
		return
	}
	for _, v := range spec.Values {
		if lit, ok := v.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			value, _ := strconv.Unquote(lit.Value) // the parser has checked it
			t := r.entry(*k)
			t.values = append(t.values, value)
		}
	}
}

// lookup returns a type and its name, behind all aliases, or nil.
func (s *source) lookup(k *typeKey) (typeKey, *goType) {
	for range 10 { // more than any chain of aliases
		if k == nil {
			break
		}
		t := s.types[*k]
		if t == nil {
			break
		}
		if t.alias == nil {
			return *k, t
		}
		k = t.alias
	}
	return typeKey{}, nil
}

// valuesOf returns the constants of the type of a field, under any of its names.
func (s *source) valuesOf(f *goField) (values []string, enum bool) {
	k, t := s.lookup(f.elem)
	if t == nil {
		return nil, false
	}
	values = slices.Clone(t.values)
	for name, other := range s.types {
		if other.alias != nil && name.pkg == k.pkg {
			if target, _ := s.lookup(&name); target == k {
				values = append(values, other.values...)
			}
		}
	}
	slices.Sort(values)
	return slices.Compact(values), t.isEnum || slices.Contains(unmarkedEnums, k)
}

// unmarkedEnums are types that have no other values than their constants, which
// validation makes sure of, and no marker that says so.
var unmarkedEnums = []typeKey{ //nolint:gochecknoglobals // a table
	{"core/v1", "ContainerRestartPolicy"},
	{"core/v1", "ContainerRestartRuleAction"},
}

// fieldsOf returns the fields of a struct by name, those of embedded structs among
// them, as OpenAPI does.
func (s *source) fieldsOf(t *goType) map[string]*goField {
	found := map[string]*goField{}
	for _, f := range t.fields {
		if f.name != "" {
			found[f.name] = f
			continue
		}
		if _, embedded := s.lookup(f.elem); embedded != nil {
			for name, inner := range s.fieldsOf(embedded) {
				if found[name] == nil {
					found[name] = inner
				}
			}
		}
	}
	return found
}
