package check

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// TestEveryMessageIsTranslated reads the source of what reports problems. Each message,
// each phrase in one and each title of a fix has a translation, and there are no others.
func TestEveryMessageIsTranslated(t *testing.T) {
	said := map[string]map[string]string{"message": {}, "tail": {}, "word": {}, "title": {}}
	for _, dir := range []string{".", "../syntax"} {
		s := parseSource(t, dir)
		for _, fn := range s.funcs {
			s.read(t, fn, said)
		}
	}
	for kind, sentences := range map[string][]sentence{
		"message": slices.Concat(japaneseMessages, japaneseHeads), "tail": japaneseTails, "word": japaneseWords, "title": japaneseTitles,
	} {
		translated := map[string]string{}
		for _, x := range sentences {
			translated[slot.ReplaceAllString(x.en, "{}")] = x.en
		}
		for key, en := range said[kind] {
			if _, ok := translated[key]; !ok {
				t.Errorf("the %s %q has no translation", kind, en)
				continue
			}
			for i, is := range slot.FindAllString(en, -1) {
				if slots := slot.FindAllString(translated[key], -1); is == "{word}" && slots[i] != is {
					t.Errorf("in the %s %q, number %d must be {word}", kind, translated[key], i)
				}
			}
		}
		for key, en := range translated {
			if _, ok := said[kind][key]; !ok {
				t.Errorf("nothing says the %s %q that there is a translation of", kind, en)
			}
		}
		if len(said[kind]) == 0 {
			t.Errorf("no %s was found in the source", kind)
		}
	}
}

// source is that of a package.
type source struct {
	funcs []*ast.FuncDecl
	calls []call
	words map[string]bool
	// active are the expressions that are being followed, which may lead to themselves.
	active map[ast.Expr]bool
}

// call is one in the body of a function.
type call struct {
	*ast.CallExpr
	in *ast.FuncDecl
}

func parseSource(t *testing.T, dir string) *source {
	t.Helper()
	files, err := filepath.Glob(dir + "/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(dir, err)
	}
	s := &source{words: map[string]bool{}, active: map[ast.Expr]bool{}}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || name == "translate.go" || name == "rule.go" { // rules have their texts in all languages
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			s.funcs = append(s.funcs, fn)
			for n := range ast.Preorder(fn) {
				if c, ok := n.(*ast.CallExpr); ok {
					s.calls = append(s.calls, call{c, fn})
				}
			}
		}
	}
	return s
}

// read adds what a function says.
func (s *source) read(t *testing.T, fn *ast.FuncDecl, said map[string]map[string]string) {
	t.Helper()
	add := func(kind string, e ast.Expr) {
		for _, def := range s.definitions(e, fn) {
			text := s.template(def.Expr, def.in)
			if hasWords(text) {
				said[kind][slot.ReplaceAllString(text, "{}")] = text
			} else if !isMessage(def.Expr) {
				t.Errorf("in %s, the %s %s cannot be followed to its text", fn.Name, kind, text)
			}
		}
	}
	for n := range ast.Preorder(fn) {
		switch n := n.(type) {
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Message" {
				add("message", n.Value)
			} else if ok && key.Name == "Title" {
				add("title", n.Value)
			}
		case *ast.CompositeLit:
			// The message is the last field where they are not named.
			name, ok := n.Type.(*ast.Ident)
			if ok && (name.Name == "Problem" || name.Name == "DecodeError") && len(n.Elts) > 0 {
				if last := n.Elts[len(n.Elts)-1]; !isNamed(last) {
					add("message", last)
				}
			}
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				if isMessage(left) {
					add(map[bool]string{true: "tail", false: "message"}[n.Tok == token.ADD_ASSIGN], n.Rhs[i])
				}
			}
		}
	}
	for w := range s.words {
		kind := "word"
		if strings.HasPrefix(w, "; ") {
			kind = "tail"
		}
		said[kind][slot.ReplaceAllString(w, "{}")] = w
	}
}

// isNamed reports whether e is an element of a literal that names its field.
func isNamed(e ast.Expr) bool {
	_, ok := e.(*ast.KeyValueExpr)
	return ok
}

// isMessage reports whether e is somebody's field Message, or begins or ends with one.
func isMessage(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.SelectorExpr:
		return e.Sel.Name == "Message"
	case *ast.BinaryExpr:
		return isMessage(e.X) || isMessage(e.Y)
	}
	return false
}

func hasWords(text string) bool {
	return strings.ContainsFunc(slot.ReplaceAllString(text, ""), unicode.IsLetter)
}

var verb = regexp.MustCompile(`%[sdvqt%]`)

// isText reports whether an expression says something itself.
func isText(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return e.Kind == token.STRING
	case *ast.BinaryExpr:
		return true
	case *ast.CallExpr:
		return nameOfCall(e) == "Sprintf"
	}
	return false
}

// template returns what an expression says, with slots for what is inserted.
func (s *source) template(e ast.Expr, fn *ast.FuncDecl) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(e.Value); err == nil && isText(e) {
			return text
		}
	case *ast.BinaryExpr:
		return s.template(e.X, fn) + s.template(e.Y, fn)
	case *ast.CallExpr:
		if nameOfCall(e) == "Sprintf" {
			args := e.Args[1:]
			return verb.ReplaceAllStringFunc(s.template(e.Args[0], fn), func(v string) string {
				if v == "%%" {
					return "%"
				}
				arg := args[0]
				args = args[1:]
				return s.slot(arg, fn)
			})
		}
	}
	return s.slot(e, fn)
}

