package check

import (
	"fmt"
	"strings"

	"github.com/kubelore/kubelore/server/edit"
)

// migrateDefinition writes apiextensions.k8s.io/v1, where everything that may differ
// between versions stands in each of them.
func migrateDefinition(e *edit.Editor, _, to string) {
	if to != "apiextensions.k8s.io/v1" {
		return
	}
	if e.Has("spec.version") {
		name := e.Get("spec.version").Source()
		if !e.Has("spec.versions") {
			e.Set("spec.versions", []any{[]edit.Pair{
				{Key: "name", Value: edit.Raw(name)}, {Key: "served", Value: true}, {Key: "storage", Value: true},
			}})
		}
		e.Delete("spec.version")
	}
	preserve := e.Scalar("spec.preserveUnknownFields") != "false"
	if e.Has("spec.preserveUnknownFields") {
		e.Delete("spec.preserveUnknownFields")
	}
	for _, field := range []struct{ from, to string }{
		{"validation", "schema"}, {"subresources", "subresources"}, {"additionalPrinterColumns", "additionalPrinterColumns"},
	} {
		distribute(e, field.from, field.to)
	}
	for i := range items(e, "spec.versions") {
		at := fmt.Sprintf("spec.versions[%d]", i)
		if !e.Has(at + ".schema") {
			if !preserve {
				e.Fail()
				return
			}
			// v1beta1 kept everything where it had no schema.
			e.Set(at+".schema.openAPIV3Schema", []edit.Pair{
				{Key: "type", Value: "object"}, {Key: "x-kubernetes-preserve-unknown-fields", Value: true},
			})
		}
		for j := range items(e, at+".additionalPrinterColumns") {
			if column := fmt.Sprintf("%s.additionalPrinterColumns[%d]", at, j); e.Has(column + ".JSONPath") {
				e.Rename(column+".JSONPath", "jsonPath")
			}
		}
	}
	migrateConversion(e)
}

// migrateConversion nests what is said of a webhook that converts. The server speaks the
// versions of the review that it spoke before.
func migrateConversion(e *edit.Editor) {
	const at = "spec.conversion"
	if e.Has(at + ".webhookClientConfig") {
		e.Nest(at+".webhookClientConfig", []string{"webhook", "clientConfig"})
	}
	switch {
	case e.Has(at + ".conversionReviewVersions"):
		lift(e, at+".conversionReviewVersions", at+".webhook.conversionReviewVersions")
	case e.Has(at + ".webhook.clientConfig"):
		e.Set(at+".webhook.conversionReviewVersions", []any{"v1beta1"}) // the default of v1beta1
	}
}

// migrateBinding writes rbac.authorization.k8s.io/v1, where a subject has the group of its
// kind in place of the version.
func migrateBinding(e *edit.Editor, _, _ string) {
	for i := range items(e, "subjects") {
		at := fmt.Sprintf("subjects[%d]", i)
		if e.Scalar(at+".kind") == "User" && e.Scalar(at+".name") == "*" {
			e.Fail() // v1alpha1 took it for everybody who has logged in
			return
		}
		if !e.Has(at + ".apiVersion") {
			continue
		}
		group, _, named := strings.Cut(e.Scalar(at+".apiVersion"), "/")
		e.Delete(at + ".apiVersion")
		if named && !e.Has(at+".apiGroup") {
			e.Set(at+".apiGroup", group)
		}
	}
}

// distribute moves a field of the spec to each version that has none of its own.
func distribute(e *edit.Editor, from, to string) {
	if !e.Has("spec." + from) {
		return
	}
	value, err := e.Get("spec." + from).Target().Decode(nil)
	if err != nil {
		e.Fail()
		return
	}
	e.Delete("spec." + from)
	for i := range items(e, "spec.versions") {
		if at := fmt.Sprintf("spec.versions[%d].%s", i, to); !e.Has(at) {
			e.Set(at, pairsOf(value))
		}
	}
}

