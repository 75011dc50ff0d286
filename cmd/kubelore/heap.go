package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// How large the heap may grow, in bytes, before any garbage is collected. A server keeps
// 10 MB when it has opened its first small file, and made three times as much on the way:
// collected each time the heap doubles, that is a third of the CPU time of the start. A
// check is over before most of its garbage is worth collecting.
const (
	serverHeap = 32 << 20
	checkHeap  = 256 << 20
)

// usualHeap is the size, in bytes, that the heap of a server hardly ever grows beyond.
const usualHeap = 124 << 20

// collectAbove has garbage collected when the heap has so many bytes, or twice as many as
// are alive in it, whichever is more. The runtime itself knows only the second. Who sets
// GOGC is obeyed.
func collectAbove(floor int) {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(-1) // until the collection below
	prepareHeap(max(usualHeap, floor+floor/4))
	percent := -1
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	adjust := func() {
		metrics.Read(live)
		alive := max(int(live[0].Value.Uint64()), 1<<20) //nolint:gosec // no heap has 8 EiB
		wanted := 100                                    // the runtime's own
		if 2*alive < floor {
			wanted = (floor - alive) * 100 / alive
		}
		// The world stops for a change, so small ones are not made.
		if 10*wanted < 9*percent || 9*wanted > 10*percent {
			percent = wanted
			debug.SetGCPercent(percent)
		}
	}
	// What prepareHeap let go is no garbage for the runtime before it was collected once.
	// Nobody needs to wait for that.
	go func() {
		runtime.GC()
		adjust()
		afterCollections(adjust)
	}()
}

// afterCollections calls f after each collection of garbage.
func afterCollections(f func()) {
	garbage := new([64]byte)
	runtime.AddCleanup(garbage, func(f func()) { f(); afterCollections(f) }, f)
}
