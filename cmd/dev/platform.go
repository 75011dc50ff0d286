package main

import (
	"runtime"
	"slices"
)

// A platform is one that Kubelore is released for.
type platform struct {
	os, arch string
	// target is its name in the marketplace of VS Code.
	target string
}

// platforms are all of them. .goreleaser.yaml names the same, which a test holds.
var platforms = []platform{ //nolint:gochecknoglobals // a table
	{"darwin", "amd64", "darwin-x64"},
	{"darwin", "arm64", "darwin-arm64"},
	{"linux", "amd64", "linux-x64"},
	{"linux", "arm64", "linux-arm64"},
	{"windows", "amd64", "win32-x64"},
	{"windows", "arm64", "win32-arm64"},
}

// binary is the name of the server there.
func (p platform) binary() string {
	if p.os == "windows" {
		return "kubelore.exe"
	}
	return "kubelore"
}

// env is what makes the go command build for it.
func (p platform) env() []string {
	return []string{"CGO_ENABLED=0", "GOOS=" + p.os, "GOARCH=" + p.arch}
}

// here returns the platform that this program runs on, if there are releases for it.
func here() (platform, bool) {
	i := slices.IndexFunc(platforms, func(p platform) bool { return p.os == runtime.GOOS && p.arch == runtime.GOARCH })
	if i < 0 {
		return platform{}, false
	}
	return platforms[i], true
}
