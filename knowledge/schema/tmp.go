package schema

import (
	_ "go.lsp.dev/jsonrpc2"
	_ "go.lsp.dev/protocol"
	_ "go.lsp.dev/uri"
	_ "k8s.io/kubernetes/pkg/generated/openapi"
	_ "sigs.k8s.io/yaml"
	_ "golang.org/x/tools/txtar"
	_ "github.com/google/go-cmp/cmp"
	_ "github.com/spf13/cobra"
	_ "go.yaml.in/yaml/v4"
	_ "golang.org/x/term"
	_ "k8s.io/apiserver/pkg/registry/rest"
	_ "k8s.io/kubernetes/pkg/registry/core/pod"
	_ "k8s.io/kubernetes/pkg/registry/apps/deployment"
	_ "k8s.io/apiextensions-apiserver/pkg/registry/customresource"
	_ "k8s.io/kube-aggregator/pkg/registry/apiservice"
)
