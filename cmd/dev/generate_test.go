package main

import "testing"

func TestGeneratedFilesAreFresh(t *testing.T) {
	if err := generate("../..", true); err != nil {
		t.Error(err)
	}
}
