package syntax

import (
	"encoding/base64"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Resolve returns the value of a scalar as kubectl reads it, by the rules of
// YAML 1.1 that sigs.k8s.io/yaml keeps: nil, bool, int64, uint64, float64 or
// string. Quoted and block scalars and those tagged !!str are strings. An alias
// resolves to the scalar it names. Other nodes give nil.
func (n Node) Resolve() any {
	v, _ := n.Target().value()
	return v
}

// value returns what a scalar stands for and whether its tag allows that. A tag
// makes a scalar of a value that is not written: "!!str" alone is the empty string.
func (n Node) value() (v any, fits bool) {
	tag := n.Tag()
	if n.Kind() != Scalar && (n.Kind() != Null || tag == "") {
		return nil, true
	}
	s := n.Text()
	if tag == "" {
		if n.Style() != Plain {
			return s, true
		}
		return resolve(s), true
	}
	switch n.standardTag() {
	case "!!null":
		v = resolve(s)
		return v, v == nil
	case "!!bool":
		v = resolve(s)
		_, fits = v.(bool)
		return v, fits
	case "!!int":
		switch v = resolve(s); v.(type) {
		case int64, uint64:
			return v, true
		}
		return v, false
	case "!!float":
		switch v = resolve(s); x := v.(type) {
		case int64:
			return float64(x), true
		case float64:
			return x, true
		}
		return v, false
	case "!!binary":
		data, err := base64.StdEncoding.DecodeString(s)
		if err != nil {
			return s, false
		}
		return string(data), true
	}
	return s, true
}

// standardTag returns the tag in its short form if it is one of YAML's own, such as
// "!!int", however it is written, and else the tag with its handle replaced.
func (n Node) standardTag() string {
	const standard = "tag:yaml.org,2002:"
	tag := n.Tag()
	if verbatim, ok := strings.CutPrefix(tag, "!<"); ok {
		tag = strings.TrimSuffix(verbatim, ">")
	} else if directives := n.doc.text[:n.doc.begin.Start]; strings.Contains(directives, "%TAG") {
		for line := range strings.Lines(directives) {
			f := strings.Fields(line)
			if len(f) < 3 || f[0] != "%TAG" || f[1] == "!" && strings.LastIndexByte(tag, '!') > 0 {
				continue
			}
			if suffix, ok := strings.CutPrefix(tag, f[1]); ok {
				tag = f[2] + suffix
				break
			}
		}
	}
	if name, ok := strings.CutPrefix(tag, standard); ok {
		return "!!" + name
	}
	return tag
}

// words are the plain scalars with a meaning of their own.
var words = map[string]any{ //nolint:gochecknoglobals // a table
	"": nil, "~": nil, "null": nil, "Null": nil, "NULL": nil,
	"y": true, "Y": true, "yes": true, "Yes": true, "YES": true,
	"true": true, "True": true, "TRUE": true, "on": true, "On": true, "ON": true,
	"n": false, "N": false, "no": false, "No": false, "NO": false,
	"false": false, "False": false, "FALSE": false, "off": false, "Off": false, "OFF": false,
	".nan": math.NaN(), ".NaN": math.NaN(), ".NAN": math.NaN(),
	".inf": math.Inf(1), ".Inf": math.Inf(1), ".INF": math.Inf(1),
	"+.inf": math.Inf(1), "+.Inf": math.Inf(1), "+.INF": math.Inf(1),
	"-.inf": math.Inf(-1), "-.Inf": math.Inf(-1), "-.INF": math.Inf(-1),
}

var float = regexp.MustCompile(`^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`)

// resolve returns the value of a plain scalar.
func resolve(s string) any {
	if s == "" {
		return nil
	}
	const longestWord = 5
	switch c := s[0]; {
	case c >= '0' && c <= '9' || c == '+' || c == '-':
		if v, ok := number(s); ok {
			return v
		}
	case c == '.':
		if v, err := strconv.ParseFloat(s, 64); err == nil {
			return v
		}
	case len(s) > longestWord:
		return s
	}
	if v, ok := words[s]; ok {
		return v
	}
	return s
}

func number(s string) (any, bool) {
	plain := strings.ReplaceAll(s, "_", "")
	if i, err := strconv.ParseInt(plain, 0, 64); err == nil {
		return i, true
	}
	if u, err := strconv.ParseUint(plain, 0, 64); err == nil {
		return u, true
	}
	if float.MatchString(plain) {
		if f, err := strconv.ParseFloat(plain, 64); err == nil {
			return f, true
		}
	}
	sign, digits := "", plain
	if strings.HasPrefix(plain, "-") {
		sign, digits = "-", plain[1:]
	}
	if bits, ok := strings.CutPrefix(digits, "0b"); ok {
		if i, err := strconv.ParseInt(sign+bits, 2, 64); err == nil {
			return i, true
		}
	}
	return nil, false
}

// KeyText returns a key as kubectl has it: the content of a string, and the
// numbers and booleans that a plain key turns into, so "on" is "true". It reports
// false for what cannot be a key of an object.
func (n Node) KeyText() (string, bool) {
	n = n.Target()
	switch v := n.Resolve().(type) {
	case string:
		return v, true
	case bool:
		return strconv.FormatBool(v), true
	case int64:
		return strconv.FormatInt(v, 10), true
	case float64:
		return floatKey(v), true
	}
	return "", false
}

func floatKey(f float64) string {
	// kubectl rounds such keys to 32 bits.
	switch s := strconv.FormatFloat(f, 'g', -1, 32); s {
	case "+Inf":
		return ".inf"
	case "-Inf":
		return "-.inf"
	case "NaN":
		return ".nan"
	default:
		return s
	}
}