// asTheyAre are the names of fields and the values that are inserted as they are.
var asTheyAre = []string{"apiVersion", "kind", "Always", "Equal", "Exact", "Never", "None", "OnFailure", "Prefix", "RollingUpdate"}

// slot returns the slot for an expression. Phrases that it may be are noted. It is
// nothing for one that may be a tail.
func (s *source) slot(e ast.Expr, fn *ast.FuncDecl) string {
	is := "{}"
	for _, def := range s.definitions(e, fn) {
		if !isText(def.Expr) || s.active[def.Expr] {
			continue
		}
		s.active[def.Expr] = true
		text := s.template(def.Expr, def.in)
		delete(s.active, def.Expr)
		if !hasWords(text) || slices.Contains(asTheyAre, text) {
			continue
		}
		s.words[text] = true
		if is = "{word}"; strings.HasPrefix(text, "; ") {
			is = ""
		}
	}
	return is
}

// definition is an expression in a function.
type definition struct {
	ast.Expr
	in *ast.FuncDecl
}

// definitions returns the expressions that one may stand for: those assigned to a
// variable, given for a parameter, or returned by a function of the package. An
// expression that is none of that stands for itself.
func (s *source) definitions(e ast.Expr, fn *ast.FuncDecl) []definition {
	if s.active[e] {
		return nil
	}
	s.active[e] = true
	defer delete(s.active, e)
	var all []definition
	switch e := e.(type) {
	case *ast.Ident:
		all = append(s.assigned(e.Name, fn), s.given(e.Name, fn)...)
	case *ast.CallExpr:
		for _, callee := range s.funcs {
			if callee.Name.Name != nameOfCall(e) {
				continue
			}
			for n := range ast.Preorder(callee) {
				if r, ok := n.(*ast.ReturnStmt); ok && len(r.Results) == 1 {
					all = append(all, s.definitions(r.Results[0], callee)...)
				}
			}
		}
	}
	if len(all) == 0 {
		all = []definition{{e, fn}}
	}
	return all
}

// assigned returns what is assigned to a variable of a function.
func (s *source) assigned(name string, fn *ast.FuncDecl) []definition {
	var all []definition
	for n := range ast.Preorder(fn) {
		a, ok := n.(*ast.AssignStmt)
		if !ok || len(a.Lhs) != len(a.Rhs) {
			continue
		}
		for i, left := range a.Lhs {
			if id, ok := left.(*ast.Ident); ok && id.Name == name {
				all = append(all, s.definitions(a.Rhs[i], fn)...)
			}
		}
	}
	return all
}

// given returns what callers give for a parameter of a function.
func (s *source) given(name string, fn *ast.FuncDecl) []definition {
	var all []definition
	at := 0
	for _, field := range fn.Type.Params.List {
		for _, param := range field.Names {
			for _, c := range s.calls {
				if param.Name == name && nameOfCall(c.CallExpr) == fn.Name.Name && at < len(c.Args) {
					all = append(all, s.definitions(c.Args[at], c.in)...)
				}
			}
			at++
		}
	}
	return all
}

func nameOfCall(c *ast.CallExpr) string {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// TestTablesAreSound sees to it that each translation can be reached, has all that is
// inserted, and is Japanese.
func TestTablesAreSound(t *testing.T) {
	d := japanese()
	for kind, table := range map[string]struct {
		templates
		sentences []sentence
	}{
		"message": {d.messages, slices.Concat(japaneseMessages, japaneseHeads)},
		"head":    {d.heads, japaneseHeads},
		"tail":    {d.tails, japaneseTails},
		"word":    {d.words, japaneseWords},
		"title":   {d.titles, japaneseTitles},
		"info":    {d.infos, japaneseInfos},
	} {
		seen := map[string]bool{}
		for _, s := range table.sentences {
			if seen[s.en] {
				t.Errorf("the %s %q is there twice", kind, s.en)
			}
			seen[s.en] = true
			c := compile(s)
			order := maps.Collect(slices.All(c.order))
			if n := slices.Sorted(maps.Values(order)); len(n) != len(c.slots) || len(n) > 0 && (n[0] != 0 || n[len(n)-1] != len(n)-1) {
				t.Errorf("the translation of the %s %q has other numbers: %q", kind, s.en, s.ja)
				continue
			}
			var inserted []string
			text := c.en[0]
			for i, is := range c.slots {
				x := fmt.Sprintf("x%d", i)
				if is == "{q}" {
					x = strconv.Quote(x)
				}
				inserted = append(inserted, x)
				text += x + c.en[i+1]
			}
			got, ok := d.phrase(table.templates, text)
			if want := d.fill(c, inserted); !ok || got != want {
				t.Errorf("the %s %q is %q, want %q", kind, text, got, want)
			}
			if s.en != "read as {}" && !strings.ContainsFunc(s.ja, isJapanese) {
				t.Errorf("the translation of the %s %q is not Japanese: %q", kind, s.en, s.ja)
			}
		}
	}
}
