// Package release pins what releases are made with, apart from the module, so that what
// it requires does not move the versions of what we link.
package release

import (
	"testing"

	"github.com/goreleaser/goreleaser/v2/pkg/config"
)

// The configuration has no field that goreleaser does not know. What its values mean, only
// goreleaser check tells, which takes minutes to compile: go run ./cmd/dev release --check.
func TestConfiguration(t *testing.T) {
	project, err := config.Load("../../.goreleaser.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if len(project.Builds) == 0 || len(project.Archives) == 0 || len(project.SBOMs) == 0 || len(project.NFPMs) == 0 ||
		len(project.Casks) == 0 || len(project.Scoops) == 0 || len(project.AURs) == 0 || len(project.Nix) == 0 {
		t.Error("the configuration lacks a part of a release")
	}
}
