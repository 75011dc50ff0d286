// Package config holds the settings of Kubelore: one struct for the workspace
// file .kubelore.yaml, the editor's kubelore.* settings and command-line flags.
//
// It knows names, defaults, documentation and what a value may be. It
// deliberately reads no files and knows no protocol; it is given bytes or
// decoded values.
package config

import "github.com/kubelore/kubelore/knowledge/catalog"

// Settings are all settings, with every value valid. The zero value is not
// useful; start from Default.
type Settings struct {
	// Target is the release of Kubernetes that manifests are written for
	// (setting kubernetesVersion).
	Target catalog.Minor
}

// Default returns the settings of somebody who set nothing.
func Default() *Settings { return &Settings{Target: catalog.Newest} }
