package value

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/language"
)

func TestBase64(t *testing.T) {
	pem := func(label string) string {
		return "-----BEGIN " + label + "-----\nMIIBsecret\n-----END " + label + "-----\n"
	}
	for content, want := range map[string]said{
		"s3cret":       {"6 bytes: UTF-8 text of one line.", "6 バイト、UTF-8 のテキスト (1 行)。"},
		"パスワード":        {"15 bytes: UTF-8 text of one line.", "15 バイト、UTF-8 のテキスト (1 行)。"},
		"s":            {"1 byte: UTF-8 text of one line.", "1 バイト、UTF-8 のテキスト (1 行)。"},
		"s3cret\n":     {"7 bytes: UTF-8 text of one line. It ends with a line break, which `echo` without `-n` adds.", "7 バイト、UTF-8 のテキスト (1 行)。末尾に改行がある。`echo` に `-n` を付けないと加わる。"},
		"s3\ncr\net\n": {"9 bytes: UTF-8 text of 3 lines.", "9 バイト、UTF-8 のテキスト (3 行)。"},
		base64.StdEncoding.EncodeToString([]byte("postgres://secret")): {
			"24 bytes: UTF-8 text of one line. It looks like Base64 again: it may have been encoded twice.",
			"24 バイト、UTF-8 のテキスト (1 行)。中身も Base64 のように見える。二重にエンコードされている可能性がある。",
		},
		`{"secret": 1}`:             {"13 bytes: a JSON object.", "13 バイト、JSON オブジェクト。"},
		`{"secret": `:               {"11 bytes: UTF-8 text of one line.", "11 バイト、UTF-8 のテキスト (1 行)。"},
		`{"auths": {"secret": {}}}`: {"25 bytes: a Docker configuration with registry credentials.", "25 バイト、レジストリの認証情報を持つ Docker の設定。"},
		pem("CERTIFICATE"):          {"65 bytes: PEM with 1 certificate.", "65 バイト、PEM (証明書 1 枚)。"},
		pem("PUBLIC KEY"):           {"63 bytes: PEM with another block.", "63 バイト、PEM (その他のブロック)。"},
		pem("CERTIFICATE") + pem("CERTIFICATE") + pem("EC PRIVATE KEY"): {"201 bytes: PEM with 2 certificates and a private key.", "201 バイト、PEM (証明書 2 枚、秘密鍵)。"},
		"": {"Empty.", "空。"},
	} {
		want.check(t, content, func(l language.Language) string {
			words, text, ok := Base64(base64.StdEncoding.EncodeToString([]byte(content)), l)
			if !ok || text != content || strings.Contains(strings.ToLower(words), "secret") {
				t.Errorf("%q: %s, %q, %t", content, words, text, ok)
			}
			return words
		})
	}
}

func TestBase64OfBinary(t *testing.T) {
	for content, want := range map[string]said{
		"a\x00b":       {"3 bytes: binary.", "3 バイト、バイナリ。"},
		"\xff":         {"1 byte: binary.", "1 バイト、バイナリ。"},
		"\x1f\x8b\x08": {"3 bytes: binary, probably gzip.", "3 バイト、バイナリ (おそらく gzip)。"},
		"\x30\x82\x01": {"3 bytes: binary, probably DER / PKCS #12.", "3 バイト、バイナリ (おそらく DER / PKCS #12)。"},
	} {
		want.check(t, content, func(l language.Language) string {
			words, text, ok := Base64(base64.StdEncoding.EncodeToString([]byte(content)), l)
			if !ok || text != "" {
				t.Errorf("%q: %q, %t", content, text, ok)
			}
			return words
		})
	}
}

func TestBase64Syntax(t *testing.T) {
	for s, want := range map[string]bool{"aGVsbG8=": true, "aGVs\nbG8=\n": true, "aGVsbG8": false, "hello world": false, "aGVs bG8=": false, "-_-_": false} {
		if _, _, ok := Base64(s, en); ok != want {
			t.Errorf("Base64(%q): %t, want %t", s, ok, want)
		}
	}
}
