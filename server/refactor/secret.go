package refactor

import (
	"encoding/base64"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kubelore/kubelore/server/edit"
	"github.com/kubelore/kubelore/server/syntax"
)

// encoding offers to move values of a Secret between data and stringData: that at the
// place, or all if the place is the key that holds them.
func (s *site) encoding() {
	if s.r.Kind != "Secret" || s.r.APIVersion != "v1" {
		return
	}
	pair := s.pair()
	switch path := s.doc.Path(pair); {
	case path == "data":
		s.decode(names(pair))
	case path == "stringData":
		s.encode(names(pair))
	case pair.Parent().Parent() == s.r.Root.Pair("data"):
		s.decode([]string{pair.Key().Text()})
	case pair.Parent().Parent() == s.r.Root.Pair("stringData"):
		s.encode([]string{pair.Key().Text()})
	}
}

// names returns the keys of the mapping that is the value of a pair.
func names(pair syntax.Node) []string {
	var all []string
	for c := range pair.Value().Target().Children() {
		if c.Kind() == syntax.Pair && !c.Key().IsMerge() {
			all = append(all, c.Key().Text())
		}
	}
	return all
}

// strings returns the values at keys of a map of the Secret, read by a function. It
// reports false if one of them cannot be moved.
func (s *site) strings(from, to string, keys []string, read func(string) (string, bool)) (map[string]string, bool) {
	values := map[string]string{}
	for _, key := range keys {
		v, isText := s.value(from, key).(string)
		moved, ok := read(v)
		if !isText || !ok || s.value(to, key) != nil {
			return nil, false
		}
		values[key] = moved
	}
	return values, len(values) > 0
}

func (s *site) move(from, to, title string, keys []string, read func(string) (string, bool)) {
	values, ok := s.strings(from, to, keys, read)
	if !ok {
		return
	}
	s.offer(Rewrite, title, func(e *edit.Editor) {
		if s.value(to) == nil && len(keys) == len(names(s.r.Root.Pair(from))) {
			// All of them stay where they are, with their comments.
			for _, key := range keys {
				e.Set(from+"["+key+"]", values[key])
			}
			e.Rename(from, to)
			return
		}
		for _, key := range keys {
			e.Set(to+"["+key+"]", values[key])
			e.Delete(from + "[" + key + "]")
		}
	})
}

func (s *site) decode(keys []string) {
	s.move("data", "stringData", s.say("Decode base64 into stringData", "base64 をデコードして stringData に移す"), keys, func(v string) (string, bool) {
		decoded, err := base64.StdEncoding.DecodeString(strings.Map(withoutBlanks, v))
		return string(decoded), err == nil && readable(string(decoded))
	})
}

func (s *site) encode(keys []string) {
	s.move("stringData", "data", s.say("Encode as base64 into data", "base64 にエンコードして data に移す"), keys, func(v string) (string, bool) {
		return base64.StdEncoding.EncodeToString([]byte(v)), true
	})
}

// withoutBlanks drops the line breaks that the decoder of the API server ignores.
func withoutBlanks(r rune) rune {
	if r == '\n' || r == '\r' {
		return -1
	}
	return r
}

// readable reports whether a text can be written into a manifest and read there.
func readable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' })
}
