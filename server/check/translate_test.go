package check

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/knowledge/language"
	"github.com/kubelore/kubelore/server/config"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/text"
)

func TestTranslateMessages(t *testing.T) {
	for _, test := range []struct{ en, ja string }{
		{"put a comma before this", "この前にコンマを入れる"},
		{"indent with spaces; YAML does not allow tabs here", "インデントにはスペースを使う。YAML ではここにタブを使えない"},
		{"close this with ]", "これを ] で閉じる"},
		{"close this with }}", "これを }} で閉じる"},
		{
			"this line is not indented like the keys of the list item it stands among; indent it by 2 instead of 3 columns",
			"周りのリスト項目のキーとインデントが違う。3 桁ではなく 2 桁にする",
		},
		{"want a mapping (PodSpec), this is a list", "リストではなくマッピング(PodSpec)が必要"},
		{"want true or false, this is a string", "文字列ではなく true か false が必要"},
		{"want a whole number, this is the boolean true", "真偽値 true ではなく整数が必要"},
		{
			`want base64; plain text goes into stringData, this is "x, this is y"`,
			`"x, this is y" ではなく base64(平文は stringData に書く)が必要`,
		},
		{
			`want a string, and "0644" without quotes is read as 420; put it in quotes`,
			`文字列が必要だが、"0644" は引用符がないと 420 として扱われる。引用符で囲む`,
		},
		{`want a string, and "1" without quotes is a number; put it in quotes`, `文字列が必要だが、"1" は引用符がないと数値として扱われる。引用符で囲む`},
		{`PodSpec has no field "hostPort"; it belongs in containers[0].ports[0]`, `PodSpec にフィールド "hostPort" はない。書く場所は containers[0].ports[0] の中`},
		{`this has no field "a"; it belongs at the top`, `ここにフィールド "a" はない。書く場所は最上位`},
		{`PodSpec has no field "a; did you mean b?"`, `PodSpec にフィールド "a; did you mean b?" はない`},
		{
			`PodSpec has no field "\" {0} has no field \"x"; did you mean {1}?`,
			`PodSpec にフィールド "\" {0} has no field \"x" はない。もしかして {1} か`,
		},
		{"there is no kind Dployment in apps/v1; did you mean Deployment?", "apps/v1 に Dployment という kind はない。もしかして Deployment か"},
		{"there is no kind 名前 in v1", "v1 に名前という kind はない"},
		{"there is no Deployment in v1; it is in apps/v1", "v1 に Deployment はない。あるのは apps/v1"},
		{"extensions/v1beta1 Ingress was removed in 1.22; use networking.k8s.io/v1", "extensions/v1beta1 の Ingress は 1.22 で削除された。代わりに networking.k8s.io/v1 を使う"},
		{"policy/v1beta1 PodSecurityPolicy was removed in 1.25", "policy/v1beta1 の PodSecurityPolicy は 1.25 で削除された"},
		{"v1 Endpoints is deprecated since 1.33; use EndpointSlice of discovery.k8s.io/v1", "v1 の Endpoints は 1.33 から非推奨。代わりに discovery.k8s.io/v1 の EndpointSlice を使う"},
		{
			"1.37 does not serve a/v1 by default; kube-apiserver needs --runtime-config=a/v1=true; use b/v1",
			"Kubernetes 1.37 は既定では a/v1 を提供しない。kube-apiserver に --runtime-config=a/v1=true が必要。代わりに b/v1 を使う",
		},
		{"a/v1 B comes with 1.36; manifests here are written for 1.30", "a/v1 の B は 1.36 から使える。ここのマニフェストの対象は 1.30"},
		{"the definition of Widget in this workspace serves v1, v2, not v3", "このワークスペースにある Widget の定義が提供するのは v1, v2 で、v3 ではない"},
		{`"a; b" is already set 3 lines above; keep one of them`, `"a; b" は 3 行上で設定済み。どちらかを残す`},
		{`"1GB" is no quantity; did you mean 1G?`, `"1GB" は数量ではない。もしかして 1G か`},
		{"kubectl cannot read this: line 2: did not find expected key; use x", "kubectl が読み取れない: line 2: did not find expected key; use x"},

		// What is not ours stays as it is.
		{"", ""},
		{"; ", "; "},
		{"Required value", "Required value"},
		{`PodSpec has no field "unclosed`, `PodSpec has no field "unclosed`},
		{"Required value; use x", "Required value; use x"},
	} {
		if got := japanese().message(test.en); got != test.ja {
			t.Errorf("%q is\n%s, want\n%s", test.en, got, test.ja)
		}
	}
}

