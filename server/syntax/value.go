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
	n = n.Target()
	if n.Kind() != Scalar {
		return nil
	}
	tag := n.Tag()
	if tag == "" {
		if n.Style() != Plain {
			return n.Text()
		}
		return resolve(n.Text())
	}
	v := n.Text()
	switch strings.TrimSuffix(strings.Replace(tag, "!<tag:yaml.org,2002:", "!!", 1), ">") {
	case "!!null", "!!bool", "!!int":
		return resolve(v)
	case "!!float":
		switch x := resolve(v).(type) {
		case int64:
			return float64(x)
		case uint64:
			return float64(x)
		default:
			return x
		}
	case "!!binary":
		if data, err := base64.StdEncoding.DecodeString(v); err == nil {
			return string(data)
		}
	}
	return v
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
	if n.Kind() == Alias {
		n = n.Target()
	}
	if n.Kind() != Scalar {
		return "", false
	}
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
	switch s := strconv.FormatFloat(f, 'g', -1, 64); s {
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