// migrateWebhooks writes admissionregistration.k8s.io/v1, which has no default for what
// a webhook does beside answering, and other defaults for the rest.
func migrateWebhooks(e *edit.Editor, _, to string) {
	if to != "admissionregistration.k8s.io/v1" {
		return
	}
	for i := range items(e, "webhooks") {
		at := fmt.Sprintf("webhooks[%d]", i)
		if !noEffects(e, at) {
			e.Fail() // only the author of the webhook knows; see harmless
			return
		}
		// The defaults of v1beta1, written out so that nothing changes.
		for _, field := range []struct {
			name  string
			value any
		}{
			{"failurePolicy", "Ignore"}, {"matchPolicy", "Exact"}, {"timeoutSeconds", 30}, {"admissionReviewVersions", []any{"v1beta1"}},
		} {
			if !e.Has(at + "." + field.name) {
				e.Set(at+"."+field.name, field.value)
			}
		}
	}
}

// harmless writes what v1 wants to know of webhooks and v1beta1 did not: that they do
// nothing but answer.
func harmless(e *edit.Editor) {
	for i := range items(e, "webhooks") {
		if at := fmt.Sprintf("webhooks[%d]", i); !noEffects(e, at) {
			e.Set(at+".sideEffects", "None")
		}
	}
}

// noEffects reports whether the webhook at a path says what v1 takes of its side effects.
func noEffects(e *edit.Editor, at string) bool {
	said := e.Scalar(at + ".sideEffects")
	return said == "None" || said == "NoneOnDryRun"
}

// migrateSlice writes discovery.k8s.io/v1, where the topology of an endpoint is gone:
// its zone and node have fields of their own.
func migrateSlice(e *edit.Editor, _, to string) {
	if to != "discovery.k8s.io/v1" {
		return
	}
	for i := range items(e, "endpoints") {
		at := fmt.Sprintf("endpoints[%d]", i)
		if !e.Has(at + ".topology") {
			continue
		}
		value, err := e.Get(at + ".topology").Target().Decode(nil)
		topology, ok := value.(map[string]any)
		if err != nil || !ok {
			e.Fail()
			return
		}
		e.Delete(at + ".topology")
		rest := []edit.Pair{}
		for _, key := range sortedKeys(topology) {
			switch key {
			case "topology.kubernetes.io/zone":
				e.Set(at+".zone", topology[key])
			case "kubernetes.io/hostname":
				e.Set(at+".nodeName", topology[key])
			case "topology.kubernetes.io/region":
				// The node says it.
			default:
				rest = append(rest, edit.Pair{Key: key, Value: topology[key]})
			}
		}
		if len(rest) > 0 {
			e.Set(at+".deprecatedTopology", rest)
		}
	}
}

// ofClient makes a request one for a certificate that clients show to the API server.
func ofClient(e *edit.Editor) {
	if e.Has("spec.usages") || e.Has("spec.signerName") {
		e.Fail() // it says what it is for
		return
	}
	e.Set("spec.signerName", "kubernetes.io/kube-apiserver-client")
	e.Set("spec.usages", []any{"client auth"})
}

// migrateRequest writes certificates.k8s.io/v1, which wants to know who signs. It can
// be told from the usages for the certificates that nodes and clients ask for.
func migrateRequest(e *edit.Editor, _, to string) {
	if to != "certificates.k8s.io/v1" || e.Has("spec.signerName") {
		return
	}
	usages, err := e.Get("spec.usages").Target().Decode(nil)
	list, ok := usages.([]any)
	if err != nil || !ok {
		e.Fail()
		return
	}
	client := true
	for _, usage := range list {
		s, _ := usage.(string)
		switch strings.ToLower(s) {
		case "client auth", "digital signature", "key encipherment":
		default:
			client = false
		}
	}
	if !client {
		e.Fail() // v1 has no legacy-unknown, and only the author knows another
		return
	}
	e.Set("spec.signerName", "kubernetes.io/kube-apiserver-client")
}
