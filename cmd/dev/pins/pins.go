//go:build pins

// Package pins keeps the requirements of go.mod that k8s.io/kubernetes asks for
// at v0.0.0 and that no package of ours needs. Without it "go mod tidy" drops
// them, and the next command that loads the whole module graph fails on v0.0.0.
package pins

import (
	_ "k8s.io/cli-runtime/pkg/genericiooptions"
	_ "k8s.io/cloud-provider/api"
	_ "k8s.io/cluster-bootstrap/token/api"
	_ "k8s.io/cri-streaming/pkg/streaming/portforward"
	_ "k8s.io/csi-translation-lib/plugins"
	_ "k8s.io/externaljwt/apis/v1"
	_ "k8s.io/kube-controller-manager/config/v1alpha1"
	_ "k8s.io/kube-proxy/config/v1alpha1"
	_ "k8s.io/kube-scheduler/config/v1"
	_ "k8s.io/kubectl/pkg/util/interrupt"
	_ "k8s.io/metrics/pkg/apis/metrics"
	_ "k8s.io/mount-utils"
	_ "k8s.io/sample-apiserver/pkg/apis/wardle"
)
