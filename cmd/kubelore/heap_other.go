//go:build !linux

package main

// prepareHeap does nothing: other systems choose the size of pages by themselves.
func prepareHeap(int) {}
