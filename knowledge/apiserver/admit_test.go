package apiserver

import (
	"crypto/ed25519"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"strings"
	"testing"
)

func TestRefuseMasters(t *testing.T) {
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ group, signer, says string }{
		{"system:masters", "kubernetes.io/kube-apiserver-client", "system:masters group is not allowed"},
		{"system:masters", "example.com/signer", ""},
		{"people", "kubernetes.io/kube-apiserver-client", ""},
	} {
		der, err := x509.CreateCertificateRequest(nil, &x509.CertificateRequest{Subject: pkix.Name{CommonName: "a", Organization: []string{tt.group}}}, key)
		if err != nil {
			t.Fatal(err)
		}
		request := base64.StdEncoding.EncodeToString(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der}))
		kind, o := object(t, fmt.Sprintf("{apiVersion: certificates.k8s.io/v1, kind: CertificateSigningRequest, metadata: {name: a}, "+
			"spec: {request: %s, signerName: %s, usages: [client auth]}}", request, tt.signer))
		got := Create(kind, o).Errors
		if refused := len(got) == 1 && got[0].Path == "spec.signerName" && strings.Contains(got[0].Message, tt.says); (tt.says != "") != refused || !refused && len(got) > 0 {
			t.Errorf("%s asks %s: got %+v, want %q", tt.group, tt.signer, got, tt.says)
		}
	}
}
