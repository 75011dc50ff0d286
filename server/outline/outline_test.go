package outline_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/catalog"
	"github.com/kubelore/kubelore/server/manifest"
	"github.com/kubelore/kubelore/server/outline"
	"github.com/kubelore/kubelore/server/text"
)

const shop = `# the shop,
# as it is
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
spec:
  ports:
  - name: http
    port: 80
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: main
        image: nginx:1.29
        args: [
          a,
        ]
        ports:
        - containerPort: 80
          name: http
      volumes:
      - name: data
        emptyDir: {}
---
kind: Pod
---
just: text
`

func open(s string) *manifest.File {
	return manifest.Open(text.New(s), &manifest.Env{Target: catalog.Newest})
}

func TestSymbols(t *testing.T) {
	f := open(shop)
	var b strings.Builder
	var write func(all []outline.Symbol, indent string)
	write = func(all []outline.Symbol, indent string) {
		for _, s := range all {
			fmt.Fprintf(&b, "%s%s (%s) %q %d-%d\n", indent, s.Name, s.Detail, shop[s.Span.Start:s.Span.End], f.Text.LineOf(s.Whole.Start), f.Text.LineOf(s.Whole.End))
			write(s.Children, indent+"  ")
		}
	}
	write(outline.Symbols(f), "")
	want := `web (Service · shop) "web" 2-10
  http:80 (service-port) "http" 9-10
web (Deployment) "web" 12-31
  main (container) "main" 21-28
    http:80 (port) "http" 27-28
  data (volume) "data" 30-31
Pod () "Pod" 33-33
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestFolds(t *testing.T) {
	var got []string
	for _, x := range outline.Folds(open(shop)) {
		s := fmt.Sprintf("%d-%d", x.First, x.Last)
		if x.Comment {
			s += " comment"
		}
		got = append(got, s)
	}
	want := "0-1 comment, 2-10, 4-6, 7-10, 8-10, 9-10, 12-31, 15-31, 17-31, 19-31, 20-28, 21-28, 23-25, 26-28, 27-28, 29-31, 30-31"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
	for _, s := range []string{strings.ReplaceAll(shop, "\n", "\r\n"), strings.TrimSpace(shop)} {
		if all := outline.Folds(open(s)); len(all) != len(got) {
			t.Errorf("%d folds, want %d in %q", len(all), len(got), s)
		}
	}
}

func TestAround(t *testing.T) {
	var got []string
	at := strings.Index(shop, "nginx")
	for _, s := range outline.Around(open(shop), at) {
		if at < s.Start || at > s.End {
			t.Errorf("%v does not hold %d", s, at)
		}
		first, _, _ := strings.Cut(shop[s.Start:s.End], "\n")
		got = append(got, first)
	}
	want := "nginx:1.29|image: nginx:1.29|name: main|- name: main|containers:|containers:|spec:|metadata: {labels: {app: web}}|" +
		"template:|selector: {matchLabels: {app: web}}|spec:|apiVersion: apps/v1|---|# the shop,"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

// What is around a place holds what is around it more closely, at every place.
func TestAroundIsNested(t *testing.T) {
	f := open(shop)
	for offset := range len(shop) + 1 {
		all := outline.Around(f, offset)
		if len(all) == 0 || all[len(all)-1] != (text.Span{Start: 0, End: len(shop)}) {
			t.Fatalf("%v does not end with the file", all)
		}
		for i := 1; i < len(all); i++ {
			if all[i].Start > all[i-1].Start || all[i].End < all[i-1].End || all[i] == all[i-1] {
				t.Fatalf("%v is not around %v", all[i], all[i-1])
			}
		}
	}
}
