package apiserver

import (
	"fmt"
	"slices"

	certificatesv1 "k8s.io/api/certificates/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/kubernetes/pkg/apis/certificates"
	core "k8s.io/kubernetes/pkg/apis/core"
	podsecurity "k8s.io/pod-security-admission/api"
)

// admit does to an object what the admission plugins that nearly every cluster has do to it
// before validation, as far as that depends on no other object: what they fill in is no
// mistake of the author.
func admit(obj runtime.Object) {
	p, ok := obj.(*core.Pod)
	if !ok || p.Spec.ServiceAccountName != "" {
		return
	}
	if _, mirror := p.Annotations[core.MirrorPodAnnotationKey]; !mirror {
		p.Spec.ServiceAccountName = "default"       // validation wants one where a token is mounted
		p.Spec.DeprecatedServiceAccount = "default" //nolint:staticcheck // validation compares the two
	}
}

// refuseMasters refuses a certificate that would make its owner almighty, as an admission
// plugin does that is on by default.
func refuseMasters(obj runtime.Object) field.ErrorList {
	o, ok := obj.(*certificates.CertificateSigningRequest)
	if !ok || o.Spec.SignerName != certificatesv1.KubeAPIServerClientSignerName {
		return nil
	}
	request, err := certificates.ParseCSR(o.Spec.Request)
	if err != nil || !slices.Contains(request.Subject.Organization, "system:masters") {
		return nil // if it is none, validation says so
	}
	return field.ErrorList{field.Forbidden(field.NewPath("spec", "signerName"),
		fmt.Sprintf("use of %s signer with system:masters group is not allowed", o.Spec.SignerName))}
}

// podSecurityLabels warns about labels of a Namespace that Pod Security does not know. With
// that plugin, which is on by default, they are refused; but it can be off, and then
// nothing looks at them.
func podSecurityLabels(obj runtime.Object) []Warning {
	o, ok := obj.(*core.Namespace)
	if !ok {
		return nil
	}
	_, unknown := podsecurity.PolicyToEvaluate(o.Labels, podsecurity.Policy{})
	var all []Warning
	for _, e := range unknown {
		all = append(all, Warning{Path: e.Field, Message: "a server with Pod Security, which is on by default, refuses this label: " + sentence(e)})
	}
	return all
}
