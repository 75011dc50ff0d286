package value

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kubelore/kubelore/knowledge/language"
)

// Base64 returns the length and the kind of what is encoded in s, and what it is if
// it is text; decoded is empty for binary content. The words never contain any of the
// content, which may be secret. ok is false if s is no Base64 as Secrets take it.
func Base64(s string, l language.Language) (words, decoded string, ok bool) {
	// Line breaks are ignored, as the API server does.
	content, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return "", "", false
	}
	if len(content) == 0 {
		return pick(l, "Empty.", "空。"), "", true
	}
	n := int64(len(content))
	size := pick(l, plural(n, "byte"), count(n)+" バイト")
	if !isReadable(content) {
		return say(l, "%s: %s.", "%s、%s。", size, binaryKind(content, l)), "", true
	}
	return sentences(l, say(l, "%s: %s.", "%s、%s。", size, textKind(content, l)), textNote(content, l)), string(content), true
}

// isReadable reports whether content is UTF-8 that people can read.
func isReadable(content []byte) bool {
	if !utf8.Valid(content) {
		return false
	}
	for _, r := range string(content) {
		if unicode.IsControl(r) && !strings.ContainsRune("\n\r\t", r) {
			return false
		}
	}
	return true
}

// binaryKind names the format of binary content by its first bytes.
func binaryKind(content []byte, l language.Language) string {
	for _, format := range []struct{ magic, name string }{
		{"\x1f\x8b", "gzip"},
		{"PK\x03\x04", "ZIP"},
		{"\xfe\xed\xfe\xed", "Java KeyStore (JKS)"},
		{"\x30\x82", "DER / PKCS #12"},
	} {
		if bytes.HasPrefix(content, []byte(format.magic)) {
			return say(l, "binary, probably %s", "バイナリ (おそらく %s)", format.name)
		}
	}
	return pick(l, "binary", "バイナリ")
}

// textKind names the format of text.
func textKind(content []byte, l language.Language) string {
	if kind := pemKind(content, l); kind != "" {
		return kind
	}
	if trimmed := bytes.TrimSpace(content); bytes.HasPrefix(trimmed, []byte("{")) && json.Valid(trimmed) {
		if isDockerConfig(trimmed) {
			return pick(l, "a Docker configuration with registry credentials", "レジストリの認証情報を持つ Docker の設定")
		}
		return pick(l, "a JSON object", "JSON オブジェクト")
	}
	if lines := int64(bytes.Count(bytes.TrimRight(content, "\r\n"), []byte("\n"))) + 1; lines > 1 {
		return say(l, "UTF-8 text of %s lines", "UTF-8 のテキスト (%s 行)", count(lines))
	}
	return pick(l, "UTF-8 text of one line", "UTF-8 のテキスト (1 行)")
}

// pemKind names the PEM blocks in text. It reads the lines that begin a block only,
// and never repeats them.
func pemKind(content []byte, l language.Language) string {
	var certificates int64
	privateKey, other := false, false
	for line := range bytes.Lines(content) {
		label, ok := bytes.CutPrefix(bytes.TrimSpace(line), []byte("-----BEGIN "))
		if !ok {
			continue
		}
		switch {
		case bytes.HasPrefix(label, []byte("CERTIFICATE-----")):
			certificates++
		case bytes.HasSuffix(label, []byte("PRIVATE KEY-----")):
			privateKey = true
		default:
			other = true
		}
	}
	var kinds []string
	if certificates > 0 {
		kinds = append(kinds, pick(l, plural(certificates, "certificate"), "証明書 "+count(certificates)+" 枚"))
	}
	if privateKey {
		kinds = append(kinds, pick(l, "a private key", "秘密鍵"))
	}
	if other {
		kinds = append(kinds, pick(l, "another block", "その他のブロック"))
	}
	if len(kinds) == 0 {
		return ""
	}
	return say(l, "PEM with %s", "PEM (%s)", and(l, kinds))
}

// isDockerConfig reports whether a JSON object has the shape of config.json, which
// Secrets of the type kubernetes.io/dockerconfigjson hold.
func isDockerConfig(object []byte) bool {
	var file struct {
		Auths map[string]json.RawMessage `json:"auths"`
	}
	return json.Unmarshal(object, &file) == nil && file.Auths != nil
}

// textNote returns what often goes wrong when text is encoded by hand.
func textNote(content []byte, l language.Language) string {
	body := bytes.TrimRight(content, "\r\n")
	if bytes.ContainsAny(body, "\r\n") {
		return ""
	}
	if isEncodedAgain(body) {
		return pick(l, "It looks like Base64 again: it may have been encoded twice.", "中身も Base64 のように見える。二重にエンコードされている可能性がある。")
	}
	if len(body) < len(content) {
		return pick(l, "It ends with a line break, which `echo` without `-n` adds.", "末尾に改行がある。`echo` に `-n` を付けないと加わる。")
	}
	return ""
}

// isEncodedAgain reports whether text is the Base64 of text. Short words may be so by
// chance; of random words of sixteen letters about one in 100,000 is.
func isEncodedAgain(body []byte) bool {
	const shortest = 16
	if len(body) < shortest {
		return false
	}
	inner, err := base64.StdEncoding.DecodeString(string(body))
	return err == nil && isReadable(inner)
}
