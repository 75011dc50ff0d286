package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/kubelore/kubelore/knowledge/catalog"
)

// clearlyDeprecated are the sentences with which a comment calls its own field
// deprecated.
var clearlyDeprecated = []*regexp.Regexp{ //nolint:gochecknoglobals // a table
	regexp.MustCompile(`(?im)^\s*deprecated[.:]`),
	regexp.MustCompile(`(?i)\bthis field is deprecated\b`),
	regexp.MustCompile(`(?i)\bthe field is never populated, and now is deprecated\b`),
	regexp.MustCompile(`(?i)^\w+ is the deprecated field\b`),
}

// notDeprecated are sentences about deprecation that are not about the field. A
// comment with one that is in neither list stops the generator, so that somebody
// decides.
var notDeprecated = []string{ //nolint:gochecknoglobals // a table
	// CustomResourceDefinitionVersion: the field says that the version is deprecated.
	"indicates this version of the custom resource API is deprecated",
	"overrides the default warning returned to API clients",
	// EndpointSlice.addressType, PersistentVolumeSpec.persistentVolumeReclaimPolicy:
	// one value is deprecated.
	"FQDN: Represents a Fully Qualified Domain Name. (Deprecated)",
	"Recycle (deprecated)",
	// IngressSpec.ingressClassName: the annotation that it replaces is deprecated.
	"replaces the deprecated `kubernetes.io/ingress.class`",
	"the annotation is officially deprecated",
	// ServiceAccount.secrets: the annotation that gives the field a second meaning is.
	"\"kubernetes.io/enforce-mountable-secrets\" annotation is deprecated",
	// FlockerVolumeSource.datasetName: it is not clear what the sentence is about, and
	// the volume is deprecated as a whole.
	"for Flocker should be considered as deprecated",
}

// deprecatedEarlier are volume plugins that were announced as deprecated before their
// comments said so, by name of the field: the warnings of pkg/api/pod and
// pkg/api/persistentvolume, else the page on volumes of the Kubernetes website.
var deprecatedEarlier = map[string]catalog.Minor{ //nolint:gochecknoglobals // a table
	"awsElasticBlockStore": catalog.Oldest,
	"azureDisk":            catalog.Oldest,
	"azureFile":            catalog.Oldest,
	"cephfs":               28,
	"cinder":               catalog.Oldest,
	"flexVolume":           catalog.Oldest,
	"flocker":              catalog.Oldest,
	"gcePersistentDisk":    catalog.Oldest,
	"gitRepo":              catalog.Oldest,
	"glusterfs":            25,
	"photonPersistentDisk": catalog.Oldest,
	"portworxVolume":       25,
	"quobyte":              catalog.Oldest,
	"rbd":                  28,
	"scaleIO":              catalog.Oldest,
	"storageos":            catalog.Oldest,
	"vsphereVolume":        catalog.Oldest,
}

// saysDeprecated reports whether a comment says that its field is deprecated.
func saysDeprecated(doc string) (bool, error) {
	for _, re := range clearlyDeprecated {
		if re.MatchString(doc) {
			return true, nil
		}
	}
	text := strings.Join(strings.Fields(doc), " ")
	if !strings.Contains(strings.ToLower(text), "deprecat") {
		return false, nil
	}
	for _, s := range notDeprecated {
		if strings.Contains(text, s) {
			return false, nil
		}
	}
	return false, fmt.Errorf("unclear whether it is deprecated; see notDeprecated: %q", text)
}
