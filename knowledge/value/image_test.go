package value

import (
	"strings"
	"testing"

	"github.com/kubelore/kubelore/knowledge/language"
)

func TestImage(t *testing.T) {
	digest := "sha256:" + strings.Repeat("0123456789abcdef", 4)
	const short = "Short for `docker.io/library/nginx`: without a registry in the name, container runtimes use Docker Hub.\n"
	const shortJA = "`docker.io/library/nginx` の略。レジストリを省くと、コンテナランタイムは Docker Hub から取得する。\n"
	for ref, want := range map[string]said{
		"nginx": {
			short + "No tag means `latest`: whatever has that tag when a node pulls it.\nDefault of `imagePullPolicy`: `Always`.",
			shortJA + "タグがないと `latest` になり、ノードが取得した時点でそのタグが付いていたイメージになる。\n`imagePullPolicy` の既定値は `Always`。",
		},
		"nginx:1.29": {
			short + "The tag `1.29` can be moved to another image in the registry.\nDefault of `imagePullPolicy`: `IfNotPresent`.",
			shortJA + "タグ `1.29` は、レジストリ側で別のイメージに付け替えられることがある。\n`imagePullPolicy` の既定値は `IfNotPresent`。",
		},
		"index.docker.io/a/b:latest": {
			"Repository `a/b` of Docker Hub.\n`latest` is whatever has that tag when a node pulls it; nodes may run different images.\nDefault of `imagePullPolicy`: `Always`.",
			"Docker Hub のリポジトリ `a/b`。\n`latest` は、ノードが取得した時点でそのタグが付いていたイメージ。ノードごとに異なるイメージが動くことがある。\n`imagePullPolicy` の既定値は `Always`。",
		},
		"ghcr.io/a/b@" + digest: {
			"Repository `a/b` of the registry `ghcr.io`.\nThe digest `" + digest + "` makes it the same image everywhere and forever.\nDefault of `imagePullPolicy`: `IfNotPresent`.",
			"レジストリ `ghcr.io` のリポジトリ `a/b`。\nダイジェスト `" + digest + "` により、いつどこでも同じイメージになる。\n`imagePullPolicy` の既定値は `IfNotPresent`。",
		},
		// The API server looks at the tag only.
		"registry.k8s.io/a:latest@" + digest: {
			"Repository `a` of `registry.k8s.io`, the registry of the Kubernetes project.\nThe digest `" + digest + "` decides which image it is; the tag `latest` is only for people.\nDefault of `imagePullPolicy`: `Always`.",
			"Kubernetes プロジェクトのレジストリ `registry.k8s.io` のリポジトリ `a`。\nダイジェスト `" + digest + "` でイメージが決まる。タグ `latest` は人が読むためのもの。\n`imagePullPolicy` の既定値は `Always`。",
		},
		"k8s.gcr.io/pause:3.9": {
			"Repository `pause` of `k8s.gcr.io`, which gets no new images since 2023; use `registry.k8s.io`.\nThe tag `3.9` can be moved to another image in the registry.\nDefault of `imagePullPolicy`: `IfNotPresent`.",
			"レジストリ `k8s.gcr.io` のリポジトリ `pause`。2023 年から新しいイメージは追加されないため、`registry.k8s.io` を使う。\nタグ `3.9` は、レジストリ側で別のイメージに付け替えられることがある。\n`imagePullPolicy` の既定値は `IfNotPresent`。",
		},
		"": {}, "Nginx": {}, "a b": {}, "nginx:": {}, "nginx@sha256:0": {},
		strings.Repeat("a", 2000): {},
	} {
		want.check(t, ref, lines(func(l language.Language) []string { return Image(ref, l) }))
	}
}

func TestRepository(t *testing.T) {
	for ref, want := range map[string]string{
		"nginx":                      "docker.io/library/nginx",
		"nginx:1.29":                 "docker.io/library/nginx",
		"bitnami/redis":              "docker.io/bitnami/redis",
		"index.docker.io/nginx":      "docker.io/library/nginx",
		"localhost:5000/a/b:c":       "localhost:5000/a/b",
		"registry.k8s.io/etcd:3.7.0": "registry.k8s.io/etcd",
		"UPPER":                      "",
	} {
		if got, ok := Repository(ref); got != want || ok != (want != "") {
			t.Errorf("Repository(%q) = %q, %t, want %q", ref, got, ok, want)
		}
	}
}