func TestTranslateProblems(t *testing.T) {
	problems := func() []Problem {
		return []Problem{
			{Message: "put a comma before this", Fixes: []Fix{{Title: "Put it in quotes"}, {Title: "Change to it in quotes"}}},
			{Message: "put a comma before this", quoted: true},
		}
	}
	all := problems()
	translate(all, language.English)
	if all[0].Message != problems()[0].Message || all[0].Fixes[0].Title != "Put it in quotes" {
		t.Errorf("English became %+v", all)
	}
	translate(all, language.Japanese)
	if fixes := all[0].Fixes; fixes[0].Title != "引用符で囲む" || fixes[1].Title != "it in quotes に変更" {
		t.Errorf("the titles are %+v", fixes)
	}
	if all[0].Message != "この前にコンマを入れる" || all[1].Message != "put a comma before this" {
		t.Errorf("the messages are %q and %q, want the server's as it was", all[0].Message, all[1].Message)
	}
}

// A message that quotes much takes time linear in it, and is not translated if it is
// too long.
func TestTranslateLongMessages(t *testing.T) {
	start := time.Now()
	for _, s := range []string{" has no field ", " in ", "; ", "want a, this is ", `"`, "; did you mean ", `\"`, "{} "} {
		for _, first := range []string{"", "there is no ", "want ", `x has no field "`} {
			long := first + strings.Repeat(s, longest/len(s)-10)
			japanese().message(long)
			if long += strings.Repeat("x", longest); japanese().message("close this with "+long) != "close this with "+long {
				t.Errorf("%d bytes were translated", len(long))
			}
		}
	}
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("it took %v", d)
	}
}

// TestMarkerProblemsAreTranslated checks the manifests of the marker tests in Japanese.
func TestMarkerProblemsAreTranslated(t *testing.T) {
	marker := regexp.MustCompile(`(?m)[ ]*#~.*$`)
	ours, quoted := 0, 0
	for _, folder := range []string{"diagnostics", "syntax"} {
		files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "marker", folder, "*.txtar"))
		if err != nil || len(files) == 0 {
			t.Fatal(folder, err)
		}
		for _, name := range files {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range txtar.Parse(data).Files {
				if !strings.HasSuffix(file.Name, ".yaml") {
					continue
				}
				content := text.New(marker.ReplaceAllString(string(file.Data), ""))
				for _, target := range []catalog.Minor{catalog.Newest, 24} {
					check := func(l language.Language) []Problem {
						return File(manifest.Open(content, &manifest.Env{Target: target, Language: l}), config.Default())
					}
					en, ja := check(language.English), check(language.Japanese)
					if len(en) != len(ja) {
						t.Fatalf("%s: %d problems in English, %d in Japanese", name, len(en), len(ja))
					}
					for i, p := range ja {
						if p.quoted && p.ruled {
							continue // the texts of rules are looked at where those are
						}
						if p.quoted {
							quoted++
							// What we add is behind it.
							if said, _, _ := strings.Cut(p.Message, "。"); said == "" || !strings.HasPrefix(en[i].Message, said) {
								t.Errorf("%s: the server's %q became %q", name, en[i].Message, p.Message)
							}
						} else if ours++; !strings.ContainsFunc(p.Message, isJapanese) {
							t.Errorf("%s: %s %q is not Japanese", name, p.Code, p.Message)
						}
						for _, fix := range p.Fixes {
							if !strings.ContainsFunc(fix.Title, isJapanese) {
								t.Errorf("%s: the title %q is not Japanese", name, fix.Title)
							}
						}
					}
				}
			}
		}
	}
	t.Logf("%d problems of ours, %d of the server's", ours, quoted)
	if ours < 100 || quoted < 10 {
		t.Errorf("%d problems of ours and %d of the server's are too few; what is read is not what was meant", ours, quoted)
	}
}
