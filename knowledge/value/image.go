package value

import (
	// A digest is only parsed if its algorithm is linked.
	_ "crypto/sha256"
	_ "crypto/sha512"
	"strings"

	"github.com/distribution/reference"

	"github.com/kubelore/kubelore/knowledge/language"
)

// longestImage is longer than any image reference that registries take.
const longestImage = 1000

// Image returns where an image comes from, which one it is, and which
// imagePullPolicy the API server writes if there is none.
func Image(ref string, l language.Language) []string {
	named, ok := parseImage(ref)
	if !ok {
		return nil
	}
	return []string{origin(ref, named, l), version(named, l), pullPolicy(named, l)}
}

// Repository returns the repository of an image with its registry and without tag
// and digest: docker.io/library/nginx for nginx:1.29.
func Repository(ref string) (string, bool) {
	named, ok := parseImage(ref)
	if !ok {
		return "", false
	}
	return named.Name(), true
}

// parseImage parses a reference as Kubernetes does.
func parseImage(ref string) (reference.Named, bool) {
	if len(ref) > longestImage {
		return nil, false
	}
	named, err := reference.ParseNormalizedNamed(ref)
	return named, err == nil
}

// origin returns the sentence about the registry and the repository.
func origin(ref string, named reference.Named, l language.Language) string {
	domain, repository := reference.Domain(named), code(reference.Path(named))
	switch domain {
	case "docker.io":
		if !strings.HasPrefix(ref, "docker.io/") && !strings.HasPrefix(ref, "index.docker.io/") {
			return say(l, "Short for %s: without a registry in the name, container runtimes use Docker Hub.",
				"%s の略。レジストリを省くと、コンテナランタイムは Docker Hub から取得する。", code(named.Name()))
		}
		return say(l, "Repository %s of Docker Hub.", "Docker Hub のリポジトリ %s。", repository)
	case "registry.k8s.io":
		return say(l, "Repository %s of %s, the registry of the Kubernetes project.", "Kubernetes プロジェクトのレジストリ %[2]s のリポジトリ %[1]s。", repository, code(domain))
	case "k8s.gcr.io":
		return say(l, "Repository %s of %s, which gets no new images since 2023; use `registry.k8s.io`.",
			"レジストリ %[2]s のリポジトリ %[1]s。2023 年から新しいイメージは追加されないため、`registry.k8s.io` を使う。", repository, code(domain))
	}
	return say(l, "Repository %s of the registry %s.", "レジストリ %[2]s のリポジトリ %[1]s。", repository, code(domain))
}

// version returns the sentence about the tag and the digest.
func version(named reference.Named, l language.Language) string {
	tag, digest := tagAndDigest(named)
	switch {
	case digest != "" && tag != "":
		return say(l, "The digest %s decides which image it is; the tag %s is only for people.",
			"ダイジェスト %s でイメージが決まる。タグ %s は人が読むためのもの。", code(digest), code(tag))
	case digest != "":
		return say(l, "The digest %s makes it the same image everywhere and forever.", "ダイジェスト %s により、いつどこでも同じイメージになる。", code(digest))
	case tag == "":
		return pick(l, "No tag means `latest`: whatever has that tag when a node pulls it.", "タグがないと `latest` になり、ノードが取得した時点でそのタグが付いていたイメージになる。")
	case tag == "latest":
		return pick(l, "`latest` is whatever has that tag when a node pulls it; nodes may run different images.",
			"`latest` は、ノードが取得した時点でそのタグが付いていたイメージ。ノードごとに異なるイメージが動くことがある。")
	}
	return say(l, "The tag %s can be moved to another image in the registry.", "タグ %s は、レジストリ側で別のイメージに付け替えられることがある。", code(tag))
}

// pullPolicy returns the sentence about the default of imagePullPolicy. It follows
// from the tag alone: latest with a digest is Always too.
func pullPolicy(named reference.Named, l language.Language) string {
	tag, digest := tagAndDigest(named)
	policy := "IfNotPresent"
	if tag == "latest" || tag == "" && digest == "" {
		policy = "Always"
	}
	return say(l, "Default of `imagePullPolicy`: %s.", "`imagePullPolicy` の既定値は %s。", code(policy))
}

func tagAndDigest(named reference.Named) (tag, digest string) {
	if t, ok := named.(reference.Tagged); ok {
		tag = t.Tag()
	}
	if d, ok := named.(reference.Digested); ok {
		digest = d.Digest().String()
	}
	return tag, digest
}

// ImagePage returns the page of an image in its registry, or "" if the registry is not
// known to have pages.
func ImagePage(ref string) string {
	named, ok := parseImage(ref)
	if !ok {
		return ""
	}
	path := reference.Path(named)
	switch domain := reference.Domain(named); domain {
	case "docker.io":
		if official, ok := strings.CutPrefix(path, "library/"); ok {
			return "https://hub.docker.com/_/" + official
		}
		return "https://hub.docker.com/r/" + path
	case "quay.io":
		return "https://quay.io/repository/" + path
	case "public.ecr.aws":
		return "https://gallery.ecr.aws/" + path
	case "ghcr.io", "gcr.io", "mcr.microsoft.com":
		return "https://" + domain + "/" + path
	}
	return ""
}
